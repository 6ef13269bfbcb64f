import pytest
from PIL import Image
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus.paragraph import ParagraphStyle

from coverage_lib.raw.readers import pdf_tables
from coverage_lib.raw.readers.pdf_tables import read_pdf, read_pdf_directly
from coverage_lib.raw.safety import sandbox
from tests.builders import PROJECT

HEADER = [["STT", "Đơn vị", "Năm 2024", ""], ["", "", "Số người", "Tỷ lệ"]]
SPANS = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (3, 0))]


@pytest.fixture(scope="module")
def style():
    font = PROJECT / "coverage_lib" / "present" / "kit" / "fonts" / "LiberationSans-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Sans", str(font)))
    return ParagraphStyle("plain", fontName="Sans", fontSize=12, leading=16)


def ruled(rows, *more, grid=True):
    lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if grid else []
    return Table(rows, repeatRows=2, style=TableStyle([*lines, ("FONT", (0, 0), (-1, -1), "Sans", 11), *more]))


def numbered(canvas, document):
    canvas.setFont("Sans", 10)
    canvas.drawString(300, 20, f"- {document.page} -")


def saved(tmp_path, *parts, **options):
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), **options).build(list(parts), onFirstPage=numbered, onLaterPages=numbered)
    return path


def texts(grid):
    return {cell.address: cell.text for cell in grid.cells.values()}


def test_a_ruled_table_is_a_grid_with_the_lines_above_it(tmp_path, style):
    above = [Paragraph(text, style) for text in ("PHỤ LỤC 1", "Chỉ tiêu bảo hiểm xã hội năm 2024")]
    path = saved(tmp_path, *above, ruled([*HEADER, ["1", "Xã Vĩnh Hòa", "1.499", "19,2%"]], *SPANS), Paragraph("Ghi chú", style))
    (grid,) = read_pdf(path)
    assert grid.sheet == "Trang 1, bảng 1"
    assert grid.context == ("PHỤ LỤC 1", "Chỉ tiêu bảo hiểm xã hội năm 2024")
    assert texts(grid) == {
        "A1": "STT", "B1": "Đơn vị", "C1": "Năm 2024", "C2": "Số người", "D2": "Tỷ lệ",
        "A3": "1", "B3": "Xã Vĩnh Hòa", "C3": "1.499", "D3": "19,2%",
    }  # fmt: skip
    assert grid.merged == [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)]
    assert {cell.font for cell in grid.cells.values()} == {"LiberationSans"}


def test_a_table_over_several_pages_is_a_grid_a_page(tmp_path, style):
    rows = [[str(n), f"Xã {n}", f"{n}.000", "1,0"] for n in range(1, 81)]
    grids = read_pdf_directly(saved(tmp_path, Paragraph("Năm 2024", style), ruled([*HEADER, *rows], *SPANS)))
    assert [grid.sheet for grid in grids] == [f"Trang {n}, bảng 1" for n in range(1, len(grids) + 1)]
    assert len(grids) > 1
    assert [grid.context for grid in grids] == [("Năm 2024",), *[()] * (len(grids) - 1)]
    assert all(texts(grid)["C2"] == "Số người" for grid in grids)
    assert [grid.cells[row, 2].text for grid in grids for row in range(3, grid.rows + 1)] == [row[1] for row in rows]


