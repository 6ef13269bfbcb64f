import pytest

from coverage_lib.model.gaps.rates_by_base import rates_by_base
from coverage_lib.vocabulary.table_schemas import empty, schema
from tests.builders import WORKING_AGE, frame

DAY = "2021-12-31"
OTHER = "labour_force_15plus"
BREAK = {
    "break_id": "b",
    "area_code": "",
    "base": OTHER,
    "period": "2021-01-01",
    "source_id": "gso",
    "message": "a",
    "message_en": "b",
}


def base(persons, code=OTHER, period=DAY, area="30", **fields):
    row = {"area_code": area, "period": period, "base": code, "source_id": "gso", "persons": persons, "method": "published"}
    return row | {"basis": "actual", "obs_status": "A", "cell": "S!A1"} | fields


def count(n=45_000, period=DAY, area="30", **fields):
    row = {"area_code": area, "indicator": "si", "basis": "actual", "period": period, "source_id": "vss", "participants": n}
    return row | {"rounded_to": 1, "obs_status": "A", "cell": "S!B1"} | fields


def rates(counts, bases, breaks=(), coverage=()):
    tables = [frame(name, *rows) if rows else empty(name) for name, rows in (("coverage", coverage), ("breaks", breaks))]
    found = rates_by_base(frame("enrolment", *counts), frame("denominators", *bases), *tables)
    schema("rates_by_base").validate(found)
    return found


def test_a_count_has_a_rate_over_every_base_of_its_kind():
    found = rates([count()], [base(90_000, WORKING_AGE), base(100_000), base(200_000, "population"), base(5, "eligible_ui")])
    assert dict(zip(found["base"], found["coverage_pct"], strict=True)) == {OTHER: 45.0, WORKING_AGE: 50.0}


@pytest.mark.parametrize(("period", "found"), [("2022-06-30", 1), ("2022-07-15", 0), ("2021-07-01", 1), ("2021-06-15", 0)])
def test_a_base_lies_at_most_half_a_year_away(period, found):
    assert len(rates([count()], [base(100_000, period=period)])) == found


def test_the_nearest_of_several_days_is_taken():
    found = rates([count()], [base(1, period="2021-09-30"), base(100_000, period="2022-01-31")])
    assert found["persons"].tolist() == [100_000]


def test_no_break_lies_between_a_count_and_its_base():
    near = count(period="2021-01-31")
    assert rates([near], [base(100_000, period="2020-12-31")], [BREAK]).empty
    found = rates([near], [base(1, period="2020-12-31"), base(100_000, period="2021-06-30")], [BREAK])
    assert found["persons"].tolist() == [100_000]


def test_a_planned_base_is_for_planned_counts():
    planned = base(100_000, basis="plan")
    assert rates([count()], [planned]).empty
    assert len(rates([count(basis="plan")], [planned, base(90_000, source_id="b")])) == 2


def test_an_implied_base_is_for_its_own_count_alone():
    implied = count() | {"base": WORKING_AGE, "persons": 88_000, "coverage_pct": 51.1, "method": "implied", "persons_known_to": 100}
    implied |= {"lower_pct": 51.05, "upper_pct": 51.15}
    found = rates([count(), count(44_000, source_id="other")], [base(100_000)], coverage=[implied])
    assert found[found["method"] == "implied"][["source_id", "coverage_pct"]].values.tolist() == [["vss", 51.1]]
    assert len(found) == 3


def test_of_a_planned_and_an_actual_base_of_one_document_the_nearer_one_is_taken():
    bases = [base(100_000, period="2021-09-30"), base(90_000, basis="plan")]
    assert rates([count(basis="plan")], bases)["persons"].tolist() == [90_000]
