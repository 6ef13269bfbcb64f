"""Every figure-like cell of a file with what became of it: read, or left out and why; the counts add up."""

from __future__ import annotations

import pandas as pd

from coverage_lib.clean.tables.sheet_layout import figure_like
from coverage_lib.deliver.offices.reading_report import Document
from coverage_lib.raw.readers.grid import Cell, Grid, column_letters
from coverage_lib.vocabulary.phrases import phrase

COLUMNS = ["sheet", "cell", "printed", "state", "reason"]


def cell_ledger(document: Document) -> pd.DataFrame:
    """One row a cell that looks like a figure, sheet by sheet.

    Returns
    -------
    DataFrame
        ``sheet``, ``cell``, ``printed``; ``state`` read or left_out; ``reason`` in words, empty for what was read. A sheet that
        lists persons has one row, which repeats nothing of it.
    """
    read = set(zip(document.observations["sheet"], document.observations["cell"], strict=True))
    reasons = _reasons(document)
    rows = [
        [grid.sheet, cell.address, cell.text, *_became(grid, cell, read, reasons, document.lang)]
        for grid in (*document.grids, *document.unseen)
        for cell in _figures(grid, read)
    ]
    lists = [[sheet, "", "", "left_out", phrase("read.persons", document.lang)] for sheet in document.reading.person_sheets]
    return pd.DataFrame([*rows, *lists], columns=COLUMNS, dtype="str")


def _figures(grid: Grid, read: set[tuple[str, str]]) -> list[Cell]:
    """The cells that look like figures; 2024 does where it stands below one, because then it is no header."""
    below: set[int] = set()
    found = []
    for cell in sorted(grid.cells.values()):
        looks = figure_like(cell.text)
        if looks or (grid.sheet, cell.address) in read or (cell.column in below and cell.text.strip().isdigit()):
            found.append(cell)
        below |= {cell.column} if looks and any(map(str.isdigit, cell.text)) else set()
    return found


def _became(grid: Grid, cell, read: set[tuple[str, str]], reasons: dict[tuple[str, str], str], lang: str) -> tuple[str, str]:
    if (grid.sheet, cell.address) in read:
        return "read", ""
    places = (cell.address, column_letters(cell.column), str(cell.row), "")
    found = next((reasons[grid.sheet, place] for place in places if (grid.sheet, place) in reasons), "")
    return "left_out", found or phrase("read.aside", lang)


def _reasons(document: Document) -> dict[tuple[str, str], str]:
    """Sheet and cell, column, row or nothing → why it was left out."""
    of_cells = document.reading.refused_cells.items()
    found = {place: problem.in_language(document.lang) for place, problem in of_cells}
    said = [(each.place, each.said(document.lang)) for each in document.reading.skipped]
    said += [(str(each.place), each.in_language(document.lang)) for each in document.reading.problems]
    for place, reason in said:
        sheet, _, part = place.rpartition("!") if "!" in place else (place, "", "")
        found.setdefault((sheet, part), reason)
    return found
