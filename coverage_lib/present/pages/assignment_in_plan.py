"""What a document itself assigned to the units of an area: sums, increases, and the rule it comes nearest to."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, data_table, joined, prose
from coverage_lib.present.pages.assignment_proposal import RULES, Tables, capital
from coverage_lib.present.words.document_names import document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label


def sources_of(tables: Tables, area_code: str, indicator: str) -> list[str]:
    """Documents that assign the indicator to the units below."""
    return sorted(set(_rows(tables, "plan_assignment_units", area_code, indicator)["source_id"]))


def own_assignment(tables: Tables, area_code: str, indicator: str, lang: str = "vi") -> Html:
    """The audit in sentences and tables."""
    units, rules, sums = (
        _rows(tables, name, area_code, indicator) for name in ("plan_assignment_units", "plan_assignment_rules", "cascade")
    )
    if units.empty:
        return prose([phrase("assign.own.none", lang)])
    sums = sums[(sums["measure"] == "participants") & (sums["units_counted"] == sums["units"])]
    named = tables["sources"].set_index("source_id")
    document = "; ".join(document_name(named, each, lang) for each in sorted(set(units["source_id"])))
    return joined(
        prose([*_contradictions(units, lang), *_nearest_says(rules, lang)]),
        _totals(sums, document, lang),
        _nearest(rules, lang),
        _steps(units[units["whole_way"]], lang),
    )


def _rows(tables: Tables, name: str, area_code: str, indicator: str) -> pd.DataFrame:
    rows = tables[name]
    return rows[(rows["area_code"] == area_code) & (rows["indicator"] == indicator)]


def _contradictions(units: pd.DataFrame, lang: str) -> list[str]:
    said = [
        phrase(
            f"assign.own.{key}",
            lang,
            unit=area_name(row.lower_code, lang),
            period=row.period.year,
            assigned=formats.count(row.assigned, lang),
            before=formats.count(row.participants_before, lang),
            base=formats.count(row.persons, lang),
        )
        for key, flag in (("below", "below_before"), ("above", "above_base"))
        for row in units[units[flag]].itertuples()
    ]
    return said or [phrase("assign.own.fine", lang)]


def _nearest_says(rules: pd.DataFrame, lang: str) -> list[str]:
    best = rules[rules["whole_way"] & rules["nearest"]]
    if best.empty:
        return []
    names = [label("rule", rule, lang) for rule in RULES if rule in set(best["rule"])]
    one = best.iloc[0]
    return [
        phrase(
            "assign.own.nearest_says",
            lang,
            since=one["period_before"].year,
            period=one["period"].year,
            rule="”, “".join(names),
            distance=formats.count(one["rule_distance"], lang),
            added=formats.count(one["increase"], lang),
        )
    ]


def _totals(sums: pd.DataFrame, document: str, lang: str) -> Html:
    if sums.empty:
        return Html("")
    shown = sums.assign(when=sums["year"].astype("str"))
    headings = {
        "when": phrase("assign.own.year", lang),
        "target_persons": phrase("assign.own.printed", lang),
        "sum_persons": phrase("assign.own.summed", lang),
        "difference_persons": phrase("assign.own.difference", lang),
    }
    forms = {"target_persons": formats.count, "sum_persons": formats.count, "difference_persons": _signed}
    return data_table(shown, headings, lang, forms, phrase("assign.own.totals", lang, document=document))


def _nearest(rules: pd.DataFrame, lang: str) -> Html:
    if rules["rule_distance"].isna().all():
        return Html("")
    ends = zip(rules["period_before"], rules["period"], strict=True)
    rows = rules.assign(step=[f"{one.year}–{other.year}" for one, other in ends])
    wide = rows.pivot(index=["whole_way", "period", "step"], columns="rule", values="rule_distance").reset_index()
    names = [rule for rule in RULES if rule in wide]
    headings = {"step": phrase("assign.own.step", lang)} | {rule: capital(label("rule", rule, lang)) for rule in names}
    return data_table(wide, headings, lang, dict.fromkeys(names, formats.count), phrase("assign.own.nearest", lang))


def _steps(rows: pd.DataFrame, lang: str) -> Html:
    since, period = rows["period_before"].iloc[0].year, rows["period"].iloc[0].year
    shown = rows.assign(area=[area_name(code, lang) for code in rows["lower_code"]])
    headings = {
        "area": phrase("assign.unit", lang),
        "participants_before": phrase("assign.own.before", lang, period=since),
        "assigned": phrase("assign.own.before", lang, period=period),
        "increase": phrase("assign.increase", lang),
        "increase_pct": phrase("assign.increase_pct", lang),
        "increase_pp": phrase("assign.increase_pp", lang),
    }
    forms = {
        "participants_before": formats.count,
        "assigned": formats.count,
        "increase": _signed,
        "increase_pct": formats.points,
        "increase_pp": _points,
    }
    return data_table(shown, headings, lang, forms, phrase("assign.own.steps", lang, since=since, period=period))


def _signed(value: float, lang: str) -> str:
    return formats.count(value, lang, signed=True)


def _points(value: float, lang: str) -> str:
    return formats.points(value, lang, places=2)
