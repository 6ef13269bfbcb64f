"""Excel workbooks (.xlsx, .xlsm; macros are never read) as grids."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from math import isfinite
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid, Range
from coverage_lib.raw.readers.xlsx_xml import sheet_titles, stripped_workbook, unvalued_cells
from coverage_lib.raw.safety.size_limits import MAX_CELLS, refusal
from coverage_lib.raw.safety.zip_safety import opened_archive, xml_parts

# Some programs write every element with a prefix: <x:c>. Text that looks like an element only makes a file look larger.
_CELL = re.compile(rb"[<:]c[\s/>]")
_ROW = re.compile(rb"[<:]row[\s/>]")
_SPANS = [
    re.compile(name + rb"\s[^>]{0,300}?ref\s*=\s*[\"']([^\"']*)") for name in (b"mergeCell", b"hyperlink")
]  # all their cells are made
_LONG = re.compile(rb"sqref\s*=\s*[\"'][^\"']{20000}")  # a rule for thousands of ranges
_EMPTY_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]{0,300}(?:/>|>[^<]*</(?:\w+:)?f>)\s*<(?:/(?:\w+:)?c>|(?:\w+:)?v\s*(?:/>|></))")
_FEW = 100_000
_MAX_OTHER = 600_000  # XML elements other than cells: formats, rules, links
_SHEET, _STRINGS, _STYLES = b"sheetData", b"<sst", b"cellXfs"


def read_xlsx(path: Path) -> list[Grid]:
    """Every sheet of a workbook as a grid; ``hidden`` where the workbook does not show it.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm file.

    Raises
    ------
    CoverageError
        If the file is not a workbook, or holds more than is read.
    """
    with opened_archive(path) as archive:
        incomplete, heavy = _look_over(path, archive)
        titles = sheet_titles(path, archive)
        unvalued = unvalued_cells(archive, titles, incomplete)
    book = _load(path, heavy)
    fonts: dict[int, str] = {}
    formats: dict[int, str] = {}
    return [_grid(sheet, fonts, formats, unvalued.get(sheet.title, ())) for sheet in book.worksheets]


def _look_over(path: Path, archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    """Refuse oversized content; name the parts with formulas that lack a value; say if ornaments outweigh cells."""
    incomplete, size, spanned, heavy = [], 0, 0, False
    for name, content in xml_parts(archive):
        marks = content.count(b"<")
        if _SHEET in content:
            few = size + marks < _FEW  # then they need not be counted more exactly
            cells = marks if few else len(_CELL.findall(content)) + 2 * len(_ROW.findall(content))  # a row costs more
            spanned += sum(_area(found) for spans in _SPANS for found in spans.findall(content))
            size, marks = size + cells, marks - 10 * cells
            if (b"<f" in content or b":f" in content) and _EMPTY_FORMULA.search(content):
                incomplete.append(name)
            heavy |= _LONG.search(content) is not None
        elif _STRINGS in content[:1000]:
            marks = 0  # as many as the cells need
        heavy |= marks > _MAX_OTHER
        if size > MAX_CELLS or spanned > MAX_CELLS or (marks > _MAX_OTHER and _STYLES in content):
            raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.delete_rows_formats")
    return incomplete, heavy


def _area(text: bytes) -> int:
    """Number of cells of a range; 0 if it is not a range."""
    try:
        left, top, right, bottom = range_boundaries(text.decode("ascii"))
    except (ValueError, UnicodeDecodeError, TypeError):
        return 0
    return ((bottom or 1_048_576) - (top or 1) + 1) * ((right or 16_384) - (left or 1) + 1)


def _load(path: Path, heavy: bool) -> Any:
    """The workbook; one with parts that the library cannot take is stripped down to its cells and formats first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about ornaments that are dropped
        if not heavy:
            try:
                with path.open("rb") as stream:  # not the path: its ending may be missing
                    book = openpyxl.load_workbook(stream, data_only=True, keep_links=False)
                if book.worksheets:
                    return book
            except Exception:  # it raises whatever its XML parser, zip reader and descriptors raise
                pass
        try:
            return openpyxl.load_workbook(io.BytesIO(stripped_workbook(path)), data_only=True, keep_links=False)
        except Exception as cause:
            raise refusal(path, "kind.xlsx", message("file.damaged", cause=type(cause).__name__), "remedy.save_as_xlsx") from cause


def _grid(sheet: Any, fonts: dict[int, str], formats: dict[int, str], unvalued: tuple[str, ...]) -> Grid:
    """One sheet. Styles are looked up once for each style, not for each cell: this loop runs for every cell of every file."""
    cells: dict[tuple[int, int], Cell] = {}
    stored = sheet._cells  # a sparse sheet: visiting every cell of its rectangle could take too long
    for place, cell in stored.items():
        value = cell.value
        if value is None:
            continue
        text = value if type(value) is str else str(value)
        if type(value) is float and not isfinite(value):
            value = text  # no number that anybody can have printed
        if not text or text.isspace():
            continue
        style = cell._style
        font, code = style[0], style[3]  # by place: by name takes ten times as long
        if font not in fonts:
            fonts[font] = _said(cell, "font")
        if code not in formats:
            formats[code] = _said(cell, "number_format")
        cells[place] = Cell(place[0], place[1], text, value, formats[code], fonts[font])
    stored.clear()  # twice a large sheet would be too much
    merged: list[Range] = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    rows = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    columns = frozenset(
        number
        for column in sheet.column_dimensions.values()
        if column.hidden and column.min and column.max
        for number in range(column.min, min(column.max, 16_384) + 1)
    )
    hidden = sheet.sheet_state != "visible"
    return Grid(sheet.title, cells, sorted(merged), rows, unvalued=unvalued, hidden_columns=columns, hidden=hidden)


def _said(cell: Any, what: str) -> str:
    """The name of the font, or the number format; empty if the workbook points to a style it does not define."""
    try:
        return str(cell.font.name or "") if what == "font" else str(cell.number_format or "")
    except (IndexError, KeyError, TypeError, AttributeError):
        return ""
