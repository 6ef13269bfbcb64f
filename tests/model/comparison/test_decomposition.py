import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.model.comparison.decomposition import changes, decomposition, over_denominators, people_and_denominator
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

people = st.integers(0, 5_000_000)
base = st.integers(1, 60_000_000)
pair = st.tuples(people, base, people, base)
PARTS = ["change_pp", "people_pp", "denominator_pp"]
few = settings(max_examples=20)


def split(*given):
    return people_and_denominator(*given).iloc[0].to_numpy()


def test_worked_values():
    assert split(30_000, 100_000, 31_500, 92_000).round(2).tolist() == [4.24, 1.57, 2.67]
    nation = split(17.24e6, 17.24e6 / 0.3484, 18.259e6, 18.259e6 / 0.3925)
    assert nation.round(2).tolist() == [4.41, 2.12, 2.29]
    assert 0.45 < nation[2] / nation[0] < 0.55  # about half the rise is the denominator


@few
@given(pair)
def test_the_parts_add_up_to_the_change(numbers):
    n0, d0, n1, d1 = numbers
    change, by_people, by_base = split(*numbers)
    assert change == pytest.approx(100 * (n1 / d1 - n0 / d0), rel=1e-9, abs=1e-9)
    assert change == pytest.approx(by_people + by_base, abs=1e-9)


@few
@given(pair)
def test_turning_time_round_turns_the_signs_only(numbers):
    n0, d0, n1, d1 = numbers
    assert split(n1, d1, n0, d0) == pytest.approx(-split(*numbers), rel=1e-9, abs=1e-9)


@few
@given(pair, st.integers(2, 1000))
def test_the_unit_of_count_does_not_matter(numbers, times):
    assert split(*(each * times for each in numbers)) == pytest.approx(split(*numbers), rel=1e-9, abs=1e-9)


@few
@given(pair)
def test_it_is_the_mean_over_both_orders_of_change(numbers):
    """A second implementation: the Shapley value of two factors, by going through both orders."""
    n0, d0, n1, d1 = numbers
    people_first, base_last = n1 / d0 - n0 / d0, n1 / d1 - n1 / d0
    base_first, people_last = n0 / d1 - n0 / d0, n1 / d1 - n0 / d1
    expected = [50 * (people_first + people_last), 50 * (base_first + base_last)]
    assert split(*numbers)[1:] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_no_denominator_no_parts_and_no_infinity():
    found = people_and_denominator([1, 1, np.nan], [0, 10, 10], [1, 1, 1], [10, -1, 10])
    assert found.isna().all(axis=None)


def rates(*rows):
    names = ["period", "participants", "persons", "segment", "rounded_to", "persons_known_to"]
    table = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows], columns=names)
    table["period"] = pd.to_datetime([f"{year}-12-31" for year in table["period"]])
    for name in ("participants", "persons", "rounded_to", "persons_known_to"):
        table[name] = table[name].astype("Int64")
    rate = 100 * table["participants"].astype(float) / table["persons"].astype(float)
    return table.assign(
        area_code="464", indicator="si", path="actual", base="population", coverage_pct=rate.fillna(50.0), method="counts",
        obs_status="A", source_id="s",
    )  # fmt: skip


BREAKS = pd.DataFrame({"break_id": ["b"], "area_code": [""], "base": ["population"], "period": [pd.Timestamp("2022-01-01")]})
NONE = BREAKS.iloc[:0]


def test_the_table_says_by_how_many_persons_people_and_denominator_changed():
    """30 of 100 become 42 of 90: +12 people, −10 in the denominator; ½·12·(1/100 + 1/90), ½·72·(1/90 − 1/100)."""
    found = decomposition(rates((2020, 30, 100, 1, 10, 1), (2022, 42, 90, 1, 1, 5)), empty("coverage"), NONE).iloc[0]
    assert found[["people_pp", "denominator_pp"]].tolist() == pytest.approx([600 * (1 / 100 + 1 / 90), 3600 * (1 / 90 - 1 / 100)])
    assert found[["participants_change", "rounded_to", "persons_change", "persons_known_to"]].tolist() == [12, 10, -10, 5]
    assert found["denominator_share_pct"] == pytest.approx(100 * 4 / (100 * 42 / 90 - 30))


@pytest.mark.parametrize("later", [(2022, 90, 250, 1), (2022, 30, 100, 1), (2022, 33, 110, 1)], ids=["opposite", "still", "both"])
def test_no_share_of_a_change_that_the_denominator_worked_against_or_that_is_none(later):
    found = decomposition(rates((2020, 30, 100, 1), later), empty("coverage"), NONE)
    assert found["denominator_share_pct"].isna().all()


def test_one_date_is_a_row_of_its_own_and_a_break_names_itself():
    alone = decomposition(rates((2020, 30, 100, 1)), empty("coverage"), NONE).iloc[0]
    assert (alone["period_before"], alone["reason"]) == (alone["period"], "one_date")
    assert alone[PARTS].isna().all()
    found = decomposition(rates((2020, 30, 100, 1), (2022, 40, 90, 2)), empty("coverage"), BREAKS)
    assert found[["reason", "break_id"]].values.tolist() == [["break", "b"]]


