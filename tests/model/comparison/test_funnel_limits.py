import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverage_lib.model.comparison.funnel_limits import Z, dispersion, funnel, funnels, limits

unit = st.integers(1, 20_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
many = st.lists(unit, min_size=3, max_size=25)
few = settings(max_examples=20)


def table(rows):
    return pd.DataFrame(rows, columns=["participants", "persons"])


def by_hand(rows, share=0.1):
    """A second implementation, in loops, after Spiegelhalter 2005."""
    total = sum(d for _, d in rows)
    theta = sum(n for n, _ in rows) / total
    spread = [math.sqrt(theta * (1 - theta) / d) for _, d in rows]
    z = [(n / d - theta) / s for (n, d), s in zip(rows, spread, strict=True)]
    ordered = sorted(z)

    def quantile(q):
        place = q * (len(ordered) - 1)
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    low, high = quantile(share), quantile(1 - share)
    phi = sum(min(max(each, low), high) ** 2 for each in z) / len(z)
    weights = [1 / s**2 for s in spread]
    over = (len(z) * phi - (len(z) - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    return theta, phi, max(0.0, over), z


@few
@given(many)
def test_it_equals_the_same_in_loops(rows):
    found = funnel(table(rows))
    assume(not found.reason)
    theta, phi, tau2, z = by_hand(rows)
    assert found.common_pct == pytest.approx(100 * theta)
    assert (found.dispersion, found.between_variance) == pytest.approx((phi, tau2), rel=1e-6, abs=1e-12)
    assert found.units["z"].to_numpy() == pytest.approx(np.array(z), rel=1e-6, abs=1e-9)


@few
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rows, random):
    given = table(rows)
    order = list(given.index)
    random.shuffle(order)
    found, other = funnel(given), funnel(given.loc[order])
    assert (found.reason, found.common_pct) == (other.reason, pytest.approx(other.common_pct))
    assert other.units["funnel_place"].loc[given.index].tolist() == found.units["funnel_place"].tolist()


@few
@given(many)
def test_allowing_for_differences_never_narrows_the_limits(rows):
    found = funnel(table(rows))
    assume(not found.reason)
    sizes = [10, 1000, 100_000]
    adjusted, chance = (limits(found.common_pct, variance, sizes) for variance in (found.between_variance, 0.0))
    assert (adjusted["lower_pct"] <= chance["lower_pct"] + 1e-9).all()
    assert (adjusted["upper_pct"] >= chance["upper_pct"] - 1e-9).all()
    assert adjusted.stack().between(0, 100).all()
    assert (found.units["z_adjusted"].abs() <= found.units["z"].abs() + 1e-9).all()


def test_unadjusted_limits_are_those_of_a_proportion():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    found = funnel(table([(300, 1000), (310, 1000), (290, 1000)]))
    low, high = proportion.proportion_confint(300, 1000, alpha=2 * 0.0249979, method="normal")
    assert limits(found.common_pct, 0.0, [1000]).iloc[0].tolist() == pytest.approx([100 * low, 100 * high], abs=1e-4)


def test_unadjusted_limits_hold_the_promised_share_of_chance():
    binom = pytest.importorskip("scipy.stats").binom
    found = funnel(table([(3000, 10_000)] * 3))
    for z, promised in zip(Z, (0.95, 0.998), strict=True):
        low, high = limits(found.common_pct, 0.0, [10_000], z).iloc[0] * 100
        inside = binom.cdf(math.floor(high), 10_000, 0.3) - binom.cdf(math.ceil(low) - 1, 10_000, 0.3)
        assert inside == pytest.approx(promised, abs=0.002)


def test_places_on_a_limit_count_as_inside():
    found = funnel(table([(300, 1000)] * 8 + [(420, 1000), (180, 1000)]), winsorised=0.2)
    assert found.between_variance == 0.0
    assert found.units["funnel_place"].tolist() == ["inside"] * 8 + ["far_above", "far_below"]


def test_one_extreme_unit_does_not_widen_its_own_limits():
    rows = [(300 + shift, 1000) for shift in (-8, 5, -3, 9, 0, 4, -6, 2, -5, 3)]
    calm, wild = funnel(table(rows)), funnel(table([*rows, (900, 1000)]), winsorised=0.10)
    assert funnel(table([*rows, (900, 1000)]), winsorised=0.0).dispersion > 10 * wild.dispersion
    assert wild.units["funnel_place"].iloc[-1] == "far_above"
    assert calm.units["funnel_place"].eq("inside").all()


def test_units_that_cannot_be_placed_are_left_out_by_name():
    found = funnel(table([(30, 100), (40, 100), (35, 100), (120, 100), (5, 0), (None, 100)]))
    assert found.units["reason"].tolist() == ["", "", "", "over_100", "zero_denominator", "no_figure"]
    assert found.common_pct == pytest.approx(35.0)
    assert found.units["funnel_place"].tolist()[3:] == ["", "", ""]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "one_unit"),
        ([(1, 2)], "one_unit"),
        ([(1, 2), (1, 2)], "few_units"),
        ([(0, 9)] * 4, "nobody"),
        ([(9, 9)] * 4, "everybody"),
    ],
)
def test_no_funnel_without_a_reason(rows, why):
    found = funnel(table(rows).astype("float64"))
    assert found.reason == why
    assert found.units["funnel_place"].eq("").all()


