"""Chart of level and pace of the units of one parent: low and slow, low and catching up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import nice_step, tick_label
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.present.words.comparison_words import circumstances, listed, rates_subtitle

_COMMON: dict = {"color": chart_style.INK, "linewidth": 1.0, "linestyle": (0, (5, 2))}
_CORNERS = {"low_slow": (0, 0), "low_fast": (0, 1), "high_slow": (1, 0), "high_fast": (1, 1)}
_LABELLED = 30


def quadrant_chart(words: Words, rows: pd.DataFrame, common: pd.Series) -> Axes:
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
        finding = quadrant_finding(words, rows)
        keys, notes = _keys(words, rows, common, mark), [words.phrase("fig.quadrant.note")]
        _, ax = framed(finding, rates_subtitle(words, rows), keys, notes, above=0.42)
        _axes(words, ax, rows, common)
        ax.axvline(common["common_pct"], zorder=2, **_COMMON)
        ax.axhline(common["pace_observed_pp"], zorder=2, **_COMMON)
        ax.plot(rows["coverage_pct"], rows["pace_observed_pp"], zorder=4, **mark)
        for name, (x, y) in _CORNERS.items():
            ax.annotate(
                words.phrase(f"fig.quadrant.{name}"),
                (x, y), xycoords="axes fraction", xytext=(4 if x == 0 else -4, 4 if y == 0 else -4), textcoords="offset points",
                fontsize=9, style="italic", color=chart_style.MUTED,
                ha="left" if x == 0 else "right", va="bottom" if y == 0 else "top",
            )  # fmt: skip
        place_labels(ax, _labels(words, rows, common))
    return ax


def quadrant_finding(words: Words, rows: pd.DataFrame) -> str:
    """How many units are both low and slow."""
    given = circumstances(words, rows)
    count = len(rows[rows["low_and_slow"]])
    if not count:
        return words.phrase("fig.quadrant.none", **given)
    return words.phrase("fig.quadrant.both", count=count, all=len(rows), **given)


def quadrant_alt(words: Words, rows: pd.DataFrame) -> str:
    """What the picture shows, for those who cannot see it."""
    low = rows[rows["low_and_slow"]]
    finding = quadrant_finding(words, rows)
    return " ".join(f"{each}." for each in (finding, rates_subtitle(words, rows), listed(words, low)) if each)


def _axes(words: Words, ax: Axes, rows: pd.DataFrame, common: pd.Series) -> None:
    for name, column, of_all in (("x", "coverage_pct", "common_pct"), ("y", "pace_observed_pp", "pace_observed_pp")):
        values = [*rows[column], common[of_all]]
        low, high = min(values), max(values)
        room = 0.12 * max(high - low, 0.5)
        step = nice_step(high - low + 2 * room)
        ticks = np.arange(np.ceil((low - room) / step) * step, high + room, step).round(6)
        places = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
        if name == "x":
            ax.set_xlim(low - room, high + room)
            ax.set_xticks(ticks, [tick_label(tick, step, words.lang, rates=True) for tick in ticks])
        else:
            ax.set_ylim(low - room, high + room)
            ax.set_yticks(ticks, [words.points(tick, places=places) for tick in ticks])
    ax.grid(visible=True, axis="both")
    years = {"first": words.period(rows["period_before"].min()), "last": words.period(rows["period"].max())}
    ax.annotate(
        words.phrase("fig.quadrant.axis.pace", **years), (0, 1), xycoords="axes fraction", xytext=(0, 9),
        textcoords="offset points", fontsize=9, color=chart_style.MUTED, style="italic",
    )  # fmt: skip
    level = words.phrase("fig.quadrant.axis.level", period=years["last"])
    ax.set_xlabel(level, fontsize=9, color=chart_style.MUTED, style="italic", labelpad=2)


def _labels(words: Words, rows: pd.DataFrame, common: pd.Series) -> list[Label]:
    first = rows.sort_values(["low_and_slow", "pace_observed_pp"], ascending=[False, True], kind="stable").head(_LABELLED)
    return [
        Label(
            words.area(row.lower_code), float(row.coverage_pct), float(row.pace_observed_pp), size=9,
            reach=np.inf if row.low_and_slow else 70.0, weight="bold" if row.low_and_slow else "normal",
            color=chart_style.INK if row.low_and_slow else chart_style.MUTED,
            toward=(0.3, 1.0 if row.pace_observed_pp >= common["pace_observed_pp"] else -1.0),
        )
        for row in first.itertuples()
    ]  # fmt: skip


def _keys(words: Words, rows: pd.DataFrame, common: pd.Series, mark: dict) -> list[Key]:
    rate, pace = words.percent(common["common_pct"]), words.signed_points(common["pace_observed_pp"])
    key = words.phrase("fig.quadrant.key.common", rate=rate, pace=pace)
    return [Key(words.phrase(f"fig.key.{rows['path'].iloc[0]}"), mark), Key(key, _COMMON)]
