import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.text import fold, normalise
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
