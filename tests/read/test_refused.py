"""What is not read is refused in one line that names the file and repeats nothing of its content."""

import re

import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.errors import CoverageError
from tests.layouts.refused import REFUSED, SECRETS


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
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
