"""Excel workbooks (.xlsx) as grids."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.grid import Cell, Grid

_FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")  # some programs write every element with a prefix


def read_workbook(path: Path) -> list[Grid]:
    """Every visible sheet of a workbook as a grid.

    Parameters
    ----------
    path : Path
        An .xlsx file.

    Raises
    ------
    CoverageError
        If the file is not a workbook, or a formula has no stored value (every such cell is named).
    """
    try:
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path) if _has_formulas(path) else values
    except Exception as cause:  # openpyxl raises whatever its XML parser and zip reader raise
        problem = Problem(path.name, "", "an Excel workbook (.xlsx)", type(cause).__name__, "save it again as .xlsx")
        raise CoverageError("A workbook cannot be read", [problem]) from cause
    grids, unvalued = [], []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells = {}
        for stored, written in zip(sheet.iter_rows(), formulas[sheet.title].iter_rows(), strict=True):
            for cell, source in zip(stored, written, strict=True):
                if cell.value is None and source.data_type == "f":
                    unvalued.append(Problem(path.name, f"{sheet.title}!{cell.coordinate}", "a stored value", "a formula without one",
                                            "open the workbook in Excel and save it"))
                if cell.value is not None and str(cell.value).strip():
                    text = cell.value if isinstance(cell.value, str) else str(cell.value)
                    cells[cell.row, cell.column] = Cell(cell.row, cell.column, text, cell.value, cell.number_format)
        merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
        hidden = frozenset(number for number, dimension in sheet.row_dimensions.items() if dimension.hidden)
        grids.append(Grid(sheet.title, cells, sorted(merged), hidden))
    if unvalued:
        raise CoverageError("Formulas without a stored value", unvalued)
    return grids


def _has_formulas(path: Path) -> bool:
    """Whether any sheet holds a formula; only then must the workbook be read a second time to find those without a value."""
    with zipfile.ZipFile(path) as archive:
        return any(_FORMULA.search(archive.read(name)) for name in archive.namelist() if name.startswith("xl/worksheets/"))
