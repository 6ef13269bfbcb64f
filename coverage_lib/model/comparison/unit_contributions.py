"""Contributions of units to the change in their parent's rate (Kitagawa) and to its gap.

Between units (Kitagawa 1955, Components of a difference between two rates, J. Am. Stat. Assoc. 50): with w the share of a unit
in the denominator and r its rate, ΔR = Σ r̄·Δw (mix) + Σ w̄·Δr (rate), bars for the mean of both dates. Here the mix part of a
unit is (r̄ − R̄)·Δw: the sum is the same, because the Δw add up to zero, and a growing unit below the mean lowers the rate of the
parent. Units with a figure on one date only are refused by name or, on request, counted as entry and exit (Melitz &
Polanec 2015, RAND J. Econ. 46).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.comparison.units_compared import FEWEST, GROUP
from coverage_lib.vocabulary.table_schemas import conform, empty

COUNTS = ["participants_before", "persons_before", "participants", "persons"]
_SERIES = ["lower_code", "indicator", "path", "base"]
_WHOLE = [
    *GROUP, "period_before", "units_counted", "common_before_pct", "common_pct", "change_pp", "pace_observed_pp", "target_pct",
    "gap_persons",
]  # fmt: skip


def contributions(comparison: pd.DataFrame, decomposition: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables ``common_change``, one row a unit above and indicator, and ``contributions``, one row a unit below.

    Parameters
    ----------
    comparison, decomposition : DataFrame
        The tables of these names. A unit takes part if its latest stretch was decomposed and begins on the same date as that of
        most units; with fewer than two of them the reason is ``no_pace``.
    """
    spans = decomposition[decomposition["reason"].eq("") & decomposition["break_id"].eq("")]
    spans = spans.rename(columns={"area_code": "lower_code"})
    spans = spans[[*_SERIES, "period_before", "period", *COUNTS, "coverage_before_pct", "change_pp"]]
    rows = comparison.drop(columns=["participants", "persons"]).merge(spans, on=[*_SERIES, "period"])
    rows = rows[rows["period_before"] == rows.groupby(GROUP)["period_before"].transform(lambda days: days.mode().iloc[0])]
    rows = rows[rows.groupby(GROUP)["period_before"].transform("size") >= FEWEST]
    rows = rows.assign(years=((rows["period"] - rows["period_before"]).dt.days / 365.25).round(2))
    parted = [_together(units) for _, units in rows.groupby(GROUP)]
    whole = pd.DataFrame([each for each, _ in parted], columns=_WHOLE)
    shared = comparison.drop_duplicates(GROUP)[[*GROUP, "path", "base", "period"]].merge(whole, on=GROUP, how="left")
    shared["reason"] = shared["units_counted"].isna().map({True: "no_pace", False: ""})
    units = pd.concat([each for _, each in parted]) if parted else empty("contributions")
    return conform(shared, "common_change"), conform(units, "contributions")


def _together(rows: pd.DataFrame) -> tuple[tuple, pd.DataFrame]:
    """All units together, from their summed counts, and the units with their parts; a gap only where one level holds for all."""
    before, now = (100 * rows[n].sum() / rows[d].sum() for n, d in (COUNTS[:2], COUNTS[2:]))
    first = rows.iloc[0]
    pace, own = (now - before) / first["years"], rows["change_pp"] / rows["years"]
    units = between_units(rows).assign(
        pace_observed_pp=own, low_and_slow=(rows["coverage_pct"] < now) & (own < pace), gap_part_pp=np.nan, gap_part_persons=pd.NA
    )
    level, gap = np.nan, pd.NA
    if rows["target_pct"].eq(first["target_pct"]).all():
        level = float(first["target_pct"])
        units = gap_contributions(units, level)
        gap = units["gap_part_persons"].sum()
    numbers = len(rows), before, now, units["contribution_pp"].sum(), pace, level, gap
    return (*first[[*GROUP, "period_before"]], *numbers), units


