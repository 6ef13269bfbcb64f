import pytest

from coverage_lib.raw.readers.grid import Cell
from tests.builders import grid


@pytest.mark.parametrize(
    ("row", "column", "address"), [(1, 1, "A1"), (7, 3, "C7"), (10, 26, "Z10"), (2, 27, "AA2"), (1, 703, "AAA1")]
)
def test_addresses_are_those_of_a_spreadsheet(row, column, address):
    assert Cell(row, column, "x").address == address


def test_size_is_that_of_the_cells_that_hold_something():
    sheet = grid(("a", None, "b"), (), (None, "c"))
    assert (sheet.rows, sheet.columns) == (3, 3)
    assert (grid().rows, grid().columns) == (0, 0)


def test_a_row_is_read_from_left_to_right():
    sheet = grid(("b", None, "a", "c"))
    assert [cell.text for cell in sheet.row(1)] == ["b", "a", "c"]
    assert sheet.row(2) == []


def test_a_merged_range_ends_where_it_ends():
    sheet = grid(("STT", "Đơn vị", "Năm 2023", None), (None, None, "Số người", "Tỷ lệ"), merged=["A1:A2", "C1:D1"])
    assert sheet.range_of(2, 1) == (1, 1, 2, 1)
    assert sheet.spread(2, 1).text == "STT"
    assert sheet.spread(1, 4).text == "Năm 2023"
    assert sheet.range_of(1, 2) == (1, 2, 1, 2)
    assert sheet.spread(2, 2) is None
    assert sheet.spread(3, 1) is None
