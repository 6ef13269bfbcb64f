"""Tables of a PDF without ruled lines: what stands in which column, and what happens where that cannot be told."""

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.pdf_tables import read_pdf_directly
from tests.builders import PROJECT

ENDS = [260, 330, 400, 470, 540]


@pytest.fixture(scope="module", autouse=True)
def font():
    path = PROJECT / "coverage_lib" / "present" / "kit" / "fonts" / "LiberationSans-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Sans", str(path)))


def page(tmp_path, *lines, size=9, pitch=13):
    """A page of lines; a line is a text at the left margin followed by texts that end at given places (None: nothing there)."""
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), invariant=1)
    canvas.setFont("Sans", size)
    for number, (label, *texts) in enumerate(lines):
        y = 800 - number * pitch
        canvas.drawString(60, y, label)
        for end, text in zip(ENDS, texts, strict=False):
            if text:
                canvas.drawRightString(end, y, text)
    canvas.save()
    return path


def rows(path, number=0):
    grid = read_pdf_directly(path)[number]
    return [
        [cell.text if (cell := grid.cells.get((row, column))) else "" for column in range(1, grid.columns + 1)]
        for row in grid.occupied
    ]


def test_years_head_the_columns_of_a_yearbook_and_a_header_may_have_two_lines(tmp_path):
    path = page(
        tmp_path,
        ["12. Dân số trung bình phân theo huyện của tỉnh Quảng Trị"],
        ["", None, None, None, None, "Người"],
        ["", None, None, None, None, "Sơ bộ"],
        ["", "2019", "2020", "2021", "2022", "2023"],
        ["Thành phố Đông Hà", "95.658", "96.000", "97.100", "98.000", "99.000"],
        ["Huyện Vĩnh Linh", "87.203", "87.300", "87.400", "87.500", "87.600"],
    )
    assert rows(path) == [
        ["", "2019", "2020", "2021", "2022", "Sơ bộ\n2023"],
        ["Thành phố Đông Hà", "95.658", "96.000", "97.100", "98.000", "99.000"],
        ["Huyện Vĩnh Linh", "87.203", "87.300", "87.400", "87.500", "87.600"],
    ]
    assert read_pdf_directly(path)[0].context[-1] == "Người"
    read = read_document(path).observations
    assert read[["area_code", "base", "basis", "value"]].iloc[-1].tolist() == ["464", "population", "provisional", 87_600]
    assert len(read) == 10


def test_a_short_text_heads_the_columns_that_have_no_other(tmp_path):
    path = page(
        tmp_path,
        ["Kết quả năm 2024, tỉnh Quảng Trị"],
        ["Đơn vị", None, "BHXH", None, "BHTN", "BHYT"],
        ["", "Bắt buộc", "Tự nguyện", "Tổng số"],
        ["Thành phố Đông Hà", "12.345", "1.234", "13.579", "10.001", "95.000"],
        ["Huyện Vĩnh Linh", "5.345", "1.034", "6.379", "4.001", "85.000"],
    )
    read = read_document(path).observations
    assert sorted(set(read["indicator"])) == ["hi", "si", "si_compulsory", "si_voluntary", "ui"]
    assert len(read) == 10


def test_a_label_may_be_broken_above_its_figures_and_below_them(tmp_path):
    path = page(
        tmp_path,
        ["Số người tham gia của tỉnh Quảng Trị (Nghìn người)"],
        ["", "2022", "2023"],
        ["Bảo hiểm xã hội bắt buộc", "40,1", "41,2"],
        ["Bảo hiểm xã hội"],
        ["tự nguyện", "5,1", "6,2"],
        ["Bảo hiểm", "600,1", "610,2"],
        ["y tế"],
    )
    assert [row[0] for row in rows(path)[1:]] == ["Bảo hiểm xã hội bắt buộc", "Bảo hiểm xã hội\ntự nguyện", "Bảo hiểm\ny tế"]


def test_columns_that_run_into_each_other_are_not_read_but_listed(tmp_path):
    path = page(
        tmp_path,
        ["Dân số tỉnh Quảng Trị năm 2023"],
        ["Đơn vị", "Dân số"],
        ["Thành phố Đông Hà là trung tâm của tỉnh và các xã", "95.658"],
        ["Huyện", "87.203"],
        ["Thị xã Quảng Trị, gồm cả bốn phường và một xã, năm", "23.000", "1"],
    )
    document = read_document(path)
    assert document.observations.empty
    assert not document.is_whole
    assert document.skipped != []


def test_sentences_with_figures_are_no_table(tmp_path):
    path = page(
        tmp_path, ["Năm 2024 có 290.000 người tham gia BHYT, tăng 2.000 người,"], ["đạt 102,3% kế hoạch; tỷ lệ bao phủ 95,2%."]
    )
    with pytest.raises(CoverageError, match="ruled or in clear columns"):
        read_pdf_directly(path)


def test_a_list_of_persons_in_columns_is_refused_and_not_repeated(tmp_path):
    path = page(
        tmp_path,
        ["Họ và tên", "Mã số BHXH", "Ngày sinh"],
        ["Nguyễn Thị Lan", "7915123456", "01/02/1980"],
        ["Trần Văn Minh", "7915123457", "03/04/1981"],
        ["Lê Thị Hoa", "7915123458", "05/06/1982"],
    )
    with pytest.raises(CoverageError) as refused:
        read_document(path)
    assert "Lan" not in str(refused.value)
    assert "7915123456" not in str(refused.value)
