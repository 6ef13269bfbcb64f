import datetime as dt
import struct

import pytest
import xlwt

from coverage_lib.raw.readers import xls
from coverage_lib.raw.readers.xls import read_xls

_EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff"


@pytest.fixture
def book():
    return xlwt.Workbook(encoding="utf-8")


def saved(tmp_path, book):
    path = tmp_path / "a.xls"
    book.save(str(path))
    return path


def test_texts_numbers_formats_and_fonts(tmp_path, book):
    sheet = book.add_sheet("PL1 BHXH")
    sheet.write(0, 0, "Xã Vĩnh Hòa")
    sheet.write(1, 0, "X·", xlwt.easyxf("font: name .VnTime"))
    for column, value in enumerate((1499, 0.5, "1.499", True)):
        sheet.write(2, column, value)
    sheet.write(3, 0, 0.926, xlwt.easyxf("font: name Tahoma", num_format_str="0.0%"))
    (grid,) = read_xls(saved(tmp_path, book))
    assert grid.sheet == "PL1 BHXH"
    assert [cell.text for cell in grid.row(3)] == ["1499", "0.5", "1.499", "True"]
    assert [cell.value for cell in grid.row(3)] == [1499, 0.5, "1.499", True]
    assert (grid.cells[4, 1].value, grid.cells[4, 1].number_format, grid.cells[4, 1].font) == (0.926, "0.0%", "Tahoma")
    assert (grid.cells[1, 1].number_format, grid.cells[1, 1].font) == ("General", "Arial")
    assert grid.cells[2, 1].font == ".VnTime"


def test_merged_and_hidden_cells(tmp_path, book):
    sheet = book.add_sheet("PL1")
    sheet.write_merge(0, 0, 0, 2, "Năm 2023")
    for row in (1, 2):
        sheet.write(row, 0, row)
        sheet.write(row, 3, row)
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    (grid,) = read_xls(saved(tmp_path, book))
    assert grid.merged == [(1, 1, 1, 3)]
    assert grid.spread(1, 3).text == "Năm 2023"
    assert (grid.hidden_rows, grid.hidden_columns) == ({3}, {4})


@pytest.mark.parametrize("state", [1, 2])
def test_hidden_sheets_are_marked(tmp_path, book, state):
    for name in ("PL1", "Nháp", "PL2"):
        book.add_sheet(name).write(0, 0, name)
    book.get_sheet(1).visibility = state
    grids = read_xls(saved(tmp_path, book))
    assert [(grid.sheet, grid.hidden) for grid in grids] == [("PL1", False), ("Nháp", True), ("PL2", False)]


def test_many_fonts_keep_their_numbers(tmp_path, book):
    sheet = book.add_sheet("PL1")
    for row in range(12):
        sheet.write(row, 0, row, xlwt.easyxf(f"font: name Font{row}"))
    (grid,) = read_xls(saved(tmp_path, book))
    assert [grid.cells[row, 1].font for row in range(1, 13)] == [f"Font{row}" for row in range(12)]


def test_errors_stay_as_text(tmp_path, book):
    sheet = book.add_sheet("PL1")
    sheet.row(0).set_cell_error(0, "#REF!")
    sheet.row(0).set_cell_error(1, "#DIV/0!")
    sheet.write(0, 2, 1)
    (grid,) = read_xls(saved(tmp_path, book))
    assert [cell.text for cell in grid.row(1)] == ["#REF!", "#DIV/0!", "1"]


def with_result(path, result):
    """The one formula of a workbook with another result: eight bytes, which the writer leaves as those of an empty text."""
    content = path.read_bytes()
    assert content.count(_EMPTY_TEXT) == 1
    path.write_bytes(content.replace(_EMPTY_TEXT, result))
    return path


def test_the_result_of_a_formula_is_its_value(tmp_path, book):
    book.add_sheet("PL1").write(0, 0, xlwt.Formula("A2+A3"))
    path = saved(tmp_path, book)
    with_result(path, struct.pack("<d", 1499))
    (grid,) = read_xls(path)
    assert grid.cells[1, 1].value == 1499


def test_an_error_of_a_formula_is_its_text(tmp_path, book):
    book.add_sheet("PL1").write(0, 0, xlwt.Formula("A2/A3"))
    (grid,) = read_xls(with_result(saved(tmp_path, book), b"\x02\0\x17\0\0\0\xff\xff"))
    assert grid.cells[1, 1].text == "#REF!"


def test_a_formula_whose_text_never_comes_is_refused(tmp_path, book, refused):
    book.add_sheet("PL1").write(0, 0, xlwt.Formula("A2"))
    path = with_result(saved(tmp_path, book), bytes(6) + b"\xff\xff")
    assert "a damaged one" in refused(path, read_xls)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (dt.date(2024, 12, 31), "dd/mm/yyyy", dt.datetime(2024, 12, 31)),
        (dt.time(7, 30), "hh:mm", dt.time(7, 30)),
        (7_915_123_456, "dd/mm/yyyy", 7_915_123_456),
        (-1, "yyyy", -1),
        (12, '#,##0 "người"', 12),
    ],
)
def test_a_date_is_a_moment_and_what_is_no_day_stays_a_number(tmp_path, book, value, code, shown):
    book.add_sheet("PL1").write(0, 0, value, xlwt.easyxf(num_format_str=code))
    (grid,) = read_xls(saved(tmp_path, book))
    assert (grid.cells[1, 1].value, grid.cells[1, 1].number_format) == (shown, code)


def test_only_the_first_cell_of_a_merged_range_is_there(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("PL1")
    for column in range(3):
        sheet.write(0, column, column)
    sheet.merged_ranges.append((0, 0, 0, 1))
    (grid,) = read_xls(saved(tmp_path, book))
    assert (sorted(grid.cells), grid.merged) == ([(1, 1), (1, 3)], [(1, 1, 1, 2)])


def test_a_cell_far_away_costs_nothing(tmp_path, book):
    book.add_sheet("PL1").write(65_535, 255, "x")
    (grid,) = read_xls(saved(tmp_path, book))
    assert [cell.address for cell in grid.cells.values()] == ["IV65536"]


def test_a_password_is_named(tmp_path, book, refused):
    book.add_sheet("PL1").write(0, 0, 1)
    path = saved(tmp_path, book)
    content = path.read_bytes()
    start = content.index(b"\x09\x08\x10\x00") + 20  # behind the first record, which is 4 + 16 bytes
    path.write_bytes(content[:start] + b"\x2f\x00" + content[start + 2 :])
    assert "an encrypted spreadsheet" in refused(path, read_xls)


@pytest.mark.parametrize(("cells", "merged"), [(6, []), (1, [(0, 1, 0, 2)]), (5, [(0, 0, 0, 1)])])
def test_more_cells_than_are_read_are_refused(tmp_path, monkeypatch, refused, book, cells, merged):
    monkeypatch.setattr(xls, "MAX_CELLS", 5)
    for name in ("PL1", "PL2"):
        sheet = book.add_sheet(name)
        for row in range(cells):
            sheet.write(row, 0, row)
        sheet.merged_ranges.extend(merged)
    assert "at most 5 cells" in refused(saved(tmp_path, book), xls.read_xls_directly)


def test_half_a_workbook_is_refused(tmp_path, refused, book):
    sheet = book.add_sheet("PL1")
    for row in range(300):
        sheet.write(row, 0, f"Xã {row}")
    path = saved(tmp_path, book)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(path)
