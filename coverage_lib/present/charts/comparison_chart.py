"""Units below one unit as dots beside their level: ordered to be read, never ranked."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.unit_rows_axes import name_rows, room_for_names, scale_across, write_beside
from coverage_lib.present.words import denominator_words
from coverage_lib.present.words.comparison_words import circumstances, listed, rates_subtitle

ROW = 0.25
"""Inches of a unit's row."""
_LEVEL: dict = {"color": chart_style.TARGET, "linewidth": 1.4, "linestyle": (0, (5, 2))}


def comparison_chart(words: Words, rows: pd.DataFrame) -> Axes:
    """Draw the units below one unit as dots beside their level.

    Parameters
    ----------
    rows : DataFrame
        Rows of table ``comparison`` of one unit above and indicator.

    Returns
    -------
    Axes
    """
    rows = rows.sort_values(["coverage_pct", "lower_code"], ignore_index=True)
    names = denominator_words.marked_names(words, rows, rows["lower_code"])
    with chart_style.use_style():
        left = room_for_names(names)
        keys = _comparison_keys(words, rows)
        notes = [words.phrase("fig.compare.note"), *denominator_words.remarks(rows["method"], words)]
        subtitle = rates_subtitle(words, rows)
        above = 0.36 if rows["target_pct"].notna().any() else 0.12
        size = {"least_plot": ROW * len(rows) + 0.2, "left": left, "above": above}
        _, ax = framed(comparison_finding(words, rows), subtitle, keys, notes, **size)
        _rate_axis(words, ax, rows)
        line = _common_level(rows)
        if line is not None:
            ax.axvline(line, zorder=1.5, **_LEVEL)
        for y, row in rows.iterrows():
            _draw_row(words, ax, y, row, diamonds=line is None)
        _gap_column(words, ax, rows)
        name_rows(ax, names)
    return ax


def comparison_finding(words: Words, rows: pd.DataFrame) -> str:
    """How many of the units lie below their level; the full rate decides, not the printed one."""
    held = rows[rows["target_pct"].notna()]
    given = circumstances(words, rows)
    spread = {"low": words.percent(rows["coverage_pct"].min()), "high": words.percent(rows["coverage_pct"].max())}
    if held.empty:
        return words.phrase("fig.compare.spread", count=len(rows), **spread, **given)
    below = len(held[held["gap_pp"] < 0])
    levels = held["target_pct"].unique()
    level = words.target(levels[0]) if len(levels) == 1 else words.phrase("fig.compare.own_levels")
    key = {0: "fig.compare.none_below", len(held): "fig.compare.all_below"}.get(below, "fig.compare.below")
    return words.phrase(key, below=below, count=len(held), level=level, **given)


def comparison_alt(words: Words, rows: pd.DataFrame) -> str:
    """What the comparison shows, for those who cannot see it."""
    return f"{comparison_finding(words, rows)}. {rates_subtitle(words, rows)}. {listed(words, rows)}."


def _comparison_keys(words: Words, rows: pd.DataFrame) -> list[Key]:
    kind = rows["path"].iloc[0]
    keys = [Key(words.phrase(f"fig.key.{kind}"), trajectory_lines.MARKS[kind] | {"linewidth": 0})]
    level = _common_level(rows)
    if level is not None:
        keys.append(Key(words.phrase("fig.compare.key.line", level=words.target(level)), _LEVEL))
    elif rows["target_pct"].notna().any():
        keys.append(Key(words.phrase("fig.compare.key.target"), trajectory_lines.MARKS["reference"]))
    return keys


def _rate_axis(words: Words, ax: Axes, rows: pd.DataFrame) -> None:
    column = 0.16 if rows["target_pct"].notna().any() else 0.04  # room for the distances printed on the right
    values = [*rows["coverage_pct"], *rows["target_pct"].dropna()]
    if scale_across(ax, values, words.lang, rates=True, room=column) > 0:
        ax.annotate(
            words.phrase("fig.axis.not_zero_across"),
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, 5),
            textcoords="offset points",
            fontsize=9,
            weight="bold",
        )


def _common_level(rows: pd.DataFrame) -> float | None:
    """The level of all units; none where they differ or a unit has none."""
    levels = rows["target_pct"].unique()
    return float(levels[0]) if len(levels) == 1 and pd.notna(levels[0]) else None


def _gap_column(words: Words, ax: Axes, rows: pd.DataFrame) -> None:
    """The distance of every unit to its level, in points, to the right of the marks: negative is a shortfall."""
    if rows["target_pct"].isna().all():
        return
    ax.annotate(
        words.phrase("fig.gap.column"), (1, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=9,
        color=chart_style.MUTED, style="italic", ha="right",
    )  # fmt: skip
    for y, gap in enumerate(rows["gap_pp"]):
        text = words.points(gap)
        ax.text(0.995, y, text, transform=ax.get_yaxis_transform(), fontsize=9, ha="right", va="center_baseline")


def _draw_row(words: Words, ax: Axes, y: int, row: pd.Series, *, diamonds: bool) -> None:
    """One unit: its mark, its level, the distance between them, and its rate on the side away from the level."""
    rate, target = float(row["coverage_pct"]), row["target_pct"]
    if pd.notna(target):
        ax.plot([rate, target], [y, y], color=chart_style.PARENT, linewidth=1.0, zorder=1)
        if diamonds:
            ax.plot([target], [y], zorder=2, **trajectory_lines.MARKS["reference"] | {"markersize": 6.5})
    ax.plot([rate], [y], zorder=3, **trajectory_lines.MARKS[row["path"]] | {"linewidth": 0})
    write_beside(ax, words.percent(rate), rate, y, right=pd.notna(target) and rate >= target)
