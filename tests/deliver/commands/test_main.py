import re
import shutil
import tomllib

import click
import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.table_store import open_tables
from coverage_lib.vocabulary.table_schemas import table_names
from tests.builders import PROJECT, RAW, command, notebook, register, rows_of, source_folder

COMMANDS = sorted(main.commands)


def files(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small project, built."""
    folder = tmp_path_factory.mktemp("built")
    sheet = register({"Mức": "1.499", "Đơn vị": "Huyện Vĩnh Linh"}, {"Mức": "2.675", "Đơn vị": "Thị trấn Hồ Xá"})
    source_folder(folder / "data" / "raw", "plan-a", rows_of(sheet))
    notebook(
        folder / "notebooks" / "02_unit_trajectory.ipynb", parameters='area_code: str = "464"\nlang: str = "vi"\nyears: int = 3'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run("build").exit_code == 0
    return folder


@pytest.fixture
def home(built, tmp_path, monkeypatch):
    """A copy of it, in which one stands."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def stopped(home, *arguments):
    """The one message of a command that cannot start, having left every file as it was."""
    before = files(home)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert files(home) == before
    assert "Traceback" not in result.stderr
    return result.stderr


# ---------------------------------------------------------------- help


@pytest.fixture(autouse=True)
def no_locale(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


HEADINGS = {"vi": ("Cách dùng:", "Ví dụ:", "Tùy chọn:"), "en": ("Usage:", "Examples:", "Options:")}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example_in_the_language_asked_for(name, lang):
    result = run(name, "--help", "--lang", lang) if lang == "en" else run(name, "--help")
    assert result.exit_code == 0
    assert all(heading in result.stdout for heading in HEADINGS[lang])
    assert not any(heading in result.stdout for other in HEADINGS.keys() - {lang} for heading in HEADINGS[other])
    assert re.search(rf"^ +coverage-lib {name}\b", result.stdout, re.MULTILINE)
    options = [each for each in main.commands[name].params if isinstance(each, click.Option)]
    assert all(each.help for each in options)


def test_the_command_lists_its_commands_with_examples():
    result = run("--help")
    assert all(re.search(rf"^  {name} +\w", result.stdout, re.MULTILINE) for name in COMMANDS)
    assert "coverage-lib recast enrolment --to 2025-07-01" in result.stdout


def test_help_is_english_where_the_locale_is(monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert run("build", "--help").stdout.startswith("Usage:")
    assert run("build", "--help", "--lang", "vi").stdout.startswith("Cách dùng:")


@pytest.mark.parametrize(
    ("arguments", "vietnamese", "english"),
    [
        (["rendr"], "Lỗi: Không có lệnh 'rendr'", "Error: No such command 'rendr'"),
        (["assign", "--area", "464"], "Lỗi: Thiếu tùy chọn '--indicator'", "Error: Missing option '--indicator'"),
        (["build", "--nix"], "Lỗi: Không có tùy chọn '--nix'", "Error: No such option '--nix'"),
        (
            ["render", "--workers", "x"],
            "Lỗi: Giá trị không hợp lệ cho '--workers': 'x'",
            "Error: Invalid value for '--workers': 'x'",
        ),
        (["read"], "Lỗi: Thiếu tham số 'FILE'", "Error: Missing argument 'FILE'"),
        (["build", "a", "b"], "Lỗi: Thừa các tham số (a b)", "Error: Got unexpected extra arguments (a b)"),
    ],
)
def test_errors_of_usage_are_in_the_language_of_the_user(arguments, vietnamese, english):
    said = run(*arguments)
    assert (said.exit_code, vietnamese in said.stderr) == (2, True), said.stderr
    said = run(*arguments, "--lang", "en")
    assert (said.exit_code, english in said.stderr) == (2, True), said.stderr


def test_both_ways_to_call_it_are_one(tmp_path):
    pinned = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    result = command("--version", cwd=tmp_path)
    assert (result.returncode, result.stdout.strip()) == (0, f"coverage-lib, phiên bản {pinned}")


# ---------------------------------------------------------------- build


def test_build_says_what_it_made_and_what_changed(home):
    assert f"{len(table_names())} bảng từ 2 số in trong 1 văn bản" in run("build").stdout
    sheet = register({"Mức": "1.500", "Đơn vị": "Huyện Vĩnh Linh"}, {"Mức": "2.675", "Đơn vị": "Thị trấn Hồ Xá"})
    shutil.rmtree(home / "data" / "raw" / "plans" / "plan-a")
    source_folder(home / "data" / "raw", "plan-a", rows_of(sheet))
    changed = run("build", "--lang", "en")
    assert changed.exit_code == 0
    lines = [line.strip() for line in changed.stdout.splitlines()]
    assert "changed: 464 Huyện Vĩnh Linh, Social insurance, 2024: 1,499 → 1,500 (+1), cell plan-a Mục II!F4" in lines


def test_a_broken_document_is_set_apart_named_first_and_stops_no_other(home):
    run("build")
    other = source_folder(home / "data" / "raw", "plan-b", rows_of(register({"Mức": "1.500", "Đơn vị": "Huyện Vĩnh Linh"})))
    result = run("build", "--lang", "en")
    assert (result.exit_code, "changed: plan-b: 1 figures more" in result.stdout) == (0, True)
    (other / "a.xlsx").write_bytes(b"spoilt")
    result = run("build", "--lang", "en")
    assert result.exit_code == 1
    assert result.stderr.startswith("Set apart")
    assert "plan-b, a.xlsx" in result.stderr.splitlines()[1]
    assert open_tables(home / "data" / "processed")["sources"]["source_id"].tolist() == ["plan-a"]
    assert open_tables(home / "data" / "processed")["set_apart"]["source_id"].tolist() == ["plan-b"]


def test_a_missing_workbook_stops_the_build(home):
    (home / "data" / "raw" / "plans" / "plan-a" / "a.xlsx").unlink()
    message = stopped(home, "build")
    assert (
        message
        == "Dữ liệu gốc không như đã ghi nhận: plan-a, a.xlsx: cần tệp bảng tính; thực tế: không có tệp này; hãy đặt lại tệp\n"
    )


def test_a_changed_workbook_stops_the_build(home):
    workbook = home / "data" / "raw" / "plans" / "plan-a" / "a.xlsx"
    workbook.write_bytes(workbook.read_bytes() + b" ")
    message = stopped(home, "build")
    assert "plan-a, a.xlsx: cần mã kiểm" in message
    assert message.count("\n") == 1


@pytest.mark.slow
def test_another_process_with_another_hash_seed_builds_the_same_bytes(written, tmp_path):
    """Also the build of the whole project by its command."""
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    result = command("build", cwd=tmp_path, PYTHONHASHSEED="4711")
    assert (result.returncode, result.stderr) == (0, "")
    assert files(tmp_path / "data" / "processed") == files(written)
    assert {name.rpartition(".")[2] for name in files(written)} == {"csv", "json", "parquet"}


# ---------------------------------------------------------------- audit and units


def test_audit_of_one_document_prints_cells_gravest_first(project, monkeypatch):
    monkeypatch.chdir(project)
    result = run("audit", "--source", "vinh-linh-2023", "--severity", "note")
    assert result.exit_code == 0
    marks = [line.split("]")[0].removeprefix("[") for line in result.stdout.splitlines() if line.startswith("[")]
    assert marks == sorted(marks, key=["sai", "cần xem", "ghi chú"].index)
    assert "sai" in marks
    assert all("vinh-linh-2023" in line for line in result.stdout.splitlines() if line.startswith("["))


def test_a_milder_severity_prints_more_and_says_the_same_total(project, monkeypatch):
    monkeypatch.chdir(project)
    lines = [run("audit", "--lang", "en", "--severity", each).stdout.splitlines() for each in ("error", "warning", "note")]
    assert len(lines[0]) < len(lines[1]) < len(lines[2])
    assert len({each[-1] for each in lines}) == 1


def test_an_unknown_document_is_answered_with_those_at_hand(home):
    message = stopped(home, "audit", "--source", "plan-b")
    assert message.startswith("Không có văn bản 'plan-b'")
    assert message.rstrip().endswith("plan-a")


def test_units_are_listed_with_their_codes(home):
    lines = run("units").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["464", "19363"]
    assert "Thị trấn Hồ Xá" in lines[1]


# ---------------------------------------------------------------- render


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--units", "9999"),
            "--units, 9999: cần mã đơn vị có bản tin; thực tế: không có đơn vị này; lệnh 'coverage-lib units' liệt kê các mã",
        ),
        (("--units", "464,19366,8888"), "--units, 8888"),
        (("--set", "yeers=4"), "có phải là 'years'?"),
        (("--set", "years=four"), "years: cần giá trị kiểu int; thực tế: 'four'"),
        (("--set", "years"), "--set cần dạng TÊN=GIÁ_TRỊ"),
        (("--set", "area_code=30"), "hãy dùng --units"),
        (("--set", "lang=en"), "hãy dùng --lang"),
    ],
)
def test_render_does_not_start_with_what_it_does_not_know(home, arguments, said):
    assert said in stopped(home, "render", *arguments)
    assert not (home / "outputs").exists()


