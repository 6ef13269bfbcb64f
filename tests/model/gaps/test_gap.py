import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.model.gaps.applicable_targets import applicable_targets
from coverage_lib.model.gaps.compared_figures import Points
from coverage_lib.model.gaps.gap import gap, persons_needed
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import schema
from coverage_lib.vocabulary.terms import terms
from tests.builders import WORKING_AGE, frame

HUNDREDTHS = st.integers(1, 10_000)
COMMUNES = children("464")


def point(**given):
    usual = {
        "area_code": "464",
        "indicator": "si",
        "path": "actual",
        "base": WORKING_AGE,
        "obs_status": "A",
        "segment": 1,
        "method": "counts",
        "source_id": "seen",
    }
    row = usual | given
    if row.get("participants") and row.get("persons"):
        row.setdefault("coverage_pct", 100 * row["participants"] / row["persons"])
    return row | {"period": f"{row['period']}-12-31" if isinstance(row["period"], int) else row["period"]}


def goal(year=2025, pct=45.0, **given):
    usual = {
        "area_code": "464",
        "indicator": "si",
        "source_id": "goal",
        "base": WORKING_AGE,
        "authority": "binding",
        "in_force": True,
    }
    return usual | {"year": year, "target_pct": pct} | given


def judged(points, goals):
    found = gap(frame("trajectory", *points), frame("targets", *goals))
    schema("gap").validate(found)
    return found


def one(points, goals):
    """The one gap of the unit of the first figure."""
    found = judged(points, goals)
    (row,) = found[found["area_code"] == points[0]["area_code"]].to_dict("records")
    return row


# ---------------------------------------------------------------- people that a rate takes


@given(HUNDREDTHS, st.integers(0, 120_000_000))
def test_people_needed_are_exact_for_every_printed_target_and_every_denominator(hundredths, persons):
    exact = math.ceil(Fraction(hundredths, 100) * persons / 100)
    assert int(persons_needed(hundredths / 100, persons)) == exact


@pytest.mark.parametrize(
    ("pct", "persons", "needed"),
    [
        (45.0, 7969, 3587),
        (45.0, 100, 45),
        (34.7, 97_291_000, 33_759_977),
        (95.15, 13_250, 12_608),
        (0.0, 5, 0),
        (100.0, 13, 13),
        (0.01, 1, 1),
    ],
)
def test_people_needed(pct, persons, needed):
    assert persons_needed(pct, persons) == needed


# ---------------------------------------------------------------- the gap


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 20_000), HUNDREDTHS), min_size=1, max_size=len(COMMUNES)))
def test_points_and_people_have_one_sign(figures):
    given = dict(zip(COMMUNES, figures, strict=False))
    points = [
        point(area_code=code, period=2025, participants=count, persons=persons, coverage_pct=100 * count / persons)
        for code, (count, persons, _) in given.items()
    ]
    found = judged(points, [goal(area_code=code, pct=hundredths / 100) for code, (_, _, hundredths) in given.items()])
    assert len(found) == len(figures)
    assert ((found["gap_pp"] < 0) == (found["gap_persons"] < 0)).all()
    assert (found["verdict_pace"] == found["gap_pp"].lt(0).map({True: "missed", False: "met"})).all()
    exact = {
        code: count - math.ceil(Fraction(hundredths, 100) * persons / 100) for code, (count, persons, hundredths) in given.items()
    }
    assert found.set_index("area_code")["gap_persons"].to_dict() == exact


def test_ho_xa_lacks_912_people_to_45_per_cent_in_2025():
    row = one([point(area_code="19363", path="plan", period=2025, participants=2675, persons=7969)], [goal(area_code="VN")])
    assert row["gap_persons"] == -912
    assert row["gap_pp"] == pytest.approx(100 * 2675 / 7969 - 45)
    assert (row["target_area_code"], row["basis"], row["verdict_pace"]) == ("VN", "plan", "plan_short")


