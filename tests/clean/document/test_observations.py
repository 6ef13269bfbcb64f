import pandas as pd
import pytest

from coverage_lib.clean.document.observations import read_source
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import grid, register, source

APPENDIX = grid(
    ("PHỤ LỤC 2. Số người tham gia BHXH tự nguyện", None, None, None, None, None, None, None),
    ("(Ban hành kèm theo Kế hoạch số 12/KH-UBND về BHYT năm 2021)",),
    ("STT", "Đơn vị", "Năm 2023", None, None, "Năm 2024", None, None),
    (None, None, "Số người TG", "LLLĐ", "Tỷ lệ %", "Số người TG", "LLLĐ", "Tỷ lệ %"),
    ("1", "TT Hồ Xá", "850", "7.800", "10,9%", "...", "-", "x"),
    ("2", "Xã Không Có", "1", "2", "50", "3", "4", "37-38"),
    ("Tổng cộng", None, "3.001", "24.999", "12,0", "3.333", None, "13,10%"),
    merged=["A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:E3", "F3:H3", "A7:B7"],
    name="PL2",
)


def read(*grids, **fields):
    return read_source(source(**fields), grids).observations


def at(found, cell):
    return found.set_index("cell").loc[cell]


def test_every_figure_of_an_appendix_is_one_row_with_its_cell():
    found = read(APPENDIX)
    schema("observations").validate(found)
    assert sorted(found["cell"]) == sorted(
        [f"{column}{row}" for row in (5, 6) for column in "CDEFGH"] + ["C7", "D7", "E7", "F7", "H7"]
    )
    assert set(found["sheet"]) == {"PL2"}


@pytest.mark.parametrize(
    ("cell", "measure", "indicator", "base", "period", "value"),
    [
        ("C5", "participants", "si_voluntary", "", "2023-12-31", 850),
        ("D5", "denominator", "", "labour_force_working_age", "2023-12-31", 7800),
        ("E5", "rate_pct", "si_voluntary", "labour_force_working_age", "2023-12-31", 10.9),
        ("G5", "denominator", "", "labour_force_working_age", "2024-12-31", 0),
        ("H7", "rate_pct", "si_voluntary", "labour_force_working_age", "2024-12-31", 13.1),
        ("F7", "participants", "si_voluntary", "", "2024-12-31", 3333),
    ],
)
def test_what_a_column_says_is_what_its_figures_mean(cell, measure, indicator, base, period, value):
    row = at(read(APPENDIX), cell)
    assert (row["measure"], row["indicator"], row["base"], row["basis"]) == (measure, indicator, base, "plan")
    assert row["period"] == pd.Timestamp(period)
    assert row["value"] == value


@pytest.mark.parametrize(("cell", "printed"), [("F5", "..."), ("H5", "x"), ("H6", "37-38")])
def test_a_figure_without_a_value_keeps_its_row_and_its_text(cell, printed):
    row = at(read(APPENDIX), cell)
    assert (row["printed"], row["obs_status"]) == (printed, "O")
    assert pd.isna(row["value"])


def test_units_totals_and_the_unknown():
    found = read(APPENDIX)
    assert at(found, "C5")["area_code"] == "19363"
    assert (at(found, "C6")["area_code"], at(found, "C6")["area_label"]) == ("", "Xã Không Có")
    assert (at(found, "C7")["area_code"], at(found, "C7")["area_label"]) == ("464", "Tổng cộng")


def test_a_total_may_stand_first():
    first = grid(("STT", "Đơn vị", "Số người tham gia BHYT năm 2024"), (None, "Toàn huyện", "9"), ("1", "Xã Vĩnh Thái", "4"))
    assert read(first).set_index("cell")["area_code"].to_dict() == {"C2": "464", "C3": "19369"}


def test_the_line_that_names_the_document_says_nothing_about_the_figures():
    assert "hi" not in set(read(APPENDIX)["indicator"])
    assert read_source(source(), [APPENDIX]).captions["cell"].tolist() == ["A1", "A2"]


def test_an_increase_belongs_to_the_figure_it_leads_to():
    sheet = grid(
        ("STT", "Đơn vị", "BHXH tự nguyện", None, None),
        (None, None, "Thực hiện năm 2023", "Kế hoạch giao năm 2024", "Tăng so với năm 2023"),
        ("1", "Xã Vĩnh Thái", "100", "150", "50"),
        merged=["A1:A2", "B1:B2", "C1:E1"],
    )
    found = read(sheet, kind="participation").set_index("cell")
    assert found["measure"].tolist() == ["participants", "participants", "increase"]
    assert found["basis"].tolist() == ["actual", "plan", "plan"]
    assert found["period"].dt.year.tolist() == [2023, 2024, 2024]
    assert set(found["indicator"]) == {"si_voluntary"}


