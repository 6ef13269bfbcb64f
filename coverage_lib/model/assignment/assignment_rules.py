"""Four rules for assigning a total to lower units.

Each rule is a start and a weight for `hamilton_rounding`: clip(start + λ·weight, floor, cap) summing to the total. n participants
today, D denominator of the target year, p today's rate, P the rate that the total makes over all units:

| rule | start | weight |
|---|---|---|
| same_rate: the same final rate | 0 | D |
| same_rise: the same rise in points | p·D | D |
| same_share: the same share of the own gap closed | n | max(P·D − n, 0) |
| by_base: the increase in proportion to the base | n | D |

Floor: no unit below today's participants. Cap: no unit above the persons of the base.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.assignment.hamilton_rounding import whole_persons
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.terms import terms

RULES = tuple(terms("rule"))
"""The rules in the order of the vocabulary."""
COLUMNS = (
    *("rule", "area_code", "participants", "persons", "coverage_pct", "floor", "cap"),
    *("assigned", "assigned_pct", "increase", "increase_pp", "gap_closed_pct", "bound"),
)


def assign(rows: pd.DataFrame, total: int, rules: Sequence[str] = RULES, goal_pct: float | None = None) -> pd.DataFrame:
    """Assign a total to units by each rule.

    Parameters
    ----------
    rows : DataFrame
        One row a unit: ``area_code``, ``participants`` (persons today), ``persons_today`` (denominator of today's rate, may be
        missing), ``persons`` (denominator of the target year, may be missing), such as `baseline` gives.
    total : int
        Persons of all units together in the target year.
    rules : sequence of str
        Of `RULES`.
    goal_pct : float, optional
        Level to which gaps are measured, per cent. Default: the rate that the total makes over all units.

    Returns
    -------
    DataFrame
        One row a unit and rule: ``rule``, ``area_code``, ``participants``, ``persons``, ``coverage_pct`` (today's rate, per cent),
        ``floor``, ``cap``, ``assigned`` (persons, summing to the total in every rule), ``assigned_pct`` (over ``persons``),
        ``increase`` (persons), ``increase_pp`` (points), ``gap_closed_pct`` (share of the own gap that the increase closes, missing
        where there is none), ``bound``: floor, cap, no_base, or empty. A rate over a missing or zero denominator is missing.

    Raises
    ------
    CoverageError
        If today's participants are missing or above the cap, naming every unit; if the total lies outside the sums of floors and
        caps, with the persons too few or too many.

    Notes
    -----
    A unit without a denominator keeps today's participants (``bound`` no_base): no rule can say what its share would be.

    Examples
    --------
    >>> units = pd.DataFrame({"area_code": ["a", "b"], "participants": [10, 30], "persons_today": 100, "persons": 100})
    >>> assign(units, 60).pivot(index="area_code", columns="rule", values="assigned")[list(RULES)].values.tolist()
    [[30, 20, 30, 20], [30, 40, 30, 40]]
    """
    units = _units(rows)
    given, failures = _shared_out(units, total, rules, goal_pct)
    if failures:
        raise next(iter(failures.values()))
    return pd.concat([_table(units, total, rule, *shares, goal_pct) for rule, shares in given.items()], ignore_index=True)


def distances(rows: pd.DataFrame, assigned: np.ndarray) -> dict[str, float]:
    """For every rule the sum of absolute differences, in persons, from what it gives of the same total; missing where it fails.

    Parameters
    ----------
    rows : DataFrame
        As for `assign`.
    assigned : array of int
        Persons that a plan assigns to each row.
    """
    try:
        given, _ = _shared_out(_units(rows), int(assigned.sum()))
    except CoverageError:  # a unit stands above its base already: no rule does that
        given = {}
    return {rule: float(np.abs(given[rule][0] - assigned).sum()) if rule in given else np.nan for rule in RULES}


class _Units(NamedTuple):
    """Columns of the rows as arrays; ``cap`` and ``over`` (bases as weights): a unit without a base neither grows nor weighs."""

    codes: np.ndarray
    now: np.ndarray
    base: np.ndarray
    base_today: np.ndarray
    cap: np.ndarray
    over: np.ndarray


def _units(rows: pd.DataFrame) -> _Units:
    names = ("participants", "persons", "persons_today")
    now, base, base_today = (rows[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan) for name in names)
    codes, without = rows["area_code"].to_numpy(dtype=str), np.isnan(base)
    _check(codes, now, base)
    return _Units(codes, now, base, base_today, np.where(without, now, base), np.where(without, 0.0, base))


def _shared_out(
    units: _Units, total: int, rules: Sequence[str] = RULES, goal_pct: float | None = None
) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], dict[str, CoverageError]]:
    """Whole persons and bounds that each rule gives, and why another cannot be applied."""
    given, failures = {}, {}
    for rule in rules:
        try:
            start, weight = _affine(rule, total, units, goal_pct)
            given[rule] = whole_persons(total, weight, units.now, units.cap, start, units.codes)[1:]
        except CoverageError as failure:
            failures[rule] = failure
    return given, failures


def _own_gap(total: int, units: _Units, goal_pct: float | None) -> np.ndarray:
    """Persons to the level to which gaps are measured, zero above it."""
    now, over = units.now, units.over
    level = goal_pct / 100 if goal_pct is not None else (total - now[over <= 0].sum()) / max(over.sum(), 1.0)
    return np.maximum(np.minimum(level * over, units.cap) - now, 0.0)


def _affine(rule: str, total: int, units: _Units, goal_pct: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Start and weight for a rule; units without a denominator have weight zero."""
    now, over, base_today = units.now, units.over, units.base_today
    if rule == "same_rate":
        return np.zeros_like(now), over
    if rule == "same_rise":
        held = np.isnan(base_today) | (base_today == 0)
        return np.where(held, now, now * over / np.where(held, 1.0, base_today)), over
    if rule == "by_base":
        return now, over
    if rule == "same_share":
        return now, _own_gap(total, units, goal_pct)
    raise CoverageError("rule.unknown", [Problem("rule", rule, message("value.one_of", known=", ".join(RULES)), "found.another")])


def _check(codes: np.ndarray, now: np.ndarray, base: np.ndarray) -> None:
    problems = []
    for place in np.flatnonzero(np.isnan(now) | (now > base)):  # a missing base compares as false
        unit = f"{codes[place]} {area_name(codes[place])}"
        if np.isnan(now[place]):
            problems.append(Problem("assignment", unit, "assignment.participants_today", "found.none", "assignment.add_figure"))
        else:
            expected = message("assignment.most_participants", most=formats.count(base[place], "en"))
            found = formats.count(now[place], "en")
            problems.append(Problem("assignment", unit, expected, found, "assignment.correct"))
    if problems:
        raise CoverageError("assignment.above_base", problems)


def _table(units: _Units, total: int, rule: str, assigned, bound, goal_pct: float | None) -> pd.DataFrame:
    counts, gaps = units.now.astype("int64"), _own_gap(total, units, goal_pct)
    today, due, gap = (np.where(each > 0, each, np.nan) for each in (units.base_today, units.base, gaps))
    rate, reached = 100 * units.now / today, 100 * assigned / due
    columns = {
        "rule": rule,
        "area_code": units.codes,
        "participants": counts,
        "persons": pd.array(units.base, dtype="Float64").astype("Int64"),
        "coverage_pct": rate,
        "floor": counts,
        "cap": units.cap.astype("int64"),
        "assigned": assigned,
        "assigned_pct": reached,
        "increase": assigned - counts,
        "increase_pp": reached - rate,
        "gap_closed_pct": 100 * (assigned - counts) / gap,
        "bound": np.where(np.isnan(units.base), "no_base", bound).astype(str),
    }
    return pd.DataFrame(columns, columns=list(COLUMNS))
