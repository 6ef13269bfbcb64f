"""A sheet as a grid of text, value and address: the common result of all file readers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


class Cell(NamedTuple):
    """A non-empty cell. A tuple, because a document has thousands of them; ``cell._replace(text=…)`` makes another.

    Attributes
    ----------
    row, column : int
        Counted from 1, as spreadsheets do.
    text : str
        The text as it stands, unchanged; for a number stored as a number, the number as written by Python.
    value : object
        The stored value.
    number_format : str
        The format code of the cell, such as ``General`` or ``0.0%``; empty where the file does not say.
    font : str
        The name of the font, such as ``.VnTime``; empty where the file does not say.
    """

    row: int
    column: int
    text: str
    value: object = None
    number_format: str = "General"
    font: str = ""

    @property
    def address(self) -> str:
        """The address in the sheet, such as ``C7``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """One sheet, or one table of a document.

    Attributes
    ----------
    sheet : str
    cells : dict
        (row, column) → cell; blank cells are not there.
    merged : list
        Merged ranges.
    hidden_rows, hidden_columns : frozenset of int
        What the file keeps but nobody sees on paper.
    hidden : bool
        Whether nobody sees the whole sheet: no figure is taken from it, but it goes wherever the file goes.
    context : tuple of str
        Lines of text above the table and outside the grid, in order.
    unvalued : tuple of str
        Addresses of formulas without a stored value: there is a number, but nobody has computed it.

    Examples
    --------
    >>> grid = Grid("A", {(1, 1): Cell(1, 1, "Năm 2023")}, [(1, 1, 1, 3)])
    >>> grid.spread(1, 3).text
    'Năm 2023'
    """

    sheet: str
    cells: dict[tuple[int, int], Cell]
    merged: list[Range] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    context: tuple[str, ...] = ()
    unvalued: tuple[str, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False

    @cached_property
    def rows(self) -> int:
        """Number of the last non-empty row."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Number of the last non-empty column."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = defaultdict(list)
        for (row, _), cell in sorted(self.cells.items(), key=itemgetter(0)):
            rows[row].append(cell)
        return dict(rows)

    @cached_property
    def occupied(self) -> tuple[int, ...]:
        """Numbers of the non-empty rows, in order: a sparse sheet is read by these, not from 1 to its last row."""
        return tuple(self._by_row)

    def occupied_between(self, first: int, last: int) -> tuple[int, ...]:
        """The non-empty rows between two rows, both included.

        >>> Grid("A", {(row, 1): Cell(row, 1, "a") for row in (1, 5, 1_000_000)}).occupied_between(2, 1_000_000)
        (5, 1000000)
        """
        return self.occupied[bisect_left(self.occupied, first) : bisect_right(self.occupied, last)]

    @cached_property
    def _range_at(self) -> dict[tuple[int, int], Range]:
        """Every place inside the used part of the sheet that lies in a merged range."""
        places: dict[tuple[int, int], Range] = {}
        for each in self.merged:
            for row in range(each[0], min(each[2], self.rows) + 1):
                for column in range(each[1], min(each[3], self.columns) + 1):
                    places.setdefault((row, column), each)
        return places

    def row(self, number: int) -> list[Cell]:
        """The cells of a row, left to right."""
        return self._by_row.get(number, [])

    def range_of(self, row: int, column: int) -> Range:
        """The merged range that contains a cell, or the cell itself."""
        if row <= self.rows and column <= self.columns:
            return self._range_at.get((row, column), (row, column, row, column))
        inside = (each for each in self.merged if each[0] <= row <= each[2] and each[1] <= column <= each[3])
        return next(inside, (row, column, row, column))

    def spread(self, row: int, column: int) -> Cell | None:
        """The cell displayed at a position: a merged range shows its first cell everywhere."""
        if not self.merged:
            return self.cells.get((row, column))
        return self.cells.get(self.range_of(row, column)[:2])


def column_letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(703)
    ('A', 'AA', 'AAA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
