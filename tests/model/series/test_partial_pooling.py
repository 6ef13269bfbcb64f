import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from coverage_lib.model.series.partial_pooling import inverse_trigamma, pooled_spread


def by_hand(spread, df):
    """Smyth 2004, section 6.2, written out for one group with one number of degrees of freedom."""
    variance = np.array(spread) ** 2
    shifted = np.log(variance) - digamma(df / 2) + np.log(df / 2)
    scatter = np.var(shifted, ddof=1) - polygamma(1, df / 2)
    if scatter <= 0:
        return np.full(len(variance), np.sqrt(variance.mean())), np.full(len(variance), df * len(variance))
    half = brentq(lambda x: polygamma(1, x) - scatter, 1e-6, 1e8)
    prior = np.exp(shifted.mean() + digamma(half) - np.log(half))
    return np.sqrt((2 * half * prior + df * variance) / (2 * half + df)), np.full(
        len(variance), min(2 * half + df, df * len(variance))
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=12), st.integers(1, 8))
def test_equals_the_published_method_written_out(spread, df):
    found, freedom, sisters = pooled_spread(spread, [df] * len(spread), [0] * len(spread))
    expected, expected_df = by_hand(spread, float(df))
    assert found == pytest.approx(expected, rel=1e-6)
    assert freedom == pytest.approx(expected_df, rel=1e-6)
    assert set(sisters) == {len(spread)}


def test_finds_the_scatter_that_was_put_in():
    """Synthetic: variances drawn with 8 prior degrees of freedom around 4, each seen with 3."""
    rng = np.random.default_rng(20)
    true = 4.0 * 8 / rng.chisquare(8, 40_000)
    seen = np.sqrt(true * rng.chisquare(3, 40_000) / 3)
    pooled, freedom, _ = pooled_spread(seen, np.full(40_000, 3.0), np.zeros(40_000, dtype=int))
    assert freedom[0] == pytest.approx(11, rel=0.06)
    assert np.mean((pooled**2 - true) ** 2) < 0.5 * np.mean((seen**2 - true) ** 2)


def test_groups_do_not_mix_and_order_does_not_matter():
    spread, group = np.array([1.0, 2.0, 0.5, 8.0, 9.0, 30.0]), np.array([0, 0, 0, 1, 1, 1])
    pooled, freedom, _ = pooled_spread(spread, np.full(6, 2.0), group)
    for number in (0, 1):
        alone, alone_df, _ = pooled_spread(spread[group == number], np.full(3, 2.0), np.zeros(3, dtype=int))
        assert pooled[group == number] == pytest.approx(alone)
        assert freedom[group == number] == pytest.approx(alone_df)
    order = np.array([3, 0, 5, 1, 4, 2])
    assert pooled_spread(spread[order], np.full(6, 2.0), group[order])[0] == pytest.approx(pooled[order])


def test_a_scale_passes_through():
    spread = np.array([1.0, 2.0, 0.1, 5.0])
    once, df, _ = pooled_spread(spread, np.full(4, 2.0), np.zeros(4, dtype=int))
    twice, same_df, _ = pooled_spread(7 * spread, np.full(4, 2.0), np.zeros(4, dtype=int))
    assert twice == pytest.approx(7 * once)
    assert same_df == pytest.approx(df)


@pytest.mark.parametrize(
    ("spread", "df", "group"),
    [
        ([1.0, 2.0], [1, 1], [0, 0]),  # two are no group
        ([1.0, 2.0, np.nan], [1, 1, 0], [0, 0, 0]),  # nor are two and one without a spread
        ([1.0, 2.0, 3.0], [1, 1, 1], [-1, -1, -1]),  # the nation
        ([0.0, 0.0, 3.0], [1, 1, 1], [0, 0, 0]),  # most did not change: nothing to learn of a spread
        ([np.nan], [0], [0]),
        ([], [], []),
    ],
)
def test_nothing_is_pooled_where_there_is_nothing_to_pool(spread, df, group):
    found, freedom, sisters = pooled_spread(spread, df, group)
    assert found == pytest.approx(spread, nan_ok=True)
    assert freedom == pytest.approx(df)
    assert not sisters.any()


def test_a_series_without_spread_borrows_that_of_its_sisters():
    found, _, sisters = pooled_spread([0.0, 1.0, 2.0, 1.5], [2] * 4, [0] * 4)
    assert found[0] > 0
    assert sisters[0] == 4


def test_inverse_trigamma_over_many_orders_of_magnitude():
    values = np.geomspace(1e-6, 1e6, 50)
    assert polygamma(1, inverse_trigamma(values)) == pytest.approx(values, rel=1e-9)