def between_units(units: pd.DataFrame, *, entry_exit: bool = False) -> pd.DataFrame:
    """The contribution of each unit to the change in the rate of all units together.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``lower_code``, ``participants_before``, ``persons_before`` at the first date and ``participants``,
        ``persons`` at the last, in persons; missing where the unit has no figure on that date.
    entry_exit : bool
        Whether a unit that is there on one date only counts as one that came or went; otherwise it is refused.

    Returns
    -------
    DataFrame
        The rows given, with in percentage points of the whole ``mix_pp``, ``rate_pp``, ``entry_pp``, ``exit_pp`` and
        ``contribution_pp``, their sum; the contributions add up to the change of Σn/ΣD exactly.

    Raises
    ------
    CoverageError
        Naming every unit with figures of one date only, without a denominator, or with a negative count.

    Examples
    --------
    >>> units = pd.DataFrame({"lower_code": ["a", "b"], "participants_before": [20, 90], "persons_before": [100, 300],
    ...                       "participants": [30, 60], "persons": [200, 200]})
    >>> between_units(units)[["mix_pp", "rate_pp", "contribution_pp"]].round(3).values.tolist()
    [[-1.875, -1.875, -3.75], [-1.25, 0.0, -1.25]]
    """
    values = units[COUNTS].astype("float64").set_axis(["n0", "d0", "n1", "d1"], axis=1)
    there = {end: values[f"n{end}"].notna() & values[f"d{end}"].notna() for end in (0, 1)}
    nobody = [there[end] & (values[f"d{end}"] <= 0) for end in (0, 1)]
    once = there[0] ^ there[1]
    _refuse(units, once if not entry_exit else once & False, nobody[0] | nobody[1], (values < 0).any(axis=1), ~there[0] & ~there[1])
    n, d = ({end: values[f"{name}{end}"].where(there[end], 0.0) for end in (0, 1)} for name in "nd")
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
    return units.assign(**split, contribution_pp=split.sum(axis=1, skipna=False))


def gap_contributions(units: pd.DataFrame, target_pct: float) -> pd.DataFrame:
    """Each unit's part of the gap of all units together to one target.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``lower_code``, ``participants``, ``persons``.
    target_pct : float
        The level the parent is measured by.

    Returns
    -------
    DataFrame
        The rows given, with ``gap_part_pp`` = D/ΣD·(r − T), points of the whole, and ``gap_part_persons``, whole persons: a
        shortfall is negative. Both add up to the gap of the whole, Σn/ΣD − T and Σn − ⌈T·ΣD⌉; a person that rounding leaves over
        goes where the fraction is largest, then to the larger denominator, then to the lower code.

    Raises
    ------
    CoverageError
        Naming every unit without counts or denominator.

    Examples
    --------
    >>> units = pd.DataFrame({"lower_code": ["a", "b"], "participants": [30, 60], "persons": [101, 202]})
    >>> gap_contributions(units, 45.0)[["gap_part_pp", "gap_part_persons"]].round(2).values.tolist()
    [[-5.1, -16], [-10.2, -31]]
    """
    n, d = units["participants"].astype("float64"), units["persons"].astype("float64")
    missing = n.isna() | d.isna()
    _refuse(units, missing & False, d <= 0, (n < 0), missing)
    exact = np.round(n - target_pct * d / 100, 6)
    whole = int(np.floor(exact.sum() + 1e-6))
    floors = np.floor(exact)
    left = round(whole - float(floors.sum()))
    order = pd.DataFrame({"part": -(exact - floors).round(6), "size": -d, "code": units["lower_code"]}).sort_values(
        ["part", "size", "code"], kind="stable"
    )
    persons = floors.add(pd.Series(1.0, index=order.index[: max(left, 0)]), fill_value=0.0)
    return units.assign(gap_part_pp=100 * (n - target_pct * d / 100) / d.sum(), gap_part_persons=persons.astype("Int64"))


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
        for code in units.loc[which, "lower_code"]
    ]
    if problems:
        raise CoverageError("contributions.impossible", problems)
