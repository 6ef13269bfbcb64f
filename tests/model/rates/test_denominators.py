import pytest

from coverage_lib.model.rates.denominators import denominators
from coverage_lib.vocabulary.table_schemas import schema
from coverage_lib.vocabulary.terms import terms
from tests.builders import denominator, figure, observations


def found(*rows):
    table = denominators(observations(*rows))
    schema("denominators").validate(table)
    return table


def test_every_definition_stands_beside_the_others():
    table = found(denominator(7800), denominator(9000, base="labour_force_15plus"), denominator(13_250, base="population"))
    assert table.set_index("base")["persons"].to_dict() == {
        "labour_force_working_age": 7800,
        "labour_force_15plus": 9000,
        "population": 13_250,
    }
    assert set(table["method"]) == {"published"}


@pytest.mark.parametrize("base", [code for code, entry in terms("base").items() if not entry.get("usable", True)])
def test_what_is_no_denominator_is_never_one(base):
    assert found(denominator(5, base=base)).empty


def test_the_unusable_ones_are_known():
    assert {code for code, entry in terms("base").items() if not entry.get("usable", True)} == {
        "population_registered",
        "population_15plus",
        "employed",
        "workers_abroad",
    }


@pytest.mark.parametrize("other", [{"area_code": ""}, {"value": None}, {"base": ""}])
def test_figures_without_unit_value_or_definition_stay_out(other):
    assert found(denominator(5) | other, figure("si", 3)).empty


def test_one_figure_printed_in_several_sheets_is_one_denominator():
    table = found(
        denominator(7800, sheet="PL1"),
        denominator(7800, sheet="PL2", cell="D7"),
        denominator(7900, sheet="PL2", cell="D8", area_code="45"),
    )
    assert table.query("area_code == '464'")["cell"].tolist() == ["PL2!D7"]
