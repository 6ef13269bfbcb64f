"""The plan of a former district in its new communes."""

import re

import pytest

from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.plan_in_communes import after_reform, plan
from coverage_lib.present.words.reform_sentences import new_name
from coverage_lib.vocabulary import formats

NEW = ["19363@2025", "19366@2025", "19372@2025", "19405@2025", "19414@2025"]


def table_rows(html):
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_prints_targets_labour_force_and_rates_recomputed(processed, lang):
    persons, rates = (table_rows(part) for part in plan(Page(processed, "464", lang)).text.split("<table")[1:])
    assert [len(persons), len(rates)] == [1 + 21, 1 + 15]
    assert persons[0][2:7] == [new_name(code, lang) for code in NEW]
    whole = processed["plan_after_reform"].set_index(["indicator", "period", "new_code"])
    first = whole.loc["si"].iloc[0]
    assert persons[1][2] == formats.count(first["participants"], lang)
    assert rates[1][2] == formats.decimal(100 * first["participants"] / first["persons"], lang, places=2)
    for row in persons[1:]:
        counts = [int(re.sub(r"\D", "", cell)) for cell in row[2:]]
        assert sum(counts[:5]) == counts[5]
        assert 0 <= counts[5] - counts[6] <= 1
    assert persons[16][0] in ("Lực lượng lao động trong độ tuổi", "Labour force of working age")


def test_the_page_says_with_numbers_what_is_kept_and_what_the_plan_prints_otherwise(processed):
    said = after_reform(Page(processed, "464")).text
    assert "21 trên 21 tổng, như BHYT 2025: 86.660 và 86.660 người" in said
    assert "BHTN 2023: các xã 5.146, huyện 5.145" in said
    assert "the same number in 21 of 21 totals" in after_reform(Page(processed, "464", "en")).text


@pytest.mark.parametrize("code", ["VN", "30", "297", "19363", "19363@2025"])
def test_other_units_have_sentences_and_no_table(processed, code):
    text = after_reform(Page(processed, code)).text
    assert "<p" in text
    assert "<table" not in text


def test_an_exact_district_without_figures_says_so(processed):
    assert "Chưa có số liệu của các xã thuộc Huyện Ninh Giang" in after_reform(Page(processed, "299")).text


def test_a_lost_person_would_be_told(processed):
    """The sentence counts what holds: a total that is not the same in the newer communes is seen."""
    sums = processed["plan_totals"].copy()
    sums.loc[sums.index[0], "newer_persons"] += 1
    assert "20 trên 21 tổng" in after_reform(Page({**processed, "plan_totals": sums}, "464")).text
