import numpy as np
import pandas as pd
import pytest
from scipy import stats

from coverage_lib.model.series.backtest import FEWEST_TESTED, backtest, held_out
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import schema
from tests.model import sample_series as series


def test_the_last_year_is_predicted_from_those_before():
    (row,) = held_out(series.table(*series.observed({2020: 28.0, 2021: 30.5, 2022: 31.2, 2023: 34.0}))).to_dict("records")
    spread = np.std([2.5, 0.7], ddof=1)
    half = stats.t.ppf(0.9, 1) * spread * np.sqrt(1 * (1 + 1 / 2))
    assert row["projected_pct"] == pytest.approx(31.2 + 1.6)
    assert row["upper_pct"] - row["projected_pct"] == pytest.approx(half)
    assert (row["coverage_pct"], row["unchanged_pct"], row["period"].year) == (34.0, 31.2, 2023)


def test_a_gap_before_the_last_year_is_bridged():
    (row,) = held_out(series.table(*series.observed({2018: 28.0, 2019: 30.5, 2020: 31.2, 2023: 34.0}))).to_dict("records")
    assert row["projected_pct"] == pytest.approx(31.2 + 3 * 1.6)


def test_short_series_are_not_tested():
    rows = series.observed({2021: 30.5, 2022: 31.2, 2023: 34.0}) + series.observed({2023: 30.0}, area="465")
    assert held_out(series.table(*rows)).empty
    table = backtest(series.table(*rows))
    schema("backtest").validate(table)
    assert table.to_dict("records")[0]["series_tested"] == 0
    assert table["inside_pct"].isna().all()


def walks(count, years=8):
    """Synthetic: random walks with drift, one spread, over the communes of one province."""
    rng = np.random.default_rng(4)
    units = [unit for district in children("30") for unit in children(district)]
    paths = 30 + np.cumsum(rng.normal(1.0, 0.8, (count, years)), axis=1)
    return series.table(
        *(
            row
            for unit, path in zip(units, paths, strict=False)
            for row in series.observed({2024 - number: value for number, value in enumerate(path[::-1])}, area=unit)
        )
    )


def test_a_band_of_eighty_per_cent_holds_four_of_five_random_walks():
    table = backtest(walks(200)).set_index("indicator")
    assert table.loc["all", "series_tested"] == table.loc["si", "series_tested"] == 200
    assert 72 <= table.loc["all", "inside_pct"] <= 88
    assert table.loc["all", "error_pp"] < table.loc["all", "error_unchanged_pp"]


def test_a_share_needs_enough_series():
    assert backtest(walks(FEWEST_TESTED - 1))["inside_pct"].isna().all()
    few = backtest(walks(FEWEST_TESTED))
    assert few["inside_pct"].notna().all()
    assert few["error_pp"].notna().all()


def test_the_real_series_are_too_few_to_say(processed):
    row = processed["backtest"].set_index("indicator").loc["all"]
    assert row["series_tested"] == 1
    assert pd.isna(row["inside_pct"])
