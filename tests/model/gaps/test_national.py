"""Gaps and projections of a whole country in one go."""

import pandas as pd
import pytest

from benchmarks.national import coverage_to_projection, synthetic

UNITS = 12
KEY = ["area_code", "indicator"]


@pytest.fixture(scope="module")
def country():
    counts, targets = synthetic(UNITS)
    return counts, targets, coverage_to_projection(counts, targets)


def test_every_unit_and_indicator_has_its_row(country):
    counts, targets, (gaps, series) = country
    assert len(series) == counts.groupby(KEY).ngroups
    gaps = gaps[gaps["gap_pp"].notna()]  # the nation itself has targets and no figure
    assert len(gaps) == len(series) * targets["year"].nunique()
    last = counts[counts["period"] == counts["period"].max()].set_index(KEY)
    rate = 100 * last["participants"] / last["persons"]
    found = gaps.set_index(KEY)
    assert (found["gap_pp"] - (rate - found["target_pct"])).abs().max() < 1e-9
    assert gaps["verdict_pace"].nunique() >= 2


def test_a_unit_alone_has_the_same_gaps(country):
    counts, targets, (gaps, _) = country  # projections borrow strength from the units beside
    for code in counts["area_code"].unique()[:4]:
        alone, _ = coverage_to_projection(counts[counts["area_code"] == code], targets)
        own, found = (rows[rows["area_code"] == code].reset_index(drop=True) for rows in (gaps, alone))
        assert len(found) == 5
        pd.testing.assert_frame_equal(found, own, rtol=1e-9)


def test_the_order_of_rows_plays_no_part(country):
    counts, targets, whole = country
    for one, other in zip(coverage_to_projection(counts.sample(frac=1, random_state=1), targets), whole, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_missing_denominator_leaves_its_year_out_and_nothing_else():
    counts, targets = synthetic(2)
    gone = counts.assign(persons=counts["persons"].astype(float).mask(counts["period"].dt.year == 2024))
    gaps, series = coverage_to_projection(gone, targets)
    assert series["period"].dt.year.unique().tolist() == [2023]
    assert gaps["area_code"].nunique() == 1 + 2
    assert gaps.loc[gaps["area_code"] != "VN", "gap_pp"].notna().all()
