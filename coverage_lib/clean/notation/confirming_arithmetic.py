"""Arithmetic relations between columns that confirm one reading: rates and counts, totals and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

Relation = Sequence[Any]
"""``("rate", n, d, p)``: p = 100·n/d · ``("sum", a, b, c)``: a + b = c · ``("total", column, total_row, member_rows)``."""

_MARKS = (",", ".")
_SLACK = 1e-6
_MISPRINTS = 10  # of so many rows that support one reading, one may support the other
_TOTAL_OFF = 0.002  # printed totals are off by persons; the wrong reading is off by a factor


class Reading(NamedTuple):
    """A figure in persons or per cent, and the size of its last digit."""

    value: float
    unit: float


Read = Callable[[int, int, str], Reading | None]
"""Column, row, mark → reading; None where there is no number. For a column that is decided the mark is ignored."""


def columns_of(relation: Relation) -> tuple[int, ...]:
    """The columns that a relation involves."""
    return (relation[1],) if relation[0] == "total" else tuple(relation[1:4])


def favoured_mark(relation: Relation, target: int, unknown: Iterable[int], read: Read, rows: int) -> str:
    """The mark of the target column under which a relation holds, if it does not hold under the other one; otherwise empty.

    Parameters
    ----------
    target : int
        The column asked about, one of ``unknown``.
    unknown : iterable of int
        Columns whose mark is not known; their readings are tried together.
    rows : int
        Number of rows.
    """
    unknown = [column for column in dict.fromkeys(columns_of(relation)) if column in unknown]
    best: dict[str, set[int]] = {mark: set() for mark in _MARKS}
    tested = 0
    for marks in product(_MARKS, repeat=len(unknown)):
        chosen = dict(zip(unknown, marks, strict=True))
        outcome = _outcomes(relation, chosen, read, rows)
        tested = max(tested, len(outcome))
        fits = {row for row, holds in outcome.items() if holds}
        if len(fits) > len(best[chosen[target]]):
            best[chosen[target]] = fits
    for mark, other in (_MARKS, _MARKS[::-1]):
        alone, against = best[mark] - best[other], best[other] - best[mark]
        if alone and len(against) * _MISPRINTS <= len(alone) and len(best[mark]) * 2 >= tested:
            return mark
    return ""


def favoured_mark_in_row(relation: Relation, target: int, row: int, read: Read) -> str:
    """As `favoured_mark`, for one row of a column in which each figure has a mark of its own."""
    if relation[0] == "total":
        return ""
    fits = [mark for mark in _MARKS if _outcomes(relation, {target: mark}, read, row + 1, row).get(row)]
    return fits[0] if len(fits) == 1 else ""


def is_violated(relation: Relation, mark: str, unknown: Iterable[int], read: Read, rows: int) -> bool:
    """Whether one mark for all unknown columns breaks a relation that another reading of them satisfies."""
    unknown = [column for column in dict.fromkeys(columns_of(relation)) if column in unknown]
    fits = {
        marks: sum(_outcomes(relation, dict(zip(unknown, marks, strict=True)), read, rows).values())
        for marks in product(_MARKS, repeat=len(unknown))
    }
    return fits[(mark,) * len(unknown)] * 2 < max(fits.values())


def scale_of(relation: Relation, read: Read, rows: int) -> int:
    """1 if the rates of a relation are per cent, 100 if they are fractions, 0 if the counts do not show which."""
    fits = {scale: sum(_outcomes(relation, {}, _scaled(read, relation[3], scale), rows).values()) for scale in (1, 100)}
    return next((scale for scale, other in ((1, 100), (100, 1)) if fits[scale] and fits[other] * _MISPRINTS <= fits[scale]), 0)


def _scaled(read: Read, column: int, scale: int) -> Read:
    def scaled(of: int, row: int, mark: str) -> Reading | None:
        reading = read(of, row, mark)
        return Reading(reading.value * scale, reading.unit * scale) if reading and of == column else reading

    return scaled


def _outcomes(relation: Relation, chosen: dict[int, str], read: Read, rows: int, first: int = 0) -> dict[int, bool]:
    """Row → whether the relation holds there; rows without all its figures are left out."""
    kind = relation[0]
    if kind == "total":
        _, column, total_row, members = relation
        mark = chosen.get(column, "")
        total = read(column, total_row, mark)
        parts = [part for row in members if (part := read(column, row, mark))]
        return {total_row: _is_total(total, parts)} if total and parts else {}
    found = {}
    for row in range(first, rows):
        figures = [read(column, row, chosen.get(column, "")) for column in relation[1:4]]
        one, two, three = figures
        if one and two and three and (kind != "rate" or two.value):
            found[row] = _is_rate(one, two, three) if kind == "rate" else _is_sum(one, two, three)
    return found


def _error(reading: Reading) -> float:
    return reading.unit / 2 if reading.unit > 1 else 0.0  # a count to the person is exact


def _is_rate(n: Reading, d: Reading, p: Reading) -> bool:
    computed = 100 * n.value / d.value
    spread = abs(computed) * (_error(n) / n.value + _error(d) / d.value) if n.value else 0.0
    return abs(computed - p.value) <= p.unit + abs(spread) + _SLACK  # a whole unit: some offices cut off instead of rounding


def _is_sum(a: Reading, b: Reading, c: Reading) -> bool:
    return abs(a.value + b.value - c.value) <= _error(a) + _error(b) + _error(c) + _SLACK * abs(c.value)


def _is_total(total: Reading, parts: list[Reading]) -> bool:
    off = abs(total.value - sum(part.value for part in parts))
    return off <= _error(total) + sum(map(_error, parts)) + _TOTAL_OFF * abs(total.value)
