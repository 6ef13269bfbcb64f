"""Excel 97-2003 workbooks (.xls): values through calamine, looks from the records themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import python_calamine

from coverage_lib.raw.readers.grid import Cell, Grid, column_letters
from coverage_lib.raw.readers.xls_formats import Book, Sheet, read_book
from coverage_lib.raw.safety.sandbox import read_in_sandbox
from coverage_lib.raw.safety.size_limits import refusal


def read_xls(path: Path) -> list[Grid]:
    """Every sheet of an .xls workbook; ``hidden`` where the workbook does not show it.

    Raises
    ------
    CoverageError
        If the file is damaged, protected by a password, or has more cells than are read.
    """
    return read_in_sandbox("xls", "read_xls_directly", path)


def read_xls_directly(path: Path) -> list[Grid]:
    """The same, in the process at hand: the library may end it."""
    look = read_book(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        visible = {
            sheet.name: sheet.visible == python_calamine.SheetVisibleEnum.Visible
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        }
        grids = [_grid(name, book.get_sheet_by_name(name), look, look.sheets.get(name, Sheet())) for name in visible]
        return [grid if visible[grid.sheet] else replace(grid, hidden=True) for grid in grids]
    except KeyboardInterrupt:
        raise
    except BaseException as cause:  # a panic of the library is no Exception
        remedy = "open it in Excel and save it as .xlsx"
        raise refusal(path, "an Excel 97-2003 workbook (.xls)", f"a damaged one ({type(cause).__name__})", remedy) from cause


def _grid(name: str, stored: python_calamine.CalamineSheet, look: Book, sheet: Sheet) -> Grid:
    merged = sorted(
        (first_row + 1, first_column + 1, last_row + 1, last_column + 1)
        for (first_row, first_column), (last_row, last_column) in stored.merged_cell_ranges or ()
    )
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(stored.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            value = sheet.errors.get((row, column), value)
            if type(value) is float and value.is_integer() and abs(value) < 1e15:
                value = int(value)
            text = str(value)
            if text.strip():
                code, font = look.look(sheet.styles.get((row, column), 1 << 20))
                cells[row, column] = Cell(row, column, text, value, code, font)
    unvalued = tuple(f"{column_letters(column)}{row}" for row, column in sheet.unvalued)
    hidden_rows, hidden_columns = frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns)
    grid = Grid(name, cells, merged, hidden_rows, unvalued=unvalued, hidden_columns=hidden_columns)
    for place in [place for place in cells if grid.range_of(*place)[:2] != place]:
        del cells[place]  # covered by a merged cell
    return grid
