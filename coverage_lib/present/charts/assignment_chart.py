"""Dumbbell chart of a proposed assignment: from today's rate to the proposed rate, one row for each unit."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.markers import CARETLEFT, CARETRIGHT

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.context.proposal import Proposal
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.unit_rows_axes import name_rows, room_for_names, scale_across
from coverage_lib.vocabulary.language import Language

ROW = 0.27
"""Inches of a unit's row."""
DUE: dict[str, Any] = {"color": chart_style.TARGET, "linewidth": 0, "marker": CARETRIGHT, "markersize": 8}
"""The proposed level: a wedge whose tip is at the value."""
COMMON: dict[str, Any] = {"color": chart_style.TARGET, "linewidth": 1.0, "linestyle": (0, (1, 2))}
"""The rate that the total makes over all units."""


def dumbbell_chart(proposal: Proposal, rule: str) -> Axes:
    """Draw today's level and the proposed level of every unit, in rates, or in persons if no unit has a denominator.

    Parameters
    ----------
    proposal : Proposal
    rule : str
        One that can be applied.
    """
    words = proposal.words
    rows, rates = _drawn(proposal, rule)
    names = [words.area(code) for code in rows["lower_code"]]
    with chart_style.use_style():
        left = room_for_names(names)
        notes = [words.phrase("assign.chart.note"), words.phrase("assign.proposal")]
        plot = ROW * len(rows) + 0.2
        today, keys = _today(proposal), _keys(proposal, rates)
        finding, subtitle = dumbbell_finding(proposal, rule), _subtitle(proposal, rates)
        _, ax = framed(finding, subtitle, keys, notes, least_plot=plot, left=left, above=0.12, least_height=0)
        _axis(ax, rows, words, rates)
        for y, row in enumerate(rows.itertuples()):
            ax.plot([row.today, row.due], [y, y], color=chart_style.PARENT, linewidth=1.6, zorder=1, solid_capstyle="butt")
            if row.due != row.today:
                ax.plot([row.due], [y], zorder=2, **DUE | {"marker": CARETRIGHT if row.due > row.today else CARETLEFT})
            ax.plot([row.today], [y], zorder=3, **today)
            ax.annotate(
                words.signed_count(row.increase),
                (1, y),
                xycoords=("axes fraction", "data"),
                xytext=(-2, 0),
                textcoords="offset points",
                fontsize=9,
                ha="right",
                va="center_baseline",
            )
        if rates and proposal.common_pct is not None:
            ax.axvline(proposal.common_pct, zorder=0.5, **COMMON)
        name_rows(ax, names)
    return ax


def dumbbell_finding(proposal: Proposal, rule: str) -> str:
    """The range of the persons that units have to add."""
    words, row = proposal.words, proposal.rules[proposal.rules["rule"] == rule].iloc[0]
    low, high = words.count(row["increase_least"]), words.count(row["increase_most"])
    return words.phrase(
        "assign.chart.finding_same" if low == high else "assign.chart.finding",
        area=words.area(proposal.whole["area_code"]),
        rule=words.label("rule", rule),
        units=proposal.whole["units"],
        low=low,
        high=high,
    )


def dumbbell_alt(proposal: Proposal, rule: str) -> str:
    """What the chart shows, for those who cannot see it."""
    words = proposal.words
    rows, rates = _drawn(proposal, rule)
    shown = words.percent if rates else words.count
    values = "; ".join(f"{words.area(row.lower_code)}: {shown(row.today)} → {shown(row.due)}" for row in rows[::-1].itertuples())
    return f"{dumbbell_finding(proposal, rule)}. {_subtitle(proposal, rates)}. {values}."


def _drawn(proposal: Proposal, rule: str) -> tuple[pd.DataFrame, bool]:
    """Rows from bottom to top with columns ``today`` and ``due``, and whether they are rates; units without a rate have none."""
    rows = proposal.under(rule)
    rates = bool(rows["coverage_pct"].notna().any() and rows["assigned_pct"].notna().any())
    today, due = ("coverage_pct", "assigned_pct") if rates else ("participants", "assigned")
    rows = rows.assign(today=rows[today].astype(float), due=rows[due].astype(float))
    rows = rows[rows["today"].notna() & rows["due"].notna()]
    return rows.sort_values(["today", "lower_code"], ignore_index=True), rates


def _today(proposal: Proposal) -> dict[str, Any]:
    """The mark of today's level: full where observed, hollow where assigned."""
    return trajectory_lines.MARKS[proposal.whole["basis"]] | {"linewidth": 0}


def _keys(proposal: Proposal, rates: bool) -> list[Key]:
    words, whole = proposal.words, proposal.whole
    today = words.phrase(f"assign.chart.key_{whole['basis']}", period=words.period(whole["period"]))
    keys = [Key(today, _today(proposal)), Key(words.phrase("assign.chart.key_due", year=whole["year"]), DUE)]
    if rates and proposal.common_pct is not None:
        rate = words.percent(proposal.common_pct, places=2)
        keys.append(Key(words.phrase("assign.chart.key_common", area=words.area(whole["area_code"]), rate=rate), COMMON))
    return keys


def _subtitle(proposal: Proposal, rates: bool) -> str:
    words, whole = proposal.words, proposal.whole
    return words.phrase(
        "assign.chart.subtitle" if rates else "assign.chart.subtitle_persons",
        indicator=words.label("indicator", whole["indicator"]),
        year=whole["year"],
        base=words.label("base", whole["base"]),
    )


def _axis(ax: Axes, rows: pd.DataFrame, words: Language, rates: bool) -> None:
    values = [*rows["today"], *rows["due"]]
    if scale_across(ax, values, words.lang, rates=rates, room=0.12) > 0:  # room for the persons added
        ax.annotate(
            words.phrase("fig.axis.not_zero_across"),
            (0, 0),
            xycoords="axes fraction",
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=9,
            weight="bold",
            ha="left",
            va="bottom",
        )
