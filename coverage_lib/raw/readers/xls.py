"""Excel 97-2003 workbooks (.xls) as grids."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import xlrd

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.raw.safety.sandbox import read_in_sandbox
from coverage_lib.raw.safety.size_limits import MAX_CELLS, refusal

_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(path: Path) -> list[Grid]:
    """Every sheet of an .xls workbook; ``hidden`` where the workbook does not show it.

    Raises
    ------
    CoverageError
        If the file is damaged, protected by a password, or has more cells than are read.
    """
    return read_in_sandbox("xls", "read_xls_directly", path)


def read_xls_directly(path: Path) -> list[Grid]:
    """The same, in the process at hand: the library checks little of what it reads."""
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, ragged_rows=True)
    except xlrd.XLRDError as cause:
        if "encrypted" in str(cause):
            raise refusal(path, "file.without_password", "spreadsheet.encrypted", "remedy.remove_password") from cause
        raise
    grids: list[Grid] = []
    size = 0
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        size += sum((bottom - top) * (right - left) for top, bottom, left, right in sheet.merged_cells)
        if size <= MAX_CELLS:  # otherwise not even their places would fit into memory
            grids.append(_grid(book, sheet))
            size += len(grids[-1].cells)
        if size > MAX_CELLS:
            raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_tables")
        book.unload_sheet(number)
    return grids


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    merged = sorted((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    covered = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, sheet.nrows) + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(1, sheet.nrows + 1):
        for column, cell in enumerate(sheet.row(row - 1), 1):
            if cell.ctype in _NOTHING or (row, column) in covered:
                continue
            value = _value(cell, book.datemode)
            text = str(value)
            if text.strip():
                style = book.xf_list[cell.xf_index]
                code, font = book.format_map[style.format_key].format_str, book.font_list[style.font_index].name
                cells[row, column] = Cell(row, column, text, value, code, font)
    hidden_rows = frozenset(row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden)
    hidden_columns = frozenset(column + 1 for column, look in sheet.colinfo_map.items() if look.hidden)
    return Grid(sheet.name, cells, merged, hidden_rows, hidden_columns=hidden_columns, hidden=bool(sheet.visibility))


def _value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    """What a cell holds, as the other readers give it: whole numbers without a point, a moment, a truth, the text of an error."""
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_DATE and value >= 0:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
            return moment if value >= 1 else moment.time()
        except (ValueError, OverflowError):
            pass  # no day of the calendar: a number under the wrong format
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value if isfinite(value) else str(value)
    return value
