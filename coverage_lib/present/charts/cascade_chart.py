"""Chart of the targets of the units below as dots, with the target above as a line."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.unit_rows_axes import name_rows, room_for_names, scale_across, write_beside
from coverage_lib.vocabulary import formats

ROW = 0.25
"""Inches of a unit's row."""


def cascade_chart(words: Words, upper: pd.Series, units: pd.DataFrame) -> Axes:
    """Draw the lower targets in per cent as dots, and the upper one as a line through all rows.

    Parameters
    ----------
    upper : Series
        A row of table ``cascade`` with ``target_pct``, and of ``cascade_counts``.
    units : DataFrame
        Its rows of ``cascade_units`` with a rate over the same base.

    Returns
    -------
    Axes
    """
    rows = units.sort_values(["target_pct", "lower_code"], ignore_index=True)
    names = [words.area(code) for code in rows["lower_code"]]
    level = float(upper["target_pct"])
    with chart_style.use_style():
        left = room_for_names(names)
        line = words.phrase("fig.cascade.key.upper", area=words.area(upper["area_code"]), level=words.level(upper))
        keys = [
            Key(words.phrase("fig.cascade.key.unit"), trajectory_lines.MARKS["plan"] | {"linewidth": 0}),
            Key(line, {"color": chart_style.TARGET, "linewidth": 1.6}),
        ]
        notes = [words.phrase("fig.cascade.note")]
        plot = ROW * len(rows) + 0.2
        _, ax = framed(
            finding(words, upper), _subtitle(words, upper), keys, notes, least_plot=plot, left=left, above=0.12, least_height=0
        )
        low = scale_across(ax, [*rows["target_pct"], level], words.lang, rates=True, room=0.04)
        ax.axvline(level, color=chart_style.TARGET, linewidth=1.6, zorder=2)
        places = max(_decimals(rate) for rate in rows["target_pct"])  # one column of values, one number of decimals
        for y, row in rows.iterrows():
            _draw_row(ax, y, float(row["target_pct"]), level, words.percent(row["target_pct"], places=places))
        name_rows(ax, names)
        if low > 0:
            ax.annotate(
                words.phrase("fig.axis.not_zero_across"), (1, 0), xycoords="axes fraction", xytext=(0, 4),
                textcoords="offset points", fontsize=9, weight="bold", ha="right", va="bottom",
            )  # fmt: skip
    return ax


def finding(words: Words, upper: pd.Series) -> str:
    """Whether the lower targets add up, in a sentence with the numbers."""
    status = upper["status"] if upper["status"] != "other_base" else "incomplete"
    if status in ("adds_up", "short", "over") and pd.isna(upper["difference_persons"]):
        status = "no_denominator"
    known = {name: upper[name] for name in ("sum_persons", "difference_persons")}
    return words.phrase(
        f"fig.cascade.{status}",
        area=words.area(upper["area_code"]),
        year=int(upper["year"]),
        count=int(upper["units_set"]) if status == "incomplete" else int(upper["units_counted"]),
        units=int(upper["units"]),
        sum=words.people(known["sum_persons"]) if pd.notna(known["sum_persons"]) else formats.MISSING,
        difference=words.people(abs(known["difference_persons"])) if pd.notna(known["difference_persons"]) else "",
    )


def cascade_alt(words: Words, upper: pd.Series, units: pd.DataFrame) -> str:
    """What the chart shows, for those who cannot see it."""
    rows = units.sort_values("lower_code")
    values = "; ".join(f"{words.area(row.lower_code)}: {words.target(row.target_pct)}" for row in rows.itertuples())
    line = words.phrase("fig.cascade.key.upper", area=words.area(upper["area_code"]), level=words.level(upper))
    return f"{finding(words, upper)}. {_subtitle(words, upper)}. {line}. {values}."


def _subtitle(words: Words, upper: pd.Series) -> str:
    base = upper["base"]
    fields = {"base": words.label("base", base), "definition": words.definition(base)}
    return words.phrase("fig.subtitle.rates", indicator=words.label("indicator", upper["indicator"]), **fields)


def _decimals(rate: float) -> int:
    return next(places for places in (0, 1, 2) if places == 2 or abs(rate - round(rate, places)) < 1e-9)


def _draw_row(ax: Axes, y: int, rate: float, level: float, value: str) -> None:
    """One unit: its dot, the distance to the line, its value on the side away from the line."""
    ax.plot([rate, level], [y, y], color=chart_style.PARENT, linewidth=1.0, zorder=1)
    ax.plot([rate], [y], zorder=3, **trajectory_lines.MARKS["plan"] | {"linewidth": 0})
    write_beside(ax, value, rate, y, right=rate >= level)