def test_words_before_a_page_that_begins_with_a_table_belong_to_it(tmp_path, style):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    canvas.setFont("Sans", 12)
    canvas.drawString(50, 300, "PHỤ LỤC 2")
    canvas.showPage()
    canvas.setFont("Sans", 12)
    canvas.grid([50, 150, 250], [200, 220, 240])
    for place, text in enumerate(["a", "b", "c", "d"]):
        canvas.drawString(60 + 100 * (place % 2), 225 - 20 * (place // 2), text)
    canvas.save()
    (grid,) = read_pdf_directly(tmp_path / "a.pdf")
    assert (grid.sheet, grid.context) == ("Trang 2, bảng 1", ("PHỤ LỤC 2",))
    assert texts(grid) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d"}


def test_headers_that_run_upwards_are_read(tmp_path, style):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    canvas.grid([50, 100, 250], [100, 200, 220])
    canvas.setFont("Sans", 12)
    canvas.drawString(60, 205, "a")
    canvas.rotate(90)
    canvas.drawString(110, -80, "Tỷ lệ")
    canvas.save()
    assert texts(read_pdf_directly(tmp_path / "a.pdf")[0]) == {"A1": "a", "A2": "Tỷ lệ"}


def test_a_frame_around_words_is_no_table(tmp_path, refused, style):
    path = saved(tmp_path, Table([["Hỏa tốc"]], style=TableStyle([("BOX", (0, 0), (-1, -1), 1, colors.black)])))
    assert "expected a table, ruled or in clear columns, found text without one" in refused(path, read_pdf_directly)


def test_a_table_without_lines_is_refused(tmp_path, refused, style):
    assert "found text without one" in refused(
        saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]], grid=False)), read_pdf_directly
    )


def test_a_scan_is_called_one(tmp_path, refused):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawInlineImage(Image.new("L", (20, 20), 128), 0, 0, 500, 700)
    canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), 0, 0, 500, 700)
    canvas.save()
    assert "found pictures of pages (a scan)" in refused(tmp_path / "a.pdf", read_pdf_directly)


def test_letters_that_nobody_can_name_are_refused(tmp_path, refused, style, monkeypatch):
    path = saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]]))
    monkeypatch.setattr("pdfminer.pdffont.PDFSimpleFont.to_unichr", _unknown)
    assert "found letters without names" in refused(path, read_pdf_directly)


def _unknown(font, code):
    from pdfminer.pdffont import PDFUnicodeNotDefined

    raise PDFUnicodeNotDefined(None, code)


def test_a_password_is_named(tmp_path, refused, style):
    locked = saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]]), encrypt=pdfencrypt.StandardEncryption("x", canPrint=0))
    assert "an encrypted PDF document" in refused(locked)


def test_a_document_that_opens_without_a_password_is_read(tmp_path, style):
    encryption = pdfencrypt.StandardEncryption("", ownerPassword="x", canPrint=0)
    assert read_pdf_directly(saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]]), encrypt=encryption))


@pytest.mark.parametrize(("name", "most"), [("MAX_PAGES", 0), ("MAX_LINES", 3), ("MAX_CELLS", 3)])
def test_a_document_beyond_the_limits_is_refused(tmp_path, refused, style, monkeypatch, name, most):
    path = saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]]))
    monkeypatch.setattr(pdf_tables, name, most)
    assert f"expected at most {most}" in refused(path, read_pdf_directly)


def test_half_a_document_is_refused(tmp_path, refused, style):
    path = saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]]))
    path.write_bytes(path.read_bytes()[:900])
    assert "a damaged one" in refused(path)


@pytest.mark.parametrize("place", [0.3, 0.9])
def test_a_damaged_page_is_not_read_as_far_as_it_goes(tmp_path, refused, style, place):
    rows = [[str(n), f"Xã {n}", f"{n}.000", "1,0"] for n in range(1, 30)]
    path = saved(tmp_path, ruled([*HEADER, *rows], *SPANS))
    assert read_pdf_directly(path)
    content = bytearray(path.read_bytes())
    start = content.index(b"stream\n", content.index(b"/ASCII85Decode")) + 7
    at = int(start + place * (content.index(b"endstream", start) - start))
    content[at : at + 4] = b"!!!!"
    path.write_bytes(content)
    assert "found page 1 damaged" in refused(path)


def test_a_document_that_takes_too_long_is_given_up(tmp_path, refused, style, monkeypatch):
    monkeypatch.setattr(sandbox, "seconds_for", lambda size: 0)
    assert "one that takes longer" in refused(saved(tmp_path, ruled([*HEADER, ["1", "Xã", "2", "3"]])))


def test_a_reader_that_breaks_down_is_a_refusal(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "false")
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert "one that cannot be read" in refused(path)
