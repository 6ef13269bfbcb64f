"""Distance of every unit to every target that applies to it, in points and in people.

Sign convention: coverage − target, so a shortfall is negative, in points and in persons alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.pace import with_pace
from coverage_lib.model.gaps.verdicts import METHODS, verdicts
from coverage_lib.vocabulary.areas import ancestors
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import REFERENCE_YEARS

_UNIT = ["area_code", "indicator"]
_ROW = [*_UNIT, "target_year", "source_id"]
_BASIS_OF = {"P": "provisional", "E": "estimate"}
_PLACES = 6  # a product such as 45 % of 100 persons is 45, not 45.000000000000007; no target shows more than four decimals


def persons_needed(target_pct, persons):
    """People that a target rate takes, rounded up: a target is met by whole persons.

    >>> float(persons_needed(45.0, 7969)), float(persons_needed(45.0, 100))
    (3587.0, 45.0)
    """
    return np.ceil(np.round(np.asarray(target_pct, dtype=float) * np.asarray(persons, dtype=float) / 100, _PLACES))


def applicable_targets(targets: pd.DataFrame, trajectory: pd.DataFrame) -> pd.DataFrame:
    """The targets that each unit's indicator is held against.

    A unit's own targets in force; and for 2024, 2025 and 2030, where it has none of its own or only those of the plan that assigned
    its path, the target rate of the nearest unit above that another document set. Targets in persons concern only the unit they are
    set for.

    Parameters
    ----------
    targets, trajectory : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        Columns of ``targets`` in force, with ``area_code`` the unit judged and ``target_area_code`` the unit the target is set for.
    """
    own = targets[targets["in_force"]].rename(columns={"year": "target_year"})
    own = own.assign(target_area_code=own["area_code"])
    assigned = trajectory.loc[trajectory["path"] == "plan", [*_UNIT, "source_id"]].drop_duplicates()
    units = pd.concat([trajectory[_UNIT], own[_UNIT]]).drop_duplicates()
    above = pd.DataFrame(
        [(area, upper, rank) for area in units["area_code"].unique() for rank, upper in enumerate(ancestors(area))],
        columns=["area_code", "target_area_code", "rank"],
    )
    rates = own[own["target_pct"].notna() & own["target_year"].isin(REFERENCE_YEARS)].drop(columns="area_code")
    references = units.merge(above, on="area_code").merge(rates, on=["target_area_code", "indicator"])
    references = _without(references, assigned, [*_UNIT, "source_id"])
    references = _without(references, _without(own, assigned, [*_UNIT, "source_id"]), [*_UNIT, "target_year"])
    nearest = references["rank"] == references.groupby([*_UNIT, "target_year"])["rank"].transform("min")
    return pd.concat([own, references[nearest].drop(columns="rank")], ignore_index=True)


def _without(rows: pd.DataFrame, taken: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows whose key is not among those taken."""
    return rows[~pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(taken[key]))]


