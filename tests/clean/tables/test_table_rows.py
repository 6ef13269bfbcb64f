import pytest

from coverage_lib.clean.tables.sheet_layout import find_layout
from coverage_lib.clean.tables.table_rows import LeftOut, table_lines
from tests.builders import grid

HEADER = ("STT", "Đơn vị", "Số người", "Dân số")


def lines(*rows, header=HEADER):
    sheet = grid(header, *rows)
    return list(table_lines(sheet, find_layout(sheet)))


def test_a_row_of_figures_has_its_unit_its_number_and_its_cells():
    (line,) = lines(("1", "TT Hồ Xá", "1.499", None))
    assert (line.row, line.label, line.unit.ordinal, [cell.text for cell in line.cells]) == (2, "TT Hồ Xá", "1", ["1.499"])


def test_a_row_without_figures_heads_those_below_it():
    first, second = lines(("I", "Huyện Vĩnh Linh"), ("1", "TT Hồ Xá", "5", "6"))
    assert (first.unit.figures, second.unit.figures) == (False, True)


def test_a_label_in_the_column_of_numbers_is_the_label():
    (line,) = lines(("Tổng cộng", None, "5", "6"))
    assert (line.label, line.unit.ordinal) == ("Tổng cộng", "")


def test_figures_without_a_label_are_left_out_and_said():
    assert lines((None, None, "5", "6")) == [LeftOut(2, "", "no_label")]


def test_a_signature_ends_the_table():
    assert [line.label for line in lines(("1", "TT Hồ Xá", "5"), (None, "Người lập biểu"), ("2", "Xã Vĩnh Thái", "6"))] == [
        "TT Hồ Xá"
    ]


def test_a_note_with_figures_is_left_out():
    assert lines((None, "Ghi chú: tạm tính", "5")) == [LeftOut(2, "Ghi chú: tạm tính", "row")]


def test_a_row_below_a_unit_that_is_not_ours_is_left_out_with_its_reason():
    _, left = lines(("1", "TT Hồ Xá", "5"), (None, "Trong đó: nữ", "3"))
    assert (left.reason, left.detail) == ("foreign", "women")


def test_the_name_of_a_scheme_is_said_of_the_rows_below_it():
    found = lines(("I", "BHYT"), ("1", "TT Hồ Xá", "5"), ("II", "BHXH tự nguyện", "9"), ("1", "TT Hồ Xá", "6"))
    assert [(line.label, line.above) for line in found] == [
        ("TT Hồ Xá", ("BHYT",)),
        ("BHXH tự nguyện", ("BHXH tự nguyện",)),
        ("TT Hồ Xá", ("BHXH tự nguyện",)),
    ]


def test_a_column_of_years_describes_each_row_and_a_merged_label_holds_for_several():
    header = ("Đơn vị", "Năm", "Số người")
    sheet = grid(header, ("TT Hồ Xá", "2023", "5"), (None, "2024", "6"), merged=["A2:A3"])
    found = list(table_lines(sheet, find_layout(sheet)))
    assert [(line.label, line.below) for line in found] == [("TT Hồ Xá", ("2023",)), ("TT Hồ Xá", ("2024",))]
    assert found[0].unit == found[1].unit


def test_indicators_down_know_what_stands_above_them():
    header = ("STT", "Chỉ tiêu", "ĐVT", "Năm 2024")
    found = lines(("I", "BHXH", None, None), ("1", "Tự nguyện", "người", "5"), ("2", "Bắt buộc", "người", "6"), header=header)
    assert [(line.above, line.below) for line in found] == [
        (("BHXH",), ("Tự nguyện", "(người)")),
        (("BHXH",), ("Bắt buộc", "(người)")),
    ]


def test_periods_down_are_read_and_other_rows_left_out():
    found = lines(("Năm 2023", "5"), ("Bình quân", "6"), header=("Năm", "Số người tham gia BHYT"))
    assert found[0].above == ("Năm 2023",)
    assert found[1] == LeftOut(3, "Bình quân", "row")


@pytest.mark.parametrize("label", ["Xã Vĩnh Thái", "Huyện Vĩnh Linh", "Tổng cộng"])
def test_units_and_totals_are_no_schemes(label):
    (line,) = lines(("1", label, "5"))
    assert line.above == ()
