import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverage_lib.model.comparison.inequality import inequality, inequality_of_units
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

unit = st.integers(10, 20_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
many = st.lists(unit, min_size=2, max_size=20)
ABSOLUTE, RELATIVE = ["mean_difference_pp", "attributable_pp"], ["relative_pct", "theil"]
few = settings(max_examples=20)


def table(rows, **more):
    return pd.DataFrame(rows, columns=["participants", "persons"]).assign(year=2025, **more)


def one(rows, **options):
    return inequality(table(rows), ["year"], **options).iloc[0]


def by_hand(rows):
    total, people = sum(d for _, d in rows), sum(n for n, _ in rows)
    mean = people / total
    apart = theil = raised = 0.0
    best = max(n / d for n, d in rows)
    for n, d in rows:
        apart += d / total * abs(n / d - mean)
        theil += d / total * (n / d / mean) * math.log(n / d / mean) if n else 0.0
        raised += (best - n / d) * d
    return 100 * mean, 100 * apart, 100 * apart / mean, 1000 * theil, math.ceil(round(raised, 6))


@few
@given(many)
def test_it_equals_the_same_in_loops(rows):
    assume(any(n for n, _ in rows))
    found = one(rows)
    names = ["mean_pct", "mean_difference_pp", "relative_pct", "theil", "attributable_persons"]
    assert [found[name] for name in names] == pytest.approx(by_hand(rows), rel=1e-6, abs=1e-6)


@few
@given(st.integers(1, 100), st.lists(st.integers(1, 500), min_size=2, max_size=10))
def test_nothing_between_equals(share, sizes):
    found = one([(share * size, 100 * size) for size in sizes])
    assert found[[*ABSOLUTE, *RELATIVE]].astype(float).tolist() == pytest.approx([0, 0, 0, 0], abs=1e-9)
    assert found["attributable_persons"] == 0


@few
@given(many)
def test_relative_measures_keep_their_value_when_all_rates_are_halved(rows):
    assume(any(n for n, _ in rows))
    found, halved = one(rows), one([(n, 2 * d) for n, d in rows])
    assert halved[RELATIVE].astype(float).tolist() == pytest.approx(found[RELATIVE].astype(float).tolist(), rel=1e-6, abs=1e-6)
    assert 2 * halved["mean_difference_pp"] == pytest.approx(found["mean_difference_pp"], abs=1e-6)


@few
@given(many, st.integers(1, 20))
def test_absolute_measures_keep_their_value_when_all_rates_rise_alike(rows, points):
    rows = [(n * 100, d * 200) for n, d in rows]  # at most half of the people, so that all can rise
    raised = [(n + d * points // 100, d) for n, d in rows]
    assert one(raised)[ABSOLUTE].astype(float).tolist() == pytest.approx(one(rows)[ABSOLUTE].astype(float).tolist(), abs=1e-6)


@few
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    names = [*ABSOLUTE, *RELATIVE]
    assert one(shuffled)[names].astype(float).tolist() == pytest.approx(
        one(rows)[names].astype(float).tolist(), nan_ok=True, abs=1e-7
    )


def test_settings_are_said_and_change_the_measure():
    rows = [(20, 100), (400, 1000)]
    weighted, equal = one(rows), one(rows, weights="equal")
    assert (weighted["weights"], equal["weights"]) == ("persons", "equal")
    assert equal["mean_pct"] == pytest.approx(30.0)
    assert equal["mean_difference_pp"] == pytest.approx(10.0)
    assert weighted["mean_pct"] == pytest.approx(100 * 420 / 1100)
    level = one(rows, reference=30.0)
    assert (level["reference"], level["attributable_persons"]) == ("30.0", 10)
    with pytest.raises(ValueError, match="weights are one of"):
        one(rows, weights="votes")


def test_unknown_units_are_counted_and_too_many_refuse_the_group():
    rows = [(20, 100), (30, 100), (25, 100), (40, 100), (22, 100), (31, 100), (120, 100)]
    few = one(rows)
    assert (few["units_counted"], few["units_unknown"], few["reason"]) == (6, 1, "")
    many = one([*rows, (None, None)])
    assert (many["units_unknown"], many["reason"]) == (2, "much_unknown")
    assert many[[*ABSOLUTE, *RELATIVE]].isna().all()
    assert many["share_unknown_pct"] == pytest.approx(25.0)


def test_one_unit_and_nobody_are_refused_by_name():
    assert one([(1, 10)])["reason"] == "one_unit"
    nobody = one([(0, 10), (0, 20)])
    assert (nobody["reason"], nobody["mean_difference_pp"]) == ("nobody", 0)


def test_groups_are_kept_apart():
    rows = pd.concat([table([(20, 100), (40, 100)]), table([(30, 100), (30, 100)]).assign(year=2030)])
    assert inequality(rows, ["year"])["mean_difference_pp"].tolist() == pytest.approx([10.0, 0.0])


SERIES = {"indicator": "si", "path": "plan", "base": "population"}


def rated(code, year, participants, persons=100, **more):
    counts = {"participants": participants, "persons": persons, "segment": 1, "coverage_pct": 100 * participants / persons}
    return SERIES | {"area_code": code, "period": f"{year}-12-31"} | counts | more


def test_the_table_by_hand():
    """All 18 communes of a district: half at 20 %, half at 40 % in 2025; all at 30 % in 2023."""
    communes = children("464")
    before = [rated(code, 2023, 30) for code in communes]
    now = [rated(code, 2025, 20 + 20 * (number % 2)) for number, code in enumerate(communes)]
    compared = frame("comparison", *({**row, "area_code": "464", "lower_code": row["area_code"]} for row in now))
    found = inequality_of_units(compared, frame("trajectory", *before, *now), empty("targets"))
    assert found["period"].dt.year.tolist() == [2023, 2025]
    assert found["mean_difference_pp"].tolist() == pytest.approx([0.0, 10.0])
    assert found[["units_counted", "units_unknown", "attributable_persons"]].values.tolist() == [[18, 0, 0], [18, 0, 9 * 20]]
    assert found["theil"].tolist()[1] == pytest.approx(1000 * (2 / 3 * math.log(2 / 3) + 4 / 3 * math.log(4 / 3)) / 2)


def test_units_of_the_code_list_without_a_figure_are_counted():
    now = [rated(code, 2025, 20) for code in children("464")[:15]]
    compared = frame("comparison", *({**row, "area_code": "464", "lower_code": row["area_code"]} for row in now))
    targets = frame("targets", {"area_code": children("464")[17], "indicator": "si", "year": 2025, "source_id": "a"})
    found = inequality_of_units(compared, frame("trajectory", *now), targets)
    assert found[["units_counted", "units_unknown", "reason"]].values.tolist() == [[15, 3, "much_unknown"]]
    assert inequality_of_units(empty("comparison"), frame("trajectory", *now), targets).empty
