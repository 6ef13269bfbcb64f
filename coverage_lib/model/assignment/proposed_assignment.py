"""A proposed assignment as three tables: the total and what it rests on, each rule, and each unit under each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_baseline import baseline, counted_points
from coverage_lib.model.assignment.assignment_rules import RULES, assign
from coverage_lib.model.assignment.assignment_total import Total, given_total, needed_total
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.table_schemas import conform, empty

TABLES = ("assignment", "assignment_rules", "assignment_units")
PROPOSED = ("si_voluntary", 2026)
"""Indicator and target year proposed for every area: the scheme that units recruit for, in the first year that no plan assigns."""


def propose(
    tables: Mapping[str, pd.DataFrame],
    area_code: str,
    indicator: str,
    year: int,
    *,
    persons: int | None = None,
    rate_pct: float | None = None,
    rules: Sequence[str] = RULES,
    base_year: int | None = None,
    goal_pct: float | None = None,
) -> dict[str, pd.DataFrame]:
    """The proposal for one area, indicator and year.

    Parameters
    ----------
    tables : mapping
        Needs ``trajectory``, ``denominators`` and ``targets``.
    area_code, indicator : str
    year : int
        Target year.
    persons, rate_pct : optional
        The total, in persons or in per cent of the base of all units. Default: what the targets in force ask for.
    rules : sequence of str
        Of `RULES`.
    base_year : int, optional
        Year of the denominators, see `baseline`.
    goal_pct : float, optional
        Level to which gaps are measured, see `assign`.

    Returns
    -------
    dict of str to DataFrame
        `TABLES`, as ``tables.toml`` describes them. A rule that cannot be applied has no units; its row says why.

    Raises
    ------
    CoverageError
        If no rule can be applied, or what it needs is not there.
    """
    rows = baseline(tables, area_code, indicator, year, base_year)
    if persons is None and rate_pct is None:
        total = needed_total(tables, rows, area_code, indicator, year)
    else:
        total = given_total(rows, persons, rate_pct)
    return proposal_of(rows, total, area_code, indicator, year, rules, goal_pct)


def proposal_of(
    rows: pd.DataFrame,
    total: Total,
    area_code: str,
    indicator: str,
    year: int,
    rules: Sequence[str] = RULES,
    goal_pct: float | None = None,
) -> dict[str, pd.DataFrame]:
    """The three tables, from today's rows and the total; parameters and errors as in `propose`."""
    made, failures = [], {}
    for rule in rules:
        try:
            made.append(assign(rows, total.assigned, [rule], goal_pct))
        except CoverageError as failure:
            failures[rule] = failure
    if not made:
        raise next(iter(failures.values()))
    units = pd.concat(made).merge(rows[["area_code", "source_id", "persons_today", "base_period"]], on="area_code")
    said = [
        {"rule": rule, **{f"message{end}": each.in_language(lang) for end, lang in (("", "vi"), ("_en", "en"))}}
        for rule, each in failures.items()
    ]
    found = (
        _whole(rows, total, year),
        pd.concat([_rules(units), pd.DataFrame(said)]),
        units.rename(columns={"area_code": "lower_code"}),
    )
    key = {"area_code": area_code, "indicator": indicator, "year": year}
    return {name: conform(frame.assign(**key), name) for name, frame in zip(TABLES, found, strict=True)}


def proposals(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """`TABLES` for every area of whose units all have a figure, for the indicator and the year of `PROPOSED`."""
    made = []
    for area_code in sorted({areas.parent(code) for code in counted_points(tables["trajectory"], PROPOSED[0])["area_code"]} - {""}):
        with suppress(CoverageError):  # a unit without a figure: there is nothing to propose
            made.append(propose(tables, area_code, *PROPOSED))
    return {name: pd.concat([each[name] for each in made], ignore_index=True) if made else empty(name) for name in TABLES}


def _whole(rows: pd.DataFrame, total: Total, year: int) -> pd.DataFrame:
    """The only row of table ``assignment``: all units together. A sum that lacks a unit is missing."""
    now, today, due = (rows[name].astype("Float64").sum(skipna=False) for name in ("participants", "persons_today", "persons"))
    sums = {"participants": now, "persons_today": today, "persons": due}
    rates = {"coverage_pct": _rate(now, today), "assigned_pct": _rate(total.assigned, due)}
    held = bool((rows["base_period"].dt.year.dropna() < year).any())
    day = {"period": rows["period"].max(), "basis": rows["basis"].iloc[0], "base": rows["base"].iloc[0]}
    return pd.DataFrame([asdict(total) | sums | rates | day | {"units": len(rows), "denominator_held": held}])


def _rate(count: float, base: float) -> float:
    return 100 * count / base if pd.notna(base) and base > 0 else np.nan


def _rules(units: pd.DataFrame) -> pd.DataFrame:
    """For every rule the least and the most that it adds to a unit, and the later rules that give every unit the same."""
    wide = units.pivot(index="area_code", columns="rule", values="assigned")
    spans = units.groupby("rule", sort=False)["increase"].agg(["min", "max"])
    rules = [rule for rule in RULES if rule in wide]
    same = [" ".join(other for other in rules[at + 1 :] if wide[rule].equals(wide[other])) for at, rule in enumerate(rules)]
    found = pd.DataFrame({"rule": rules, "same_as": same, "message": "", "message_en": ""})
    return found.assign(increase_least=spans["min"].reindex(rules).to_numpy(), increase_most=spans["max"].reindex(rules).to_numpy())
