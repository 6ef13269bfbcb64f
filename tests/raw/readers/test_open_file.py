import re
import zipfile

import docx
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.open_file import read_file, readable_suffixes
from tests.builders import workbook

TABLE = "STT;Đơn vị;Số người\n1;Xã A;1.499\n2;Xã B;2.411\n"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>'
BOMB = b"<a>" + b" " * 20_000_000 + b"</a>"


@pytest.fixture
def book(tmp_path):
    return workbook(tmp_path / "a.xlsx", {"PL1 BHXH": [["Xã A", 1499]], "PL2": [["Xã B", 2]]})


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def added(path, name, content, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "a", method) as archive:
        archive.writestr(name, content)
    return path


def test_every_format_has_a_suffix():
    assert readable_suffixes() == (".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".pdf", ".csv", ".tsv", ".txt", ".html", ".htm")


def test_one_sheet_may_be_asked_for(book):
    assert [grid.sheet for grid in read_file(book)] == ["PL1 BHXH", "PL2"]
    assert [grid.sheet for grid in read_file(book, "PL2")] == ["PL2"]
    assert [grid.sheet for grid in read_file(book, " pl1  bhxh ")] == ["PL1 BHXH"]
    with pytest.raises(CoverageError, match="found others: 'PL1 BHXH', 'PL2'"):
        read_file(book, "PL3")


def test_hidden_sheets_come_only_when_asked_for_and_behind_the_others(tmp_path):
    book = workbook(tmp_path / "a.xlsx", {"Nháp": [["b"]], "PL1": [["a"]]}, states={"Nháp": "hidden"})
    assert [grid.sheet for grid in read_file(book)] == ["PL1"]
    assert [(grid.sheet, grid.hidden) for grid in read_file(book, hidden=True)] == [("PL1", False), ("Nháp", True)]
    with pytest.raises(CoverageError, match="a sheet of the given name"):
        read_file(book, "Nháp", hidden=True)


@pytest.mark.parametrize("name", ["a.csv", "a.TXT", "a.tsv", "a", "a.dat"])
def test_a_name_that_says_nothing_else_is_no_obstacle(tmp_path, name):
    (grid,) = read_file(written(tmp_path, name, TABLE.encode()))
    assert grid.cells[2, 3].text == "1.499"


@pytest.mark.parametrize("name", ["a.xlsm", "a", "a.bin"])
def test_a_workbook_is_known_by_its_content(book, name):
    path = book.rename(book.with_name(name))
    assert read_file(path)[0].cells[1, 2].value == 1499


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", TABLE.encode(), "an Excel workbook (.xlsx), as its name says, found a text table"),
        ("a.pdf", TABLE.encode(), "a PDF document, as its name says, found a text table"),
        ("a.csv", b"%PDF-1.7\n", "a text table, as its name says, found a PDF document"),
        ("a.docx", b"{\\rtf1 }", "found a rich text document (.rtf)"),
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "found a web page"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "found an XML file"),
        ("a.xls", b"\x09\x08\x10\0\0\x06", "found a workbook of a program before Excel 97"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "found a picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "a text table, found a picture"),
        ("a.rar", b"Rar!\x1a\x07", "found an archive"),
        ("a.csv", b"a;b\n1;2\n" + b"\0\1\2" * 100, "found binary data"),
        ("a.csv", b" \n\t\n", "found a text without words"),
        ("a.csv", b"", "found an empty file"),
        ("a.xlsx", b"", "found an empty file"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "found a damaged archive"),
        ("a.pdf", b"%PDF-1.7\n", "found a damaged one"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "found a damaged one"),
    ],
)
def test_what_a_file_is_and_is_not_is_said_in_one_line(tmp_path, refused, name, content, said):
    assert said in refused(written(tmp_path, name, content))


def test_a_workbook_under_the_name_of_another_format_is_refused(book, refused):
    message = refused(book.rename(book.with_name("a.csv")))
    assert "a text table, as its name says, found an Excel workbook (.xlsx)" in message


def test_a_folder_and_a_missing_file_are_refused(tmp_path, refused):
    assert "found a folder" in refused(tmp_path)
    assert "found no such file" in refused(tmp_path / "b.xlsx")


def test_a_name_of_several_lines_is_said_on_one(tmp_path):
    with pytest.raises(CoverageError) as caught:
        read_file(tmp_path / "a\nb.xlsx")
    assert "a b.xlsx" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path, refused, monkeypatch):
    monkeypatch.setattr("coverage_lib.raw.readers.open_file.MAX_FILE", 10)
    assert "expected at most" in refused(written(tmp_path, "a.csv", TABLE.encode()))


def test_a_workbook_without_a_filled_cell_is_refused(tmp_path, refused):
    assert "no cell that holds anything" in refused(workbook(tmp_path / "a.xlsx", {"PL1": [[None, " "]]}))


def test_an_archive_without_a_document_is_no_document(tmp_path, refused):
    path = tmp_path / "a.zip"
    added(path, "a.csv", TABLE)
    assert "found an archive" in refused(path)


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(book, refused):
    assert "times its size when unpacked" in refused(added(book, "xl/worksheets/sheet9.xml", BOMB))


def test_a_part_with_a_password_is_refused(book, refused):
    content = bytearray(book.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    book.write_bytes(content)
    assert "an encrypted archive" in refused(book)


@pytest.mark.parametrize(
    "content",
    [
        ENTITIES + b"<a>&d;</a>",
        ENTITIES.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16") + "<a/>".encode("utf-16-le"),
        b"  \n" + ENTITIES[21:],
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-',
    ],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet9.xml", "xl/media/image1.png"])
def test_a_document_with_entities_is_refused(book, refused, content, name):
    assert "a document type or entities" in refused(added(book, name, content))


def test_entities_are_refused_in_every_format_that_is_an_archive(tmp_path, refused):
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_table(1, 2).cell(0, 0).text = "Xã A"
    document.save(path)
    assert read_file(path)
    assert "a document type or entities" in refused(added(path, "word/more.xml", ENTITIES + b"<a/>"))


def test_a_damaged_part_is_refused_and_not_read_as_far_as_it_goes(book, refused):
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    content[start + 20 : start + 40] = bytes(20)
    book.write_bytes(content)
    assert "found a damaged" in refused(book)


def test_an_encrypted_workbook_is_called_one(tmp_path, refused, monkeypatch):
    monkeypatch.setattr("coverage_lib.raw.safety.file_types._compound", lambda path: "encrypted")
    path = written(tmp_path, "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert refused(path).endswith("found an encrypted document; save it without a password")


def test_what_a_library_did_not_foresee_is_a_refusal_too(book, refused, monkeypatch):
    def fail(path):
        raise RecursionError("Xã A")

    monkeypatch.setattr("coverage_lib.raw.readers.xlsx.read_xlsx", fail)
    message = refused(book)
    assert "RecursionError" in message
    assert "Xã A" not in message


def test_a_cell_beyond_the_last_row_of_a_sheet_is_refused_and_not_walked_to(tmp_path):
    path = workbook(tmp_path / "far.xlsx", {"PL1": [["Đơn vị"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb'r="(A?)1"', rb'r="\g<1>99999999999"', parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(CoverageError, match=r"far\.xlsx"):
        read_file(path)
