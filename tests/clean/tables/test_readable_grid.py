import datetime as dt

import pytest

from coverage_lib.clean.tables.readable_grid import mended, readable
from coverage_lib.raw.readers.grid import Cell, Grid
from tests.builders import grid


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Tổ ng c ộng", "Tổng cộng"),
        ("Xã A Vương", "Xã A Vương"),
        ("TT Hồ Xá", "TT Hồ Xá"),
        ("ACB 12", "ACB 12"),
        ("x" * 400 + " tổ ng", "x" * 400 + " tổ ng"),
    ],
)
def test_torn_words_are_mended_and_whole_ones_stand(torn, whole):
    assert mended(torn) == whole


@pytest.mark.parametrize(
    ("code", "shown"),
    [("dd/mm/yyyy", "01/07/2024"), ("mm/yyyy", "07/2024"), ("yyyy", "2024"), ("General", "01/07/2024"), ('"Năm" yyyy', "2024")],
)
def test_a_date_is_the_text_that_its_format_shows(code, shown):
    day = dt.datetime(2024, 7, 1)
    cell = readable(Grid("A", {(1, 1): Cell(1, 1, str(day), day, code)})).cells[1, 1]
    assert (cell.text, cell.value) == (shown, day)


def test_legacy_letters_are_restored_by_font_and_by_content():
    by_font = readable(Grid("A", {(1, 1): Cell(1, 1, "Tæng céng", font=".VnTime")}))
    assert by_font.cells[1, 1].text == "Tổng cộng"
    by_content = readable(grid(("Tæng céng", "X· VÜnh Th¸i")))
    assert [cell.text for cell in by_content.row(1)] == ["Tổng cộng", "Xã Vĩnh Thái"]


def test_lines_outside_the_grid_are_prepared_too():
    sheet = Grid("A", {(1, 1): Cell(1, 1, "a")}, context=("Tæng céng c¸c x·",))
    assert readable(sheet).context == ("Tổng cộng các xã",)


def test_a_grid_without_anything_to_mend_stays_the_same():
    sheet = grid(("Đơn vị", "Năm 2024"), ("TT Hồ Xá", "1.499"))
    assert readable(sheet) is sheet
