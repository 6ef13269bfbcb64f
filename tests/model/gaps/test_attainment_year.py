import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.model.gaps.attainment_year import attained, attainment
from coverage_lib.model.series.projection import drift_path, projection
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, frame
from tests.model import sample_series as series


def codes(latest, drift, target, half=np.nan, years=2.0, since=2025):
    return [str(each[0]) for each in attained([latest], [drift], [half], [years], [since], [target])]


def found(values, target, **given):
    goal = {
        "area_code": "464",
        "indicator": "si",
        "target_year": 2030,
        "source_id": "goal",
        "base": WORKING_AGE,
        "target_pct": target,
    }
    table = attainment(frame("gap", goal | given), projection(series.table(*series.observed(values)), series.no_breaks()))
    schema("attainment").validate(table)
    return [list(row) for row in table[["attained_earliest", "attained_central", "attained_latest"]].to_numpy()]


def test_a_threshold_met_exactly_is_met_in_that_year():
    assert codes(44.0, 1.0, 45.0, since=2024)[1] == "2025"
    assert codes(0.1, 0.1, 0.3, since=2023)[1] == "2025"  # 0.1 + 2 · 0.1 in binary fractions
    assert codes(45.0, 1.0, 45.0)[1] == "met"


@pytest.mark.parametrize(
    ("drift", "target", "code"),
    [
        (1.0, 45.0, "2040"),
        (1.0, 45.1, "after_2040"),
        (0.001, 45.0, "after_2040"),
        (0.0, 45.0, "never"),
        (-1.0, 45.0, "never"),
        (-1.0, 30.0, "met"),
    ],
)
def test_late_and_never(drift, target, code):
    assert codes(30.0, drift, target)[1] == code


@settings(max_examples=150, deadline=None)
@given(st.floats(10, 60), st.floats(-3, 3), st.floats(0.05, 5), st.integers(2, 10), st.floats(5, 90))
def test_equals_walking_along_the_path(latest, drift, half, years, target):
    told = codes(latest, drift, target, half, float(years))
    walked = drift_path(latest, drift, half, years, np.arange(1, 3000))
    for code, path in zip(told, walked[::-1], strict=True):
        reached = np.flatnonzero(path >= target - 1e-9)
        first = reached[0] + 1 if len(reached) else None
        if latest >= target:
            assert code == "met"
        elif first is None:
            assert code in ("never", "after_2040")  # beyond three thousand years both are true
        elif first <= 15:
            assert code == str(2025 + first)
        else:
            assert code == "after_2040"


@given(st.floats(10, 60), st.floats(0.2, 5), st.integers(1, 14))
def test_the_pace_crosses_the_target_at_its_year(latest, drift, ahead):
    assert codes(latest, drift, latest + drift * ahead)[1] == str(2025 + ahead)


def test_earliest_comes_before_central_before_latest():
    order = {**{str(year): year for year in range(2025, 2041)}, "met": 0, "after_2040": 3000, "never": 4000}
    for half in (0.1, 1.0, 4.0):
        numbers = [order[each] for each in codes(30.0, 2.0, 41.0, half)]
        assert numbers == sorted(numbers)


def test_a_range_a_scenario_and_nothing():
    assert found({2022: 28.0, 2023: 30.5, 2024: 34.0}, 45.0) == [["2027", "2028", "2033"]]  # 34 + 3h ± 2.176·√(h + h²/2)
    assert found({2023: 30.0, 2024: 33.0}, 45.0) == [["", "2028", ""]]
    assert found({2024: 33.0}, 45.0) == [["", "", ""]]
    assert found({2024: 33.0}, 30.0) == [["met", "met", "met"]]


def test_targets_in_persons_and_over_another_base_have_no_year():
    assert found({2023: 30.0, 2024: 33.0}, None, target_persons=100) == []
    assert found({2023: 30.0, 2024: 33.0}, 45.0, base="labour_force_15plus") == []


def test_log_odds_never_reach_a_hundred():
    values = {2021: 85.0, 2022: 90.0, 2023: 92.0, 2024: 95.0}
    assert found(values, 100.0) == [["never", "never", "never"]]
    assert found(values, 97.0)[0][1] == "2026"


def test_the_nation(processed):
    rows = processed["attainment"].set_index(["indicator", "target_year", "source_id"])
    assert rows.loc[("si", 2025, "nq28-2018"), "attained_central"] == "met"
    assert rows.loc[("si", 2030, "nq42-2023")].filter(like="attained").tolist() == ["2028", "2031", "2038"]
