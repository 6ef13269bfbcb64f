"""Time and value axes: position of a date, limits of an axis, tick labels."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from coverage_lib.vocabulary import formats

HIGH = 60.0
"""Rates that all lie above this are drawn on an axis that does not start at zero."""
FEWEST_YEARS = 2
LEAST_SPAN = 8.0
"""Points shown around high rates that hardly differ."""


def year_position(days: pd.Series) -> np.ndarray:
    """Dates as years on the axis: the last day of a year is at that year's mark, 30 June half a year to its left.

    >>> year_position(pd.Series(pd.to_datetime(["2024-12-31", "2025-06-30"]))).round(2).tolist()
    [2024.0, 2024.5]
    """
    return np.array([year_of(day) for day in days], dtype=float)


def year_of(day: pd.Timestamp) -> float:
    """One day on the axis of years.

    >>> year_of(pd.Timestamp("2025-12-31"))
    2025.0
    """
    length = 366 if day.is_leap_year else 365
    return day.year + (day.day_of_year - length) / length


def year_limits(positions: Iterable[float]) -> tuple[int, int]:
    """First and last year on an axis.

    >>> year_limits([2022.75, 2025.0]), year_limits([2025.0])
    ((2022, 2025), (2023, 2025))
    """
    first, last = math.floor(min(positions)), math.ceil(max(positions))
    return min(first, last - FEWEST_YEARS), last


def year_ticks(first: int, last: int, most: int = 14) -> list[int]:
    """Years to print: all of them, or every second or fifth with the last one always among them.

    >>> year_ticks(2010, 2030)[:3], year_ticks(2010, 2030)[-1]
    ([2010, 2012, 2014], 2030)
    """
    step = next(step for step in (1, 2, 5, 10) if (last - first) / step <= most)
    return sorted(range(last, first - 1, -step))


def nice_step(span: float, most: int = 6) -> float:
    """The smallest of 1, 2, 5 × 10ᵏ that divides a span into at most the given number of parts.

    >>> nice_step(62), nice_step(7593), nice_step(9)
    (20.0, 2000.0, 2.0)
    """
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * step for step in (1, 2, 5, 10) if power * step * most >= span)


def value_limits(values: Iterable[float], *, rates: bool) -> tuple[float, float, list[float]]:
    """Lower limit, upper limit and ticks of the value axis.

    Starts at zero, except for rates that all lie high: there the differences that matter would vanish (the figure says so).

    >>> value_limits([24.8, 60.0], rates=True)
    (0.0, 69.0, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    >>> value_limits([93.2, 97.0], rates=True)[0]
    92.0
    """
    lowest, highest = min(values), max(values)
    if rates and lowest >= HIGH:
        span = highest - lowest if highest - lowest > 1 else LEAST_SPAN
        step = nice_step(span * 1.3)
        lower = step / 2 * math.floor((lowest - 0.2 * span) / (step / 2))
    else:
        lower, step = 0.0, nice_step(max(highest, 1.0), most=7)
    upper = highest + 0.15 * max(highest - lower, step)
    last = min(upper, 100.0) if rates else upper
    ticks = [float(tick) for tick in np.arange(step * math.ceil(lower / step), last + step * 1e-6, step).round(6)]
    return lower, upper, ticks


def tick_label(value: float, step: float, lang: str, *, rates: bool) -> str:
    """A tick in the notation of the language.

    >>> tick_label(40, 10, "en", rates=True), tick_label(2000, 500, "vi", rates=False)
    ('40%', '2.000')
    """
    if rates:
        return formats.percent(value, lang, places=0 if float(step).is_integer() else 1)
    return formats.count(value, lang)
