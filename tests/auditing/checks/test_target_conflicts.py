import pytest

from coverage_lib.auditing.checks.target_conflicts import contradicting_targets
from coverage_lib.model.targets.target_pairs import target_pairs
from coverage_lib.vocabulary.table_schemas import empty

LATER = {"source_id": "plan-b", "issued": "2024-05-01", "cell": "Mục II!F5"}


def found(targets, sources):
    return contradicting_targets(target_pairs(targets, empty("observations")), targets, sources)


def _only(rows):
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_same_target_twice_is_confirmed(set_targets, sources):
    row = _only(found(set_targets({"target_pct": 45.0}, LATER | {"target_pct": 45.0}), sources))
    assert (row["source_id"], row["sheet"], row["cell"], row["severity"]) == ("plan-b", "Mục II", "F5", "note")


@pytest.mark.parametrize(("authority", "severity"), [("binding", "error"), ("working", "warning")])
def test_different_targets(set_targets, sources, authority, severity):
    row = _only(found(set_targets({"target_pct": 45.0}, LATER | {"target_pct": 50.0, "authority": authority}), sources))
    assert row["severity"] == severity
    assert (row["printed_value"], row["computed_value"], row["value_unit"]) == (50.0, 45.0, "per_cent")
    assert "1/KH-UBND nêu 45\u00a0%" in row["message"]


def test_the_message_says_what_took_the_place_and_never_invents_an_order(set_targets, sources):
    old = {"target_pct": 45.0, "superseded_by": "plan-b"}
    assert "thay mức cũ" in _only(found(set_targets(old, LATER | {"target_pct": 50.0}), sources))["message"]
    undated = LATER | {"target_pct": 50.0, "issued": None}
    message = _only(found(set_targets({"target_pct": 45.0}, undated), sources))["message"]
    assert "trước đó" not in message
    assert "không rõ ngày" in message


def test_another_base_year_area_or_measure_is_another_target(set_targets, sources):
    for change in ({"base": "population"}, {"year": 2030}, {"area_code": "45"}, {"target_pct": None, "target_persons": 500}):
        assert found(set_targets({"target_pct": 45.0}, LATER | {"target_pct": 50.0} | change), sources).empty


def test_targets_in_persons(set_targets, sources):
    row = _only(found(set_targets({"target_persons": 500}, LATER | {"target_persons": 510}), sources))
    assert (row["printed_value"], row["computed_value"], row["value_unit"]) == (510.0, 500.0, "persons")


def test_what_whole_and_voluntary_part_leave_is_compared_with_a_compulsory_target(set_targets, sources):
    first = {"indicator": "si_compulsory", "target_pct": 45.0}
    later = [
        LATER | {"target_pct": 50.0},
        LATER | {"target_pct": 7.0, "indicator": "si_voluntary", "cell": "Mục II!F6", "qualifier": "about"},
    ]
    row = _only(found(set_targets(first, *later), sources))
    assert (row["cell"], row["printed_value"], row["computed_value"], row["severity"]) == ("F5 + F6", 43.0, 45.0, "error")
    later[1]["qualifier"] = "over"  # a limit leaves no figure
    assert found(set_targets(first, *later), sources).empty


def test_a_document_that_sets_one_indicator_over_two_bases_is_compared_base_by_base(set_targets, sources):
    over_population = {"target_pct": 30.0, "base": "population"}
    targets = set_targets({"target_pct": 45.0}, over_population, LATER | {"target_pct": 50.0}, LATER | over_population)
    rows = found(targets, sources).sort_values("severity")
    assert rows[["severity", "printed_value", "computed_value"]].values.tolist() == [["error", 50.0, 45.0], ["note", 30.0, 30.0]]
