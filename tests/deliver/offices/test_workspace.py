"""The project folder of an office: made in one command, never overwritten, and usable at once."""

import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.workspace import init, office
from coverage_lib.errors import CoverageError
from tests.builders import PROJECT


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def test_a_folder_has_the_notebooks_of_the_library_and_places_for_documents(tmp_path):
    made, kept = init(tmp_path / "bhxh")
    assert kept == []
    names = {str(path.relative_to(tmp_path / "bhxh")) for path in made}
    assert {"office.toml", ".gitignore", "data/raw/plans/.gitkeep"} <= names
    ours = {path.name for path in (PROJECT / "notebooks").glob("*.ipynb")}
    assert {name.removeprefix("notebooks/") for name in names if name.startswith("notebooks/")} == ours


def test_nothing_is_overwritten_and_what_was_there_is_named(tmp_path):
    (tmp_path / "office.toml").write_text('area = "464"\n', "utf-8")
    result = run("init", str(tmp_path))
    assert result.exit_code == 0
    assert "office.toml" in result.stdout
    assert (tmp_path / "office.toml").read_text("utf-8") == 'area = "464"\n'


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "data").write_text("x", "utf-8")
    result = run("init", str(tmp_path))
    assert (result.exit_code, str(tmp_path / "data") in result.stderr) == (2, True)
    assert not (tmp_path / "notebooks").exists()


def test_the_record_of_the_office_gives_area_and_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert office() == {}
    init(tmp_path)
    assert office() == {}  # all of it is commented out
    (tmp_path / "office.toml").write_text('area = "464"\nlang = "en"\n', "utf-8")
    assert office() == {"area": "464", "lang": "en"}
    made = run("form")
    assert (made.exit_code, (tmp_path / "bieu-464-2024-12-31.xlsx").exists()) == (0, True), made.stderr


@pytest.mark.parametrize("record", ["x = 1", 'lang = "fr"', 'area = "99999"', "area ="])
def test_a_record_that_says_something_else_is_refused_in_one_message(tmp_path, monkeypatch, record):
    init(tmp_path)
    (tmp_path / "office.toml").write_text(record, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CoverageError, match=r"office\.toml"):
        office()
    assert run("form").exit_code == 2