def test_a_target_met_exactly_in_its_year_is_met_in_that_year():
    points = [point(period=2024, participants=40, persons=100), point(period=2025, participants=45, persons=100)]
    row = one(points, [goal(2025)])
    assert (row["verdict_pace"], row["gap_persons"], row["period"].year) == ("met", 0, 2025)


def test_94_96_has_not_met_95():
    row = one(
        [point(indicator="hi", base="population", period=2025, participants=9496, persons=10_000)],
        [goal(indicator="hi", base="population", pct=95.0)],
    )
    assert (row["verdict_pace"], row["gap_persons"]) == ("missed", -4)


def test_the_denominator_of_the_target_year_is_taken_and_otherwise_the_last_is_held_and_said_so():
    points = [point(period=2023, participants=40, persons=100), point(period=2024, participants=42, persons=110)]
    held = judged(points, [goal(2024), goal(2030)]).set_index("target_year")
    assert held["persons_at_target"].tolist() == [110, 110]
    assert held["denominator_held"].tolist() == [False, True]
    assert held.loc[2030, "gap_persons"] == 42 - 50


def test_a_year_that_is_over_is_judged_by_a_figure_of_its_own_year_only():
    points = [point(period=2022, participants=30, persons=100), point(period=2024, participants=50, persons=100)]
    found = judged(points, [goal(2022, 35.0), goal(2023, 35.0), goal(2025, 55.0)]).set_index("target_year")
    assert found["verdict_pace"].to_dict() == {2022: "missed", 2023: "no_actual", 2025: "on_track"}
    assert pd.isna(found.loc[2023, "coverage_pct"])


def test_a_figure_within_the_year_neither_meets_nor_misses_once_a_later_one_is_known():
    points = [point(period="2021-10-31", participants=28, persons=100, segment=0), point(period=2024, participants=50, persons=100)]
    assert one(points, [goal(2021, 35.0)])["verdict_pace"] == "not_defined"


def test_observed_and_required_pace():
    points = [point(period=2020, participants=30, persons=100), point(period=2024, participants=40, persons=100)]
    row = one(points, [goal(2030, 60.0)])
    assert row["pace_observed_pp"] == pytest.approx(2.5)
    assert row["pace_required_pp"] == pytest.approx(20 / 6)
    assert row["verdict_pace"] == "too_slow"


def test_the_pace_does_not_cross_a_break():
    points = [
        point(period=2019, participants=10, persons=100, segment=1), point(period=2022, participants=40, persons=100, segment=2),
        point(period=2024, participants=42, persons=100, segment=2),
    ]  # fmt: skip
    assert one(points, [goal(2030, 60.0)])["pace_observed_pp"] == pytest.approx(1.0)


def test_the_first_figure_after_a_break_has_no_pace():
    points = [
        point(period=2019, participants=10, persons=100, segment=1),
        point(period=2024, participants=40, persons=100, segment=2),
    ]
    row = one(points, [goal(2030, 60.0)])
    assert math.isnan(row["pace_observed_pp"])
    assert row["verdict_pace"] == "not_defined"


def test_rates_over_another_base_are_not_compared():
    row = one([point(base="eligible_si_compulsory", period=2025, participants=95, persons=100)], [goal(2025)])
    assert (row["verdict_pace"], row["verdict_un"]) == ("other_base", "other_base")
    assert math.isnan(row["gap_pp"])
    assert pd.isna(row["gap_persons"])


def test_persons_without_a_denominator_have_no_rate():
    row = one([point(base="", period=2024, participants=95, persons=None, coverage_pct=None)], [goal(2025)])
    assert row["verdict_pace"] == "no_rate"


@pytest.mark.parametrize(("participants", "verdict", "missing"), [(900, "not_defined", -100), (1000, "met", 0), (1100, "met", 100)])
def test_targets_in_persons_are_compared_in_persons(participants, verdict, missing):
    row = one([point(period=2024, participants=participants, persons=2000)], [goal(2030, None, target_persons=1000, base="")])
    assert (row["verdict_pace"], row["gap_persons"]) == (verdict, missing)
    assert math.isnan(row["gap_pp"])


