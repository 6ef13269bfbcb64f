"""What became of a unit on 1 July 2025, and the plan of a former district in its new communes."""

import re

import pytest

from coverage_lib.model.reform.plan_in_new_units import plan_after, totals
from coverage_lib.present.pages.plan_in_communes import after, plan_table
from coverage_lib.present.words.reform_sentences import new_name, sentences_of, successor_note, unit_name, what_became
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import areas, children
from coverage_lib.vocabulary.successors import correspondence

NEW = ["19363@2025", "19366@2025", "19372@2025", "19405@2025", "19414@2025"]


def table_rows(html):
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]


# ---------------------------------------------------------------- sentences


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
    assert said in what_became(code).text


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


def test_names_of_groupings_areas_and_newer_units():
    assert unit_name("G:vinh-linh") == "Vĩnh Linh (5 xã từ 1/7/2025)"
    assert unit_name("C:19363") == "vùng so sánh được C:19363"
    assert [new_name(code) for code in NEW] == ["Xã Vĩnh Linh", "Xã Bến Quan", "Xã Vĩnh Hoàng", "Xã Vĩnh Thủy", "Xã Cửa Tùng"]


# ---------------------------------------------------------------- the plan in the new communes


def test_every_total_of_the_plan_is_kept(processed):
    found = totals(processed, "464", plan_after(processed, "464"))
    assert len(found) == 5 * 3 + 2 * 3
    assert (found["older"] == found["newer"]).all()
    differing = found[found["printed"] != found["newer"]]
    assert differing[["code", "newer", "printed"]].values.tolist() == [["ui", 5146, 5145], ["ui", 5266, 5265], ["ui", 5389, 5388]]
    assert differing["period"].dt.year.tolist() == [2023, 2024, 2025]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_prints_targets_labour_force_and_rates_recomputed(processed, lang):
    persons, rates = (table_rows(part) for part in plan_table(processed, "464", lang).text.split("<table")[1:])
    assert [len(persons), len(rates)] == [1 + 21, 1 + 15]
    assert persons[0][2:7] == [new_name(code, lang) for code in NEW]
    plan = plan_after(processed, "464").set_index(["indicator", "period", "area_code"])
    first = plan.loc["si"].iloc[0]
    assert persons[1][2] == formats.count(first["participants"], lang)
    assert rates[1][2] == formats.decimal(100 * first["participants"] / first["persons"], lang, places=2)
    for row in persons[1:]:
        counts = [int(re.sub(r"\D", "", cell)) for cell in row[2:]]
        assert sum(counts[:5]) == counts[5]
        assert 0 <= counts[5] - counts[6] <= 1
    assert persons[16][0] in ("Lực lượng lao động trong độ tuổi", "Labour force of working age")


def test_the_page_says_with_numbers_what_is_kept_and_what_the_plan_prints_otherwise(processed):
    said = after(processed, "464").text
    assert "21 trên 21 tổng, như BHYT 2025: 86.660 và 86.660 người" in said
    assert "BHTN 2023: các xã 5.146, huyện 5.145" in said
    assert "the same number in 21 of 21 totals" in after(processed, "464", "en").text


@pytest.mark.parametrize("code", ["VN", "30", "297", "19363", "19363@2025"])
def test_other_units_have_sentences_and_no_table(processed, code):
    text = after(processed, code).text
    assert "<p" in text
    assert "<table" not in text


def test_an_exact_district_without_figures_says_so(processed):
    assert "Chưa có số liệu của các xã thuộc Huyện Ninh Giang" in after(processed, "299").text


def test_a_lost_person_would_be_told(processed):
    """The sentence counts what holds: a figure of one older commune changed after the recast is seen."""
    plan = plan_after(processed, "464")
    one = plan.index[(plan["area_code"] == NEW[0]) & (plan["indicator"] == "si")][0]
    plan.loc[one, "participants"] += 1
    found = totals(processed, "464", plan)
    assert (found["older"] != found["newer"]).sum() == 1
