import datetime as dt
import tomllib

import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.sources import load_sources, sources_table
from tests.builders import source_folder, workbook, write_record

SHEETS = {"Mục II": [["Số liệu"]]}


@pytest.fixture
def folder(tmp_path):
    return source_folder(tmp_path, "vinh-linh-2023", SHEETS, number="127/KH-UBND", reading={"decimal": "."})


def record(folder):
    return tomllib.loads((folder / "source.toml").read_text("utf-8"))


def problems(raw):
    with pytest.raises(CoverageError) as caught:
        load_sources(raw)
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def test_a_complete_record_is_read_as_written(folder, tmp_path):
    (found,) = load_sources(tmp_path)
    assert (found.source_id, found.kind, found.number) == ("vinh-linh-2023", "plan", "127/KH-UBND")
    assert found.issued == dt.date(2023, 7, 31)
    assert found.reading == {"decimal": "."}
    assert (found.folder, found.file.name) == (folder, "a.xlsx")


def test_the_table_names_the_file_below_the_raw_folder(folder, tmp_path):
    table = sources_table(load_sources(tmp_path))
    assert table["file"].tolist() == ["plans/vinh-linh-2023/a.xlsx"]


def test_kinds_have_their_own_folders_in_a_fixed_order(folder, tmp_path):
    source_folder(tmp_path, "b", SHEETS, kind="participation")
    source_folder(tmp_path, "c", SHEETS, kind="denominators")
    source_folder(tmp_path, "a", SHEETS)
    assert [each.source_id for each in load_sources(tmp_path)] == ["a", "vinh-linh-2023", "c", "b"]


@pytest.mark.parametrize(
    ("given", "dated"),
    [
        ({"issued": dt.date(2023, 7, 31)}, dt.date(2023, 7, 31)),
        ({"issued": None, "issued_not_before": dt.date(2024, 6, 7)}, dt.date(2024, 6, 7)),
        ({"issued": dt.date(2024, 8, 1), "issued_not_before": dt.date(2024, 6, 7)}, dt.date(2024, 8, 1)),
        ({"issued": None}, None),
    ],
)
def test_a_document_is_dated_by_its_issue_or_by_the_earliest_day_it_allows(tmp_path, given, dated):
    source_folder(tmp_path, "a", SHEETS, **given)
    assert load_sources(tmp_path)[0].dated == dated


def test_a_missing_workbook_is_named(folder, tmp_path):
    (folder / "a.xlsx").unlink()
    (message,) = problems(tmp_path)
    assert message == "vinh-linh-2023, a.xlsx: expected the workbook, found no such file; put it back"


def test_a_changed_workbook_is_refused_with_both_checksums(folder, tmp_path):
    recorded = record(folder)["file"]["sha256"]
    workbook(folder / "a.xlsx", {"Mục II": [["Số liệu khác"]]})
    (message,) = problems(tmp_path)
    assert recorded in message
    assert message.startswith("vinh-linh-2023, a.xlsx: expected checksum")
    assert "restore the file" in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"isued": "2023"}, "source.toml, isued: expected a known key"),
        ({"issuer": None}, "source.toml, issuer: expected a value, found nothing"),
        ({"source_id": "other"}, "source.toml, source_id: expected vinh-linh-2023, found 'other'"),
        ({"kind": "denominators"}, "source.toml, kind: expected plan, found 'denominators'"),
        ({"authority": "final"}, "source.toml, authority: expected binding or working or report, found 'final'"),
        ({"issuer_level": "commune"}, "source.toml, issuer_level"),
        ({"area_code": "9999"}, "source.toml, area_code: expected an official code or VN, found '9999'"),
        ({"issued": "31/7/2023"}, "source.toml, issued: expected a date such as 2024-12-31, found '31/7/2023'"),
        ({"file": {}}, "found no file named"),
        ({"excludes": ["abroad_contract"]}, "source.toml, excludes_reason: expected where it is said whom the release leaves out"),
        ({"excludes": ["dwarfs"], "excludes_reason": "a page"}, "source.toml, excludes: expected steps among abroad_contract"),
    ],
)
def test_a_record_that_is_wrong_says_what_and_where(folder, tmp_path, change, said):
    write_record(folder, record(folder) | change)
    (message,) = problems(tmp_path)
    assert message.startswith("vinh-linh-2023")
    assert said in message


def test_a_record_that_is_no_toml_is_named(folder, tmp_path):
    (folder / "source.toml").write_text("number = 127/KH", "utf-8")
    (message,) = problems(tmp_path)
    assert "vinh-linh-2023, source.toml: expected a TOML file" in message


def test_every_fault_of_every_source_comes_in_one_message(folder, tmp_path):
    write_record(folder, record(folder) | {"issuer": None, "authority": "final", "colour": "red"})
    second = source_folder(tmp_path, "nq28", SHEETS, area_code="VN")
    (second / "a.xlsx").unlink()
    third = source_folder(tmp_path, "qd546", SHEETS)
    (third / "a.xlsx").write_bytes(b"other")
    assert len(problems(tmp_path)) == 5


def test_a_folder_without_sources_is_not_silently_empty(tmp_path):
    (message,) = problems(tmp_path)
    assert "expected folders with a source.toml, found none" in message
