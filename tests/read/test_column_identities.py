"""What the arithmetic of a table says of a column whose header is not believed: cards, newcomers, increases, rates, groups."""

import pytest
from openpyxl import Workbook

from coverage_lib.deliver.offices.reading_report import read_document

UNITS = ["Thị trấn Phố Lu", "Xã Gia Phú", "Xã Xuân Quang", "Xã Phong Niên"]
TOP = [["UBND HUYỆN BẢO THẮNG, TỈNH LÀO CAI"], ["Bảo hiểm xã hội tự nguyện năm 2024"]]


@pytest.fixture
def read(tmp_path):
    def made(header, *columns, top=TOP, units=UNITS):
        book = Workbook()
        for row in [
            *top,
            ["TT", "Đơn vị", *header],
            *([n + 1, unit, *row] for n, (unit, row) in enumerate(zip(units, zip(*columns, strict=True), strict=True))),
        ]:
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        return read_document(tmp_path / "a.xlsx")

    return made


def of(document, measure):
    rows = document.observations[document.observations["measure"] == measure]
    return [(row.period.year, row.basis, row.value) for row in rows.itertuples()]


HEALTH = [TOP[0], ["Bảo hiểm y tế năm 2024"]]


def test_cards_are_persons_where_the_rates_prove_it(read):
    header = ["Dân số", "Số thẻ BHYT", "Tỷ lệ bao phủ (% dân số)"]
    good = read(header, [1000, 2000, 3000, 4000], [900, 1900, 2700, 3800], [90, 95, 90, 95], top=HEALTH)
    assert [value for _, _, value in of(good, "participants")] == [900, 1900, 2700, 3800]
    other = read(header, [1000, 2000, 3000, 4000], [950, 1990, 2790, 3890], [90, 95, 90, 95], top=HEALTH)
    assert of(other, "participants") == []
    assert any("thẻ" in line for line in other.skipped)


def test_newcomers_are_an_increase_where_the_sums_prove_it(read):
    header = ["Thực hiện năm 2023", "Kế hoạch năm 2024", "Số người phát triển mới"]
    good = read(header, [100, 200, 300, 400], [110, 230, 320, 450], [10, 30, 20, 50])
    assert of(good, "increase") == [(2024, "plan", 10), (2024, "plan", 30), (2024, "plan", 20), (2024, "plan", 50)]
    gross = read(header, [100, 200, 300, 400], [110, 230, 320, 450], [15, 40, 33, 70])
    assert of(gross, "increase") == []
    assert any("mới" in line for line in gross.skipped)


def test_an_increase_leads_where_its_sums_lead_whatever_the_order_of_columns(read):
    document = read(
        ["Chỉ tiêu giao 2025", "Thực hiện 31/12/2024", "Số phải tăng thêm"],
        [110, 230, 320, 450],
        [100, 200, 300, 400],
        [10, 30, 20, 50],
    )
    assert {each[:2] for each in of(document, "increase")} == {(2025, "plan")}


def test_rates_that_most_rows_contradict_are_refused_with_a_row_that_shows_it(read):
    header = ["Dân số", "Số người tham gia BHYT", "Tỷ lệ bao phủ BHYT (% dân số)"]
    document = read(header, [1000, 2000, 3000, 4000], [900, 1900, 2700, 3800], [80, 85, 90, 70], top=HEALTH)
    assert of(document, "rate_pct") == []
    assert len(of(document, "participants")) == 4
    assert any("E4" in line and "3 trên 4" in line for line in document.problems)
    assert not document.is_whole


def test_the_completion_of_a_plan_is_no_coverage_however_it_is_written(read):
    for name in ("Đạt %KH", "%TH/KH", "% KH", "Tỷ lệ TH/KH(%)"):
        document = read(["Kế hoạch 2024", name], [100, 200, 300, 400], [95.5, 106.7, 90, 88])
        assert of(document, "rate_pct") == [], name


def test_a_bare_rate_above_a_hundred_is_not_believed(read):
    document = read(["Số người tham gia", "Tỷ lệ (%)"], [100, 200, 300, 400], [95.5, 106.7, 90, 88])
    assert of(document, "rate_pct") == []
    assert not document.is_whole


def test_the_employed_and_the_population_aged_15_are_no_labour_force(read):
    document = read(
        ["Dân số từ 15 tuổi trở lên", "Lao động đang làm việc", "LLLĐ từ 15 tuổi trở lên"],
        [9, 8, 7, 6],
        [5, 4, 3, 2],
        [6, 5, 4, 3],
        top=[TOP[0], ["Năm 2024"]],
    )
    assert document.observations["base"].drop_duplicates().tolist() == ["population_15plus", "employed", "labour_force_15plus"]


