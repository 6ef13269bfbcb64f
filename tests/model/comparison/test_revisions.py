import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.comparison.decomposition import decomposition
from coverage_lib.model.comparison.funnel_limits import funnels
from coverage_lib.model.comparison.inequality import inequality_of_units
from coverage_lib.model.comparison.revisions import revisions
from coverage_lib.model.comparison.unit_contributions import contributions
from coverage_lib.model.comparison.units_compared import persons_to_add, units_compared
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

ROW = {"area_code": "464", "period": "2025-12-31", "indicator": "si", "basis": "actual", "source_id": "a"}


def enrolment(counts):
    return frame("enrolment", *(ROW | {"area_code": code, "participants": count} for code, count in counts.items()))


def compared(old, new):
    return revisions({"enrolment": enrolment(old)}, {"enrolment": enrolment(new)})


def test_rows_come_go_and_change_by_key():
    found = compared({"464": 1000, "45": 5, "VN": None}, {"464": 1250, "30": 7, "VN": 3})
    assert found.summary.values.tolist() == [["enrolment", 3, 3, 1, 1, 2]]
    changed = found.changes[found.changes["change"] == "changed"].set_index("key")
    assert changed["difference"].fillna(-1).to_dict() == {
        "464 | 2025-12-31 | si | actual | a": 250,
        "VN | 2025-12-31 | si | actual | a": -1,
    }
    assert changed[["old", "new", "unit"]].values.tolist() == [["1000", "1250", "persons"], ["", "3", "persons"]]
    assert sorted(found.changes["change"]) == ["added", "changed", "changed", "removed"]


def test_the_order_of_rows_is_no_difference(processed):
    shuffled = {name: rows.sample(frac=1, random_state=1) for name, rows in processed.items()}
    assert revisions(processed, shuffled).same


def test_a_rate_that_differs_in_the_last_bits_is_the_same_number():
    gap = {"area_code": "464", "indicator": "si", "target_year": 2025, "source_id": "a"}
    one, other, third = ({"gap": frame("gap", gap | {"gap_pp": value})} for value in (0.1 + 0.2, 0.3, 0.300001))
    assert revisions(one, other).same
    assert revisions(one, third).changes["difference"].tolist() == [pytest.approx(1e-6)]


def test_flipped_verdicts_and_findings_are_those_of_the_tables(processed):
    old = dict(processed)
    gap = old["gap"].copy()
    place = gap.index[gap["verdict_pace"] == "plan_short"][0]
    gap.loc[place, "verdict_pace"] = "plan_meets"
    old["gap"], old["findings"] = gap, old["findings"].iloc[1:]
    found = revisions(old, processed)
    key = ["area_code", "indicator", "target_year", "source_id"]
    assert found.flipped.astype(str).values.tolist() == [
        [*gap.loc[place, key].astype(str), "verdict_pace", "plan_meets", "plan_short"]
    ]
    assert found.findings_came["message"].tolist() == [processed["findings"]["message"].iloc[0]]
    assert found.findings_went.empty
    assert not found.same


def test_two_rows_of_one_key_are_refused():
    twice = pd.concat([enrolment({"464": 1}), enrolment({"464": 2})])
    with pytest.raises(CoverageError, match=r"new enrolment, 464 \| 2025-12-31.*one row a key"):
        revisions({"enrolment": enrolment({"464": 1})}, {"enrolment": twice})
    with pytest.raises(CoverageError, match="a table that both"):
        revisions({}, {"enrolment": twice})
    with pytest.raises(CoverageError, match="key column"):
        revisions({"enrolment": enrolment({"464": 1})}, {"enrolment": twice.drop(columns="basis")})


counts = st.dictionaries(st.sampled_from(["464", "45", "30", "VN", "19363", "19366"]), st.integers(0, 9), max_size=6)


@settings(max_examples=8)
@given(counts, counts)
def test_the_way_back_is_the_way_there_reversed(old, new):
    there, back = compared(old, new), compared(new, old)
    assert there.same == (old == new)
    row, reverse = there.summary.iloc[0], back.summary.iloc[0]
    assert (row["added"], row["removed"], row["changed"]) == (reverse["removed"], reverse["added"], reverse["changed"])
    assert (row["added"], row["removed"]) == (len(set(new) - set(old)), len(set(old) - set(new)))
    assert there.changes["difference"].fillna(0).sum() == -back.changes["difference"].fillna(0).sum()


def vintage(participants):
    """The tables of compared units, with one count of 2025 given."""
    series = {"indicator": "si", "path": "actual", "base": "population", "segment": 1, "persons": 100}
    counts = {("19363", 2023): 20, ("19366", 2023): 30, ("19363", 2025): participants, ("19366", 2025): 35}
    rates = [
        series | {"area_code": code, "period": f"{year}-12-31", "participants": count, "coverage_pct": float(count)}
        for (code, year), count in counts.items()
    ]
    count = {"participants": participants, "target_persons": 50, "gap_persons": participants - 50, "basis": "actual"}
    gap = frame(
        "gap", {"area_code": "288", "indicator": "si", "target_year": 2025, "source_id": "a", "period": "2023-12-31"} | count
    )
    trajectory, tables = frame("trajectory", *rates), {}
    tables["decomposition"] = decomposition(trajectory, empty("coverage"), empty("breaks"))
    tables["comparison"], tables["funnel"] = funnels(units_compared(trajectory, gap))
    tables["common_change"], tables["contributions"] = contributions(tables["comparison"], tables["decomposition"])
    tables["inequality"] = inequality_of_units(tables["comparison"], trajectory, empty("targets"))
    return tables | {"persons_to_add": persons_to_add(gap)}


def test_a_corrected_count_shows_in_every_table_of_compared_units():
    found = revisions(vintage(22), vintage(25))
    assert set(found.changes["table"]) == set(vintage(22))
    assert found.changes["change"].eq("changed").all()
    moved = found.changes.set_index(["table", "column"])["difference"]
    assert moved["decomposition", "change_pp"] == pytest.approx(3.0)
    assert moved["funnel", "common_pct"] == pytest.approx(1.5)
    assert moved["common_change", "pace_observed_pp"] == pytest.approx(0.75)
    assert moved["persons_to_add", "increase"] == -3
    assert revisions(vintage(22), vintage(22)).same
