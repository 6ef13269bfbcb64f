import pytest

from coverage_lib.present.kit import axis_scales


@pytest.mark.parametrize("values", [[0.16, 6.5], [24.8, 60.0], [93.2, 97.0], [99.4, 100.0], [60.3, 95.2], [100.0], [12.09]])
def test_every_value_and_no_impossible_rate_stands_on_the_axis(values):
    low, high, ticks = axis_scales.value_limits(values, rates=True)
    assert low <= min(values) <= max(values) <= high
    assert ticks[-1] <= 100
    assert 2 <= len(ticks) <= 9


@pytest.mark.parametrize("values", [[5792, 7593], [3702304], [1], [29334000, 20110000]])
def test_counts_start_at_zero(values):
    low, high, ticks = axis_scales.value_limits(values, rates=False)
    assert low == ticks[0] == 0
    assert high >= max(values)


def test_rates_start_at_zero_unless_all_lie_high():
    assert axis_scales.value_limits([59.9, 97.0], rates=True)[0] == 0
    assert axis_scales.value_limits([60.0, 97.0], rates=True)[0] > 0


def test_last_year_is_always_printed():
    assert all(axis_scales.year_ticks(first, 2030)[-1] == 2030 for first in range(1990, 2029))
