import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.model.gaps.verdicts import METHODS, RATIOS, figures, verdicts

RATES = st.integers(1, 10_000).map(lambda units: units / 100)


def one(*args, **named):
    return verdicts(figures(*args, **named)).iloc[0]


def ratio(method, *args, **named):
    return RATIOS[method](figures(*args, **named)).item()


def test_voluntary_insurance_1_0_in_2020_2_0_in_2024_target_5_0_in_2030():
    assert ratio("eurostat", 2.0, 5.0, 6, base=1.0, years=4) == pytest.approx(1.0835, abs=5e-5)
    assert ratio("un", 2.0, 5.0, 6, base=1.0, years=4) == pytest.approx(1.1642, abs=5e-5)
    assert ratio("linear", 2.0, 5.0, 6, base=1.0, years=4) == pytest.approx(0.625)
    assert ratio("pace", 2.0, 5.0, 6, base=1.0, years=4) == pytest.approx(0.5)
    assert one(2.0, 5.0, 6.0, base=1.0, years=4.0)[list(METHODS)].tolist() == [
        "far_too_slow",
        "on_track",
        "on_track",
        "too_slow",
        "not_defined",
    ]


def test_health_insurance_92_to_93_2_target_95_in_2025():
    # 92 in 2021, 93.2 in 2024: 0.50 of the way measured from the base would be 1.5 points by then, and the last year needs 1.8
    assert ratio("linear", 93.2, 95.0, 1, base=92.0, years=4) == pytest.approx(0.50)
    assert ratio("pace", 93.2, 95.0, 1, base=92.0, years=4) == pytest.approx(0.1667, abs=5e-5)


@pytest.mark.parametrize(
    ("paced", "verdict"),
    [
        (1.2, "on_track"),
        (0.95, "on_track"),
        (0.9499, "too_slow"),
        (0.60, "too_slow"),
        (0.5999, "far_too_slow"),
        (0.0, "far_too_slow"),
        (-0.01, "falling"),
    ],
)
def test_the_classes_of_the_pace(paced, verdict):
    # 10 points in 10 years are needed; the observed pace is the ratio itself
    assert one(50.0, 60.0, 10.0, base=50.0 - paced, years=1.0)["verdict_pace"] == verdict


@pytest.mark.parametrize(
    ("risen", "verdict"),
    [(5.0, "on_track"), (4.99, "too_slow"), (2.5, "too_slow"), (2.49, "far_too_slow"), (0.0, "far_too_slow"), (-1.0, "falling")],
)
def test_the_classes_of_the_line_from_the_base(risen, verdict):
    # 10 points in 10 years were needed from the base, five of which have passed
    assert one(40.0 + risen, 50.0, 5.0, base=40.0, years=5.0)["verdict_linear"] == verdict


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (0.96, "on_track"),
        (0.94, "too_slow"),
        (0.50, "too_slow"),
        (0.11, "too_slow"),
        (0.09, "far_too_slow"),
        (0.01, "far_too_slow"),
        (-0.1, "falling"),
    ],
)
def test_the_classes_of_the_un_chart(share, verdict):
    # from 40 to 50 in two years, one of which has passed: growing on alike, the rate reaches latest² / 40
    latest = (40.0 * (40.0 + 10.0 * share)) ** 0.5
    assert ratio("un", latest, 50.0, 1, base=40.0, years=1) == pytest.approx(share)
    assert one(latest, 50.0, 1.0, base=40.0, years=1.0)["verdict_un"] == verdict


@pytest.mark.parametrize(("latest", "verdict"), [(94.1, "met"), (94.11, "met"), (94.09, "near"), (93.6, "near"), (93.59, "short")])
def test_the_milestone_of_the_year(latest, verdict):
    assert one(latest, 95.15, 1.0, milestone=94.1)["verdict_milestone"] == verdict


def test_full_precision_decides_never_the_printed_rate():
    assert one(94.96, 95.0, 0.0)["verdict_pace"] == "missed"
    assert one(95.0, 95.0, 0.0)["verdict_pace"] == "met"
    assert one(94.999999999, 95.0, 0.0)["verdict_pace"] == "missed"


@given(st.lists(RATES, min_size=2, max_size=2).map(sorted), st.integers(-3, 10), RATES, st.integers(1, 8))
def test_a_target_reached_is_met_by_every_method_whatever_the_trend(rates, left, base, years):
    target, latest = rates
    row = one(latest, target, left, base=base, years=years)
    assert set(row[list(METHODS)]) == {"met"}
    assert row["verdicts_agree"]


@given(RATES, RATES, st.integers(-3, 0), RATES, st.integers(1, 8))
def test_a_year_that_is_over_is_met_or_missed(latest, target, left, base, years):
    assert set(one(latest, target, left, base=base, years=years)[list(METHODS)]) == {"met" if latest >= target else "missed"}


@given(st.lists(RATES, min_size=3, max_size=3, unique=True).map(sorted), st.integers(1, 8), st.integers(1, 10))
def test_a_falling_rate_is_falling_by_every_rate_method(rates, years, left):
    latest, base, target = rates
    row = one(latest, target, left, base=base, years=years)
    assert row[["verdict_pace", "verdict_eurostat", "verdict_linear"]].tolist() == ["falling"] * 3


@given(st.lists(RATES, min_size=2, max_size=2, unique=True).map(sorted), st.integers(1, 8), st.integers(1, 10))
def test_on_the_line_is_on_track(rates, years, left):
    base, target = rates
    latest = base + (target - base) * years / (years + left)
    assert one(latest, target, left, base=base, years=years)["verdict_pace"] == "on_track"
    assert ratio("linear", latest, target, left, base=base, years=years) == pytest.approx(1.0)


def test_from_zero_the_ratio_methods_say_nothing():
    row = one(2.0, 5.0, 6.0, base=0.0, years=4.0)
    assert row["verdict_eurostat"] == row["verdict_un"] == "not_defined"
    assert row["verdict_linear"] != "not_defined"
    assert math.isnan(ratio("eurostat", 2.0, 5.0, 6, base=0.0, years=4))


def test_without_a_series_only_the_milestone_speaks():
    row = one(93.0, 95.0, 1.0, milestone=93.2)
    assert row[list(METHODS)].tolist() == ["not_defined"] * 4 + ["near"]


def test_disagreement_is_flagged():
    assert not one(2.0, 5.0, 6.0, base=1.0, years=4.0)["verdicts_agree"]  # Eurostat on track, the pace far too slow
    assert one(2.0, 50.0, 6.0, base=1.9, years=4.0)["verdicts_agree"]
    assert one(2.0, 5.0, 6.0)["verdicts_agree"]


@given(st.lists(st.tuples(RATES, RATES, st.integers(-2, 8), RATES, st.integers(1, 8)), min_size=1, max_size=6))
def test_many_rows_are_judged_as_each_alone(rows):
    latest, target, left, base, years = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    together = verdicts(figures(latest, target, left, base, years))
    alone = [one(*row[:3], base=row[3], years=row[4]).tolist() for row in rows]
    assert together.values.tolist() == alone
