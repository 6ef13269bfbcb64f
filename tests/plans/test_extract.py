"""Targets from running text: every construction, whole random plans, every format, and what is refused."""

import io
import textwrap
import unicodedata
from collections import Counter

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coverage_lib.clean.plan_text.target_statements import statements
from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.extracted_targets import extract, register_form
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.raw.readers.running_text import lines_of, read_running_text
from coverage_lib.raw.safety.size_limits import MAX_RUNNING
from tests.builders import PROJECT
from tests.layouts.legacy import tcvn3
from tests.plans.constructions import CONSTRUCTIONS
from tests.plans.drawn import plan

PLAN = [
    "UBND HUYỆN CAM LỘ",
    "Cam Lộ, ngày 12 tháng 3 năm 2024",
    "KẾ HOẠCH",
    "I. MỤC TIÊU",
    "1. Năm 2024",
    "- Tỷ lệ bao phủ BHYT đạt 94,2% dân số, khoảng 5,25% LLLĐ trong độ tuổi tham gia BHXH tự nguyện;",
    "- Có 3.410 người tham gia BHXH bắt buộc.",
    "2. Năm 2026",
    "- Tỷ lệ bao phủ BHYT đạt trên 95% dân số.",
    "II. GIẢI PHÁP",
    "Nhà nước hỗ trợ 30% mức đóng.",
]
FIGURES = [("hi", 2024, 94.2), ("si_voluntary", 2024, 5.25), ("si_compulsory", 2024, 3410.0), ("hi", 2026, 95.0)]
FACTORS = {"%": 1, "người": 1, "nghìn người": 1e3, "triệu người": 1e6}


def found_in(lines):
    return statements(lines_of(lines))


def keys(found):
    return Counter((each.indicator, each.base, each.measure, each.period.year, each.value) for each in found.candidates)


def said(found):
    shown = []
    for each in found.candidates:
        codes = [each.indicator, each.base, each.measure, each.period.year, each.printed, each.qualifier]
        shown.append(
            " ".join([str(each.line), *(str(code) or "-" for code in codes)]) + (f" | {each.area_label}" * bool(each.area_label))
        )
    unclear = [f"{each.line} {each.printed} {each.lacks[0]}" for each in found.unclear]
    return shown, unclear, [f"{each.line} {each.printed} {each.why}" for each in found.left_out]


def figures_of(file):
    table = extract(file).figures
    return list(zip(table["indicator"], table["period"].dt.year, table["value"], strict=True))


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_a_construction_gives_its_figures_and_nothing_else(name):
    lines, candidates, unclear, left_out = CONSTRUCTIONS[name]
    assert said(found_in(lines)) == (candidates, unclear, left_out)


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_decomposed_letters_and_the_other_tone_marks_change_nothing(name):
    lines, candidates, _, _ = CONSTRUCTIONS[name]
    other = [unicodedata.normalize("NFD", line.replace("hòa", "hoà").replace("thủy", "thuỷ")) for line in lines]
    assert [each.split(" | ")[0] for each in said(found_in(other))[0]] == [each.split(" | ")[0] for each in candidates]


@given(st.integers(0, 1_000_000))
@settings(max_examples=20)
def test_a_drawn_plan_gives_its_targets_and_nothing_else(seed):
    lines, asked = plan(seed)
    found = found_in(lines)
    assert keys(found) == Counter(asked)
    assert not found.unclear


@given(st.integers(0, 1_000_000), st.integers(48, 90))
@settings(max_examples=20)
def test_wrapping_the_lines_changes_nothing_and_each_figure_stands_on_its_line(seed, width):
    lines, asked = plan(seed)
    wrapped = [piece for line in lines for piece in textwrap.wrap(line, width, break_on_hyphens=False)]
    found = found_in(wrapped)
    assert keys(found) == Counter(asked)
    assert all(each.printed in wrapped[each.line - 1] for each in found.candidates)


@given(st.lists(st.text(max_size=60), max_size=12))
@settings(max_examples=30)
def test_any_text_is_read_without_a_stop(lines):
    found_in(["I. MỤC TIÊU", *lines])


