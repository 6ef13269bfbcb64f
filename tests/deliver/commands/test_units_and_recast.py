"""The commands for units and for tables across 1 July 2025. Every figure in a file is invented."""

import io

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.commands.units_and_recast import official_units, read_table
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.areas import REFORM, areas_on
from coverage_lib.vocabulary.comparable_areas import comparable_areas, members
from coverage_lib.vocabulary.successors import LAST_OLD_DAY, correspondence

VINH_LINH = {"area_code": ["19363", "19375", "19387"], "year": ["2024"] * 3, "participants": ["150", "20", "30"]}
OLD_CODES = ("--codes-on", "2024-12-31")


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def rows_of(text):
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def files(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Writes a table of texts as a file in the folder in which one stands."""
    monkeypatch.chdir(tmp_path)

    def write(columns, name="so-lieu.csv"):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            for row in [list(columns), *zip(*columns.values(), strict=True)]:
                book.active.append(row)
            book.save(path)
        else:
            pd.DataFrame(columns).to_csv(path, index=False)
        return path

    return write


def refused(folder, *arguments, code=2):
    """The message of a command that cannot do what it is asked, having written nothing."""
    before = files(folder)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert files(folder) == before
    assert "Traceback" not in result.stderr
    return result.stderr


# ---------------------------------------------------------------- units


def test_units_of_a_day_stand_beneath_the_unit_asked_for(tmp_path):
    result = run("units", "--on", "2025-06-30", "--under", "464", "--lang", "en")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 19
    assert lines[0].split() == ["464", "Huyện", "Vĩnh", "Linh", "(abolished", "on", "1", "July", "2025)"]
    assert all(line.startswith("      19") and "whole into" in line for line in lines[1:])
    assert result.stderr == "Units valid on 30 June 2025: 19.\n"


def test_a_unit_alone_stands_without_a_day_too():
    one = run("units", "--under", "19363@2025", "--lang", "en")
    assert (one.exit_code, one.stderr) == (0, "Units valid on 1 July 2025: 1.\n")
    assert run("units", "--under", "464", "--lang", "en").stderr == "Units valid on 30 June 2025: 19.\n"


def test_units_go_into_a_file_with_codes_as_text(tmp_path):
    out = tmp_path / "new" / "units.csv"
    result = run("units", "--on", "2026-01-01", "--under", "VN", "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"Đã ghi {out}.\n")
    table = rows_of(out.read_text("utf-8"))
    assert table["level"].value_counts().to_dict() == {"commune": 3321, "province": 34, "nation": 1}
    assert table.columns.tolist() == [
        "area_code", "official_code", "level", "name_vi", "parent_code", "valid_from", "valid_to", "successor_note",
    ]  # fmt: skip
    assert {"01", "01@2025"} & set(table["area_code"]) == {"01"}
    assert table.loc[table["area_code"] == "75@2025", "valid_from"].tolist() == ["2025-07-01"]


@pytest.mark.parametrize(("day", "counts"), [(LAST_OLD_DAY, (63, 696, 10035)), (REFORM, (34, 0, 3321))])
def test_every_unit_of_a_day_is_listed_once_below_its_parent(day, counts):
    table = official_units(day)
    assert tuple((table["level"] == level).sum() for level in ("province", "district", "commune")) == counts
    assert table["area_code"].is_unique
    assert set(table["area_code"]) == set(areas_on(day).index)
    place = {code: number for number, code in enumerate(table["area_code"])}
    below = table[table["parent_code"].ne("")]
    assert all(place[parent] < place[code] for code, parent in zip(below["area_code"], below["parent_code"], strict=True))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--under", "99"), "--under, 99: expected the code of a unit, found no such unit"),
        (("--under", "G:vinh-linh"), "expected the code of a unit"),
        (("--on", "2025-07-02", "--under", "464"), "expected a unit of 2025-07-02, found Huyện Vĩnh Linh"),
        (("--on", "2024-01-01", "--under", "75@2025"), "expected a unit of 2024-01-01"),
        (("--on", "1066-10-14"), "1066-10-14: expected a day from 1900-01-01 to 2199-12-31"),
        (("--on", "2500-01-01", "--under", "VN"), "2500-01-01: expected a day from 1900-01-01"),
        (("--on", "2026-13-01"), "'2026-13-01'"),
        (("--out", "u.csv"), "expected --on or --under beside it, found neither"),
    ],
)
def test_units_that_cannot_be_listed_are_one_message(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert said in refused(tmp_path, "units", *arguments, "--lang", "en")


# ---------------------------------------------------------------- recast: what comes out


@pytest.mark.parametrize("name", ["so-lieu.csv", "so-lieu.xlsx"])
def test_a_table_that_goes_over_whole_ends_well(given, name):
    result = run("recast", given(VINH_LINH, name), "--to", "2025-07-01", *OLD_CODES, "--lang", "en")
    assert result.exit_code == 0
    assert rows_of(result.stdout).values.tolist() == [["19363@2025", "2024", "200", "summed", "0"]]
    assert result.stderr.splitlines() == ["Participants: 200 given; 200 recast; 0 left over", "  rows added up: 1"]


def test_what_stays_out_is_listed_written_and_told_by_the_exit_code(given, tmp_path):
    district = {name: [*column, extra] for (name, column), extra in zip(VINH_LINH.items(), ("464", "2024", "900"), strict=True)}
    out = tmp_path / "moi.csv"
    result = run("recast", given(district), "--to", "2025-07-01", *OLD_CODES, "--out", out, "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Participants: 1,100 given; 200 recast; 900 left over" in result.stderr
    assert "rows not recast (districts were abolished): 1" in result.stderr
    assert set(files(tmp_path)) == {"so-lieu.csv", "moi.csv", "moi-remainder.csv"}
    assert rows_of(out.read_text("utf-8"))["participants"].tolist() == ["200"]
    rest = rows_of((tmp_path / "moi-remainder.csv").read_text("utf-8"))
    assert rest[["area_code", "participants", "recast"]].values.tolist() == [["464", "900", "abolished"]]


def test_a_unit_without_all_its_sources_is_named(given):
    two = {name: column[:2] for name, column in VINH_LINH.items()}
    result = run("recast", given(two), "--to", "2025-07-01", *OLD_CODES, "--lang", "en")
    assert result.exit_code == 1
    assert rows_of(result.stdout).empty
    assert "(19363@2025): a source unit has no figure; source units: 3, of which split: 0" in result.stderr


def test_official_codes_go_by_their_day(given):
    path = given({"official_code": ["75", "70"], "persons": ["5", "6"]})
    before = run("recast", path, "--to", "2025-07-01", "--codes-on", "2024-12-31")
    after = run("recast", given({"official_code": ["75"], "persons": ["5"]}), "--to", "2025-07-01", "--codes-on", "2026-01-01")
    assert rows_of(before.stdout)[["area_code", "persons", "recast"]].values.tolist() == [["75@2025", "11", "summed"]]
    assert rows_of(after.stdout)[["area_code", "persons", "recast"]].values.tolist() == [["75@2025", "5", "unchanged"]]


def test_area_codes_of_both_sides_are_kept_apart(given):
    result = run("recast", given({"area_code": ["75@2025", "75"], "persons": ["5", "6"]}), "--to", "2025-07-01", "--lang", "en")
    assert result.exit_code == 1
    assert rows_of(result.stdout)[["area_code", "persons"]].values.tolist() == [["75@2025", "5"]]


def test_split_units_are_apportioned_by_weights_and_marked(given, tmp_path):
    """The smallest comparable area with a commune that was split: all its communes, 100 persons each."""
    pairs = correspondence().query("level == 'commune' and old_code != '' and new_code != ''")
    split = pairs[~pairs["whole"]]
    areas = comparable_areas().query("exact == 'exact' and side == 'old'")
    area = areas[areas["area_code"].isin(split["old_code"])].groupby("comparable_area").size().index[0]
    old = members(area, "old")
    edges = split[split["old_code"].isin(old)]
    weights = {"from_code": list(edges["old_code"]), "to_code": list(edges["new_code"]), "persons": ["1"] * len(edges)}
    path = given({"area_code": old, "participants": ["100"] * len(old)})
    assert run("recast", path, "--to", "2025-07-01", *OLD_CODES).exit_code == 1
    result = run("recast", path, "--to", "2025-07-01", *OLD_CODES, "--weights", given(weights, "dan-so.csv"))
    assert result.exit_code == 1  # apportioned is not exact
    table = rows_of(result.stdout)
    assert table["participants"].astype(int).sum() == 100 * len(old)
    assert set(table["area_code"]) == set(members(area, "new"))
    marked = table[table["recast"] == "apportioned"]
    assert set(marked["area_code"]) == set(edges["new_code"])
    assert marked["apportioned_share"].astype(float).between(0, 1).all()


@pytest.mark.parametrize("persons", ["many", "-1", "inf", "nan", ""])
def test_weights_that_are_no_numbers_of_people_are_refused(given, tmp_path, persons):
    edge = correspondence().query("level == 'commune' and not whole and new_code != '' and old_code != ''").iloc[0]
    path = given({"area_code": [edge["old_code"]], "participants": ["100"]})
    weights = given({"from_code": [edge["old_code"]], "to_code": [edge["new_code"]], "persons": [persons]}, "dan-so.csv")
    message = refused(tmp_path, "recast", path, "--to", "2025-07-01", *OLD_CODES, "--weights", weights, "--lang", "en")
    assert f"expected one weight, zero or more, found {persons!r}" in message


@pytest.mark.parametrize("to", ["2025-07-01", "comparable", "2024-12-31"])
def test_a_processed_table_goes_over_by_its_name(project, monkeypatch, to):
    monkeypatch.chdir(project)
    result = run("recast", "enrolment", "--to", to, "--lang", "en")
    assert result.exit_code in (0, 1)
    given_, recast, left = (
        int("".join(sign for sign in part if sign.isdigit())) for part in result.stderr.splitlines()[0].split(":")[1].split(";")
    )
    assert given_ == recast + left
    assert (result.exit_code == 1) == (left > 0)
    assert rows_of(result.stdout)["participants"].astype("int64").sum() == recast


# ---------------------------------------------------------------- recast: what is refused


@pytest.mark.parametrize(
    ("columns", "arguments", "said"),
    [
        (VINH_LINH, (), "codes that two units bear, such as 19363 (of such codes: 1); give --codes-on DATE"),
        ({"official_code": ["75"], "persons": ["5"]}, (), "expected the day on which the codes are valid, found none"),
        ({"area_code": ["75@2025", "75"], "persons": ["5", "6"]}, OLD_CODES, "never both in a column"),
        ({"area_code": ["464"], "official_code": ["464"], "persons": ["6"]}, OLD_CODES, "one column of codes"),
        ({"area_code": ["1", "75"], "persons": ["5", "6"]}, OLD_CODES, "leading zeros seem to be lost"),
        ({"unit": ["464"], "persons": ["5"]}, (), "one column of codes"),
        ({"area_code": ["464"], "persons": ["5"], "coverage_pct": ["9.5"]}, (), "recast the counts and recompute the rate"),
        ({"area_code": ["464"], "persons": ["a lot"]}, (), "expected numbers and days in their columns"),
        ({"area_code": ["464"], "persons": ["5"], "period": ["31/31/2024"]}, (), "expected numbers and days in their columns"),
        ({"area_code": ["464", "464"], "persons": ["5", "6"]}, (), "several rows for the same key"),
        ({"area_code": ["75", "70", "75@2025"], "persons": ["5", "6", "7"]}, (), "A unit would be counted twice: 75@2025"),
        (
            {"area_code": ["464"], "persons": ["5"]},
            ("--values", "people"),
            "expected a column of the table, found none of this name",
        ),
        (VINH_LINH, ("--codes-on", "1066-10-14"), "1066-10-14: expected a day from 1900-01-01 to 2199-12-31"),
        (VINH_LINH, (*OLD_CODES, "--weights", "none.csv"), "There is no such table: none.csv"),
        (VINH_LINH, (*OLD_CODES, "--weights", "so-lieu.csv"), "from_code: expected a column"),
    ],
)
def test_a_table_that_cannot_be_recast_is_one_message_and_no_file(given, tmp_path, columns, arguments, said):
    path = given(columns)
    message = refused(tmp_path, "recast", path, "--to", "2025-07-01", *arguments, "--out", tmp_path / "out.csv", "--lang", "en")
    assert said in message


@pytest.mark.parametrize("to", ["sometime", "2025-02-30", "1066-10-14", "2500-01-01", "G:nowhere", ""])
def test_a_destination_that_is_none_is_one_message(given, tmp_path, to):
    message = refused(tmp_path, "recast", given(VINH_LINH), "--to", to, *OLD_CODES, "--lang", "en")
    assert "expected a day" in message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "found No columns"),
        ("a.csv", b"area_code,persons\n464\n1,2,3,4\n", "a table in CSV or Excel"),
        ("a.csv", b"\xff\xfe\x00\x01", "a table in CSV or Excel"),
        ("a.csv", b"area_code,persons,persons\n464,1,2\n", "a.csv, persons: expected each column once"),
        ("a.xlsx", b"PK and nothing", "a table in CSV or Excel"),
        ("a.xlsx", b"", "a table in CSV or Excel"),
    ],
)
def test_a_file_that_is_no_table_is_one_message(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    message = refused(tmp_path, "recast", tmp_path / name, "--to", "2025-07-01", "--lang", "en")
    assert said in message
    assert message.count("\n") == 1


def test_a_name_of_no_table_lists_those_there_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "a file, or one of sources" in refused(tmp_path, "recast", "enrollment", "--to", "2025-07-01", "--lang", "en")


def test_a_folder_in_the_way_of_the_second_file_leaves_neither(given, tmp_path):
    path = given(VINH_LINH)
    (tmp_path / "moi.csv").write_text("old")
    (tmp_path / "moi-remainder.csv.part").mkdir()
    result = run("recast", path, "--to", "2025-07-01", *OLD_CODES, "--out", tmp_path / "moi.csv")
    assert result.exit_code == 2
    assert (tmp_path / "moi.csv").read_text() == "old"
    assert set(files(tmp_path)) == {"so-lieu.csv", "moi.csv"}


def test_refusals_are_vietnamese_unless_asked_otherwise(given, tmp_path):
    message = refused(tmp_path, "recast", given(VINH_LINH), "--to", "2025-07-01")
    assert "hãy dùng --codes-on NGÀY" in message


def test_codes_stay_text_and_counts_become_whole_numbers(given):
    table = read_table(str(given({"area_code": ["01"], "persons": ["5"], "note": [""]})))
    assert table["area_code"].tolist() == ["01"]
    assert table["persons"].tolist() == [5]


def test_codes_of_one_side_need_no_day(given):
    assert len(read_table(str(given({"area_code": ["464", "75@2025"], "persons": ["5", "6"]})))) == 2
    with pytest.raises(CoverageError, match="--codes-on"):
        read_table(str(given({"area_code": ["75"], "persons": ["5"]})))
