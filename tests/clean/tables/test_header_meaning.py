import datetime as dt

import pytest

from coverage_lib.clean.tables.header_meaning import Meaning, code_named, meaning_of, period_of


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Số người tham gia BHXH", "si"), ("BHXH bắt buộc", "si_compulsory"), ("Người tham gia BHXH tự nguyện", "si_voluntary"),
        ("BHXH TN", "si_voluntary"), ("BHYT hộ gia đình", "hi_household"), ("BẢO HIỂM Y TẾ", "hi"), ("bảo hiểm thất nghiệp", "ui"),
        ("BHXH, BHYT và BHTN", ""), ("BHXH bắt buộc và BHXH tự nguyện", ""), ("Dân số", ""), ("ABHXHB", ""),
    ],
)  # fmt: skip
def test_the_longest_name_wins_and_two_names_are_none(text, indicator):
    assert code_named("indicator", text) == indicator


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("So với lực lượng lao động trong độ tuổi", "labour_force_working_age"),
        ("LLLĐ", "labour_force_working_age"),
        ("Lực lượng lao động từ 15 tuổi trở lên", "labour_force_15plus"),
        ("lực lượng lao động", "labour_force_unspecified"),
        ("dân số trong độ tuổi lao động", "population_working_age"),
        ("Dân số đăng ký", "population_registered"),
        ("% dân số", "population"),
    ],
)
def test_definitions_of_denominators_are_told_apart(text, base):
    assert code_named("base", text) == base


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Tỷ lệ người tham gia BHXH bắt buộc/LLLĐ", "rate_pct"),
        ("Số người TG", "participants"),
        ("Dân số", "denominator"),
        ("Số người thuộc diện tham gia BHXH bắt buộc", "denominator"),
        ("Tăng so với năm 2023", "increase"),
        ("% dân số", "rate_pct"),
        ("Tốc độ gia tăng BHXH tự nguyện", "growth_pct"),
        ("Mức độ hài lòng", "rate_pct"),
        ("Ghi chú", ""),
    ],
)
def test_measures(text, measure):
    assert meaning_of(text).measure == measure


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", dt.date(2024, 12, 31)),
        ("Năm 2025", dt.date(2025, 12, 31)),
        ("Sơ bộ 2021", dt.date(2021, 12, 31)),
        ("30/9/2022", dt.date(2022, 9, 30)),
        ("đến ngày 30.09.2022", dt.date(2022, 9, 30)),
        ("đến hết tháng 2/2024", dt.date(2024, 2, 29)),
        ("T8/2024", dt.date(2024, 8, 31)),
        ("quý III/2023", dt.date(2023, 9, 30)),
        ("quý 1 năm 2023", dt.date(2023, 3, 31)),
        ("năm 2023 và 2023", dt.date(2023, 12, 31)),
        ("giai đoạn 2023-2025", None),
        ("31/2/2024", None),
        ("tháng 13/2024", None),
        ("12/KH-UBND", None),
        ("120241", None),
        ("", None),
    ],
)
def test_the_one_period_a_text_names(text, day):
    assert period_of(text) == day


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Thực hiện năm 2023", "actual"),
        ("Ước thực hiện", "estimate"),
        ("Sơ bộ 2021", "provisional"),
        ("Kế hoạch giao năm 2024", "plan"),
        ("2024", ""),
    ],
)
def test_kinds_of_figures(text, basis):
    assert code_named("basis", text) == basis


def test_what_was_said_stands_before_what_is_general():
    column, sheet = Meaning(measure="rate_pct"), Meaning(indicator="si", measure="participants", unit="người")
    assert column.over(sheet) == Meaning(indicator="si", measure="rate_pct", unit="người")
    assert sheet.over(Meaning()) == Meaning().over(sheet) == sheet
