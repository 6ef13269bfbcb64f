"""On-track verdicts: five methods, side by side, none rounding a zero base away.

Rates are in per cent, times in years; every function takes scalars or arrays of one shape and is vectorised.
Sources: Eurostat and Open SDG progress methodology; UN Progress Chart technical note 2023. Worked examples: ``docs/methods``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

METHODS = ("verdict_pace", "verdict_eurostat", "verdict_un", "verdict_linear", "verdict_milestone")
NAMES = ("not_defined", "falling", "far_too_slow", "too_slow", "on_track", "near", "short", "met", "missed")
ON_THE_WAY = {"met": 1, "on_track": 1, "too_slow": 0, "far_too_slow": 0, "falling": 0, "missed": 0, "short": 0}
_PLACE = {name: place for place, name in enumerate(NAMES)}
_SIDE = np.array([ON_THE_WAY.get(name, -1) for name in NAMES])
"""Which side a verdict stands on; those not named take no side."""


def pace_ratio(observed, latest, target, years_left):
    """Observed pace over the pace needed from now: s_obs ÷ ((T − p_t)/(y_T − t)).

    >>> round(float(pace_ratio(0.25, 2.0, 5.0, 6)), 2)
    0.5
    """
    return _over(np.asarray(observed) * years_left, np.asarray(target) - latest)


def eurostat_ratio(base, latest, target, years, years_to_target):
    """Observed over required compound growth since the base year; not defined from zero.

    >>> round(float(eurostat_ratio(1.0, 2.0, 5.0, 4, 10)), 2), float(eurostat_ratio(0.0, 2.0, 5.0, 4, 10))
    (1.08, nan)
    """
    return _over(growth(base, latest, years), growth(base, target, years_to_target))


def un_share(base, latest, target, years, years_left):
    """Share of the way from base to target that the observed growth rate covers by the target year.

    >>> round(float(un_share(1.0, 2.0, 5.0, 4, 6)), 2)
    1.16
    """
    reached = np.asarray(latest) * (1 + growth(base, latest, years)) ** np.asarray(years_left, dtype=float)
    return _over(reached - base, np.asarray(target) - base)


def linear_ratio(base, latest, target, years, years_to_target):
    """Mean yearly change since the base year over the one needed from it.

    >>> round(float(linear_ratio(1.0, 2.0, 5.0, 4, 10)), 3)
    0.625
    """
    return _over((np.asarray(latest) - base) * years_to_target, (np.asarray(target) - base) * years)


def growth(start, end, years):
    """Compound yearly growth; missing where either rate is not positive.

    >>> round(float(growth(1.0, 2.0, 4)), 4), float(growth(0.0, 2.0, 4))
    (0.1892, nan)
    """
    start, end, years = (np.asarray(each, dtype=float) for each in (start, end, years))
    with np.errstate(all="ignore"):
        return np.where((start > 0) & (end > 0) & (years > 0), (end / start) ** (1 / years) - 1, np.nan)


def _over(numerator, denominator):
    numerator, denominator = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    with np.errstate(all="ignore"):
        return np.where(denominator != 0, numerator / denominator, np.nan)


def verdicts(latest, target, years_left, base=np.nan, years=np.nan, milestone=np.nan) -> pd.DataFrame:
    """The verdict of every method on each figure.

    Parameters
    ----------
    latest, target : array-like of float
        Rates in per cent.
    years_left : array-like of float
        Years from the latest figure to the end of the target year; zero or less where that year is over.
    base, years : array-like of float
        First rate of the series since its last break, and years from it to the latest; missing where there is none.
    milestone : array-like of float
        Official milestone of the year of the latest figure, where one is set.

    Returns
    -------
    DataFrame
        One column a method and ``verdicts_agree``. Full precision decides; a target reached is met whatever the trend; one whose
        year is over is met or missed; a method that lacks an input is not defined.

    Examples
    --------
    >>> given = verdicts([2.0, 94.96], [5.0, 95.0], [6.0, 0.0], [1.0, 94.0], [4.0, 1.0])
    >>> given[["verdict_pace", "verdict_eurostat"]].values.tolist()
    [['far_too_slow', 'on_track'], ['missed', 'missed']]
    """
    codes, agree = verdict_codes(latest, target, years_left, base, years, milestone)
    return pd.DataFrame({name: np.array(NAMES, dtype=object)[each] for name, each in codes.items()}).assign(verdicts_agree=agree)


def verdict_codes(
    latest, target, years_left, base=np.nan, years=np.nan, milestone=np.nan
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The verdicts as places in :data:`NAMES`, for tables of a whole country, and whether those that are defined agree.

    Parameters are those of :func:`verdicts`.
    """
    latest, target, years_left, base, years, milestone = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(each, dtype=float)) for each in (latest, target, years_left, base, years, milestone))
    )
    whole = years + years_left
    observed = _over(latest - base, years)
    with np.errstate(invalid="ignore"):
        at_milestone = np.where(milestone - latest <= 0.5, _PLACE["near"], _PLACE["short"])
        at_milestone = np.where(latest >= milestone, _PLACE["met"], at_milestone)
    found = {
        "verdict_pace": _classify(pace_ratio(observed, latest, target, years_left), (0.95, 0.60)),
        "verdict_eurostat": _classify(eurostat_ratio(base, latest, target, years, whole), (0.95, 0.60)),
        "verdict_un": _classify(un_share(base, latest, target, years, years_left), (0.95, 0.10)),
        "verdict_linear": _classify(linear_ratio(base, latest, target, years, whole), (1.0, 0.5)),
        "verdict_milestone": np.where(np.isnan(milestone), _PLACE["not_defined"], at_milestone),
    }
    over, reached = years_left <= 0, latest >= target
    settled = np.where(reached, _PLACE["met"], _PLACE["missed"])
    codes = {name: np.where(reached | over, settled, each).astype("int8") for name, each in found.items()}
    sides = [_SIDE[each] for each in codes.values()]
    agree = ~(np.logical_or.reduce([side == 1 for side in sides]) & np.logical_or.reduce([side == 0 for side in sides]))
    return codes, agree


def _classify(ratio: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Places of the verdict of a ratio; ``NAMES`` begins with those of a ratio, from undefined to on track."""
    high, low = limits
    with np.errstate(invalid="ignore"):
        place = 1 + (ratio >= 0).astype("int8") + (ratio >= low) + (ratio >= high)
    return np.where(np.isnan(ratio), 0, place)
