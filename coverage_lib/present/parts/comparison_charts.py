"""The units below one unit in charts, one an indicator; where none can be drawn, a sentence says why."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.blocks import Chart, Gallery, Html, prose
from coverage_lib.present.charts.comparison_chart import comparison_alt, comparison_chart
from coverage_lib.present.charts.contribution_chart import contribution_alt, contribution_chart
from coverage_lib.present.charts.funnel_chart import funnel_alt, funnel_plot
from coverage_lib.present.charts.heat_tables import indicator_alt, indicator_table, year_alt, year_table
from coverage_lib.present.charts.quadrant_chart import quadrant_alt, quadrant_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary.terms import terms

_FEWEST = 2
"""Units that it takes to compare."""


def dots(page: Page) -> Gallery | Html:
    """For every indicator with comparable rates, the units as dots beside their target; ordered by rate, not ranked."""
    charts = []
    for indicator in terms("indicator"):
        if len(rows := page.rows("comparison", indicator)):
            drawn, alt = comparison_chart(page.words, rows), comparison_alt(page.words, rows)
            charts.append(_chart(page, drawn, alt, f"compare-{indicator}"))
    return Gallery(charts) if charts else prose([page.words.phrase("overview.none")])


def by_indicator(page: Page) -> Gallery | Html:
    """The units by indicator, the latest comparable rate of each."""
    rows = page.in_order(page.rows("comparison"))
    if rows.empty:
        return nothing_to_compare(page)
    return Gallery([_chart(page, indicator_table(page.words, rows), indicator_alt(page.words, rows), "matrix")])


def by_year(page: Page) -> Gallery | Html:
    """The units by year, a table an indicator: rates observed or assigned; where there are none, the targets set for the units."""
    charts = []
    rates, goals = (rows[rows["area_code"].isin(page.units_below)] for rows in (page.table("trajectory"), page.table("targets")))
    rates = rates[rates["coverage_pct"].notna() & rates["path"].isin(["actual", "plan"]) & (rates["segment"] > 0)]
    goals = goals[goals["in_force"] & goals["target_pct"].notna()].rename(columns={"target_pct": "coverage_pct"})
    for indicator, term in terms("indicator").items():
        rows, kind = rates[rates["indicator"] == indicator].sort_values("path"), "rates"
        rows = rows.drop_duplicates(["area_code", "period"]).assign(year=lambda each: each["period"].dt.year)
        if rows["area_code"].nunique() < _FEWEST or rows["base"].nunique() > 1:
            rows, kind = goals[(goals["indicator"] == indicator) & (goals["base"] == term["base"])], "targets"
        if rows["area_code"].nunique() >= _FEWEST:
            rows = rows.rename(columns={"area_code": "lower_code"}).assign(area_code=page.area_code)
            rows = rows.drop_duplicates(["lower_code", "year"])
            drawn, alt = year_table(page.words, rows, kind=kind), year_alt(page.words, rows, kind=kind)
            charts.append(_chart(page, drawn, alt, f"heat-{indicator}"))
    return Gallery(charts) if charts else prose([page.words.phrase("overview.none")])


def funnels(page: Page) -> Gallery | Html:
    """For every indicator with comparable rates, the units in a funnel."""
    return _with_reasons(page, "funnel", "comparison", funnel_plot, funnel_alt, "funnel")


def quadrants(page: Page) -> Gallery | Html:
    """For every indicator with rates on two dates, level against pace."""

    def alt(words: Words, rows: pd.DataFrame, _: pd.Series) -> str:
        return quadrant_alt(words, rows)

    return _with_reasons(page, "common_change", "contributions", quadrant_chart, alt, "pace")


def contributions(page: Page) -> Gallery | Html:
    """For every indicator with rates on two dates, the units' contributions to the common change and gap."""
    return _with_reasons(page, "common_change", "contributions", contribution_chart, contribution_alt, "parts")


def nothing_to_compare(page: Page) -> Html:
    """Why there is nothing to compare: no denominators, or no units at all."""
    if any(len(page.rows("enrolment", area_code=code)) for code in page.units_below):
        return prose([page.words.phrase("compare.persons_only", area=page.area)])
    return prose([page.words.phrase("overview.none")])


def _with_reasons(
    page: Page,
    whole: str,
    parts: str,
    draw: Callable[[Words, pd.DataFrame, pd.Series], Axes],
    describe: Callable[[Words, pd.DataFrame, pd.Series], str],
    name: str,
) -> Gallery | Html:
    """A chart for every row of table ``whole`` with its units from table ``parts``; without any, why there are none."""
    words, charts, said = page.words, [], []
    for _, row in page.in_order(page.rows(whole)).iterrows():
        if reason := row["reason"]:
            key = f"compare.refused.{reason if whole == 'funnel' else 'no_pace'}"
            said.append(words.phrase(key, indicator=words.label("indicator", row["indicator"], short=True)))
            continue
        rows = page.rows(parts, row["indicator"]).reset_index(drop=True)
        charts.append(_chart(page, draw(words, rows, row), describe(words, rows, row), f"{name}-{row['indicator']}"))
    if charts:
        return Gallery(charts)
    return prose(said) if said else nothing_to_compare(page)


def _chart(page: Page, drawn: Axes, alt: str, name: str) -> Chart:
    return Chart(drawn.figure, alt, f"{file_name(page.area_code)}-{name}")
