"""The points each chart draws: observed, assigned, required.

One unit and indicator has one drawn base: the one over which its targets, or those of the units above, are set; where no rate
over it exists, the base with most figures; where no rate exists at all, none, and the chart is in persons.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.vocabulary.areas import ancestors
from coverage_lib.vocabulary.tables import conform
from coverage_lib.vocabulary.terms import terms

_METHODS = {"counts": 0, "adjusted": 1, "apportioned": 2, "implied": 3, "printed": 4}


def drawn_bases(coverage: pd.DataFrame, targets: pd.DataFrame) -> pd.Series:
    """The base over which each unit's indicator is drawn, indexed by (area_code, indicator).

    Parameters
    ----------
    coverage, targets : DataFrame
        The tables of these names.
    """
    in_force = targets[targets["in_force"] & targets["target_pct"].notna()]
    set_over = in_force.groupby(["area_code", "indicator"])["base"].agg(set).to_dict()
    chosen = {}
    for (area, indicator), rows in coverage.groupby(["area_code", "indicator"]):
        found = rows["base"].value_counts()
        wanted: set[str] = next(
            (set_over[unit, indicator] for unit in (area, *ancestors(area)) if (unit, indicator) in set_over), set()
        )
        natural = terms("indicator")[indicator]["base"]
        candidates = (
            [base for base in found.index if base in wanted]
            or [base for base in found.index if base == natural]
            or list(found.index)
        )
        chosen[area, indicator] = min(candidates, key=lambda base: (-found[base], base))
    index = pd.MultiIndex.from_tuples(chosen, names=["area_code", "indicator"])
    return pd.Series(list(chosen.values()), index=index, dtype="str", name="base")


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
        ``path`` actual (also estimates and provisional figures, told by ``obs_status``), plan (the path assigned to the unit in
        counts) and required (from the last known figure to the targets in force). ``segment`` numbers the stretches between breaks;
        0 marks a figure within a year, which no line joins.
    """
    bases = drawn_bases(coverage, targets)
    drawn = coverage[coverage["base"] == coverage.set_index(["area_code", "indicator"]).index.map(bases.to_dict())]
    rated = pd.MultiIndex.from_frame(drawn[["area_code", "indicator"]])
    counted = enrolment[~pd.MultiIndex.from_frame(enrolment[["area_code", "indicator"]]).isin(rated)]
    points = pd.concat([drawn, counted.assign(base="", method="counts")], ignore_index=True)
    points["path"] = points["basis"].where(points["basis"] == "plan", "actual")
    points = _one_a_period(points, sources)
    points["segment"] = _segments(points, breaks)
    rows = pd.concat([points, _required(points, targets)], ignore_index=True)
    return conform(rows, "trajectory")


def _one_a_period(points: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Of several sources for one day: counts before implied before printed, better status first, then the later document."""
    about = sources.set_index("source_id")
    order = points.assign(
        _method=points["method"].map(_METHODS),
        _status=points["obs_status"].map({code: entry["rank"] for code, entry in terms("status").items()}),
        _issued=points["source_id"].map(about["issued"]),
    )
    order = order.sort_values(["_method", "_status", "_issued", "source_id"], ascending=[True, True, False, True], kind="stable")
    return order.drop_duplicates(["area_code", "indicator", "path", "period"]).drop(columns=["_method", "_status", "_issued"])


def _segments(points: pd.DataFrame, breaks: pd.DataFrame) -> list[int]:
    year_end = (points["period"].dt.month == 12) & (points["period"].dt.day == 31)
    numbers = []
    for area, base, period, whole in zip(points["area_code"], points["base"], points["period"], year_end, strict=True):
        passed = breaks_of(area, base, breaks)["period"] <= period
        numbers.append(1 + int(passed.sum()) if whole else 0)
    return numbers


def breaks_of(area_code: str, base: str, breaks: pd.DataFrame) -> pd.DataFrame:
    """The breaks that concern a unit's rates over a base."""
    return breaks[(breaks["base"] == base) & breaks["area_code"].isin(["", area_code])]


def _required(points: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """From the last known figure (observed, else assigned) to each later target in force over the same base."""
    rated = points[points["coverage_pct"].notna() & points["base"].ne("")]
    last = rated.sort_values(["path", "period"]).groupby(["area_code", "indicator"], as_index=False).agg(path=("path", "first"))
    starts = (
        rated.merge(last, on=["area_code", "indicator", "path"]).sort_values("period").groupby(["area_code", "indicator"]).tail(1)
    )
    in_force = targets[targets["in_force"] & targets["target_pct"].notna()]
    paths = []
    for start in starts.itertuples():
        for unit in (start.area_code, *ancestors(start.area_code)):
            goals = in_force[
                (in_force["area_code"] == unit)
                & (in_force["indicator"] == start.indicator)
                & (in_force["base"] == start.base)
                & (in_force["year"] > start.period.year)
            ]
            goals = goals[(unit == start.area_code) | (goals["source_id"] != start.source_id)]
            if len(goals):
                highest = goals.sort_values("target_pct").drop_duplicates("year", keep="last").sort_values("year")
                highest = highest[highest["target_pct"] > start.coverage_pct]
                if highest.empty:
                    break  # nothing is required of a unit that is there already
                first = {"period": start.period, "coverage_pct": start.coverage_pct, "source_id": start.source_id}
                then = [
                    {
                        "period": pd.Timestamp(year=goal.year, month=12, day=31),
                        "coverage_pct": goal.target_pct,
                        "source_id": goal.source_id,
                    }
                    for goal in highest.itertuples()
                ]
                paths += [
                    {
                        "area_code": start.area_code,
                        "indicator": start.indicator,
                        "path": "required",
                        "base": start.base,
                        "obs_status": start.obs_status,
                        "segment": 1,
                        "method": "",
                        **point,
                    }
                    for point in (first, *then)
                ]
                break
    return pd.DataFrame(paths)
