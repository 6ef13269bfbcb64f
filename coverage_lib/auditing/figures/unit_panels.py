"""Panels of units by periods: residuals from the common trend, outliers, and breaks of the whole panel."""

from __future__ import annotations

import numpy as np
import pandas as pd

THRESHOLD = 3.5
"""Robust standard deviations beyond which a figure is an outlier."""
MATERIAL = float(np.log(1.10))
"""A tenth: in a panel that follows a formula the robust deviation is next to nothing, and almost any step lies beyond it."""
BREAK = 0.03
"""Least distance (of ln n) of the median step of a break from the usual step; a calm panel has next to no spread."""
MIN_UNITS, MIN_PERIODS, SHORT = 6, 3, 6
"""A panel needs so many units and periods; up to SHORT periods levels are polished, beyond that the steps from year to year."""
_NORMAL = 1.4826
"""Makes the median absolute deviation a standard deviation, if the figures were normal."""


def median_polish(table: pd.DataFrame, rounds: int = 20) -> pd.DataFrame:
    """Residuals of a table after removing row and column medians in turn (Tukey).

    >>> additive = pd.DataFrame([[0.0, 1.0, 2.0], [10.0, 11.0, 12.0], [20.0, 21.0, 22.0]])
    >>> bool(median_polish(additive).eq(0).all(axis=None))
    True
    """
    left = table.to_numpy(dtype="float64", copy=True)
    for _ in range(rounds):
        left -= np.nanmedian(left, axis=1, keepdims=True)
        left -= np.nanmedian(left, axis=0, keepdims=True)
    return pd.DataFrame(left, index=table.index, columns=table.columns)


def robust_spread(values: np.ndarray | pd.Series | pd.DataFrame) -> float:
    """1.4826 × median absolute deviation from the median.

    >>> round(robust_spread(np.array([1.0, 2.0, 3.0, 4.0, 100.0])), 4)
    1.4826
    """
    numbers = np.asarray(values, dtype="float64")
    return float(_NORMAL * np.nanmedian(np.abs(numbers - np.nanmedian(numbers))))


def out_of_step(values: pd.DataFrame, without: pd.Timestamp | None = None) -> pd.DataFrame:
    """For each unit that is an outlier, the period of its largest residual.

    ln n is polished over unit and period in a short panel, its yearly steps in a longer one (units there have trends of their
    own). A residual counts beyond ``THRESHOLD`` robust deviations if it is more than a tenth, and more than two persons.

    Parameters
    ----------
    values : DataFrame
        Positive counts, units by periods in order.
    without : Timestamp, optional
        A period that breaks with the others and is left out.

    Returns
    -------
    DataFrame
        Columns ``unit``, ``period``, ``residual`` (of ln n), ``deviations``.
    """
    logs = np.log(values)
    measured = (logs if values.shape[1] <= SHORT else logs.diff(axis=1).iloc[:, 1:]).drop(
        columns=[without] if without is not None else []
    )
    residuals = median_polish(measured)
    spread = robust_spread(residuals)
    persons = np.expm1(residuals.abs()) * values[residuals.columns]
    beyond = residuals.where((residuals.abs() > THRESHOLD * spread) & (residuals.abs() > MATERIAL) & (persons > 2))
    beyond = beyond[beyond.notna().any(axis=1)] if spread > 0 else beyond.iloc[:0]
    when = beyond.abs().idxmax(axis=1) if len(beyond) else pd.Series(dtype="datetime64[ns]")
    residual = [beyond.at[unit, period] for unit, period in when.items()]
    return pd.DataFrame(
        {"unit": when.index, "period": list(when), "residual": residual, "deviations": np.abs(residual) / (spread or 1.0)}
    )


def break_period(values: pd.DataFrame) -> tuple[pd.Timestamp, pd.Series, float] | None:
    """The last period with an unusual median change: (period, changes of the units, usual change); in long panels only.

    Steps are differences of ln n; a median step counts beyond ``THRESHOLD`` robust deviations, and ``BREAK``, from the usual one.
    """
    if values.shape[1] <= SHORT:
        return None
    steps = np.log(values).diff(axis=1).iloc[:, 1:]
    medians = steps.median()
    spread = robust_spread(medians)
    beyond = medians[(medians - medians.median()).abs() > max(THRESHOLD * spread, BREAK)]
    if beyond.empty:
        return None
    when = beyond.index[-1]
    return when, steps[when].dropna(), float(medians.drop(when).median())
