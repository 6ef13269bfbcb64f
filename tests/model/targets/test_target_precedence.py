import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.targets.target_precedence import decide
from coverage_lib.raw.records.precedence_overrides import Override

EARLY, LATE = dt.date(2018, 5, 23), dt.date(2023, 11, 24)


def goal(source_id, issued=None, dated=None, authority="binding", **given):
    row = {"area_code": "30", "year": 2024, "indicator": "si", "source_id": source_id, "target_pct": 50.0, "base": "population"}
    return row | {"authority": authority, "issued": issued, "dated": dated or issued} | given


def table(*rows):
    frame = pd.DataFrame(rows)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("issued", "dated")}, year=frame["year"].astype("Int64"))


def decided(*rows, overrides=()):
    rows = table(*rows)
    found = decide(rows, overrides)
    return {name: tuple(values) for name, values in zip(rows["source_id"], found.itertuples(index=False), strict=True)}


def record(source_id, **given):
    words = dict.fromkeys(("vi", "en", "why", "signed"), "x")
    return Override("signed-1", "30", "si", 2024, source_id, signed_on=LATE, **words, **given)


def test_every_rule_names_itself():
    assert decided(goal("a", EARLY)) == {"a": (True, "", "sole")}
    later = {"a": (False, "b", "later_issue"), "b": (True, "", "later_issue")}
    assert decided(goal("a", EARLY), goal("b", LATE)) == later
    earliest = {"a": (False, "b", "earliest_day"), "b": (True, "", "earliest_day")}
    assert decided(goal("a", EARLY), goal("b", dated=LATE)) == earliest
    undecided = {"a": (True, "", "undecided"), "b": (True, "", "undecided")}
    assert decided(goal("a", LATE), goal("b", dated=EARLY)) == undecided
    working = {"a": (True, "", "sole"), "b": (False, "a", "working")}
    assert decided(goal("a", EARLY), goal("b", LATE, authority="working")) == working


def test_a_target_beside_an_undated_one_is_undecided_though_it_replaced_a_third():
    found = decided(goal("a", EARLY), goal("b", LATE), goal("c"))
    assert found == {"a": (False, "b", "later_issue"), "b": (True, "", "undecided"), "c": (True, "", "undecided")}


def test_a_signed_record_goes_before_the_rules():
    rows = goal("a", EARLY), goal("b", LATE)
    assert decided(*rows, overrides=[record("a", in_force=True)])["a"] == (True, "", "signed-1")
    assert decided(*rows, overrides=[record("b")])["b"] == (False, "", "signed-1")
    open_rows = goal("a", LATE), goal("b")
    found = decided(*open_rows, overrides=[record("a", superseded_by="b")])
    assert found == {"a": (False, "b", "signed-1"), "b": (True, "", "signed-1")}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (record("x", in_force=True), "a target of x for 30, si, 2024"),
        (record("a", superseded_by="x"), "a target of x"),
        (record("b", in_force=True), "already in force"),
        (record("a", superseded_by="b"), "already superseded by b"),
        (record("b", superseded_by="a"), "a to be in force"),
    ],
)
def test_a_record_that_no_longer_fits_stops_the_build(given, said):
    with pytest.raises(CoverageError, match=said) as found:
        decided(goal("a", EARLY), goal("b", LATE), overrides=[given])
    assert "override signed-1" in str(found.value)


days = st.sampled_from([None, dt.date(2018, 1, 1), dt.date(2020, 1, 1), dt.date(2023, 1, 1)])
goals = st.lists(
    st.builds(
        lambda name, issued, dated, authority, pct, base, year: goal(
            name, issued, dated, authority, target_pct=pct, base=base, year=year
        ),
        st.sampled_from("abcdef"), days, days, st.sampled_from(["binding", "working"]), st.sampled_from([None, 45.0, 50.0]),
        st.sampled_from(["", "population"]), st.sampled_from([2024, 2025]),
    ),
    min_size=1, max_size=8, unique_by=lambda row: (row["source_id"], row["year"]),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=40)
@given(goals, st.randoms(use_true_random=False))
def test_the_order_of_the_documents_plays_no_part(rows, random):
    mixed = rows[:]
    random.shuffle(mixed)
    first, second = table(*rows), table(*mixed)
    key = ["source_id", "year"]
    one = first[key].join(decide(first)).sort_values(key, ignore_index=True)
    two = second[key].join(decide(second)).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.slow
@given(goals)
def test_every_target_has_a_rule_and_nothing_in_force_is_superseded(rows):
    rows = table(*rows)
    found = rows.join(decide(rows))
    assert found["precedence"].ne("").all()
    assert (found["in_force"] == (found["superseded_by"].eq("") & found["authority"].ne("working"))).all()
    assert not found.loc[found["in_force"], "precedence"].eq("working").any()
