"""Whether the ledger of cells of a document adds up: every figure in a body of a table is read, or left out for a reason of its own."""

from __future__ import annotations

from coverage_lib.clean.tables.readable_grid import readable
from coverage_lib.clean.tables.sheet_layout import figure_like, find_layouts
from coverage_lib.deliver.offices.cell_ledger import cell_ledger
from coverage_lib.deliver.offices.reading_report import Document
from coverage_lib.raw.readers.grid import column_letters
from coverage_lib.vocabulary.phrases import phrase


def faults(document: Document) -> list[str]:
    """What does not add up: cells that are missing or twice in the ledger, and figures of a table left out without a reason."""
    ledger = cell_ledger(document)
    ledger = ledger[ledger["cell"] != ""]
    listed = set(zip(ledger["sheet"], ledger["cell"], strict=True))
    grids = [*document.grids, *document.unseen]
    figures = {(grid.sheet, cell.address) for grid in grids for cell in grid.cells.values() if figure_like(cell.text)}
    read = set(zip(document.observations["sheet"], document.observations["cell"], strict=True))
    found = [f"not listed: {each}" for each in sorted(figures - listed)]
    found += [f"read and not listed: {each}" for each in sorted(read - listed)]
    found += [f"listed twice: {len(ledger) - len(listed)}"] if len(ledger) > len(listed) else []
    said_read = set(zip(*(ledger.loc[ledger["state"] == "read", name] for name in ("sheet", "cell")), strict=True))
    found += [f"called read: {each}" for each in sorted(said_read ^ (read & listed))]
    inside = {
        (grid.sheet, f"{column_letters(column)}{row}")
        for grid in map(readable, document.grids)
        for layout in find_layouts(grid)
        for row in layout.body
        for column in layout.paths
    }
    aside = ledger[ledger["reason"] == phrase("read.aside", document.lang)]
    found += [f"no reason: {each}" for each in zip(aside["sheet"], aside["cell"], strict=True) if each in inside]
    return found
