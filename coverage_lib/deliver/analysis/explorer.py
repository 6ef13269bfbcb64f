"""The interactive explorer in JupyterLab: menus above, the chart of the briefings below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import ipywidgets as widgets
import pandas as pd
from IPython.display import clear_output, display

from coverage_lib.present.blocks import Chart, prose
from coverage_lib.present.charts.trajectory_chart import drawable, trajectory_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.words import gap_sentences
from coverage_lib.vocabulary.areas import area_level
from coverage_lib.vocabulary.terms import terms

ALL = ""


def explorer(tables: Mapping[str, pd.DataFrame], area_code: str, lang: str = "vi") -> widgets.Widget:
    """Menus for area, indicator and target; each change redraws the chart with the function used for the briefings.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed``.
    area_code : str
        Unit to begin with.

    Examples
    --------
    >>> import contextlib, io
    >>> from coverage_lib import open_tables
    >>> with contextlib.redirect_stdout(io.StringIO()):  # the chart, which a kernel would show in its place
    ...     choices, chart = explorer(open_tables(), "464", "en").children
    >>> choices.children[0].value, choices.children[1].options[0]
    ('464', ('Social insurance', 'si'))
    """
    page = Page(tables, area_code, lang)
    words = page.words
    area = widgets.Dropdown(options=_areas(page), value=area_code, description=words.phrase("explore.area"))
    indicator = widgets.Dropdown(description=words.column("indicator"))
    target = widgets.Dropdown(description=words.phrase("explore.target"))
    chart = widgets.Output()

    filling = [False]  # while choices are being filled in, the widgets report values that nobody chose

    def offer_indicators(_change: object = None) -> None:
        wanted = indicator.value
        codes = page.of(area.value).indicators
        filling[0] = True
        indicator.options = [(words.label("indicator", code), code) for code in codes]
        indicator.value = wanted if wanted in codes else codes[0] if codes else None
        filling[0] = False
        offer_targets()

    def offer_targets(_change: object = None) -> None:
        if filling[0]:
            return
        goals = page.of(area.value).view(indicator.value).gap if indicator.value else tables["gap"].iloc[:0]
        filling[0] = True
        offered = [(words.goal(row), f"{row['target_year']}|{row['source_id']}") for _, row in goals.iterrows()]
        target.options = [(words.phrase("explore.all_targets"), ALL), *offered]
        target.value = ALL
        filling[0] = False
        draw()

    def draw(_change: object = None) -> None:
        if filling[0]:
            return
        with chart:
            clear_output(wait=True)
            view = page.of(area.value).view(indicator.value) if indicator.value else None
            if view is None or not drawable(view):
                display(prose([words.phrase("briefing.nothing", area=words.area(area.value))]))
            else:
                view = only_target(view, target.value or ALL)
                name = f"{file_name(view.area_code)}-{view.indicator}"
                display(Chart(trajectory_chart(view).figure, gap_sentences.alt_text(view), name))

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


def _areas(page: Page) -> list[tuple[str, str]]:
    codes = set(page.table("trajectory")["area_code"]) | set(page.table("targets")["area_code"])
    rank = terms("level")
    ordered = sorted(codes, key=lambda code: (rank[area_level(code)]["rank"], code))
    return [(f"{page.words.area(code)} · {code}", code) for code in ordered]
