"""What plans themselves assigned to the units of an area: sums, increases, and the rule they come nearest to."""

from __future__ import annotations

from typing import Any

import pandas as pd

from coverage_lib.present.blocks import Html, joined, prose, table
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.context.proposal import RULES
from coverage_lib.vocabulary.phrases import capital


def assigned_in_plan(page: Page, indicator: str) -> Html:
    """The audit in sentences and tables."""
    words = page.words
    units, rules, sums = (page.rows(name, indicator) for name in ("plan_assignment_units", "plan_assignment_rules", "cascade"))
    if units.empty:
        return prose([words.phrase("assign.own.none")])
    sums = sums[(sums["measure"] == "participants") & (sums["units_counted"] == sums["units"])]
    document = "; ".join(map(page.documents.name, sorted(set(units["source_id"]))))
    return joined(
        prose([*_contradictions(units, words), *_nearest_says(rules, words)]),
        _sums(sums, document, words),
        _nearest(rules, words),
        _whole_way(units[units["whole_way"]], words),
    )


def _contradictions(units: pd.DataFrame, words: Words) -> list[str]:
    said = [
        words.phrase(
            f"assign.own.{key}",
            unit=words.area(row.lower_code),
            period=row.period.year,
            assigned=words.count(row.assigned),
            before=words.count(row.participants_before),
            base=words.count(row.persons),
        )
        for key, flag in (("below", "below_before"), ("above", "above_base"))
        for row in units[units[flag]].itertuples()
    ]
    return said or [words.phrase("assign.own.fine")]


def _nearest_says(rules: pd.DataFrame, words: Words) -> list[str]:
    best = rules[rules["whole_way"] & rules["nearest"]]
    return [
        words.phrase(
            "assign.own.nearest_says",
            since=row.period_before.year,
            period=row.period.year,
            rule="”, “".join(words.label("rule", rule) for rule in RULES if rule in set(best["rule"])),
            distance=words.count(row.rule_distance),
            added=words.count(row.increase),
        )
        for row in best.head(1).itertuples()
    ]


def _sums(sums: pd.DataFrame, document: str, words: Words) -> Html:
    if sums.empty:
        return Html("")
    headings = {
        "when": words.phrase("assign.own.year"),
        "target_persons": words.phrase("assign.own.printed"),
        "sum_persons": words.phrase("assign.own.summed"),
        "difference_persons": words.phrase("assign.own.difference"),
    }
    forms: dict[str, Any] = {"target_persons": words.count, "sum_persons": words.count, "difference_persons": words.signed_count}
    title = words.phrase("assign.own.totals", document=document)
    return table(sums.assign(when=sums["year"].astype("str")), headings, forms, title)


def _nearest(rules: pd.DataFrame, words: Words) -> Html:
    if rules["rule_distance"].isna().all():
        return Html("")
    ends = zip(rules["period_before"], rules["period"], strict=True)
    rows = rules.assign(step=[f"{one.year}–{other.year}" for one, other in ends])
    wide = rows.pivot(index=["whole_way", "period", "step"], columns="rule", values="rule_distance").reset_index()
    headings = {"step": words.phrase("assign.own.step")} | {rule: capital(words.label("rule", rule)) for rule in RULES}
    return table(wide, headings, dict.fromkeys(RULES, words.count), words.phrase("assign.own.nearest"))


def _whole_way(rows: pd.DataFrame, words: Words) -> Html:
    since, period = rows["period_before"].iloc[0].year, rows["period"].iloc[0].year
    headings = {
        "area": words.phrase("assign.unit"),
        "participants_before": words.phrase("assign.own.before", period=since),
        "assigned": words.phrase("assign.own.before", period=period),
        "increase": words.phrase("assign.increase"),
        "increase_pct": words.phrase("assign.increase_pct"),
        "increase_pp": words.phrase("assign.increase_pp"),
    }
    forms: dict[str, Any] = {
        "participants_before": words.count,
        "assigned": words.count,
        "increase": words.signed_count,
        "increase_pct": words.points,
        "increase_pp": words.signed_points,
    }
    shown = rows.assign(area=[words.area(code) for code in rows["lower_code"]])
    return table(shown, headings, forms, words.phrase("assign.own.steps", since=since, period=period))
