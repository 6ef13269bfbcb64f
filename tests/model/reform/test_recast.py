"""Conversion to new units preserves every person, mixes no two units, and computes only sums of all sources."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.reform.plan_in_new_units import plan_after_reform
from coverage_lib.model.reform.recast import recast
from coverage_lib.vocabulary.areas import REFORM, areas_on, children
from coverage_lib.vocabulary.comparable_areas import comparable_areas, members
from coverage_lib.vocabulary.successors import LAST_OLD_DAY, correspondence

PAIRS = correspondence()
COMMUNES = PAIRS[PAIRS["level"] == "commune"]
SPLIT = sorted(set(COMMUNES.loc[~COMMUNES["whole"] & COMMUNES["new_code"].ne(""), "old_code"]) - {""})
AREAS = sorted(set(comparable_areas().query("exact == 'exact'")["comparable_area"]))
OLD = sorted(areas_on(LAST_OLD_DAY).query("level == 'commune'").index)
NEW = sorted(areas_on(REFORM).query("level == 'commune'").index)
some, few = settings(max_examples=25), settings(max_examples=8)


def table(codes, values, **columns):
    return pd.DataFrame({"area_code": pd.Series(codes, dtype="str"), "participants": pd.Series(values, dtype="Int64")} | columns)


def numbers(data, size, low=0, high=100_000):
    """Counts drawn by one seed: hypothesis is slow where it draws every one of hundreds."""
    return np.random.default_rng(data.draw(st.integers(0, 2**32 - 1))).integers(low, high, size, endpoint=True)


def draw_table(data, codes):
    return table(codes, numbers(data, len(codes)), year=numbers(data, len(codes), 2023, 2024))


def nothing_lost(given_table, done):
    totals = done.totals.loc["participants"]
    assert totals["given"] == given_table["participants"].sum()
    assert totals["given"] == done.table["participants"].sum() + done.remainder["participants"].sum()


def weights(codes, data):
    edges = COMMUNES[COMMUNES["old_code"].isin(codes) & COMMUNES["new_code"].ne("")]
    persons = numbers(data, len(edges), 1, 9_999)
    return pd.DataFrame({"from_code": edges["old_code"], "to_code": edges["new_code"], "persons": persons})


@pytest.mark.slow
@some
@given(st.data(), st.lists(st.sampled_from([*OLD, *NEW, "464", "VN", "30", "99999", ""]), min_size=1, max_size=40, unique=True))
def test_what_is_given_is_recast_or_left_over(data, codes):
    for to in (REFORM, LAST_OLD_DAY, "comparable"):
        try:
            given_table = draw_table(data, codes)
            done = recast(given_table, to)
        except CoverageError:  # both sides of the day for one unit and key
            continue
        nothing_lost(given_table, done)
        assert done.remainder["recast"].ne("").all()


@pytest.mark.slow
@few
@given(st.data(), st.lists(st.sampled_from(AREAS), min_size=1, max_size=8, unique=True))
def test_there_and_back_on_comparable_areas_keeps_totals(data, areas):
    old = [code for area in areas for code in members(area, "old")]
    before = table(old, numbers(data, len(old)))
    direct = recast(before, "comparable").table.set_index("area_code")["participants"]
    assert direct.sum() == before["participants"].sum()
    assert list(direct.index) == sorted(areas)
    population = weights(old, data)
    there = recast(before, REFORM, apportion="population", weights=population)
    assert there.remainder.empty
    by_area = recast(there.table[["area_code", "participants"]], "comparable").table.set_index("area_code")["participants"]
    pd.testing.assert_series_equal(by_area, direct)
    turned = population.rename(columns={"from_code": "to_code", "to_code": "from_code"})
    back = recast(there.table[["area_code", "participants"]], LAST_OLD_DAY, apportion="population", weights=turned)
    assert back.remainder.empty
    again = recast(back.table[["area_code", "participants"]], "comparable").table.set_index("area_code")["participants"]
    pd.testing.assert_series_equal(again, direct)


@pytest.mark.slow
@some
@given(st.data(), st.lists(st.sampled_from(SPLIT), min_size=1, max_size=10, unique=True))
def test_splitting_by_weights_keeps_whole_persons(data, codes):
    given_table = table(codes, numbers(data, len(codes)))
    done = recast(given_table, REFORM, apportion="population", weights=weights(codes, data))
    nothing_lost(given_table, done)
    assert set(done.table["recast"]) <= {"apportioned", "summed", "carried", "disputed", "unchanged"}
    assert done.table["apportioned_share"].between(0, 1).all()


@pytest.mark.slow
@some
@given(st.data(), st.lists(st.sampled_from(OLD), min_size=2, max_size=30, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(data, codes, random):
    given_table = draw_table(data, codes)
    order = list(range(len(codes)))
    random.shuffle(order)
    one, other = recast(given_table, REFORM), recast(given_table.iloc[order], REFORM)
    pd.testing.assert_frame_equal(one.table, other.table)
    columns = ["area_code", "year"]
    pd.testing.assert_frame_equal(
        one.remainder.sort_values(columns, ignore_index=True), other.remainder.sort_values(columns, ignore_index=True)
    )


def test_reused_codes_never_mix_two_units():
    """Every reused official code, with another figure on either side: no figure of one meets a figure of the other."""
    both = sorted(set(areas_on(LAST_OLD_DAY)["official_code"]) & {code.removesuffix("@2025") for code in NEW if "@" in code})
    assert len(both) == 3189
    bare = pd.DataFrame({"official_code": both, "persons": pd.Series(1, index=range(len(both)), dtype="Int64")})
    old, new = recast(bare, LAST_OLD_DAY, codes_on=LAST_OLD_DAY), recast(bare, REFORM, codes_on=dt.date(2026, 1, 1))
    assert list(old.table["area_code"]) == both
    assert list(new.table["area_code"]) == [f"{code}@2025" for code in both]
    assert set(old.table["area_code"]).isdisjoint(new.table["area_code"])
    onward = recast(bare, REFORM, codes_on=LAST_OLD_DAY)
    sums = onward.table.set_index("area_code")["persons"]
    sources = COMMUNES[COMMUNES["old_code"].isin(both)].groupby("new_code")["old_code"].nunique()
    assert (sums == sources.reindex(sums.index)).all()


@pytest.mark.parametrize(
    ("rows", "arguments", "said"),
    [
        ({"official_code": ["75"], "persons": [1]}, {}, "not clear"),
        ({"area_code": ["75@2025", "75"], "persons": [1, 1]}, {"codes_on": dt.date(2026, 1, 1)}, "not on the list"),
        ({"area_code": ["4"], "persons": [1]}, {"codes_on": dt.date(2024, 1, 1)}, "not on the list"),
        ({"area_code": ["464"], "persons": [1], "coverage_pct": [5.0]}, {}, "added up"),
        ({"area_code": ["464"], "year": [2024]}, {}, "added up"),
        ({"area_code": ["19363", "19363"], "persons": [1, 2]}, {}, "several rows"),
        ({"area_code": ["75", "70", "75@2025"], "persons": [1, 1, 2]}, {}, "counted twice"),
        ({"area_code": ["464"], "persons": [1]}, {"apportion": "population"}, "apportion"),
    ],
)
def test_what_cannot_be_known_is_refused(rows, arguments, said):
    with pytest.raises(CoverageError, match=said):
        recast(pd.DataFrame(rows), REFORM, **arguments)


def test_a_unit_without_all_its_sources_gets_no_figure():
    done = recast(table(["19363", "19375"], [5, 6]), REFORM)
    assert done.table.empty
    assert list(done.remainder["recast"]) == ["sources_missing"] * 2
    assert done.missing[["area_code", "sources", "keys"]].values.tolist() == [["19363@2025", 3, 1]]
    unknown = recast(table(["19363", "19375", "19387"], [5, 6, None]), REFORM)
    assert unknown.table.empty


def test_a_split_commune_takes_the_whole_new_unit_with_it():
    split = COMMUNES[COMMUNES["old_code"] == SPLIT[-1]]
    target = split["new_code"].iloc[0]
    sources = sorted(COMMUNES.loc[COMMUNES["new_code"] == target, "old_code"])
    done = recast(table(sources, range(len(sources))), REFORM)
    assert target not in set(done.table["area_code"])
    assert {"split"} <= set(done.remainder["recast"]) <= {"split", "beside_split", "sources_missing", "mapping_incomplete"}


def test_marks_are_the_worst_the_largest_or_joined():
    rows = table(["19363", "19375", "19387"], [1, 2, 3], obs_status=["A", "E", "P"], cell=["C1", "C3", "C2"], rounded_to=[1, 10, 1])
    row = recast(rows, REFORM).table.iloc[0]
    assert (row["obs_status"], row["cell"], row["rounded_to"]) == ("E", "C1 + C2 + C3", 10)


def test_the_plan_of_vinh_linh_keeps_every_total_in_its_five_communes(processed):
    communes = children("464")
    for name, value in (("enrolment", "participants"), ("denominators", "persons")):
        own = processed[name][processed[name]["area_code"].isin(communes)]
        assert own["area_code"].nunique() == 18
        done = recast(own, REFORM)
        assert done.exact
        assert sorted(set(done.table["area_code"])) == [f"{code}@2025" for code in ("19363", "19366", "19372", "19405", "19414")]
        key = [each for each in ("indicator", "base", "period", "basis", "source_id") if each in own.columns]
        pd.testing.assert_series_equal(done.table.groupby(key)[value].sum(), own.groupby(key)[value].sum())


def test_the_rates_of_the_plan_are_recomputed_from_its_sums(processed):
    plan, totals = plan_after_reform(processed["enrolment"], processed["denominators"], processed["coverage"])
    assert len(plan) == 6 * 15
    assert np.allclose(plan["coverage_pct"], 100 * plan["participants"].astype(float) / plan["persons"].astype(float))
    whole = plan[plan["new_code"] == "G:vinh-linh"].set_index(["indicator", "period"])
    parts = plan[plan["new_code"] != "G:vinh-linh"].groupby(["indicator", "period"])[["participants", "persons"]].sum()
    pd.testing.assert_frame_equal(whole[["participants", "persons"]].sort_index(), parts.sort_index())
    # the district's printed total is 5,145; its communes sum to 5,146, which is what the grouping has
    assert 5146 in set(whole.loc["ui", "participants"])
    printed = processed["enrolment"].query("area_code == '464' and indicator == 'ui'")
    assert 5145 in set(printed["participants"])
    assert len(totals) == 5 * 3 + 2 * 3
    assert (totals["older_persons"] == totals["newer_persons"]).all()
    differing = totals[totals["printed_persons"] != totals["newer_persons"]]
    found = differing[["quantity", "newer_persons", "printed_persons"]].values.tolist()
    assert found == [["ui", 5146, 5145], ["ui", 5266, 5265], ["ui", 5389, 5388]]
    assert differing["period"].dt.year.tolist() == [2023, 2024, 2025]
