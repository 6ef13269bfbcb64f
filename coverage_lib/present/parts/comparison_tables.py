"""The units below one unit in tables: persons to be added, inequality between them, distance of each to the levels."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Format, Html, folded, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.comparison_charts import nothing_to_compare
from coverage_lib.present.parts.unit_figures import gap_persons
from coverage_lib.present.words.comparison_words import basis_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.terms import REFERENCE_YEARS
from coverage_lib.vocabulary.years import year_end


def persons(page: Page) -> Html:
    """Units without a rate: persons at the latest count and persons assigned, and what is to be added."""
    words, rows = page.words, _of_units_below(page, "persons_to_add")
    if rows.empty:
        return Html("")
    rows = page.in_order(rows, "area_code")
    printed = pd.DataFrame(
        {
            "area": [words.area(code) for code in rows["area_code"]],
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "actual": [_counted(page, row.participants, row.period) for row in rows.itertuples()],
            "plan": [_counted(page, row.target_persons, year_end(row.target_year)) for row in rows.itertuples()],
            "increase": [formats.known(*each) for each in zip(rows["increase"], rows["rounded_to"], strict=True)],
            "increase_pct": rows["increase_pct"].to_numpy(),
        }
    )
    headings = {
        "area": words.phrase("page.unit"),
        "indicator": words.column("indicator"),
        "actual": words.phrase("overview.actual_count"),
        "plan": words.phrase("overview.plan_count"),
        "increase": words.phrase("overview.increase"),
        "increase_pct": words.phrase("overview.increase_pct"),
    }
    form: dict[str, Format] = {"increase": words.signed_count, "increase_pct": words.points}
    return table(printed, headings, form, words.phrase("overview.persons"))


def distances(page: Page) -> Html:
    """Distance of every unit to the levels of 2024, 2025 and 2030, per indicator."""
    words, rows = page.words, _of_units_below(page, "gap")
    rows = rows[rows["target_year"].isin(REFERENCE_YEARS) & rows["gap_pp"].notna()]
    if rows.empty:
        return prose([words.phrase("briefing.gap.none")])
    rows = rows.sort_values("target_pct").drop_duplicates(["area_code", "indicator", "target_year"], keep="last")
    rows = page.in_order(rows, "target_year", "gap_pp", "area_code")
    printed = pd.DataFrame(
        {
            "area": [words.area(code) for code in rows["area_code"]],
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "target": [words.goal(row) for _, row in rows.iterrows()],
            "figure": [words.figure_compared(row) for _, row in rows.iterrows()],
            "points": rows["gap_pp"],
            "persons": gap_persons(rows),
            "verdict": rows["verdict_pace"],
        }
    )
    headings = {"area": words.phrase("page.unit"), "indicator": words.column("indicator")} | {
        name: words.phrase(f"briefing.gap.{name}") for name in ("target", "figure", "points", "persons", "verdict")
    }
    caption = words.phrase("briefing.gap.caption")
    form: dict[str, Format] = {"points": words.signed_points, "persons": words.signed_count, "verdict": words.verdict}
    return folded(words.counted(caption, len(printed)), table(printed, headings, form, caption))


def inequality(page: Page) -> Html:
    """Absolute and relative inequality between the units below, per indicator at the first and the last date."""
    words, found = page.words, page.in_order(page.rows("inequality"))
    if found.empty:
        return nothing_to_compare(page)
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in found["indicator"]],
            "period": [f"{basis_name(words, row.path)} {words.period(row.period)}" for row in found.itertuples()],
            "units": [_units(page, row) for row in found.itertuples()],
            "mean": found["mean_pct"],
            "absolute": found["mean_difference_pp"],
            "relative": found["relative_pct"],
            "theil": found["theil"],
            "reference": found["reference_pct"],
            "persons": found["attributable_persons"],
        }
    )
    decimals = ("mean", "absolute", "relative", "theil", "reference")
    headings = {"indicator": words.column("indicator")} | {
        name: words.phrase(f"inequality.{name}") for name in ("period", "units", *decimals, "persons")
    }
    form: dict[str, Format] = {**dict.fromkeys(decimals, words.two_decimals), "persons": words.count}
    told = table(printed, headings, form, words.phrase("inequality.caption"))
    return joined(told, prose([words.phrase("inequality.note")]))


def _of_units_below(page: Page, name: str) -> pd.DataFrame:
    rows = page.table(name)
    return rows[rows["area_code"].isin(page.units_below)]


def _counted(page: Page, value: float | None, period: pd.Timestamp) -> str:
    return f"{page.words.count(value)} ({page.words.period(period)})"


def _units(page: Page, row) -> str:
    text = f"{row.units_counted} ({row.units_unknown})"
    return f"{text}; {page.words.phrase('compare.refused.much_unknown')}" if row.reason == "much_unknown" else text
