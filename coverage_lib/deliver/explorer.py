"""The interactive explorer of JupyterLab: choices above, the chart of the batch below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import ipywidgets as widgets
import pandas as pd
from IPython.display import clear_output, display

from coverage_lib.present.blocks import Chart, prose
from coverage_lib.present.charts.trajectory_chart import drawable, trajectory_chart
from coverage_lib.present.pages.unit_briefing import goal
from coverage_lib.present.unit_view import UnitView, indicators_of, unit_view
from coverage_lib.present.words import gap_sentences
from coverage_lib.present.words.document_names import file_name
from coverage_lib.vocabulary.areas import area_level, area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label, terms

ALL = ""


def explorer(tables: Mapping[str, pd.DataFrame], area_code: str, lang: str = "vi") -> widgets.Widget:
    """Area, indicator and target to choose; the chart is redrawn at each change by the function that draws the briefings.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed``.
    area_code : str
        Unit to begin with.
    """
    area = widgets.Dropdown(options=_areas(tables, lang), value=area_code, description=phrase("explore.area", lang))
    indicator = widgets.Dropdown(description=column_label("indicator", lang))
    target = widgets.Dropdown(description=phrase("explore.target", lang))
    chart = widgets.Output()

    filling = [False]  # while choices are being filled in, the widgets report values that nobody chose

    def offer_indicators(_change: object = None) -> None:
        wanted = indicator.value
        codes = indicators_of(tables, area.value)
        filling[0] = True
        indicator.options = [(label("indicator", code, lang), code) for code in codes]
        indicator.value = wanted if wanted in codes else codes[0] if codes else None
        filling[0] = False
        offer_targets()

    def offer_targets(_change: object = None) -> None:
        if filling[0]:
            return
        goals = unit_view(tables, area.value, indicator.value).gap if indicator.value else tables["gap"].iloc[:0]
        filling[0] = True
        offered = [(goal(row, lang), f"{row['target_year']}|{row['source_id']}") for _, row in goals.iterrows()]
        target.options = [(phrase("explore.all_targets", lang), ALL), *offered]
        target.value = ALL
        filling[0] = False
        draw()

    def draw(_change: object = None) -> None:
        if filling[0]:
            return
        with chart:
            clear_output(wait=True)
            view = only_target(unit_view(tables, area.value, indicator.value), target.value or ALL) if indicator.value else None
            if view is None or not drawable(view):
                display(prose([phrase("briefing.nothing", lang, area=area_name(area.value, lang))]))
            else:
                name = f"{file_name(view.area_code)}-{view.indicator}"
                display(Chart(trajectory_chart(view, lang).figure, gap_sentences.alt_text(view, lang), name))

    area.observe(offer_indicators, "value")
    indicator.observe(offer_targets, "value")
    target.observe(draw, "value")
    offer_indicators()
    return widgets.VBox([widgets.HBox([area, indicator, target]), chart])


def only_target(view: UnitView, chosen: str) -> UnitView:
    """The view with one target only, given as ``year|source_id``; all of them if nothing is chosen."""
    if chosen == ALL:
        return view
    year, source_id = chosen.split("|", 1)
    kept = (view.gap["target_year"] == int(year)) & (view.gap["source_id"] == source_id)
    goals = (view.targets["year"] == int(year)) & (view.targets["source_id"] == source_id)
    return replace(view, gap=view.gap[kept], targets=view.targets[goals])


def _areas(tables: Mapping[str, pd.DataFrame], lang: str) -> list[tuple[str, str]]:
    codes = set(tables["trajectory"]["area_code"]) | set(tables["targets"]["area_code"])
    rank = terms("level")
    ordered = sorted(codes, key=lambda code: (rank[area_level(code)]["rank"], code))
    return [(f"{area_name(code, lang)} · {code}", code) for code in ordered]
