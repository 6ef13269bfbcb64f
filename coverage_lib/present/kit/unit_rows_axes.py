"""Axes of charts with a row for every unit: names at the left, values across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes

from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits

_NAME = 10
"""Size of a name in points."""


def room_for_names(names: Iterable[str]) -> float:
    """Inches to the left of the axes that names of units take."""
    return max(chart_style.text_width(name, _NAME) for name in names) + 0.15


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write the names of units beside their rows, from bottom to top, and rule the values only."""
    ax.set_ylim(-0.7, len(names) - 0.3)
    ax.set_yticks(range(len(names)), names, va="center_baseline")
    ax.tick_params(axis="y", labelcolor=chart_style.INK)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")


def scale_across(ax: Axes, values: Iterable[float], lang: str, *, rates: bool, room: float) -> float:
    """Set limits and ticks of values that run across; returns the lower limit, which a chart explains where it is not zero.

    Parameters
    ----------
    room : float
        Room kept free at the right, as a share of the span of the values.
    """
    low, high, ticks = value_limits(values, rates=rates)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    ax.set_xlim(low, high + room * (high - low))
    ax.set_xticks(ticks, [tick_label(tick, step, lang, rates=rates) for tick in ticks])
    return low


def write_beside(ax: Axes, text: str, x: float, y: float, *, right: bool) -> None:
    """Write a value to the right or left of its mark."""
    shift, side = (7, "left") if right else (-7, "right")
    ax.annotate(text, (x, y), xytext=(shift, 0), textcoords="offset points", fontsize=9, va="center_baseline", ha=side)