def test_a_target_in_persons_whose_year_is_over_is_missed():
    row = one([point(period=2024, participants=900, persons=2000)], [goal(2024, None, target_persons=1000, base="")])
    assert row["verdict_pace"] == "missed"


@pytest.mark.parametrize(
    ("printed", "half", "verdict"),
    [(95.16, 0.005, "met"), (95.3, 0.05, "met"), (95.2, 0.1, "not_defined"), (95.1, 0.1, "not_defined"), (95.0, 0.5, "not_defined"),
     (95.1, 0.005, "missed"), (94.0, 0.5, "missed")],
)  # fmt: skip
def test_a_rounded_rate_within_its_own_rounding_of_the_target_decides_nothing(printed, half, verdict):
    seen = point(period=2025, coverage_pct=printed, lower_pct=printed - half, upper_pct=printed + half, method="printed")
    assert one([seen], [goal(2025, 95.15)])["verdict_pace"] == verdict


def test_a_counted_rate_is_not_rounded_and_decides():
    assert one([point(period=2025, participants=9514, persons=10_000)], [goal(2025, 95.15)])["verdict_pace"] == "missed"


def test_the_milestone_is_that_of_the_year_of_the_figure():
    goals = [goal(2024, 40.0), goal(2025, 45.0), goal(2030, 60.0)]
    found = judged([point(period=2024, participants=398, persons=1000)], goals).set_index("target_year")
    assert found.loc[2030, "verdict_milestone"] == "near"
    assert found.loc[2025, "verdict_milestone"] == "near"


@pytest.mark.parametrize(("status", "basis"), [("A", "actual"), ("P", "provisional"), ("E", "estimate")])
def test_the_kind_of_the_figure_is_said(status, basis):
    assert one([point(period=2025, participants=45, persons=100, obs_status=status)], [goal()])["basis"] == basis


def test_a_unit_with_observed_figures_is_never_judged_by_its_plan():
    points = [
        point(period=2023, participants=30, persons=100),
        point(period=2025, path="plan", participants=50, persons=100, source_id="plan"),
    ]
    row = one(points, [goal(2025)])
    assert (row["basis"], row["period"].year) == ("actual", 2023)


def test_a_plan_is_not_held_against_its_own_targets():
    points = [point(period=2025, path="plan", participants=50, persons=100, source_id="goal")]
    assert one(points, [goal(2025)])["verdict_pace"] == "no_actual"


@pytest.mark.parametrize(("participants", "verdict"), [(45, "plan_meets"), (44, "plan_short")])
def test_a_plan_reaches_a_target_of_another_document_or_falls_short(participants, verdict):
    points = [point(period=2025, path="plan", participants=participants, persons=100, source_id="plan")]
    row = one(points, [goal(2025)])
    assert {row[name] for name in row if name.startswith("verdict_")} == {verdict}


# ---------------------------------------------------------------- which targets apply


def applies(points, goals):
    found = applicable_targets(frame("targets", *goals), Points(frame("trajectory", *points)))
    return {(row.area_code, row.target_year, row.target_area_code, row.source_id) for row in found.itertuples()}


def test_a_unit_without_targets_of_its_own_is_held_against_the_nearest_unit_above():
    goals = [goal(area_code="VN", source_id="nation"), goal(area_code="45", source_id="province", pct=50.0)]
    found = applies([point(area_code="19363", period=2024)], goals)
    assert {each for each in found if each[0] == "19363"} == {("19363", 2025, "45", "province")}


def test_two_documents_of_the_nearest_unit_both_apply():
    found = applies([point(period=2024)], [goal(area_code="VN", source_id="a"), goal(area_code="VN", source_id="b")])
    assert {each[3] for each in found if each[0] == "464"} == {"a", "b"}


def test_own_targets_come_first_year_by_year():
    found = applies(
        [point(period=2024)],
        [goal(2025), goal(2025, area_code="VN", source_id="nation"), goal(2030, area_code="VN", source_id="nation")],
    )
    assert {each[1:] for each in found if each[0] == "464"} == {(2025, "464", "goal"), (2030, "VN", "nation")}


