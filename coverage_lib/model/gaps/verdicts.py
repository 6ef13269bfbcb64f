"""On-track verdicts: several methods, side by side, none rounding a zero base away.

A method is a function of this module that gives the ratio it classifies, and an entry of ``vocabulary/verdict_methods.toml`` of the
same name with its classes and words. Rates are in per cent, times in years. Sources: Eurostat and Open SDG progress methodology; UN
Progress Chart technical note 2023. Worked examples: ``docs/methods``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.vocabulary.table_schemas import verdict_methods
from coverage_lib.vocabulary.terms import terms

METHODS = tuple(f"verdict_{name}" for name in verdict_methods())
ON_THE_WAY = {name: entry["on_the_way"] for name, entry in terms("verdict").items() if "on_the_way" in entry}
_VERDICT = pd.CategoricalDtype(list(terms("verdict")))
_PLACE = {name: place for place, name in enumerate(_VERDICT.categories)}
_SIDE = np.array([ON_THE_WAY.get(name, -1) for name in _PLACE], dtype="int8")
"""Which side a verdict stands on; -1 for those that take no side."""


class Figures(NamedTuple):
    """What the methods compare: arrays of one shape, missing where a figure is not known.

    Attributes
    ----------
    latest, target : array of float
        Rates in per cent.
    left : array of float
        Years from the latest figure to the end of the target year; zero or less where that year is over.
    base, years : array of float
        First rate of the series since its last break, and years from it to the latest.
    milestone : array of float
        Official level of the year of the latest figure.
    """

    latest: np.ndarray
    target: np.ndarray
    left: np.ndarray
    base: np.ndarray
    years: np.ndarray
    milestone: np.ndarray


def figures(latest, target, left, base=np.nan, years=np.nan, milestone=np.nan) -> Figures:
    """Numbers, arrays or Series as :class:`Figures`."""
    given = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (latest, target, left, base, years, milestone))
    return Figures(*np.broadcast_arrays(*given))


def pace(given: Figures) -> np.ndarray:
    """Observed pace divided by the pace required from now: s_obs ÷ ((T − p_t)/(y_T − t)).

    >>> pace(figures(2.0, 5.0, 6, base=1.0, years=4)).round(2).tolist()
    [0.5]
    """
    return _over(_over(given.latest - given.base, given.years) * given.left, given.target - given.latest)


def eurostat(given: Figures) -> np.ndarray:
    """Observed divided by required compound growth since the base year; not defined for a zero base.

    >>> eurostat(figures(2.0, 5.0, 6, base=[1.0, 0.0], years=4)).round(2).tolist()
    [1.08, nan]
    """
    needed = growth(given.base, given.target, given.years + given.left)
    return _over(growth(given.base, given.latest, given.years), needed)


def un(given: Figures) -> np.ndarray:
    """Share of the distance from base to target covered by the target year at the observed growth rate.

    >>> un(figures(2.0, 5.0, 6, base=1.0, years=4)).round(2).tolist()
    [1.16]
    """
    return _over(carried(given) - given.base, given.target - given.base)


def linear(given: Figures) -> np.ndarray:
    """Mean yearly change since the base year divided by the change needed from it.

    >>> linear(figures(2.0, 5.0, 6, base=1.0, years=4)).tolist()
    [0.625]
    """
    return _over((given.latest - given.base) * (given.years + given.left), (given.target - given.base) * given.years)


def milestone(given: Figures) -> np.ndarray:
    """Points from the official level of the year of the figure: a shortfall is negative.

    >>> milestone(figures(93.5, 95.0, 1, milestone=94.0)).tolist()
    [-0.5]
    """
    return given.latest - given.milestone


def growth(start, end, years):
    """Compound yearly growth; missing where either rate is not positive.

    >>> round(float(growth(1.0, 2.0, 4)), 4), float(growth(0.0, 2.0, 4))
    (0.1892, nan)
    """
    start, end, years = (np.asarray(each, dtype=float) for each in (start, end, years))
    with np.errstate(all="ignore"):
        return np.where((start > 0) & (end > 0) & (years > 0), (end / start) ** (1 / years) - 1, np.nan)


def carried(given: Figures) -> np.ndarray:
    """The rate in the target year, in per cent, if the observed growth goes on."""
    with np.errstate(all="ignore"):
        return given.latest * (1 + growth(given.base, given.latest, given.years)) ** given.left


def _over(numerator, denominator):
    with np.errstate(all="ignore"):
        return np.where(denominator != 0, numerator / denominator, np.nan)


RATIOS: dict[str, Callable[[Figures], np.ndarray]] = {name: globals()[name] for name in verdict_methods()}


def verdicts(given: Figures, instead: Sequence[tuple[np.ndarray, str]] = ()) -> pd.DataFrame:
    """The verdict of every method on each figure.

    Parameters
    ----------
    given : Figures
    instead : sequence of (flags, verdict)
        Figures that get a verdict of their own whatever the method; of several the first.

    Returns
    -------
    DataFrame
        One column a method and ``verdicts_agree``. Full precision decides; a target reached is met whatever the trend; one whose
        year is over is met or missed; a method that lacks an input is not defined.

    Examples
    --------
    >>> found = verdicts(figures([2.0, 94.96], [5.0, 95.0], [6.0, 0.0], [1.0, 94.0], [4.0, 1.0]))
    >>> found[["verdict_pace", "verdict_eurostat"]].values.tolist()
    [['far_too_slow', 'on_track'], ['missed', 'missed']]
    """
    settled = [*instead, (given.latest >= given.target, "met"), (given.left <= 0, "missed")]
    flags, names = zip(*settled, strict=True)
    place = np.select([np.asarray(each) for each in flags], [np.int8(_PLACE[name]) for name in names], np.int8(-1))
    places = {
        f"verdict_{name}": np.where(place >= 0, place, _classified(RATIOS[name](given), method["classes"]))
        for name, method in verdict_methods().items()
    }
    sides = np.array([_SIDE[each] for each in places.values()])
    agree = ~((sides == 1).any(axis=0) & (sides == 0).any(axis=0))
    return pd.DataFrame({name: pd.Categorical.from_codes(each, dtype=_VERDICT) for name, each in places.items()}).assign(
        verdicts_agree=agree
    )


def _classified(ratio: np.ndarray, classes: list[list]) -> np.ndarray:
    """Places of the verdict that each ratio gets: the best class whose limit it reaches."""
    place = np.full(ratio.shape, _PLACE["not_defined"], dtype="int8")
    for name, *limit in reversed(classes):
        with np.errstate(invalid="ignore"):
            place[ratio >= (limit[0] if limit else -np.inf)] = _PLACE[name]
    return place
