"""Units by indicator: every rate in one table, marked by which side of its level it stands on."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from coverage_lib.present.blocks import Chart, Gallery, Html
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.chart_frame import framed
from coverage_lib.present.pages.overview import rows_of
from coverage_lib.present.pages.overview_spread import nothing_to_compare
from coverage_lib.present.words.comparison_words import basis_name, listed
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms

ROW = 0.29
SHADES = LinearSegmentedColormap.from_list("sides", ["#E58A43", "#F9D8C0", "#FFFFFF", "#CFE2F2", "#6AA5D6"])
"""Orange below the level, blue above it: told apart by colour-blind eyes; in grey print the mark in the cell tells the side."""
BELOW, ABOVE = "▼", "▲"


def matrix(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """The units below by indicator, the latest comparable rate of each."""
    rows = pd.concat([rows_of(tables, "comparison", area_code, indicator) for indicator in terms("indicator")], ignore_index=True)
    if rows.empty:
        return nothing_to_compare(tables, area_code, lang)
    return Gallery([Chart(matrix_chart(rows, lang).figure, matrix_alt(rows, lang), f"{file_name(area_code)}-matrix")])


def matrix_chart(rows: pd.DataFrame, lang: str = "vi") -> Axes:
    """Draw rates of units by indicator as a table.

    Parameters
    ----------
    rows : DataFrame
        Rows of table ``comparison`` of one unit above.

    Returns
    -------
    Axes
    """
    order = [code for code in terms("indicator") if code in set(rows["indicator"])]
    rates, gaps = (
        rows.pivot_table(index="lower_code", columns="indicator", values=name, aggfunc="first", dropna=False)
        .reindex(columns=order)
        .sort_index(ascending=False)
        for name in ("coverage_pct", "gap_pp")
    )
    names = [area_name(code, lang) for code in rates.index]
    with chart_style.use_style():
        left = max(chart_style.text_width(name, 10) for name in names) + 0.15
        kinds = "; ".join(dict.fromkeys(basis_name(path, lang) for path in rows["path"]))
        subtitle, notes = phrase("fig.matrix.subtitle", lang, basis=kinds), _notes(rows, order, lang)
        size = {"least_plot": ROW * len(names), "left": left, "above": 0.6, "least_height": 0.0}
        _, ax = framed(matrix_finding(rows, lang), subtitle, [], notes, **size)
        _draw(ax, rates, gaps.reindex(rates.index), lang)
        last = rows.groupby("indicator")["period"].max()
        heads = [f"{label('indicator', code, lang, short=True)}\n{formats.period(last[code], lang)}" for code in order]
        ax.set_xticks(range(len(order)), heads)
        ax.xaxis.tick_top()
        ax.set_yticks(range(len(names)), names, va="center_baseline")
        ax.tick_params(axis="both", length=0, labelcolor=chart_style.INK)
        ax.spines["bottom"].set_visible(False)
        ax.grid(visible=False)
    return ax


def matrix_finding(rows: pd.DataFrame, lang: str) -> str:
    """How many cells lie below their level, and in which indicator most."""
    held, area = rows[rows["gap_pp"].notna()], area_name(rows["area_code"].iloc[0], lang)
    if held.empty:
        return phrase("fig.matrix.no_levels", lang, area=area, units=rows["lower_code"].nunique())
    below = held[held["gap_pp"] < 0]
    if below.empty:
        return phrase("fig.matrix.none_below", lang, area=area)
    counts = below["indicator"].value_counts()
    first = min(counts.index, key=lambda code: (-counts[code], list(terms("indicator")).index(code)))
    name = label("indicator", first, lang, short=True)
    return phrase("fig.matrix.finding", lang, area=area, below=len(below), count=len(held), indicator=name, most=int(counts[first]))


def matrix_alt(rows: pd.DataFrame, lang: str = "vi") -> str:
    """What the table shows, for those who cannot see it: the cells below their level."""
    sentences = [matrix_finding(rows, lang)]
    for code, below in rows[rows["gap_pp"] < 0].groupby("indicator", sort=False):
        sentences.append(f"{label('indicator', str(code), lang, short=True)} {BELOW} {listed(below, lang)}")
    return " ".join(f"{each}." for each in sentences)


def _draw(ax: Axes, rates: pd.DataFrame, gaps: pd.DataFrame, lang: str) -> None:
    span = np.nanmax(np.abs(gaps.to_numpy())) if gaps.notna().any(axis=None) else 1.0
    for (y, x), rate in np.ndenumerate(rates.to_numpy(dtype=float)):
        gap = gaps.to_numpy(dtype=float)[y, x]
        face: dict = {
            "facecolor": "white" if np.isnan(gap) else SHADES(0.5 + 0.5 * gap / max(span, 1e-9)),
            "edgecolor": chart_style.RULE,
        }
        hatch: dict = {"hatch": "////"} if np.isnan(rate) else {}
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, linewidth=0.8, **face, **hatch))
        mark = "" if np.isnan(gap) else f" {BELOW if gap < 0 else ABOVE}"
        ax.text(x, y, formats.percent(rate, lang) + mark, ha="center", va="center_baseline", fontsize=9.5, color=chart_style.INK)
    ax.set_xlim(-0.5, rates.shape[1] - 0.5)
    ax.set_ylim(-0.5, rates.shape[0] - 0.5)


def _notes(rows: pd.DataFrame, order: list[str], lang: str) -> list[str]:
    held = rows[rows["target_pct"].notna()].groupby("indicator")["target_pct"].agg(["min", "max"])
    levels = []
    for code in order:
        if code in held.index:
            ends = dict.fromkeys(formats.target(value, lang) for value in held.loc[code])
            name = label("indicator", code, lang, short=True)
            levels.append(phrase("fig.matrix.level", lang, indicator=name, level="–".join(ends)))
    notes = [phrase("fig.matrix.note", lang, levels="; ".join(levels))] if levels else []
    missing = len(rows) < len(order) * rows["lower_code"].nunique()
    return [*notes, phrase("fig.heat.missing", lang)] if missing else notes
