"""Evidence on the decimal notation of a column from its own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_lib.clean.notation.decimal_marks import BIT, COMMA, DIFFERS, EITHER, FIRM, FRACTION, MARKS
from coverage_lib.clean.notation.figure_column import Answer, Column, Notation, Undecided
from coverage_lib.errors import Message, joined, message

_NAMES = {",": "comma", ".": "point"}
FEW = 5  # one figure in so many may be a misprint; more of them put the column in doubt
SHOWN = 3  # examples in a message


def notation_of_column(column: Column, code: list[int]) -> Answer | None:
    """The notation decided from the column alone; None if its figures can be read both ways."""
    seen = set(code) - {0}
    said = 0
    common = EITHER
    for each in seen:
        said |= each
        common &= each if each & EITHER else common
    if not seen:
        return Notation(",", "no figures", kind=column.kind, weight="none")
    if said & FRACTION:
        return undecided(column, "notation.fractions", [row for row, each in enumerate(code) if each & FRACTION])
    stuck = stuck_rows(code) if any(not each & EITHER for each in seen) else frozenset()
    if len(stuck) * FEW > len(code) - code.count(0):
        return undecided(column, f"notation.cannot_be_{column.kind}", sorted(stuck))
    if common == EITHER:
        same = Notation(",", "both marks give the same values", kind=column.kind, refused=stuck, weight="none")
        return None if said & DIFFERS else same
    if common:
        mark = "," if common == COMMA else "."
        firm = any(each & FIRM for each in seen if each & EITHER == common)
        telling = next(row for row, each in enumerate(code) if each & EITHER == common and (each & FIRM or not firm))
        reason = f"{column.texts[telling]!r} has a decimal {_NAMES[mark]}" if firm else "a rate of coverage is below 150"
        if firm and column.kind == "count" and column.factor == 1:
            reason = "persons come whole"
        return Notation(mark, reason, kind=column.kind, refused=stuck, weight="firm" if firm else "likely")
    each_row = {row: mark for row, each in enumerate(code) for mark in MARKS if each & EITHER == BIT[mark]}
    usual = Counter(each_row.values()).most_common(1)[0][0]
    return Notation(usual, "both notations occur, figure by figure", column.kind, each_row, stuck | open_rows(code))


def stuck_rows(code: list[int]) -> frozenset[int]:
    """Rows whose number is impossible for the quantity in the column."""
    return frozenset(row for row, each in enumerate(code) if each and not each & EITHER)


def open_rows(code: list[int]) -> frozenset[int]:
    """Rows whose number can be read both ways, with different values."""
    return frozenset(row for row, each in enumerate(code) if each & DIFFERS)


def undecided(column: Column, reason: str, rows: Sequence[int]) -> Undecided:
    """The refusal of a column, with both readings of its first cells."""
    examples: list[Message] = []
    for row in rows[:SHOWN]:
        values = {mark: column.figure(row, mark).value for mark in MARKS}
        known = dict.fromkeys(f"{value:.12g}" for value in values.values() if value == value)
        examples.append(message("notation.reads_as", text=column.texts[row], value=joined("value.either", known)))
    return Undecided(reason, tuple(rows), tuple(examples))
