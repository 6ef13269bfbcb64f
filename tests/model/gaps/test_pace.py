import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.model.gaps.gap import gap
from coverage_lib.model.gaps.pace import gross_enrolment, persons_to_hold
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, frame
from tests.model import sample_series as series


def goal(year, pct=None, **given):
    return {
        "area_code": "464", "indicator": "si", "source_id": "goal", "base": WORKING_AGE if pct else "", "in_force": True, "year": year,
        "target_pct": pct,
    } | given  # fmt: skip


def counted(counts, **given):
    """{year: (participants, persons)}"""
    return [
        series.observed({at: 100 * n / d}, participants=n, persons=d, rounded_to=1, persons_known_to=1, **given)[0]
        for at, (n, d) in counts.items()
    ]


def row(points, goals, exit_rates=None):
    table = gap(series.table(*points), frame("targets", *goals), exit_rates)
    schema("gap").validate(table)
    (found,) = table.to_dict("records")
    return found


COUNTS = {2022: (2_000, 8_000), 2024: (2_400, 8_000)}


def test_pace_in_people():
    found = row(counted(COUNTS), [goal(2028, 50.0)])
    assert found["pace_observed_persons"] == 200.0
    assert found["pace_required_persons"] == (4_000 - 2_400) / 4
    assert found["pace_since"] == pd.Timestamp("2022-12-31")
    assert found["pace_since_pct"] == 25.0
    assert (found["coverage_pct"] - found["pace_since_pct"]) / 2 == found["pace_observed_pp"]


def test_of_the_people_needed_some_only_keep_the_rate():
    found = row(counted({2022: (2_000, 8_000), 2024: (2_400, 8_820)}), [goal(2028, 50.0)])
    assert found["denominator_growth_pct"] == pytest.approx(5.0)
    assert found["persons_to_hold"] == pytest.approx(2_400 * (1.05**4 - 1) / 4)
    assert found["pace_required_persons"] == (4_410 - 2_400) / 4  # the denominator of 2024 held, as in the gap
    assert row(counted(COUNTS), [goal(2028, 50.0)])["persons_to_hold"] == 0.0  # a denominator that stood still
    assert np.isnan(row(counted({2024: (2_400, 8_000)}), [goal(2028, 50.0)])["persons_to_hold"])  # nothing known of its growth


@given(st.integers(1, 10**6), st.integers(10**6, 10**7), st.floats(0.5, 2.0), st.integers(1, 20))
def test_holding_people_hold_the_rate(participants, persons, growth, years):
    hold = persons_to_hold(participants, persons, persons * growth, years)
    assert 100 * (participants + years * hold) / (persons * growth) == pytest.approx(100 * participants / persons)


def test_gross_enrolment_adds_those_who_leave():
    rates = pd.DataFrame({"area_code": ["", "464"], "indicator": ["si", "si"], "exit_rate": [0.02, 0.05]})
    assert row(counted(COUNTS), [goal(2028, 50.0)], rates)["enrolment_required_persons"] == pytest.approx(400 + 0.05 * 2_400)
    assert row(counted(COUNTS), [goal(2028, 50.0)], rates[:1])["enrolment_required_persons"] == pytest.approx(400 + 0.02 * 2_400)
    assert np.isnan(row(counted(COUNTS), [goal(2028, 50.0)])["enrolment_required_persons"])
    assert float(gross_enrolment(-200, 2_000, 0.2)) == 200.0


def test_a_target_in_people_is_paced_in_people():
    found = row(counted(COUNTS), [goal(2026, target_persons=3_000)])
    assert (found["pace_observed_persons"], found["pace_required_persons"]) == (200.0, 300.0)
    assert np.isnan(found["pace_since_pct"])


@pytest.mark.parametrize(
    ("points", "goals"),
    [
        (counted({2024: (2_400, 8_000)}), [goal(2023, 50.0)]),  # the year is over before the first figure
        (counted(COUNTS), [goal(2028, 20.0)]),  # reached
        (counted(COUNTS), [goal(2024, 50.0)]),  # the year is over
    ],
)
def test_nothing_is_required_of_what_is_met_or_over(points, goals):
    assert np.isnan(row(points, goals)["pace_required_persons"])


def test_one_year_end_has_no_pace():
    found = row(counted({2024: (2_400, 8_000)}), [goal(2028, 50.0)])
    assert np.isnan(found["pace_observed_persons"])
    assert found["pace_since"] is pd.NaT or pd.isna(found["pace_since"])
    assert found["pace_required_persons"] == 400.0


def test_no_base_of_zero_people_divides():
    assert np.isnan(persons_to_hold(0, 0, 100, 5))
    assert np.isnan(persons_to_hold(10, 100, 110, 0))


def test_inputs_of_every_verdict_stand_beside_it(processed):
    rows = processed["gap"]
    paced = rows[rows["pace_observed_pp"].notna()]
    years = paced["period"].dt.year - paced["pace_since"].dt.year
    assert len(paced) > 5
    assert ((paced["coverage_pct"] - paced["pace_since_pct"]) / years).tolist() == pytest.approx(paced["pace_observed_pp"].tolist())
    judged = rows[~rows["verdict_milestone"].isin(["not_defined"]) & rows["verdict_milestone"].isin(["met", "near", "short"])]
    own = judged[(judged["gap_pp"] < 0) & judged["period"].dt.year.lt(judged["target_year"])]
    assert len(own) > 5
    met = own["coverage_pct"] >= own["milestone_pct"]
    assert met.tolist() == own["verdict_milestone"].eq("met").tolist()
    assert own["milestone_pct"].isin(processed["targets"]["target_pct"]).all()


def test_people_and_points_tell_the_same_where_the_denominator_is_held(processed):
    rows = processed["gap"]
    held = rows[rows["denominator_held"] & rows["pace_required_persons"].notna() & rows["pace_required_pp"].notna()]
    held = held[held["rounded_to"] == 1]
    assert len(held) > 50
    by_points = held["pace_required_pp"] / 100 * held["persons"].astype("float64")
    extra = held["pace_required_persons"] - by_points
    assert ((extra >= -1e-6) & (extra < 1)).all()  # the people a target takes are rounded up
