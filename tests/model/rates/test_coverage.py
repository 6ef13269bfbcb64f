import pandas as pd
import pytest

from coverage_lib.model.rates.coverage import coverage
from coverage_lib.model.rates.denominators import denominators
from coverage_lib.model.rates.enrolment import enrolment
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, denominator, figure, frame, observations

SOURCES = frame(
    "sources",
    *(
        {"source_id": name, "kind": kind, "confidence": confidence}
        for name, kind, confidence in (
            ("a", "plan", "high"),
            ("press", "participation", "medium"),
            ("office", "denominators", "high"),
            ("other", "denominators", "low"),
        )
    ),
)


def found(*rows):
    seen = observations(*rows)
    table = coverage(seen, enrolment(seen), denominators(seen), SOURCES)
    schema("coverage").validate(table)
    return table


def one(*rows):
    (row,) = found(*rows).to_dict("records")
    return row


def actual(indicator, value, **fields):
    return figure(indicator, value, **{"basis": "actual", "source_id": "press"} | fields)


def test_a_rate_is_recomputed_from_counts_in_full_precision_and_never_taken_as_printed():
    row = one(figure("ui", 1499), denominator(7800), figure("ui", 99.9, base=WORKING_AGE))
    assert row["coverage_pct"] == 100 * 1499 / 7800
    assert (row["method"], row["persons"], row["cell"]) == ("counts", 7800, "PL!A1 / PL!A2")


def test_joined_counts_are_summed_before_they_are_divided():
    rows = found(figure("si_compulsory", 1499), figure("si_voluntary", 850), denominator(7800)).set_index("indicator")
    assert rows.loc["si", "coverage_pct"] == 100 * 2349 / 7800
    assert rows.loc["si", "coverage_pct"] == pytest.approx(
        rows.loc["si_compulsory", "coverage_pct"] + rows.loc["si_voluntary", "coverage_pct"]
    )


@pytest.mark.parametrize(
    ("indicator", "base", "fits"),
    [
        ("si", WORKING_AGE, True),
        ("si", "labour_force_15plus", True),
        ("si", "population", False),
        ("hi", "population", True),
        ("hi", WORKING_AGE, False),
        ("si_compulsory", "eligible_si_compulsory", True),
        ("si_voluntary", "eligible_si_compulsory", False),
        ("si", "eligible_si_compulsory", False),
        ("ui", "eligible_ui", True),
        ("hi_household", "population", False),
        ("ui", "population", False),
    ],
)
def test_only_a_base_that_fits_the_indicator_makes_a_rate(indicator, base, fits):
    assert len(found(figure(indicator, 50), denominator(100, base=base))) == fits


@pytest.mark.parametrize("other", [{"area_code": "45"}, {"period": "2025-12-31"}])
def test_counts_of_another_unit_or_day_are_not_divided(other):
    assert found(figure("ui", 50), denominator(100) | other).empty


def test_observed_participants_are_divided_by_the_most_trusted_release():
    rows = [
        actual("ui", 50), denominator(100, source_id="office", base="labour_force_15plus", basis="actual"),
        denominator(200, source_id="other", base="labour_force_15plus", basis="actual"),
    ]  # fmt: skip
    row = one(*rows)
    assert (row["persons"], row["source_id"], row["cell"]) == (100, "press", "PL!A1 / office:PL!A2")


@pytest.mark.parametrize("method", ["adjusted", "apportioned"])
def test_a_rate_over_a_base_that_nobody_counted_says_so(method):
    seen = observations(actual("ui", 50), denominator(100, source_id="office", base="labour_force_15plus", basis="actual"))
    (row,) = coverage(seen, enrolment(seen), denominators(seen).assign(method=method), SOURCES).to_dict("records")
    assert (row["coverage_pct"], row["method"]) == (50.0, method)


def test_a_plan_stands_over_a_release_only_where_it_prints_no_denominator():
    released = denominator(100, source_id="office", base="labour_force_15plus", basis="actual")
    assert found(figure("ui", 50), released)[["base", "coverage_pct"]].values.tolist() == [["labour_force_15plus", 50.0]]
    own = found(figure("ui", 50), denominator(200), released)
    assert set(own["base"]) == {"labour_force_working_age"}


def test_a_printed_rate_implies_its_denominator():
    row = one(actual("si", 17_240_000), actual("si", 34.84, base=WORKING_AGE))
    assert (row["persons"], row["coverage_pct"], row["method"]) == (49_483_352, 34.84, "implied")


