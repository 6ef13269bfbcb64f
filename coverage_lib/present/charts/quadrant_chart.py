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
from coverage_lib.present.words.comparison_words import circumstances, listed, rates_subtitle
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase

_COMMON: dict = {"color": chart_style.INK, "linewidth": 1.0, "linestyle": (0, (5, 2))}
_CORNERS = {"low_slow": (0, 0), "low_fast": (0, 1), "high_slow": (1, 0), "high_fast": (1, 1)}
_LABELLED = 30


def quadrant_chart(rows: pd.DataFrame, common: pd.Series, lang: str = "vi") -> Axes:
    """Draw units by their rate (across) and its mean yearly change (up), with the values of all units together as cross lines.

    Parameters
    ----------
    rows : DataFrame
        Rows of table ``contributions`` of one unit above and indicator.
    common : Series
        Their row of table ``common_change``: rate and pace of all units together.

    Returns
    -------
    Axes
    """
    mark = trajectory_lines.MARKS[rows["path"].iloc[0]] | {"linewidth": 0}
    with chart_style.use_style():
        finding = quadrant_finding(rows, lang)
        keys, notes = _keys(rows, common, mark, lang), [phrase("fig.quadrant.note", lang)]
        _, ax = framed(finding, rates_subtitle(rows, lang), keys, notes, above=0.42)
        _axes(ax, rows, common, lang)
        ax.axvline(common["common_pct"], zorder=2, **_COMMON)
        ax.axhline(common["pace_observed_pp"], zorder=2, **_COMMON)
        ax.plot(rows["coverage_pct"], rows["pace_observed_pp"], zorder=4, **mark)
        for name, (x, y) in _CORNERS.items():
            ax.annotate(
                phrase(f"fig.quadrant.{name}", lang),
                (x, y), xycoords="axes fraction", xytext=(4 if x == 0 else -4, 4 if y == 0 else -4), textcoords="offset points",
                fontsize=9, style="italic", color=chart_style.MUTED,
                ha="left" if x == 0 else "right", va="bottom" if y == 0 else "top",
            )  # fmt: skip
        place_labels(ax, _labels(rows, common, lang))
    return ax


def quadrant_finding(rows: pd.DataFrame, lang: str) -> str:
    """How many units are both low and slow."""
    given = circumstances(rows, lang)
    count = len(rows[rows["low_and_slow"]])
    if not count:
        return phrase("fig.quadrant.none", lang, **given)
    return phrase("fig.quadrant.both", lang, count=count, all=len(rows), **given)


def quadrant_alt(rows: pd.DataFrame, lang: str = "vi") -> str:
    """What the picture shows, for those who cannot see it."""
    low = rows[rows["low_and_slow"]]
    finding = quadrant_finding(rows, lang)
    return " ".join(f"{each}." for each in (finding, rates_subtitle(rows, lang), listed(low, lang)) if each)


def _axes(ax: Axes, rows: pd.DataFrame, common: pd.Series, lang: str) -> None:
    for name, column, of_all in (("x", "coverage_pct", "common_pct"), ("y", "pace_observed_pp", "pace_observed_pp")):
        values = [*rows[column], common[of_all]]
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
    years = {"first": formats.period(rows["period_before"].min(), lang), "last": formats.period(rows["period"].max(), lang)}
    ax.annotate(
        phrase("fig.quadrant.axis.pace", lang, **years), (0, 1), xycoords="axes fraction", xytext=(0, 9),
        textcoords="offset points", fontsize=9, color=chart_style.MUTED, style="italic",
    )  # fmt: skip
    level = phrase("fig.quadrant.axis.level", lang, period=years["last"])
    ax.set_xlabel(level, fontsize=9, color=chart_style.MUTED, style="italic", labelpad=2)


def _labels(rows: pd.DataFrame, common: pd.Series, lang: str) -> list[Label]:
    first = rows.sort_values(["low_and_slow", "pace_observed_pp"], ascending=[False, True], kind="stable").head(_LABELLED)
    return [
        Label(
            area_name(row.lower_code, lang), float(row.coverage_pct), float(row.pace_observed_pp), size=9,
            reach=np.inf if row.low_and_slow else 70.0, weight="bold" if row.low_and_slow else "normal",
            color=chart_style.INK if row.low_and_slow else chart_style.MUTED,
            toward=(0.3, 1.0 if row.pace_observed_pp >= common["pace_observed_pp"] else -1.0),
        )
        for row in first.itertuples()
    ]  # fmt: skip


def _keys(rows: pd.DataFrame, common: pd.Series, mark: dict, lang: str) -> list[Key]:
    rate, pace = formats.percent(common["common_pct"], lang), formats.points(common["pace_observed_pp"], lang, places=2)
    key = phrase("fig.quadrant.key.common", lang, rate=rate, pace=pace)
    return [Key(phrase(f"fig.key.{rows['path'].iloc[0]}", lang), mark), Key(key, _COMMON)]
