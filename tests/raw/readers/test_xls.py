import pytest
import xlwt

from coverage_lib.raw.readers import xls_formats
from coverage_lib.raw.readers.xls import read_xls


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


def records(*pairs):
    """A stream of records: a globals part with one sheet, and the sheet."""
    return b"".join(kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data for kind, data in pairs)


def look(tmp_path, monkeypatch, *pairs, first=()):
    path = tmp_path / "a.xls"
    begin = (0x0809, b"\0\x06\x05\0" + bytes(12))
    globe = [begin, *first, (0x0085, b"\0\0\0\0\0\0\x01\0A"), (0x000A, b"")]
    start = len(records(*globe))
    globe[-2] = (0x0085, start.to_bytes(4, "little") + b"\0\0\x01\0A")
    stream = records(*globe, (0x0809, b"\0\x06\x10\0" + bytes(12)), *pairs, (0x000A, b""))
    monkeypatch.setattr(xls_formats, "_stream", lambda path: stream)
    return lambda: xls_formats.read_book(path), path


def test_a_formula_whose_text_never_comes_has_no_value(tmp_path, monkeypatch):
    text = bytes(6) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)
    other = b"\x01" + text[1:]
    read, _ = look(tmp_path, monkeypatch, (0x0006, text), (0x0207, b"\x01\0\0a"), (0x0006, other), (0x0203, bytes(14)))
    assert read().sheets["A"].unvalued == [(2, 1)]


def test_an_error_of_a_formula_is_its_text(tmp_path, monkeypatch):
    read, _ = look(tmp_path, monkeypatch, (0x0006, bytes(6) + b"\x02\0\x17\0\0\0\xff\xff" + bytes(8)))
    assert read().sheets["A"].errors == {(1, 1): "#REF!"}


@pytest.mark.parametrize(
    ("first", "pairs", "said"),
    [
        ([(0x002F, bytes(6))], [], "an encrypted workbook"),
        ([], [(0x0200, b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\0\0\0")], "a table of at most 4,000,000 places"),
        ([], [(0x0203, bytes(14)), (0x0203, b"\xff\xff\xff\0" + bytes(10))], "a table of at most 4,000,000 places"),
        ([], [(0x0203, bytes(14))] * 9, "at most 5 cells"),
    ],
)
def test_what_the_library_must_not_be_given_is_refused(tmp_path, monkeypatch, refused, first, pairs, said):
    monkeypatch.setattr(xls_formats, "MAX_CELLS", 5)
    read, path = look(tmp_path, monkeypatch, *pairs, first=first)
    assert said in refused(path, lambda path: read())


def test_half_a_workbook_is_refused(tmp_path, refused, book):
    sheet = book.add_sheet("PL1")
    for row in range(300):
        sheet.write(row, 0, f"Xã {row}")
    path = saved(tmp_path, book)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(path)
