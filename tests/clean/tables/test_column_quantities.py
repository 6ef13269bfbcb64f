import datetime as dt
from dataclasses import replace

import pytest

from coverage_lib.clean.tables.column_quantities import (
    count_of_rate,
    denominator_of_rate,
    fill_from_columns,
    fill_from_heading,
    missing_part,
    quantity_of,
)
from coverage_lib.clean.tables.table_context import heading_of

NOTHING = heading_of([], "")
YEAR = heading_of(["Năm 2024"], "")


def columns(*paths, heading=YEAR):
    """Quantities of columns 3, 4, … as a table of units has them."""
    numbered = dict(enumerate(paths, 3))
    own = {column: fill_from_heading(quantity_of(path), heading, "actual") for column, path in numbered.items()}
    return fill_from_columns(own, numbered)


@pytest.mark.parametrize(
    ("path", "indicator", "measure", "base"),
    [
        (("BHYT", "Số người tham gia"), "hi", "participants", ""),
        (("BHXH", "Tự nguyện"), "si_voluntary", "", ""),
        (("Dân số",), "", "denominator", "population"),
        (("BHYT", "Tỷ lệ bao phủ (%)"), "hi", "rate_pct", ""),
    ],
)
def test_what_header_texts_say_by_themselves(path, indicator, measure, base):
    said = quantity_of(path).meaning
    assert (said.indicator, said.measure, said.base) == (indicator, measure, base)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (("BHYT", "Nữ"), "foreign"),
        (("Số thẻ BHYT",), "foreign"),
        (("Tỷ lệ hoàn thành kế hoạch",), "foreign"),
        (("Số người tham gia BHYT trong trường",), "unknown"),
    ],
)
def test_columns_that_are_not_ours_say_why(path, reason):
    quantity = quantity_of(path)
    assert (quantity.read, quantity.reason) == (False, reason)


def test_texts_that_contradict_each_other_or_name_several_schemes_are_refused():
    assert "contradict" in quantity_of(("BHTN", "Số người tham gia BHYT")).refused
    assert quantity_of(("BHXH bắt buộc và BHYT",)).refused == "column.one_scheme"


def test_a_column_is_completed_by_the_lines_above_its_table():
    heading = heading_of(["Kế hoạch phát triển BHYT năm 2024", "ĐVT: nghìn người"], "")
    quantity = fill_from_heading(quantity_of(("Số người tham gia",)), heading, "actual")
    said = quantity.meaning
    assert (said.indicator, said.basis, said.period, quantity.factor) == ("hi", "plan", dt.date(2024, 12, 31), 1000)


def test_its_own_year_and_unit_stand_before_those_of_the_title():
    heading = heading_of(["BHYT năm 2024", "ĐVT: nghìn người"], "")
    quantity = fill_from_heading(quantity_of(("Năm 2022", "Số người (người)")), heading, "actual")
    assert (quantity.meaning.period.year, quantity.factor) == (2022, 1)


@pytest.mark.parametrize(
    ("path", "heading", "lacks"),
    [
        (("Số người tham gia",), YEAR, "column.scheme"),
        (("Số người tham gia BHYT",), NOTHING, "column.year"),
        (("Số người tham gia BHYT",), YEAR, ""),
    ],
)
def test_what_nothing_says_is_missing(path, heading, lacks):
    assert missing_part(fill_from_heading(quantity_of(path), heading, "actual")) == lacks


def test_a_year_disputed_between_title_and_sheet_is_refused():
    heading = heading_of(["BHYT năm 2023"], "Năm 2024")
    assert "column.one_year_above" in fill_from_heading(quantity_of(("Số người tham gia",)), heading, "actual").refused
    assert not fill_from_heading(quantity_of(("Năm 2023", "Số người tham gia")), heading, "actual").refused


def test_a_plan_beside_actual_figures_of_a_month_is_one_for_the_year():
    heading = heading_of(["BHYT tháng 8/2024"], "")
    plan = quantity_of(("Kế hoạch giao",))
    assert fill_from_heading(plan, heading, "actual", also_actual=True).meaning.period == dt.date(2024, 12, 31)
    assert fill_from_heading(plan, heading, "actual").meaning.period == dt.date(2024, 8, 31)


def test_a_rate_belongs_to_the_count_on_its_left_and_is_over_the_denominator_of_the_table():
    found = columns(("Dân số",), ("BHYT", "Số người"), ("Tỷ lệ (%)",))
    assert (found[5].meaning.indicator, found[5].meaning.base) == ("hi", "population")
    assert (count_of_rate(5, found[5], found), denominator_of_rate(5, found[5], found)) == (4, 3)


def test_a_rate_behind_the_counts_of_two_schemes_belongs_to_neither():
    assert columns(("BHYT", "Số người"), ("BHTN", "Số người"), ("Tỷ lệ (%)",))[5].meaning.indicator == ""


def test_an_increase_leads_to_the_figure_on_its_left():
    found = columns(("BHYT", "Năm 2022"), ("BHYT", "Năm 2023"), ("BHYT", "Tăng so với năm 2022"))
    assert found[5].meaning.measure == "increase"
    assert found[5].meaning.period == dt.date(2023, 12, 31)


def test_an_increase_without_any_figure_is_refused():
    found = columns(("BHYT", "Tăng so với năm 2022"))
    assert found[3].refused == "column.increase_leads_to"


def test_only_counts_have_a_factor():
    thousands = quantity_of(("Số người tham gia BHYT (nghìn người)",))
    assert thousands.factor == 1000
    assert replace(thousands, meaning=replace(thousands.meaning, measure="rate_pct")).factor == 1
