"""What a plan itself assigned to the units of an area: does it add up, who gets less than it has, by which rule?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_baseline import units_below
from coverage_lib.model.assignment.assignment_rules import RULES, assign
from coverage_lib.vocabulary import areas

STEPS = (
    *("area_code", "since", "period", "basis_before", "before", "assigned", "persons", "increase", "increase_pct"),
    *("before_pct", "assigned_pct", "increase_pp", "below_before", "above_base"),
)
TOTALS = ("period", "units", "printed", "summed", "difference")
NEAREST = ("since", "period", "rule", "distance", "share")


@dataclass(frozen=True)
class AssignmentAudit:
    """What was found of one area and indicator; tables without rows where the area's units are assigned nothing.

    Attributes
    ----------
    steps : DataFrame
        One row a unit and assigned year (`STEPS`): persons ``before`` (observed a year before, else assigned), ``assigned``,
        ``increase`` in persons and in per cent, rates in per cent, ``increase_pp`` in points; ``below_before``: gets less than
        it has; ``above_base``: more than the persons of its base. The last rows lead from the first to the last year.
    totals : DataFrame
        One row an assigned year (`TOTALS`): the area's own total as printed, the sum of its units, ``difference`` = summed −
        printed.
    nearest : DataFrame
        One row a step and rule (`NEAREST`): ``distance``, the sum of absolute differences in persons between the plan and the rule
        sharing out the same total; ``share`` of it in the persons added; missing where the rule cannot be applied.
    """

    steps: pd.DataFrame
    totals: pd.DataFrame
    nearest: pd.DataFrame


def audit_assignment(tables: Mapping[str, pd.DataFrame], area_code: str, indicator: str) -> AssignmentAudit:
    """Audit what the units below an area are assigned.

    Parameters
    ----------
    tables : mapping
        Needs ``trajectory``.
    area_code, indicator : str
    """
    points = tables["trajectory"]
    points = points[(points["indicator"] == indicator) & points["path"].isin(["actual", "plan"]) & points["participants"].notna()]
    points = points[points["period"].dt.month.eq(12)]
    units = points[points["area_code"].map(areas.parent).eq(area_code)]
    steps = _steps(units)
    return AssignmentAudit(steps, _totals(points, units, area_code), _nearest(steps))


def _steps(units: pd.DataFrame) -> pd.DataFrame:
    """Every assigned year against the year before, and the last assigned year against the first."""
    assigned = units[units["path"] == "plan"]
    days = sorted(assigned["period"].unique())
    pairs = [(day - pd.DateOffset(years=1), day) for day in days]
    if len(days) > 2:  # of two years the whole way is the only step
        pairs.append((days[0], days[-1]))
    known = units.sort_values("path").drop_duplicates(["area_code", "period"])  # observed stands before assigned
    frames = []
    for since, day in pairs:
        before = known[known["period"] == since][["area_code", "path", "participants", "persons", "coverage_pct"]]
        now = assigned[assigned["period"] == day][["area_code", "participants", "persons", "coverage_pct"]]
        both = now.merge(before, on="area_code", suffixes=("", "_before")).sort_values("area_code")
        frames.append(both.assign(since=since, period=day))
    if not frames or not sum(map(len, frames)):
        return pd.DataFrame(columns=[*STEPS, "persons_before"])
    rows = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    rows = rows.rename(columns={"participants": "assigned", "participants_before": "before", "path": "basis_before"})
    rows = rows.rename(columns={"coverage_pct": "assigned_pct", "coverage_pct_before": "before_pct"})
    increase = rows["assigned"] - rows["before"]
    return rows.assign(
        increase=increase,
        increase_pct=(100 * increase / rows["before"].where(rows["before"] > 0)).astype("Float64").to_numpy(float, na_value=np.nan),
        increase_pp=rows["assigned_pct"] - rows["before_pct"],
        below_before=increase < 0,
        above_base=(rows["assigned"] > rows["persons"]).fillna(False).astype(bool),
    )[[*STEPS, "persons_before"]]


def _totals(points: pd.DataFrame, units: pd.DataFrame, area_code: str) -> pd.DataFrame:
    planned = units[units["path"] == "plan"].groupby("period").agg(units=("area_code", "nunique"), summed=("participants", "sum"))
    own = (
        points[(points["area_code"] == area_code) & (points["path"] == "plan")]
        .set_index("period")["participants"]
        .rename("printed")
    )
    rows = planned.join(own, how="inner").reset_index()
    wanted = rows["period"].map(lambda day: len(units_below(area_code, day))).astype("int64")
    rows = rows[rows["units"] >= wanted]  # the sum of some units says nothing about the total of all
    return rows.assign(difference=rows["summed"] - rows["printed"])[list(TOTALS)].reset_index(drop=True)


def _nearest(steps: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (since, period), step in steps.groupby(["since", "period"], sort=False):
        given = pd.DataFrame(
            {
                "area_code": step["area_code"],
                "participants": step["before"],
                "persons_today": step["persons_before"],
                "persons": step["persons"],
            }
        )
        total, added = int(step["assigned"].sum()), int(step["increase"].sum())
        for rule in RULES:
            try:
                table = assign(given, total, [rule])
                distance = float(np.abs(table["assigned"].to_numpy() - step["assigned"].to_numpy(dtype="int64")).sum())
            except CoverageError:  # less than the units have together, or more than their bases: no rule does that
                distance = np.nan
            rows.append((since, period, rule, distance, distance / added if added > 0 else np.nan))
    return pd.DataFrame(rows, columns=list(NEAREST))
