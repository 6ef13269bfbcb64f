"""The committed documents through the whole method: no number is typed in between."""

import pandas as pd
import pytest

from coverage_lib.deliver.pipeline import tables_from, validated
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.table_schemas import schema, table_names
from tests.builders import PROJECT, RAW, register, rows_of, source_folder


@pytest.fixture(scope="session")
def printed(processed):
    """The value of every printed figure: (source, sheet!cell) → persons or per cent."""
    rows = processed["observations"]
    return dict(zip(zip(rows["source_id"], rows["sheet"] + "!" + rows["cell"], strict=True), rows["value"], strict=True))


@pytest.fixture(scope="session")
def value_of(processed, printed):
    """The number behind a chain of cells: parts joined by + are summed; another document's cells carry its name."""
    names = set(processed["sources"]["source_id"])

    def look_up(source_id, cells):
        owner, _, rest = cells.partition(":")
        if owner in names:
            source_id, cells = owner, rest
        return sum(printed[source_id, cell] for cell in cells.split(" + "))

    return look_up


@pytest.mark.parametrize("name", table_names())
def test_every_table_is_as_its_schema_says_and_holds_something(processed, name):
    schema(name).validate(processed[name])
    assert (len(processed[name]) > 0) == (name != "set_apart")  # of the shipped documents all can be read


def test_the_committed_ledger_is_todays(written):
    assert (written / "ledger.csv").read_text("utf-8") == (PROJECT / "data" / "processed" / "ledger.csv").read_text("utf-8")


def test_every_printed_figure_of_every_document_is_an_observation(processed):
    expected = sum(len(pd.read_csv(file)) for file in RAW.glob("*/*/expected.csv"))
    assert len(processed["observations"]) == expected


def test_every_correction_of_the_documents_is_applied(processed):
    rows = processed["observations"]
    corrected = rows[rows["correction"].ne("")]
    assert set(corrected["correction"]) == {"pl1-scheme"}
    assert set(corrected["indicator"]) == {"si_compulsory"}
    assert set(rows.query("source_id == 'vinh-linh-2023' and sheet == 'PL1 BHXH' and measure == 'participants'")["indicator"]) == {
        "si_compulsory"
    }


def test_every_count_walks_back_to_its_printed_cells(processed, value_of):
    rows = processed["enrolment"]
    assert [row.cell for row in rows.itertuples() if row.participants != round(value_of(row.source_id, row.cell))] == []
    assert rows["cell"].str.contains(" + ", regex=False).sum() > 50


def test_every_denominator_walks_back_to_its_printed_cell(processed, value_of):
    rows = processed["denominators"]
    assert [row.cell for row in rows.itertuples() if row.persons != round(value_of(row.source_id, row.cell))] == []


def test_every_target_walks_back_to_its_printed_cells(processed, value_of):
    for row in processed["targets"].itertuples():
        stated = [value for value in (row.target_pct, row.target_persons) if pd.notna(value)]
        assert stated == [value_of(row.source_id, cell) for cell in row.cell.split(" | ")]


def test_every_rate_walks_back_to_its_printed_cells(processed, value_of):
    seen = {"counts": 0, "implied": 0, "printed": 0}
    for row in processed["coverage"].itertuples():
        values = [value_of(row.source_id, cells) for cells in row.cell.split(" / ")]
        if row.method == "counts":
            assert [row.participants, row.persons] == values
            assert row.coverage_pct == 100 * values[0] / values[1]
        elif row.method == "implied":
            assert [row.participants, row.coverage_pct] == values
            assert row.persons == round(100 * values[0] / values[1])
        else:
            assert [row.coverage_pct] == values
            assert pd.isna(row.participants)
        seen[row.method] += 1
    assert min(seen.values()) >= 8


def test_every_drawn_point_is_a_row_of_coverage_enrolment_or_targets(processed):
    rated = processed["coverage"].set_index(["area_code", "indicator", "period", "base", "source_id"])["coverage_pct"]
    counted = processed["enrolment"].set_index(["area_code", "indicator", "period", "source_id"])["participants"]
    goals = set(
        zip(processed["targets"]["source_id"], processed["targets"]["year"], processed["targets"]["target_pct"], strict=True)
    )
    drawn = processed["trajectory"]
    starts = drawn[drawn["path"] == "projected"].drop_duplicates(["area_code", "indicator"])
    assert len(starts) > 2
    for row in pd.concat([drawn[drawn["path"] != "projected"], starts]).itertuples():
        if row.path != "required" and row.base:
            assert row.coverage_pct in set(rated.loc[[(row.area_code, row.indicator, row.period, row.base, row.source_id)]])
        elif row.path != "required":
            assert row.participants in set(counted.loc[[(row.area_code, row.indicator, row.period, row.source_id)]])
        elif (row.source_id, row.period.year, row.coverage_pct) not in goals:
            assert row.coverage_pct in set(rated.loc[[(row.area_code, row.indicator, row.period, row.base, row.source_id)]])


def test_every_area_code_of_every_table_exists(processed):
    from coverage_lib.vocabulary.areas import exists

    columns = {(name, column) for name in table_names() for column in {"area_code", "lower_code"} & set(processed[name].columns)}
    assert len(columns) > 20
    for name, column in columns:
        assert {code for code in processed[name][column] if code and not exists(code)} == set()


def test_every_source_id_of_every_table_is_a_document(processed):
    documents = set(processed["sources"]["source_id"])
    for name in table_names():
        for column in {"source_id", "source_id_before", "lower_source_id", "superseded_by"} & set(processed[name].columns):
            assert set(processed[name][column]) - {""} <= documents
    parties = {each for named in processed["findings"]["parties"] for each in named.split()}
    assert "hai-duong-2022" in parties
    assert parties <= documents


# ---------------------------------------------------------------- what stops it


def plan(raw, source_id, **figure):
    sheet = register({"Mức": "1.499", "Đơn vị": "Huyện Vĩnh Linh"} | figure)
    return source_folder(raw, source_id, rows_of(sheet))


def test_a_document_made_by_hand_goes_all_the_way(tmp_path):
    plan(tmp_path, "a")
    found = validated(tables_from(tmp_path))
    assert found["targets"][["area_code", "year", "indicator", "target_persons", "cell"]].values.tolist() == [
        ["464", 2024, "si", 1499, "Mục II!F4"]
    ]


def test_all_unreadable_documents_are_named_together(tmp_path):
    for name in ("a", "b"):
        folder = plan(tmp_path, name)
        (folder / "corrections.toml").write_text('[[correction]]\nid = "x"\nfield = "value"\n', "utf-8")
    with pytest.raises(CoverageError, match="Some sources cannot be read") as caught:
        validated(tables_from(tmp_path))
    assert {problem.source for problem in caught.value.problems} == {"a", "b"}


def test_every_violation_of_every_schema_comes_in_one_message(processed):
    broken = processed | {
        "targets": pd.concat([processed["targets"], processed["targets"].head(1)], ignore_index=True),
        "gap": processed["gap"].assign(area_code=""),
        "enrolment": processed["enrolment"].assign(participants="x"),
    }
    with pytest.raises(CoverageError) as caught:
        validated(broken)
    assert {problem.split(":")[0] for problem in caught.value.problems} >= {"table targets", "table enrolment"}
