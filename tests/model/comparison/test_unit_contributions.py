import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.comparison.unit_contributions import between_units, contributions, gap_contributions
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

size = st.integers(1, 50_000)
unit = st.tuples(size, size, st.floats(0, 1), st.floats(0, 1))
units = st.lists(unit, min_size=1, max_size=12)
few = settings(max_examples=20)


def table(rows):
    counts = [(round(d0 * r0), d0, round(d1 * r1), d1) for d0, d1, r0, r1 in rows]
    names = ["participants_before", "persons_before", "participants", "persons"]
    return pd.DataFrame(counts, columns=names).assign(lower_code=[f"u{number:02}" for number in range(len(rows))])


def change(given):
    return 100 * (
        given["participants"].sum() / given["persons"].sum() - given["participants_before"].sum() / given["persons_before"].sum()
    )


@few
@given(units)
def test_contributions_add_up_to_the_change_of_the_whole(rows):
    found = between_units(table(rows))
    assert found["contribution_pp"].sum() == pytest.approx(change(table(rows)), abs=1e-9)


@few
@given(units)
def test_mix_and_rate_are_those_of_kitagawa_written_out(rows):
    """A second implementation: the formula of 1955 without the centring, in loops."""
    given = table(rows)
    whole = [given["persons_before"].sum(), given["persons"].sum()]
    mix = rate = 0.0
    for row in given.itertuples():
        w0, w1 = row.persons_before / whole[0], row.persons / whole[1]
        r0, r1 = row.participants_before / row.persons_before, row.participants / row.persons
        mix, rate = mix + (r0 + r1) / 2 * (w1 - w0), rate + (w0 + w1) / 2 * (r1 - r0)
    found = between_units(given)
    assert found["mix_pp"].sum() == pytest.approx(100 * mix, abs=1e-9)
    assert found["rate_pp"].sum() == pytest.approx(100 * rate, abs=1e-9)


@few
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rows, random):
    given = table(rows)
    order = list(given.index)
    random.shuffle(order)
    found, other = between_units(given), between_units(given.loc[order])
    assert other["contribution_pp"].loc[given.index].to_numpy() == pytest.approx(found["contribution_pp"].to_numpy(), abs=1e-9)


def test_published_example():
    """Das Gupta 1993 (U.S. Bureau of the Census, P23-186), example 5.3: crude death rates of 1970 and 1985 by race and age.

    Rate standardized for race and age: 10.258 and 8.030. Standardized for rates and race, by age: 8.385 and 9.907; by race: 9.136
    and 9.156; the two together are the mix.
    """
    sizes = {
        1985: "3041 11577 27450 32711 35480 27411 19555 19795 15254 8022 2472 707 2692 6473 6841 6547 4352 3034 2540 1749 804 236",
        1970: "2968 11484 34614 30992 21983 20314 20928 16897 11339 5720 1315 535 2162 6120 4781 3096 2718 2363 1767 1149 448 117",
    }
    deaths = {
        1985: "9.163 .462 .248 .929 1.084 1.810 4.715 12.187 27.728 64.068 157.570 "
        "17.208 .738 .328 1.103 2.045 3.724 8.052 17.812 34.128 68.276 125.161",
        1970: "18.469 .751 .391 1.146 1.287 2.672 6.636 15.691 34.723 79.763 176.837 "
        "36.993 1.352 .541 2.040 3.523 6.746 12.967 24.471 45.091 74.902 123.205",
    }
    given = {}
    for end, year in enumerate((1970, 1985)):
        persons, rate = np.array(sizes[year].split(), float), np.array(deaths[year].split(), float)
        suffix = "" if end else "_before"
        given |= {
            f"persons{suffix}": persons,
            f"participants{suffix}": persons * rate / 100,
        }  # deaths a thousand, printed as per cent
    found = between_units(pd.DataFrame(given).assign(lower_code=[f"{number:02}" for number in range(22)]))
    assert found["rate_pp"].sum() == pytest.approx(8.030 - 10.258, abs=2e-3)
    assert found["mix_pp"].sum() == pytest.approx((9.907 - 8.385) + (9.156 - 9.136), abs=3e-3)


def test_a_unit_of_one_date_is_refused_by_name_or_counted_as_entry_and_exit():
    given = pd.DataFrame(
        {"lower_code": ["a", "b", "c"], "participants_before": [20, 30, None], "persons_before": [100, 100, None],
         "participants": [25, None, 80], "persons": [100, None, 100]}
    )  # fmt: skip
    with pytest.raises(CoverageError) as refusal:
        between_units(given)
    assert [problem.source for problem in refusal.value.problems] == ["b", "c"]
    found = between_units(given, entry_exit=True).set_index("lower_code")
    assert found["contribution_pp"].sum() == pytest.approx(100 * (105 / 200 - 50 / 200))
    assert found["contribution_pp"].tolist() == pytest.approx([5.0, -5.0, 27.5])
    assert found.loc["b", ["mix_pp", "rate_pp", "entry_pp"]].tolist() == [0, 0, 0]
    assert found.loc["c", "entry_pp"] == pytest.approx(27.5)


def test_units_without_denominator_are_named_all_at_once():
    given = table([(10, 10, 0.5, 0.5)] * 3)
    given.loc[[0, 2], "persons"] = 0
    with pytest.raises(CoverageError, match="denominator above zero") as refusal:
        between_units(given)
    assert len(refusal.value.problems) == 2


