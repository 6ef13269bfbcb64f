"""What moved the parent: the part of each unit in its change and in its gap, one call of the overview."""

from __future__ import annotations

from coverage_lib.present.blocks import Chart, Gallery, Html
from coverage_lib.present.charts.contribution_chart import contribution_alt, contribution_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import rows_of
from coverage_lib.present.pages.overview_spread import shown
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms


def contributions(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with rates on two dates, the parts of the units in the common change and gap."""
    charts, said = [], []
    for indicator in terms("indicator"):
        for _, whole in rows_of(tables, "common_change", area_code, indicator).iterrows():
            if whole["reason"]:
                said.append(phrase("compare.refused.no_pace", lang, indicator=label("indicator", indicator, lang, short=True)))
                continue
            rows = rows_of(tables, "contributions", area_code, indicator)
            drawn, alt = contribution_chart(rows, whole, lang).figure, contribution_alt(rows, whole, lang)
            charts.append(Chart(drawn, alt, f"{file_name(area_code)}-parts-{indicator}"))
    return shown(charts, said, tables, area_code, lang)