@given(st.integers(0, 1_000_000))
@settings(max_examples=5)
def test_the_register_form_reads_back_to_the_same_figures(tmp_path_factory, seed):
    lines, _ = plan(seed)
    folder = tmp_path_factory.mktemp("form")
    (folder / "a.txt").write_text("\n".join(lines), "utf-8")
    read = extract(folder / "a.txt")
    (folder / "a.xlsx").write_bytes(register_form(read))
    back, table = read_document(folder / "a.xlsx", kind="plan"), read.figures
    assert not back.problems
    columns = ["area_code", "indicator", "base", "measure", "period"]
    asked = Counter(zip(*(table[name] for name in columns), (table["value"] * table["unit"].map(FACTORS)).round(6), strict=True))
    assert Counter(zip(*(back.observations[name] for name in columns), back.observations["value"].round(6), strict=True)) == asked


def test_the_form_says_place_with_line_and_qualifier(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join(PLAN), "utf-8")
    sheet = openpyxl.load_workbook(io.BytesIO(register_form(extract(tmp_path / "a.txt")))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == ["Vị trí", "Đơn vị", "Chỉ tiêu", "So với", "Thời điểm", "Mức", "Đơn vị tính", "Mức độ", "Loại số", "Nơi đọc"]
    assert rows[2][:9] == [
        *("Mục I.1, dòng 6", "Huyện Cam Lộ", "Tỷ lệ tham gia BHXH tự nguyện", "lực lượng lao động trong độ tuổi", "2024"),
        *("5,25", "%", "khoảng", "Mục tiêu"),
    ]


# ---------------------------------------------------------------- formats


def test_a_word_document_with_numbers_of_its_own(tmp_path):
    document = docx.Document()
    for line in PLAN:
        mark, _, rest = line.partition(" ")
        style = {"-": "List Bullet", "1.": "List Number", "2.": "List Number"}.get(mark)
        document.add_paragraph(rest if style else line, style=style)
    document.save(tmp_path / "a.docx")
    read = extract(tmp_path / "a.docx")
    assert figures_of(tmp_path / "a.docx") == FIGURES
    assert next(iter(read.figures["place"])) == "Mục I.1, đoạn 6"


def test_a_table_of_a_word_document_in_its_target_section(tmp_path):
    document = docx.Document()
    document.add_paragraph("II. CHỈ TIÊU BAO PHỦ BHYT")
    table = document.add_table(rows=3, cols=3)
    for row, texts in enumerate(
        [("Nội dung", "Năm 2025", "Năm 2026"), ("Tỷ lệ tham gia BHYT/dân số", "95,1%", "95,6%"), ("", "", "")]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("III. GIẢI PHÁP")
    document.save(tmp_path / "a.docx")
    assert figures_of(tmp_path / "a.docx") == [("hi", 2025, 95.1), ("hi", 2026, 95.6)]


def test_the_pages_of_a_pdf_document(tmp_path):
    font = PROJECT / "coverage_lib" / "present" / "kit" / "fonts" / "LiberationSans-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Sans", str(font)))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for half in (PLAN[:6], PLAN[6:]):
        canvas.setFont("Sans", 12)
        lines = [piece for line in half for piece in textwrap.wrap(line, 70)]
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    read = extract(tmp_path / "a.pdf")
    assert figures_of(tmp_path / "a.pdf") == FIGURES
    assert list(read.figures["place"])[-1] == "Mục I.2, trang 2, dòng 3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "tcvn3"])
def test_letters_of_other_encodings(tmp_path, encoding):
    text = "\r\n".join(line.title() if encoding == "tcvn3" and line.isupper() else line for line in PLAN)
    content = tcvn3(text).encode("latin-1") if encoding == "tcvn3" else text.encode(encoding)
    (tmp_path / "a.txt").write_bytes(content)
    assert figures_of(tmp_path / "a.txt") == FIGURES


