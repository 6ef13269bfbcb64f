"""The parts of the overview of a parent unit, each one call of the notebook: its units compared, in rates where there are any."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Chart, Format, Gallery, Html, folded, prose
from coverage_lib.present.charts.overview_charts import comparison_alt, comparison_chart, heat_alt, heat_table
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page, Tables
from coverage_lib.present.pages import unit_briefing
from coverage_lib.present.shims import data_table, verdict_mark
from coverage_lib.present.words import provenance
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name, parent
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import REFERENCE_YEARS, label, terms

_FEWEST = 2
"""Units that it takes to compare."""


def title(area_code: str, lang: str = "vi") -> str:
    """Title of the overview."""
    return phrase("overview.title", lang, area=area_name(area_code, lang))


def units_below(tables: Tables, area_code: str) -> list[str]:
    """Units directly below a unit that have any figure or target."""
    known = set(tables["trajectory"]["area_code"]) | set(tables["targets"]["area_code"])
    return sorted(code for code in known if parent(code) == area_code)


def rows_of(tables: Tables, name: str, area_code: str, indicator: str) -> pd.DataFrame:
    """The rows of a table of one unit and indicator."""
    rows = tables[name]
    return rows[(rows["area_code"] == area_code) & (rows["indicator"] == indicator)].reset_index(drop=True)


def comparisons(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with comparable rates, the units as dots beside their target; ordered by rate, not ranked."""
    charts = []
    for indicator in terms("indicator"):
        rows = rows_of(tables, "comparison", area_code, indicator)
        if len(rows):
            drawn, alt = comparison_chart(rows, lang).figure, comparison_alt(rows, lang)
            charts.append(Chart(drawn, alt, f"{file_name(area_code)}-compare-{indicator}"))
    return Gallery(charts) if charts else prose([phrase("overview.none", lang)])


def heat(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """Units by year, one table an indicator: rates observed or assigned; where there are none, the targets set for the units."""
    charts = []
    below = units_below(tables, area_code)
    for indicator in terms("indicator"):
        rates = tables["trajectory"]
        rates = rates[rates["area_code"].isin(below) & (rates["indicator"] == indicator) & rates["coverage_pct"].notna()]
        rates = rates[rates["path"].isin(["actual", "plan"]) & (rates["segment"] > 0)].sort_values("path")
        rates = rates.drop_duplicates(["area_code", "period"]).assign(year=lambda rows: rows["period"].dt.year)
        kind = "rates"
        if rates["area_code"].nunique() < _FEWEST or rates["base"].nunique() > 1:
            goals = tables["targets"]
            goals = goals[
                goals["area_code"].isin(below) & (goals["indicator"] == indicator) & goals["in_force"] & goals["target_pct"].notna()
            ]
            goals = goals[goals["base"] == terms("indicator")[indicator]["base"]]
            rates, kind = goals.rename(columns={"target_pct": "coverage_pct"}), "targets"
        if rates["area_code"].nunique() >= _FEWEST:
            rows = rates.rename(columns={"area_code": "lower_code"}).assign(area_code=area_code)
            drawn, alt = heat_table(rows, lang, kind=kind).figure, heat_alt(rows, lang, kind=kind)
            charts.append(Chart(drawn, alt, f"{file_name(area_code)}-heat-{indicator}"))
    return Gallery(charts) if charts else prose([phrase("overview.none", lang)])


def persons(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Units without a rate: persons at the latest count and persons assigned, and what is to be added."""
    rows = tables["persons_to_add"]
    rows = rows[rows["area_code"].isin(units_below(tables, area_code))]
    if rows.empty:
        return Html("")
    rows = rows.assign(order=rows["indicator"].map(list(terms("indicator")).index)).sort_values(
        ["order", "area_code"], kind="stable"
    )
    printed = pd.DataFrame(
        {
            "area": [area_name(code, lang) for code in rows["area_code"]],
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "actual": [_counted(row.participants, row.period, lang) for row in rows.itertuples()],
            "plan": [
                _counted(row.target_persons, pd.Timestamp(year=row.target_year, month=12, day=31), lang)
                for row in rows.itertuples()
            ],
            "increase": [formats.known(*each) for each in zip(rows["increase"], rows["rounded_to"], strict=True)],
            "increase_pct": rows["increase_pct"].to_numpy(),
        }
    )
    headings = {
        "area": column_label("area_code", lang),
        "indicator": column_label("indicator", lang),
        "actual": phrase("overview.actual_count", lang),
        "plan": phrase("overview.plan_count", lang),
        "increase": phrase("overview.increase", lang),
        "increase_pct": phrase("overview.increase_pct", lang),
    }
    headings["area"] = phrase("page.unit", lang)
    return data_table(
        printed, headings, lang, {"increase": _signed, "increase_pct": formats.points}, phrase("overview.persons", lang)
    )


def distances(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Distance of every unit to the levels of 2024, 2025 and 2030, per indicator."""
    gaps = tables["gap"]
    rows = gaps[
        gaps["area_code"].isin(units_below(tables, area_code)) & gaps["target_year"].isin(REFERENCE_YEARS) & gaps["gap_pp"].notna()
    ]
    if rows.empty:
        return prose([phrase("briefing.gap.none", lang)])
    rows = rows.sort_values("target_pct").drop_duplicates(["area_code", "indicator", "target_year"], keep="last")
    order = [list(terms("indicator")).index(code) for code in rows["indicator"]]
    rows = rows.assign(order=order).sort_values(["order", "target_year", "gap_pp", "area_code"])
    printed = pd.DataFrame(
        {
            "area": [area_name(code, lang) for code in rows["area_code"]],
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "target": [unit_briefing.goal(row, lang) for _, row in rows.iterrows()],
            "figure": [unit_briefing.figure_compared(row, lang) for _, row in rows.iterrows()],
            "points": rows["gap_pp"],
            "persons": unit_briefing.gap_persons(rows),
            "verdict": rows["verdict_pace"],
        }
    )
    headings = {"area": phrase("page.unit", lang), "indicator": column_label("indicator", lang)} | {
        name: phrase(f"briefing.gap.{name}", lang) for name in ("target", "figure", "points", "persons", "verdict")
    }
    caption = phrase("briefing.gap.caption", lang)
    form: dict[str, Format] = {
        "points": unit_briefing.signed_points,
        "persons": unit_briefing.signed_count,
        "verdict": verdict_mark,
    }
    title = phrase("page.folded", lang, title=caption, rows=formats.count(len(printed), lang))
    return folded(title, data_table(printed, headings, lang, form, caption))


def sources_of(tables: Tables, area_code: str) -> set[str]:
    """Documents behind the figures of the units below."""
    return {each for code in units_below(tables, area_code) for each in provenance.sources_of(Page(tables, code))}


def _counted(value: float | None, period: pd.Timestamp, lang: str) -> str:
    return f"{formats.count(value, lang)} ({formats.period(period, lang)})"


def _signed(value: float | None, lang: str) -> str:
    return formats.count(value, lang, signed=True)
