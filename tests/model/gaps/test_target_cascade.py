import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.model.gaps.shares_of_units import same_rise
from coverage_lib.model.gaps.target_cascade import cascade
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, frame, observations, source

BELOW = children("464")


def goal(area, pct=None, persons=None, source_id="a", base=WORKING_AGE, **given):
    row = {"area_code": area, "year": 2025, "indicator": "ui", "source_id": source_id, "base": base if pct is not None else ""}
    return row | {"target_pct": pct, "target_persons": persons, "in_force": True, "issued": "2023-07-31"} | given


def base(area, persons, year=2025):
    return {"area_code": area, "period": f"{year}-12-31", "base": WORKING_AGE, "source_id": "a", "persons": persons}


def added(goals, bases=(), points=(), planned=()):
    documents = [source(source_id=each, areas_on=dt.date(2023, 7, 31)) for each in ("a", "b")]
    tables = frame("targets", *goals), observations(*planned), frame("denominators", *bases), frame("trajectory", *points)
    upper, units = cascade(*tables, documents)
    schema("cascade").validate(upper)
    schema("cascade_units").validate(units)
    return upper, units


def outcome(goals, **given):
    row = added(goals, **given)[0].iloc[0]
    return row["status"], row["difference_persons"]


@pytest.mark.parametrize(("more", "status"), [(0, "adds_up"), (-1, "short"), (1, "over")])
def test_persons_are_added_to_the_person(more, status):
    goals = [goal("464", persons=1800 - more), *(goal(code, persons=100) for code in BELOW)]
    assert outcome(goals) == (status, more)


def test_rates_are_turned_into_people_over_the_same_base():
    goals = [goal("464", pct=10.0), *(goal(code, pct=10.0) for code in BELOW)]
    bases = [base("464", 18_018), *(base(code, 1_001) for code in BELOW)]
    upper = added(goals, bases)[0].iloc[0]
    assert upper["status"] == "adds_up"  # 18 rates rounded up to whole persons: 1,818 beside 1,802
    assert (upper["target_persons"], upper["sum_persons"], upper["sum_pct"]) == (1802, 1818, pytest.approx(10.0))


def test_missing_units_are_listed_and_nothing_is_said_of_the_sum():
    upper = added([goal("464", persons=1800), *(goal(code, persons=100) for code in BELOW[2:])])[0].iloc[0]
    assert (upper["status"], upper["missing"], upper["units_counted"]) == ("incomplete", " ".join(BELOW[:2]), 16)
    assert pd.isna(upper["difference_persons"])


def test_units_at_hand_may_exceed_the_upper_target_by_themselves():
    assert outcome([goal("464", persons=100), *(goal(code, persons=100) for code in BELOW[2:])])[0] == "over"


def test_another_base_is_never_compared():
    bases = [base("464", 18_000), *(base(code, 1_000) for code in BELOW)]
    upper, units = added([goal("464", pct=10.0), *(goal(code, pct=10.0, base="population") for code in BELOW)], bases)
    assert (upper.iloc[0]["status"], upper.iloc[0]["other_base"]) == ("other_base", " ".join(BELOW))
    assert set(units["status"]) == {"other_base"}
    assert upper["sum_persons"].isna().all()
    one = [goal("464", pct=10.0), goal(BELOW[0], pct=10.0, base="population"), *(goal(code, pct=10.0) for code in BELOW[1:])]
    assert outcome(one, bases=bases)[0] == "other_base"


def test_without_denominators_only_rates_on_one_side_tell():
    def rates(*levels):
        return [goal("464", pct=10.0), *(goal(code, pct=level) for code, level in zip(BELOW, levels, strict=True))]

    assert outcome(rates(*[9.0] * 9, *[11.0] * 9))[0] == "no_denominator"
    assert outcome(rates(*[9.0] * 9, *[10.0] * 9))[0] == "short"
    assert outcome(rates(*[10.0] * 18))[0] == "adds_up"
    assert outcome(rates(*[10.0] * 17, 12.0))[0] == "over"


def test_parts_that_a_lower_unit_is_set_stand_for_their_sum():
    lower = [goal(code, persons=50, indicator=part) for code in BELOW for part in ("si_compulsory", "si_voluntary")]
    assert outcome([goal("464", persons=1800, indicator="si"), *lower]) == ("adds_up", 0)


