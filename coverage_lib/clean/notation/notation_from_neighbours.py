"""Evidence on the decimal notation of a column from other columns: arithmetic first, then the notation they use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coverage_lib.clean.notation.confirming_arithmetic import (
    Read,
    Reading,
    Relation,
    columns_of,
    favoured_mark,
    favoured_mark_in_row,
    is_violated,
    scale_of,
)
from coverage_lib.clean.notation.decimal_marks import EITHER, LARGE, MARKS, SMALL, TWOFOLD
from coverage_lib.clean.notation.figure_column import STORED, Answer, Column, Notation, Undecided
from coverage_lib.clean.notation.notation_from_column import FEW, SHOWN, open_rows, stuck_rows, undecided
from coverage_lib.errors import joined, message

_COARSEST = 1e-3  # a stored rate is exact; the counts it was computed from may have been rounded afterwards
_FEWEST = 3  # columns whose notation makes a habit, a column of counts among them: people write rates and counts differently


def common_mark(answers: Iterable[Answer | None]) -> str:
    """The one mark used by the decided columns of a sheet; empty if they are too few or use both marks.

    >>> counts, rates = Notation(",", "", "count"), Notation(",", "", "rate")
    >>> [common_mark(answers) for answers in ([counts, rates, rates], [rates] * 3, [counts, rates, rates, Notation(".", "")])]
    [',', '', '']
    """
    firm = _firm(answers)
    habit = len(firm) >= _FEWEST and any(answer.kind == "count" for answer in firm)
    marks = _marks(firm)
    return marks.pop() if habit and len(marks) == 1 else ""


def _firm(answers: Iterable[Answer | None]) -> list[Notation]:
    return [answer for answer in answers if isinstance(answer, Notation) and answer.weight == "firm"]


def _marks(firm: Iterable[Notation]) -> set[str]:
    return {mark for answer in firm for mark in (answer.decimal, *answer.each.values())}


class Table:
    """The columns of a table during the decision; None means not yet decided."""

    def __init__(self, columns: Sequence[Column], found: list[list[int]], answers: list[Answer | None], relations: list[Relation]):
        self.columns, self.codes, self.answers, self.relations = columns, found, answers, relations
        self.rows = max((len(column.texts) for column in columns), default=0)

    def ask_arithmetic(self) -> None:
        """Decide columns by arithmetic relations; each decision helps to decide further columns."""
        asked = True
        while asked:
            asked = False
            for target, answer in enumerate(self.answers):
                if answer is None and (mark := self._favoured(target)):
                    kind, stuck = self.columns[target].kind, stuck_rows(self.codes[target])
                    self.answers[target] = Notation(mark, "confirmed by arithmetic", kind, refused=stuck)
                    asked = True
        for target, answer in enumerate(self.answers):
            if isinstance(answer, Notation) and answer.each and answer.refused:
                found = {row: self._favoured_in_row(target, row) for row in answer.refused & open_rows(self.codes[target])}
                settled = {row: mark for row, mark in found.items() if mark}
                self.answers[target] = replace(answer, each={**answer.each, **settled}, refused=answer.refused - set(settled))

    def ask_neighbours(self, elsewhere: str) -> None:
        """Decide remaining columns by the other columns, unless arithmetic objects; check rates decided by their range only."""
        if all(isinstance(answer, Undecided) or (answer and answer.weight != "likely") for answer in self.answers):
            return
        marks = _marks(_firm(self.answers))
        mark = common_mark(self.answers) or (elsewhere if marks <= {elsewhere} else "")
        other = marks.pop() if len(marks) == 1 else mark
        unknown = [target for target, answer in enumerate(self.answers) if answer is None]
        asked = [relation for relation in self.relations if mark and not set(unknown).isdisjoint(columns_of(relation))]
        against = [relation for relation in asked if is_violated(relation, mark, unknown, self._read, self.rows)]
        contradicted = {target for relation in against for target in columns_of(relation)}
        doubtful = [target for target, answer in enumerate(self.answers) if other and self._is_doubtful(target, answer, other)]
        for target in [*unknown, *doubtful]:
            column, code = self.columns[target], self.codes[target]
            if mark and target in unknown and target not in contradicted:
                stuck = stuck_rows(code)
                self.answers[target] = Notation(mark, "as in the other columns", column.kind, refused=stuck, weight="likely")
            else:
                refused = "notation.contradiction" if target in contradicted else "notation.both_stand"
                rows = [row for row, each in enumerate(code) if each & EITHER and each & TWOFOLD]
                self.answers[target] = undecided(column, refused, rows)

    def ask_rows(self) -> None:
        """Refuse figures that break a relation in their row and would keep it with the other mark; if many, the column."""
        for target, answer in enumerate(self.answers):
            column = self.columns[target]
            if not isinstance(answer, Notation) or (column.kind == "count" and column.factor == 1) or answer.weight == "none":
                continue
            twofold = [row for row, each in enumerate(self.codes[target]) if each & TWOFOLD and row not in answer.refused]
            broken = [row for row in twofold if self._is_broken(target, row, answer.at(row))]
            if len(broken) * FEW > len(column.texts) - self.codes[target].count(0):
                self.answers[target] = undecided(column, "notation.against_column", broken)
            elif broken:
                self.answers[target] = replace(answer, refused=answer.refused.union(broken))

    def _is_broken(self, target: int, row: int, mark: str) -> bool:
        other = MARKS[1 - MARKS.index(mark)]
        asked = [relation for relation in self._relations_of(target) if relation[0] != "total"]
        return any(favoured_mark_in_row(relation, target, row, self._read) == other for relation in asked)

    def _is_doubtful(self, target: int, answer: Answer | None, mark: str) -> bool:
        """Whether only the range of rates supports a notation that no other column uses."""
        if not isinstance(answer, Notation) or answer.weight != "likely" or answer.decimal == mark:
            return False
        self.answers[target] = None
        confirmed = self._favoured(target)
        self.answers[target] = answer
        return confirmed != answer.decimal

    def with_scale(self, target: int) -> Answer:
        """The decision for a column, with the scale of rates stored without a per cent sign or format."""
        column, answer = self.columns[target], self.answers[target]
        assert answer is not None
        if column.kind == "count" or isinstance(answer, Undecided):
            return answer
        seen = set(self.codes[target])
        if any(each & LARGE for each in seen) or not any(each & SMALL for each in seen):
            return answer
        asked = [relation for relation in self.relations if relation[0] == "rate" and relation[3] == target]
        read = self._read_unsigned(target)
        scales = {scale for relation in asked if (scale := scale_of(relation, read, self.rows))}
        if len(scales) == 1:
            return replace(answer, scale=scales.pop())
        rows = [row for row, each in enumerate(self.codes[target]) if each & SMALL and type(column.values[row]) in STORED]
        if not rows:
            return answer  # a printed 0,71 is 0,71
        examples = []
        for row in rows[:SHOWN]:
            values = column.texts[row], f"{100 * column.figure(row, '').value:.12g} %"
            examples.append(message("notation.reads_as", text=column.texts[row], value=joined("value.either", values)))
        return Undecided("notation.fractions_or_rates", tuple(rows), tuple(examples))

    def _relations_of(self, target: int) -> list[Relation]:
        return [relation for relation in self.relations if target in columns_of(relation)]

    def _favoured(self, target: int) -> str:
        unknown = [column for column, answer in enumerate(self.answers) if answer is None]
        marks = {favoured_mark(relation, target, unknown, self._read, self.rows) for relation in self._relations_of(target)} - {""}
        return marks.pop() if len(marks) == 1 else ""

    def _favoured_in_row(self, target: int, row: int) -> str:
        marks = {favoured_mark_in_row(relation, target, row, self._read) for relation in self._relations_of(target)} - {""}
        return marks.pop() if len(marks) == 1 else ""

    def _read(self, number: int, row: int, mark: str) -> Reading | None:
        column, answer = self.columns[number], self.answers[number]
        if row >= len(column.texts) or not self.codes[number][row] & EITHER or isinstance(answer, Undecided):
            return None
        if not mark and (answer is None or row in answer.refused):
            return None
        figure = column.figure(row, mark or answer.at(row))  # type: ignore[union-attr]
        if figure.kind != "number":
            return None
        factor = column.factor if column.kind == "count" else 1
        unit = 10.0**-figure.decimals
        if column.kind != "count" and type(column.values[row]) in STORED:
            unit = max(unit, _COARSEST)
        return Reading(figure.value * factor, unit * factor)

    def _read_unsigned(self, target: int) -> Read:
        def read(number: int, row: int, mark: str) -> Reading | None:
            reading = self._read(number, row, mark)
            signed = number == target and reading and not self.codes[number][row] & (SMALL | LARGE)
            return None if signed else reading

        return read
