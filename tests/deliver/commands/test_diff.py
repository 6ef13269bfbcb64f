import pandas as pd
import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.table_store import write_tables
from coverage_lib.vocabulary.table_schemas import column_label, empty, table_names
from tests.builders import frame

ROW = {"area_code": "464", "period": "2025-12-31", "indicator": "si", "basis": "actual", "source_id": "a", "rounded_to": 1}
GAP = {"area_code": "464", "indicator": "si", "target_year": 2025, "source_id": "a", "verdict_pace": "missed", "gap_pp": -1.25}
FOUND = {"check": "total_rows", "source_id": "a", "sheet": "PL", "cell": "C7", "severity": "error"}


def vintage(folder, **tables):
    write_tables({name: empty(name) for name in table_names()} | tables, folder)
    return folder


@pytest.fixture
def pair(tmp_path):
    """Two builds that differ in a count, a verdict, a finding and a row."""
    old = vintage(
        tmp_path / "old",
        enrolment=frame("enrolment", ROW | {"participants": 1000}),
        gap=frame("gap", GAP),
        findings=frame("findings", FOUND | {"message": "thiếu 1 người", "message_en": "one short"}),
    )
    new = vintage(
        tmp_path / "new",
        enrolment=frame("enrolment", ROW | {"participants": 1250}, ROW | {"participants": 7, "indicator": "ui"}),
        gap=frame("gap", GAP | {"verdict_pace": "met", "gap_pp": 0.5}),
        findings=frame("findings", FOUND | {"cell": "C8", "message": "thừa 2 người", "message_en": "two too many"}),
    )
    return old, new


def run(*arguments):
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_the_report_tells_numbers_verdicts_and_findings(pair):
    result = run(*pair, "--lang", "en")
    assert result.exit_code == 0
    for line in (
        "enrolment: 1 → 2 rows; 1 added, 0 removed, 1 changed",
        "Participants: 1,000 → 1,250 (+250 persons)",
        "Gap (pp): −1.25 → 0.50 (+1.75 percentage points)",
        "Verdicts that flipped: 1",
        "Huyện Vĩnh Linh, Social insurance, target of 2025 (a), Pace from now: missed → met",
        "[error] two too many",
        "Findings that went: 1",
    ):
        assert line in result.stdout
    assert "Số người tham gia: 1.000 → 1.250 (+250 người)" in run(*pair).stdout


def test_the_same_folder_differs_in_nothing_from_csv_or_parquet(pair, written, tmp_path):
    assert f"giống nhau: {len(table_names())} bảng" in run(written, written).stdout
    only_csv = tmp_path / "csv"
    only_csv.mkdir()
    for file in written.glob("*.csv"):
        (only_csv / file.name).write_bytes(file.read_bytes())
    assert f"giống nhau: {len(table_names())} bảng" in run(written, only_csv).stdout


NUMBERS_OF_PAGES = [
    ("base_series", {"area_code": "30", "base": "population", "period": "2021-12-31", "source_id": "a", "cell": "S!A1"}, "persons"),
    ("rates_by_base", ROW | {"base": "population", "method": "published", "denominator_source": "b"}, "coverage_pct"),
    ("flip_counts", {"area_code": "30", "indicator": "si", "target_year": 2025, "source_id": "a"}, "units_flipping"),
    ("implied_bases", {"source_id": "a", "sheet": "PL", "cell": "C7"}, "persons_high"),
    ("findings", FOUND, "computed_value"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "row", "column"), NUMBERS_OF_PAGES, ids=[name for name, *_ in NUMBERS_OF_PAGES])
def test_a_changed_number_of_a_page_shows_in_the_difference_and_in_the_ledger(tmp_path, name, row, column):
    one, other = ({name: frame(name, row | {column: value})} for value in (1000, 1250))
    assert f"{column_label(column, 'en')}: 1,000" in run(
        vintage(tmp_path / "old", **one), vintage(tmp_path / "new", **other), "--lang", "en"
    ).stdout  # fmt: skip
    written = write_tables({name: empty(name) for name in table_names()} | other, tmp_path / "old")
    assert written == [f"{name}: 1 rows, sum – → 1 rows, sum –", f"{name}.{column}: 1 rows, sum 1000 → 1 rows, sum 1250"]


def test_every_difference_goes_into_the_csv(pair, tmp_path):
    path = tmp_path / "changes.csv"
    result = run(*pair, "--out", path, "--limit", "1")
    assert result.exit_code == 0
    assert "chỗ khác nữa" in result.stdout
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert [
        "enrolment",
        "changed",
        "464 | 2025-12-31 | si | actual | a",
        "participants",
        "persons",
        "1000",
        "1250",
        "250",
    ] in rows.values.tolist()
    assert len(rows) == 6


def test_folders_that_cannot_be_compared_stop_in_one_message(pair, tmp_path):
    (tmp_path / "empty").mkdir()
    stopped = run(pair[0], tmp_path / "empty")
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert "coverage-lib build" in stopped.stderr
    assert run(pair[0], tmp_path / "absent").exit_code == 2
    (tmp_path / "empty" / "gap.parquet").write_bytes(b"no table")
    assert "gap.parquet" in run(pair[0], tmp_path / "empty").stderr


def test_a_vintage_of_an_older_schema_is_compared_as_far_as_it_goes(pair):
    old, new = pair
    (old / "breaks.parquet").unlink()
    (old / "breaks.csv").unlink()
    pd.read_parquet(old / "gap.parquet").drop(columns="verdict_un").to_parquet(old / "gap.parquet")
    result = run(old, new, "--lang", "en")
    assert result.exit_code == 0
    assert "breaks: only new" in result.stdout
    assert "gap.verdict_un: only new" in result.stdout
