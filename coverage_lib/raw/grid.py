"""A sheet as a grid of text, value and address: what every file format is turned into."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Cell:
    """One cell that holds something.

    Attributes
    ----------
    row, column : int
        Counted from 1, as spreadsheets do.
    text : str
        The text as it stands, unchanged; for a number stored as a number, the number as written by Python.
    value : object
        The stored value.
    number_format : str
        The format code of the cell, such as ``General`` or ``0.0%``.
    """

    row: int
    column: int
    text: str
    value: object = None
    number_format: str = "General"

    @property
    def address(self) -> str:
        """The address in the sheet, such as ``C7``."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """One sheet: its cells by (row, column), its merged ranges and its hidden rows.

    Examples
    --------
    >>> grid = Grid("A", {(1, 1): Cell(1, 1, "Năm 2023")}, [(1, 1, 1, 3)])
    >>> grid.spread(1, 3).text
    'Năm 2023'
    """

    sheet: str
    cells: dict[tuple[int, int], Cell]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, first column, last row, last column
    hidden_rows: frozenset[int] = frozenset()

    @cached_property
    def rows(self) -> int:
        """Number of the last row that holds something."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Number of the last column that holds something."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = {}
        for key in sorted(self.cells):
            rows.setdefault(key[0], []).append(self.cells[key])
        return rows

    def row(self, number: int) -> list[Cell]:
        """The cells of a row, left to right."""
        return self._by_row.get(number, [])

    def range_of(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged range a cell lies in, or the cell itself."""
        for first_row, first_column, last_row, last_column in self.merged:  # a handful a sheet
            if first_row <= row <= last_row and first_column <= column <= last_column:
                return first_row, first_column, last_row, last_column
        return row, column, row, column

    def spread(self, row: int, column: int) -> Cell | None:
        """The cell that is seen at a place: a merged range shows its first cell everywhere."""
        return self.cells.get(self.range_of(row, column)[:2])
