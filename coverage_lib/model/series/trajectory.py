"""Table ``trajectory``: the points of each chart (observed, assigned, required) and their time series segments.

Each unit and indicator is charted over one base: the one over which its targets, or those of the units above, are set; if no rate
over it exists, the base with most figures; if there is no rate at all, none, and the chart is in persons.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.vocabulary.areas import beside_levels_above, nearest
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.years import year_end

_UNIT = ["area_code", "indicator"]
_METHODS = {"counts": 0, "adjusted": 1, "apportioned": 2, "implied": 3, "printed": 4}


def drawn_bases(coverage: pd.DataFrame, targets: pd.DataFrame) -> pd.Series:
    """The base over which each unit's indicator is charted, indexed by (area_code, indicator).

    Parameters
    ----------
    coverage, targets : DataFrame
        The tables of these names.
    """
    found = coverage.groupby([*_UNIT, "base"], as_index=False).agg(figures=("source_id", "size"))
    in_force = targets[targets["in_force"] & targets["target_pct"].notna()]
    set_over = in_force[[*_UNIT, "base"]].drop_duplicates()
    wanted = nearest(beside_levels_above(found[_UNIT].drop_duplicates(), set_over, ["indicator"]), _UNIT)
    natural = found["indicator"].map({code: entry["base"] for code, entry in terms("indicator").items()})
    found["order"] = np.select([_rows(found).isin(_rows(wanted)), found["base"] == natural], [0, 1], 2)
    chosen = found.sort_values([*_UNIT, "order", "figures", "base"], ascending=[True, True, True, False, True])
    return chosen.drop_duplicates(_UNIT).set_index(_UNIT)["base"]


def _rows(bases: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(bases[[*_UNIT, "base"]])


def trajectory(
    coverage: pd.DataFrame, enrolment: pd.DataFrame, targets: pd.DataFrame, breaks: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Table ``trajectory``.

    Parameters
    ----------
    coverage, enrolment, targets, breaks, sources : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        ``path`` actual (also estimates and provisional figures, see ``obs_status``), plan (the path assigned to the unit in
        counts) and required (from the last known figure to the targets in force). ``segment`` numbers the segments between breaks;
        0 marks a figure within a year, which no line joins.
    """
    bases = drawn_bases(coverage, targets)
    drawn = coverage[coverage["base"] == coverage.set_index(["area_code", "indicator"]).index.map(bases.to_dict())]
    drawn, counted = (rows.assign(path=rows["basis"].where(rows["basis"] == "plan", "actual")) for rows in (drawn, enrolment))
    # observed figures without any rate are still figures of persons; a path assigned in persons beside rates is not drawn
    counted = counted[~(_series(counted).isin(_series(drawn)) | (counted["path"].eq("plan") & _unit(counted).isin(_unit(drawn))))]
    points = pd.concat([drawn, counted.assign(base="", method="counts")], ignore_index=True)
    points = _one_a_period(points, sources)
    points["segment"] = _segments(points, breaks)
    rows = pd.concat([points, _required(points, targets)], ignore_index=True)
    return conform(rows, "trajectory")


def _unit(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[_UNIT])


def _series(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[[*_UNIT, "path"]])


def _one_a_period(points: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """One of several sources for one day: counts before implied before printed, better status first, then later document."""
    about = sources.set_index("source_id")
    order = points.assign(
        _method=points["method"].map(_METHODS),
        _status=points["obs_status"].map({code: entry["rank"] for code, entry in terms("status").items()}),
        _issued=points["source_id"].map(about["issued"]),
    )
    order = order.sort_values(["_method", "_status", "_issued", "source_id"], ascending=[True, True, False, True], kind="stable")
    return order.drop_duplicates(["area_code", "indicator", "path", "period"]).drop(columns=["_method", "_status", "_issued"])


def _segments(points: pd.DataFrame, breaks: pd.DataFrame) -> pd.Series:
    """The number of the segment that contains a point; 0 within a year."""
    passed = stretches(points["area_code"], points["base"], points["period"], breaks)
    return pd.Series(np.where(points["period"].dt.is_year_end, 1 + passed, 0), index=points.index)


def _required(points: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """From the last known figure (observed, otherwise assigned) to each later target in force over the same base.

    The targets are those of the unit itself, or else of the nearest unit above that another document set.
    """
    rated = points[points["coverage_pct"].notna() & points["base"].ne("")]
    starts = rated.sort_values(["path", "period"], ascending=[False, True], kind="stable").groupby(_UNIT, as_index=False).tail(1)
    in_force = targets[targets["in_force"] & targets["target_pct"].notna()]
    goals = beside_levels_above(starts, in_force, ["indicator", "base"])
    later = goals["year"] > goals["period"].dt.year
    goals = nearest(goals[later & (goals["rank"].eq(0) | (goals["source_id"] != goals["source_id_level"]))], _UNIT)
    goals = goals.sort_values([*_UNIT, "year", "target_pct"], kind="stable").drop_duplicates([*_UNIT, "year"], keep="last")
    goals = goals[goals["target_pct"] > goals["coverage_pct"]]  # nothing is required of a unit that is there already
    shared = [*_UNIT, "base", "obs_status"]
    first = starts[starts.set_index(_UNIT).index.isin(goals.set_index(_UNIT).index)]
    ends = goals[shared].assign(
        period=year_end(goals["year"]), coverage_pct=goals["target_pct"], source_id=goals["source_id_level"]
    )
    return pd.concat([first[[*shared, "period", "coverage_pct", "source_id"]], ends]).assign(path="required", segment=1, method="")
