"""Every committed document is read exactly as its hand-written ``expected.csv`` says, cell by cell."""

import re

import pandas as pd
import pytest

from coverage_lib.clean.document.corrections import correct
from coverage_lib.clean.document.observations import read_source
from coverage_lib.raw.readers.xlsx import read_xlsx
from coverage_lib.raw.records.sources import FOLDERS, load_sources
from tests.builders import RAW

FOLDERS_FOUND = sorted(path.parent for folder in FOLDERS.values() for path in (RAW / folder).glob("*/source.toml"))
TEXTS = ["printed", "area_code", "indicator", "base", "measure", "basis", "qualifier"]
_FIGURE = re.compile(r"[-–]?\d[\d.,]*\s*%?|\.{2,3}|…|[-–]|\d+-\d+")


@pytest.fixture(scope="session")
def sources():
    return {source.source_id: source for source in load_sources(RAW)}


@pytest.fixture(scope="session")
def read(sources):
    """Grids and observations of a source, read once."""
    known = {}

    def once(source_id):
        if source_id not in known:
            source = sources[source_id]
            grids = read_xlsx(source.file)
            known[source_id] = grids, correct(source, read_source(source, grids).observations)
        return known[source_id]

    return once


def expected(folder):
    return pd.read_csv(folder / "expected.csv", dtype=str, keep_default_na=False).set_index(["sheet", "cell"]).sort_index()


def test_every_folder_is_a_source(sources):
    assert sorted(sources) == sorted(folder.name for folder in FOLDERS_FOUND)
    assert len(sources) >= 70


@pytest.mark.parametrize("folder", FOLDERS_FOUND, ids=lambda folder: folder.name)
def test_every_cell_is_read_as_expected(folder, read):
    wanted = expected(folder)
    found = read(folder.name)[1].set_index(["sheet", "cell"]).sort_index()
    assert found.index.tolist() == wanted.index.tolist()
    found["period"] = found["period"].dt.strftime("%Y-%m-%d").fillna("")
    differing = {name: found.index[found[name] != wanted[name]].tolist() for name in [*TEXTS, "period"]}
    assert {name: cells for name, cells in differing.items() if cells} == {}
    values = pd.to_numeric(wanted["value"])
    assert found.index[(found["value"] != values) & ~(found["value"].isna() & values.isna())].tolist() == []
    assert (found["obs_status"].eq("O") == values.isna()).all()


@pytest.mark.parametrize("folder", FOLDERS_FOUND, ids=lambda folder: folder.name)
def test_no_figure_of_a_workbook_is_left_unread(folder, read):
    grids, found = read(folder.name)
    known = set(zip(found["sheet"], found["cell"], strict=True))
    ordinal = {(grid.sheet, cell.address) for grid in grids for cell in grid.cells.values() if cell.column == 1}
    heading = {
        (grid.sheet, cell.address)
        for grid in grids
        for cell in grid.cells.values()
        if cell.row
        <= min(grid_row for sheet, address in known if sheet == grid.sheet for grid_row in [int(re.sub(r"\D", "", address))]) - 1
    }
    periods = {
        (grid.sheet, cell.address) for grid in grids for cell in grid.cells.values() if _in_register_column(grid, cell, "Thời điểm")
    }
    left = [
        (grid.sheet, cell.address, cell.text)
        for grid in grids
        for cell in grid.cells.values()
        if _FIGURE.fullmatch(cell.text.strip()) and (grid.sheet, cell.address) not in known | ordinal | heading | periods
    ]
    assert left == []


def _in_register_column(grid, cell, name):
    header = next((each for each in grid.cells.values() if each.text == name), None)
    return header is not None and header.column == cell.column
