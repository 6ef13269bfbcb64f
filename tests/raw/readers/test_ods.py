import datetime as dt
import zipfile

import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from coverage_lib.raw.readers.ods import read_ods


class Sheet:
    """A sheet put together with odfpy, cell by cell."""

    def __init__(self, book, name="PL1", **options):
        self.book = book
        self.table = table.Table(name=name, **options)
        book.spreadsheet.addElement(self.table)

    def columns(self, **options):
        self.table.addElement(table.TableColumn(**options))

    def row(self, *cells, **options):
        made = table.TableRow(**options)
        for cell in cells:
            made.addElement(cell)
        self.table.addElement(made)


def cell(shown="", kind="string", value=None, **options):
    stored = {} if value is None else {"value": value}
    made = table.TableCell(**({"valuetype": kind} if kind else {}), **stored, **options)
    if shown:
        made.addElement(text.P(text=shown))
    return made


@pytest.fixture
def book():
    return OpenDocumentSpreadsheet()


def read(tmp_path, book):
    path = tmp_path / "a.ods"
    book.save(str(path))
    return read_ods(path)


def test_values_keep_their_kind(tmp_path, book):
    Sheet(book).row(
        cell("Xã A"),
        cell("1.499", "float", "1499"),
        cell("92,6%", "percentage", "0.926"),
        cell("93%", "percentage", "0.93"),
        cell("1.499", "string"),
        cell("31/12/23", "date", datevalue="2023-12-31"),
    )
    (grid,) = read(tmp_path, book)
    assert [(each.text, each.value, each.number_format) for each in grid.row(1)] == [
        ("Xã A", "Xã A", "General"),
        ("1499", 1499, "General"),
        ("0.926", 0.926, "0.0%"),
        ("0.93", 0.93, "0%"),
        ("1.499", "1.499", "General"),
        ("2023-12-31 00:00:00", dt.datetime(2023, 12, 31), "yyyy-mm-dd"),
    ]


def test_repetitions_are_written_out_where_they_hold_something(tmp_path, book):
    sheet = Sheet(book)
    sheet.row(cell(numbercolumnsrepeated=3), cell("a", numbercolumnsrepeated=2), cell(numbercolumnsrepeated=16000))
    sheet.row(cell(), numberrowsrepeated=5)
    sheet.row(cell("b"), numberrowsrepeated=2)
    sheet.row(cell(numbercolumnsrepeated=1024), numberrowsrepeated=1_048_000)
    (grid,) = read(tmp_path, book)
    assert {place: each.text for place, each in grid.cells.items()} == {(1, 4): "a", (1, 5): "a", (7, 1): "b", (8, 1): "b"}


def test_merged_cells_show_their_first_cell(tmp_path, book):
    sheet = Sheet(book)
    covered = table.CoveredTableCell(valuetype="string")
    covered.addElement(text.P(text="unseen"))
    sheet.row(cell("Năm 2023", numbercolumnsspanned=2, numberrowsspanned=2), covered, cell("c"))
    (grid,) = read(tmp_path, book)
    assert grid.merged == [(1, 1, 2, 2)]
    assert {place: each.text for place, each in grid.cells.items()} == {(1, 1): "Năm 2023", (1, 3): "c"}


def test_hidden_rows_columns_and_sheets(tmp_path, book):
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    sheet = Sheet(book)
    sheet.columns(numbercolumnsrepeated=2)
    sheet.columns(visibility="collapse")
    sheet.row(cell("a"))
    sheet.row(cell("b"), visibility="collapse", numberrowsrepeated=2)
    sheet.row(cell("c"), visibility="filter")
    Sheet(book, "Nháp", stylename=unseen).row(cell("x"))
    grid, draft = read(tmp_path, book)
    assert (grid.hidden_rows, grid.hidden_columns) == ({2, 3, 4}, {3})
    assert (grid.hidden, draft.hidden) == (False, True)


def test_fonts_come_from_the_cell_its_column_or_its_parent(tmp_path, book):
    book.fontfacedecls.addElement(style.FontFace(name="F1", fontfamily="'.VnTime'"))
    parent = style.Style(name="parent", family="table-cell")
    parent.addElement(style.TextProperties(fontname="F1"))
    child = style.Style(name="child", family="table-cell", parentstylename="parent")
    own = style.Style(name="own", family="table-cell")
    own.addElement(style.TextProperties(fontname="VNI-Times"))
    book.styles.addElement(parent)
    book.automaticstyles.addElement(child)
    book.automaticstyles.addElement(own)
    sheet = Sheet(book)
    sheet.columns(defaultcellstylename=child)
    sheet.columns()
    sheet.row(cell("a"), cell("b", stylename=own), cell("c"))
    (grid,) = read(tmp_path, book)
    assert [each.font for each in grid.row(1)] == [".VnTime", "VNI-Times", ""]


def test_paragraphs_spaces_and_notes(tmp_path, book):
    from odf import office

    made = table.TableCell(valuetype="string")
    note = office.Annotation()
    note.addElement(text.P(text="a note"))
    made.addElement(note)
    line = text.P(text="Xã")
    line.addElement(text.S(c=2))
    line.addElement(text.Span(text="A"))
    made.addElement(line)
    made.addElement(text.P(text="B"))
    Sheet(book).row(made)
    assert read(tmp_path, book)[0].cells[1, 1].text == "Xã  A\nB"


def test_formulas_without_a_value_are_named_and_errors_stay_as_text(tmp_path, book):
    sheet = Sheet(book)
    sheet.row(
        cell(kind="", formula="of:=[.A2]"), cell("7", "float", "7", formula="of:=7"), cell("#REF!", "float", "0", formula="x")
    )
    (grid,) = read(tmp_path, book)
    assert grid.unvalued == ("A1",)
    assert [(each.address, each.text) for each in grid.row(1)] == [("B1", "7"), ("C1", "#REF!")]


def test_more_cells_than_the_limit_are_refused_before_they_are_made(tmp_path, refused, book):
    sheet = Sheet(book)
    sheet.row(cell("a", numbercolumnsrepeated=16384), numberrowsrepeated=1_048_576)
    book.save(str(tmp_path / "a.ods"))
    assert "at most 200,000 cells" in refused(tmp_path / "a.ods")


def test_a_password_is_named(tmp_path, refused, book):
    Sheet(book).row(cell("a"))
    path = tmp_path / "a.ods"
    book.save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(b"</", b"<manifest:encryption-data/></", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "an encrypted spreadsheet" in refused(path)
