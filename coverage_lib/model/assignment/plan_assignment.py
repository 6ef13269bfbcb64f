"""What plans themselves assigned to the units of each area: who gets less than it has, and which rule comes nearest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.assignment.assignment_baseline import counted_points
from coverage_lib.model.assignment.assignment_rules import distances
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.table_schemas import conform

_AREA = ["area_code", "indicator"]
_STEP = [*_AREA, "period_before", "period"]
_FIGURES = {"participants": "assigned", "persons": "persons", "coverage_pct": "assigned_pct", "source_id": "source_id"}
_BEFORE = {
    "participants": "participants_before",
    "persons": "persons_before",
    "coverage_pct": "coverage_before_pct",
    "path": "basis_before",
}


def plan_assignment(trajectory: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables ``plan_assignment_units`` and ``plan_assignment_rules``.

    Parameters
    ----------
    trajectory : DataFrame
        The table of this name.

    Returns
    -------
    units : DataFrame
        One row a unit and step: every assigned year-end after the year before (observed, else assigned), and the way from the first
        to the last assigned year (``whole_way``; of two years that is the only step). ``increase`` in persons and per cent,
        ``increase_pp`` in points; ``below_before``: assigned fewer than a year before; ``above_base``: more than its base.
    rules : DataFrame
        One row a step and rule: ``rule_distance``, the sum of absolute differences in persons between the plan and the rule sharing
        out the same total, missing where the rule cannot be applied; ``nearest`` where it is the least.
    """
    points = counted_points(trajectory)
    points = points[points["period"].dt.month.eq(12)]
    uppers = {code: areas.parent(code) for code in points["area_code"].unique()}
    points = points.assign(lower_code=points["area_code"], area_code=points["area_code"].map(uppers))
    points = points[points["area_code"] != ""]
    steps = _steps(points)
    return conform(steps, "plan_assignment_units"), conform(_distances(steps), "plan_assignment_rules")


def _steps(points: pd.DataFrame) -> pd.DataFrame:
    unit = [*_AREA, "lower_code", "period"]
    assigned = points[points["path"] == "plan"][[*unit, *_FIGURES]].rename(columns=_FIGURES)
    known = points.sort_values("path").drop_duplicates(unit)  # observed stands before assigned
    known = known[[*unit, *_BEFORE]].rename(columns=_BEFORE | {"period": "period_before"})
    pairs = []
    for area, days in assigned.groupby(_AREA)["period"].unique().items():
        ends = sorted(days)
        pairs += [(*area, day - pd.DateOffset(years=1), day) for day in ends]
        pairs += [(*area, ends[0], ends[-1])] if len(ends) > 2 else []
    steps = pd.DataFrame(pairs, columns=_STEP).astype(dict.fromkeys(_STEP[2:], "datetime64[ns]"))  # no step has no type
    rows = steps.merge(assigned, on=[*_AREA, "period"]).merge(known, on=[*_AREA, "lower_code", "period_before"])
    last = rows.groupby(_AREA)[["period_before", "period"]].transform("last")
    increase = rows["assigned"] - rows["participants_before"]
    yearly = rows["period_before"] == rows["period"] - pd.DateOffset(years=1)
    return rows.assign(
        increase=increase,
        increase_pct=(100 * increase / rows["participants_before"].where(rows["participants_before"] > 0))
        .astype("Float64")
        .to_numpy(float, na_value=np.nan),
        increase_pp=rows["assigned_pct"] - rows["coverage_before_pct"],
        below_before=yearly & (increase < 0),
        above_base=yearly & (rows["assigned"] > rows["persons"]).fillna(False).astype(bool),
        whole_way=(rows[["period_before", "period"]] == last).all(axis=1),
    )


def _distances(steps: pd.DataFrame) -> pd.DataFrame:
    named = {
        "area_code": "lower_code",
        "participants": "participants_before",
        "persons_today": "persons_before",
        "persons": "persons",
    }
    rows = []
    for step, units in steps.groupby([*_STEP, "whole_way"], sort=False):
        given = pd.DataFrame({name: units[column] for name, column in named.items()})
        found = distances(given, units["assigned"].to_numpy(dtype="int64"))
        rows += [(*step, units["increase"].sum(), *each) for each in found.items()]
    found = pd.DataFrame(rows, columns=[*_STEP, "whole_way", "increase", "rule", "rule_distance"])
    return found.assign(nearest=found["rule_distance"] == found.groupby(_STEP)["rule_distance"].transform("min"))
