import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from coverage_lib.model.series.projection import LEVEL, drift_path, projected, projection, reach, with_projected
from coverage_lib.model.series.series_segments import from_logit, logit
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import frame
from tests.model import sample_series as series

METHODS_SERIES = {2021: 28.0, 2022: 30.5, 2023: 31.2, 2024: 34.0}
BREAK = {"break_id": "b", "area_code": "", "base": "labour_force_working_age"}


def fitted(*rows, breaks=()):
    table = projection(series.table(*rows), frame("breaks", *breaks))
    schema("projection").validate(table)
    return table


def one(values, breaks=(), **given):
    (row,) = fitted(*series.observed(values, **given), breaks=breaks).to_dict("records")
    return row


def path(*rows, **given):
    table = projected(fitted(*rows, **given))
    schema("trajectory").validate(table)
    return table


def test_the_example_of_the_methods_page():
    row = one(METHODS_SERIES)
    half = reach(row["spread"], row["spread_df"], 0.95)
    lower, central, upper = drift_path(row["coverage_pct"], row["drift"], half, row["years"], 6)
    assert central == pytest.approx(46.0)
    assert round(float(upper - central), 1) == round(float(central - lower), 1) == 20.7
    normal = drift_path(34.0, row["drift"], 1.96 * row["spread"], 3, 6)
    assert round(float(normal[2] - normal[1]), 1) == 9.4  # too narrow: the quantile of a known spread


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.floats(20, 80)), min_size=3, max_size=8), st.integers(1, 15))
def test_limits_are_the_prediction_limits_of_the_regression_of_changes(steps, ahead):
    years, rates = np.cumsum([gap for gap, _ in steps]) + 2000, np.array([rate for _, rate in steps])
    gaps = np.diff(years)
    regression = sm.OLS(np.diff(rates) / np.sqrt(gaps), np.sqrt(gaps)).fit()
    told = regression.get_prediction([[np.sqrt(ahead)]]).summary_frame(alpha=0.2)
    spread, span = np.sqrt(regression.scale), years[-1] - years[0]
    found = drift_path(rates[-1], regression.params[0], reach(spread, regression.df_resid), span, ahead)
    expected = rates[-1] + np.sqrt(ahead) * told[["obs_ci_lower", "mean", "obs_ci_upper"]].to_numpy()[0]
    assert [float(each) for each in found] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "given", "outlook", "reason"),
    [
        ({2024: 30.0}, {}, "none", "one_point"),
        ({"2024-06-30": 30.0}, {"segment": 0}, "none", "no_year_end"),
        ({2023: None, 2024: None}, {"base": "", "participants": 100}, "none", "no_rate"),
        ({2023: 30.0, 2024: 31.0}, {}, "scenario", "two_points"),
        ({2022: 30.0, 2023: 31.0, 2024: 32.0}, {}, "scenario", "no_spread"),
        ({2022: 30.0, 2023: 30.0, 2024: 30.0}, {}, "scenario", "no_spread"),
        ({2022: 0.0, 2023: 0.0, 2024: 0.0}, {}, "scenario", "no_spread"),
        ({2022: 98.0, 2023: 99.0, 2024: 100.0}, {}, "none", "leaves_range"),
        ({2022: 101.0, 2023: 103.0, 2024: 104.0}, {}, "none", "leaves_range"),
        ({2022: 99.0, 2023: 101.0, 2024: 95.0}, {}, "none", "leaves_range"),
        ({2028: 30.0, 2029: 31.0, 2030: 33.0}, {}, "none", "past_horizon"),
        (METHODS_SERIES, {}, "interval", ""),
    ],
)
def test_length_and_range_decide_what_may_be_said(values, given, outlook, reason):
    rows = series.observed(values, **given)
    row = one(values, **given)
    assert (row["outlook"], row["reason"]) == (outlook, reason)
    drawn = path(*rows)
    assert drawn.empty == (outlook == "none")
    assert drawn["coverage_pct"].notna().all()
    assert drawn["upper_pct"].notna().all() == (outlook == "interval") or drawn.empty
    assert drawn["upper_pct"].isna().all() == (outlook != "interval") or drawn.empty


def test_no_fit_crosses_a_break_and_none_goes_on_over_one():
    old, new = series.observed({2019: 50.0, 2020: 55.0, 2021: 60.0}), series.observed({2022: 30.0, 2023: 31.0}, segment=2)
    (row,) = fitted(*old, *new, breaks=[BREAK | {"period": "2022-01-01"}]).to_dict("records")
    assert (row["points"], row["reason"], row["drift"]) == (2, "two_points", 1.0)
    (row,) = fitted(*old, breaks=[BREAK | {"period": "2022-01-01"}]).to_dict("records")
    assert (row["outlook"], row["reason"], row["model"]) == ("none", "break_since", "")
    assert one(METHODS_SERIES, breaks=[BREAK | {"period": "2025-07-01", "area_code": "465"}])["outlook"] == "interval"


def test_path_starts_at_the_last_figure_and_ends_in_2030():
    drawn = path(*series.observed(METHODS_SERIES, obs_status="E"))
    assert drawn["period"].dt.year.tolist() == list(range(2024, 2031))
    assert drawn.iloc[0][["coverage_pct", "lower_pct", "upper_pct"]].tolist() == [34.0, 34.0, 34.0]
    assert drawn["coverage_pct"].iloc[-1] == pytest.approx(46.0)
    assert set(drawn["path"]) == {"projected"}
    assert set(drawn["obs_status"]) == {"E"}
    assert (np.diff(drawn["upper_pct"] - drawn["lower_pct"]) > 0).all()


