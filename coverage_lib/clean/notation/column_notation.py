"""Decimal notation of a column (comma or point): decided from all its figures, or refused with both readings given.

A mark before exactly three digits (``12,345``) is ambiguous. The evidence, in this order:

1. the column itself: a final group not of three digits (``19,2``), both marks in one number, a group starting with zero; persons
   come whole, rates of coverage lie between 0 and 150, no count exceeds the people there are;
2. arithmetic over columns and rows: ``100·n/D`` against the printed rate, ``a + increase = b``, total = sum of its rows;
3. the other columns of the sheet, then the other sheets of the file, where there are several, all agree and arithmetic does not
   object.

A column in which some figures can only be read one way and some only the other is read figure by figure; those that can be read
both ways are refused. Without evidence the column is `Undecided`: no national convention is assumed, unless both marks give
the same values anyway. The same holds for rates stored as numbers without a per cent format: 0.926 may be 92.6% or 0.926%.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from coverage_lib.clean.notation.confirming_arithmetic import Relation
from coverage_lib.clean.notation.decimal_marks import mark_codes
from coverage_lib.clean.notation.figure_column import STORED, Answer, Column, Notation, Undecided
from coverage_lib.clean.notation.notation_from_column import notation_of_column
from coverage_lib.clean.notation.notation_from_neighbours import Table, common_mark
from coverage_lib.clean.text.printed_numbers import UNREADABLE, Figure, parse_figure, parse_figures

__all__ = ["Column", "Notation", "Undecided", "common_mark", "notations", "read_column"]


def notations(columns: Sequence[Column], relations: Iterable[Relation] = (), pinned: str = "", elsewhere: str = "") -> list[Answer]:
    """The notation of each column of a table.

    Parameters
    ----------
    columns : sequence of Column
    relations : iterable of Relation
        ``("rate", n, d, p)``, ``("sum", a, b, c)`` for a + b = c, ``("total", column, total_row, member_rows)``; columns and
        rows by their number from 0.
    pinned : {"", ",", "."}
        The mark that the source record states; no mark is inferred then.
    elsewhere : {"", ",", "."}
        What the other sheets of the file are written with (`common_mark`).

    Examples
    --------
    >>> counts, thousands, rates = ["1.499", "246"], ["12,345", "9,800"], ["19,2", "8,75"]
    >>> column = lambda texts, kind="count", factor=1: Column(texts, [None] * 2, [""] * 2, kind, factor)
    >>> columns = [column(counts), column(thousands, "count", 1000), column(rates, "rate"), column(rates, "rate")]
    >>> [answer.decimal for answer in notations(columns)]
    [',', ',', ',', ',']
    >>> print(*notations(columns[1:3])[0].examples, sep="; ")
    '12,345' is 12.345 or 12345; '9,800' is 9.8 or 9800
    """
    found = [mark_codes(column) for column in columns]
    if pinned:
        answers: list[Answer | None] = [Notation(pinned, "stated in the source record", column.kind) for column in columns]
    else:
        answers = [notation_of_column(column, code) for column, code in zip(columns, found, strict=True)]
    table = Table(columns, found, answers, list(relations))
    if not pinned:
        table.ask_arithmetic()
        table.ask_neighbours(elsewhere)
        table.ask_rows()
    return [table.with_scale(number) for number in range(len(columns))]


def read_column(column: Column, answer: Answer) -> list[Figure]:
    """The figures of a column under the decided notation; refused figures are unreadable.

    >>> column = Column(["92,6", "..."], [None] * 2, [""] * 2, "rate")
    >>> [figure.value for figure in read_column(column, notations([column])[0])]
    [92.6, nan]
    """
    if isinstance(answer, Undecided):
        return [UNREADABLE if code else parse_figure(text) for code, text in zip(mark_codes(column), column.texts, strict=True)]
    if not answer.each and not answer.refused and answer.scale == 1 and STORED.isdisjoint(map(type, column.values)):
        return parse_figures(column.texts, answer.decimal, column.factor)
    return [_figure(column, answer, row) for row in range(len(column.texts))]


def _figure(column: Column, notation: Notation, row: int) -> Figure:
    if row in notation.refused:
        return UNREADABLE
    figure = column.figure(row, notation.at(row))
    if notation.scale != 1 and figure.kind == "number" and not figure.percent:
        value = float(Decimal(repr(figure.value)) * notation.scale)
        return figure._replace(value=value, decimals=max(0, figure.decimals - 2))
    return figure
