import json

import pandas as pd
import pytest

from coverage_lib.deliver.table_store import home, open_tables, write_all, write_tables
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.table_schemas import conform, empty, schema, table_names
from tests.builders import frame

DENOMINATORS = frame(
    "denominators",
    {"area_code": "04", "period": "2024-12-31", "base": "population", "source_id": "a", "persons": 1000, "cell": "PL!C7"},
    {"area_code": "75@2025", "period": "2025-12-31", "base": "population", "source_id": "a", "persons": None, "cell": ""},
)


def tables(**given):
    return {name: given.get(name, empty(name)) for name in table_names()}


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def read_as_described(folder, name):
    """A CSV file read by what ``datapackage.json`` says of it and nothing else."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    resource = next(each for each in package["resources"] if each["name"] == name)
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    dtypes = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "bool", "date": "str"}
    text = [field for field, kind in kinds.items() if kind == "string"]
    rows = pd.read_csv(
        folder / resource["path"],
        dtype={field: dtypes[kind] for field, kind in kinds.items()},
        na_values=resource["schema"]["missingValues"],
        keep_default_na=False,
    )
    return conform(rows.fillna(dict.fromkeys(text, "")), name)


# ---------------------------------------------------------------- part files


def test_a_file_is_written_whole_with_the_folders_above_it(tmp_path):
    write_all({tmp_path / "a" / "b.txt": "một".encode()})
    write_all({tmp_path / "a" / "b.txt": b"hai"})
    assert contents(tmp_path / "a") == {"b.txt": b"hai"}


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_several_files_change_together_or_not_at_all(tmp_path, order):
    for name in "ac":
        (tmp_path / name).write_text("old")
    (tmp_path / "b.part").mkdir()  # what stands in the way of the second file, as a full disk would
    with pytest.raises(OSError, match=r"b\.part"):
        write_all({tmp_path / name: b"new" for name in order})
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.name in "ac"} == {"a": "old", "c": "old"}


def test_a_table_that_cannot_be_written_leaves_all_the_last_good_tables(tmp_path):
    write_tables(tables(), tmp_path)
    before = contents(tmp_path)
    unwritable = empty("breaks").astype(object)
    unwritable.loc[0] = [object()] * len(unwritable.columns)
    with pytest.raises(Exception, match="Could not convert"):
        write_tables(tables(denominators=DENOMINATORS, breaks=unwritable), tmp_path)
    assert contents(tmp_path) == before


# ---------------------------------------------------------------- round trips


def test_codes_stay_text_and_missing_stays_missing_in_csv(tmp_path):
    write_tables(tables(denominators=DENOMINATORS), tmp_path)
    lines = (tmp_path / "denominators.csv").read_text("utf-8").splitlines()
    assert lines[1].startswith("04,2024-12-31,population,a,1000,")
    assert lines[2].startswith("75@2025,2025-12-31,population,a,,")
    pd.testing.assert_frame_equal(read_as_described(tmp_path, "denominators"), DENOMINATORS)


def test_parquet_gives_back_what_was_written(tmp_path):
    given = tables(denominators=DENOMINATORS)
    write_tables(given, tmp_path)
    for name, found in open_tables(tmp_path).items():
        pd.testing.assert_frame_equal(found, given[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", table_names())
def test_every_committed_table_survives_both_formats(processed, written, name):
    found = open_tables(written)[name]
    pd.testing.assert_frame_equal(found, processed[name])
    schema(name).validate(found)
    pd.testing.assert_frame_equal(read_as_described(written, name), processed[name], check_exact=False, rtol=1e-11)


def test_the_package_describes_every_column_and_the_bytes_on_disk(tmp_path):
    write_tables(tables(denominators=DENOMINATORS), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert [each["name"] for each in package["resources"]] == table_names()
    for each in package["resources"]:
        header = (tmp_path / each["path"]).read_text("utf-8").splitlines()[0]
        assert header == ",".join(field["name"] for field in each["schema"]["fields"])
        assert each["bytes"] == (tmp_path / each["path"]).stat().st_size


# ---------------------------------------------------------------- the ledger


def test_two_writes_give_the_same_bytes_and_no_change(tmp_path):
    given = tables(denominators=DENOMINATORS)
    assert write_tables(given, tmp_path / "one") == write_tables(given, tmp_path / "two") == []
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert write_tables(given, tmp_path / "one") == []


def test_one_person_more_is_named_with_table_and_column(tmp_path):
    write_tables(tables(denominators=DENOMINATORS), tmp_path)
    other = DENOMINATORS.assign(persons=DENOMINATORS["persons"] + 1)
    changed = write_tables(tables(denominators=other), tmp_path)
    assert [line.split(":")[0] for line in changed] == ["denominators", "denominators.persons"]
    assert changed[1] == "denominators.persons: 2 rows, sum 1000 → 2 rows, sum 1001"


def test_two_changes_that_cancel_in_the_sum_are_still_seen(tmp_path):
    swapped = pd.concat(
        [DENOMINATORS, DENOMINATORS.assign(area_code=["05", "06"], persons=pd.array([7, 8], "Int64"))], ignore_index=True
    )
    write_tables(tables(denominators=swapped), tmp_path)
    other = swapped.assign(persons=swapped["persons"].replace({7: 8, 8: 7}))
    assert len(write_tables(tables(denominators=other), tmp_path)) == 1


def test_a_changed_word_is_seen(tmp_path):
    write_tables(tables(denominators=DENOMINATORS), tmp_path)
    assert len(write_tables(tables(denominators=DENOMINATORS.assign(cell="PL!C8")), tmp_path)) == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text + text.splitlines(keepends=True)[1], "sources twice"),
        (lambda text: text.replace("sha256", "sha", 1), "the columns table, column, rows, present, sum, sha"),
        (lambda text: "<<<<<<< HEAD\n" + text, "ledger.csv"),
        (lambda text: "", "No columns to parse from file"),
        (lambda text: text + "a,b,c,d,e,f,g,h\n", "Error tokenizing"),
    ],
)
def test_a_spoilt_ledger_is_one_message_and_nothing_is_written(tmp_path, spoil, said):
    write_tables(tables(), tmp_path)
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(spoil(ledger.read_text("utf-8")), "utf-8")
    before = contents(tmp_path)
    with pytest.raises(CoverageError, match=r"ledger\.csv: expected one row a table and column") as caught:
        write_tables(tables(denominators=DENOMINATORS), tmp_path)
    assert said in str(caught.value)
    assert "or delete it and build again" in str(caught.value)
    assert contents(tmp_path) == before


# ---------------------------------------------------------------- opening


def test_every_missing_table_is_named_with_what_to_do(tmp_path):
    write_tables(tables(), tmp_path)
    for name in ("gap", "targets"):
        (tmp_path / f"{name}.parquet").unlink()
    with pytest.raises(CoverageError) as caught:
        open_tables(tmp_path)
    assert [problem.source for problem in caught.value.problems] == ["targets.parquet", "gap.parquet"]
    assert "run 'coverage-lib build'" in str(caught.value)


def test_a_damaged_or_outdated_table_is_no_traceback(tmp_path):
    write_tables(tables(), tmp_path)
    (tmp_path / "gap.parquet").write_bytes(b"not parquet")
    with pytest.raises(CoverageError, match="run 'coverage-lib build' again"):
        open_tables(tmp_path)
    pd.DataFrame({"area_code": ["04"]}).to_parquet(tmp_path / "gap.parquet")
    with pytest.raises(CoverageError, match="run 'coverage-lib build' again"):
        open_tables(tmp_path)


def test_the_project_is_found_from_any_folder_inside_it(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    inside = tmp_path / "notebooks" / "deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert home() == tmp_path


def test_outside_a_project_one_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CoverageError, match="change to the project folder"):
        home()
