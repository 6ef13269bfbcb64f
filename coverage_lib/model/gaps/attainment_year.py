"""The year in which a projection reaches a target: by its upper limit, central path and lower limit, so a range of years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.series.projection import drift_path, on_scale, reach
from coverage_lib.model.series.series_segments import NOISE
from coverage_lib.vocabulary.table_schemas import conform, table

LAST_YEAR = 2040
"""Year to which a year is named; later than that reads "after 2040"."""
MET, AFTER, NEVER = "met", f"after_{LAST_YEAR}", "never"
_ROW = ["area_code", "indicator", "target_year", "source_id"]


def attainment(gap: pd.DataFrame, projection: pd.DataFrame) -> pd.DataFrame:
    """Table ``attainment``: a range of years for each target rate over the base of the unit's series.

    Parameters
    ----------
    gap, projection : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row a row of ``gap`` with a target rate and an observed series over the same base. ``attained_earliest``, ``_central``
        and ``_latest`` hold the year of the first year-end at which the upper limit (80 %), the central path and the lower limit
        reach the target; ``met`` if the last year-end rate has reached it; ``after_2040``; ``never`` if the path does not lead
        there at the present pace. A scenario has a central year only; where ``outlook`` is none, all are empty unless met.
    """
    goals = gap[gap["target_pct"].notna()]
    rows = goals[[*_ROW, "base", "target_pct"]].merge(
        projection.drop(columns="source_id"), on=["area_code", "indicator", "base"], how="inner"
    )
    rows = rows[rows["base"].ne("") & rows["coverage_pct"].notna() & (rows["points"] > 0)].reset_index(drop=True)
    half = np.where(rows["outlook"] == "interval", reach(rows["spread"], rows["spread_df"]), np.nan)
    start, goal = on_scale(rows, rows["coverage_pct"]), on_scale(rows, rows["target_pct"].astype("float64"))
    goal = np.where((rows["model"] == "logit") & (rows["target_pct"] >= 100), np.inf, goal)
    found = attained(start, rows["drift"], half, rows["years"], rows["period"].dt.year, goal)
    for name, codes in zip(("earliest", "central", "latest"), found, strict=True):
        rows[f"attained_{name}"] = codes
    return conform(rows[table("attainment")["columns"]], "attainment")


def attained(latest, drift, half, years, since, target, last_year: int = LAST_YEAR) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First year-end at which upper limit, central path and lower limit reach a target.

    Parameters
    ----------
    latest, drift, half, years : array-like of float, shape (n,)
        As for :func:`coverage_lib.model.series.projection.drift_path`, on one scale with ``target``.
    since : array-like of int
        Year of the last figure.
    target : array-like of float

    Returns
    -------
    earliest, central, latest : arrays of str
        Year, ``met``, ``after_2040``, ``never``; empty where that path does not exist.

    Examples
    --------
    30 % in 2025, 2 points a year: 34 % is met exactly at the end of 2027. The slower limit never gets there.

    >>> codes = attained([30.0], [2.0], [3.0], [2.0], [2025], [34.0])
    >>> [str(each[0]) for each in codes]
    ['2026', '2027', 'never']
    """
    latest, drift, half, years, target = (
        np.atleast_1d(np.asarray(each, dtype=float)) for each in (latest, drift, half, years, target)
    )
    since = np.asarray(since, dtype=int)
    ahead = np.arange(1, max(int((last_year - since).max(initial=1)), 1) + 1)
    inside = since[:, None] + ahead <= last_year
    goal = target[:, None] - NOISE
    lower, central, upper = drift_path(latest[:, None], drift[:, None], half[:, None], years[:, None], ahead[None, :])
    found = []
    for path, sign in ((upper, 1.0), (central, 0.0), (lower, -1.0)):
        with np.errstate(invalid="ignore"):
            there = (path >= goal) & inside
        year = (since + ahead[np.argmax(there, axis=1)]).astype(str)
        later = _ever(latest, drift, sign * half if sign else np.zeros_like(half), years, target)
        codes = np.select([np.isnan(path[:, 0]), there.any(axis=1), later], ["", year, AFTER], NEVER)
        found.append(np.where(latest >= target, MET, codes))
    return found[0], found[1], found[2]


def _ever(latest, drift, half, years, target) -> np.ndarray:
    """Whether latest + drift·h + half·√(h·(1+h/years)) reaches the target for any h, however large.

    Its slope tends to drift + half/√years. Where that is not positive, an upper limit may still rise before it falls; its highest
    point lies where 4·u·(r² − 1/years) = 1, with u = h·(1 + h/years) and r = −drift/half.
    """
    with np.errstate(all="ignore"):
        rises = drift + half / np.sqrt(years) > 0
        ratio = -drift / half
        highest = 1 / (4 * (ratio**2 - 1 / years))
        ahead = years / 2 * (np.sqrt(1 + 4 * highest / years) - 1)
        peak = latest + drift * ahead + half * np.sqrt(highest)
        return (rises | ((half > 0) & (peak >= target - NOISE))) & np.isfinite(target)