@pytest.mark.parametrize("arguments", [("--lang", "fr"), ("--workers", "0"), ("--notebooks", "no-such-folder"), ("--unit", "464")])
def test_options_of_another_kind_are_refused(home, arguments):
    stopped(home, "render", *arguments)


@pytest.mark.parametrize("name", ["render", "audit", "units"])
def test_before_a_build_every_missing_table_is_named(home, name):
    shutil.rmtree(home / "data" / "processed")
    message = stopped(home, name)
    assert message.count("hãy chạy 'coverage-lib build'") == len(table_names())


def test_a_message_is_in_the_language_that_is_asked_for(home):
    said = stopped(home, "render", "--units", "9999", "--lang", "en")
    assert "--units, 9999: expected the code of a unit with a briefing, found no such unit" in said


def test_outside_a_project_one_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "hãy chuyển tới thư mục của dự án" in stopped(tmp_path, "build")


@pytest.mark.slow
def test_one_unit_rendered_twice_is_the_same_to_the_byte(project, tmp_path):
    made = []
    for name, seed in (("one", "1"), ("two", "2")):
        arguments = ("render", "--units", "19363", "--notebooks", str(PROJECT / "notebooks"), "--outputs", str(tmp_path / name))
        result = command(*arguments, cwd=project, PYTHONHASHSEED=seed)
        assert result.returncode == 0, result.stderr
        made.append(files(tmp_path / name))
    assert made[0] == made[1]
    assert {name for name in made[0] if name.endswith(".html")} == {"briefings/19363.html"}
    assert len([name for name in made[0] if name.endswith(".png")]) >= 4
    assert "912" in made[0]["briefings/19363.html"].decode()
