"""The dumbbell chart of a proposed assignment: from today's rate to the proposed one, a row a unit."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.markers import CARETLEFT, CARETRIGHT

from coverage_lib.present.blocks import Chart, Html
from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.pages.assignment_proposal import Proposal, by_rule
from coverage_lib.present.words.document_names import file_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

ROW = 0.27
"""Inches of a unit's row."""
DUE: dict[str, Any] = {"color": chart_style.TARGET, "linewidth": 0, "marker": CARETRIGHT, "markersize": 8}
"""The proposed level: a wedge whose tip stands at the value."""
_TODAY = {"plan": "plan", "actual": "actual"}


def dumbbell(proposal: Proposal, rule: str, lang: str = "vi") -> Chart | Html:
    """The chart of one rule as a display object; nothing where the rule cannot be applied."""
    if by_rule(proposal, rule).empty:
        return Html("")
    figure = dumbbell_chart(proposal, rule, lang).figure
    name = f"{file_name(proposal.area_code)}-assign-{proposal.indicator}-{proposal.year}-{rule}"
    return Chart(figure, dumbbell_alt(proposal, rule, lang), name)


def dumbbell_chart(proposal: Proposal, rule: str, lang: str = "vi") -> Axes:
    """Draw today's level and the proposed one of every unit, in rates, or in persons where no unit has a denominator.

    Parameters
    ----------
    proposal : Proposal
    rule : str
        One of those in its table.

    Returns
    -------
    Axes
    """
    rows, rates = _drawn(proposal, rule)
    names = [area_name(code, lang) for code in rows["lower_code"]]
    with chart_style.use_style():
        left = max(chart_style.text_width(name, 10) for name in names) + 0.15
        keys = _keys(proposal, rates, lang)
        notes = [phrase("assign.chart.note", lang), phrase("assign.proposal", lang)]
        plot = ROW * len(rows) + 0.2
        finding = dumbbell_finding(proposal, rule, lang)
        today = trajectory_lines.MARKS[_TODAY[proposal.whole["basis"]]] | {"linewidth": 0}
        _, ax = framed(
            finding, _subtitle(proposal, rates, lang), keys, notes, least_plot=plot, left=left, above=0.12, least_height=0
        )
        _axis(ax, rows, lang, rates)
        for y, row in enumerate(rows.itertuples()):
            ax.plot([row.today, row.due], [y, y], color=chart_style.PARENT, linewidth=1.6, zorder=1, solid_capstyle="butt")
            if row.due != row.today:
                ax.plot([row.due], [y], zorder=2, **DUE | {"marker": CARETRIGHT if row.due > row.today else CARETLEFT})
            ax.plot([row.today], [y], zorder=3, **today)
            ax.annotate(
                formats.count(row.increase, lang, signed=True),
                (1, y),
                xycoords=("axes fraction", "data"),
                xytext=(-2, 0),
                textcoords="offset points",
                fontsize=9,
                ha="right",
                va="center_baseline",
            )
        if rates and pd.notna(proposal.whole["assigned_pct"]):
            ax.axvline(proposal.whole["assigned_pct"], color=chart_style.TARGET, linewidth=1.0, linestyle=(0, (1, 2)), zorder=0.5)
        ax.set_ylim(-0.7, len(rows) - 0.3)
        ax.set_yticks(range(len(names)), names, va="center_baseline")
        ax.tick_params(axis="y", labelcolor=chart_style.INK)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
    return ax


def dumbbell_finding(proposal: Proposal, rule: str, lang: str = "vi") -> str:
    """Between how many persons the units are to add."""
    row = proposal.rules[proposal.rules["rule"] == rule].iloc[0]
    low, high = row["increase_least"], row["increase_most"]
    return phrase(
        "assign.chart.finding_same" if low == high else "assign.chart.finding",
        lang,
        area=area_name(proposal.area_code, lang),
        rule=label("rule", rule, lang),
        units=proposal.whole["units"],
        low=formats.count(low, lang),
        high=formats.count(high, lang),
    )


def dumbbell_alt(proposal: Proposal, rule: str, lang: str = "vi") -> str:
    """What the chart shows, for those who cannot see it."""
    rows, rates = _drawn(proposal, rule)
    shown = formats.percent if rates else formats.count
    values = "; ".join(
        f"{area_name(row.lower_code, lang)}: {shown(row.today, lang)} → {shown(row.due, lang)}" for row in rows[::-1].itertuples()
    )
    return f"{dumbbell_finding(proposal, rule, lang)}. {_subtitle(proposal, rates, lang)}. {values}."


def _drawn(proposal: Proposal, rule: str) -> tuple[pd.DataFrame, bool]:
    """Rows from bottom to top with columns ``today`` and ``due``, and whether they are rates; units without a rate have none."""
    rows = by_rule(proposal, rule)
    rates = bool(rows["coverage_pct"].notna().any() and rows["assigned_pct"].notna().any())
    today, due = ("coverage_pct", "assigned_pct") if rates else ("participants", "assigned")
    rows = rows.assign(today=rows[today].astype(float), due=rows[due].astype(float))
    rows = rows[rows["today"].notna() & rows["due"].notna()]
    return rows.sort_values(["today", "lower_code"], ignore_index=True), rates


def _keys(proposal: Proposal, rates: bool, lang: str) -> list[Key]:
    basis = proposal.whole["basis"]
    period = formats.period(proposal.whole["period"], lang)
    keys = [
        Key(phrase(f"assign.chart.key_{basis}", lang, period=period), trajectory_lines.MARKS[_TODAY[basis]] | {"linewidth": 0}),
        Key(phrase("assign.chart.key_due", lang, year=proposal.year), DUE),
    ]
    rate = proposal.whole["assigned_pct"]
    if rates and pd.notna(rate):
        area = area_name(proposal.area_code, lang)
        text = phrase("assign.chart.key_common", lang, area=area, rate=formats.percent(rate, lang, places=2))
        keys.append(Key(text, {"color": chart_style.TARGET, "linewidth": 1.0, "linestyle": (0, (1, 2))}))
    return keys


def _subtitle(proposal: Proposal, rates: bool, lang: str) -> str:
    return phrase(
        "assign.chart.subtitle" if rates else "assign.chart.subtitle_persons",
        lang,
        indicator=label("indicator", proposal.indicator, lang),
        year=proposal.year,
        base=label("base", proposal.whole["base"], lang),
    )


def _axis(ax: Axes, rows: pd.DataFrame, lang: str, rates: bool) -> None:
    low, high, ticks = value_limits([*rows["today"], *rows["due"]], rates=rates)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    ax.set_xlim(low, high + 0.12 * (high - low))  # room for the persons added
    ax.set_xticks(ticks, [tick_label(tick, step, lang, rates=rates) for tick in ticks])
    if low > 0:
        ax.annotate(
            phrase("fig.axis.not_zero_across", lang),
            (0, 0),
            xycoords="axes fraction",
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=9,
            weight="bold",
            ha="left",
            va="bottom",
        )