def test_a_rate_alone_has_no_counts():
    row = one(actual("si", 45.1, base=WORKING_AGE))
    assert (row["coverage_pct"], row["method"], row["cell"]) == (45.1, "printed", "PL!A1")
    assert (found(actual("si", 45.1, base=WORKING_AGE))[["participants", "persons"]].isna()).all(axis=None)


def test_a_plan_is_never_divided_by_an_observed_denominator_nor_the_other_way_round():
    assert found(figure("ui", 50), denominator(100, basis="actual")).empty
    assert found(figure("ui", 50, basis="actual"), denominator(100)).empty
    assert len(found(figure("ui", 50, basis="estimate"), denominator(100, basis="actual"))) == 1


@pytest.mark.parametrize(
    ("printed", "value", "low", "high"),
    [("34,84", 34.84, 34.835, 34.845), ("42,70", 42.7, 42.695, 42.705), ("45", 45.0, 44.5, 45.5)],
)
def test_a_printed_rate_lies_within_half_its_last_digit(printed, value, low, high):
    row = one(actual("si", value, base=WORKING_AGE, printed=printed))
    assert (row["lower_pct"], row["upper_pct"]) == (pytest.approx(low), pytest.approx(high))


def test_a_counted_rate_has_no_limits():
    row = one(figure("ui", 50), denominator(100))
    assert pd.isna(row["lower_pct"])
    assert pd.isna(row["upper_pct"])
    assert row["persons_known_to"] == 1


def test_an_implied_denominator_is_known_no_better_than_its_rate_allows():
    # 17.24 million (to the ten thousand) at 34.84 %: from 49.46 to 49.50 million people
    row = one(actual("si", 17_240_000, printed="17.24", unit="triệu người"), actual("si", 34.84, base=WORKING_AGE, printed="34.84"))
    assert (row["persons"], row["persons_known_to"], row["rounded_to"]) == (49_483_352, 10_000, 10_000)


def test_planned_rates_are_targets_not_coverage():
    assert found(figure("si", 45.0, base=WORKING_AGE)).empty


def test_a_rate_is_no_better_than_its_weakest_count():
    assert (
        one(actual("ui", 50, obs_status="E"), denominator(100, source_id="press", basis="actual", obs_status="P"))["obs_status"]
        == "E"
    )


def test_two_sources_with_two_figures_for_one_day_stand_as_two_rows(processed):
    rows = processed["coverage"].query("area_code == 'VN' and indicator == 'si'")
    rows = rows[rows["period"] == pd.Timestamp("2022-09-30")].set_index("source_id")
    assert rows["coverage_pct"].to_dict() == {"sggp-2022-10-27": 37.01, "vietnamplus-2022-10-06": 34.84}
    assert rows["participants"].to_dict() == {"sggp-2022-10-27": 17_080_000, "vietnamplus-2022-10-06": 17_240_000}


@pytest.mark.parametrize(
    ("source", "millions"), [("vietnamplus-2022-10-06", 49.48), ("sggp-2022-10-27", 46.15), ("thoibaotaichinh-2024-01", 46.52)]
)
def test_labour_forces_implied_by_the_national_figures(processed, source, millions):
    rows = processed["coverage"].query(
        "area_code == 'VN' and indicator == 'si' and source_id == @source and base == 'labour_force_working_age'"
    )
    assert round(rows["persons"].iloc[0] / 1e6, 2) == millions


def test_every_counted_rate_is_its_counts(processed):
    rows = processed["coverage"].query("method == 'counts'")
    assert len(rows) > 250
    assert (rows["coverage_pct"] == 100 * rows["participants"].astype("float64") / rows["persons"].astype("float64")).all()


def test_no_committed_rate_stands_over_a_foreign_base(processed):
    pairs = set(zip(processed["coverage"]["indicator"], processed["coverage"]["base"], strict=True))
    over_population = {indicator for indicator, base in pairs if base == "population"}
    assert over_population == {"hi"}
    assert {pair for pair in pairs if pair[1].startswith("eligible_")} == {
        (code, f"eligible_{code}") for code in ("si_compulsory", "si_voluntary", "ui")
    }


def test_dong_nai_2019_groups_make_up_the_labour_force(processed):
    rows = processed["denominators"].query("area_code == '75' and source_id == 'dong-nai-2019'")
    rows = rows[rows["period"].dt.year == 2019].set_index("base")["persons"]
    assert (rows["eligible_si_compulsory"], rows["eligible_si_voluntary"]) == (889_810, 883_024)
