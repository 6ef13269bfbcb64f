"""How far apart the units of one parent are: funnel, level against pace, inequality; each one call of the overview."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Chart, Gallery, Html, prose
from coverage_lib.present.charts.funnel_chart import funnel_alt, funnel_plot
from coverage_lib.present.charts.quadrant_chart import quadrant_alt, quadrant_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import rows_of, units_below
from coverage_lib.present.shims import data_table
from coverage_lib.present.words.comparison_words import basis_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label, terms


def nothing_to_compare(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Why there is nothing to compare: no denominators, or no units at all."""
    counted = tables["enrolment"]
    in_persons = counted["area_code"].isin(units_below(tables, area_code)).any()
    if in_persons:
        return prose([phrase("compare.persons_only", lang, area=area_name(area_code, lang))])
    return prose([phrase("overview.none", lang)])


def funnels(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with comparable rates, the units in a funnel; a sentence where none can be computed."""
    charts, said = [], []
    for indicator in terms("indicator"):
        for _, funnel in rows_of(tables, "funnel", area_code, indicator).iterrows():
            if funnel["reason"]:
                name = label("indicator", indicator, lang, short=True)
                said.append(phrase(f"compare.refused.{funnel['reason']}", lang, indicator=name))
                continue
            units = rows_of(tables, "comparison", area_code, indicator)
            drawn, alt = funnel_plot(units, funnel, lang).figure, funnel_alt(units, funnel, lang)
            charts.append(Chart(drawn, alt, f"{file_name(area_code)}-funnel-{indicator}"))
    return shown(charts, said, tables, area_code, lang)


def quadrants(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with rates on two dates, level against pace."""
    charts, said = [], []
    for indicator in terms("indicator"):
        for _, common in rows_of(tables, "common_change", area_code, indicator).iterrows():
            if common["reason"]:
                said.append(phrase("compare.refused.no_pace", lang, indicator=label("indicator", indicator, lang, short=True)))
                continue
            rows = rows_of(tables, "contributions", area_code, indicator)
            drawn, alt = quadrant_chart(rows, common, lang).figure, quadrant_alt(rows, lang)
            charts.append(Chart(drawn, alt, f"{file_name(area_code)}-pace-{indicator}"))
    return shown(charts, said, tables, area_code, lang)


def inequality(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Absolute and relative inequality between the units below, per indicator at the first and the last date."""
    found = pd.concat([rows_of(tables, "inequality", area_code, indicator) for indicator in terms("indicator")])
    if found.empty:
        return nothing_to_compare(tables, area_code, lang)
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in found["indicator"]],
            "period": [f"{basis_name(row.path, lang)} {formats.period(row.period, lang)}" for row in found.itertuples()],
            "units": [_counted(row, lang) for row in found.itertuples()],
            "mean": found["mean_pct"],
            "absolute": found["mean_difference_pp"],
            "relative": found["relative_pct"],
            "theil": found["theil"],
            "reference": found["reference_pct"],
            "persons": found["attributable_persons"],
        }
    )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"inequality.{name}", lang)
        for name in ("period", "units", "mean", "absolute", "relative", "theil", "reference", "persons")
    }
    decimals = dict.fromkeys(("mean", "absolute", "relative", "theil", "reference"), _two_places)
    table = data_table(printed, headings, lang, {**decimals, "persons": formats.count}, phrase("inequality.caption", lang))
    return Html(table.text + prose([phrase("inequality.note", lang)]).text)


def _counted(row, lang: str) -> str:
    text = f"{row.units_counted} ({row.units_unknown})"
    return f"{text}; {phrase('compare.refused.much_unknown', lang)}" if row.reason == "much_unknown" else text


def _two_places(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)


def shown(charts: list[Chart], said: list[str], tables: Tables, area_code: str, lang: str) -> Gallery | Html:
    """The charts; without any what was said instead, or why there is nothing."""
    if charts:
        return Gallery(charts)
    return prose(said) if said else nothing_to_compare(tables, area_code, lang)
