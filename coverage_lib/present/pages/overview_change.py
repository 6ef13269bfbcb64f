"""What moved the parent: the part of each unit in its change and in its gap, one call of the overview."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.comparison.unit_contributions import between_units, gap_contributions
from coverage_lib.present.blocks import Chart, Gallery, Html, prose
from coverage_lib.present.charts.contribution_chart import contribution_alt, contribution_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import comparable
from coverage_lib.present.pages.overview_spread import nothing_to_compare, paces
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms


def parts(tables: Tables, area_code: str, indicator: str) -> tuple[pd.DataFrame, float | None, int | None]:
    """The units' parts in the change and, where all are held against one level, in the gap of their parent.

    Returns
    -------
    rows : DataFrame
        As of :func:`kitagawa.between_units`, with ``gap_persons`` and ``gap_pp`` where there is a level; empty without two dates.
    level : float or None
        The highest level of the year of the rates that holds for all units, in per cent.
    year : int or None
    """
    rows = comparable(tables, area_code, indicator)
    if rows.empty:
        return rows, None, None
    moved = paces(tables, rows, indicator)
    if len(moved) < 2:
        return moved.iloc[:0], None, None
    found = between_units(moved.assign(period_1=moved["period"]))
    levels = found["target_pct"].dropna().unique()
    if len(levels) != 1 or found["target_pct"].isna().any():
        return found, None, None
    counts = found.rename(columns={"participants_1": "participants", "persons_1": "persons"})
    gaps = gap_contributions(counts, float(levels[0]))[["gap_pp", "gap_persons"]]
    return found.assign(**gaps), float(levels[0]), int(found["period_1"].dt.year.iloc[0])


def contributions(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with rates on two dates, the parts of the units in the common change and gap."""
    charts, said = [], []
    for indicator in terms("indicator"):
        rows, level, year = parts(tables, area_code, indicator)
        if rows.empty:
            if len(comparable(tables, area_code, indicator)):
                said.append(phrase("compare.refused.no_pace", lang, indicator=label("indicator", indicator, lang, short=True)))
            continue
        options = {"parent": area_code, "indicator": indicator}
        figure = contribution_chart(rows, lang, **options, level=level, year=year).figure
        charts.append(Chart(figure, contribution_alt(rows, lang, **options), f"{file_name(area_code)}-parts-{indicator}"))
    if charts:
        return Gallery(charts)
    return prose(said) if said else nothing_to_compare(tables, area_code, lang)
