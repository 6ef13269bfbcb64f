import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.xlsx import read_xlsx
from tests.builders import workbook


def read(path, *args, **options):
    return read_xlsx(workbook(path / "a.xlsx", *args, **options))


def faults(path):
    with pytest.raises(CoverageError) as caught:
        read_xlsx(path)
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
    cells = read_xlsx(path)[0].row(1)
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
def test_hidden_sheets_are_marked(tmp_path, state):
    grids = read(tmp_path, {"PL1": [["a"]], "Nháp": [["b"]], "PL2": [["c"]]}, states={"Nháp": state})
    assert [(grid.sheet, grid.hidden) for grid in grids] == [("PL1", False), ("Nháp", True), ("PL2", False)]


def test_hidden_rows_are_marked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["a"], ["b"]]})
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    book.save(path)
    assert read_xlsx(path)[0].hidden_rows == {2}


def test_every_formula_without_a_stored_value_is_named_by_its_cell(tmp_path):
    grids = read(tmp_path, {"PL1": [[1, 2, "=A1+B1"]], "PL2": [["=1"], [7]], "PL3": [[1]]})
    assert [grid.unvalued for grid in grids] == [("C1",), ("A1",), ()]
    assert [sorted(grid.cells) for grid in grids] == [[(1, 1), (1, 2)], [(2, 1)], [(1, 1)]]


def prefixed(name, content):
    """Every element of a sheet under a prefix, as some programs write it."""
    if not name.startswith("xl/worksheets/"):
        return content
    content = content.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)


def test_a_formula_is_found_whatever_the_program_calls_its_elements_and_files(tmp_path):
    path = rewritten(workbook(tmp_path / "a.xlsx", {"PL1": [["tổng", "=1+1"]]}), prefixed)
    assert read_xlsx(path)[0].unvalued == ("B1",)


def test_a_formula_without_value_is_found_where_cells_name_no_address(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["tổng", "=1+1"], ["=1"]]})
    bare = rewritten(path, lambda name, content: re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", content))
    assert read_xlsx(bare)[0].unvalued == ("B1", "A2")


def test_an_empty_text_is_the_value_of_a_formula(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["a", '=""']]})
    stored = rewritten(path, lambda name, content: content.replace(b'<c r="B1"', b'<c r="B1" t="str"'))
    assert read_xlsx(stored)[0].unvalued == ()


def test_a_formula_with_its_value_is_that_value(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["=1498+1"]]})
    stored = rewritten(path, lambda name, content: content.replace(b"<v />", b"<v>1499</v>").replace(b"<v></v>", b"<v>1499</v>"))
    assert read_xlsx(stored)[0].cells[1, 1].value == 1499


def test_fonts_are_those_of_the_cells(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["X·", "Xã"]]})
    book = openpyxl.load_workbook(path)
    book.active["A1"].font = openpyxl.styles.Font(name=".VnTime")
    book.save(path)
    assert [cell.font for cell in read_xlsx(path)[0].row(1)] == [".VnTime", "Calibri"]


def test_errors_stay_as_text(tmp_path):
    (grid,) = read(tmp_path, {"PL1": [["#REF!", "#N/A"]]})
    assert [cell.text for cell in grid.row(1)] == ["#REF!", "#N/A"]


def test_hidden_columns_are_marked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"PL1": [["a", "b", "c", "d"]]})
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions.group("B", "C", hidden=True)
    book.save(path)
    assert read_xlsx(path)[0].hidden_columns == {2, 3}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"<html></html>", "Số liệu;1.499".encode()])
