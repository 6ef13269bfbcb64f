import re
import zipfile

import openpyxl
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.workbooks import read_workbook
from tests.builders import workbook


def read(path, *args, **options):
    return read_workbook(workbook(path / "a.xlsx", *args, **options))


def faults(path):
    with pytest.raises(CoverageError) as caught:
        read_workbook(path)
    return [(problem.source, problem.place) for problem in caught.value.problems]


def rewritten(path, change):
    """The workbook with the XML of its sheets changed, as another program might have written it."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = change(name, archive.read(name))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_text_stays_text_to_the_last_character(tmp_path):
    (grid,) = read(tmp_path, {"PL1": [["04", "1.499", " 19,2% ", "007"]]})
    assert [cell.text for cell in grid.row(1)] == ["04", "1.499", " 19,2% ", "007"]
    assert [cell.address for cell in grid.row(1)] == ["A1", "B1", "C1", "D1"]


def test_numbers_keep_value_and_format(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [[1499, 0.192, True, 0]]})
    book = openpyxl.load_workbook(path)
    book.active["B1"].number_format = "0.0%"
    book.save(path)
    cells = read_workbook(path)[0].row(1)
    assert [cell.text for cell in cells] == ["1499", "0.192", "True", "0"]
    assert [cell.value for cell in cells] == [1499, 0.192, True, 0]
    assert cells[1].number_format == "0.0%"


def test_blank_cells_are_no_cells(tmp_path):
    (grid,) = read(tmp_path, {"PL1": [["a", None, "  ", "\n", "b"]]})
    assert sorted(grid.cells) == [(1, 1), (1, 5)]


def test_merged_cells_show_their_first_cell(tmp_path):
    (grid,) = read(tmp_path, {"PL1": [["Năm 2023", None, None], ["Số người", "LLLĐ", "Tỷ lệ"]]}, merged=["A1:C1"])
    assert grid.merged == [(1, 1, 1, 3)]
    assert [grid.spread(1, column).text for column in (1, 2, 3)] == ["Năm 2023"] * 3
    assert grid.cells.get((1, 2)) is None


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_not_read(tmp_path, state):
    grids = read(tmp_path, {"PL1": [["a"]], "Nháp": [["b"]], "PL2": [["c"]]}, states={"Nháp": state})
    assert [grid.sheet for grid in grids] == ["PL1", "PL2"]


def test_hidden_rows_are_marked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["a"], ["b"]]})
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    book.save(path)
    assert read_workbook(path)[0].hidden_rows == {2}


def test_every_formula_without_a_stored_value_is_named_by_its_cell(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [[1, 2, "=A1+B1"]], "PL2": [["=1"], [7]]})
    assert faults(path) == [("a.xlsx", "PL1!C1"), ("a.xlsx", "PL2!A1")]


def test_a_formula_is_found_whatever_the_program_calls_its_elements_and_files(tmp_path):
    def prefixed(name, content):
        if not name.startswith("xl/worksheets/"):
            return content
        content = content.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)

    path = rewritten(workbook(tmp_path / "a.xlsx", {"PL1": [["tổng", "=1+1"]]}), prefixed)
    assert faults(path) == [("a.xlsx", "PL1!B1")]


def test_a_formula_with_its_value_is_that_value(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["=1498+1"]]})
    stored = rewritten(path, lambda name, content: content.replace(b"<v />", b"<v>1499</v>").replace(b"<v></v>", b"<v>1499</v>"))
    assert read_workbook(stored)[0].cells[1, 1].value == 1499


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"<html></html>", "Số liệu;1.499".encode()])
def test_what_is_no_workbook_is_named(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert faults(path) == [("a.xlsx", "")]


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert faults(tmp_path / "b.xlsx") == [("b.xlsx", "")]
