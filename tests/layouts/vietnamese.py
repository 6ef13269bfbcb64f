"""Layouts with difficult text: tone marks, look-alikes, legacy fonts, spaces inside words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tests.layouts.catalogue import layout
from tests.layouts.figures import percent, persons, population, units, vi, vi_pct
from tests.layouts.forms import plan_sheet
from tests.layouts.legacy import tcvn3, tcvn3_capitals, vni
from tests.layouts.tables import POP, Said, Styled, Table, below, people, rate
from tests.layouts.writers import delimited, docx, windows_1258, xls


def every_text(table: Table, change: Callable[[str], str]) -> Table:
    """The same table with every text changed; numbers stay."""
    table.rows = [[change(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows]
    table.above, table.below = [change(line) for line in table.above], [change(line) for line in table.below]
    return table


def small_report(say: Said, area: str = "464", name: str = "huyện Vĩnh Linh") -> Table:
    """One scheme, one year; the title says everything."""
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia", "Dân số", "Tỷ lệ %"]]
    listed = units(area)
    for number, (code, unit) in enumerate([*listed, (area, "Tổng cộng")], 1):
        codes = [code] if unit != "Tổng cộng" else [each for each, _ in listed]
        part, whole = (sum(count(each, *key) for each in codes) for count, key in ((persons, ("hi", 2023)), (population, (2023,))))
        rows.append([
            str(number), unit, vi(say(code, people("hi"), 2023, part)), vi(say(code, below(POP), 2023, whole)),
            vi_pct(say(code, rate("hi", POP), 2023, percent(part, whole))),
        ])  # fmt: skip
    rows[-1][0] = None
    return Table(rows, [f"Ủy ban nhân dân {name}", "Kết quả thực hiện bảo hiểm y tế năm 2023"])


@layout()
def decomposed_letters(say: Said):
    return [every_text(plan_sheet(say, "hi", "464"), lambda text: unicodedata.normalize("NFD", text))]


@layout()
def the_other_way_to_place_tone_marks(say: Said):
    """Hoà for Hòa, Thuỷ for Thủy, Hoá for Hóa."""
    swap = {"Hòa": "Hoà", "Thủy": "Thuỷ", "Hóa": "Hoá", "Ủy": "Uỷ"}

    def other(text: str) -> str:
        for one, two in swap.items():
            text = text.replace(one, two)
        return text

    return [every_text(small_report(say), other), every_text(small_report(say, "465", "huyện Hướng Hóa"), other)]


@layout()
def letters_that_look_alike(say: Said):
    """Eth for Đ and oi (ƣ) for ư, as old converters left them."""
    alike = str.maketrans({"Đ": "\u00d0", "đ": "\u00f0", "ư": "\u01a3", "Ư": "\u01a2"})
    tables = [every_text(small_report(say, "293", "huyện Kim Thành"), lambda text: text.translate(alike))]
    tables[0].name = "Kim Thanh"
    return tables


@layout()
def soft_hyphens_and_invisible_signs_in_names(say: Said):
    return [
        every_text(small_report(say), lambda text: text.replace("ĩn", "ĩ\u00adn").replace(" ", "\u00a0 ").replace("ị", "ị\u200b"))
    ]


@layout()
def a_legacy_font_named_vntime(say: Said):
    table = every_text(small_report(say), tcvn3)
    table.font = ".VnTime"
    return [table]


@layout()
def a_legacy_font_whose_letters_are_all_capitals(say: Said):
    table = small_report(say)
    table.above = [Styled(tcvn3_capitals(line), font=".VnTimeH") for line in table.above]
    head = [Styled(tcvn3_capitals(str(text)), font=".VnTimeH") for text in table.rows[0]]
    table.rows[1:] = [[tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows[1:]]
    table.rows[0] = head
    table.font = ".VnTime"
    return [table]


@layout()
def a_legacy_font_of_the_south(say: Said):
    table = every_text(small_report(say, "821", "huyện Châu Thành"), vni)
    table.font = "VNI-Times"
    return [table]


@layout()
def two_legacy_fonts_and_a_modern_one_in_one_sheet(say: Said):
    table = small_report(say)
    for number, row in enumerate(table.rows[1:]):
        encode, font = ((tcvn3, ".VnArial"), (vni, "VNI-Helve"), (str, "Times New Roman"))[number % 3]
        row[:] = [Styled(encode(cell), font=font) if isinstance(cell, str) else cell for cell in row]
    return [table]


@layout(".docx", docx)
def a_legacy_font_in_a_document(say: Said):
    table = every_text(small_report(say), tcvn3)
    table.font = ".VnTime"
    return [table]


@layout(".xls", xls)
def a_legacy_encoding_known_by_content_only(say: Said):
    return [every_text(small_report(say, "464"), tcvn3)]


@layout(".csv", delimited(";", "latin-1"))
def a_delimited_file_in_tcvn3(say: Said):
    return [every_text(small_report(say, "466", "huyện Gio Linh"), tcvn3)]


@layout(".txt", delimited("\t", "latin-1"))
def a_delimited_file_in_vni(say: Said):
    return [every_text(small_report(say, "821", "huyện Châu Thành"), vni)]


@layout(".csv", windows_1258)
def a_delimited_file_in_the_windows_code_page(say: Said):
    return [small_report(say, "466", "huyện Gio Linh")]


@layout()
def spaces_inside_words(say: Said):
    """What is left of a page that was scanned, recognised and pasted: Tổ ng c ộng, X ã V ĩnh Thái."""
    table = small_report(say)
    broken = {
        "Tổng cộng": "Tổ ng c ộng",
        "Xã Vĩnh": "X ã V ĩnh",
        "Thị trấn": "Th ị tr ấn",
        "Đơn vị": "Đơ n v ị",
        "Dân số": "Dâ n s ố",
    }
    broken |= {"Số người tham gia": "S ố ng ười tham gia", "Tỷ lệ": "T ỷ l ệ"}

    def spoil(text: str) -> str:
        for whole, parts in broken.items():
            text = text.replace(whole, parts)
        return text

    table.rows = [[spoil(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows]
    return [table]


@layout()
def everything_in_capitals(say: Said):
    return [every_text(small_report(say), str.upper)]
