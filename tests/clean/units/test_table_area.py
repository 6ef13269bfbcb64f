import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.clean.units.table_area import area_and_day, areas_named, parent_of, without_units
from coverage_lib.clean.units.unit_index import units_on
from coverage_lib.vocabulary.areas import REFORM

BEFORE, OLD = REFORM - dt.timedelta(days=1), dt.date(2023, 7, 31)
INDEX = units_on(OLD)
DISTRICTS = [
    district.code
    for province in INDEX.below["VN"]
    for district in INDEX.below.get(province.code, [])
    if len(INDEX.below.get(district.code, [])) >= 5
]


@settings(max_examples=60)
@given(st.sampled_from(DISTRICTS), st.randoms(use_true_random=False))
def test_all_communes_of_a_district_in_any_order_say_which_district(code, random):
    labels = [unit.name for unit in INDEX.below[code]]
    random.shuffle(labels)
    assert parent_of(tuple(labels), OLD, ())[0] == code


def test_rows_say_more_than_the_title():
    lines = ["UBND TỈNH QUẢNG TRỊ", "huyện Gio Linh"]
    assert area_and_day(["UBND tỉnh Quảng Trị"], ["TT Hồ Xá", "Xã Vĩnh Thái", "Xã Vĩnh Tú"], "", None, [OLD])[0] == "464"
    assert area_and_day(lines, ["Tổng hợp"], "", None, [OLD])[0] == "466"


def test_the_record_says_most():
    assert area_and_day(["huyện Gio Linh"], ["TT Hồ Xá"], "464", OLD, []) == ("464", OLD)


@pytest.mark.parametrize("moment", [dt.date(2023, 12, 31), dt.date(2026, 12, 31)])
def test_the_day_follows_the_figures(moment):
    assert area_and_day(["cả nước"], [], "", None, [moment])[1] == moment


def test_names_with_their_types_in_the_lines():
    assert areas_named(("UBND TỈNH QUẢNG TRỊ", "trên địa bàn huyện Vĩnh Linh"), OLD) == ("45", "464")
    assert areas_named(("Vĩnh Linh",), OLD) == ()
    assert areas_named(("BHYT cả nước năm 2024",), OLD) == ("VN",)


def test_a_name_of_several_units_counts_below_one_that_is_named():
    several = next(name for name, units in INDEX.named.items() if len(units) == 2 and name.startswith("huyện "))
    first = INDEX.named[several][0]
    assert areas_named((several,), OLD) == ()
    assert areas_named((several, INDEX.units[first.parent].name), OLD) == (first.parent, first.code)


def test_too_few_rows_name_no_area_unless_the_title_does():
    assert parent_of(("Hồ Xá",), OLD, ()) == ("", 0.0)
    assert parent_of(("Hồ Xá",), OLD, ("464",))[0] == "464"


def test_a_title_without_the_units_it_names():
    assert without_units("kết quả huyện chợ mới năm 2024").split() == ["kết", "quả", "năm", "2024"]
