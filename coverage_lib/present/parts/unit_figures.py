"""The figures of a unit as tables: distances to its targets, what is missing, every count and rate with its cells."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Format, Html, folded, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.terms import REFERENCE_YEARS, base_kind, indicators_with, terms

_SAME_GOAL = ["indicator", "target_year", "target_area_code", "base", "target_pct", "target_persons"]


def missing(page: Page) -> Html:
    """Which of target, plan, actual figure and denominator each scheme has, and which are missing."""
    words, counted, rated = page.words, page.rows("enrolment"), page.rows("coverage")
    there = {
        "target": set(page.rows("targets")["indicator"]),
        "plan": set(counted.loc[counted["basis"] == "plan", "indicator"]),
        "actual": {code for rows in (counted, rated) for code in rows.loc[rows["basis"] != "plan", "indicator"]},
    }
    bases = page.rows("denominators")["base"].unique()
    kinds = {terms("base")[base]["kind"] for base in bases}
    own = {terms("base")[base].get("of") for base in bases}
    rows = []
    for code in indicators_with("scheme"):
        has = {name: code in found for name, found in there.items()}
        has["denominator"] = base_kind(code) in kinds or code in own
        said = {name: words.phrase(f"briefing.missing.{'have' if found else 'lack'}") for name, found in has.items()}
        rows.append({"indicator": words.label("indicator", code)} | said)
    headings = {"indicator": words.column("indicator")}
    headings |= {name: words.phrase(f"briefing.missing.{name}") for name in ("target", "plan", "actual", "denominator")}
    return table(pd.DataFrame(rows), headings, caption=words.phrase("briefing.missing.caption"))


def distances(page: Page) -> Html:
    """Distance to every target of 2024, 2025 and 2030 and to the unit's other targets, with verdict.

    Targets that no figure can be compared with stand in a sentence beneath.
    """
    words, rows = page.words, page.rows("gap")
    if rows.empty:
        return prose([words.phrase("briefing.gap.none")])
    compared = rows["gap_pp"].notna() | rows["gap_persons"].notna()
    rows = rows[compared | rows["target_year"].isin(REFERENCE_YEARS)]
    names = rows["source_id"].map(page.documents.name)
    documents = names.groupby([rows[name] for name in _SAME_GOAL], dropna=False).transform("; ".join)
    rows = page.in_order(rows.assign(documents=documents).drop_duplicates(_SAME_GOAL))
    without = rows["verdict_pace"] == "no_actual"
    alone = _without_actual(page, rows[without])
    rows = rows[~without]
    return joined(gap_table(page, rows), alone) if len(rows) else alone


def gap_table(page: Page, rows: pd.DataFrame) -> Html:
    """Rows of ``gap`` with a column ``documents`` as a table."""
    words = page.words
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "target": [words.goal(row) for _, row in rows.iterrows()],
            "document": rows["documents"],
            "figure": [words.figure_compared(row) for _, row in rows.iterrows()],
            "points": rows["gap_pp"],
            "persons": gap_persons(rows),
            "pace": [_pace(page, row) for _, row in rows.iterrows()],
            "verdict": rows["verdict_pace"],
        }
    )
    headings = {"indicator": words.column("indicator")} | {
        name: words.phrase(f"briefing.gap.{name}")
        for name in ("target", "document", "figure", "points", "persons", "pace", "verdict")
    }
    form: dict[str, Format] = {"points": words.signed_points, "persons": words.signed_count, "verdict": words.verdict}
    return table(printed, headings, form, words.phrase("briefing.gap.caption"))


def _without_actual(page: Page, rows: pd.DataFrame) -> Html:
    """The targets that cannot yet be compared for lack of an actual figure, one clause for each indicator."""
    words = page.words
    said = [
        words.phrase(
            "briefing.gap.waiting_one",
            indicator=words.label("indicator", indicator, short=True),
            targets=", ".join(words.goal(row) for _, row in some.iterrows()),
        )
        for indicator, some in rows.groupby("indicator", sort=False)
    ]
    return prose([words.phrase("briefing.gap.waiting", targets="; ".join(said))]) if said else Html("")


def gap_persons(rows: pd.DataFrame) -> pd.Series:
    """Gaps in persons, rounded to the precision of the counts."""
    values = [formats.known(*each) for each in zip(rows["gap_persons"], rows["rounded_to"], strict=True)]
    return pd.Series(values, index=rows.index, dtype="Int64")


def _pace(page: Page, row: pd.Series) -> str:
    if pd.isna(row["pace_required_pp"]) or row["pace_required_pp"] <= 0:
        return ""
    required = page.words.signed_points(row["pace_required_pp"])
    if pd.isna(row["pace_observed_pp"]):
        return page.words.phrase("briefing.gap.pace_required", required=required)
    return f"{page.words.signed_points(row['pace_observed_pp'])} / {required}"


def figures(page: Page) -> Html:
    """Every count and rate of the unit, with the cells it comes from."""
    words, rated, counted = page.words, page.rows("coverage"), page.rows("enrolment")
    key = ["indicator", "period", "basis", "source_id"]
    alone = ~pd.MultiIndex.from_frame(counted[key]).isin(pd.MultiIndex.from_frame(rated[key]))
    rows = pd.concat([rated, counted[alone].assign(base="", method="", coverage_pct=float("nan"))], ignore_index=True)
    if rows.empty:
        return prose([words.phrase("briefing.figures.none")])
    rows = page.in_order(rows, "period", "base", "source_id")
    persons = [formats.known(*each) for each in zip(rows["persons"], rows["persons_known_to"], strict=True)]
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "period": rows["period"],
            "basis": [words.label("basis", code) for code in rows["basis"]],
            "participants": rows["participants"],
            "persons": pd.Series(persons, index=rows.index, dtype="Int64"),
            "rate": rows["coverage_pct"],
            "base": [_base(page, row) for row in rows.itertuples()],
            "place": [page.documents.printed_at(row.source_id, row.cell) for row in rows.itertuples()],
        }
    )
    headings = {name: words.column(name) for name in ("indicator", "period", "basis", "participants", "persons")} | {
        "rate": words.phrase("briefing.figures.rate"),
        "base": words.column("base"),
        "place": words.phrase("briefing.figures.place"),
    }
    form: dict[str, Format] = {
        "period": words.period,
        "participants": words.count,
        "persons": words.count,
        "rate": words.two_decimals,
    }
    caption = words.phrase("briefing.figures.caption")
    return folded(words.counted(caption, len(printed)), table(printed, headings, form, caption))


def _base(page: Page, row) -> str:
    if not row.base:
        return ""
    name = page.words.label("base", row.base)
    return name if row.method == "counts" else f"{name} ({page.words.phrase(f'briefing.figures.method.{row.method}')})"