def gap(trajectory: pd.DataFrame, targets: pd.DataFrame, exit_rates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table ``gap``.

    Parameters
    ----------
    trajectory, targets : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row a unit, indicator, target year and document. ``basis`` says whether the figure held against the target is observed
        (actual, provisional, estimate) or the unit's own assigned path (plan). Where no figure over the base of the target
        exists, the figures are missing and the verdicts say why.
    """
    goals = applicable_targets(targets, trajectory)
    goals["due"] = pd.to_datetime({"year": goals["target_year"].astype("int64"), "month": 12, "day": 31})
    points = trajectory[trajectory["path"].isin(["actual", "plan"])]
    in_persons = goals["target_pct"].isna()
    counted = points[points["participants"].notna()]  # a rate alone says nothing about a target in persons
    figures = pd.concat([_figures(goals[~in_persons], points), _figures(goals[in_persons], counted)])
    rows = goals.merge(figures, on=_ROW, how="left", suffixes=("", "_seen"))
    rows = rows.merge(_denominators_due(points), on=[*_UNIT, "path", "due"], how="left")
    rows = rows.merge(_observed_pace(points), on=[*_UNIT, "segment", "period"], how="left")
    rows = rows.merge(
        _milestones(targets),
        left_on=["target_area_code", "indicator", "base", rows["period"].dt.year.astype("Int64")],
        right_on=["area_code_m", "indicator_m", "base_m", "year_m"],
        how="left",
    )
    return conform(with_pace(_judged(rows), trajectory, exit_rates), "gap")


def _figures(goals: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The figure to hold against each target: the last one observed by then, else the last one assigned by another document.

    A target year that has passed is judged by a figure of its own year only.
    """
    seen = points.groupby([*_UNIT, "path"])["period"].max().rename("last_seen").reset_index()
    pairs = (
        goals[[*_ROW, "due"]]
        .merge(points.rename(columns={"source_id": "figure_source"}), on=_UNIT)
        .merge(seen, on=[*_UNIT, "path"])
    )
    pairs = pairs[pairs["period"] <= pairs["due"]].sort_values([*_ROW, "path", "period"])
    latest = (
        pairs[~((pairs["path"] == "plan") & (pairs["figure_source"] == pairs["source_id"]))]
        .groupby([*_ROW, "path"], as_index=False)
        .tail(1)
    )
    in_time = (latest["period"].dt.year == latest["due"].dt.year) | (latest["last_seen"] <= latest["due"])
    latest = latest[in_time | (latest["path"] == "plan")]
    watched = points.loc[points["path"] == "actual", _UNIT].drop_duplicates()
    planned_of_watched = (latest["path"] == "plan") & pd.MultiIndex.from_frame(latest[_UNIT]).isin(
        pd.MultiIndex.from_frame(watched)
    )
    columns = [
        *_ROW,
        "path",
        "period",
        "participants",
        "rounded_to",
        "persons",
        "persons_known_to",
        "coverage_pct",
        "lower_pct",
        "upper_pct",
        "base",
        "segment",
        "obs_status",
        "last_seen",
    ]
    return latest.loc[~planned_of_watched, columns]


def _denominators_due(points: pd.DataFrame) -> pd.DataFrame:
    known = points.loc[points["persons"].notna(), [*_UNIT, "path", "period", "persons"]]
    return known.rename(columns={"period": "due", "persons": "persons_due"})


def _observed_pace(points: pd.DataFrame) -> pd.DataFrame:
    """For every year-end figure the first rate of its stretch between breaks, and the years since."""
    stretch = points[(points["path"] == "actual") & (points["segment"] > 0) & points["coverage_pct"].notna()].sort_values("period")
    first = stretch.groupby([*_UNIT, "segment"])[["period", "coverage_pct"]].transform("first")
    years = _years(first["period"], stretch["period"])
    found = stretch[[*_UNIT, "segment", "period"]].assign(first_pct=first["coverage_pct"], years=years)
    return found[found["years"] > 0]


def _milestones(targets: pd.DataFrame) -> pd.DataFrame:
    """Rates in force by unit, base and year, the highest of several: the official level for the year of a figure, if one is set."""
    rates = targets[targets["in_force"] & targets["target_pct"].notna()].sort_values("target_pct")
    rates = rates.drop_duplicates([*_UNIT, "base", "year"], keep="last")
    named = {
        "area_code": "area_code_m",
        "indicator": "indicator_m",
        "base": "base_m",
        "year": "year_m",
        "target_pct": "official_pct",
    }
    return rates[list(named)].rename(columns=named)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    measured = rows["path"].notna()
    in_points = measured & rows["target_pct"].notna() & (rows["base"] == rows["base_seen"])
    in_persons = measured & rows["target_pct"].isna() & rows["participants"].notna()
    years_left = _years(rows["period"], rows["due"])
    passed = rows["last_seen"] > rows["due"]
    held = rows["persons_due"].isna()
    at_target = rows["persons_due"].fillna(rows["persons"])
    gap_pp = (rows["coverage_pct"] - rows["target_pct"]).where(in_points)
    counted = in_points & rows["participants"].notna() & at_target.notna()
    needed = pd.Series(persons_needed(rows["target_pct"], at_target.astype("float64")), index=rows.index).where(
        counted, rows["target_persons"]
    )
    observed = ((rows["coverage_pct"] - rows["first_pct"]) / rows["years"]).where(in_points)
    judged = rows.assign(
        basis=rows["path"].mask(rows["path"] == "actual", rows["obs_status"].map(_BASIS_OF).fillna("actual")).fillna(""),
        gap_pp=gap_pp,
        gap_persons=(rows["participants"] - needed).where(counted | in_persons),
        persons_at_target=at_target.where(counted),
        denominator_held=counted & held,
        pace_observed_pp=observed,
        rounded_to=rows["rounded_to"].where(~in_points, rows[["rounded_to", "persons_known_to"]].max(axis=1)),
        pace_required_pp=(-gap_pp / years_left).where((years_left > 0) & ~passed),
    )
    given = verdicts(rows["coverage_pct"], rows["target_pct"], years_left, rows["first_pct"], rows["years"], rows["official_pct"])
    given.index = rows.index
    blurred = rows["target_pct"].gt(rows["lower_pct"]) & rows["target_pct"].lt(
        rows["upper_pct"]
    )  # rounding may have crossed the target
    plan, reached = rows["path"] == "plan", gap_pp >= 0
    enough = rows["participants"].astype("Float64").fillna(-1) >= rows["target_persons"].astype("Float64").fillna(np.inf)
    special = np.select(
        [
            ~measured,
            in_persons & enough & plan,
            in_persons & enough,
            in_persons & (years_left <= 0),
            in_persons,
            rows["target_pct"].notna() & rows["base_seen"].eq(""),
            ~in_points,
            plan & reached,
            plan,
            passed & (years_left > 0),
            blurred,
        ],
        [
            "no_actual",
            "plan_meets",
            "met",
            "missed",
            "not_defined",
            "no_rate",
            "other_base",
            "plan_meets",
            "plan_short",
            "not_defined",
            "not_defined",
        ],
        default="",
    )
    for method in METHODS:
        judged[method] = np.where(special == "", given[method], special)
    return judged.assign(verdicts_agree=np.where(special == "", given["verdicts_agree"], True))


def _years(start: pd.Series, end: pd.Series) -> pd.Series:
    """Years between two ends of month, in twelfths, so that year-ends lie whole years apart."""
    return (12 * (end.dt.year - start.dt.year) + end.dt.month - start.dt.month) / 12
