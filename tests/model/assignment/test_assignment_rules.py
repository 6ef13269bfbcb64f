import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_rules import COLUMNS, RULES, assign, distances


def units(*rows):
    """Units from (participants, denominator of today, denominator of the target year); codes are their numbers."""
    table = pd.DataFrame(rows, columns=["participants", "persons_today", "persons"]).astype("Int64")
    return table.assign(area_code=[f"{19363 + 3 * number}" for number in range(len(rows))])


def assigned(table, rule):
    return table.loc[table["rule"] == rule, "assigned"].tolist()


def test_four_rules_by_hand():
    # 100 of 1000, 300 of 1000, 50 of 500; 700 persons are to take part: 28 % of 2500
    table = assign(units((100, 1000, 1000), (300, 1000, 1000), (50, 500, 500)), 700)
    assert assigned(table, "same_rate") == [267, 300, 133]  # 400 over 1500: 26.67 %
    assert assigned(table, "same_rise") == [200, 400, 100]  # 10 points each
    assert assigned(table, "same_share") == [267, 300, 133]  # gaps to 28 %: 180, 0, 90; 250/270 of each: 266.7, 300, 133.3
    assert assigned(table, "by_base") == [200, 400, 100]
    assert list(table.columns) == list(COLUMNS)
    first = table[table["rule"] == "same_rise"].iloc[0]
    assert (first["coverage_pct"], first["assigned_pct"], first["increase"], first["increase_pp"]) == (10.0, 20.0, 100, 10.0)


def test_a_growing_base_parts_the_rise_from_the_increase():
    rows = units((100, 1000, 2000), (100, 1000, 1000))
    table = assign(rows, 600)
    # same rise: 10 % of 2000 and of 1000 is 300 to begin with, the other 300 are 10 points of 3000
    assert assigned(table, "same_rise") == [400, 200]
    # by base: 400 more, two thirds and one third
    assert assigned(table, "by_base") == [367, 233]


def test_gaps_may_be_measured_to_another_level():
    rows = units((100, 1000, 1000), (300, 1000, 1000))
    assert assigned(assign(rows, 560, ["same_share"], goal_pct=100), "same_share") == [190, 370]  # a tenth of 900 and of 700
    with pytest.raises(CoverageError, match="weight zero"):
        assign(rows, 560, ["same_share"], goal_pct=10)


def test_floor_cap_and_missing_base_are_told_apart():
    tight = assign(units((95, 100, 100), (0, 1000, 1000), (40, None, None)), 1000, ["same_rise"])
    assert tight["bound"].tolist() == ["cap", "", "no_base"]
    assert tight["assigned"].tolist() == [100, 860, 40]
    assert tight["assigned_pct"].isna().tolist() == [False, False, True]
    level = assign(units((95, 100, 100), (0, 1000, 1000)), 200, ["same_rate"])
    assert level["bound"].tolist() == ["floor", ""]


def test_a_zero_base_takes_nobody_and_has_no_rate():
    table = assign(units((0, 0, 0), (10, 100, 100)), 50)
    assert table["assigned"].tolist() == [0, 50] * 4
    assert table.loc[table["persons"] == 0, ["coverage_pct", "assigned_pct", "increase_pp"]].isna().all(axis=None)


def test_no_unit_has_a_base():
    rows = units((10, None, None), (20, None, None))
    assert assign(rows, 30, ["same_rate"])["assigned"].tolist() == [10, 20]
    with pytest.raises(CoverageError, match="at most 30"):
        assign(rows, 31)


@pytest.mark.parametrize("count", [101, 5000])
def test_more_participants_than_the_base_is_a_contradiction_of_named_units(count):
    with pytest.raises(CoverageError, match=r"19366.*at most 100 participants") as stopped:
        assign(units((10, 100, 100), (count, 100, 100)), 300)
    assert "19363" not in str(stopped.value)


def test_a_unit_without_a_figure_is_refused():
    with pytest.raises(CoverageError, match="today's participants, found none"):
        assign(units((None, 100, 100), (10, 100, 100)), 30)


def test_all_equal_units_get_equal_shares_and_the_first_codes_the_rest():
    table = assign(units(*[(10, 100, 100)] * 3), 50)
    assert table["assigned"].tolist() == [17, 17, 16] * 4


@st.composite
def districts(draw):
    """Units with participants inside their bases, bases that change, and a total that is possible."""
    count = draw(st.integers(1, 7))
    rows = []
    for _ in range(count):
        base = draw(st.integers(1, 3000))
        rows.append((draw(st.integers(0, base)), draw(st.integers(1, 3000)), base))
    low, high = sum(row[0] for row in rows), sum(row[2] for row in rows)
    return units(*rows), draw(st.integers(low, high))


@settings(max_examples=25)
@given(districts())
def test_every_rule_sums_to_the_total_inside_the_bounds(given_district):
    rows, total = given_district
    table = assign(rows, total)
    assert (table.groupby("rule")["assigned"].sum() == total).all()
    assert set(table["rule"]) == set(RULES)
    assert ((table["assigned"] >= table["floor"]) & (table["assigned"] <= table["cap"])).all()
    assert (table["increase"] == table["assigned"] - table["participants"]).all()


@settings(max_examples=15)
@given(districts(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(given_district, shuffler):
    rows, total = given_district
    order = list(range(len(rows)))
    shuffler.shuffle(order)
    key = ["rule", "area_code"]
    one, other = (assign(each, total).set_index(key)["assigned"] for each in (rows, rows.iloc[order]))
    assert one.to_dict() == other.to_dict()


def test_the_share_of_the_own_gap_that_an_increase_closes():
    # 28 % of 1000, 1000 and 500 are 280, 280 and 140: gaps of 180 and 90; the second unit has none
    table = assign(units((100, 1000, 1000), (300, 1000, 1000), (50, 500, 500)), 700, ["same_share", "by_base"])
    found = table.groupby("rule")["gap_closed_pct"].apply(list)
    assert found["same_share"] == pytest.approx([100 * 167 / 180, float("nan"), 100 * 83 / 90], nan_ok=True)
    assert found["by_base"] == pytest.approx([100 * 100 / 180, float("nan"), 100 * 50 / 90], nan_ok=True)


def test_the_distance_of_a_plan_from_each_rule():
    rows = units((100, 1000, 1000), (300, 1000, 1000), (50, 500, 500))
    # the rules give 267, 300, 133 or 200, 400, 100 of the same 700
    assert distances(rows, np.array([250, 320, 130])) == {"same_rate": 40, "same_rise": 160, "same_share": 40, "by_base": 160}
    assert np.isnan(list(distances(rows, np.array([10, 20, 30])).values())).all()  # fewer than they have: no rule does that
