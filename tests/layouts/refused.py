"""Files that must be refused: each is made here, with words of its content that may not appear in the refusal."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.layouts.forms import plan_sheet
from tests.layouts.tables import Said, Table
from tests.layouts.writers import delimited, docx, ods, pdf, read_parts, write_parts, xls, xlsm, xlsx

SECRETS = ("Nguyễn", "Lan", "7915123456", "045187001234", "DN4797915123456", "1987", "Hồ Xá")


@dataclass
class Refused:
    """A file that is made by ``make`` at a path with a name of its own."""

    name: str
    make: Callable[[Path], None]

    def file(self, folder: Path) -> Path:
        path = folder / self.name.replace("__", ".")
        self.make(path)
        return path


REFUSED: list[Refused] = []


def refused(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Register a maker; two underscores in its name stand for the dot before the suffix."""
    REFUSED.append(Refused(make.__name__, make))
    return make


def good() -> list[Table]:
    return [plan_sheet(Said(), "hi", name="PL1")]


# ---------------------------------------------------------------- lists of persons


def _persons(
    header: list[str], *rows: list[object], title: str = "DANH SÁCH NGƯỜI THAM GIA BHXH TỰ NGUYỆN NĂM 2023"
) -> list[Table]:
    return [Table([header, *map(list, rows)], [title, "Thị trấn Hồ Xá, huyện Vĩnh Linh"])]


_LIST = _persons(
    ["STT", "Họ và tên", "Ngày sinh", "Mã số BHXH", "Đơn vị"],
    ["1", "Nguyễn Thị Lan", "02/03/1987", "7915123456", "TT Hồ Xá"],
    ["2", "Trần Văn An", "05/07/1990", "7915123457", "TT Hồ Xá"],
)


@refused
def persons_with_insurance_numbers__xlsx(path: Path) -> None:
    xlsx(path, _LIST)


@refused
def persons_on_a_hidden_sheet__xlsx(path: Path) -> None:
    """Whoever keeps the file keeps them."""
    xlsx(path, [*good(), replace(_LIST[0], name="Nguồn", state="hidden")])


@refused
def persons_on_a_very_hidden_sheet__xlsm(path: Path) -> None:
    xlsm(path, [replace(_LIST[0], name="Nguồn", state="veryHidden"), *good()])


@refused
def persons_with_insurance_numbers__docx(path: Path) -> None:
    docx(path, _LIST)


@refused
def persons_with_insurance_numbers__csv(path: Path) -> None:
    delimited()(path, _LIST)


@refused
def persons_with_insurance_numbers__pdf(path: Path) -> None:
    pdf(path, _LIST)


@refused
def persons_with_insurance_numbers__xls(path: Path) -> None:
    xls(path, _LIST)


@refused
def persons_on_the_second_sheet_of_a_return__xlsx(path: Path) -> None:
    xlsx(path, [*good(), Table(_LIST[0].rows, _LIST[0].above, name="Danh sách")])


@refused
def persons_with_cards_and_identity_numbers__xlsx(path: Path) -> None:
    rows = [[n, "Nguyễn Thị Lan", "045187001234", f"DN47979151234{n:02d}", "Xã Vĩnh Thái"] for n in range(56, 76)]
    xlsx(path, _persons(["TT", "Tên người tham gia", "CCCD", "Số thẻ BHYT", "Đơn vị"], *rows))


@refused
def persons_whose_numbers_are_stored_as_numbers__xlsx(path: Path) -> None:
    rows = [[n, "Nguyễn Thị Lan", 7915123456 + n, "Xã Vĩnh Thái", 1] for n in range(20)]
    xlsx(path, _persons(["TT", "Người tham gia", "Số định danh", "Đơn vị", "Số người tham gia BHYT năm 2023"], *rows))


@refused
def persons_under_no_header_at_all__csv(path: Path) -> None:
    delimited(",", "utf-8")(path, [Table([[n, "Nguyễn Thị Lan", f"79151234{n}"] for n in range(10, 60)])])


# ---------------------------------------------------------------- not what the name says


@refused
def a_document_of_another_program__xlsx(path: Path) -> None:
    docx(path, good())


@refused
def a_page_of_the_web_named_as_a_workbook__xlsx(path: Path) -> None:
    path.write_text("<html><table><tr><td>Đơn vị</td><td>Nguyễn</td></tr></table></html>", "utf-8")


@refused
def a_page_of_the_web_without_a_table__xls(path: Path) -> None:
    path.write_text("<html><body><p>Nguyễn</p></body></html>", "utf-8")


@refused
def a_portable_document_named_as_a_workbook__xlsx(path: Path) -> None:
    pdf(path, good())


@refused
def a_workbook_named_as_text__csv(path: Path) -> None:
    xlsx(path, good())


