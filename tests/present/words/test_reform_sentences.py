"""What became of a unit on 1 July 2025."""

import pytest

from coverage_lib.present.context.page import Page
from coverage_lib.present.words.reform_sentences import new_name, sentences_of, successor_note, what_became
from coverage_lib.vocabulary.areas import areas, children
from coverage_lib.vocabulary.successors import correspondence

NEW = ["19363@2025", "19366@2025", "19372@2025", "19405@2025", "19414@2025"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("464", "Chuỗi số liệu tiếp tục chính xác bằng tổng các xã, phường này: Vĩnh Linh (5 xã từ 1/7/2025), mã G:vinh-linh."),
        ("297", "Không có chuỗi số liệu chính xác sau 1/7/2025 (8 xã cũ bị chia tách; 2 xã mới gồm cả phần của huyện khác)."),
        ("30", "nằm trọn trong Thành phố Hải Phòng"),
        ("19363", "Vùng nhỏ nhất so sánh được trước và sau ngày đó là C:19363, gồm 3 xã cũ và 1 xã mới."),
        ("19363@2025", "C:19363"),
        ("VN", "3.321 xã, phường, đặc khu"),
    ],
)
def test_what_became_of_a_unit(code, said):
    assert said in what_became(Page({}, code)).text


def test_of_the_districts_of_hai_duong_one_goes_on_exactly():
    on = [code for code in children("30") if any(f"G:{code}" in each for each in sentences_of(code, "en"))]
    assert on == ["299"]
    assert all("No exact series exists" in sentences_of(code, "en")[-1] for code in children("30") if code != "299")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_unit_has_whole_sentences_and_a_note(lang):
    """A sample of all levels, both sides, and every kind of pair of the correspondence."""
    pairs = correspondence()
    kinds = pairs.groupby(["level", "share", "second_mapping"]).head(2)
    sample = {*kinds["old_code"], *kinds["new_code"], *areas()["area_code"].iloc[1::400]} - {"", "VN"}
    for code in sorted(sample & set(areas()["area_code"])):
        said = sentences_of(code, lang)
        assert said
        assert all(each[0].isupper() and each.endswith(".") and "{" not in each and "  " not in each for each in said)
        assert successor_note(code, lang)


def test_codes_of_no_unit_have_no_sentence():
    assert sentences_of("99999") == sentences_of("G:vinh-linh") == []


def test_names_of_newer_units():
    assert [new_name(code) for code in NEW] == ["Xã Vĩnh Linh", "Xã Bến Quan", "Xã Vĩnh Hoàng", "Xã Vĩnh Thủy", "Xã Cửa Tùng"]