@few
@given(units, st.floats(0, 100))
def test_gaps_add_up_in_points_and_in_people(rows, target):
    given = table(rows)
    n, d = int(given["participants"].sum()), int(given["persons"].sum())
    found = gap_contributions(given, target)
    assert found["gap_part_pp"].sum() == pytest.approx(100 * n / d - target, abs=1e-9)
    assert int(found["gap_part_persons"].sum()) == int(np.floor(round(n - target * d / 100, 6) + 1e-6))
    alone = np.floor((given["participants"] - target * given["persons"] / 100).round(6))
    assert (found["gap_part_persons"] - alone).between(0, 1).all()


def test_the_gap_of_vinh_linh_is_the_sum_of_its_communes(processed):
    rows = processed["trajectory"].query("path == 'plan' and indicator == 'si' and area_code.str.startswith('19')")
    rows = rows[rows["period"] == pd.Timestamp("2025-12-31")]
    rows = rows.rename(columns={"area_code": "lower_code"})
    found = gap_contributions(rows, 45.0)
    assert len(found) == 18
    assert int(found["gap_part_persons"].sum()) == 13_975 - int(np.ceil(0.45 * 53_078))
    with pytest.raises(CoverageError):
        gap_contributions(rows.assign(persons=0), 45.0)


SERIES = {"indicator": "si", "path": "plan", "base": "population", "period": "2025-12-31"}
STEPS = {"19363": (20, 100, 30, 200), "19366": (90, 300, 75, 250)}


def tables(steps, levels=(45.0, 45.0), since=("2023-12-31", "2023-12-31")):
    """Tables ``comparison`` and ``decomposition`` of two communes of one district."""
    units, spans = [], []
    for (code, (n0, d0, n1, d1)), level, start in zip(steps.items(), levels, since, strict=True):
        rates = {"coverage_before_pct": 100 * n0 / d0, "coverage_pct": 100 * n1 / d1}
        units.append(SERIES | rates | {"area_code": "464", "lower_code": code, "target_pct": level})
        counts = {"participants_before": n0, "persons_before": d0, "participants": n1, "persons": d1}
        change = rates["coverage_pct"] - rates["coverage_before_pct"]
        spans.append(SERIES | rates | counts | {"area_code": code, "period_before": start, "change_pp": change})
    return frame("comparison", *units), frame("decomposition", *spans)


def test_the_tables_by_hand():
    """27.5 % of 400 become 105 of 450, 23⅓ %, in two years; 19363: share ¼ → 4/9, rate 20 → 15 %; 19366 stays at 30 %."""
    whole, units = contributions(*tables(STEPS))
    assert whole[["common_before_pct", "common_pct", "change_pp", "pace_observed_pp"]].values.tolist() == [
        pytest.approx([27.5, 70 / 3, -25 / 6, -25 / 12])
    ]
    assert whole[["units_counted", "target_pct", "gap_persons", "reason"]].values.tolist() == [[2, 45.0, 105 - 203, ""]]
    middle = (27.5 + 70 / 3) / 2
    assert units["mix_pp"].tolist() == pytest.approx([(17.5 - middle) * (4 / 9 - 1 / 4), (30 - middle) * (1 / 4 - 4 / 9)])
    assert units["rate_pp"].tolist() == pytest.approx([(4 / 9 + 1 / 4) / 2 * -5, 0.0])
    assert units["pace_observed_pp"].tolist() == pytest.approx([-2.5, 0.0])
    assert units["low_and_slow"].tolist() == [True, False]
    assert units["gap_part_persons"].tolist() == [
        30 - 90,
        75 - 113,
    ]  # 45 % of 250 are 112.5: the half goes to the one unit that has it
    assert units["gap_part_pp"].sum() == pytest.approx(70 / 3 - 45)


@pytest.mark.parametrize("levels", [(45.0, 30.0), (45.0, None), (None, None)])
def test_without_one_level_for_all_there_is_no_common_gap(levels):
    whole, units = contributions(*tables(STEPS, levels))
    assert whole[["target_pct", "gap_persons"]].isna().all(axis=None)
    assert units[["gap_part_pp", "gap_part_persons"]].isna().all(axis=None)
    assert units["contribution_pp"].sum() == pytest.approx(-25 / 6)


def test_units_of_other_dates_are_left_out_and_one_alone_has_no_pace():
    apart = tables(STEPS, since=("2023-12-31", "2024-12-31"))
    whole, units = contributions(*apart)
    assert whole[["indicator", "reason"]].values.tolist() == [["si", "no_pace"]]
    assert whole["units_counted"].isna().all()
    assert units.empty
    third = STEPS | {"19369": (10, 100, 20, 100)}
    several = tables(third, (45.0,) * 3, ("2023-12-31", "2024-12-31", "2023-12-31"))
    assert contributions(*several)[1]["lower_code"].tolist() == ["19363", "19369"]


def test_a_refused_change_and_one_across_a_break_take_no_part():
    compared, changes = tables(STEPS)
    for spoilt in (changes.assign(reason=["", "rounding"]), changes.assign(break_id=["b", ""])):
        assert contributions(compared, spoilt)[1].empty
    assert [len(each) for each in contributions(empty("comparison"), empty("decomposition"))] == [0, 0]