def test_groups_and_villages_are_left_out_with_their_reason(read):
    document = read(
        ["BHXH tự nguyện năm 2024"],
        [900, 200, 100, 20],
        units=["Cộng 4 xã vùng cao", "Xã Gia Phú", "Thôn Hùng Xuân", "Xã Phong Niên"],
    )
    assert of(document, "participants") == [(2024, "actual", 200), (2024, "actual", 20)]
    assert {each.reason for each in document.reading.skipped} == {"group", "village"}


def test_actual_figures_of_a_year_after_the_document_are_not_believed(read):
    top = [*TOP, ["(Kèm theo Báo cáo số 5/BC-UBND ngày 10/01/2025 của UBND huyện Bảo Thắng)"]]
    document = read(["Năm 2024", "Năm 2026"], [1, 2, 3, 4], [5, 6, 7, 8], top=top)
    assert {each[:2] for each in of(document, "participants")} == {(2024, "actual")}
    assert any("2026" in line for line in document.problems)


# ---------------------------------------------------------------- what stands beside, above and before


def test_parts_belong_to_the_column_that_they_part(read):
    header = ["Tổng số người tham gia BHXH", "Chia ra: Bắt buộc", "Tự nguyện"]
    top = [TOP[0], ["Tình hình tham gia năm 2024"]]
    document = read(header[:2], [30, 40, 50, 60], [20, 30, 40, 50], top=top)
    assert document.observations["indicator"].drop_duplicates().tolist() == ["si", "si_compulsory"]


def test_new_communes_in_a_title_are_no_newcomers(read):
    top = [TOP[0], ["Số người tham gia BHYT của các xã, phường mới năm 2024"]]
    assert len(of(read(["Số người"], [1, 2, 3, 4], top=top), "participants")) == 4


def test_beside_the_total_reached_a_column_of_a_month_counts_what_happened_in_it(read):
    document = read(["Tháng 11/2024", "Lũy kế đến 30/11/2024"], [5, 8, 12, 3], [80, 110, 160, 90])
    assert of(document, "participants") == [(2024, "actual", value) for value in (80, 110, 160, 90)]
    assert [each.detail for each in document.reading.skipped] == ["flow"]


def test_a_year_before_the_plan_is_no_plan(read):
    top = [TOP[0], ["Kế hoạch phát triển người tham gia BHXH tự nguyện giai đoạn 2026-2030"]]
    document = read(["31/12/2025", "Năm 2026", "Năm 2030"], [1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 9, 9], top=top)
    assert {each[:2] for each in of(document, "participants")} == {(2025, "actual"), (2026, "plan"), (2030, "plan")}


def test_a_unit_named_once_has_all_the_rows_below_it(tmp_path):
    book = Workbook()
    for row in [
        ["Dân số và lao động, tỉnh Hà Tĩnh"],
        ["Huyện", "Chỉ tiêu", "2022", "2023"],
        ["Huyện Hương Sơn", "Dân số (người)", 117_500, 118_000],
        [None, "LLLĐ trong độ tuổi (người)", 60_200, 60_500],
        ["Huyện Đức Thọ", "Dân số (người)", 104_200, 104_500],
        [None, "LLLĐ trong độ tuổi (người)", 50_100, 50_300],
    ]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    read = read_document(tmp_path / "a.xlsx").observations.set_index("cell")
    assert read.loc["D4", ["area_code", "base"]].tolist() == ["439", "labour_force_working_age"]
    assert read.loc["D6", ["area_code", "base"]].tolist() == ["440", "labour_force_working_age"]


def test_a_year_that_is_estimated_in_its_label_is_an_estimate(tmp_path):
    book = Workbook()
    for row in [
        ["Mục tiêu bao phủ BHXH của tỉnh Hà Tĩnh"],
        ["Năm", "Tỷ lệ LLLĐ trong độ tuổi tham gia BHXH (%)"],
        ["2024 (ước)", 22.5],
        ["2025 (mục tiêu)", 25.5],
    ]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_document(tmp_path / "a.xlsx").observations["basis"].tolist() == ["estimate", "plan"]