@refused
def an_old_workbook_named_as_a_new_one__xlsx(path: Path) -> None:
    xls(path, good())


@refused
def a_picture_named_as_a_workbook__xlsx(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


@refused
def an_archive_of_anything__xlsx(path: Path) -> None:
    write_parts(path, {"a.txt": "Nguyễn".encode()})


@refused
def a_program__csv(path: Path) -> None:
    path.write_bytes(b"MZ\x90\x00" + bytes(400))


@refused
def text_with_nul_bytes__csv(path: Path) -> None:
    path.write_bytes(b"a;b\r\n1;\0\0\0\r\n" * 40)


@refused
def an_empty_file__xlsx(path: Path) -> None:
    path.write_bytes(b"")


@refused
def an_empty_file__csv(path: Path) -> None:
    path.write_bytes(b"")


@refused
def nothing_but_blanks__txt(path: Path) -> None:
    path.write_bytes(b" \r\n\t\r\n" * 50)


@refused
def a_workbook_without_cells__xlsx(path: Path) -> None:
    xlsx(path, [Table([[]])])


@refused
def a_document_without_tables__docx(path: Path) -> None:
    import docx as word

    document = word.Document()
    document.add_paragraph("Nguyễn Thị Lan kính gửi UBND huyện.")
    document.save(str(path))


@refused
def a_scanned_page__pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.rect(50, 50, 400, 400, fill=1)
    canvas.showPage()
    canvas.save()


@refused
def lines_without_a_table__pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.drawString(80, 700, "Nguyen Thi Lan 7915123456")
    canvas.save()


# ---------------------------------------------------------------- protected


@refused
def a_workbook_with_a_password__xlsx(path: Path) -> None:
    """What Excel writes: a compound file with the streams EncryptionInfo and EncryptedPackage."""
    buffer = io.BytesIO()
    _compound(buffer, bytes(8192))
    path.write_bytes(_renamed(buffer.getvalue(), "EncryptedPackage"))


@refused
def a_word_document_of_the_old_format__doc(path: Path) -> None:
    buffer = io.BytesIO()
    _compound(buffer, bytes(8192))
    path.write_bytes(_renamed(buffer.getvalue(), "WordDocument"))


def _compound(buffer: io.BytesIO, stream: bytes) -> None:
    from xlwt.CompoundDoc import XlsDoc

    XlsDoc().save(buffer, stream)


def _renamed(content: bytes, name: str) -> bytes:
    """A compound file whose stream Workbook carries another name."""
    entry = content.index("Workbook".encode("utf-16-le"))
    stored = name.encode("utf-16-le")
    return content[:entry] + stored.ljust(64, b"\0") + struct.pack("<H", len(stored) + 2) + content[entry + 66 :]


@refused
def an_old_workbook_with_a_password__xls(path: Path) -> None:
    """The record FILEPASS follows the first one; the rest would be noise."""
    xls(path, good())
    content = path.read_bytes()
    start = content.index(b"\x09\x08\x10\x00") + 20  # after the record BOF and its 16 bytes
    path.write_bytes(content[:start] + b"\x2f\x00" + content[start + 2 :])


@refused
def an_archive_with_a_password__xlsx(path: Path) -> None:
    xlsx(path, good())
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(bytes(content))


@refused
def a_portable_document_with_a_password__pdf(path: Path) -> None:
    pdf(path, good(), encrypt="mật khẩu")


# ---------------------------------------------------------------- too much, or damaged


def _sheet(path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml", write=xlsx) -> None:
    write(path, good())
    parts = read_parts(path)
    parts[part] = change(parts[part])
    write_parts(path, parts)


@refused
def an_archive_that_unpacks_without_end__xlsx(path: Path) -> None:
    _sheet(path, lambda sheet: sheet.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>"))


@refused
def an_archive_of_many_parts_that_unpack__docx(path: Path) -> None:
    docx(path, good())
    parts = read_parts(path)
    parts |= {f"word/media/{number}.xml": b"0" * 3_000_000 for number in range(20)}
    write_parts(path, parts)


@refused
def a_part_larger_than_it_says__xlsx(path: Path) -> None:
    xlsx(path, good())
    content = bytearray(path.read_bytes())
    for mark, offset, name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = content.find(mark)
        while at >= 0:
            if content[at + name :].startswith(b"xl/worksheets/sheet1.xml"):
                content[at + offset : at + offset + 4] = struct.pack("<I", 300)
            at = content.find(mark, at + 4)
    path.write_bytes(bytes(content))


@refused
def more_cells_than_are_read__xlsx(path: Path) -> None:
    """A million and more, none like the other, so that the file itself is no suspect."""
    numbers = iter(itertools.count(7, 7919))
    cell = b"<c><v>%d</v></c>"
    rows = b"".join(b"<row>%s</row>" % b"".join(cell % next(numbers) for _ in range(100)) for _ in range(10_100))
    _sheet(path, lambda sheet: sheet[: sheet.index(b"<sheetData>") + 11] + rows + sheet[sheet.index(b"</sheetData>") :])


@refused
def more_cells_than_are_read__ods(path: Path) -> None:
    """A few bytes that stand for sixteen thousand columns of a million rows, each with a number."""
    repeated = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"'
    repeated += b' office:value-type="float" office:value="1"/></table:table-row></table:table>'
    _sheet(path, lambda sheet: sheet.replace(b"</table:table>", repeated), "content.xml", ods)


@refused
def more_cells_than_are_read__csv(path: Path) -> None:
    path.write_bytes(b"\r\n".join([b"1;" * 100] * 12_000))


_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY l0 "ha">' + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9)) + b"]>"
)


def _with_entities(content: bytes, declaration: bytes = _LAUGHS, use: bytes = b"&l8;") -> bytes:
    head, rest = content.split(b"?>", 1) if content.startswith(b"<?xml") else (b'<?xml version="1.0"', content)
    return head + b"?>" + declaration + rest.replace(b"</t>", use + b"</t>", 1)


@refused
def entities_that_grow_without_end__xlsx(path: Path) -> None:
    _sheet(path, _with_entities)


@refused
def entities_in_a_document__docx(path: Path) -> None:
    _sheet(path, lambda part: _with_entities(part).replace(b"</w:t>", b"&l8;</w:t>", 1), "word/document.xml", docx)


@refused
def entities_in_an_open_document__ods(path: Path) -> None:
    _sheet(path, lambda part: _with_entities(part).replace(b"</text:p>", b"&l8;</text:p>", 1), "content.xml", ods)


@refused
def an_entity_that_reads_another_file__xlsx(path: Path) -> None:
    (path.parent / "secret.txt").write_text("Nguyễn", "utf-8")
    _sheet(
        path,
        partial(_with_entities, declaration=b'<!DOCTYPE a [<!ENTITY s SYSTEM "secret.txt">]>', use=b"&s;"),
        "xl/worksheets/sheet1.xml",
    )


@refused
def entities_in_sixteen_bits__xlsx(path: Path) -> None:
    def change(part: bytes) -> bytes:
        text = _with_entities(part).decode("utf-8").replace("UTF-8", "UTF-16").replace("utf-8", "UTF-16")
        return text.encode("utf-16")

    _sheet(path, change)


@refused
def entities_in_a_part_with_another_suffix__xlsm(path: Path) -> None:
    _sheet(path, _with_entities, "xl/styles.xml", xlsm)


@refused
def half_a_workbook__xlsx(path: Path) -> None:
    xlsx(path, good())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@refused
def half_an_old_workbook__xls(path: Path) -> None:
    xls(path, good())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


@refused
def half_a_portable_document__pdf(path: Path) -> None:
    pdf(path, good())
    path.write_bytes(path.read_bytes()[:400])


@refused
def a_workbook_without_its_sheet__xlsx(path: Path) -> None:
    xlsx(path, good())
    parts = read_parts(path)
    del parts["xl/worksheets/sheet1.xml"]
    write_parts(path, parts)


@refused
def a_workbook_without_its_contents__xlsx(path: Path) -> None:
    xlsx(path, good())
    parts = read_parts(path)
    del parts["xl/workbook.xml"]
    write_parts(path, parts)


@refused
def a_sheet_that_is_no_xml__xlsx(path: Path) -> None:
    _sheet(path, lambda sheet: sheet[: len(sheet) // 2])


@refused
def two_sheets_of_which_one_is_missing__xlsx(path: Path) -> None:
    """The other sheet alone would look like the whole document."""
    xlsx(path, [*good(), plan_sheet(Said(), "ui", name="PL2")])
    parts = read_parts(path)
    del parts["xl/worksheets/sheet2.xml"]
    write_parts(path, parts)


@refused
def two_sheets_of_which_one_is_cut_short__xlsx(path: Path) -> None:
    xlsx(path, [*good(), plan_sheet(Said(), "ui", name="PL2")])
    parts = read_parts(path)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"][:5000]
    write_parts(path, parts)


@refused
def a_part_with_a_wrong_checksum__xlsx(path: Path) -> None:
    xlsx(path, good())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    content = bytearray(path.read_bytes())
    content[at : at + 8] = b"\0" * 8
    path.write_bytes(bytes(content))


@refused
def a_folder__xlsx(path: Path) -> None:
    path.mkdir()


@refused
def no_file_at_all__xlsx(path: Path) -> None:
    assert not path.exists()
