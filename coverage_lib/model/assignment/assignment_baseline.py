"""What the units of one area have today, and over what base a target year will count them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, Wording, message
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.terms import counts_persons, terms

Tables = Mapping[str, pd.DataFrame]
COLUMNS = ("area_code", "period", "basis", "participants", "source_id", "persons_today", "base", "persons", "base_period")


def counted_points(trajectory: pd.DataFrame, indicator: str | None = None) -> pd.DataFrame:
    """Points with a number of participants, observed or assigned; of one indicator, if named."""
    points = trajectory[trajectory["path"].isin(["actual", "plan"]) & trajectory["participants"].notna()]
    return points if indicator is None else points[points["indicator"] == indicator]


def units_below(area_code: str, period: pd.Timestamp) -> list[str]:
    """The units directly below an area on a date; if it no longer exists, those it had last.

    >>> len(units_below("464", pd.Timestamp("2025-12-31")))  # the district ended on 30 June 2025
    18
    """
    return areas.children(area_code, period.date()) or areas.children(area_code)


def baseline(tables: Tables, area_code: str, indicator: str, year: int, base_year: int | None = None) -> pd.DataFrame:
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
    points = counted_points(tables["trajectory"], indicator)
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
        require_each(rows, due, "--base-year", message("denominator.of_year", year=base_year), "assignment.other_year")
    latest = due.sort_values("period", kind="stable").drop_duplicates("area_code", keep="last")
    rows = rows.merge(latest.rename(columns={"period": "base_period"}), on="area_code", how="left").assign(base=base)
    return rows.sort_values("area_code", ignore_index=True)[list(COLUMNS)]


def require_each(rows: pd.DataFrame, found: pd.DataFrame, what: str, expected: Wording, remedy: str) -> None:
    """Stop at units of which a denominator is missing, naming each."""
    lacking = [code for code in rows["area_code"] if code not in set(found["area_code"])]
    if lacking:
        raise CoverageError(
            "denominator.missing",
            [Problem(what, f"{code} {areas.area_name(code)}", expected, "found.none", remedy) for code in lacking],
        )


def _known(area_code: str, indicator: str) -> None:
    problems = []
    if not areas.exists(area_code):
        problems.append(Problem("area", area_code, "unit.any_code", "unit.none"))
    if indicator not in terms("indicator") or not counts_persons(indicator):
        wanted = message("indicator.one_of_persons", known=", ".join(filter(counts_persons, terms("indicator"))))
        problems.append(Problem("indicator", indicator, wanted, "found.another"))
    if problems:
        raise CoverageError("assignment.impossible", problems)


def _today(points: pd.DataFrame, area_code: str, indicator: str, year: int) -> pd.DataFrame:
    """The figures for the last day on which every unit has one: observed if there is such a day, else assigned."""
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
    """Persons of every unit and day over one base; denominators of the charted rates take precedence."""
    drawn = tables["trajectory"]
    drawn = drawn[(drawn["base"] == base) & drawn["persons"].notna() & drawn["path"].isin(["actual", "plan"])]
    listed = tables["denominators"]
    listed = listed[(listed["base"] == base) & listed["persons"].notna()]
    columns = ["area_code", "period", "persons"]
    return pd.concat([drawn[columns], listed[columns]]).drop_duplicates(["area_code", "period"])