def test_a_unit_line_multiplies_counts_and_makes_rates():
    thousands = grid(
        ("Lực lượng lao động từ 15 tuổi trở lên",),
        ("Đơn vị tính: Nghìn người",),
        ("Địa phương", "2020", "Sơ bộ 2021"),
        ("Quảng Trị", "54842.94", "1.1"),
    )
    found = read(thousands, kind="denominators", area_code="VN", reading={"decimal": "."}).set_index("cell")
    assert found["value"].tolist() == [54842940, 1100]
    assert found["obs_status"].tolist() == ["A", "P"]
    assert set(found["base"]) == {"labour_force_15plus"}
    rates = grid(("Tỷ lệ bao phủ BHYT",), ("Đơn vị tính: % dân số",), ("Địa phương", "2024", "2025"), ("Quảng Trị", "95,15", "96"))
    found = read(rates, area_code="VN")
    assert found["value"].tolist() == [95.15, 96]
    assert set(zip(found["measure"], found["indicator"], found["base"], strict=True)) == {("rate_pct", "hi", "population")}


def test_rows_may_be_indicators():
    sheet = grid(
        ("Nội dung", "Năm 2024"), ("Tỷ lệ người tham gia BHXH bắt buộc/LLLĐ", "19,2%"), ("Tỷ lệ bao phủ BHYT/dân số", "95%")
    )
    found = read(sheet)
    assert found["indicator"].tolist() == ["si_compulsory", "hi"]
    assert found["base"].tolist() == ["labour_force_working_age", "population"]
    assert set(found["area_code"]) == {"464"}


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            {"Mức": "17,24", "Đơn vị tính": "triệu người"},
            {"value": 17_240_000, "measure": "participants", "indicator": "si", "period": "2024-12-31"},
        ),
        ({"Mức": "893.353", "Thời điểm": "30/9/2022"}, {"value": 893_353, "period": "2022-09-30"}),
        (
            {
                "Mức": "45",
                "Đơn vị tính": "%",
                "Chỉ tiêu": "Tỷ lệ tham gia BHXH",
                "So với": "lực lượng lao động trong độ tuổi",
                "Mức độ": "phấn đấu khoảng",
            },
            {"value": 45, "measure": "rate_pct", "base": "labour_force_working_age", "qualifier": "strive_about"},
        ),
        (
            {"Mức": "92", "Đơn vị tính": "%", "Chỉ tiêu": "Tỷ lệ tham gia BHXH bắt buộc", "So với": "số người thuộc diện tham gia"},
            {"base": "eligible_si_compulsory", "indicator": "si_compulsory"},
        ),
        (
            {"Mức": "889.810", "Chỉ tiêu": "Số người thuộc diện tham gia BHXH bắt buộc"},
            {"measure": "denominator", "base": "eligible_si_compulsory", "indicator": ""},
        ),
        (
            {"Mức": "40", "Đơn vị tính": "%", "Chỉ tiêu": "Tỷ lệ tham gia BHXH", "So với": "dân số trong độ tuổi lao động"},
            {"base": "population_working_age"},
        ),
        ({"Mức": "1", "Loại số": "Ước thực hiện"}, {"basis": "estimate", "obs_status": "E"}),
        ({"Mức": "1", "Loại số": "Sơ bộ"}, {"basis": "provisional", "obs_status": "P"}),
        ({"Mức": "1", "Loại số": "Tổng điều tra"}, {"basis": "actual", "obs_status": "A"}),
        ({"Mức": "1", "Đơn vị": "Tỉnh Quảng Trị", "Vị trí": "Mục II.1"}, {"area_code": "45", "place": "Mục II.1"}),
        ({"Mức": "1"}, {"area_code": "464", "basis": "plan"}),
        (
            {"Mức": "25", "Đơn vị tính": "%", "Chỉ tiêu": "Tốc độ gia tăng BHXH tự nguyện"},
            {"measure": "growth_pct", "indicator": "si_voluntary", "base": ""},
        ),
        (
            {"Mức": "85", "Đơn vị tính": "%", "Chỉ tiêu": "Mức độ hài lòng"},
            {"measure": "rate_pct", "base": "participants_surveyed"},
        ),
    ],
)
def test_one_figure_a_row(figure, expected):
    row = read(register(figure)).iloc[0]
    row["period"] = row["period"].strftime("%Y-%m-%d")
    assert {name: row[name] for name in expected} == expected


def test_a_labour_force_without_a_definition_takes_the_recorded_one_only():
    sheet = register({"Mức": "45", "Đơn vị tính": "%", "Chỉ tiêu": "Tỷ lệ tham gia BHXH", "So với": "lực lượng lao động"})
    assert read(sheet)["base"].tolist() == ["labour_force_unspecified"]
    assert read(sheet, reading={"base": "labour_force_working_age"})["base"].tolist() == ["labour_force_working_age"]


def test_a_sheet_that_is_not_understood_gives_no_figures():
    assert read(grid(("Lời dẫn",), ("1.499",))).empty