def test_what_is_no_workbook_is_named(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert faults(path) == [("a.xlsx", "")]


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert faults(tmp_path / "b.xlsx") == [("b.xlsx", "")]


ROWS = {"PL1": [["Xã A", 1499], ["Xã B", 0.5]], "PL2": [["Xã C", 3]]}
BROKEN = {  # ornaments that the library cannot take, as other programs write them
    "fills": ("xl/styles.xml", rb"<fills.*?</fills>", b'<fills count="1"><fill/></fills>'),
    "filters": (
        "xl/worksheets/sheet1.xml",
        rb"</sheetData>",
        b'</sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"><customFilters><customFilter val="~"/></customFilters>'
        b'</filterColumn></autoFilter><dataValidations count="x"/>',
    ),
    "dates": ("docProps/core.xml", rb"(<dcterms:created[^>]*>)[^<]*", rb"\1yesterday"),
    "strict": (
        "xl/(workbook|worksheets/.*)\\.xml|xl/_rels/.*",
        rb"http://schemas.openxmlformats.org/(spreadsheetml/2006/main|officeDocument/2006/relationships)",
        lambda found: b"http://purl.oclc.org/ooxml/" + found[1].replace(b"/2006", b""),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_ornaments_do_not_keep_the_figures_from_being_read(tmp_path, name):
    part, old, new = BROKEN[name]
    path = workbook(tmp_path / "a.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    book["PL1"]["B2"].number_format = "0.0%"
    book["PL1"].row_dimensions[1].hidden = True
    book.save(path)
    whole = read_xlsx(path)
    rewritten(path, lambda at, content: re.sub(old, new, content, flags=re.DOTALL) if re.fullmatch(part, at) else content)
    grids = read_xlsx(path)
    assert [(grid.sheet, grid.cells, grid.hidden_rows) for grid in grids] == [
        (grid.sheet, grid.cells, grid.hidden_rows) for grid in whole
    ]


CUT = {
    "a sheet cut short": lambda name, content: content[:-40] if name.endswith("sheet2.xml") else content,
    "a sheet cut to half": lambda name, content: content[: len(content) // 2] if name.endswith("sheet2.xml") else content,
    "a sheet listed twice": lambda name, content: (
        re.sub(rb"(<sheet [^>]*/>)", rb"\1\1", content, count=1) if name == "xl/workbook.xml" else content
    ),
}


@pytest.mark.parametrize("name", CUT)
def test_nothing_is_lost_in_silence(tmp_path, refused, name):
    refused(rewritten(workbook(tmp_path / "a.xlsx", ROWS), CUT[name]))


def test_texts_that_are_missing_are_not_blank_cells(tmp_path, refused):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:  # it keeps texts in a part of their own
        book.add_worksheet().write_row(0, 0, ["Xã A", 1499])
    assert len(read_xlsx(path)[0].cells) == 2
    refused(rewritten(path, lambda name, content: b"" if name == "xl/sharedStrings.xml" else content))


def test_a_sheet_that_is_missing_is_not_left_out(tmp_path, refused):
    path = workbook(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("sheet2.xml")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "one of its sheets missing" in refused(path)


@pytest.mark.parametrize(
    "added",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<mergeCells count="1"><mergeCell ref="A:Z"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>',
    ],
)
def test_a_range_that_would_be_made_cell_by_cell_is_refused(tmp_path, refused, added):
    path = workbook(tmp_path / "a.xlsx", ROWS)
    rewritten(path, lambda name, content: content.replace(b"</sheetData>", b"</sheetData>" + added))
    assert "at most 200,000 cells" in refused(path)


def test_a_cell_far_away_costs_nothing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    book["PL1"]["XFD1048576"] = "x"
    book.save(path)
    assert read_xlsx(path)[0].cells[1_048_576, 16_384].text == "x"


def test_more_cells_than_the_limit_are_refused_before_they_are_made(tmp_path, refused, monkeypatch):
    monkeypatch.setattr("coverage_lib.raw.readers.xlsx.MAX_CELLS", 20)
    monkeypatch.setattr("coverage_lib.raw.readers.xlsx._FEW", 0)
    assert read_xlsx(workbook(tmp_path / "a.xlsx", {"PL1": [[1] * 5] * 2}))
    assert "at most 20 cells, found more" in refused(workbook(tmp_path / "b.xlsx", {"PL1": [[1] * 5] * 4}))
