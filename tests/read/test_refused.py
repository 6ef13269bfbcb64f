"""What is not read is refused in one line that names the file and repeats nothing of its content."""

import re

import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.errors import CoverageError
from tests.layouts.refused import REFUSED, SECRETS

BESIDE_A_TABLE = {
    "persons_on_a_hidden_sheet__xlsx",
    "persons_on_a_very_hidden_sheet__xlsm",
    "persons_on_the_second_sheet_of_a_return__xlsx",
}


@pytest.mark.parametrize("refused", [each for each in REFUSED if each.name in BESIDE_A_TABLE], ids=lambda refused: refused.name)
def test_a_list_of_persons_beside_a_table_refuses_its_sheet_and_repeats_nothing_of_it(refused, tmp_path):
    path, out = refused.file(tmp_path), tmp_path / "out.csv"
    document = read_document(path)
    (sheet,) = document.reading.person_sheets
    assert len(document.observations) > 0
    assert sheet not in set(document.observations["sheet"])
    assert any(sheet in problem for problem in document.problems)
    result = CliRunner().invoke(main, ["read", str(path), "--out", str(out)])
    assert result.exit_code == 1
    told = (result.output + out.read_text("utf-8")).replace(str(path), "").replace(path.name, "")
    assert [secret for secret in SECRETS if re.search(rf"(?<!\w){secret}(?!\w)", told)] == []


@pytest.mark.parametrize("refused", [each for each in REFUSED if each.name not in BESIDE_A_TABLE], ids=lambda refused: refused.name)
def test_a_file_is_refused_in_one_line_without_its_content(refused, tmp_path):
    path = refused.file(tmp_path)
    with pytest.raises(CoverageError) as found:
        read_document(path)
    line = str(found.value)
    assert len(line.splitlines()) == 1
    assert path.name in line
    told = line.replace(path.name, "")
    assert [secret for secret in SECRETS if re.search(rf"(?<!\w){secret}(?!\w)", told)] == []
    assert str(tmp_path) not in line


@pytest.mark.parametrize(
    "name", ["persons_with_insurance_numbers__csv", "an_empty_file__xlsx", "half_a_workbook__xlsx", "a_folder__xlsx"]
)
def test_the_command_refuses_with_exit_code_two_and_writes_nothing(name, tmp_path):
    path = next(each for each in REFUSED if each.name == name).file(tmp_path)
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(main, ["read", str(path), "--out", str(out)])
    assert result.exit_code == 2
    assert not out.exists()
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert [secret for secret in SECRETS if secret in result.output.replace(str(path), "")] == []


def test_a_name_of_several_lines_is_told_on_one(tmp_path):
    path = tmp_path / "a\nb.xlsx"
    path.write_bytes(b"")
    with pytest.raises(CoverageError) as found:
        read_document(path)
    assert len(str(found.value).splitlines()) == 1
