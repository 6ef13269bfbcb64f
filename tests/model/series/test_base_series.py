import pytest

from coverage_lib.model.series.base_series import base_series
from coverage_lib.vocabulary.table_schemas import empty, schema
from tests.builders import WORKING_AGE, frame, observations

GROSS = {"area_code": "30", "period": "2021-12-31", "base": "labour_force_15plus", "source_id": "gso", "persons": 939_900}
GROSS |= {"method": "published", "basis": "provisional", "obs_status": "P", "cell": "S!Q22"}
RATE = {"area_code": "30", "period": "2024-12-31", "indicator": "si", "basis": "actual", "base": WORKING_AGE, "source_id": "a"}
RATE |= {"participants": 20_110_000, "persons": 47_084_992, "persons_known_to": 10_000, "method": "implied", "cell": "A!F4"}
POINT = {"area_code": "30", "indicator": "si", "path": "actual", "period": "2021-12-31", "base": "labour_force_15plus"}
BREAK = {"break_id": "b", "base": "labour_force_15plus", "period": "2021-01-01"}


def series(denominators=(), coverage=(), observed=(), points=(), breaks=()):
    rows = {"denominators": denominators, "coverage": coverage, "trajectory": points, "breaks": breaks}
    tables = {name: frame(name, *given) if given else empty(name) for name, given in rows.items()}
    seen = observations(*observed) if observed else empty("observations")
    found = base_series(tables["denominators"], tables["coverage"], seen, tables["trajectory"], tables["breaks"])
    schema("base_series").validate(found)
    return found


def test_printed_and_implied_denominators_stand_side_by_side():
    found = series([GROSS], [RATE]).set_index("base")
    assert found["method"].to_dict() == {"labour_force_15plus": "published", WORKING_AGE: "implied"}
    assert found["persons_known_to"].to_dict() == {"labour_force_15plus": 1, WORKING_AGE: 10_000}


@pytest.mark.parametrize("changed", [{"basis": "plan"}, {"method": "counts"}, {"method": "printed"}])
def test_only_rates_that_are_no_plan_and_print_no_base_imply_one(changed):
    assert series(coverage=[RATE | changed]).empty


def test_what_is_printed_and_is_no_denominator_has_no_method():
    shared = {"measure": "denominator", "indicator": "", "source_id": "a", "sheet": "PL"}
    rows = [{"base": "population_registered", "value": 106_140.0}, {"base": "population", "value": 9.0}]
    found = series(observed=[shared | row for row in rows])
    assert found[["base", "persons", "method", "cell"]].values.tolist() == [["population_registered", 106_140, "", "PL!A1"]]


def test_figures_know_the_breaks_they_have_passed_and_whether_a_point_stands_on_them():
    earlier = GROSS | {"period": "2020-12-31", "persons": 900_000}
    point = POINT | {"persons": 939_900}
    found = series([GROSS, earlier], points=[point], breaks=[BREAK])
    assert found[["stretch", "in_trajectory"]].values.tolist() == [[0, False], [1, True]]
    assert not series([GROSS], points=[point | {"path": "required"}])["in_trajectory"].any()
    assert not series([GROSS], points=[POINT])["in_trajectory"].any()
