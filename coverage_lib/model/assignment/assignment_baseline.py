"""What the units of one area have today, over what base a target year will count them, and what total that year takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, Wording, message
from coverage_lib.model.gaps.gap import applicable_targets, persons_needed
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.terms import terms

Tables = Mapping[str, pd.DataFrame]
COLUMNS = ("area_code", "period", "basis", "participants", "source_id", "persons_today", "base", "persons", "base_period")


def units_below(area_code: str, period: pd.Timestamp) -> list[str]:
    """The units directly below an area on a day; where it no longer exists then, those it had last.

    >>> len(units_below("464", pd.Timestamp("2025-12-31")))  # the district ended on 30 June 2025
    18
    """
    return areas.children(area_code, period.date()) or areas.children(area_code)


def standing(tables: Tables, area_code: str, indicator: str, year: int, base_year: int | None = None) -> pd.DataFrame:
    """Today's participants of every unit below an area, and the denominator of the target year.

    Parameters
    ----------
    tables : mapping
        Needs ``trajectory`` and ``denominators``.
    area_code, indicator : str
    year : int
        Target year; today's figures are the last ones from before it.
    base_year : int, optional
        Year whose denominators count the target year. Default: that year itself, else each unit's latest, held.

    Returns
    -------
    DataFrame
        One row a unit, by code: ``area_code``, ``period`` and ``basis`` ("actual" or "plan") of ``participants`` (persons),
        ``source_id``, ``persons_today`` (denominator of today's rate, may be missing), ``base`` (its definition), ``persons``
        (denominator of the target year, may be missing) and ``base_period`` it is of. Observed figures are taken if every unit has
        one for the same day, else assigned ones.

    Raises
    ------
    CoverageError
        If area or indicator are not known, there are no units, or a unit has no figure: each unit is named.
    """
    _known(area_code, indicator)
    points = tables["trajectory"]
    points = points[(points["indicator"] == indicator) & points["path"].isin(["actual", "plan"]) & points["participants"].notna()]
    points = points[(points["period"].dt.year < year) & points["area_code"].map(areas.parent).eq(area_code)]
    rows = _today(points, area_code, indicator, year)
    stated = rows.loc[rows["base"].ne(""), "base"]
    base = stated.mode().iloc[0] if len(stated) else terms("indicator")[indicator]["base"]
    known = _denominators(tables, base)
    today = known.rename(columns={"persons": "persons_known"})
    rows = rows.rename(columns={"persons": "persons_today", "path": "basis"}).merge(today, on=["area_code", "period"], how="left")
    rows["persons_today"] = rows["persons_today"].where(rows["base"] == base).fillna(rows["persons_known"])
    due = known[known["area_code"].isin(rows["area_code"]) & (known["period"].dt.year <= (base_year or year))]
    if base_year:
        due = due[due["period"].dt.year == base_year]
        _complete(rows, due, "--base-year", message("denominator.of_year", year=base_year), "assignment.other_year")
    latest = due.sort_values("period", kind="stable").drop_duplicates("area_code", keep="last")
    rows = rows.merge(latest.rename(columns={"period": "base_period"}), on="area_code", how="left").assign(base=base)
    return rows.sort_values("area_code", ignore_index=True)[list(COLUMNS)]


def held(rows: pd.DataFrame, year: int) -> bool:
    """Whether denominators of earlier years stand in for those of the target year."""
    return bool((rows["base_period"].dt.year.dropna() < year).any())


@dataclass(frozen=True)
class Total:
    """Persons to be shared out, and where the number comes from.

    Attributes
    ----------
    persons : int
    reason : {"given", "rate", "target", "way", "pace"}
        Given in persons or as a rate; a target of that year; the straight way to a later one; the last yearly increase again.
    rate_pct : float
        Rate that the persons make, per cent; missing where a unit has no denominator.
    target_pct, target_year, target_area_code, source_id
        Of the target, where there is one.
    increase : int
        Persons of the last yearly increase, for "pace".
    """

    persons: int
    reason: str
    rate_pct: float = np.nan
    target_pct: float = np.nan
    target_year: int = 0
    target_area_code: str = ""
    source_id: str = ""
    increase: int = 0


def given_total(rows: pd.DataFrame, persons: int | None = None, rate_pct: float | None = None) -> Total:
    """A total as it is ordered: in persons, or as a rate over all units, rounded up to whole persons.

    Raises
    ------
    CoverageError
        If a rate is given although a unit has no denominator.
    """
    if rate_pct is not None:
        return Total(int(persons_needed(rate_pct, _whole_base(rows))), "rate", rate_pct)
    base = rows["persons"]
    assert persons is not None
    return Total(persons, "given", 100 * persons / float(base.sum()) if base.notna().all() and base.sum() else np.nan)


def needed_total(tables: Tables, rows: pd.DataFrame, area_code: str, indicator: str, year: int) -> Total:
    """The total that the targets in force ask for; where they ask for nothing, the last yearly increase once more.

    Parameters
    ----------
    tables : mapping
        Needs ``trajectory`` and ``targets``.
    rows : DataFrame
        Of `standing`.

    Notes
    -----
    In this order: a target of the area for that very year, in persons or over the same base; a later target above today's rate, of
    which the year takes its part on a straight line (interpolated, assigned by nobody); else the units' last yearly increase.

    Raises
    ------
    CoverageError
        If none of these is at hand.
    """
    goals = applicable_targets(tables["targets"], tables["trajectory"])
    goals = goals[(goals["area_code"] == area_code) & (goals["indicator"] == indicator) & (goals["target_year"] >= year)]
    own = goals[(goals["target_year"] == year) & (goals["target_area_code"] == area_code) & goals["target_persons"].notna()]
    now = int(rows["participants"].sum())
    if len(own):
        row = own.sort_values(["target_persons", "source_id"]).iloc[-1]
        return Total(int(row["target_persons"]), "target", target_year=year, target_area_code=area_code, source_id=row["source_id"])
    goals = goals[goals["target_pct"].notna() & (goals["base"] == rows["base"].iloc[0])]
    if rows["persons"].notna().all() and rows["persons_today"].notna().all() and rows["persons_today"].sum():
        today = 100 * now / float(rows["persons_today"].sum())
        goals = goals[goals["target_pct"] > today].sort_values(["target_year", "target_pct", "source_id"])
        if len(goals):
            first = goals[goals["target_year"] == goals["target_year"].iloc[0]].iloc[-1]
            seen = rows["period"].max()
            share = (year + 1 - _year_end(seen)) / (int(first["target_year"]) + 1 - _year_end(seen))
            rate = float(today + share * (first["target_pct"] - today))
            needed = int(persons_needed(rate, _whole_base(rows)))
            reason = "target" if first["target_year"] == year else "way"
            goal = (float(first["target_pct"]), int(first["target_year"]), first["target_area_code"], first["source_id"])
            return Total(max(needed, now), reason, rate, *goal)
    increase = now - _year_before(tables, rows, indicator)
    if increase <= 0:
        wanted, found = message("assignment.total", year=year), "assignment.no_target_no_pace"
        raise CoverageError("assignment.total_unknown", [Problem(area_code, indicator, wanted, found, "assignment.give_total")])
    most = rows["persons"].fillna(rows["participants"]).sum()
    return Total(int(min(now + increase, most)), "pace", increase=increase)


def _year_end(day: pd.Timestamp) -> float:
    """A day as a position in years: the end of 2025 is 2026.

    >>> _year_end(pd.Timestamp("2025-12-31")), _year_end(pd.Timestamp("2025-06-30"))
    (2026.0, 2025.5)
    """
    return day.year + day.month / 12


def _year_before(tables: Tables, rows: pd.DataFrame, indicator: str) -> int:
    """Participants of all units a year before today's figures; today's, if a unit lacks that figure."""
    points = tables["trajectory"]
    points = points[(points["indicator"] == indicator) & (points["path"] == rows["basis"].iloc[0]) & points["participants"].notna()]
    before = points[
        (points["period"] == rows["period"].max() - pd.DateOffset(years=1)) & points["area_code"].isin(rows["area_code"])
    ]
    return int(before["participants"].sum() if len(before) == len(rows) else rows["participants"].sum())


def _whole_base(rows: pd.DataFrame) -> float:
    _complete(rows, rows[rows["persons"].notna()], "total", "denominator.for_rate", "assignment.total_in_persons")
    return float(rows["persons"].sum())


def _known(area_code: str, indicator: str) -> None:
    problems = []
    if not areas.exists(area_code):
        problems.append(Problem("area", area_code, "unit.any_code", "unit.none"))
    if indicator not in terms("indicator") or terms("base")[terms("indicator")[indicator]["base"]]["kind"] == "other":
        counted = [code for code, entry in terms("indicator").items() if terms("base")[entry["base"]]["kind"] != "other"]
        wanted = message("indicator.one_of_persons", known=", ".join(counted))
        problems.append(Problem("indicator", indicator, wanted, "found.another"))
    if problems:
        raise CoverageError("assignment.impossible", problems)


def _today(points: pd.DataFrame, area_code: str, indicator: str, year: int) -> pd.DataFrame:
    """The figures of the last day for which every unit has one: observed if there is such a day, else assigned."""
    remedy = "assignment.add_return"
    if points.empty:
        below = len(units_below(area_code, pd.Timestamp(year=year, month=12, day=31)))
        found = message("assignment.none_of_units", count=below) if below else "unit.none_below"
        problem = Problem(area_code, indicator, message("assignment.participants_before", year=year), found, remedy)
        raise CoverageError("assignment.nothing_known", [problem])
    counts = points.groupby(["path", "period"])["area_code"].nunique().rename("found").reset_index()
    counts["wanted"] = [len(units_below(area_code, day)) for day in counts["period"]]
    counts = counts.assign(full=counts["found"] >= counts["wanted"]).sort_values(
        ["full", "path", "found", "period"], ascending=[False, True, False, False], kind="stable"
    )
    best = counts.iloc[0]
    rows = points[(points["path"] == best["path"]) & (points["period"] == best["period"])]
    if not best["full"]:
        wanted = message("assignment.participants_on", day=best["period"].date())
        lacking = [code for code in units_below(area_code, best["period"]) if code not in set(rows["area_code"])]
        raise CoverageError(
            "assignment.unit_without_figure",
            [Problem(f"{code} {areas.area_name(code)}", indicator, wanted, "found.none", remedy) for code in lacking],
        )
    return rows[["area_code", "period", "path", "participants", "persons", "base", "source_id"]]


def _denominators(tables: Tables, base: str) -> pd.DataFrame:
    """Persons of every unit and day over one base; those behind the drawn rates stand before other printings."""
    drawn = tables["trajectory"]
    drawn = drawn[(drawn["base"] == base) & drawn["persons"].notna() & drawn["path"].isin(["actual", "plan"])]
    listed = tables["denominators"]
    listed = listed[(listed["base"] == base) & listed["persons"].notna()]
    columns = ["area_code", "period", "persons"]
    return pd.concat([drawn[columns], listed[columns]]).drop_duplicates(["area_code", "period"])


def _complete(rows: pd.DataFrame, found: pd.DataFrame, what: str, expected: Wording, remedy: str) -> None:
    lacking = [code for code in rows["area_code"] if code not in set(found["area_code"])]
    if lacking:
        raise CoverageError(
            "denominator.missing",
            [Problem(what, f"{code} {areas.area_name(code)}", expected, "found.none", remedy) for code in lacking],
        )