def test_what_a_new_commune_was_made_of_is_no_part_of_its_name(tmp_path):
    book = Workbook()
    for row in [
        ["Số người tham gia BHXH tự nguyện tỉnh Lào Cai đến 31/8/2025"],
        ["STT", "Tên xã mới", "Tên xã cũ", "Số người"],
        [1, "Xã Bảo Thắng", "TT Phố Lu, xã Sơn Hà, xã Sơn Hải", 500],
        [2, "Xã Văn Bàn (gồm TT Khánh Yên và xã Khánh Yên Thượng)", "TT Khánh Yên, xã Khánh Yên Thượng", 300],
    ]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_document(tmp_path / "a.xlsx").observations["area_code"].tolist() == ["02905@2025", "03082@2025"]


def test_a_misspelt_type_is_not_guessed_but_the_unit_is_suggested(read):
    document = read(["BHXH tự nguyện năm 2024"], [1, 2], units=["Thi trấn Phố Lu", "Xã Gia Phú"])
    assert document.observations["area_code"].tolist() == ["", "02923"]
    assert any("Thị trấn Phố Lu" in line for line in document.problems)


def sheet(tmp_path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    return read_document(tmp_path / "a.xlsx")


def test_a_table_without_a_word_is_of_the_kind_of_those_above_it(tmp_path):
    document = sheet(
        tmp_path,
        ["UBND TỈNH BẮC NINH"],
        ["Bảng 1. Chỉ tiêu BHXH tự nguyện"],
        ["TT", "Huyện", "2025", "2030"],
        [1, "TP Bắc Ninh", 5000, 9000],
        [],
        ["Bảng 2. Tỷ lệ bao phủ BHYT (%)"],
        ["TT", "Huyện", "2025", "2030"],
        [1, "TP Bắc Ninh", 97, 98],
    )
    assert [(row.indicator, row.basis) for row in document.observations.itertuples()] == [("si_voluntary", "plan")] * 2 + [
        ("hi", "plan")
    ] * 2


def test_a_total_may_name_the_area_of_the_table(tmp_path):
    document = sheet(
        tmp_path,
        ["ĐVHC", "BHXH năm 2023"],
        ["Toàn tỉnh Bắc Ninh", 430_000],
        ["Thành phố Bắc Ninh", 155_000],
        ["Thành phố Từ Sơn", 62_000],
    )
    assert document.observations["area_code"].tolist() == ["27", "256", "261"]


def test_social_matters_are_no_commune_and_units_of_measure_may_have_a_column_under_no_other_header(tmp_path):
    kpi = sheet(
        tmp_path,
        ["UBND THỊ XÃ BUÔN HỒ"],
        ["Một số chỉ tiêu chủ yếu"],
        ["TT", "Chỉ tiêu", "ĐVT", "TH 2023", "KH 2025"],
        ["I", "Xã hội"],
        [1, "Tỷ lệ bao phủ BHYT", "%", 94.5, 96],
    )
    assert kpi.observations["area_code"].tolist() == ["644", "644"]
    yearbook = sheet(
        tmp_path,
        ["Dân số và lực lượng lao động tỉnh Đắk Lắk"],
        [None, "Đơn vị tính", "2022", "Sơ bộ 2023"],
        ["Dân số trung bình", "Nghìn người", "1.918,4", "1.931,5"],
        ["Lực lượng lao động từ 15 tuổi trở lên", "Nghìn người", "1.070,1", "1.075,5"],
    )
    assert yearbook.observations["value"].tolist() == [1_918_400, 1_931_500, 1_070_100, 1_075_500]


def test_a_title_may_end_with_the_decision_it_belongs_to_and_names_have_two_spellings(tmp_path):
    document = sheet(
        tmp_path,
        ["UBND TỈNH KON TUM"],
        ["Chỉ tiêu phát triển BHYT năm 2024 (Kèm theo Quyết định số 77/QĐ-UBND ngày 30/01/2025)"],
        ["STT", "Huyện", "Số người"],
        [1, "Huyện Đăk Hà", 75_000],
        [2, "Huyện Đắk Glei", 45_000],
    )
    assert document.observations["area_code"].tolist() == ["615", "610"]
    assert {each[:2] for each in of(document, "participants")} == {(2024, "plan")}


def test_the_word_year_may_head_the_years_beside_it(tmp_path):
    document = sheet(
        tmp_path,
        ["Số lao động tham gia BHTN tỉnh Kon Tum"],
        ["Năm", "2022", "2023"],
        ["Số lao động tham gia BHTN (người)", 29_000, 30_200],
    )
    assert of(document, "participants") == [(2022, "actual", 29_000), (2023, "actual", 30_200)]
