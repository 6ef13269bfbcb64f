import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_baseline import baseline
from tests.model.assignment.small_plan import COMMUNES, DISTRICT, points, tables, year_end


def test_the_last_assigned_figures_and_the_base_of_their_year():
    rows = baseline(tables(), DISTRICT, "si", 2026)
    assert rows["area_code"].tolist() == list(COMMUNES)
    assert rows["participants"].tolist() == [100, 300, 50]
    assert rows["persons"].tolist() == rows["persons_today"].tolist() == [1000, 1000, 500]
    assert set(rows["basis"]) == {"plan"}
    assert set(rows["base_period"]) == {year_end(2025)}


def test_only_figures_from_before_the_target_year_are_todays():
    assert baseline(tables(), DISTRICT, "si", 2025)["participants"].tolist() == [80, 270, 40]


def test_observed_figures_stand_before_assigned_ones_if_every_unit_has_one():
    seen = points({2024: (90, 280, 45)}, path="actual", source_id="return")
    rows = baseline(tables(*points(), *seen), DISTRICT, "si", 2026)
    assert (set(rows["basis"]), rows["participants"].tolist()) == ({"actual"}, [90, 280, 45])
    some = points({2024: (90, None, 45)}, path="actual", source_id="return")
    assert set(baseline(tables(*points(), *some), DISTRICT, "si", 2026)["basis"]) == {"plan"}


def test_the_base_of_the_target_year_stands_before_an_earlier_one_and_a_year_can_be_asked_for():
    given = tables(bases={2024: (990, 980, 490), 2026: (1100, 1050, 500)})
    rows = baseline(given, DISTRICT, "si", 2026)
    assert (rows["persons"].tolist(), set(rows["base_period"])) == ([1100, 1050, 500], {year_end(2026)})
    assert rows["persons_today"].tolist() == [1000, 1000, 500]
    assert baseline(given, DISTRICT, "si", 2026, base_year=2025)["persons"].tolist() == [1000, 1000, 500]


def test_refusals_name_what_is_missing():
    lacking = tables(*points({2025: (100, None, 50)}))
    with pytest.raises(CoverageError, match="07195 Xã Đồng Tiến"):
        baseline(lacking, DISTRICT, "si", 2026)
    with pytest.raises(CoverageError, match="none for any of its 3 units"):
        baseline(tables(), DISTRICT, "ui", 2026)
    with pytest.raises(CoverageError, match="no units below it"):
        baseline(tables(), COMMUNES[0], "si", 2026)
    with pytest.raises(CoverageError, match="denominators of 2019"):
        baseline(tables(), DISTRICT, "si", 2026, base_year=2019)
    with pytest.raises(CoverageError) as both:
        baseline(tables(), "xx", "satisfaction", 2026)
    assert len(both.value.problems) == 2
