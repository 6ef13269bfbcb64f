import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.tables.unit_hierarchy import Row, names_no_unit, place_rows
from coverage_lib.clean.units.unit_index import units_on

OLD = dt.date(2023, 7, 31)


def _namesakes():
    """Pairs of districts of one province, each pair with communes of the same name in both: name → codes of district and commune."""
    index = units_on(OLD)
    found = []
    for province in index.below["VN"]:
        of_name = {}
        for district in index.below.get(province.code, []):
            for unit in index.below.get(district.code, []):
                of_name.setdefault(unit.full, []).append((district, unit))
        found += [(province.code, pairs[:2]) for pairs in of_name.values() if len(pairs) > 1]
    return found


NAMESAKES = _namesakes()


@given(st.sampled_from(NAMESAKES), st.booleans(), st.booleans())
def test_a_name_in_two_districts_is_the_commune_of_the_district_it_stands_under(case, swapped, numbered):
    province, pairs = case
    pairs = pairs[::-1] if swapped else pairs
    rows, expected = [], []
    for number, (district, commune) in enumerate(pairs):
        rows += [Row(district.name, "I" * (number + 1) if numbered else ""), Row(commune.name, "1" if numbered else "")]
        expected += [district.code, commune.code]
    assert place_rows(rows, province, OLD) == expected


@given(st.sampled_from(NAMESAKES))
def test_the_same_name_without_its_district_is_nobody(case):
    province, pairs = case
    assert place_rows([Row(pairs[0][1].name, "1")], province, OLD) == [""]


@pytest.mark.parametrize("order", permutations(range(3)))
def test_totals_first_or_last_are_the_area_of_the_table(order):
    rows = [Row("Tổng cộng"), Row("TT Hồ Xá", "1"), Row("Xã Vĩnh Thái", "2")]
    codes = place_rows([rows[n] for n in order], "464", OLD)
    assert codes[order.index(0)] == "464"
    assert codes[order.index(1)] == "19363"


@pytest.mark.parametrize(
    ("label", "code"),
    [("Toàn tỉnh", "45"), ("Cả nước", "VN"), ("Toàn huyện", "464"), ("Tổng cộng (18 xã, thị trấn)", "464"), ("Xã Cộng Hòa", "")],
)
def test_a_total_may_name_the_area_it_is_about(label, code):
    assert place_rows([Row(label)], "464", OLD) == [code]


def test_a_subtotal_is_the_district_above_it_where_that_has_no_figures():
    rows = [
        Row("Huyện Gio Linh", "I", figures=False),
        Row("Gio Châu", "1"),
        Row("Cộng"),
        Row("Huyện Vĩnh Linh", "II", figures=False),
        Row("Hồ Xá", "1"),
        Row("Cộng"),
        Row("Tổng cộng"),
    ]
    codes = place_rows(rows, "45", OLD)
    assert (codes[2], codes[5], codes[6]) == ("466", "464", "45")


def test_a_column_of_districts_says_where_a_name_is_sought():
    assert place_rows([Row("Hồ Xá", group="Huyện Vĩnh Linh"), Row("Hồ Xá", group="Huyện Gio Linh")], "45", OLD) == ["19363", ""]


def test_a_code_counts_only_if_its_unit_bears_the_name_of_the_row():
    assert place_rows([Row("TT Hồ Xá", code="19363")], "", OLD) == ["19363"]
    assert place_rows([Row("Xã Vĩnh Thái", code="19363")], "", OLD) == [""]


def test_torn_words_of_a_label_are_mended():
    assert place_rows([Row("Tổ ng c ộng"), Row("TT H ồ Xá")], "464", OLD) == ["464", "19363"]


def test_open_groups_go_on_with_the_next_page():
    groups = []
    place_rows([Row("Huyện Vĩnh Linh", "I"), Row("Hồ Xá", "1")], "45", OLD, groups)
    assert [group.code for group in groups] == ["464"]
    assert place_rows([Row("Bến Quan", "2")], "45", OLD, groups) == place_rows([Row("Bến Quan")], "464", OLD) != [""]


@pytest.mark.parametrize(
    "label", ["Ghi chú: số ước", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "Trang 2/3", "KT. GIÁM ĐỐC", "Người lập biểu"]
)
def test_notes_signatures_and_page_furniture_name_nothing(label):
    assert names_no_unit(label)


@pytest.mark.parametrize("on", [OLD, dt.date(2026, 1, 1)])
def test_no_unit_is_taken_for_a_note_or_a_signature(on):
    names = {name for unit in units_on(on).units.values() for name in (unit.name, unit.bare.title())}
    assert len(names) > 3000
    assert [name for name in names if names_no_unit(name)] == []
