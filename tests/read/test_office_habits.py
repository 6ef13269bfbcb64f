"""Habits of offices that were once read wrongly without a word: each a small sheet with the figures that a person reads from it."""

import docx
import pandas as pd
import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.cell_ledger import cell_ledger
from coverage_lib.deliver.offices.reading_report import read_document
from tests.builders import workbook
from tests.layouts import LAYOUTS


def read(tmp_path, *rows, name="PL", **others):
    path = tmp_path / "a.xlsx"
    workbook(path, {name: [list(row) for row in rows]} | others)
    return path, read_document(path)


def figures(document, *columns):
    found = document.observations.assign(year=document.observations["period"].dt.year)
    return [tuple(row) for row in found[list(columns)].itertuples(index=False)]


def test_a_second_table_under_an_equal_header_has_its_own_scheme_and_year(tmp_path):
    header = ("TT", "Đơn vị", "Số người")
    _, document = read(
        tmp_path,
        ("Bảng 1. Số người tham gia BHXH tự nguyện đến 31/12/2023, huyện Diễn Châu",), header, ("1", "Xã Diễn Yên", "620"),
        ("Bảng số 2. Số người tham gia BHYT đến 31/12/2024, huyện Diễn Châu",), header, ("1", "Xã Diễn Yên", "9.400"),
    )  # fmt: skip
    assert figures(document, "indicator", "year", "basis", "value") == [
        ("si_voluntary", 2023, "actual", 620.0),
        ("hi", 2024, "actual", 9400.0),
    ]


def test_a_table_that_goes_on_stays_the_same_table(tmp_path):
    header = ("TT", "Đơn vị", "Số người")
    _, document = read(
        tmp_path,
        ("Bảng 1. Số người tham gia BHYT đến 31/12/2024, huyện Diễn Châu",), header, ("1", "Xã Diễn Yên", "9.400"),
        ("Bảng 1 (tiếp theo)",), header, ("2", "Xã Diễn Hoàng", "6.800"),
    )  # fmt: skip
    assert figures(document, "area_code", "indicator", "value") == [("17401", "hi", 9400.0), ("17404", "hi", 6800.0)]


def test_a_header_with_a_blank_over_the_names_keeps_the_quantities_of_its_columns(tmp_path):
    title = "PHỤ LỤC: Số người tham gia BHXH tự nguyện năm 2024, huyện Diễn Châu"
    _, document = read(tmp_path, (title,), ("TT", None, "BHYT (người)", "Dân số (người)"), ("1", "Xã Diễn Yên", "9.400", "9.900"))
    assert figures(document, "indicator", "base", "measure", "value") == [
        ("hi", "", "participants", 9400.0),
        ("", "population", "denominator", 9900.0),
    ]


@pytest.mark.parametrize(
    ("until", "basis"), [("đến 31/12/2024", "actual"), ("đến hết tháng 6/2025", "actual"), ("đến 31/12/2025", "plan")]
)
def test_what_was_counted_until_a_day_before_the_planned_year_ends_is_actual(tmp_path, until, basis):
    title = "PHỤ LỤC: GIAO CHỈ TIÊU BHXH TỰ NGUYỆN NĂM 2025 HUYỆN DIỄN CHÂU"
    header = ("TT", "Đơn vị", f"Số người tham gia {until}", "Chỉ tiêu giao năm 2025")
    _, document = read(
        tmp_path, (title,), header[: 3 if basis == "plan" else 4], ("1", "Xã Diễn Yên", "500", "620")[: 3 if basis == "plan" else 4]
    )
    assert figures(document, "basis", "value")[0] == (basis, 500.0)


def test_headers_and_rows_in_two_languages(tmp_path):
    _, document = read(
        tmp_path,
        ("Lực lượng lao động từ 15 tuổi trở lên phân theo đơn vị hành chính, tỉnh Nghệ An",),
        ("Labour force aged 15 and over by administrative unit",), ("Nghìn người - Thous. persons",),
        (None, "2023", "Sơ bộ\nPrel. 2024"), ("TỔNG SỐ - TOTAL", "1560,4", "1571,0"),
        ("Thành phố Vinh - Vinh city", "171,2", "172,9"), ("Trong đó: Nữ - Of which: Female", "745,0", "750,9"),
    )  # fmt: skip
    assert figures(document, "area_code", "basis", "value") == [
        ("40", "actual", 1_560_400.0), ("412", "actual", 171_200.0), ("40", "provisional", 1_571_000.0), ("412", "provisional", 172_900.0),
    ]  # fmt: skip
    assert document.is_whole


def test_thousands_said_in_the_title(tmp_path):
    _, document = read(
        tmp_path,
        ("Dân số trung bình phân theo huyện, tỉnh Nghệ An (Nghìn người)",),
        ("Đơn vị", "2022"),
        ("Thành phố Vinh", "340,2"),
    )
    assert figures(document, "area_code", "value") == [("412", 340_200.0)]


