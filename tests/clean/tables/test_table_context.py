import pytest

from coverage_lib.clean.tables.table_context import heading_of, lines_above
from coverage_lib.clean.text.periods import Moment


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Kết quả thực hiện kế hoạch BHYT năm 2024", "actual"),
        ("Kế hoạch thực hiện BHYT năm 2024", "plan"),
        ("Chỉ tiêu giao BHYT năm 2024", "plan"),
        ("Ước thực hiện BHYT năm 2024", "estimate"),
        ("BHYT năm 2024", ""),
    ],
)
def test_what_a_title_begins_with_is_plan_or_actual(title, basis):
    assert heading_of([title], "").basis == basis


def test_the_nearest_line_says_the_scheme_and_the_year():
    heading = heading_of(["Phát triển BHYT năm 2022", "BHXH tự nguyện năm 2024"], "")
    assert (heading.indicator, heading.moment) == ("si_voluntary", Moment(2024))


def test_a_line_that_names_several_schemes_leaves_it_open():
    heading = heading_of(["Tham gia BHYT năm 2023", "BHXH bắt buộc, BHTN"], "Sheet1")
    assert heading.indicator == ""
    assert "indicator" in heading.own


def test_the_name_of_the_sheet_speaks_where_the_title_does_not():
    heading = heading_of(["Kết quả thực hiện"], "BHYT 2024")
    assert (heading.indicator, heading.moment.year, heading.disputed) == ("hi", 2024, frozenset())


def test_title_and_sheet_that_disagree_are_a_dispute():
    assert heading_of(["Tham gia BHYT năm 2023"], "BHTN 2024").disputed == {"indicator", "moment"}


@pytest.mark.parametrize(
    ("line", "unit", "alien"),
    [
        ("Đơn vị tính: nghìn người", "nghìn người", ""),
        ("ĐVT: Người", "người", ""),
        ("ĐVT: người, %", "người", ""),
        ("Đơn vị tính: %", "%", ""),
        ("Đơn vị tính: triệu đồng", "", "money"),
    ],
)
def test_a_unit_line_counts_persons_per_cent_or_something_else(line, unit, alien):
    heading = heading_of(["BHYT năm 2024", line], "")
    assert (heading.unit, heading.unit_foreign) == (unit, alien)


def test_a_cited_paper_says_nothing_of_the_year():
    assert heading_of(["BHYT theo Quyết định số 546/QĐ-TTg ngày 29/4/2022"], "").moment == Moment()


def test_the_office_is_no_scheme():
    assert heading_of(["BẢO HIỂM XÃ HỘI TỈNH QUẢNG TRỊ", "Năm 2024"], "").indicator == ""


def test_what_a_heading_leaves_open_is_said_by_the_document_but_not_what_it_leaves_open_on_purpose():
    general = heading_of(["BHYT năm 2024", "ĐVT: người"], "")
    own = heading_of(["Giai đoạn 2021-2023, BHXH bắt buộc và BHTN"], "")
    said = own.over(general)
    assert (said.unit, said.indicator, said.moment.year) == ("người", "", 0)
    assert heading_of(["Kết quả"], "").over(general).indicator == "hi"


def test_lines_outside_the_grid_stand_above_those_in_it():
    assert lines_above([("A1", "trong")], ["ngoài", " "]) == ["ngoài", "trong"]