def test_all_equal_is_no_dispersion():
    found = funnel(table([(30, 100), (60, 200), (90, 300), (3, 10)]))
    assert (found.dispersion, found.between_variance) == (pytest.approx(0.0), 0.0)
    assert found.units["funnel_place"].eq("inside").all()
    assert dispersion(np.zeros(4), np.ones(4)) == (0.0, 0.0)


def compared(counts):
    rows = table(counts.values()).assign(lower_code=list(counts), area_code="464", indicator="si", path="plan", base="population")
    more = {"method": "counts", "target_pct": 45.0, "gap_pp": -1.0, "source_id": "a", "coverage_pct": 30.0}
    return rows.assign(period=pd.Timestamp("2025-12-31"), **more)


def test_the_tables_by_hand():
    """θ = 30 %; z = ±0.1/√0.0021, pulled in to 0.8 of that; φ = 2·1.746²/3; τ² = (3φ − 2)/(2·100/0.21)."""
    units, funnel_rows = funnels(compared({"19363": (20, 100), "19366": (30, 100), "19369": (40, 100), "19372": (9, 0)}))
    found = funnel_rows.iloc[0]
    assert found[["units_counted", "units_outside", "common_pct", "reason"]].tolist() == [3, 0, 30.0, ""]
    assert found["dispersion"] == pytest.approx(2 * (0.8 * 0.1) ** 2 / 0.0021 / 3)
    assert found["between_variance"] == pytest.approx((3 * found["dispersion"] - 2) * 0.21 / 200)
    half = 196 * math.sqrt(0.0021 + found["between_variance"])
    assert units["funnel_lower_pct"].tolist()[:3] == pytest.approx([30 - half] * 3)
    assert units["funnel_upper_pct"].tolist()[:3] == pytest.approx([30 + half] * 3)
    assert units["distance_pp"].tolist()[:3] == pytest.approx([-10.0, 0.0, 10.0])
    assert units[["lower_code", "funnel_place", "reason"]].values.tolist() == [
        ["19363", "inside", ""],
        ["19366", "inside", ""],
        ["19369", "inside", ""],
        ["19372", "", "zero_denominator"],
    ]
    assert units[["units_lower", "units_other"]].dropna().values.tolist() == [[0, 2], [1, 2], [2, 2]]


def test_a_funnel_that_cannot_be_computed_keeps_its_row_with_the_reason():
    units, found = funnels(compared({"19363": (20, 100), "19366": (30, 100)}))
    assert found[["units_counted", "common_pct", "reason"]].values.tolist() == [[2, 25.0, "few_units"]]
    assert units["distance_pp"].tolist() == pytest.approx([-5.0, 5.0])
    assert units["funnel_place"].tolist() == ["", ""]
    assert [len(each) for each in funnels(compared({}))] == [0, 0]
