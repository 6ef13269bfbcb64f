from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.auditing.checks.implied_denominators import implied_denominators
from coverage_lib.auditing.implied_bases import clusters, implied_bases
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, denominator, figure, frame, observations

SEPTEMBER = pd.Timestamp("2022-09-30")
INTERVALS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)).map(lambda each: (each[0], each[0] + each[1])), max_size=12)


@given(INTERVALS)
def test_every_interval_stands_in_one_group_whose_members_share_a_value(intervals):
    low, high = (np.array([each[side] for each in intervals], dtype=float) for side in (0, 1))
    found = clusters(low, high)
    assert len(found) == len(intervals)
    for number in set(found):
        assert low[found == number].max() <= high[found == number].min()
    assert sorted(set(found)) == list(range(len(set(found))))


@given(INTERVALS)
def test_no_fewer_groups_would_do(intervals):
    low, high = (np.array([each[side] for each in intervals], dtype=float) for side in (0, 1))
    found = clusters(low, high)
    # as many intervals as there are groups, no two of which share a value: each needs a group of its own
    apart, end = 0, -np.inf
    for place in np.argsort(high):
        if low[place] > end:
            apart, end = apart + 1, high[place]
    assert len(set(found)) == apart
    firsts = [min(np.flatnonzero(found == number), key=lambda each: high[each]) for number in sorted(set(found))]
    assert all(high[one] < low[other] for one, other in pairwise(firsts))


def implied(*rows, known=(), bases=None):
    cells = [
        each
        for number, (n, rate, source) in enumerate(rows)
        for each in (
            figure("si", n, source_id=source, cell=f"A{number}", printed=f"{n:.0f}", basis="actual"),
            figure("si", float(rate), base=WORKING_AGE, source_id=source, cell=f"B{number}", printed=rate, basis="actual"),
        )
    ]
    found = implied_bases(observations(*cells, *known), frame("denominators", *(known if bases is None else bases)))
    schema("implied_bases").validate(found)
    return found


def test_rates_of_one_day_fall_into_the_bases_they_can_share():
    found = implied((17_240_000, "34.84", "a"), (17_080_000, "37.01", "b"), (17_245_000, "34.85", "c")).set_index("source_id")
    assert found.at["a", "base_group"] == found.at["c", "base_group"] != found.at["b", "base_group"]
    assert (found["group_low"] <= found["group_high"]).all()


def test_a_known_denominator_within_the_common_interval_names_the_group():
    known = denominator(49_480_000, base="labour_force_15plus", source_id="gso", cell="Z1", area_code="464", period="2024-12-31")
    known |= {"persons": 49_480_000, "method": "published"}
    found = implied((17_240_000, "34.84", "a"), (17_080_000, "37.01", "b"), known=[known]).set_index("source_id")
    assert found["found_base"].fillna("").to_dict() == {"a": "labour_force_15plus", "b": ""}


def test_groups_of_one_day_are_numbered_on_over_the_kinds_of_base():
    found = implied((17_240_000, "34.84", "a"), (17_080_000, "37.01", "b"), known=[
        figure("hi", 87_500_000.0, source_id="c", cell="C1", printed="87500000", basis="actual"),
        figure("hi", 88.4, base="population", source_id="c", cell="C2", printed="88.4", basis="actual"),
    ], bases=[]).set_index("source_id")  # fmt: skip
    assert found["base_group"].to_dict() == {"b": 0, "a": 1, "c": 2}
    assert (found["persons_low"] <= found["persons_high"]).all()


def test_a_rate_that_may_be_zero_implies_nothing():
    assert implied((17_240_000, "0", "a")).empty


# ---------------------------------------------------------------- the committed documents


def test_september_2022_had_two_labour_forces(processed):
    rows = processed["implied_bases"].query("area_code == 'VN' and period == @SEPTEMBER and base.str.startswith('labour_force')")
    ends = rows.groupby("base_group")[["group_low", "group_high"]].first() / 1e6
    assert ends.round(2).values.tolist() == [[46.13, 46.17], [49.46, 49.5]]
    assert rows.groupby("base_group")["source_id"].apply(sorted).tolist() == [
        ["sggp-2022-10-27"],
        ["sggp-2022-10-27", "vietnamplus-2022-10-06"],
    ]


def test_2016_used_the_labour_force_of_the_statistics_office(processed):
    rows = processed["implied_bases"].query("source_id == 'viettimes-2016'")
    assert rows[["found_base", "found_persons"]].values.tolist() == [["labour_force_15plus", 54_482_800]]


@pytest.mark.parametrize("lang", ["message", "message_en"])
def test_one_sentence_tells_both_rates_both_denominators_and_both_sources(processed, lang):
    found = implied_denominators(processed["observations"], processed["sources"], processed["implied_bases"])
    (said,) = found.query("severity == 'warning' and period == @SEPTEMBER")[lang]
    point = "," if lang == "message" else "."
    for number in ("34.84", "37.01", "49.48", "46.15", "49.46", "49.50", "46.13", "46.17"):
        assert number.replace(".", point) in said
    assert all(name in said for name in ("VietnamPlus", "SGGP"))
