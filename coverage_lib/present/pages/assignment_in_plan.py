"""What a document itself assigned to the units of an area: sums, increases, and the rule it comes nearest to."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.assignment.assignment_audit import AssignmentAudit, audit_assignment
from coverage_lib.present.blocks import Html, prose
from coverage_lib.present.pages.assignment_proposal import Tables, capital
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name, parent
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label


def sources_of(tables: Tables, area_code: str, indicator: str) -> list[str]:
    """Documents that assign the indicator to the units below."""
    rows = tables["trajectory"]
    rows = rows[(rows["indicator"] == indicator) & (rows["path"] == "plan") & rows["area_code"].map(parent).eq(area_code)]
    return sorted(set(rows["source_id"]))


def own_assignment(tables: Tables, area_code: str, indicator: str, lang: str = "vi") -> Html:
    """The audit in sentences and tables."""
    found = audit_assignment(tables, area_code, indicator)
    if found.steps.empty:
        return prose([phrase("assign.own.none", lang)])
    named = tables["sources"].set_index("source_id", drop=False)
    document = "; ".join(document_name(named, each, lang) for each in sources_of(tables, area_code, indicator))
    parts = [prose([*_contradictions(found, lang), *_nearest_says(found, lang)])]
    if len(found.totals):
        parts.append(_totals(found, document, lang))
    if found.nearest["distance"].notna().any():
        parts.append(_nearest(found, lang))
    parts.append(_steps(found, lang))
    return Html("\n".join(part.text for part in parts))


def _contradictions(found: AssignmentAudit, lang: str) -> list[str]:
    said = [
        phrase(
            f"assign.own.{key}",
            lang,
            unit=area_name(row.area_code, lang),
            period=row.period.year,
            assigned=formats.count(row.assigned, lang),
            before=formats.count(row.before, lang),
            base=formats.count(row.persons, lang),
        )
        for key, flag in (("below", "below_before"), ("above", "above_base"))
        for row in found.steps[found.steps[flag] & (found.steps["period"].dt.year - found.steps["since"].dt.year == 1)].itertuples()
    ]
    return said or [phrase("assign.own.fine", lang)]


def _last_step(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the longest step: from the first to the last year."""
    ends = rows[["since", "period"]].drop_duplicates().iloc[-1]
    return rows[(rows["since"] == ends["since"]) & (rows["period"] == ends["period"])]


def _nearest_says(found: AssignmentAudit, lang: str) -> list[str]:
    rows = _last_step(found.nearest)
    rows = rows[rows["distance"].notna()]
    if rows.empty:
        return []
    best = rows[rows["distance"] == rows["distance"].min()]
    added = _last_step(found.steps)["increase"].sum()
    return [
        phrase(
            "assign.own.nearest_says",
            lang,
            since=best["since"].iloc[0].year,
            period=best["period"].iloc[0].year,
            rule="”, “".join(label("rule", rule, lang) for rule in best["rule"]),
            distance=formats.count(best["distance"].iloc[0], lang),
            added=formats.count(added, lang),
        )
    ]


def _totals(found: AssignmentAudit, document: str, lang: str) -> Html:
    shown = found.totals.assign(when=[formats.period(day, lang) for day in found.totals["period"]])
    headings = {"when": phrase("assign.own.step", lang)} | {
        name: phrase(f"assign.own.{name}", lang) for name in ("printed", "summed", "difference")
    }
    headings["when"] = phrase("assign.own.year", lang)
    forms = {"printed": formats.count, "summed": formats.count, "difference": _signed}
    return data_table(shown, headings, lang, forms, phrase("assign.own.totals", lang, document=document))


def _nearest(found: AssignmentAudit, lang: str) -> Html:
    rows = found.nearest.assign(
        step=[f"{one.year}–{other.year}" for one, other in zip(found.nearest["since"], found.nearest["period"], strict=True)]
    )
    wide = rows.pivot(index="step", columns="rule", values="distance").reindex(dict.fromkeys(rows["step"]))
    rules = list(dict.fromkeys(rows["rule"]))
    headings = {"step": phrase("assign.own.step", lang)} | {rule: capital(label("rule", rule, lang)) for rule in rules}
    return data_table(wide.reset_index(), headings, lang, dict.fromkeys(rules, formats.count), phrase("assign.own.nearest", lang))


def _steps(found: AssignmentAudit, lang: str) -> Html:
    rows = _last_step(found.steps)
    since, period = rows["since"].iloc[0].year, rows["period"].iloc[0].year
    shown = rows.assign(area=[area_name(code, lang) for code in rows["area_code"]])
    headings = {
        "area": phrase("assign.unit", lang),
        "before": phrase("assign.own.before", lang, period=since),
        "assigned": phrase("assign.own.before", lang, period=period),
        "increase": phrase("assign.increase", lang),
        "increase_pct": phrase("assign.increase_pct", lang),
        "increase_pp": phrase("assign.increase_pp", lang),
    }
    forms = {
        "before": formats.count,
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
