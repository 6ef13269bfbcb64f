import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.model.gaps.sensitivity import flip_counts, sensitivity, tipping_denominator
from coverage_lib.vocabulary.table_schemas import empty, schema
from tests.builders import WORKING_AGE, frame

DAY = "2021-12-31"
OTHER = "labour_force_15plus"
BREAK = {
    "break_id": "b",
    "area_code": "",
    "base": OTHER,
    "period": "2021-01-01",
    "source_id": "gso",
    "message": "a",
    "message_en": "b",
}


def base(persons, code=OTHER, period=DAY, area="30", **fields):
    row = {"area_code": area, "period": period, "base": code, "source_id": "gso", "persons": persons, "method": "published"}
    return row | {"basis": "actual", "obs_status": "A", "cell": "S!A1"} | fields


def count(n=45_000, period=DAY, area="30", **fields):
    row = {"area_code": area, "indicator": "si", "basis": "actual", "period": period, "source_id": "vss", "participants": n}
    return row | {"rounded_to": 1, "obs_status": "A", "cell": "S!B1"} | fields


def drawn(n=45_000, persons=90_000, **fields):
    row = count(n) | {"path": "actual", "base": WORKING_AGE, "persons": persons, "segment": 1, "method": "counts"}
    return row | {"coverage_pct": 100 * n / persons} | fields


def held(pct=45.0, area="30", **fields):
    row = {"area_code": area, "indicator": "si", "target_year": 2025, "source_id": "plan", "target_area_code": area}
    row |= {"base": WORKING_AGE, "basis": "actual", "period": DAY, "target_pct": pct, "verdict_pace": "on_track"}
    return (
        row | {name: "not_defined" for name in ("verdict_eurostat", "verdict_un", "verdict_linear", "verdict_milestone")} | fields
    )


def judged(gaps, points, bases, coverage=(), breaks=()):
    table = sensitivity(
        frame("gap", *gaps),
        frame("trajectory", *points),
        frame("denominators", *bases) if bases else empty("denominators"),
        frame("coverage", *coverage) if coverage else empty("coverage"),
        frame("breaks", *breaks) if breaks else empty("breaks"),
    )
    schema("sensitivity").validate(table)
    return table


# ---------------------------------------------------------------- the tipping denominator


@given(st.integers(1, 10**8), st.floats(0.1, 100))
def test_at_the_tipping_denominator_the_rate_is_the_target(participants, target):
    assert 100 * participants / tipping_denominator(participants, target) == pytest.approx(target, rel=1e-12)


@given(st.integers(1, 10**6), st.floats(1, 100), st.integers(1, 10**7))
def test_one_side_of_it_reaches_the_target_and_the_other_does_not(participants, target, persons):
    tipping = float(tipping_denominator(participants, target))
    rate = 100 * participants / persons
    if abs(rate - target) > 1e-9 * target:
        assert (rate > target) == (persons < tipping)


# ---------------------------------------------------------------- verdicts


def test_the_targets_own_base_is_compared_and_any_other_is_a_what_if():
    table = judged([held()], [drawn()], [base(90_000, WORKING_AGE), base(110_000)]).set_index("base")
    assert table["outcome"].to_dict() == {WORKING_AGE: "reached", OTHER: "would_not_reach"}
    assert table.at[WORKING_AGE, "verdict_pace"] == "on_track"
    assert table["tipping_persons"].unique().tolist() == [100_000.0]
    assert table["distance_persons"].to_dict() == {WORKING_AGE: 10_000.0, OTHER: -10_000.0}
    assert table["distance_pct"].round(2).to_dict() == {WORKING_AGE: 11.11, OTHER: -9.09}
    assert table["flips"].all()


def test_over_another_base_nothing_is_ever_met_or_missed():
    years = [count(period=f"{year}-12-31") | {"base": OTHER, "persons": 100_000, "coverage_pct": 20.0 + year - 2018,
             "method": "counts", "persons_known_to": 1} for year in (2018, 2021)]  # fmt: skip
    goals = [held(target_year=target_year) for target_year in (2020, 2025)]
    for n in (30_000, 90_000):
        table = judged(goals, [drawn(n)], [base(100_000)], coverage=years)
        assert len(table) == 2
        assert not set(table["verdict_pace"]) & {"met", "missed", "plan_meets", "plan_short"}
        assert set(table["outcome"]) <= {"would_reach", "would_not_reach"}