def test_names_without_their_kind_what_must_be_reached_and_the_increase_over_a_year(tmp_path):
    title = "Phụ lục. Chỉ tiêu phát triển BHXH tự nguyện năm 2023 huyện Diễn Châu, tỉnh Nghệ An"
    header = ("TT", "Đơn vị", "Số người phải đạt năm 2023", "Số phát triển tăng so với năm 2022")
    _, document = read(tmp_path, (title,), header, ("1", "Diễn Yên", "620", "120"), ("2", "Diễn Hoàng", "410", "30"))
    assert figures(document, "area_code", "measure", "basis", "year", "value") == [
        ("17401", "participants", "plan", 2023, 620.0), ("17404", "participants", "plan", 2023, 410.0),
        ("17401", "increase", "plan", 2023, 120.0), ("17404", "increase", "plan", 2023, 30.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("rows", "told"), [([("1", "Xã Không Có", "410")], "Xã Không Có"), ([("1", None, "410")], "PL")])
def test_what_was_left_out_is_listed_and_the_exit_code_says_so(tmp_path, rows, told):
    table = [("Số người tham gia BHYT năm 2024, huyện Diễn Châu",), ("TT", "Đơn vị", "Số người"), ("1", "Xã Diễn Yên", "9.400")]
    path, document = read(tmp_path, *table, *rows)
    assert not document.is_whole
    result = CliRunner().invoke(main, ["read", str(path), "--out", str(tmp_path / "out.csv")])
    assert result.exit_code == 1
    assert told in result.output


def test_what_is_known_to_be_none_of_ours_does_not_count_as_left_out(tmp_path):
    header = ("TT", "Đơn vị", "Số người", "Số tiền hỗ trợ (triệu đồng)")
    path, document = read(
        tmp_path, ("Số người tham gia BHYT năm 2024, huyện Diễn Châu",), header, ("1", "Xã Diễn Yên", "9.400", "12,5")
    )
    assert document.is_whole
    assert CliRunner().invoke(main, ["read", str(path), "--out", str(tmp_path / "out.csv")]).exit_code == 0


def test_persons_with_a_card_are_participants(tmp_path):
    header = ("STT", "Tên xã", "Dân số", "Số người có thẻ", "Tỷ lệ bao phủ")
    title = "BÁO CÁO SỐ NGƯỜI CÓ THẺ BHYT ĐẾN HẾT THÁNG 6 NĂM 2025, HUYỆN DIỄN CHÂU"
    _, document = read(tmp_path, (title,), ("Đvt: Người",), header, ("1", "Diễn Yên", "9.900", "9.410", "95,05"))
    assert figures(document, "indicator", "measure", "value") == [
        ("", "denominator", 9900.0), ("hi", "participants", 9410.0), ("hi", "rate_pct", 95.05),
    ]  # fmt: skip


def test_running_text_above_a_table_of_a_plan_neither_restricts_nor_dates_it(tmp_path):
    plan = docx.Document()
    for line in (
        "KẾ HOẠCH", "Phát triển người tham gia BHXH, BHYT năm 2024 trên địa bàn huyện Diễn Châu",
        "1. Năm 2023, số người tham gia BHYT đạt 98,7% kế hoạch.", "2. 100% học sinh, sinh viên tham gia BHYT.",
        "PHỤ LỤC: CHỈ TIÊU GIAO NĂM 2024",
    ):  # fmt: skip
        plan.add_paragraph(line)
    rows = (("TT", "Đơn vị", "BHXH tự nguyện (người)", "BHYT (người)"), ("1", "Xã Diễn Yên", "620", "9.400"))
    cells = plan.add_table(rows=2, cols=4)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            cells.cell(y, x).text = text
    plan.save(tmp_path / "a.docx")
    document = read_document(tmp_path / "a.docx")
    assert figures(document, "indicator", "year", "basis", "value") == [
        ("si_voluntary", 2024, "plan", 620.0), ("hi", 2024, "plan", 9400.0),
    ]  # fmt: skip


def test_a_web_page_named_as_a_workbook(tmp_path):
    rows = (("TT", "Đơn vị", "Số người"), ("1", "Xã Diễn Yên", "9.400"))
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    title = '<tr><td colspan="3">Số người tham gia BHYT đến 31/12/2024 huyện Diễn Châu</td></tr>'
    (tmp_path / "a.xls").write_text(f"<html><body><table>{title}{lines}</table></body></html>", "utf-8")
    assert figures(read_document(tmp_path / "a.xls"), "indicator", "year", "value") == [("hi", 2024, 9400.0)]


def test_a_code_of_another_unit_than_the_name_says_is_told(tmp_path):
    title = ("Số người tham gia BHYT đến 31/12/2024, huyện Diễn Châu",)
    header = ("Mã xã", "Tên xã", "Số người tham gia BHYT")
    _, right = read(tmp_path, title, header, ("17401", "Xã Diễn Yên", "9.400"))
    assert right.is_whole
    _, wrong = read(tmp_path, title, header, ("17404", "Xã Diễn Yên", "9.400"))
    assert figures(wrong, "area_code") == [("17401",)]
    assert "17404" in wrong.problems[0]


def test_an_increase_a_year_over_a_period_is_no_level_of_one_year(tmp_path):
    plan = docx.Document()
    for line in (
        "KẾ HOẠCH", "Phát triển BHXH năm 2026 huyện Diễn Châu", "I. MỤC TIÊU",
        "1. Bình quân mỗi năm tăng thêm 8.000 người tham gia BHXH tự nguyện giai đoạn 2026 - 2030.",
        "2. Năm 2026 có 12.000 người tham gia BHXH tự nguyện.",
    ):  # fmt: skip
        plan.add_paragraph(line)
    plan.save(tmp_path / "a.docx")
    result = CliRunner().invoke(
        main, ["extract", str(tmp_path / "a.docx"), "--area", "425", "--lang", "en", "--out", str(tmp_path / "o.xlsx")]
    )
    assert "8.000" in result.output.partition("Left out")[2].partition("yearly figure")[0]
    assert "12.000" in result.output


def test_the_ledger_of_cells_adds_up_and_repeats_nothing_of_persons(tmp_path):
    path, out = tmp_path / "a.xlsx", tmp_path / "cells.csv"
    header = ("TT", "Đơn vị", "Số người", "Số tiền (triệu đồng)")
    table = [("Số người tham gia BHYT năm 2024, huyện Diễn Châu",), header, ("1", "Xã Diễn Yên", "9.400", "12,5")]
    persons = [("TT", "Họ và tên", "Ngày sinh", "Số CCCD"), ("1", "Nguyễn Văn An", "01/02/1980", "040080001234")]
    workbook(path, {"PL": table, "Cũ": table, "DS": persons}, states={"Cũ": "hidden"})
    result = CliRunner().invoke(main, ["read", str(path), "--lang", "en", "--out", str(tmp_path / "o.csv"), "--report", str(out)])
    assert result.exit_code == 1
    cells = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert cells.loc[cells["state"] == "read", ["sheet", "cell"]].values.tolist() == [["PL", "C3"]]
    why = cells[cells["sheet"] == "PL"].set_index("cell")["reason"]
    assert "money" in why["D3"]
    assert "numbering" in why["A3"]
    assert cells.loc[cells["sheet"] == "Cũ", "reason"].unique().tolist() == ["hidden, not printed"]
    assert cells.loc[cells["sheet"] == "DS", "cell"].tolist() == [""]
    assert "040080001234" not in out.read_text("utf-8") + result.output
    assert f"Cells with figures: {len(cells)} = 1 read + {len(cells) - 1} left out" in result.output


@pytest.mark.parametrize("layout", LAYOUTS[::6], ids=lambda layout: layout.name)
def test_every_figure_read_of_a_layout_is_a_cell_of_the_ledger(layout, tmp_path):
    document = read_document(layout.file(tmp_path))
    cells = cell_ledger(document)
    observed = set(zip(document.observations["sheet"], document.observations["cell"], strict=True))
    taken = cells[cells["state"] == "read"]
    assert set(zip(taken["sheet"], taken["cell"], strict=True)) <= observed
    assert (cells["reason"].eq("") == cells["state"].eq("read")).all()
    assert not cells.duplicated(["sheet", "cell"]).any()


def test_units_that_were_merged_later_are_found_on_the_day_of_the_document(tmp_path):
    rows = ("1", "Xã Diễn Hùng", "410"), ("2", "Xã Diễn Hải", "380"), ("3", "Thị trấn Diễn Châu", "900")
    title = "Số người tham gia BHXH tự nguyện đến 31/12/2023, huyện Diễn Châu, tỉnh Nghệ An"
    _, document = read(tmp_path, (title,), ("TT", "Đơn vị", "Số người"), *rows)
    assert figures(document, "area_code", "value") == [("17407", 410.0), ("17419", 380.0), ("17389", 900.0)]
    assert document.is_whole


def test_a_name_of_another_day_says_until_when_and_what_became_of_the_unit(tmp_path):
    rows = ("1", "Xã Hùng Hải", "790"), ("2", "Xã Diễn Hùng", "410"), ("3", "Xã Diễn Yên", "620")
    title = "Số người tham gia BHXH tự nguyện đến 31/3/2025, huyện Diễn Châu, tỉnh Nghệ An"
    _, document = read(tmp_path, (title,), ("TT", "Đơn vị", "Số người"), *rows)
    assert figures(document, "area_code", "value") == [("17419", 790.0), ("", 410.0), ("17401", 620.0)]
    (problem,) = document.reading.problems
    assert "valid until 30/11/2024 (17407): merged into Xã Hùng Hải (17419) on 01/12/2024" in problem.in_language("en")