def test_the_targets_of_the_assigning_plan_leave_those_above_in_place():
    points = [point(area_code="19363", path="plan", period=2025, source_id="plan")]
    found = applies(points, [goal(area_code="19363", source_id="plan"), goal(area_code="VN", source_id="nation")])
    assert {each[1:] for each in found if each[0] == "19363"} == {(2025, "19363", "plan"), (2025, "VN", "nation")}


@pytest.mark.parametrize("year", [2021, 2023, 2026])
def test_only_the_reference_years_are_inherited(year):
    assert {each[0] for each in applies([point(period=2020)], [goal(year, area_code="VN")])} == {"VN"}


def test_targets_in_persons_are_never_inherited():
    goals = [goal(2030, None, target_persons=29_334_000, base="", area_code="VN")]
    assert {each[0] for each in applies([point(period=2024)], goals)} == {"VN"}


def test_what_is_not_in_force_applies_to_nobody():
    assert applies([point(period=2024)], [goal(in_force=False), goal(area_code="VN", in_force=False)]) == set()


def test_other_indicators_are_not_inherited():
    assert {each[0] for each in applies([point(period=2024)], [goal(area_code="VN", indicator="hi", base="population")])} == {"VN"}


# ---------------------------------------------------------------- the committed figures


def test_every_shortfall_is_negative_in_points_and_in_people(processed):
    rows = processed["gap"]
    same = rows[rows["gap_pp"].notna() & rows["gap_persons"].notna() & (rows["persons"] == rows["persons_at_target"])]
    assert len(same) > 200
    assert ((same["gap_pp"] < 0) == (same["gap_persons"] < 0)).all()


def test_every_gap_is_its_figure_less_its_target(processed):
    rows = processed["gap"]
    points = rows[rows["gap_pp"].notna()]
    assert (points["gap_pp"] - (points["coverage_pct"] - points["target_pct"])).abs().max() < 1e-9
    people = rows[rows["gap_pp"].notna() & rows["gap_persons"].notna()]
    exact = [math.ceil(Fraction(str(row.target_pct)) * int(row.persons_at_target) / 100) for row in people.itertuples()]
    assert (people["participants"] - people["gap_persons"]).tolist() == exact
    persons = rows[rows["target_pct"].isna() & rows["gap_persons"].notna()]
    assert len(persons) > 5
    assert (persons["gap_persons"] == persons["participants"] - persons["target_persons"]).all()


def test_ho_xa_in_the_committed_documents(processed):
    rows = processed["gap"].set_index(["area_code", "indicator", "target_year", "source_id"])
    row = rows.loc[("19363", "si", 2025, "nq28-2018")]
    assert (row["participants"], row["persons"], row["gap_persons"], row["basis"]) == (2675, 7969, -912, "plan")


def test_rates_over_persons_subject_to_a_scheme_are_never_held_against_labour_force_targets(processed):
    eligible = {code for code, entry in terms("base").items() if entry["kind"] == "eligible"}
    rows = processed["gap"][(processed["gap"]["area_code"] == "75") & (processed["gap"]["target_area_code"] == "VN")]
    drawn = processed["trajectory"].query("area_code == '75'").set_index("indicator")["base"]
    assert set(drawn) & eligible == {"eligible_si_compulsory", "eligible_si_voluntary", "eligible_ui"}
    over_labour_force = rows[rows["base"] == WORKING_AGE]
    assert len(over_labour_force) >= 6
    assert over_labour_force["gap_pp"].isna().all()
    assert set(over_labour_force["verdict_pace"]) <= {"other_base", "no_rate", "no_actual"}


def test_no_target_in_persons_is_inherited_in_the_committed_documents(processed):
    rows = processed["gap"]
    assert (
        rows.loc[rows["target_pct"].isna(), "target_area_code"].tolist()
        == rows.loc[rows["target_pct"].isna(), "area_code"].tolist()
    )