def test_the_change_over_two_denominators_of_one_day_stands_beside_the_refused_one():
    day, later = {"period": "2022-01-01"}, {"period": "2022-12-31", "participants": 45, "persons": 90, "coverage_pct": 50.0}
    common = {"area_code": "464", "indicator": "si", "base": "population", "basis": "actual", "participants": 30, "persons": 100}
    figures = [common | {"period": "2020-12-31"}, common | day, common | day | {"persons": 90, "source_id": "new"}, common | later]
    breaks = BREAKS.assign(area_code="464")
    found = decomposition(rates((2020, 30, 100, 1), (2022, 45, 90, 2)), frame("coverage", *figures), breaks)
    assert found[["reason", "break_id", "persons_before"]].values.tolist() == [["break", "b", 100], ["", "b", 100]]
    assert found["change_pp"].tolist()[1] == pytest.approx(20.0)


def test_from_the_first_to_the_last_year_with_counts():
    found = changes(rates((2020, 30, 100, 1), (2021, 35, 100, 1), (2022, 42, 120, 1)), NONE)
    assert len(found) == 1
    assert found[["period_before", "period"]].iloc[0].dt.year.tolist() == [2020, 2022]
    assert found[PARTS].iloc[0].tolist() == pytest.approx([5.0, 11.0, -6.0])
    assert found["margin_pp"].item() == 0.0


def test_no_change_is_decomposed_across_a_break():
    found = changes(rates((2020, 30, 100, 1), (2021, 31, 100, 1), (2022, 40, 90, 2), (2023, 41, 90, 2)), BREAKS)
    assert found["reason"].tolist().count("break") == 1
    refused = found[found["reason"] == "break"].iloc[0]
    assert (refused["break_id"], refused["period_before"].year, refused["period"].year) == ("b", 2021, 2022)
    assert refused[PARTS].isna().all()
    assert found[found["reason"] == ""]["period"].dt.year.tolist() == [2021, 2023]


def test_a_rate_without_counts_is_refused_by_name_and_does_not_hide_the_rest():
    found = changes(rates((2020, 30, 100, 1), (2021, 31, 100, 1), (2022, None, None, 1)), NONE).sort_values("period")
    assert found["reason"].tolist() == ["", "no_counts"]
    assert found["period_before"].dt.year.tolist() == [2020, 2021]
    never = changes(rates((2020, None, None, 1), (2021, None, None, 1)), NONE)
    assert never[["reason", "coverage_before_pct", "coverage_pct"]].values.tolist() == [["no_counts", 50.0, 50.0]]


def test_degenerate_series_have_a_named_reason():
    assert changes(rates((2020, 30, 100, 1)), NONE)["reason"].tolist() == ["one_date"]
    zero = rates((2020, 0, 0, 1), (2021, 5, 10, 1))
    assert changes(zero, NONE)["reason"].tolist() == ["zero_denominator"]
    rough = rates((2020, 14_000_000, 49_000_000, 1, 1_000_000, 1), (2021, 14_100_000, 49_000_000, 1, 1_000_000, 1))
    assert changes(rough, NONE)["reason"].tolist() == ["rounding"]
    assert changes(rates().iloc[:0], NONE).empty


def test_rounded_counts_say_how_far_the_parts_are_known():
    found = changes(rates((2020, 14_000_000, 49_000_000, 1, 100_000, 1), (2021, 16_000_000, 49_000_000, 1, 100_000, 1)), NONE)
    assert found["margin_pp"].item() == pytest.approx(50 * 100_000 * 2 / 49_000_000)


def test_the_nation_across_its_two_denominators_and_nothing_else(processed):
    found = over_denominators(processed["coverage"], processed["breaks"])
    assert found[["area_code", "indicator", "break_id"]].values.tolist() == [["VN", "si", "working-age-denominator-2022"]]
    assert found[PARTS].iloc[0].round(2).tolist() == [4.41, 2.12, 2.29]
    assert found[["participants_before", "participants"]].iloc[0].tolist() == [17_240_000, 18_259_000]
    refused = changes(processed["trajectory"], processed["breaks"]).query("reason == 'break'")
    assert set(refused["break_id"]) == {"working-age-denominator-2022"}


def test_all_of_vinh_linh_is_decomposed_and_adds_up(processed):
    found = changes(processed["trajectory"], processed["breaks"]).query("path == 'plan' and area_code.str.startswith('19')")
    assert len(found) == 18 * 5
    assert found["reason"].eq("").all()
    assert (found["coverage_pct"] - found["coverage_before_pct"]).to_numpy() == pytest.approx(found["change_pp"].to_numpy())
    assert (found["people_pp"] + found["denominator_pp"]).to_numpy() == pytest.approx(found["change_pp"].to_numpy())
