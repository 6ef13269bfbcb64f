"""The figure that each target is compared with, and its series: first year-end, growth, denominator of the target year.

Everything is looked up by position in the points sorted by series and day, so that half a million points take as long as one sort.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.vocabulary.table_schemas import texts
from coverage_lib.vocabulary.years import year_end, years_between

UNIT = ["area_code", "indicator"]
_FIGURE = ["path", "period", "participants", "rounded_to", "persons", "persons_known_to", "coverage_pct", "lower_pct", "upper_pct"]
_FIGURE += ["base", "segment", "obs_status"]
_DAYS, _STRETCHES = 1_000_000, 1_000
"""More than the days of the calendar, and more than the breaks of a series: factors of keys."""


class Points:
    """Observed and assigned points of table ``trajectory``, sorted by series (unit, indicator, path) and day.

    Positions are those of ``rows``; -1 stands for none.
    """

    def __init__(self, trajectory: pd.DataFrame) -> None:
        drawn = trajectory["path"].isin(["actual", "plan"]).to_numpy()
        rows = trajectory if drawn.all() else trajectory[drawn]
        self._units = [pd.Index(rows[name].astype("category").cat.categories) for name in UNIT]
        series = self.series(rows)[0] + rows["path"].eq("plan").to_numpy()
        key = series * _DAYS + _days(rows["period"])
        if (np.diff(key) < 0).any():
            order = np.argsort(key, kind="stable")
            rows, series, key = rows.iloc[order], series[order], key[order]
        segment = rows["segment"].to_numpy(dtype=float, na_value=0).astype("int64")
        self.rows = rows.reset_index(drop=True)
        # one entry more, so that -1 finds something that is no point
        self._series, self._key = np.append(series, -1), np.append(key, np.iinfo("int64").max)
        self._stretch = np.append(np.where(segment > 0, series * _STRETCHES + segment, -1), -1)
        joined = np.flatnonzero(self._stretch >= 0)
        self._begin = joined[np.flatnonzero(np.diff(self._stretch[joined], prepend=-1))]

    def series(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the observed and of the assigned series of the unit and indicator of each row; negative if unknown."""
        area, indicator = (_places(rows[name], known) for name, known in zip(UNIT, self._units, strict=True))
        number = np.where((area < 0) | (indicator < 0), -1, 2 * (area * len(self._units[1]) + indicator))
        return number, np.where(number < 0, -1, number + 1)

    def of_units(self) -> pd.DataFrame:
        """Every unit and indicator that has a point."""
        first = np.flatnonzero(np.diff(self._series[:-1] // 2, prepend=-1))
        return self.take(first, UNIT)

    def last(self, series: np.ndarray, day: np.ndarray | int = _DAYS - 1, usable: np.ndarray | None = None) -> np.ndarray:
        """The last point of each series up to a day, where one is given; of the points marked as usable."""
        at = np.searchsorted(self._key, series * _DAYS + day, side="right") - 1
        if usable is not None:
            at = np.append(np.maximum.accumulate(np.where(usable, np.arange(len(usable)), -1)), -1)[at]
        return np.where((series >= 0) & (self._series[at] == series), at, -1)

    def on(self, at: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The point of the same series as each point ``at`` that lies on a day."""
        wanted = self._series[at] * _DAYS + day
        found = np.searchsorted(self._key, wanted)
        return np.where((at >= 0) & (self._key[found] == wanted), found, -1)

    def first(self, at: np.ndarray, usable: np.ndarray | None = None) -> np.ndarray:
        """The first year-end, of those marked as usable, of the stretch between breaks in which each point ``at`` lies."""
        stretch = self._stretch[at]
        begin = np.append(self._begin, -1)[np.searchsorted(self._stretch[self._begin], stretch)]
        found = np.where(stretch >= 0, begin, -1)
        if usable is not None:
            good = np.append(usable, True)
            while len(bad := np.flatnonzero(~good[found] | ((found >= 0) & (self._stretch[found] != stretch)))):
                later = found[bad] + 1  # over what lies within a year
                found[bad] = np.where(self._series[later] == self._series[at[bad]], later, -1)
        return found

    def take(self, at: np.ndarray, columns: list[str]) -> pd.DataFrame:
        """Columns of the points ``at``, missing where there is none."""
        found = self.rows[columns].reindex(at).reset_index(drop=True)
        return found.assign(**{name: texts(found[name]) for name in columns if found[name].dtype == "category"})


def compared_figures(goals: pd.DataFrame, points: Points) -> pd.DataFrame:
    """Each target with the figure compared with it: the last one observed by then, else the last one assigned by another document.

    A target year that has passed is judged by a figure of its own year only, a unit with observed figures never by its plan, a
    target in persons by counts only.

    Parameters
    ----------
    goals : DataFrame
        As :func:`coverage_lib.model.gaps.applicable_targets.applicable_targets` returns them.
    points : Points

    Returns
    -------
    DataFrame
        ``goals`` with ``due`` (end of the target year) and, missing where no figure is at hand: columns of the figure (its base as
        ``base_seen``); ``last_seen``, the last day of its series; ``persons_due``, the denominator of the target year;
        ``first_pct`` and ``years``, the first rate of its stretch between breaks and the years since; ``since`` and
        ``since_participants`` of the first year-end of the stretch; ``growth``, the mean compound growth of the denominator a
        year since its first year-end.
    """
    due = year_end(goals["target_year"])
    has_count, rated = (points.rows[name].notna().to_numpy() for name in ("participants", "coverage_pct"))
    in_persons = goals["target_pct"].isna().to_numpy()
    at, last = np.full((2, len(goals)), -1)
    for chosen, usable in ((in_persons, has_count), (~in_persons, None)):
        if chosen.any():
            at[chosen], last[chosen] = _chosen(goals[chosen], due[chosen], points, usable)
    figure = points.take(at, _FIGURE).rename(columns={"base": "base_seen"})
    observed = np.where(figure["path"].eq("actual"), at, -1)
    first = points.take(points.first(np.where(figure["coverage_pct"].notna(), observed, -1), rated), ["period", "coverage_pct"])
    since = points.take(points.first(observed), ["period", "participants"])
    counted = points.take(points.first(at, points.rows["persons"].gt(0).fillna(False).to_numpy()), ["period", "persons"])
    grown, over = figure["persons"].astype("float64") / counted["persons"].astype("float64"), _positive(counted, figure)
    years = _positive(first, figure)
    found = figure.assign(
        due=due.to_numpy(),
        last_seen=points.take(last, ["period"])["period"],
        persons_due=points.take(points.on(at, _days(due)), ["persons"])["persons"],
        first_pct=first["coverage_pct"].where(years.notna()),
        years=years,
        since=since["period"],
        since_participants=since["participants"],
        growth=grown.where(over.notna()) ** (1 / over) - 1,
    )
    return pd.concat([goals.reset_index(drop=True), found], axis=1)


def _chosen(goals: pd.DataFrame, due: pd.Series, points: Points, usable: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """For each target the point compared, and the last point of its series."""
    observed, planned = points.series(goals)
    seen, at = points.last(observed, usable=usable), points.last(observed, _days(due), usable)
    day = points.rows["period"].reindex(at).to_numpy(dtype="datetime64[Y]")
    in_time = (day == due.to_numpy(dtype="datetime64[Y]")) | (points.rows["period"].reindex(seen).to_numpy() <= due.to_numpy())
    plan = points.last(planned, _days(due), usable)
    while len(own := np.flatnonzero(points.take(plan, ["source_id"])["source_id"].eq(goals["source_id"].reset_index(drop=True)))):
        plan[own] = points.last(planned[own], _days(points.rows["period"].iloc[plan[own]]) - 1, usable)
    return np.where(seen < 0, plan, np.where(in_time, at, -1)), np.where(seen < 0, points.last(planned, usable=usable), seen)


def _positive(first: pd.DataFrame, figure: pd.DataFrame) -> pd.Series:
    """Years from the first point to the figure; missing where they are one."""
    years = years_between(first["period"], figure["period"])
    return years.where(years > 0)


def _places(codes: pd.Series, known: pd.Index) -> np.ndarray:
    if codes.dtype == "category" and codes.cat.categories.equals(known):
        return codes.cat.codes.to_numpy(dtype="int64")
    return known.get_indexer(codes).astype("int64")


def _days(period: pd.Series) -> np.ndarray:
    return period.to_numpy(dtype="datetime64[D]").astype("int64") + 100_000  # none before 1697
