"""Bar chart of the units' contributions to the change of their parent, with their parts of its gap."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import nice_step
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.unit_rows_axes import name_rows, room_for_names
from coverage_lib.present.words.comparison_words import PLAN, basis_name, rates_subtitle

ROW = 0.27
"""Inches of a unit's row."""
_MIX: dict = {"facecolor": "white", "edgecolor": chart_style.MUTED, "hatch": "/////", "linewidth": 0.6}
_SQUARE: dict = {"marker": "s", "linewidth": 0, "markersize": 8}


def contribution_chart(words: Words, rows: pd.DataFrame, whole: pd.Series) -> Axes:
    """Draw the contribution of each unit to the change in the rate of all units together.

    Parameters
    ----------
    rows : DataFrame
        Rows of table ``contributions`` of one unit above and indicator.
    whole : Series
        Their row of table ``common_change``.

    Returns
    -------
    Axes
    """
    rows = rows.sort_values(["contribution_pp", "lower_code"], ignore_index=True)
    names = [words.area(code) for code in rows["lower_code"]]
    with chart_style.use_style():
        left = room_for_names(names)
        keys = [
            Key(words.phrase("fig.contribution.key.rate"), _SQUARE | {"color": _color(rows)}),
            Key(words.phrase("fig.contribution.key.mix"), _SQUARE | {"color": chart_style.MUTED, "markerfacecolor": "white"}),
        ]
        finding, subtitle, notes = contribution_finding(words, rows, whole), rates_subtitle(words, rows), _notes(words, whole)
        _, ax = framed(finding, subtitle, keys, notes, least_plot=ROW * len(rows) + 0.2, left=left, above=0.42, least_height=0)
        _bars(words, ax, rows)
        name_rows(ax, names)
        _above(ax, 0.0, words.phrase("fig.contribution.axis"), "left")
        if pd.notna(whole["target_pct"]):
            _above(ax, 1.0, words.phrase("fig.contribution.gap_column"), "right")
            for y, value in enumerate(rows["gap_part_persons"]):
                text = words.signed_count(value)
                ax.text(0.995, y, text, transform=ax.get_yaxis_transform(), fontsize=9, ha="right", va="center_baseline")
    return ax


def contribution_finding(words: Words, rows: pd.DataFrame, whole: pd.Series) -> str:
    """The change in the common rate, and the unit that contributed most."""
    rose = whole["change_pp"] >= 0
    most = rows.loc[rows["contribution_pp"].idxmax() if rose else rows["contribution_pp"].idxmin()]
    return words.phrase(
        "fig.contribution.finding",
        area=words.area(whole["area_code"]),
        basis=basis_name(words, whole["path"]),
        moved=words.phrase(f"fig.contribution.{'rose' if rose else 'fell'}"),
        change=words.difference(whole["change_pp"]),
        first=words.period(whole["period_before"]),
        last=words.period(whole["period"]),
        unit=words.area(most["lower_code"]),
        most=words.signed_points(most["contribution_pp"]),
    )


def contribution_alt(words: Words, rows: pd.DataFrame, whole: pd.Series) -> str:
    """What the bars show, for those who cannot see them."""
    ordered = rows.sort_values("contribution_pp", ascending=False)
    values = "; ".join(f"{words.area(row.lower_code)}: {words.signed_points(row.contribution_pp)}" for row in ordered.itertuples())
    return f"{contribution_finding(words, rows, whole)}. {rates_subtitle(words, rows)}. {values}."


def _color(rows: pd.DataFrame) -> str:
    return chart_style.PLAN if rows["path"].iloc[0] == PLAN else chart_style.ACTUAL


def _bars(words: Words, ax: Axes, rows: pd.DataFrame) -> None:
    """The rate effect from zero; the composition effect after it if both have one sign, otherwise on the other side of zero."""
    same_side = (rows["rate_pp"] > 0) == (rows["mix_pp"] > 0)
    y = range(len(rows))
    own = ax.barh(y, rows["rate_pp"], height=0.56, zorder=3, facecolor=_color(rows), edgecolor=_color(rows), linewidth=0.6)
    mix = ax.barh(y, rows["mix_pp"], left=rows["rate_pp"].where(same_side, 0.0), height=0.56, zorder=3, **_MIX)
    low, high = sorted(ax.dataLim.intervalx)
    span = max(high - low, 0.01)
    for place, total, *bars in zip(y, rows["contribution_pp"], own, mix, strict=True):
        end = max(bar.get_bbox().xmax for bar in bars)
        ax.annotate(
            words.signed_points(total), (end, place), xytext=(5, 0), textcoords="offset points", fontsize=9,
            va="center_baseline", ha="left",
        )  # fmt: skip
    ax.axvline(0, color=chart_style.INK, linewidth=0.8, zorder=4)
    ax.set_xlim(low - 0.03 * span, high + 0.33 * span)
    step = nice_step(high - low if high > low else 1.0, most=5)
    first = int(-(-low // step)) if low < 0 else 0
    ticks = [round(number * step, 6) for number in range(first, int(high / step) + 1)]
    places = 0 if step >= 1 else 1 if step >= 0.1 else 2
    ax.set_xticks(ticks, [words.points(tick, places=places) for tick in ticks])


def _notes(words: Words, whole: pd.Series) -> list[str]:
    change = words.signed_points(whole["change_pp"])
    notes = [words.phrase("fig.contribution.note", count=whole["units_counted"], change=change)]
    if pd.notna(whole["target_pct"]):
        persons, level = words.signed_count(whole["gap_persons"]), words.target(whole["target_pct"])
        notes.append(words.phrase("fig.contribution.gap_note", level=level, year=whole["period"].year, persons=persons))
    return notes


def _above(ax: Axes, x: float, text: str, ha: str) -> None:
    ax.annotate(
        text, (x, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=9, color=chart_style.MUTED,
        style="italic", ha=ha,
    )  # fmt: skip
