"""Targets of the units below as dots against the line of the target above."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present import shims
from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label

ROW = 0.25
"""Inches of a unit's row."""


def cascade_chart(upper: pd.Series, units: pd.DataFrame, lang: str = "vi") -> Axes:
    """Draw the lower targets in per cent as dots, the upper one as a line through all rows.

    Parameters
    ----------
    upper : Series
        A row of table ``cascade`` with ``target_pct``.
    units : DataFrame
        Its rows of ``cascade_units`` with a rate over the same base.
    lang : {"vi", "en"}

    Returns
    -------
    Axes
    """
    rows = units.sort_values(["target_pct", "lower_code"], ignore_index=True)
    names = [area_name(code, lang) for code in rows["lower_code"]]
    level = float(upper["target_pct"])
    with chart_style.use_style():
        left = max(chart_style.text_width(name, 10) for name in names) + 0.15
        line = phrase("fig.cascade.key.upper", lang, area=area_name(upper["area_code"], lang), level=shims.level(upper, lang))
        keys = [
            Key(phrase("fig.cascade.key.unit", lang), trajectory_lines.MARKS["plan"] | {"linewidth": 0}),
            Key(line, {"color": chart_style.TARGET, "linewidth": 1.6}),
        ]
        notes = [phrase("fig.cascade.note", lang)]
        plot = ROW * len(rows) + 0.2
        _, ax = framed(
            finding(upper, lang), _subtitle(upper, lang), keys, notes, least_plot=plot, left=left, above=0.12, least_height=0
        )
        low, high, ticks = value_limits([*rows["target_pct"], level], rates=True)
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        ax.set_xlim(low, high + 0.04 * (high - low))
        ax.set_xticks(ticks, [tick_label(tick, step, lang, rates=True) for tick in ticks])
        ax.axvline(level, color=chart_style.TARGET, linewidth=1.6, zorder=2)
        places = max(_decimals(rate) for rate in rows["target_pct"])  # one column of values, one number of decimals
        for y, row in rows.iterrows():
            _draw_row(ax, y, float(row["target_pct"]), level, formats.percent(row["target_pct"], lang, places=places))
        ax.set_ylim(-0.7, len(rows) - 0.3)
        ax.set_yticks(range(len(names)), names, va="center_baseline")
        ax.tick_params(axis="y", labelcolor=chart_style.INK)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        if low > 0:
            ax.annotate(
                phrase("fig.axis.not_zero_across", lang), (1, 0), xycoords="axes fraction", xytext=(0, 4),
                textcoords="offset points", fontsize=9, weight="bold", ha="right", va="bottom",
            )  # fmt: skip
    return ax


def finding(upper: pd.Series, lang: str = "vi") -> str:
    """Whether the lower targets add up, in a sentence bound to the numbers."""
    status = upper["status"] if upper["status"] != "other_base" else "incomplete"
    if status in ("adds_up", "short", "over") and pd.isna(upper["difference_persons"]):
        status = "no_denominator"
    known = {name: upper[name] for name in ("sum_persons", "difference_persons")}
    return phrase(
        f"fig.cascade.{status}",
        lang,
        area=area_name(upper["area_code"], lang),
        year=int(upper["year"]),
        count=_rated(upper) if status == "incomplete" else int(upper["units_counted"]),
        units=int(upper["units"]),
        sum=shims.people(known["sum_persons"], lang) if pd.notna(known["sum_persons"]) else formats.MISSING,
        difference=shims.people(abs(known["difference_persons"]), lang) if pd.notna(known["difference_persons"]) else "",
    )


def cascade_alt(upper: pd.Series, units: pd.DataFrame, lang: str = "vi") -> str:
    """What the chart shows, for those who cannot see it."""
    rows = units.sort_values("lower_code")
    values = "; ".join(f"{area_name(row.lower_code, lang)}: {formats.target(row.target_pct, lang)}" for row in rows.itertuples())
    line = phrase("fig.cascade.key.upper", lang, area=area_name(upper["area_code"], lang), level=shims.level(upper, lang))
    return f"{finding(upper, lang)}. {_subtitle(upper, lang)}. {line}. {values}."


def _rated(upper: pd.Series) -> int:
    """Units with a target over the base, whether or not it could be turned into people."""
    return int(upper["units"]) - sum(len(upper[name].split()) for name in ("missing", "other_base"))


def _subtitle(upper: pd.Series, lang: str) -> str:
    base = upper["base"]
    fields = {"base": label("base", base, lang), "definition": definition(base, lang)}
    return phrase("fig.subtitle.rates", lang, indicator=label("indicator", upper["indicator"], lang), **fields)


def _decimals(rate: float) -> int:
    return next(places for places in (0, 1, 2) if places == 2 or abs(rate - round(rate, places)) < 1e-9)


def _draw_row(ax: Axes, y: int, rate: float, level: float, value: str) -> None:
    """One unit: its dot, the way to the line, its value on the side away from the line."""
    ax.plot([rate, level], [y, y], color=chart_style.PARENT, linewidth=1.0, zorder=1)
    ax.plot([rate], [y], zorder=3, **trajectory_lines.MARKS["plan"] | {"linewidth": 0})
    side = 1 if rate >= level else -1
    ax.annotate(
        value,
        (rate, y),
        xytext=(7 * side, 0),
        textcoords="offset points",
        fontsize=9,
        va="center_baseline",
        ha="left" if side > 0 else "right",
    )
