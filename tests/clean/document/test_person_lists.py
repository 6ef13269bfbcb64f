from dataclasses import replace

import pytest

from coverage_lib.clean.document.person_lists import refuse_persons
from coverage_lib.clean.document.read_document import About, read_grids
from coverage_lib.errors import CoverageError
from tests.builders import grid

PERSONS = grid(("STT", "Họ và tên", "Mã số BHXH"), ("1", "Nguyễn Thị Lan", "7915123456"), name="Nguồn")
TABLE = grid(("BHYT năm 2024 huyện Vĩnh Linh",), ("Đơn vị", "Số người tham gia"), ("TT Hồ Xá", "1.499"), ("Xã Vĩnh Thái", "912"))
NAMES = ("Nguyễn Thị Lan", "Trần Văn An", "Lê Minh Đức", "Phạm Thu Hà")


def is_refused(*grids):
    try:
        refuse_persons(grids, "a.xlsx")
    except CoverageError as found:
        said = str(found)
        assert "a.xlsx" in said
        assert not any(word in said for word in ("Lan", "Nguồn", "7915123456"))
        return True
    return False


def column(numbers, header="", beside=NAMES):
    return grid(("Nội dung", header or None), *zip(beside, numbers, strict=False))


@pytest.mark.parametrize(
    "header",
    [("STT", "Họ và tên", "Số CCCD"), ("Họ tên", "Ngày sinh"), ("Tên người tham gia", "Địa chỉ"), ("HỌ VÀ TÊN", "MÃ SỐ BHXH")],
)
def test_a_header_of_names_beside_a_trait_of_persons_is_refused(header):
    assert is_refused(grid(("Danh sách",), header))


def test_a_header_in_two_rows_is_one():
    assert is_refused(grid(("Họ và tên", None), (None, "Mã số BHXH")))


@pytest.mark.parametrize("header", [("Đơn vị", "Số thẻ BHYT"), ("Tên đơn vị", "Mã số"), ("Họ và tên", "Số người")])
def test_other_headers_are_not(header):
    assert not is_refused(grid(header, ("TT Hồ Xá", "912")))


def test_numbers_with_leading_zeros_are_identity_numbers_without_any_header():
    assert is_refused(column(["0451870012", "0451870013", "0451870014", "0451870015"], beside="abcd"))


def test_ten_digits_beside_names_of_persons_are_numbers_of_persons():
    numbers = ["7915123456", "7915123457", "7915123458", "7915123459"]
    assert is_refused(column(numbers))
    assert is_refused(column(numbers, header="Mã số BHXH", beside="abcd"))
    assert not is_refused(column(numbers, beside=("TT Hồ Xá", "Xã Vĩnh Thái", "Xã Vĩnh Tú", "Xã Vĩnh Ô")))


def test_sums_of_money_repeated_or_few_are_not():
    assert not is_refused(column(["7915123456"] * 4))
    assert not is_refused(column(["7915123456", "7915123457"]))


@pytest.mark.parametrize("hidden", [True, False])
def test_a_list_beside_a_table_refuses_its_sheet_by_name_and_not_the_table(hidden):
    reading = read_grids([TABLE, replace(PERSONS, hidden=hidden)], About("a.xlsx"))
    assert reading.person_sheets == [PERSONS.sheet]
    assert set(reading.records.table(["sheet"])["sheet"]) == {"PL1"}
    assert [problem.place for problem in reading.refused] == [PERSONS.sheet]


def test_a_file_with_nothing_but_a_list_is_refused():
    with pytest.raises(CoverageError, match="Person-level"):
        read_grids([PERSONS], About("a.xlsx"))


def test_figures_of_a_hidden_sheet_are_not_read():
    reading = read_grids([replace(TABLE, sheet="Cũ", hidden=True), TABLE], About("a.xlsx"))
    assert reading.records.table(["sheet", "value"]).to_numpy().tolist() == [["PL1", 1499.0], ["PL1", 912.0]]
    assert [sheet for sheet, _, _ in reading.scopes] == ["PL1"]
    assert [(each.place, each.reason) for each in reading.skipped] == [("Cũ", "hidden")]
