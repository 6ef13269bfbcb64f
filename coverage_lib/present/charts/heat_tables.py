"""Rates of the units below one unit as shaded tables: by year, and by indicator. Ordered to be read, never ranked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap

from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.chart_frame import framed
from coverage_lib.present.kit.unit_rows_axes import room_for_names
from coverage_lib.present.words import denominator_words
from coverage_lib.present.words.comparison_words import basis_name, listed, rates_subtitle
from coverage_lib.vocabulary.formats import MISSING
from coverage_lib.vocabulary.terms import terms

ROW = 0.29
"""Inches of a unit's row."""
BY_VALUE = LinearSegmentedColormap.from_list("value", ["#F1F6FB", "#9DC0DF", "#3F7FB5", chart_style.ACTUAL, "#062F54"])
BY_SIDE = LinearSegmentedColormap.from_list("side", ["#E58A43", "#F9D8C0", "#FFFFFF", "#CFE2F2", "#6AA5D6"])
"""Orange below the level, blue above it, which colour-blind eyes distinguish; in grey print the mark in the cell tells the side."""
BELOW, ABOVE = "▼", "▲"
_DARK = 0.2
"""Relative luminance below which white figures are the easier to read."""


def year_table(words: Words, rows: pd.DataFrame, *, kind: str = "rates") -> Axes:
    """Draw rates of units by year as a table with shaded cells that show the values.

    Parameters
    ----------
    rows : DataFrame
        One row a cell: ``area_code`` (the unit above), ``indicator``, ``lower_code``, ``year``, ``coverage_pct``, ``base``, and for
        rates ``path`` (actual or plan) and ``method``.
    kind : {"rates", "targets"}
        Whether the values are rates or the targets set.

    Returns
    -------
    Axes
    """
    rates = rows.pivot(index="lower_code", columns="year", values="coverage_pct").sort_index()
    planned = rows.assign(planned=_planned(rows)).pivot(index="lower_code", columns="year", values="planned").sort_index()
    mixed = _planned(rows).nunique() > 1
    methods = rows["method"] if "method" in rows else pd.Series("", index=rows.index)
    names = denominator_words.marked_names(words, rows.assign(method=methods), rates.index)
    said = {"fig.heat.missing": rates.isna().any(axis=None), "fig.heat.italic": mixed}
    notes = [*(words.phrase(key) for key, needed in said.items() if needed), *denominator_words.remarks(methods, words)]
    printed = rates.map(words.target if kind == "targets" else words.percent)
    ax = _table(year_finding(words, rows, kind), rates_subtitle(words, rows), notes, names, 0.12)
    _cells(ax, rates, printed, BY_VALUE)
    for cell, is_planned in zip(ax.texts, planned.to_numpy()[rates.notna()], strict=False):
        cell.set_fontstyle("italic" if mixed and is_planned else "normal")
    ax.set_xticklabels([str(year) for year in rates.columns])
    return ax


def year_finding(words: Words, rows: pd.DataFrame, kind: str) -> str:
    """The range of the values over units in the year that most units have, the latest of several."""
    year = _fullest_year(rows)
    values = rows.loc[rows["year"] == year, "coverage_pct"]
    if kind == "rates" and _planned(rows)[rows["year"] == year].all():
        kind = "plan"
    printed = words.target if kind == "targets" else words.percent
    spread = {"low": printed(values.min()), "high": printed(values.max())}
    key = f"fig.heat.{kind}.same" if spread["low"] == spread["high"] else f"fig.heat.{kind}"
    return words.phrase(key, area=words.area(rows["area_code"].iloc[0]), year=year, count=len(values), **spread)


def year_alt(words: Words, rows: pd.DataFrame, *, kind: str = "rates") -> str:
    """What the table shows, for those who cannot see it: the year of its finding in full."""
    last = rows[rows["year"] == _fullest_year(rows)].sort_values("lower_code")
    return f"{year_finding(words, rows, kind)}. {rates_subtitle(words, rows)}. {listed(words, last)}."


def indicator_table(words: Words, rows: pd.DataFrame) -> Axes:
    """Draw the latest rates of units by indicator as a table whose cells say on which side of their level they stand.

    Parameters
    ----------
    rows : DataFrame
        Rows of table ``comparison`` of one unit above, in the order of the indicators.

    Returns
    -------
    Axes
    """
    order = list(rows["indicator"].unique())
    rates, gaps = (rows.pivot(index="lower_code", columns="indicator", values=name)[order] for name in ("coverage_pct", "gap_pp"))
    printed = pd.DataFrame({code: _marked(words, rates[code], gaps[code]) for code in order}, index=rates.index)
    kinds = "; ".join(dict.fromkeys(basis_name(words, path) for path in rows["path"]))
    subtitle, names = words.phrase("fig.matrix.subtitle", basis=kinds), [words.area(code) for code in rates.index]
    ax = _table(indicator_finding(words, rows), subtitle, _levels(words, rows, order), names, 0.6)
    span = gaps.abs().max(axis=None)
    _cells(ax, gaps.where(gaps.notna() | rates.isna(), 0.0), printed, BY_SIDE, vmin=-span if span > 0 else -1, center=0)
    last = rows.groupby("indicator")["period"].max()
    ax.set_xticklabels([f"{words.label('indicator', code, short=True)}\n{words.period(last[code])}" for code in order])
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, labelcolor=chart_style.INK)
    return ax


