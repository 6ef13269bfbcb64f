import pytest

from coverage_lib.model.rates.enrolment import enrolment
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import figure, observations


def found(*rows):
    table = enrolment(observations(*rows))
    schema("enrolment").validate(table)
    return table.set_index("indicator")


def test_the_parts_are_summed_with_both_cells():
    row = found(figure("si_compulsory", 1499, cell="C7"), figure("si_voluntary", 850, cell="C7", sheet="PL2")).loc["si"]
    assert (row["participants"], row["cell"]) == (2349, "PL!C7 + PL2!C7")


def test_a_printed_sum_is_kept_even_when_it_is_wrong():
    row = found(figure("si_compulsory", 1499), figure("si_voluntary", 850), figure("si", 9999)).loc["si"]
    assert (row["participants"], row["cell"]) == (9999, "PL!A3")


@pytest.mark.parametrize("given", [["si_compulsory"], ["si_voluntary"], ["ui", "hi"]])
def test_half_a_sum_is_no_sum(given):
    assert "si" not in found(*(figure(code, 5) for code in given)).index


@pytest.mark.parametrize("other", [{"area_code": "45"}, {"period": "2025-12-31"}, {"basis": "actual"}, {"source_id": "b"}])
def test_parts_of_different_things_are_not_added(other):
    assert "si" not in found(figure("si_compulsory", 1499), figure("si_voluntary", 850) | other).index


@pytest.mark.parametrize(("one", "other", "worst"), [("A", "A", "A"), ("A", "E", "E"), ("P", "A", "P"), ("E", "P", "E")])
def test_a_sum_is_no_better_than_its_weakest_part(one, other, worst):
    assert (
        found(figure("si_compulsory", 1, obs_status=one), figure("si_voluntary", 1, obs_status=other)).loc["si", "obs_status"]
        == worst
    )


@pytest.mark.parametrize(
    ("printed", "unit", "value", "qualifier", "to"),
    [
        ("1.499", "người", 1499, "", 1),
        ("17,24", "triệu người", 17_240_000, "", 10_000),
        ("17", "triệu người", 17_000_000, "", 1_000_000),
        ("893,4", "nghìn người", 893_400, "", 100),
        ("1.500", "người", 1500, "", 1),
        ("1.500", "người", 1500, "about", 100),
        ("1.000.000", "người", 1_000_000, "over", 1_000),
        ("1.499", "người", 1499, "over", 1),
    ],
)
def test_a_count_is_known_as_far_as_it_is_printed(printed, unit, value, qualifier, to):
    assert found(figure("ui", value, printed=printed, unit=unit, qualifier=qualifier)).loc["ui", "rounded_to"] == to


def test_a_sum_is_known_no_better_than_its_coarsest_part():
    rows = found(
        figure("si_compulsory", 1499, printed="1499"), figure("si_voluntary", 17_240_000, printed="17.24", unit="triệu người")
    )
    assert rows.loc["si", "rounded_to"] == 10_000


def test_a_figure_printed_twice_counts_once_and_the_appendix_is_taken():
    rows = found(figure("hi", 10, sheet="Mục II"), figure("hi", 12, cell="C7"), figure("ui", 3, cell="C8"))
    assert rows.loc["hi", "participants"] == 12
    assert len(rows) == 2


@pytest.mark.parametrize(
    "other",
    [{"area_code": ""}, {"indicator": ""}, {"value": None}, {"measure": "increase"}, {"measure": "rate_pct", "base": "population"}],
)
def test_what_is_no_count_of_a_known_unit_stays_out(other):
    assert found(figure("ui", 3), figure("hi", 10) | other).index.tolist() == ["ui"]


def test_ho_xa_2023_in_the_committed_plan(processed):
    rows = processed["enrolment"].query("area_code == '19363' and indicator == 'si'")
    row = rows[rows["period"].dt.year == 2023].iloc[0]
    assert (row["participants"], row["cell"]) == (2349, "PL1 BHXH!C7 + PL2 BHXH TN!C7")
