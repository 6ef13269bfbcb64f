"""Funnel plot: rates of the units of one parent by size, with limits for units of each size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.model.comparison.funnel_limits import Z, limits
from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import nice_step, tick_label
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.present.words.comparison_words import circumstances, listed, rates_subtitle

LINES: dict[str, dict] = {
    "common": {"color": chart_style.INK, "linewidth": 1.1},
    "inner": {"color": chart_style.MUTED, "linewidth": 1.4, "linestyle": (0, (5, 2))},
    "outer": {"color": chart_style.MUTED, "linewidth": 1.0, "linestyle": (0, (1, 1.5))},
    "chance": {"color": chart_style.PARENT, "linewidth": 0.8},
}
OUT: dict = {
    "color": chart_style.TARGET,
    "linewidth": 0,
    "marker": "D",
    "markersize": 8,
    "markerfacecolor": "white",
    "markeredgewidth": 1.8,
}
_STEPS = 160
_LABELLED = 30
"""Units up to which every one is named; of more, those outside the limits."""


def funnel_plot(words: Words, units: pd.DataFrame, funnel: pd.Series) -> Axes:
    """Draw units by the size of their denominator and their rate, with the common rate and the limits around it.

    Parameters
    ----------
    units : DataFrame
        Rows of table ``comparison`` of one unit above and indicator.
    funnel : Series
        Their row of table ``funnel``, without a ``reason``.

    Returns
    -------
    Axes
    """
    rows = _placed(units)
    base = words.label("base", rows["base"].iloc[0])
    with chart_style.use_style():
        subtitle = rates_subtitle(words, rows)
        _, ax = framed(funnel_finding(words, units, funnel), subtitle, _keys(words, rows, funnel), _notes(words, units, funnel))
        _limits(words, ax, rows, funnel)
        outside = rows["funnel_place"] != "inside"
        for kind, which in (("in", ~outside), ("out", outside)):
            mark = OUT if kind == "out" else _mark(rows)
            ax.plot(rows.loc[which, "persons"].astype(float), rows.loc[which, "coverage_pct"], zorder=4, **mark | {"linewidth": 0})
        ax.set_xlabel(words.phrase("fig.funnel.axis", base=base), fontsize=9, color=chart_style.MUTED, style="italic", labelpad=2)
        if ax.get_ylim()[0] > 0:
            ax.annotate(
                words.phrase("fig.axis.not_zero"), (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points",
                fontsize=9, weight="bold",
            )  # fmt: skip
        place_labels(ax, _labels(words, rows, outside))
    return ax


def funnel_finding(words: Words, units: pd.DataFrame, funnel: pd.Series) -> str:
    """How many of the units lie outside the adjusted limits."""
    rows = _placed(units)
    given = {**circumstances(words, rows), "count": funnel["units_counted"]}
    if rows["coverage_pct"].nunique() == 1:
        return words.phrase("fig.funnel.equal", rate=words.percent(funnel["common_pct"]), **given)
    outside = funnel["units_outside"]
    return words.phrase(
        "fig.funnel.outside" if outside else "fig.funnel.inside", **given, **{"outside": outside} if outside else {}
    )


def funnel_alt(words: Words, units: pd.DataFrame, funnel: pd.Series) -> str:
    """What the funnel shows, for those who cannot see it."""
    rows = _placed(units)
    common = words.phrase("fig.funnel.key.common", rate=words.percent(funnel["common_pct"]))
    finding = funnel_finding(words, units, funnel)
    return f"{finding}. {rates_subtitle(words, rows)}. {common}. {listed(words, rows)}."


def _placed(units: pd.DataFrame) -> pd.DataFrame:
    return units[units["reason"] == ""]


def _mark(rows: pd.DataFrame) -> dict:
    return trajectory_lines.MARKS[rows["path"].iloc[0]]


def _limits(words: Words, ax: Axes, rows: pd.DataFrame, funnel: pd.Series) -> None:
    sizes, between = rows["persons"].astype(float), funnel["between_variance"]
    right = sizes.max() * 1.08
    step = nice_step(right)
    persons = np.linspace(max(sizes.min() * 0.6, 1.0), right, _STEPS)
    drawn = {
        kind: limits(funnel["common_pct"], variance, persons, z)
        for kind, variance, z in (("inner", between, Z[0]), ("outer", between, Z[1]), ("chance", 0.0, Z[0]))
    }
    for kind, lines in drawn.items():
        if kind != "chance" or between > 0:
            for column in lines:
                ax.plot(persons, lines[column], zorder=2, **LINES[kind])
    ax.plot([persons[0], right], np.full(2, funnel["common_pct"]), zorder=2.5, **LINES["common"])
    shown = pd.concat([rows["coverage_pct"], drawn["outer"].stack()])
    low, high = shown.min(), shown.max()
    room = 0.06 * max(high - low, 1.0)
    low, high = max(low - room, 0.0) if low - room > 0.15 * high else 0.0, min(high + room, 103.0)
    every = nice_step(high - low)
    ticks = np.arange(np.ceil(low / every - 1e-9) * every, min(high, 100.0) + 1e-9, every)
    ax.set_yticks(ticks, [tick_label(tick, every, words.lang, rates=True) for tick in ticks])
    ax.set_ylim(low, high)
    places = np.arange(0, right + 1, step)
    ax.set_xticks(places, [words.count(place) for place in places])
    ax.set_xlim(0, right)


def _labels(words: Words, rows: pd.DataFrame, outside: pd.Series) -> list[Label]:
    rows = rows.assign(out=outside).sort_values(["out", "z_adjusted"], ascending=[False, False], kind="stable")
    rows = rows if len(rows) <= _LABELLED else rows[rows["out"]].head(_LABELLED)
    return [
        Label(
            words.area(row.lower_code), float(row.persons), float(row.coverage_pct), size=9 if row.out else 8.5,
            toward=(0.6, 1.0) if row.distance_pp >= 0 else (0.6, -1.0), weight="bold" if row.out else "normal",
            color=chart_style.INK if row.out else chart_style.MUTED, reach=np.inf if row.out else 60.0,
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def _keys(words: Words, rows: pd.DataFrame, funnel: pd.Series) -> list[Key]:
    common = words.phrase("fig.funnel.key.common", rate=words.percent(funnel["common_pct"]))
    keys = [Key(words.phrase(f"fig.key.{rows['path'].iloc[0]}"), _mark(rows) | {"linewidth": 0})]
    if (rows["funnel_place"] != "inside").any():
        keys.append(Key(words.phrase("fig.funnel.key.out"), OUT))
    keys += [Key(common, LINES["common"]), Key(words.phrase("fig.funnel.key.inner"), LINES["inner"])]
    keys.append(Key(words.phrase("fig.funnel.key.outer"), LINES["outer"]))
    return [*keys, Key(words.phrase("fig.funnel.key.chance"), LINES["chance"])] if funnel["between_variance"] > 0 else keys


def _notes(words: Words, units: pd.DataFrame, funnel: pd.Series) -> list[str]:
    left = units[units["reason"] != ""]
    notes = [words.phrase("fig.funnel.note", phi=words.decimal(funnel["dispersion"]))]
    if len(left):
        units = "; ".join(
            f"{words.area(row.lower_code)} ({words.phrase(f'compare.refused.{row.reason}')})" for row in left.itertuples()
        )
        notes.append(words.phrase("fig.funnel.left_out", units=units))
    return notes