def test_the_pace_over_another_base_is_that_of_its_own_rates():
    first = count(40_000, period="2018-12-31") | {"base": OTHER, "persons": 200_000, "coverage_pct": 20.0, "method": "counts"}
    first |= {"persons_known_to": 1}
    (row,) = judged([held()], [drawn(58_000)], [base(200_000)], coverage=[first]).to_dict("records")
    # 20 to 29 per cent in three years; 16 points are left for four: 3 of 4 points a year
    assert (row["coverage_pct"], row["verdict_pace"]) == (29.0, "too_slow")
    (cut,) = judged([held()], [drawn(58_000)], [base(200_000)], coverage=[first], breaks=[BREAK]).to_dict("records")
    assert cut["verdict_pace"] == "not_defined"


def test_what_rounding_leaves_open_flips_nothing():
    table = judged([held()], [drawn(45_000, rounded_to=1_000)], [base(100_000), base(120_000, WORKING_AGE)])
    assert table.set_index("base")["outcome"].to_dict() == {OTHER: "open", WORKING_AGE: "not_reached"}
    assert not table["flips"].any()


def test_the_last_count_stands_in_for_a_rate_without_one_and_takes_no_verdict():
    earlier = drawn(44_000, period="2020-12-31")
    only_rate = drawn() | {"participants": None, "persons": None}
    table = judged([held()], [earlier, only_rate], [base(90_000, WORKING_AGE, period="2020-12-31")])
    assert table[["period", "participants", "verdict_pace"]].astype(str).values.tolist() == [["2020-12-31", "44000", "not_defined"]]


def test_targets_in_persons_and_figures_without_a_count_stay_out():
    assert judged([held(pct=None, base="")], [drawn()], [base(90_000, WORKING_AGE)]).empty
    assert judged([held()], [drawn() | {"participants": None}], [base(90_000, WORKING_AGE)]).empty


def test_flips_are_counted_over_units():
    gaps = [held(area=area) for area in ("30", "31", "33")]
    points = [drawn(area_code=area) for area in ("30", "31", "33")]
    bases = [base(n, code, area=area) for area, n, code in (
        ("30", 90_000, WORKING_AGE), ("30", 110_000, OTHER), ("31", 90_000, WORKING_AGE), ("31", 99_000, OTHER),
        ("33", 90_000, WORKING_AGE))]  # fmt: skip
    found = flip_counts(judged(gaps, points, bases))
    schema("flip_counts").validate(found)
    counted = found.set_index("area_code")[["units_judged", "units_compared", "units_flipping"]]
    assert {code: tuple(row) for code, *row in counted.itertuples()} == {
        "30": (1, 1, 1), "31": (1, 1, 0), "33": (1, 0, 0), "VN": (3, 2, 1)
    }  # fmt: skip


# ---------------------------------------------------------------- the committed documents


def test_dong_nai_over_the_labour_force_is_a_what_if(processed):
    rows = processed["sensitivity"].query("area_code == '75' and indicator == 'ui' and target_year == 2025")
    found = rows.set_index("base")[["coverage_pct", "outcome"]]
    assert found["coverage_pct"].round(2).to_dict() == {"eligible_ui": 95.0, OTHER: 46.5}
    assert set(found["outcome"]) == {"would_reach"}
    assert set(rows["target_base"]) == {WORKING_AGE}


def test_tipping_and_distance_agree_with_the_side_of_the_level(processed):
    rows = processed["sensitivity"]
    assert len(rows) > 200
    at_tipping = 100 * rows["participants"].astype(float) / rows["tipping_persons"]
    assert np.allclose(at_tipping, rows["target_pct"])
    sure = rows[(rows["method"] != "implied") & (rows["outcome"] != "open")]
    assert (sure["outcome"].isin(["reached", "would_reach"]) == (sure["distance_persons"] >= 0)).all()
    own = rows["base"] == rows["target_base"]
    assert set(rows.loc[~own, "outcome"]) <= {"would_reach", "would_not_reach", "open"}
    assert not set(rows.loc[~own, "verdict_pace"]) & {"met", "missed"}
    assert pd.notna(rows["denominator_period"]).all()
