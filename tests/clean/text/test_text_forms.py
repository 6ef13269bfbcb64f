import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.text.text_forms import fold, mend_spaces, normalise
from coverage_lib.vocabulary.areas import areas

NAMES = sorted(set(areas()["name_vi"]))


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_name_of_both_lists_survives_any_composition(form):
    assert [name for name in NAMES if normalise(unicodedata.normalize(form, name)) != normalise(name)] == []


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Ðồng Nai", "Đồng Nai"),
        ("Lâm ðồng", "Lâm đồng"),
        ("Bình Dƣơng", "Bình Dương"),
        ("THỪA THIÊN", "THỪA THIÊN"),
        ("NGHỆ ƢƠNG", "NGHỆ ƯƠNG"),
        ("Xã\u00a0Vĩnh  Thái\n", "Xã Vĩnh Thái"),
        ("\ufeffHuyện", "Huyện"),
        ("Vĩnh\u200b Linh", "Vĩnh Linh"),
        ("Vĩnh\u00ad Li\u2060nh\u200e", "Vĩnh Linh"),
        ("Vi\u200b\u0303nh", "Vĩnh"),
        ("Ｖĩｎｈ　１２", "Vĩnh 12"),
        ("Ɖồng Nai", "Đồng Nai"),
        ("O1.499", "O1.499"),
    ],
)
def test_look_alikes_and_blanks(printed, meant):
    assert normalise(printed) == meant


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Hoà", "Hòa"),
        ("hoá", "hóa"),
        ("Khoẻ", "Khỏe"),
        ("Thuỷ", "Thủy"),
        ("Tuý", "Túy"),
        ("xoã", "xõa"),
        ("loà", "lòa"),
        ("Xã Vĩnh Hoà", "XÃ VĨNH HÒA"),
        ("Hoà Bình", "Hòa Bình"),
        ("Thoại Hoà-Thuỷ", "thoại hòa-thủy"),
    ],
)
def test_both_ways_to_place_a_tone_compare_equal(new, old):
    assert fold(new) == fold(old)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Vĩnh Linh", "Vinh Linh"), ("Hòa", "Hoa"), ("Hoàn", "Hòan"), ("Đông", "Dông"), ("Bắc", "Bạc"), ("Quý", "Quy")],
)
def test_marks_themselves_are_kept(one, other):
    assert fold(one) != fold(other)


def test_a_closed_syllable_keeps_its_tone_where_it_is():
    assert fold("Hoàn Toán Thuyền") == "hoàn toán thuyền"


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(text)) == fold(text)
    assert once == once.strip()
    assert "  " not in once


KNOWN = {fold(word) for name in NAMES for word in name.split()} | {"tổng", "cộng", "số", "người"}


@pytest.mark.parametrize(
    ("torn", "meant"),
    [
        ("Tổ ng c ộng", "Tổng cộng"),
        ("TỔ NG C ỘNG", "TỔNG CỘNG"),
        ("X ã V ĩnh Thái", "Xã Vĩnh Thái"),
        ("Thị tr ấn H ồ X á", "Thị trấn Hồ Xá"),
        ("Th ị trấ n Bến Qu an", "Thị trấn Bến Quan"),
        ("Xã Vĩnh Thái", "Xã Vĩnh Thái"),
        ("Tổng  số", "Tổng số"),
        ("", ""),
    ],
)
def test_words_torn_by_spaces_are_mended(torn, meant):
    assert mend_spaces(torn, KNOWN) == meant


@pytest.mark.parametrize("text", ["Zw q", "Xã A Bung", "P. An", "Vĩnh Xyz", "I Xã", "H Oà Bình"])
def test_nothing_is_joined_to_a_word_that_is_not_known_or_over_a_capital(text):
    assert mend_spaces(text, KNOWN) == text


@given(st.sampled_from(NAMES))
def test_a_whole_name_is_never_joined(name):
    assert mend_spaces(name, KNOWN) == normalise(name)


@given(st.sampled_from(NAMES), st.integers(0, 40))
def test_a_name_torn_once_is_whole_again_or_stays_as_it_is(name, place):
    torn = f"{name[:place]} {name[place:]}"
    assert mend_spaces(torn, KNOWN) in (normalise(name), normalise(torn))


def test_a_chapter_in_a_cell_takes_no_time():
    torn = "Tổ ng c ộng " * 5_000
    assert mend_spaces(torn, KNOWN) == " ".join(["Tổng cộng"] * 5_000)
    assert normalise("x" * 100_000) == fold("x" * 100_000)
