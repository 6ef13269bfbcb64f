import tomllib
from importlib.resources import files

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

from coverage_lib.vocabulary.table_schemas import PANDAS_DTYPES, column, conform, empty, schema, table, table_names, verdict_methods
from tests.builders import frame

USED = {each for name in table_names() for each in table(name)["columns"]}
DENOMINATOR = {
    "area_code": "04",
    "period": "2024-12-31",
    "base": "population",
    "source_id": "a",
    "persons": 100,
    "method": "published",
    "basis": "actual",
}


def test_the_tables_are_those_that_other_programs_know():
    assert set(table_names()) == {
        "sources", "set_apart", "breaks", "precedence", "observations", "enrolment", "denominators", "adjustments", "targets", "coverage",
        "trajectory", "gap", "projection", "attainment", "backtest", "base_series", "rates_by_base", "sensitivity", "flip_counts",
        "target_pairs", "target_path", "verdict_inputs", "cascade", "cascade_units", "cascade_counts", "implied_bases", "findings", "decomposition", "comparison", "funnel", "common_change",
        "contributions", "inequality", "persons_to_add", "plan_after_reform", "plan_totals",
        "assignment", "assignment_rules", "assignment_units", "plan_assignment_units", "plan_assignment_rules",
    }  # fmt: skip


def test_every_column_belongs_to_a_table_and_every_table_knows_its_columns():
    document = tomllib.loads(files("coverage_lib.vocabulary").joinpath("tables.toml").read_text("utf-8"))
    of_methods = {f"{kind}_{name}" for kind in ("verdict", "ratio") for name in verdict_methods()}
    assert set(document["column"]) == USED - of_methods
    assert of_methods <= USED


def test_every_column_says_what_it_is_in_both_languages():
    entries = {name: column(name) for name in USED}
    assert [name for name, entry in entries.items() if entry["dtype"] not in PANDAS_DTYPES] == []
    assert [name for name, entry in entries.items() if not all(entry[each].strip() for each in ("vi", "en", "about"))] == []


def test_keys_are_columns_and_the_empty_table_is_valid():
    for name in table_names():
        assert set(table(name)["key"]) <= set(table(name)["columns"]), name
        assert list(schema(name).validate(empty(name)).columns) == table(name)["columns"]


def test_conforming_orders_columns_and_rows_and_drops_what_is_foreign():
    rest = {"basis": "plan", "obs_status": "A"}
    given = pd.DataFrame([DENOMINATOR | rest | {"extra": 1, "cell": "B"}, DENOMINATOR | {"area_code": "01"}])
    found = conform(given, "denominators")
    assert list(found.columns) == table("denominators")["columns"]
    assert found["area_code"].tolist() == ["01", "04"]
    assert found["cell"].tolist() == ["", "B"]
    assert found["persons"].dtype == "Int64"


def test_conforming_twice_changes_nothing():
    once = frame("denominators", DENOMINATOR, DENOMINATOR | {"area_code": "01", "persons": None})
    pd.testing.assert_frame_equal(conform(once, "denominators"), once)


def test_a_missing_column_is_not_invented():
    with pytest.raises(KeyError, match="cell"):
        conform(pd.DataFrame([DENOMINATOR]).assign(basis="plan", obs_status="A"), "denominators")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda rows: pd.concat([rows, rows], ignore_index=True),
        lambda rows: rows.assign(source_id=""),
        lambda rows: rows.assign(period=pd.NaT),
        lambda rows: rows.assign(persons=rows["persons"].astype("float64")),
        lambda rows: rows.assign(extra=1),
        lambda rows: rows.drop(columns="cell"),
        lambda rows: rows[rows.columns[::-1]],
    ],
    ids=["key twice", "no source", "no period", "count as float", "foreign column", "column missing", "other order"],
)
def test_a_schema_refuses(break_it):
    rows = frame("denominators", DENOMINATOR)
    schema("denominators").validate(rows)
    with pytest.raises((SchemaError, SchemaErrors)):
        schema("denominators").validate(break_it(rows))
