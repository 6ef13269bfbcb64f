"""Sensitivity of a result to the choice of base: the rate over every available denominator, and the tipping denominator.

    rate over base b: 100 · n / D_b          tipping denominator: D* = 100 · n / T

A rate is compared with a target only over the target's own base. Over any other base the comparison is a what-if: it says on
which side of the level the rate would be, never that a target is met.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.rates_by_base import FIGURE, NEAR, rates_by_base
from coverage_lib.model.gaps.verdicts import figures, verdicts
from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.vocabulary.areas import ancestors
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.years import year_end, years_between

_GOAL = ["area_code", "indicator", "target_year", "source_id"]


def tipping_denominator(participants, target_pct):
    """D* = 100 · n / T, in persons: above it the rate is below the target; at or below it, the target is reached.

    Numbers or arrays; ``target_pct`` in per cent, above zero.

    Examples
    --------
    >>> round(float(tipping_denominator(30_000, 45.0)), 1)
    66666.7
    """
    return 100.0 * np.asarray(participants, dtype=float) / np.asarray(target_pct, dtype=float)


def sensitivity(
    gap: pd.DataFrame,
    trajectory: pd.DataFrame,
    denominators: pd.DataFrame,
    coverage: pd.DataFrame,
    breaks: pd.DataFrame,
    near: int = NEAR,
) -> pd.DataFrame:
    """Table ``sensitivity``: every unit's figure, over every available denominator, compared with each applicable target rate.

    Parameters
    ----------
    gap, trajectory, denominators, coverage, breaks : DataFrame
        The tables of these names. The figure is the last count drawn up to the figure that ``gap`` holds against the target.
    near : int
        See :func:`rates_by_base`.

    Returns
    -------
    DataFrame
        ``outcome`` over the target's own base is reached or not_reached, over another would_reach or would_not_reach, and open
        where rounding leaves it so. ``verdict_pace`` is that of table ``gap`` over the target's base; over another base it follows
        from the pace over that base since its last break, and is ``other_base`` where that rate would lie at the target.
        ``tipping_persons`` is D* = 100·n/T; ``distance_persons`` = D* − D (negative: the rate falls short), ``distance_pct`` the
        same in per cent of D. ``flips``: the denominators of this figure do not all lead to one side of the target.
    """
    counts = _figures(gap, trajectory).rename(columns={"source_id": "goal_source", "figure_source": "source_id"})
    rates = rates_by_base(counts[[*FIGURE, "participants", "rounded_to"]].drop_duplicates(), denominators, coverage, breaks, near)
    rows = counts.drop(columns=["participants", "rounded_to"]).merge(rates, on=FIGURE)
    rows = rows.assign(figure_source=rows["source_id"], source_id=rows["goal_source"])
    own = rows["base"] == rows["target_base"]
    high = rows["coverage_pct"] >= rows["target_pct"]
    unsure = (rows["lower_pct"] < rows["target_pct"]) & (rows["target_pct"] < rows["upper_pct"])
    side = np.where(own, np.where(high, "reached", "not_reached"), np.where(high, "would_reach", "would_not_reach"))
    tipping = tipping_denominator(rows["participants"], rows["target_pct"])
    persons = rows["persons"].astype("float64")
    rows = rows.assign(
        outcome=np.where(unsure, "open", side),
        verdict_pace=np.where(own, rows["verdict_own"], _what_if(rows, coverage, breaks, high)),
        tipping_persons=tipping,
        distance_persons=tipping - persons,
        distance_pct=100 * (tipping / persons - 1),
        sides=high.astype("float64").mask(unsure),
    )
    sides = rows.groupby(_GOAL)["sides"]
    return conform(rows.assign(flips=sides.transform("max").gt(sides.transform("min"))), "sensitivity")


def flip_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Table ``flip_counts``: how many units, a unit and those below it, change sides of a target with the denominator.

    Parameters
    ----------
    table : DataFrame
        Table ``sensitivity``.
    """
    each = table.groupby(_GOAL, as_index=False).agg(options=("persons", "size"), flips=("flips", "any"))
    each = each.assign(compared=each["options"] > 1, area_code=[[code, *ancestors(code)] for code in each["area_code"]])
    counted = each.explode("area_code").groupby(_GOAL, as_index=False)
    return conform(
        counted.agg(units_judged=("options", "size"), units_compared=("compared", "sum"), units_flipping=("flips", "sum")),
        "flip_counts",
    )


def _figures(gap: pd.DataFrame, trajectory: pd.DataFrame) -> pd.DataFrame:
    """For each target rate the last count up to the figure compared with it."""
    goals = gap[gap["target_pct"].gt(0) & gap["period"].notna() & gap["base"].ne("")]
    goals = goals.rename(columns={"base": "target_base", "verdict_pace": "verdict_own"})
    goals = goals.assign(path=np.where(goals["basis"] == "plan", "plan", "actual"), held=goals["period"])
    goals = goals[[*_GOAL, "target_area_code", "target_base", "target_pct", "verdict_own", "path", "held", "period"]]
    counts = trajectory[trajectory["participants"].notna() & trajectory["path"].isin(["actual", "plan"])]
    counts = counts.rename(columns={"source_id": "figure_source"}).assign(seen=counts["period"])
    counts = counts[
        ["area_code", "indicator", "path", "period", "seen", "figure_source", "participants", "rounded_to", "obs_status"]
    ]
    by = ["area_code", "indicator", "path"]
    rows = pd.merge_asof(goals.sort_values("period"), counts.sort_values("period"), on="period", by=by)
    rows = rows[rows["participants"].notna()]
    basis = rows["obs_status"].map({"P": "provisional", "E": "estimate"}).fillna("actual")
    same = rows["seen"] == rows["held"]  # the verdict is that of the figure held, not of an earlier one
    return rows.assign(
        period=rows["seen"],
        basis=np.where(rows["path"] == "plan", "plan", basis),
        verdict_own=rows["verdict_own"].where(same, "not_defined"),
    ).drop(columns=["path", "held", "seen", "obs_status"])


def _what_if(rows: pd.DataFrame, coverage: pd.DataFrame, breaks: pd.DataFrame, high: pd.Series) -> np.ndarray:
    """The verdict by pace over a base other than the target's; never that the target is met or missed."""
    ends = coverage[(coverage["basis"] != "plan") & coverage["period"].dt.is_year_end & coverage["coverage_pct"].notna()]
    ends = ends.assign(stretch=stretches(ends["area_code"], ends["base"], ends["period"], breaks)).sort_values("period")
    key = ["area_code", "indicator", "base", "stretch"]
    first = ends.drop_duplicates(key)[[*key, "period", "coverage_pct"]].rename(
        columns={"period": "first_period", "coverage_pct": "first_pct"}
    )
    here = rows.assign(stretch=stretches(rows["area_code"], rows["base"], rows["period"], breaks)).merge(first, on=key, how="left")
    years = years_between(here["first_period"], here["period"])
    years = years.where(here["period"].dt.is_year_end & here["basis"].ne("plan"))
    years = years.where(years > 0)
    left = years_between(here["period"], year_end(here["target_year"]))
    known = figures(here["coverage_pct"], here["target_pct"], left, here["first_pct"].where(years.notna()), years)
    given = verdicts(known)["verdict_pace"]
    return np.where(high | given.isin(["met", "missed"]), "other_base", given)