def test_tabs_make_a_table_of_neighbouring_lines():
    rows = ["II. CHỈ TIÊU", "Nội dung\tNăm 2025\tNăm 2026", "Tỷ lệ tham gia BHTN/LLLĐ\t31,5%\t32%", "III. GIẢI PHÁP"]
    found = found_in(rows)
    assert [(each.line, each.indicator, each.period.year, each.value) for each in found.candidates] == [
        (3, "ui", 2025, 31.5),
        (3, "ui", 2026, 32.0),
    ]


# ---------------------------------------------------------------- the command


def run(*arguments):
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_the_command_prints_a_table_and_writes_the_form(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join(PLAN), "utf-8")
    done = run(tmp_path / "a.txt", "--out", tmp_path / "a.xlsx", "--lang", "en")
    assert done.exit_code == 0
    assert "Section I.1" in done.stdout
    assert len(done.stdout.splitlines()) == 5
    assert "coverage-lib new plan" in done.stderr
    assert run(tmp_path / "a.txt", "--out", tmp_path / "a.xlsx").exit_code == 2  # it may have been corrected by hand


def test_what_a_person_has_to_decide_is_listed(tmp_path):
    (tmp_path / "a.txt").write_text("II. MỤC TIÊU\n- Tỷ lệ tham gia BHXH, BHTN đạt 40% vào năm 2026.\n- Mức độ 4.", "utf-8")
    done = run(tmp_path / "a.txt")
    assert done.exit_code == 1
    assert "Mục II, dòng 2: 40 %" in done.stderr
    assert "Mục II, dòng 3: 4" in done.stderr


@pytest.mark.parametrize("text", ["Kế hoạch\nNăm 2026 tổ chức 12 hội nghị, đạt 95%.", "II. MỤC TIÊU\nNâng cao nhận thức."])
def test_a_text_without_targets_says_so(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    done = run(tmp_path / "a.txt")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.strip()


def test_a_spreadsheet_is_for_the_reader_of_tables(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    done = run(tmp_path / "a.xlsx")
    assert done.exit_code == 2
    assert "coverage-lib read" in done.stderr


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\0\1\2binary\0\0\1", b"%PDF-1.4 broken", "x" * (MAX_RUNNING + 1)])
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, content):
    suffix = "pdf" if content[:4] == b"%PDF" else "txt"
    (tmp_path / f"a.{suffix}").write_bytes(content.encode() if isinstance(content, str) else content)
    done = run(tmp_path / f"a.{suffix}")
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_list_of_persons_is_refused(tmp_path):
    rows = ["II. MỤC TIÊU", "STT\tHọ và tên\tMã số BHXH", *(f"{n}\tNguyễn Văn An\t012345678{n}" for n in range(4))]
    (tmp_path / "a.txt").write_text("\n".join(rows), "utf-8")
    done = run(tmp_path / "a.txt")
    assert done.exit_code == 2
    assert "Nguyễn" not in done.output


def test_an_area_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join(PLAN), "utf-8")
    assert run(tmp_path / "a.txt", "--area", "99999").exit_code == 2
    assert run(tmp_path / "a.txt", "--area", "464").exit_code == 0


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Exception, match="no such file"):
        read_running_text(tmp_path / "a.txt")


def test_a_yearly_increase_of_a_span_named_above_is_no_level_of_its_last_year(tmp_path):
    document = tmp_path / "ke-hoach.txt"
    document.write_text(
        "ỦY BAN NHÂN DÂN\nHUYỆN BẢO THẮNG\nKẾ HOẠCH\nPhát triển người tham gia BHXH giai đoạn 2021-2025\nII. MỤC TIÊU\n"
        "1. Bình quân mỗi năm tăng thêm 500 người tham gia BHXH tự nguyện.\n"
        "2. Đến năm 2025 có 3.000 người tham gia BHXH tự nguyện.\n",
        "utf-8",
    )
    done = CliRunner().invoke(main, ["extract", str(document)])
    assert "3.000" in done.stdout
    assert "500" not in done.stdout
    assert "500 người: mức mỗi năm của một giai đoạn" in done.stderr
