import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coverage_lib.model.rates.rounding_intervals import implied_denominator, limits, meet, resolution, rounding_class, trailing_unit

PERSONS = st.integers(min_value=1, max_value=100_000_000)


def _limits(value, unit, qualifier="", measure="participants"):
    row = pd.DataFrame({"value": [float(value)], "measure": [measure], "qualifier": [qualifier], "resolution": [float(unit)]})
    return tuple(limits(row).iloc[0])


@given(n=PERSONS, d=PERSONS, places=st.integers(min_value=0, max_value=3), power=st.integers(min_value=0, max_value=6))
def test_the_true_denominator_lies_in_the_implied_interval(n, d, places, power):
    rate = round(100 * n / d, places)
    printed = round(n / 10**power) * 10**power
    unit = 10.0**-places
    assume(rate > unit)
    low, high = implied_denominator(*_limits(printed, 10**power), *_limits(rate, unit, measure="rate_pct"))
    assert low * (1 - 1e-9) <= d <= high * (1 + 1e-9)


@given(n=PERSONS, d=PERSONS, places=st.integers(min_value=0, max_value=4))
def test_a_rounded_rate_is_rounded_and_a_cut_one_is_cut(n, d, places):
    exact, unit = 100 * n / d, 10.0**-places
    assert rounding_class(exact, round(exact, places), unit) == "rounded"
    cut = np.floor(exact * 10**places + 1e-9) / 10**places
    assert rounding_class(exact, cut, unit) in ("rounded", "truncated")
    assert rounding_class(exact, cut + 2 * unit, unit) == "off"


@given(value=st.integers(min_value=1, max_value=10**9), places=st.integers(min_value=0, max_value=3))
def test_resolution_needs_neither_mark_nor_unit(value, places):
    number = value / 10**places
    texts = pd.Series([f"{number:.{places}f}", f"{number:.{places}f}".replace(".", ","), f"{number:,.{places}f}%"])
    assert resolution(texts, pd.Series([number] * 3)).tolist() == pytest.approx([10.0**-places] * 3)
    assert resolution(texts, pd.Series([number * 1e6] * 3)).tolist() == pytest.approx([10.0 ** (6 - places)] * 3)


def test_limits_of_plain_and_qualified_figures():
    assert _limits(1499, 1) == (1499, 1499)
    assert _limits(17_240_000, 10_000) == (17_235_000, 17_245_000)
    assert _limits(13_000_000, 1_000_000, "over") == (13_000_000, 14_000_000)
    assert _limits(1_000_000, 1, "over") == (1_000_000, 2_000_000)
    assert _limits(16_000_000, 1_000_000, "nearly") == (15_000_000, 16_000_000)
    assert _limits(60, 1, "about", "rate_pct") == (59, 61)
    assert _limits(9, 1, "strive_over", "rate_pct") == (9, 10)


def test_intervals_that_only_touch_meet():
    assert meet(1.0, 2.0, 2.0, 3.0)
    assert not meet(1.0, 2.0, 2.001, 3.0)


def test_trailing_zeros():
    assert trailing_unit(pd.Series([0.0, 10.0, 874_000.0, 17_240_000.0, 5.0])).tolist() == [1, 10, 1000, 10_000, 1]
