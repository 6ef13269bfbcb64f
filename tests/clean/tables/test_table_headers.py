import pytest

from coverage_lib.clean.tables.sheet_layout import find_layouts
from coverage_lib.clean.tables.table_headers import (
    column_role,
    figure_like,
    find_headers,
    header_paths,
    is_column_numbering,
    tables_side_by_side,
)
from coverage_lib.raw.readers.grid import Cell, Grid
from tests.builders import grid

FAR = 1_000_000


def far(sheet, row=FAR):
    """The sheet with one more cell far below."""
    return Grid(sheet.sheet, sheet.cells | {(row, 1): Cell(row, 1, "x")}, sheet.merged)


class Counting(Grid):
    """A grid that counts how often a row is asked for."""

    asked = 0

    def row(self, number):
        Counting.asked += 1
        return super().row(number)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("STT", "ordinal"),
        ("Huyện, thị xã, thành phố", "unit"),
        ("Nội dung", "indicator"),
        ("Năm", "period"),
        ("ĐVT", "measure_unit"),
        ("Mã đơn vị", "code"),
        ("Ghi chú", "note"),
        ("Số người tham gia", ""),
        ("Đơn vị tính:", ""),
        ("Xã 2", ""),
    ],
)
def test_the_role_of_a_header_cell(text, role):
    assert column_role(text) == role


@pytest.mark.parametrize("text", ["1.499", "19,2%", "-", "...", "(912)", "x", " 7 ", "−3"])
def test_what_looks_like_a_figure(text):
    assert figure_like(text)


@pytest.mark.parametrize("text", ["2024", "Xã 1", "", "1a", "....."])
def test_what_does_not(text):
    assert not figure_like(text)


def test_a_repeated_header_is_none_of_its_own_but_one_under_a_title_is():
    header, body = ("STT", "Đơn vị", "Số người"), ("1", "TT Hồ Xá", "5")
    assert len(list(find_headers(grid(header, body, header, body)))) == 1
    assert len(list(find_headers(grid(header, body, ("BHYT năm 2024",), header, body)))) == 2
    assert len(list(find_headers(grid(header, body, ("Trang 2",), header, body)))) == 1


def test_years_above_the_label_belong_to_the_header():
    sheet = grid((None, "Năm 2023", None), ("Đơn vị", "Số người", "Tỷ lệ %"), ("TT Hồ Xá", "5", "1"), merged=["B1:C1"])
    assert list(find_headers(sheet)) == [(1, 2, [1])]


def test_a_group_without_merged_cells_heads_the_empty_cells_to_its_right():
    sheet = grid(("Đơn vị", "BHYT", None, "BHTN", None), (None, "Số người", "Tỷ lệ", "Số người", "Tỷ lệ"))
    paths = header_paths(sheet, (1, 2), (1, 5))
    assert paths[3] == ("BHYT", "Tỷ lệ")
    assert paths[5] == ("BHTN", "Tỷ lệ")


def test_a_merged_group_heads_only_what_it_spans():
    sheet = grid(("Đơn vị", "BHYT", None, None), (None, "Số người", "Tỷ lệ", "Dân số"), merged=["B1:C1"])
    assert header_paths(sheet, (1, 2), (1, 4))[4] == ("Dân số",)


def test_a_row_without_cells_in_a_header_changes_nothing():
    header = [("Đơn vị", "BHYT", None), (None, "Số người", "Tỷ lệ")]
    sheet = grid(header[0], (), header[1], merged=["A1:A3", "B1:B2"])
    assert header_paths(sheet, (1, 3), (1, 3)) == {1: ("Đơn vị",), 2: ("BHYT", "Số người"), 3: ("Tỷ lệ",)}
    assert header_paths(grid(*header, merged=["A1:A2"]), (1, 2), (1, 3))[3] == ("BHYT", "Tỷ lệ")


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("A", "B", "1", "2", "3=1/2"), True),
        (("(1)", "(2)", "(3)"), True),
        (("1", "2", "4"), False),
        (("7", "912"), False),
        (("1", "TT Hồ Xá", "3"), False),
    ],
)
def test_the_row_that_numbers_the_columns(texts, numbers):
    cells = [Cell(1, column, text) for column, text in enumerate(texts, 1)]
    assert is_column_numbering(cells, 1) is numbers


def test_labels_that_touch_are_one_table_and_others_begin_their_own():
    assert tables_side_by_side([2, 3], 8) == [(1, 8, [2, 3])]
    assert tables_side_by_side([2, 6], 8) == [(1, 4, [2]), (5, 8, [6])]


@pytest.mark.parametrize(
    "rows",
    [
        [("STT", "Đơn vị", "Năm 2023"), ("1", "TT Hồ Xá", "5")],
        [("Chỉ tiêu", "Thời điểm", "Mức"), ("BHYT", "2024", "5")],
        [("TT Hồ Xá", "5", "6")],
        [("Lời dẫn",)],
    ],
)
def test_a_sparse_sheet_is_walked_by_its_occupied_rows(rows):
    near = grid(*rows)
    Counting.asked = 0
    sheet = far(near)
    found = find_layouts(Counting(sheet.sheet, sheet.cells, sheet.merged))
    assert Counting.asked < 100
    assert [(each.header, each.paths) for each in found] == [(each.header, each.paths) for each in find_layouts(near)]


def test_empty_rows_in_a_repeated_header_are_counted():
    header = [("STT", "Đơn vị", "BHYT", None), (), (None, None, "2023", "2024")]
    merged = ["A1:A3", "B1:B3", "A5:A7", "B5:B7"]
    sheet = grid(*header, ("1", "TT Hồ Xá", "5", "6"), *header, ("2", "Xã Vĩnh Thái", "7", "8"), merged=merged)
    (layout,) = find_layouts(sheet)
    assert 8 in layout.body
    assert not {5, 7} & set(layout.body)
