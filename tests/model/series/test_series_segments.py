import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.model.series.series_segments import current_stretches, from_logit, logit, observed, summary, without_last
from tests.model import sample_series as series


def summed(*rows):
    return summary(current_stretches(observed(series.table(*rows))))


def one(values, **given):
    (row,) = summed(*series.observed(values, **given)).to_dict("records")
    return row


def test_drift_and_spread_of_a_complete_series_are_mean_and_deviation_of_its_changes():
    row = one({2021: 28.0, 2022: 30.5, 2023: 31.2, 2024: 34.0})
    changes = [2.5, 0.7, 2.8]
    assert row["drift_drift"] == pytest.approx(np.mean(changes))
    assert row["spread_drift"] == pytest.approx(np.std(changes, ddof=1))
    assert (row["points"], row["years"], row["df_drift"], row["coverage_pct"]) == (4, 3, 2, 34.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.floats(1, 99)), min_size=3, max_size=9))
def test_missing_years_weigh_as_in_a_weighted_regression(steps):
    years = 2000 + np.cumsum([gap for gap, _ in steps])
    rates = np.array([rate for _, rate in steps])
    gaps, changes = np.diff(years), np.diff(rates)
    regression = sm.OLS(changes / np.sqrt(gaps), np.sqrt(gaps)).fit()
    row = one(dict(zip((int(year) for year in years), rates, strict=True)))
    assert row["drift_drift"] == pytest.approx(regression.params[0], abs=1e-9)
    assert row["spread_drift"] == pytest.approx(np.sqrt(regression.scale), abs=1e-8)
    assert row["df_drift"] == regression.df_resid


def test_figures_within_a_year_other_paths_and_former_segments_take_no_part():
    rows = series.observed({2019: 10.0, 2020: 20.0}) + series.observed({2022: 30.0, 2023: 33.0}, segment=2)
    rows += series.observed({"2023-06-30": 99.0}, segment=0) + series.observed({2025: 50.0}, path="plan")
    (row,) = summed(*rows).to_dict("records")
    assert (row["points"], row["drift_drift"], row["since"]) == (2, 3.0, pd.Timestamp("2022-12-31"))


def test_the_result_has_the_worst_status_of_the_stretch():
    rows = (
        series.observed({2022: 30.0}, obs_status="P")
        + series.observed({2023: 31.0}, obs_status="E")
        + series.observed({2024: 33.0})
    )
    assert summed(*rows)["obs_status"].item() == "E"


def test_series_do_not_mix():
    rows = series.observed({2022: 30.0, 2023: 31.0, 2024: 33.0}) + series.observed({2023: 90.0, 2024: 92.0}, indicator="hi")
    rows += series.observed({2020: 5.0, 2022: 7.0, 2024: 8.0}, area="465")
    found = summed(*rows).set_index(["area_code", "indicator"])
    assert found["points"].to_dict() == {("464", "hi"): 2, ("464", "si"): 3, ("465", "si"): 3}
    assert found["drift_drift"].tolist() == pytest.approx([2.0, 1.5, 0.75])


@pytest.mark.parametrize("bad", [0.0, 100.0, 104.0])
def test_log_odds_are_missing_where_a_rate_has_none(bad):
    row = one({2022: 30.0, 2023: bad, 2024: 33.0})
    assert np.isnan(row["drift_logit"])
    assert np.isnan(row["spread_logit"])
    assert row["drift_drift"] == pytest.approx(1.5)


def test_without_the_last_year_end():
    rows = series.observed({2022: 30.0, 2023: 31.0, 2024: 33.0}) + series.observed({2024: 5.0}, area="465")
    kept = without_last(current_stretches(observed(series.table(*rows))))
    assert kept["coverage_pct"].tolist() == [30.0, 31.0]
    assert kept["series"].tolist() == [0, 0]


def test_an_empty_table_gives_an_empty_summary():
    assert summed().empty
    assert without_last(current_stretches(observed(series.table()))).empty


@given(st.floats(0.001, 99.999))
def test_log_odds_and_back(rate):
    assert float(from_logit(logit(rate))) == pytest.approx(rate)
