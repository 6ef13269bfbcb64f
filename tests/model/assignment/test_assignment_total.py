import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_baseline import baseline
from coverage_lib.model.assignment.assignment_total import given_total, needed_total
from tests.model.assignment.small_plan import ASSIGNED, DISTRICT, goal, points, tables


def needed(given, year=2026):
    return needed_total(given, baseline(given, DISTRICT, "si", year), DISTRICT, "si", year)


def test_a_total_that_is_ordered():
    rows = baseline(tables(), DISTRICT, "si", 2026)
    assert given_total(rows, rate_pct=19.99).assigned == 500  # 499.75
    total = given_total(rows, persons=470)
    assert (total.assigned, total.assigned_by) == (470, "given")
    with pytest.raises(CoverageError, match=r"07195.*a denominator for a rate"):
        given_total(rows.assign(persons=rows["persons"].where(rows["area_code"] != "07195")), rate_pct=30.0)


def test_the_areas_own_target_of_the_year_comes_first():
    total = needed(tables(goals=[goal(2026, target_persons=480, base=""), goal(2030, target_pct=60.0)]))
    assert (total.assigned, total.assigned_by, total.source_id, total.target_year) == (480, "target", "goal", 2026)
    rate = needed(tables(goals=[goal(2026, target_pct=20.0)]))
    assert (rate.assigned, rate.assigned_by, rate.level_pct) == (500, "target", 20.0)


def test_the_straight_way_to_a_later_target():
    total = needed(tables(goals=[goal(2030, target_pct=60.0)]))
    # 450 of 2500 are 18 %; a fifth of the way to 60 % in five years is 26.4 %, 660 persons
    assert (total.assigned, total.assigned_by, total.target_year) == (660, "way", 2030)
    assert total.level_pct == pytest.approx(26.4)


def test_the_last_increase_once_more_where_no_target_is_above_today():
    total = needed(tables(goals=[goal(2030, target_pct=18.0)]))
    assert (total.assigned, total.assigned_by, total.yearly_increase) == (510, "pace", 60)  # 450 − 390 once more
    full = needed(tables(*points(bases=(110, 310, 60))))
    assert full.assigned == 480  # never more than the bases


def test_no_total_where_nothing_tells_one():
    with pytest.raises(CoverageError, match="give --total or --rate"):
        needed(tables(*points({2025: ASSIGNED[2025]})))
