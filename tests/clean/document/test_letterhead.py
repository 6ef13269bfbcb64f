import datetime as dt

import pytest

from coverage_lib.clean.document.letterhead import letterhead

LETTER = [
    "ỦY BAN NHÂN DÂN",
    "HUYỆN VĨNH LINH",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/KH-UBND",
    "Vĩnh Linh, ngày 3 tháng 2 năm 2024",
    "KẾ HOẠCH",
    "Phát triển người tham gia BHXH năm 2024",
    "Căn cứ Quyết định số 546/QĐ-TTg ngày 29/4/2022 của Thủ tướng Chính phủ;",
]


def test_a_letterhead_says_who_when_and_what():
    said = letterhead(LETTER)
    assert (said.number, said.issued) == ("12/KH-UBND", dt.date(2024, 2, 3))
    assert (said.issuer, said.issuer_level, said.area_code) == ("ỦY BAN NHÂN DÂN HUYỆN VĨNH LINH", "district", "464")
    assert said.title == "KẾ HOẠCH Phát triển người tham gia BHXH năm 2024"
    assert said.several == {}


def test_documents_cited_in_the_text_are_not_the_document():
    said = letterhead(["Thực hiện Nghị quyết số 28-NQ/TW ngày 23/5/2018 và Quyết định số 546/QĐ-TTg ngày 29/4/2022"])
    assert (said.number, said.issued, said.issuer) == ("", None, "")


@pytest.mark.parametrize(
    ("line", "number", "day"),
    [
        ("(Ban hành kèm theo Kế hoạch số 127/KH-UBND, ngày 31 tháng 7 năm 2023)", "127/KH-UBND", dt.date(2023, 7, 31)),
        ("(Kèm theo Nghị quyết số 403/2025/NQ-HĐND ngày 10-12-2025)", "403/2025/NQ-HĐND", dt.date(2025, 12, 10)),
        ("Kèm theo Quyết định số 546/QĐ-TTg ngày 29/4/2022", "546/QĐ-TTg", dt.date(2022, 4, 29)),
        ("kèm theo Nghị quyết số 28-NQ/TW ngày 23/5/2018", "28-NQ/TW", dt.date(2018, 5, 23)),
        ("(Kèm theo Báo cáo ngày 31/2/2024)", "", None),
    ],
)
def test_an_appendix_names_its_document(line, number, day):
    said = letterhead(["PHỤ LỤC 1", line])
    assert (said.number, said.issued) == (number, day)


def test_appendices_that_name_different_documents_leave_the_choice_to_a_person():
    said = letterhead(["(Kèm theo Kế hoạch số 127/KH-UBND ngày 31/7/2023)", "(Kèm theo Kế hoạch số 12/KH-UBND ngày 31/7/2023)"])
    assert (said.number, said.issued) == ("", dt.date(2023, 7, 31))
    assert said.several == {"number": ["127/KH-UBND", "12/KH-UBND"]}


@pytest.mark.parametrize(
    ("line", "issuer", "level", "area"),
    [
        ("(Kèm theo Kế hoạch của Ủy ban nhân dân tỉnh Hải Dương)", "Ủy ban nhân dân tỉnh Hải Dương", "province", "30"),
        ("BẢO HIỂM XÃ HỘI TỈNH QUẢNG TRỊ", "BẢO HIỂM XÃ HỘI TỈNH QUẢNG TRỊ", "province", "45"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ", "nation", ""),
        ("BẢO HIỂM XÃ HỘI TỰ NGUYỆN", "", "", ""),
    ],
)
def test_the_issuer_has_a_level(line, issuer, level, area):
    said = letterhead([line])
    assert (said.issuer, said.issuer_level, said.area_code) == (issuer, level, area)


@pytest.mark.parametrize(
    ("lines", "area"),
    [
        (["Số người tham gia trên địa bàn huyện Vĩnh Linh, tỉnh Quảng Trị năm 2024"], "464"),
        (["Địa bàn: Huyện Vĩnh Linh (mã đơn vị 464)"], "464"),
        (["Chỉ tiêu của huyện Vĩnh Linh và huyện Gio Linh năm 2024"], ""),
        (["Chỉ tiêu giao tỉnh Đồng Nai năm 2024"], "75"),
        (["Chỉ tiêu giao tỉnh Đồng Nai năm 2026"], "75@2025"),  # the years decide which of the two provinces
        (["Tình hình tham gia tại tỉnh Bà Rịa - Vũng Tàu năm 2024"], "77"),
        (["Chỉ tiêu giao huyện Nhà Bà năm 2024"], ""),
    ],
)
def test_the_area_is_the_one_unit_that_is_named(lines, area):
    assert letterhead(lines).area_code == area


def test_the_title_is_no_furniture_and_goes_on_in_lower_case():
    lines = ["PHỤ LỤC II", "Biểu số 01", "Đơn vị tính: người", "CHỈ TIÊU BHXH TỰ NGUYỆN", "trên địa bàn tỉnh Quảng Trị"]
    assert letterhead(lines).title == "CHỈ TIÊU BHXH TỰ NGUYỆN trên địa bàn tỉnh Quảng Trị"


def test_nothing_is_said_by_nothing():
    assert letterhead([]) == letterhead(["", "  "])
    assert letterhead([]).title == ""


@pytest.mark.parametrize(
    ("lines", "number", "level", "area"),
    [
        (
            ["TỈNH ỦY NGHỆ AN", "*", "Số 12-NQ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "NGHỊ QUYẾT", "về bảo hiểm xã hội"],
            "12-NQ/TU",
            "province",
            "40",
        ),
        (["HUYỆN ỦY ĐẮK HÀ", "Số 138-CTHĐ/HU"], "138-CTHĐ/HU", "district", "615"),
        (["THÀNH ỦY HẢI PHÒNG", "Số: 33-CTr/TU"], "33-CTr/TU", "province", "31"),
        (["CHỦ TỊCH UBND TỈNH LẠNG SƠN"], "", "province", "20"),
        (["Thực hiện kết luận của", "Tỉnh ủy về công tác bảo hiểm xã hội"], "", "", ""),
    ],
)
def test_committees_of_the_party_are_of_their_unit(lines, number, level, area):
    said = letterhead(lines)
    assert (said.number, said.issuer_level, said.area_code) == (number, level, area)
    if len(lines) > 2:
        assert said.title == "NGHỊ QUYẾT về bảo hiểm xã hội"
