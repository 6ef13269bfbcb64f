import re
import zipfile

import docx
import pytest

from coverage_lib.raw.readers.docx_tables import read_docx


@pytest.fixture
def document():
    return docx.Document()


def saved(tmp_path, document):
    path = tmp_path / "a.docx"
    document.save(path)
    return path


def table(document, *rows):
    made = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(made.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text or ""
    return made


def texts(grid):
    return {cell.address: cell.text for cell in grid.cells.values()}


def edited(path, old, new):
    """The document with its XML changed, as Word writes what the library cannot."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert re.search(old, body)
    parts["word/document.xml"] = re.sub(old, new, body).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_every_table_is_a_grid_with_the_paragraphs_above_it(tmp_path, document):
    document.add_heading("PHỤ LỤC I")
    document.add_paragraph("Chỉ tiêu  bảo hiểm xã hội năm 2024")
    table(document, ("Đơn vị", "Số người"), ("Xã A", "1.499"))
    document.add_paragraph("")
    document.add_paragraph("Năm 2025")
    table(document, ("Đơn vị",), ("Xã B",))
    document.add_paragraph("Nơi nhận")
    first, second = read_docx(saved(tmp_path, document))
    assert (first.sheet, second.sheet) == ("Bảng 1", "Bảng 2")
    assert first.context == ("PHỤ LỤC I", "Chỉ tiêu bảo hiểm xã hội năm 2024")
    assert second.context == ("Năm 2025",)
    assert texts(first) == {"A1": "Đơn vị", "B1": "Số người", "A2": "Xã A", "B2": "1.499"}


def test_merged_cells_show_their_first_cell(tmp_path, document):
    made = table(document, ("STT", "Năm 2023", "", ""), ("", "a", "b", "c"), ("1", "2", "3", "4"), ("", "", "3", "4"))
    made.cell(0, 0).merge(made.cell(1, 0))
    made.cell(0, 1).merge(made.cell(0, 3))
    made.cell(2, 0).merge(made.cell(3, 1))
    (grid,) = read_docx(saved(tmp_path, document))
    assert grid.merged == [(1, 1, 2, 1), (1, 2, 1, 4), (3, 1, 4, 2)]
    assert [grid.spread(1, column).text for column in range(1, 5)] == ["STT", "Năm 2023", "Năm 2023", "Năm 2023"]
    assert [grid.cells[2, column].text for column in (2, 3, 4)] == ["a", "b", "c"]
    assert grid.spread(2, 1).text == "STT"
    assert [grid.cells[4, column].text for column in (3, 4)] == ["3", "4"]


def test_two_merges_in_one_column_stay_two(tmp_path, document):
    made = table(document, ("a", "1"), ("", "2"), ("b", "3"), ("", "4"))
    made.cell(0, 0).merge(made.cell(1, 0))
    made.cell(2, 0).merge(made.cell(3, 0))
    (grid,) = read_docx(saved(tmp_path, document))
    assert grid.merged == [(1, 1, 2, 1), (3, 1, 4, 1)]


def test_a_row_may_begin_further_right(tmp_path, document):
    table(document, ("a", "b", "c"), ("x", "1", "2"))
    path = saved(tmp_path, document)
    edited(path, r"(?s)(</w:tr>.*?<w:tr>)<w:tc>.*?</w:tc>", r'\1<w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    (grid,) = read_docx(path)
    assert texts(grid) == {"A1": "a", "B1": "b", "C1": "c", "B2": "1", "C2": "2"}


def test_a_table_in_a_table_is_a_grid_of_its_own(tmp_path, document):
    made = table(document, ("a", "b"))
    made.cell(0, 1).add_table(1, 2).cell(0, 0).text = "trong"
    outer, inner = read_docx(saved(tmp_path, document))
    assert (outer.sheet, texts(outer)) == ("Bảng 1", {"A1": "a", "B1": "b"})
    assert (inner.sheet, texts(inner)) == ("Bảng 1.1", {"A1": "trong"})


def test_paragraphs_of_a_cell_are_lines(tmp_path, document):
    made = table(document, ("a", "b"))
    made.cell(0, 0).add_paragraph("c").add_run("\td")
    (grid,) = read_docx(saved(tmp_path, document))
    assert grid.cells[1, 1].text == "a\nc\td"


def test_hidden_and_deleted_words_are_not_read(tmp_path, document):
    table(document, ("a", "8", "9"))
    path = saved(tmp_path, document)
    edited(path, r"<w:r>(?=<w:t>9)", "<w:r><w:rPr><w:vanish/></w:rPr>")
    edited(
        path, r"<w:r><w:t>8</w:t></w:r>", "<w:del><w:r><w:delText>8</w:delText></w:r></w:del><w:ins><w:r><w:t>7</w:t></w:r></w:ins>"
    )
    assert texts(read_docx(path)[0]) == {"A1": "a", "B1": "7"}


def test_content_controls_hide_nothing(tmp_path, document):
    document.add_paragraph("Năm 2024")
    table(document, ("a", "b"), ("c", "d"))
    path = saved(tmp_path, document)
    control = r"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>\1</w:sdtContent></w:sdt>"
    for old in (
        r"(?s)(<w:tbl>.*</w:tbl>)",
        r"(?s)(<w:tr>(?:(?!</w:tr>).)*>d<.*?</w:tr>)",
        r"(<w:tc>(?:(?!</w:tc>).)*>a<.*?</w:tc>)",
    ):
        edited(path, old, control)
    (grid,) = read_docx(path)
    assert grid.context == ("Năm 2024",)
    assert texts(grid) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d"}


def test_hidden_rows_are_marked_and_deleted_rows_are_gone(tmp_path, document):
    table(document, ("a", "1"), ("b", "2"), ("c", "3"))
    path = saved(tmp_path, document)
    edited(path, r"<w:tr>(?=(?:(?!<w:tr>).)*>b<)", "<w:tr><w:trPr><w:del/></w:trPr>")
    edited(path, r"<w:tr>(?=(?:(?!<w:tr>).)*>c<)", "<w:tr><w:trPr><w:hidden/></w:trPr>")
    (grid,) = read_docx(path)
    assert texts(grid) == {"A1": "a", "B1": "1", "A2": "c", "B2": "3"}
    assert grid.hidden_rows == {2}


def test_the_font_is_that_of_the_first_run_or_of_the_style(tmp_path, document):
    made = table(document, ("X·", "Xã", ""))
    made.cell(0, 0).paragraphs[0].runs[0].font.name = ".VnTime"
    document.styles["Normal"].font.name = "Arial"
    (grid,) = read_docx(saved(tmp_path, document))
    assert [grid.cells[1, column].font for column in (1, 2)] == [".VnTime", "Arial"]


def test_a_span_that_nobody_could_print_ends_somewhere(tmp_path, document):
    table(document, ("a", "b"))
    path = edited(saved(tmp_path, document), r"(<w:tcPr>)", r'\1<w:gridSpan w:val="99999999"/>')
    (grid,) = read_docx(path)
    assert grid.columns < 1_000


def test_a_document_without_a_table_is_refused(tmp_path, refused, document):
    document.add_paragraph("Số người tham gia là 1.499 người.")
    assert "found one without" in refused(saved(tmp_path, document), read_docx)


def test_a_damaged_document_is_refused(tmp_path, refused, document):
    table(document, ("a", "b"))
    assert "a damaged one" in refused(edited(saved(tmp_path, document), r"</w:tbl>", ""), read_docx)