def test_increases_are_added_to_increases_only():
    planned = [{"area_code": code, "indicator": "ui", "measure": "increase", "value": 10, "period": "2025-12-31"} for code in BELOW]
    planned.append({"area_code": "464", "indicator": "ui", "measure": "increase", "value": 190, "period": "2025-12-31"})
    upper, _ = added([goal("464", persons=5000)], planned=planned)
    assert upper["measure"].tolist() == ["increase"]
    assert (upper.iloc[0]["status"], upper.iloc[0]["difference_persons"]) == ("short", -10)


def test_what_the_lower_ones_would_have_to_be():
    goals = [goal("464", persons=3600), *(goal(code, persons=100) for code in BELOW)]
    bases = [base("464", 18_000), *(base(code, 1_000) for code in BELOW)]
    point = {"indicator": "ui", "path": "plan", "period": "2024-12-31", "base": WORKING_AGE, "segment": 1}
    points = [point | {"area_code": code, "coverage_pct": 10.0 + number % 2} for number, code in enumerate(BELOW)]
    given = [goal("464", pct=20.0, persons=3600), *goals[1:]]
    upper, units = added(given, bases, points)
    assert (upper.iloc[0]["same_rate_pct"], upper.iloc[0]["same_rise_pp"]) == (20.0, pytest.approx(9.5))
    assert units["same_rate_persons"].tolist() == [200] * 18
    assert set(units["same_rise_pct"].round(6)) == {19.5, 20.5}


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(st.integers(0, 5_000), min_size=18, max_size=18), st.integers(-3, 3))
def test_the_parts_of_a_whole_add_up_and_nothing_else_does(parts, more):
    goals = [goal("464", persons=sum(parts) + 3), *(goal(code, persons=n) for code, n in zip(BELOW, parts, strict=True))]
    goals[1]["target_persons"] += 3 + more
    status, difference = outcome(goals)
    assert difference == more
    assert status == {0: "adds_up", 1: "over", -1: "short"}[int(np.sign(more))]


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 10_000)), min_size=1, max_size=12), st.floats(0, 1))
def test_the_same_rise_reaches_the_total_and_leaves_nobody_beyond_everybody(units, share):
    start, persons = (np.array(each, dtype=float) for each in zip(*units, strict=True))
    low, high = (start * persons).sum() / 100, persons.sum()
    total = low + share * (high - low)
    (rise,) = same_rise(start, persons, np.zeros(len(start), dtype=int), [total])
    assert (np.minimum(start + rise, 100) * persons).sum() / 100 == pytest.approx(total, rel=1e-9, abs=1e-6)


def test_more_people_than_there_are_cannot_be_reached():
    assert np.isnan(same_rise([10.0], [100], [0], [101.0])).all()


def test_vinh_linh_adds_up_but_for_one_person_in_unemployment_insurance(processed):
    rows = processed["cascade"].query("area_code == '464'").set_index(["indicator", "year"])
    assert set(rows["units"]) == set(rows["units_counted"]) == {18}
    off = rows[rows["status"] != "adds_up"]
    assert set(off.index) == {("ui", year) for year in (2023, 2024, 2025)}
    assert (off["difference_persons"].tolist(), set(off["status"])) == ([1, 1, 1], {"over"})
    assert rows.loc[("si", 2025), "sum_persons"] == 13_975  # the communes are set the two schemes, never their sum


def test_the_nation_and_what_is_seen_of_its_provinces(processed):
    rows = processed["cascade"].query("area_code == 'VN'").set_index(["indicator", "year", "source_id"])
    decision = rows.loc[("hi", 2025, "qd546-2022")]
    assert (decision["status"], decision["units"], len(decision["missing"].split())) == ("incomplete", 63, 40)
    assert rows.loc[("si", 2030, "nq403-2025"), ["status", "units"]].tolist() == ["incomplete", 34]  # provinces since July 2025
    assert rows.loc[("si", 2025, "nq28-2018"), "other_base"] == "01"  # Hà Nội counts over the working-age population


def test_the_districts_of_hai_duong(processed):
    rows = processed["cascade"].query("area_code == '30'").set_index(["indicator", "measure"])
    assert rows.loc[("si_voluntary", "rate_pct"), ["status", "units_counted"]].tolist() == ["incomplete", 9]
    assert rows.loc[("hi_household", "increase"), ["target_persons", "sum_persons"]].tolist() == [38_154, 25_392]
