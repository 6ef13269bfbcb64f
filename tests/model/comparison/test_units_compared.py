import pandas as pd
import pytest

from coverage_lib.model.comparison.units_compared import persons_to_add, units_compared
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

SERIES = {"indicator": "si", "base": "population", "segment": 1, "method": "counts"}


def rate(code, year, pct, path="actual", **more):
    counts = {"participants": pct, "persons": 100, "coverage_pct": float(pct)}
    return SERIES | counts | {"area_code": code, "period": f"{year}-12-31", "path": path} | more


def level(code, pct, year=2025, base="population", **more):
    held = {"area_code": code, "indicator": "si", "target_year": year, "base": base, "target_pct": pct, "gap_pp": -1.0}
    return held | {"source_id": f"{pct}"} | more


def compared(*rates, gaps=()):
    return units_compared(frame("trajectory", *rates), frame("gap", *gaps) if gaps else empty("gap"))


def test_the_latest_year_that_two_units_share_observed_before_assigned():
    rates = [rate("19363", 2023, 20), rate("19366", 2023, 30), rate("19363", 2024, 22)]
    planned = [rate("19363", 2025, 40, "plan"), rate("19366", 2025, 50, "plan")]
    found = compared(*rates, *planned)
    assert found[["area_code", "lower_code", "path", "coverage_pct"]].values.tolist() == [
        ["464", "19363", "actual", 20.0],
        ["464", "19366", "actual", 30.0],
    ]
    assert compared(*rates[1:], *planned)["path"].tolist() == ["plan", "plan"]


def test_rates_over_two_bases_or_within_a_year_or_of_two_parents_are_not_compared():
    one = rate("19363", 2025, 20)
    others = (
        rate("19366", 2025, 30, base="labour_force_working_age"),
        rate("19366", 2025, 30, segment=0),
        rate("288", 2025, 30),
        rate("19366", 2025, 30, coverage_pct=None),
        rate("VN", 2025, 30),
    )
    assert [len(compared(one, other)) for other in others] == [0] * 5
    assert len(compared(one, rate("19366", 2025, 30))) == 2
    assert compared(one, rate("19366", 2025, 30), rate("", 2025, 30))["lower_code"].tolist() == ["19363", "19366"]


def test_the_level_is_the_highest_of_that_year_over_the_same_base():
    rates = [rate("19363", 2025, 20), rate("19366", 2025, 30)]
    found = compared(*rates, gaps=[level("19363", 45.0), level("19363", 50.0), level("19363", 90.0, 2030), level("19366", 25.0)])
    assert found["target_pct"].tolist() == [50.0, 25.0]
    assert found["gap_pp"].tolist() == pytest.approx([-30.0, 5.0])
    other = compared(*rates, gaps=[level("19363", 45.0, base="labour_force_working_age")])
    assert other[["target_pct", "gap_pp"]].isna().all(axis=None)


def test_persons_to_add_are_those_assigned_less_those_there():
    common = {"area_code": "288", "indicator": "si", "source_id": "a", "period": "2023-12-31", "rounded_to": 1}
    there = {"participants": 5792, "target_persons": 7593, "gap_persons": 5792 - 7593, "basis": "actual"}
    found = persons_to_add(frame("gap", common | there | {"target_year": 2024}))
    assert found[["increase", "increase_pct"]].values.tolist() == [[1801, pytest.approx(100 * 1801 / 5792)]]
    for spoilt in ({"basis": "plan"}, {"target_pct": 45.0}, {"participants": None}):
        assert persons_to_add(frame("gap", common | there | {"target_year": 2024} | spoilt)).empty
    nobody = persons_to_add(frame("gap", common | there | {"target_year": 2024, "participants": 0, "gap_persons": -9}))
    assert nobody["increase"].tolist() == [9]
    assert pd.isna(nobody["increase_pct"]).all()
