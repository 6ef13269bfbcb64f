"""A total assigned to lower units by four rules, side by side.

Each rule is a start and a weight for `apportion`: clip(start + λ·weight, floor, cap) summing to the total. n participants today,
D denominator of the target year, p today's rate, P the rate that the total makes over all units:

| rule | start | weight |
|---|---|---|
| same_rate: the same final rate | 0 | D |
| same_rise: the same rise in points | p·D | D |
| same_share: the same share of the own gap closed | n | max(P·D − n, 0) |
| by_base: the increase in proportion to the base | n | D |

Floor: nobody below today's participants. Cap: nobody above the persons of the base.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.assignment.hamilton_rounding import apportion
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.terms import terms

RULES = tuple(terms("rule"))
"""The rules in the order of the vocabulary."""
COLUMNS = (
    *("rule", "area_code", "participants", "persons", "coverage_pct", "floor", "cap"),
    *("assigned", "assigned_pct", "increase", "increase_pp", "bound"),
)


def assign(rows: pd.DataFrame, total: int, rules: Sequence[str] = RULES, goal_pct: float | None = None) -> pd.DataFrame:
    """Assign a total to units by each rule.

    Parameters
    ----------
    rows : DataFrame
        One row a unit: ``area_code``, ``participants`` (persons today), ``persons_today`` (denominator of today's rate, may be
        missing), ``persons`` (denominator of the target year, may be missing), such as `standing` gives.
    total : int
        Persons of all units together in the target year.
    rules : sequence of str
        Of `RULES`.
    goal_pct : float, optional
        Level to which ``same_share`` measures the gaps, per cent. Default: the rate that the total makes over all units.

    Returns
    -------
    DataFrame
        One row a unit and rule: ``rule``, ``area_code``, ``participants``, ``persons``, ``coverage_pct`` (today's rate, per cent),
        ``floor``, ``cap``, ``assigned`` (persons, summing to the total in every rule), ``assigned_pct`` (over ``persons``),
        ``increase`` (persons), ``increase_pp`` (points), ``bound``: floor, cap, no_base, or empty. A rate over a missing or zero
        denominator is missing.

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
    codes = rows["area_code"].to_numpy(dtype=str)
    now, base, base_today = (
        rows[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan) for name in ("participants", "persons", "persons_today")
    )
    without = np.isnan(base)
    _check(codes, now, base)
    cap, over = np.where(without, now, base), np.where(without, 0.0, base)
    frames = []
    for rule in rules:
        start, weight = _affine(rule, total, now, over, base_today, cap, goal_pct)
        shares = apportion(total, weight, now, cap, start, codes)
        bound = np.where(without, "no_base", shares["bound"])
        frames.append(_table(rule, codes, now, base, base_today, cap, shares["persons"].to_numpy(), bound))
    return pd.concat(frames, ignore_index=True)


def _affine(rule: str, total: int, now, over, base_today, cap, goal_pct: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Start and weight of a rule; units without a denominator have weight zero."""
    if rule == "same_rate":
        return np.zeros_like(now), over
    if rule == "same_rise":
        held = np.isnan(base_today) | (base_today == 0)
        return np.where(held, now, now * over / np.where(held, 1.0, base_today)), over
    if rule == "by_base":
        return now, over
    if rule == "same_share":
        counted = over > 0
        level = goal_pct / 100 if goal_pct is not None else (total - now[~counted].sum()) / max(over.sum(), 1.0)
        return now, np.maximum(np.minimum(level * over, cap) - now, 0.0)
    raise CoverageError("rule.unknown", [Problem("rule", rule, message("value.one_of", known=", ".join(RULES)), "found.another")])


def _check(codes: np.ndarray, now: np.ndarray, base: np.ndarray) -> None:
    problems = []
    for code, count, cap in zip(codes, now, base, strict=True):
        place = f"{code} {area_name(code)}"
        if np.isnan(count):
            problems.append(Problem("assignment", place, "assignment.participants_today", "found.none", "assignment.add_figure"))
        elif count > cap:  # a missing cap compares as false
            expected = message("assignment.most_participants", most=formats.count(cap, "en"))
            problems.append(Problem("assignment", place, expected, formats.count(count, "en"), "assignment.correct"))
    if problems:
        raise CoverageError("assignment.above_base", problems)


def _table(rule: str, codes, now, base, base_today, cap, assigned, bound) -> pd.DataFrame:
    today, due = (np.where(each > 0, each, np.nan) for each in (base_today, base))
    rate, reached = 100 * now / today, 100 * assigned / due
    columns = {
        "rule": rule,
        "area_code": codes,
        "participants": now.astype("int64"),
        "persons": pd.array(base, dtype="Float64").astype("Int64"),
        "coverage_pct": rate,
        "floor": now.astype("int64"),
        "cap": cap.astype("int64"),
        "assigned": assigned,
        "assigned_pct": reached,
        "increase": assigned - now.astype("int64"),
        "increase_pp": reached - rate,
        "bound": bound.astype(str),
    }
    return pd.DataFrame(columns, columns=list(COLUMNS))