def indicator_finding(words: Words, rows: pd.DataFrame) -> str:
    """How many cells lie below their level, and in which indicator most."""
    held, area = rows[rows["gap_pp"].notna()], words.area(rows["area_code"].iloc[0])
    if held.empty:
        return words.phrase("fig.matrix.no_levels", area=area, units=rows["lower_code"].nunique())
    below = held[held["gap_pp"] < 0]
    if below.empty:
        return words.phrase("fig.matrix.none_below", area=area)
    counts = below["indicator"].value_counts()
    first = min(counts.index, key=lambda code: (-counts[code], list(terms("indicator")).index(code)))
    name = words.label("indicator", first, short=True)
    return words.phrase("fig.matrix.finding", area=area, below=len(below), count=len(held), indicator=name, most=int(counts[first]))


def indicator_alt(words: Words, rows: pd.DataFrame) -> str:
    """What the table shows, for those who cannot see it: the cells below their level."""
    sentences = [indicator_finding(words, rows)]
    for code, below in rows[rows["gap_pp"] < 0].groupby("indicator", sort=False):
        sentences.append(f"{words.label('indicator', str(code), short=True)} {BELOW} {listed(words, below)}")
    return " ".join(f"{each}." for each in sentences)


def _table(finding: str, subtitle: str, notes: list[str], names: list[str], above: float) -> Axes:
    """The frame of a table with a row for every unit."""
    with chart_style.use_style():
        left = room_for_names(names)
        size = {"least_plot": ROW * len(names), "left": left, "above": above, "least_height": 0.0}
        _, ax = framed(finding, subtitle, [], notes, **size)
        ax.set_yticks(range(len(names)), names)
    return ax


def _cells(ax: Axes, values: pd.DataFrame, printed: pd.DataFrame, shades: Colormap, **scale: float) -> None:
    """The shaded cells with their figures; a cell without a value is hatched."""
    import seaborn as sns  # takes as long to load as all the rest of a page, which most pages do without

    missing, names = values.isna().to_numpy(), [each.get_text() for each in ax.get_yticklabels()]
    figure: dict = {"fontsize": 9.5, "va": "center_baseline"}
    with chart_style.use_style():
        sns.heatmap(values, annot=printed, fmt="", cmap=shades, cbar=False, linewidths=1.2, annot_kws=figure, ax=ax, **scale)
        faces = np.asarray(ax.collections[0].get_facecolor())[~missing.ravel()]
        for cell, face in zip(ax.texts, faces, strict=True):
            cell.set_color("white" if sns.utils.relative_luminance(face) < _DARK else chart_style.INK)
        ax.patch.set(facecolor="white", edgecolor=chart_style.RULE, hatch="////")
        for y, x in np.argwhere(missing):
            ax.text(x + 0.5, y + 0.5, MISSING, ha="center", color=chart_style.MUTED, **figure)
        ax.set(xlabel="", ylabel="")
        ax.set_yticks(ax.get_yticks(), names, rotation=0, va="center_baseline")
        ax.tick_params(axis="both", length=0)
        ax.tick_params(axis="y", labelcolor=chart_style.INK)
        ax.grid(visible=False)


def _fullest_year(rows: pd.DataFrame) -> int:
    """The year that most units have, the latest of several.

    >>> _fullest_year(pd.DataFrame({"lower_code": ["a", "b", "a", "b", "a"], "year": [2023, 2023, 2025, 2025, 2030]}))
    2025
    """
    units = rows.groupby("year")["lower_code"].nunique()
    return int(units[units == units.max()].index.max())


def _planned(rows: pd.DataFrame) -> pd.Series:
    """Which values are assigned and not observed."""
    return rows["path"] == "plan" if "path" in rows else pd.Series(False, index=rows.index)


def _marked(words: Words, rates: pd.Series, gaps: pd.Series) -> list[str]:
    """Rates with the mark of their side; those without a level without a mark."""
    sides = ["" if pd.isna(gap) else f" {BELOW if gap < 0 else ABOVE}" for gap in gaps]
    return [words.percent(rate) + side for rate, side in zip(rates, sides, strict=True)]


def _levels(words: Words, rows: pd.DataFrame, order: list[str]) -> list[str]:
    held = rows[rows["target_pct"].notna()].groupby("indicator")["target_pct"].agg(["min", "max"])
    levels = []
    for code in order:
        if code in held.index:
            ends = dict.fromkeys(words.target(value) for value in held.loc[code])
            levels.append(
                words.phrase("fig.matrix.level", indicator=words.label("indicator", code, short=True), level="–".join(ends))
            )
    notes = [words.phrase("fig.matrix.note", levels="; ".join(levels))] if levels else []
    missing = len(rows) < len(order) * rows["lower_code"].nunique()
    return [*notes, words.phrase("fig.heat.missing")] if missing else notes
