"""Apportion whole persons within bounds to a given total: clip(start + λ·weight, lower, upper), then Hamilton rounding.

λ is found from the sorted points at which units leave their lower bound or reach their upper bound. Between two points the sum
is linear, so λ is exact up to machine precision. Shares are rounded down to whole persons and the residual is given, one each,
to the largest remainders; ties go to the larger weight, then to the first code.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Message, Problem, message
from coverage_lib.vocabulary import formats

_PLACES = 6  # remainders closer than this are equal: products of counts and rates differ by less from machine to machine


def apportion(total: int, weights, lower, upper, start=0.0, codes=None) -> pd.DataFrame:
    """Whole persons for every unit, summing to the total exactly and within the bounds.

    Parameters
    ----------
    total : int
        Persons to be shared out, H.
    weights : array-like of float
        Weight of each unit, not negative: what it gets more of as λ grows.
    lower, upper : array-like of int
        Least and most persons of each unit.
    start : array-like of float
        Persons of each unit at λ = 0.
    codes : array-like of str, optional
        Codes of the units, for ties and messages; default: their numbers.

    Returns
    -------
    DataFrame
        One row a unit, in the given order, indexed by code: ``exact`` (share before rounding, persons), ``persons`` (whole),
        ``bound`` ("floor" or "cap" if the share is at that bound, else empty).

    Raises
    ------
    CoverageError
        If a floor is above its cap, or the total is below the sum of the floors or above that of the caps, or out of reach because
        of units whose weight is zero: each with the number of persons.

    Notes
    -----
    Largest remainders (Hamilton): a larger total can take a person from a unit (Alabama paradox); the exact shares never fall.

    Examples
    --------
    >>> apportion(1000, [120, 80, 300, 40, 5], 50, [200, 400, 600, 400, 60])["persons"].tolist()
    [200, 143, 536, 71, 50]
    """
    given = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, dtype=float)) for each in (weights, lower, upper, start)))
    weight, low, high, begin = (each.astype(float) for each in given)
    names = np.arange(len(weight)).astype(str) if codes is None else np.asarray(codes, dtype=str)
    exact, whole, bound = whole_persons(total, weight, low, high, begin, names)
    return pd.DataFrame({"exact": exact, "persons": whole, "bound": bound}, index=pd.Index(names, name="area_code"))


def whole_persons(total: int, weight, low, high, begin, names) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns of `apportion` from float arrays of one length, where many are to be shared out."""
    _check(total, weight, low, high, begin, names)
    exact, bound = _exact(total, weight, low, high, begin)
    whole = np.floor(np.round(exact, _PLACES)).astype("int64")
    remainder = np.round(exact - whole, _PLACES)
    order = np.lexsort((names, -weight, -remainder))
    whole[order[: int(total) - int(whole.sum())]] += 1
    return exact, whole, bound


def _exact(total: float, weight: np.ndarray, low: np.ndarray, high: np.ndarray, begin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares before rounding, and the bound that applies to each."""
    moves = weight > 0
    fixed = np.clip(begin, low, high)
    w, a = weight[moves], begin[moves]
    leaves, reaches = (low[moves] - a) / w, (high[moves] - a) / w  # λ at which a unit leaves its floor and reaches its cap
    scale = _scale(total - fixed[~moves].sum(), w, low[moves], leaves, reaches)
    bound = np.full(len(weight), "", dtype=object)
    bound[moves] = np.select([reaches <= scale, leaves >= scale], ["cap", "floor"], "")
    bound[~moves] = np.select([begin[~moves] > high[~moves], begin[~moves] <= low[~moves]], ["cap", "floor"], "")
    free = moves & (bound == "")
    exact = np.where(bound == "cap", high, np.where(bound == "floor", low, fixed))
    if free.any():  # λ again from the units that are at no bound: free of accumulated rounding
        scale = (total - exact[~free].sum() - begin[free].sum()) / weight[free].sum()
        exact[free] = np.clip(begin[free] + scale * weight[free], low[free], high[free])
    return exact, bound


def _scale(wanted: float, w: np.ndarray, low: np.ndarray, leaves: np.ndarray, reaches: np.ndarray) -> float:
    """λ at which the free units sum to the required number, found from the sorted break points."""
    if not len(w):
        return 0.0
    points = np.concatenate([leaves, reaches])
    order = np.argsort(points, kind="stable")
    points, slope = points[order], np.cumsum(np.concatenate([w, -w])[order])
    sums = low.sum() + np.concatenate([[0.0], np.cumsum(slope[:-1] * np.diff(points))])
    place = min(max(int(np.searchsorted(sums, wanted, side="left")), 1), len(sums) - 1)
    before, rise = place - 1, sums[place] - sums[place - 1]
    share = (wanted - sums[before]) / rise if rise > 0 else 0.0
    return points[before] + min(max(share, 0.0), 1.0) * (points[place] - points[before])


def _check(total: int, weight, low, high, begin, names) -> None:
    crossed = [(name, _count(least), _count(most)) for name, least, most in zip(names, low, high, strict=True) if least > most]
    problems = [
        Problem("bounds", name, message("shares.below_cap", cap=cap), message("shares.floor", floor=floor), "shares.correct")
        for name, floor, cap in crossed
    ]
    bad = [name for name, each in zip(names, weight, strict=True) if not (np.isfinite(each) and each >= 0)]
    problems += [Problem("weights", name, "shares.weight", "found.none", "shares.correct") for name in bad]
    if problems:
        raise CoverageError("shares.impossible", problems)
    fixed = np.clip(begin, low, high)
    moves = weight > 0
    limits = (
        ("shares.all_floors", low.sum(), -1, "shares.raise_or_lower_floors"),
        ("shares.all_caps", high.sum(), 1, "shares.lower_or_raise_caps"),
        ("shares.fixed_and_floors", np.where(moves, low, fixed).sum(), -1, "shares.raise"),
        ("shares.fixed_and_caps", np.where(moves, high, fixed).sum(), 1, "shares.lower"),
    )
    for what, limit, side, remedy in limits:
        over = side * (total - limit)
        if over > 10**-_PLACES:
            bound, distance = ("shares.at_least", "shares.too_few") if side < 0 else ("shares.at_most", "shares.too_many")
            expected = message(bound, limit=_count(limit), what=Message(what))
            found = message(distance, given=_count(total), persons=_count(np.ceil(over)))
            raise CoverageError("shares.total_impossible", [Problem("total", "", expected, found, remedy)])


def _count(value: float) -> str:
    return formats.count(float(value), "en")
