"""The part of every unit in what its parent is short of, and in what moved it.

Between units (Kitagawa 1955, Components of a difference between two rates, J. Am. Stat. Assoc. 50): with w the share of a unit
in the denominator and r its rate, ΔR = Σ r̄·Δw (mix) + Σ w̄·Δr (rate), bars for the mean of both dates. Here the mix part of a
unit is (r̄ − R̄)·Δw: the sum is the same, because the Δw add up to nothing, and a unit below the mean that grows pulls the
parent down. Units that are there on one date only are refused by name or, if asked for, counted as entry and exit (Melitz &
Polanec 2015, RAND J. Econ. 46).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem

COUNTS = ["participants_0", "persons_0", "participants_1", "persons_1"]


def between_units(units: pd.DataFrame, *, entry_exit: bool = False) -> pd.DataFrame:
    """What each unit contributed to the change of the rate of all units together.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``area_code``, ``participants_0``, ``persons_0``, ``participants_1``, ``persons_1`` in persons; missing
        where the unit has no figure on that date.
    entry_exit : bool
        Whether a unit that is there on one date only counts as one that came or went; otherwise it is refused.

    Returns
    -------
    DataFrame
        The rows given, with ``rate_0_pct``, ``rate_1_pct`` and in percentage points of the whole ``mix_pp``, ``rate_pp``,
        ``entry_pp``, ``exit_pp`` and ``contribution_pp``, their sum; the contributions add up to the change of Σn/ΣD exactly.

    Raises
    ------
    CoverageError
        Naming every unit with figures of one date only, without a denominator, or with a negative count.

    Examples
    --------
    >>> units = pd.DataFrame({"area_code": ["a", "b"], "participants_0": [20, 90], "persons_0": [100, 300],
    ...                       "participants_1": [30, 60], "persons_1": [200, 200]})
    >>> between_units(units)[["mix_pp", "rate_pp", "contribution_pp"]].round(3).values.tolist()
    [[-1.875, -1.875, -3.75], [-1.25, 0.0, -1.25]]
    """
    values = units[COUNTS].astype("float64")
    there = {end: values[f"participants_{end}"].notna() & values[f"persons_{end}"].notna() for end in (0, 1)}
    empty = [there[end] & (values[f"persons_{end}"] <= 0) for end in (0, 1)]
    once = there[0] ^ there[1]
    _refuse(units, once if not entry_exit else once & False, empty[0] | empty[1], (values < 0).any(axis=1), ~there[0] & ~there[1])
    n, d = ({end: values[f"{name}_{end}"].where(there[end], 0.0) for end in (0, 1)} for name in ("participants", "persons"))
    stays = there[0] & there[1]
    with np.errstate(all="ignore"):
        rate = {end: (n[end] / d[end]).where(there[end]) for end in (0, 1)}
        whole = {end: n[end][stays].sum() / d[end][stays].sum() for end in (0, 1)}
        weight = {end: d[end].where(stays, 0.0) / d[end][stays].sum() for end in (0, 1)}
        share = {end: d[end] / d[end].sum() for end in (0, 1)}
    middle = (rate[0] + rate[1]) / 2 - (whole[0] + whole[1]) / 2
    parts = {
        "mix_pp": (middle * (weight[1] - weight[0])).where(stays, 0.0),
        "rate_pp": ((weight[0] + weight[1]) / 2 * (rate[1] - rate[0])).where(stays, 0.0),
        "entry_pp": (share[1] * (rate[1] - whole[1])).where(there[1] & ~there[0], 0.0),
        "exit_pp": (-share[0] * (rate[0] - whole[0])).where(there[0] & ~there[1], 0.0),
    }
    split = pd.DataFrame(parts) * 100
    return units.assign(
        rate_0_pct=100 * rate[0], rate_1_pct=100 * rate[1], **split, contribution_pp=split.sum(axis=1, skipna=False)
    )


def gap_contributions(units: pd.DataFrame, target_pct: float) -> pd.DataFrame:
    """The part of each unit in the gap of all units together, measured against one target.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``area_code``, ``participants``, ``persons``.
    target_pct : float
        The level the parent is held against.

    Returns
    -------
    DataFrame
        The rows given, with ``gap_pp`` = D/ΣD·(r − T), points of the whole, and ``gap_persons``, whole persons: a shortfall is
        negative. Both add up to the gap of the whole, Σn/ΣD − T and Σn − ⌈T·ΣD⌉; a person that rounding leaves over goes where
        the fraction is largest, then to the larger denominator, then to the lower code.

    Raises
    ------
    CoverageError
        Naming every unit without counts or denominator.

    Examples
    --------
    >>> units = pd.DataFrame({"area_code": ["a", "b"], "participants": [30, 60], "persons": [101, 202]})
    >>> gap_contributions(units, 45.0)[["gap_pp", "gap_persons"]].round(2).values.tolist()
    [[-5.1, -16], [-10.2, -31]]
    """
    n, d = units["participants"].astype("float64"), units["persons"].astype("float64")
    missing = n.isna() | d.isna()
    _refuse(units, missing & False, d <= 0, (n < 0), missing)
    exact = np.round(n - target_pct * d / 100, 6)
    whole = int(np.floor(exact.sum() + 1e-6))
    floors = np.floor(exact)
    left = round(whole - float(floors.sum()))
    order = pd.DataFrame({"part": -(exact - floors).round(6), "size": -d, "code": units["area_code"]}).sort_values(
        ["part", "size", "code"], kind="stable"
    )
    persons = floors.add(pd.Series(1.0, index=order.index[: max(left, 0)]), fill_value=0.0)
    return units.assign(gap_pp=100 * (n - target_pct * d / 100) / d.sum(), gap_persons=persons.astype("Int64"))


def _refuse(units: pd.DataFrame, once: pd.Series, empty: pd.Series, negative: pd.Series, missing: pd.Series) -> None:
    reasons = (
        (once, "contributions.both_dates", "contributions.one_date", "contributions.leave_out_or_count"),
        (empty, "contributions.denominator", "found.none", "contributions.leave_out"),
        (negative, "contributions.counts", "contributions.negative", "contributions.correct"),
        (missing, "contributions.participants_and_base", "contributions.neither_date", "contributions.leave_out"),
    )
    problems = [
        Problem(str(code), "", expected, found, remedy)
        for which, expected, found, remedy in reasons
        for code in units.loc[which, "area_code"]
    ]
    if problems:
        raise CoverageError("contributions.impossible", problems)
