"""The common rate, or the common rise with a limit of 100 %, at which the units below together reach a target."""

from __future__ import annotations

import numpy as np

_STEPS = 80  # halvings of an interval of a few hundred points: far below the last bit of a rate
_ALL = 100.0


def same_rise(start, persons, group, total) -> np.ndarray:
    """The rise in percentage points by which all units of a group together reach a number of people.

    Solves Σ min(cᵢ + Δ, 100) · Dᵢ / 100 = P for every group: a unit that reaches 100 stays there, and the others cover
    what it cannot.

    Parameters
    ----------
    start : array-like of float
        c: rate of each unit in per cent.
    persons : array-like of float
        D: denominator of each unit, in persons.
    group : array-like of int
        Group of each unit, 0 … k − 1.
    total : array-like of float, length k
        P: people each group has to reach.

    Returns
    -------
    ndarray of float, length k
        Percentage points, negative where the units are beyond P already. Missing where an input of the group is missing, or where P
        is more than all the people there are.

    Examples
    --------
    >>> same_rise([20.0, 40.0], [100, 100], [0, 0], [70]).round(6).tolist()
    [5.0]
    >>> same_rise([20.0, 98.0], [100, 100], [0, 0], [140]).round(6).tolist()    # the second one stops at 100 %
    [20.0]
    """
    start, persons, total = (np.asarray(each, dtype=float) for each in (start, persons, total))
    group, size = np.asarray(group, dtype=int), len(total)

    def added(weights: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=weights, minlength=size)

    with np.errstate(all="ignore"):
        everybody = added(persons)
        rise = (_ALL * total - added(start * persons)) / everybody
        highest = np.full(size, -np.inf)
        np.maximum.at(highest, group, start)
        capped = (highest + rise > _ALL) & (total <= everybody)
        if capped.any():
            low, high = rise.copy(), np.full(size, _ALL) - _lowest(start, group, size)
            for _ in range(_STEPS):
                middle = (low + high) / 2
                reached = added(np.minimum(start + middle[group], _ALL) * persons) / _ALL
                low, high = np.where(reached < total, middle, low), np.where(reached < total, high, middle)
            rise = np.where(capped, high, rise)
        return np.where(total <= everybody, rise, np.nan)


def _lowest(values: np.ndarray, group: np.ndarray, size: int) -> np.ndarray:
    lowest = np.full(size, np.inf)
    np.minimum.at(lowest, group, values)
    return lowest
