import pytest

from coverage_lib.clean.tables.sheet_layout import find_layout
from tests.builders import REGISTER, grid, register

TITLE = ("PHỤ LỤC",)


def test_two_header_rows_with_merged_cells():
    layout = find_layout(
        grid(
            TITLE,
            ("STT", "Đơn vị", "Năm 2023", None, None, "Năm 2024", None),
            (None, None, "Số người TG", "LLLĐ", "Tỷ lệ", "Số người TG", "LLLĐ"),
            ("1", "Xã Vĩnh Thái", "1", "2", "3", "4", "5"),
            merged=["A2:A3", "B2:B3", "C2:E2", "F2:G2"],
        )
    )
    assert (layout.form, layout.rows_are, layout.header, layout.label_column) == ("appendix", "units", (2, 3), 2)
    assert layout.paths == {
        3: ("Năm 2023", "Số người TG"),
        4: ("Năm 2023", "LLLĐ"),
        5: ("Năm 2023", "Tỷ lệ"),
        6: ("Năm 2024", "Số người TG"),
        7: ("Năm 2024", "LLLĐ"),
    }
    assert layout.captions == [("A1", "PHỤ LỤC")]


def test_two_header_rows_without_merged_label():
    layout = find_layout(grid(("Đơn vị", "Năm 2023", "Năm 2024"), (None, "Số người", "Số người"), ("Xã Vĩnh Thái", "1", "2")))
    assert layout.header == (1, 2)


def test_a_row_of_years_below_the_header_belongs_to_it():
    sheet = grid(("Nội dung", "Chỉ tiêu", None), (None, "2023", "2024"), ("Tỷ lệ BHXH", "19,2", "20"), merged=["B1:C1"])
    layout = find_layout(sheet)
    assert (layout.rows_are, layout.header) == ("indicators", (1, 2))
    assert layout.paths[3] == ("Chỉ tiêu", "2024")


def test_figures_without_a_label_are_no_header():
    assert find_layout(grid(("Đơn vị", "Năm 2023"), (None, "1.499"), ("Xã Vĩnh Thái", "1"))).header == (1, 1)


@pytest.mark.parametrize(
    "label", ["Đơn vị", "ĐỊA PHƯƠNG", "Tên đơn vị", "Tỉnh, thành phố", "Huyện, thị xã, thành phố", "Xã, thị trấn"]
)
def test_words_for_units(label):
    assert find_layout(grid((label, "Năm 2023"))).rows_are == "units"


@pytest.mark.parametrize("number", ["STT", "TT", "Số thứ tự"])
def test_the_ordinal_is_no_quantity(number):
    assert list(find_layout(grid((number, "Đơn vị", "Năm 2023"))).paths) == [3]


def test_a_register_is_known_by_its_columns_in_any_order():
    layout = find_layout(register({"Mức": "5"}))
    assert (layout.form, layout.header) == ("register", (3, 3))
    assert layout.paths[REGISTER.index("Mức") + 1] == ("mức",)
    assert find_layout(grid(("Mức", "Chỉ tiêu", "Thời điểm"))).form == "register"


@pytest.mark.parametrize("rows", [(), [("Đơn vị",)], [("Lời dẫn",), ("Số người tham gia tăng",)]])
def test_a_sheet_without_a_header_has_no_layout(rows):
    assert find_layout(grid(*rows)) is None
