"""Gap of every unit to every applicable target, in percentage points and in persons.

Sign convention: coverage − target, so a shortfall is negative, in points and in persons alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.applicable_targets import applicable_targets
from coverage_lib.model.gaps.compared_figures import Points, compared_figures
from coverage_lib.model.gaps.pace import with_pace
from coverage_lib.model.gaps.verdicts import figures, verdicts
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.years import years_between

_TARGET = ["area_code", "year", "indicator", "source_id", "base", "target_pct", "target_persons", "qualifier", "in_force"]
_BASIS_OF = {"P": "provisional", "E": "estimate"}
_PLACES = 6  # a product such as 45 % of 100 persons is 45, not 45.000000000000007; no target shows more than four decimals


def persons_needed(target_pct, persons):
    """People that a target rate requires, rounded up: only whole persons can meet a target.

    >>> float(persons_needed(45.0, 7969)), float(persons_needed(45.0, 100))
    (3587.0, 45.0)
    """
    return np.ceil(np.round(np.asarray(target_pct, dtype=float) * np.asarray(persons, dtype=float) / 100, _PLACES))


def gap(trajectory: pd.DataFrame, targets: pd.DataFrame, exit_rates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table ``gap``.

    Parameters
    ----------
    trajectory, targets : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row for each unit, indicator, target year and document. ``basis`` says whether the figure compared is observed
        (actual, provisional, estimate) or the unit's own assigned path (plan). Where no figure over the base of the target
        exists, the figures are missing and the verdicts say why.
    """
    points = Points(trajectory)
    rows = compared_figures(applicable_targets(targets[_TARGET], points), points)
    rows = rows.merge(
        _milestones(targets),
        left_on=["target_area_code", "indicator", "base", rows["period"].dt.year.astype("Int64")],
        right_on=["area_code_m", "indicator_m", "base_m", "year_m"],
        how="left",
    )
    return conform(with_pace(_judged(rows), exit_rates), "gap")


def _milestones(targets: pd.DataFrame) -> pd.DataFrame:
    """Rates in force by unit, base and year, the highest of several: the official level for the year of a figure, if one is set."""
    rates = targets[targets["in_force"] & targets["target_pct"].notna()].sort_values("target_pct")
    rates = rates.drop_duplicates(["area_code", "indicator", "base", "year"], keep="last")
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
    counts = rows["participants"].notna() & rows["target_persons"].notna()
    in_persons = measured & counts & (rows["target_pct"].isna() | rows["base_seen"].eq(""))
    years_left = years_between(rows["period"], rows["due"])
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
        basis=rows["path"].mask(rows["path"].eq("actual"), rows["obs_status"].map(_BASIS_OF).fillna("actual")),
        gap_pp=gap_pp,
        gap_persons=(rows["participants"] - needed).where(counted | in_persons),
        persons_at_target=at_target.where(counted),
        denominator_held=counted & held,
        pace_observed_pp=observed,
        rounded_to=rows["rounded_to"].where(~in_points, rows[["rounded_to", "persons_known_to"]].max(axis=1)),
        pace_required_pp=(-gap_pp / years_left).where((years_left > 0) & ~passed),
    )
    # rounding may have crossed the target
    blurred = rows["target_pct"].gt(rows["lower_pct"]) & rows["target_pct"].lt(rows["upper_pct"])
    plan, reached = rows["path"] == "plan", gap_pp >= 0
    enough = rows["participants"].astype("float64").fillna(-1) >= rows["target_persons"].astype("float64").fillna(np.inf)
    instead = [
        (~measured, "no_actual"),
        (in_persons & enough & plan, "plan_meets"),
        (in_persons & enough, "met"),
        (in_persons & (years_left <= 0), "missed"),
        (in_persons, "not_defined"),
        (rows["target_pct"].notna() & rows["base_seen"].eq(""), "no_rate"),
        (~in_points, "other_base"),
        (plan & reached, "plan_meets"),
        (plan, "plan_short"),
        (passed & (years_left > 0), "not_defined"),
        (blurred, "not_defined"),
    ]
    known = figures(rows["coverage_pct"], rows["target_pct"], years_left, rows["first_pct"], rows["years"], rows["official_pct"])
    return judged.join(verdicts(known, instead))