def test_where_the_line_would_leave_the_range_the_log_odds_are_straight():
    values = {2021: 85.0, 2022: 90.0, 2023: 92.0, 2024: 95.0}
    row, drawn = one(values), path(*series.observed(values))
    assert row["model"] == "logit"
    changes = np.diff(logit(list(values.values())))
    assert row["drift"] == pytest.approx(changes.mean())
    width = stats.t.ppf(0.5 + LEVEL / 2, 2) * changes.std(ddof=1) * np.sqrt(6 * (1 + 6 / 3))
    last = drawn.iloc[-1]
    middle = logit(95.0) + 6 * changes.mean()
    expected = [from_logit(middle + sign * width) for sign in (-1, 0, 1)]
    assert last[["lower_pct", "coverage_pct", "upper_pct"]].tolist() == pytest.approx([float(each) for each in expected])


rates = st.floats(0.5, 99.5)


@settings(max_examples=20, deadline=None)
@given(st.lists(rates, min_size=2, max_size=8))
def test_what_is_drawn_lies_between_0_and_100_and_limits_hold_the_path(values):
    drawn = path(*series.observed({2024 - number: value for number, value in enumerate(values)}))
    assert drawn["coverage_pct"].between(-1e-6, 100 + 1e-6).all()
    limited = drawn[drawn["lower_pct"].notna()]
    assert (limited["lower_pct"] <= limited["coverage_pct"] + 1e-9).all()
    assert (limited["coverage_pct"] <= limited["upper_pct"] + 1e-9).all()
    assert limited[["lower_pct", "upper_pct"]].stack().between(-1e-6, 100 + 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(30, 40), min_size=3, max_size=6), st.floats(-5, 5), st.floats(0.1, 3))
def test_adding_a_constant_shifts_and_another_unit_scales(values, constant, factor):
    values, ahead = np.array(values), np.arange(1, 7)

    def limits(points):
        spread = np.std(np.diff(points), ddof=1)
        drift = (points[-1] - points[0]) / (len(points) - 1)
        return np.array(drift_path(points[-1], drift, reach(spread, len(points) - 2), len(points) - 1, ahead))

    assert limits(values + constant) == pytest.approx(limits(values) + constant)
    assert limits(values * factor) == pytest.approx(limits(values) * factor)


def test_the_order_of_units_changes_nothing():
    units = children("464")[:5]
    rows = [
        row
        for number, unit in enumerate(units)
        for row in series.observed({2022: 30.0, 2023: 31.0 + number, 2024: 33.5}, area=unit)
    ]
    pd.testing.assert_frame_equal(fitted(*rows), fitted(*reversed(rows)))


def test_sister_units_share_their_spread_and_others_do_not():
    units = children("464")[:4]
    rows = [
        row
        for number, unit in enumerate(units)
        for row in series.observed({2022: 30.0, 2023: 31.0, 2024: 33.0 + number / 2}, area=unit)
    ]
    alone = fitted(*rows[:3]).iloc[0]
    together = fitted(*rows).set_index("area_code")
    assert (alone["sisters"], alone["spread_df"]) == (0, 1)
    assert set(together["sisters"]) == {4}
    assert (together["spread_df"] > 1).all()
    assert together["spread"].std() < pd.Series([0.5 + number / 2 for number in range(4)]).std() * 2**0.5
    other_base = [row | {"base": "labour_force_15plus"} for row in rows[3:]]
    assert fitted(*rows[:3], *other_base).set_index("area_code").loc[units[0], "sisters"] == 0
    width = path(*rows).groupby("area_code").tail(1).set_index("area_code").eval("upper_pct - lower_pct")
    assert width[units[0]] < float(2 * reach(alone["spread"], 1) * np.sqrt(6 * (1 + 6 / 2)))


def test_a_national_table_has_its_rows_beside_the_others():
    table = series.table(*series.observed(METHODS_SERIES))
    whole = with_projected(table, projection(table, series.no_breaks()))
    schema("trajectory").validate(whole)
    assert whole["path"].value_counts().to_dict() == {"projected": 7, "actual": 4}


def test_the_nation(processed):
    rows = processed["projection"].set_index(["area_code", "indicator"])
    si = rows.loc[("VN", "si")]
    assert (si["outlook"], si["points"], si["since"]) == ("interval", 3, pd.Timestamp("2023-12-31"))  # after the break of 2022
    assert si["drift"] == pytest.approx((45.1 - 39.25) / 2)
    assert si["spread"] == pytest.approx(np.std([42.71 - 39.25, 45.1 - 42.71], ddof=1))
    assert rows.loc[("VN", "si_compulsory"), "reason"] == "one_point"
    assert rows.loc[("VN", "si_voluntary"), "reason"] == "two_points"
    assert rows.loc[("VN", "hi"), "model"] == "logit"
    assert rows.loc[("VN", "si"), "obs_status"] == "E"
    last = processed["trajectory"].query("area_code == 'VN' and indicator == 'si' and path == 'projected'").iloc[-1]
    half = stats.t.ppf(0.9, 1) * si["spread"] * np.sqrt(5 * (1 + 5 / 2))
    assert last[["lower_pct", "coverage_pct", "upper_pct"]].tolist() == pytest.approx([59.725 - half, 59.725, 59.725 + half])
