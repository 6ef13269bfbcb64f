"""The total that a target year takes: as ordered, as the targets in force ask, or the last yearly increase once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.assignment.assignment_baseline import counted_points, require_each
from coverage_lib.model.gaps.applicable_targets import applicable_targets
from coverage_lib.model.gaps.compared_figures import Points
from coverage_lib.model.gaps.gap import persons_needed


@dataclass(frozen=True)
class Total:
    """Persons to be allocated, and the source of the number.

    Attributes
    ----------
    assigned : int
        Persons of all units together.
    assigned_by : {"given", "rate", "target", "way", "pace"}
        Given in persons or as a rate; a target of that year; the straight line to a later one; the last yearly increase again.
    level_pct : float
        The rate of which the persons are rounded up, per cent; missing where the total is one of persons.
    target_pct, target_year, target_area_code, source_id
        Of the target, where there is one.
    yearly_increase : int
        Persons of the last yearly increase, for "pace".
    """

    assigned: int
    assigned_by: str
    level_pct: float = np.nan
    target_pct: float = np.nan
    target_year: int | None = None
    target_area_code: str = ""
    source_id: str = ""
    yearly_increase: int | None = None


def given_total(rows: pd.DataFrame, persons: int | None = None, rate_pct: float | None = None) -> Total:
    """A total as requested: in persons, or as a rate over all units, rounded up to whole persons.

    Raises
    ------
    CoverageError
        If a rate is given although a unit has no denominator.
    """
    if rate_pct is not None:
        return Total(int(persons_needed(rate_pct, _whole_base(rows))), "rate", rate_pct)
    assert persons is not None
    return Total(persons, "given")


def needed_total(tables: Mapping[str, pd.DataFrame], rows: pd.DataFrame, area_code: str, indicator: str, year: int) -> Total:
    """The total required by the targets in force; if they require nothing, today's plus the last yearly increase.

    Parameters
    ----------
    tables : mapping
        Needs ``trajectory`` and ``targets``.
    rows : DataFrame
        Of `baseline`.

    Notes
    -----
    In this order: a target of the area for that very year, in persons or over the same base; a later target above today's rate, of
    which the year takes its part on a straight line (interpolated, assigned by nobody); else the units' last yearly increase.

    Raises
    ------
    CoverageError
        If none of these is at hand.
    """
    goals = applicable_targets(tables["targets"], Points(tables["trajectory"]))
    goals = goals[(goals["area_code"] == area_code) & (goals["indicator"] == indicator) & (goals["target_year"] >= year)]
    own = goals[(goals["target_year"] == year) & (goals["target_area_code"] == area_code) & goals["target_persons"].notna()]
    now = int(rows["participants"].sum())
    if len(own):
        row = own.sort_values(["target_persons", "source_id"]).iloc[-1]
        return Total(int(row["target_persons"]), "target", np.nan, np.nan, year, area_code, row["source_id"])
    goals = goals[goals["target_pct"].notna() & (goals["base"] == rows["base"].iloc[0])]
    if rows["persons"].notna().all() and rows["persons_today"].notna().all() and rows["persons_today"].sum():
        today = 100 * now / float(rows["persons_today"].sum())
        goals = goals[goals["target_pct"] > today].sort_values(["target_year", "target_pct", "source_id"])
        if len(goals):
            first = goals[goals["target_year"] == goals["target_year"].iloc[0]].iloc[-1]
            seen = _year_end(rows["period"].max())
            share = (year + 1 - seen) / (int(first["target_year"]) + 1 - seen)
            level = float(today + share * (first["target_pct"] - today))
            needed = int(persons_needed(level, _whole_base(rows)))
            reason = "target" if first["target_year"] == year else "way"
            goal = (float(first["target_pct"]), int(first["target_year"]), first["target_area_code"], first["source_id"])
            return Total(max(needed, now), reason, level, *goal)
    increase = now - _year_before(tables["trajectory"], rows, indicator)
    if increase <= 0:
        wanted, found = message("assignment.total", year=year), "assignment.no_target_no_pace"
        raise CoverageError("assignment.total_unknown", [Problem(area_code, indicator, wanted, found, "assignment.give_total")])
    most = rows["persons"].fillna(rows["participants"]).sum()
    return Total(int(min(now + increase, most)), "pace", yearly_increase=increase)


def _year_end(day: pd.Timestamp) -> float:
    """A date as a position in years: the end of 2025 is 2026.

    >>> _year_end(pd.Timestamp("2025-12-31")), _year_end(pd.Timestamp("2025-06-30"))
    (2026.0, 2025.5)
    """
    return day.year + day.month / 12


def _year_before(trajectory: pd.DataFrame, rows: pd.DataFrame, indicator: str) -> int:
    """Participants of all units a year before today's figures; today's, if a unit lacks that figure."""
    points = counted_points(trajectory, indicator)
    points = points[(points["path"] == rows["basis"].iloc[0]) & points["area_code"].isin(rows["area_code"])]
    before = points[points["period"] == rows["period"].max() - pd.DateOffset(years=1)]
    return int(before["participants"].sum() if len(before) == len(rows) else rows["participants"].sum())


def _whole_base(rows: pd.DataFrame) -> float:
    require_each(rows, rows[rows["persons"].notna()], "total", "denominator.for_rate", "assignment.total_in_persons")
    return float(rows["persons"].sum())
