"""Level and pace of sister units in one picture: who is low and slow, who is low and catching up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import nice_step, tick_label
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.present.words.comparison_words import PLAN, circumstances, listed, rates_subtitle
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase

_COMMON: dict = {"color": chart_style.INK, "linewidth": 1.0, "linestyle": (0, (5, 2))}
_CORNERS = {"low_slow": (0, 0), "low_fast": (0, 1), "high_slow": (1, 0), "high_fast": (1, 1)}
_LABELLED = 30


def quadrant_chart(rows: pd.DataFrame, common: tuple[float, float], lang: str = "vi", *, parent: str, indicator: str) -> Axes:
    """Draw units by their rate (across) and its mean yearly change (up), with the values of all units together as cross lines.

    Parameters
    ----------
    rows : DataFrame
        One row a unit: ``area_code``, ``period_0``, ``period``, ``coverage_pct``, ``pace_pp``, ``basis``, ``base``.
    common : tuple of float
        Rate in per cent and pace in points a year of all units together.
    parent, indicator : str

    Returns
    -------
    Axes
    """
    mark = trajectory_lines.MARKS["plan" if rows["basis"].iloc[0] == PLAN else "actual"] | {"linewidth": 0}
    with chart_style.use_style():
        finding = quadrant_finding(rows, common, lang, parent)
        keys, notes = _keys(rows, common, mark, lang), [phrase("fig.quadrant.note", lang)]
        _, ax = framed(finding, rates_subtitle(rows, indicator, lang), keys, notes, above=0.42)
        _axes(ax, rows, common, lang)
        ax.axvline(common[0], zorder=2, **_COMMON)
        ax.axhline(common[1], zorder=2, **_COMMON)
        ax.plot(rows["coverage_pct"], rows["pace_pp"], zorder=4, **mark)
        for name, (x, y) in _CORNERS.items():
            ax.annotate(
                phrase(f"fig.quadrant.{name}", lang),
                (x, y), xycoords="axes fraction", xytext=(4 if x == 0 else -4, 4 if y == 0 else -4), textcoords="offset points",
                fontsize=9, style="italic", color=chart_style.MUTED,
                ha="left" if x == 0 else "right", va="bottom" if y == 0 else "top",
            )  # fmt: skip
        place_labels(ax, _labels(rows, common, lang))
    return ax


def low_and_slow(rows: pd.DataFrame, common: tuple[float, float]) -> pd.Series:
    """Which units are below the common rate and slower than the common pace."""
    return (rows["coverage_pct"] < common[0]) & (rows["pace_pp"] < common[1])


def quadrant_finding(rows: pd.DataFrame, common: tuple[float, float], lang: str, parent: str) -> str:
    """How many units are both low and slow."""
    given = circumstances(rows, parent, lang)
    count = int(low_and_slow(rows, common).sum())
    if not count:
        return phrase("fig.quadrant.none", lang, **given)
    return phrase("fig.quadrant.both", lang, count=count, all=len(rows), **given)


def quadrant_alt(rows: pd.DataFrame, common: tuple[float, float], lang: str = "vi", *, parent: str, indicator: str) -> str:
    """What the picture shows, for those who cannot see it."""
    low = rows[low_and_slow(rows, common)]
    finding = quadrant_finding(rows, common, lang, parent)
    return " ".join(
        f"{each}." for each in (finding, rates_subtitle(rows, indicator, lang), listed(low, "coverage_pct", lang)) if each
    )


def _axes(ax: Axes, rows: pd.DataFrame, common: tuple[float, float], lang: str) -> None:
    for name, values in (("x", [*rows["coverage_pct"], common[0]]), ("y", [*rows["pace_pp"], common[1]])):
        low, high = min(values), max(values)
        room = 0.12 * max(high - low, 0.5)
        step = nice_step(high - low + 2 * room)
        ticks = np.arange(np.ceil((low - room) / step) * step, high + room, step).round(6)
        places = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
        if name == "x":
            ax.set_xlim(low - room, high + room)
            ax.set_xticks(ticks, [tick_label(tick, step, lang, rates=True) for tick in ticks])
        else:
            ax.set_ylim(low - room, high + room)
            ax.set_yticks(ticks, [formats.points(tick, lang, places=places) for tick in ticks])
    ax.grid(visible=True, axis="both")
    years = {"first": formats.period(rows["period_0"].min(), lang), "last": formats.period(rows["period"].max(), lang)}
    ax.annotate(
        phrase("fig.quadrant.axis.pace", lang, **years), (0, 1), xycoords="axes fraction", xytext=(0, 9),
        textcoords="offset points", fontsize=9, color=chart_style.MUTED, style="italic",
    )  # fmt: skip
    level = phrase("fig.quadrant.axis.level", lang, period=years["last"])
    ax.set_xlabel(level, fontsize=9, color=chart_style.MUTED, style="italic", labelpad=2)


def _labels(rows: pd.DataFrame, common: tuple[float, float], lang: str) -> list[Label]:
    first = rows.assign(bad=low_and_slow(rows, common)).sort_values(["bad", "pace_pp"], ascending=[False, True], kind="stable")
    return [
        Label(
            area_name(row.area_code, lang), float(row.coverage_pct), float(row.pace_pp), size=9, reach=np.inf if row.bad else 70.0,
            weight="bold" if row.bad else "normal", color=chart_style.INK if row.bad else chart_style.MUTED,
            toward=(0.3, 1.0 if row.pace_pp >= common[1] else -1.0),
        )
        for row in first.head(_LABELLED).itertuples()
    ]  # fmt: skip


def _keys(rows: pd.DataFrame, common: tuple[float, float], mark: dict, lang: str) -> list[Key]:
    kind = "plan" if rows["basis"].iloc[0] == PLAN else "actual"
    values = {"rate": formats.percent(common[0], lang), "pace": formats.points(common[1], lang, places=2)}
    return [Key(phrase(f"fig.key.{kind}", lang), mark), Key(phrase("fig.quadrant.key.common", lang, **values), _COMMON)]
