import re
import shutil
import tomllib
from pathlib import Path

import docx
import pandas as pd
import pytest
from click.testing import CliRunner

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.new_source import newcomer, slug
from coverage_lib.deliver.offices.return_form import form
from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.sources import REQUIRED, sha256
from tests.builders import PROJECT, RAW, source_folder, workbook

PLAN = [
    ("PHỤ LỤC",),
    ("CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA BHXH TỰ NGUYỆN NĂM 2024",),
    ("(Kèm theo Kế hoạch số 12/KH-UBND ngày 03 tháng 02 năm 2024 của UBND huyện Vĩnh Linh)",),
    ("STT", "Đơn vị", "Số người tham gia năm 2024"),
    ("1", "Thị trấn Hồ Xá", "1.499"),
    ("2", "Xã Vĩnh Thái", "1.201"),
    ("", "Tổng cộng", "2.700"),
]


DAY = "Vĩnh Linh, ngày 05 tháng 3 năm 2024"


def files(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "project" / "data" / "raw"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "Phụ lục 12.xlsx"
    workbook(path, {"PL": PLAN})
    return path


def record(folder):
    return tomllib.loads((folder / "source.toml").read_text("utf-8"))


def test_a_plan_that_says_everything_needs_nothing_more(raw, plan):
    made = newcomer(raw, "plan", plan)
    assert (made.folder, made.open, made.read) == (raw / "plans" / "vinh-linh-2024", [], 3)
    said = record(made.folder)
    assert {key: said[key] for key in ("source_id", "kind", "number", "issuer", "issuer_level", "authority", "period")} == {
        "source_id": "vinh-linh-2024",
        "kind": "plan",
        "number": "12/KH-UBND",
        "issuer": "UBND huyện Vĩnh Linh",
        "issuer_level": "district",
        "authority": "binding",
        "period": "2024",
    }
    assert (said["issued"].isoformat(), said["areas_on"].isoformat(), said["area_code"]) == ("2024-02-03", "2024-02-03", "464")
    assert said["title"] == "CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA BHXH TỰ NGUYỆN NĂM 2024"
    assert said["file"] == {"name": plan.name, "sha256": sha256(plan)}
    assert (made.folder / plan.name).read_bytes() == plan.read_bytes()


def test_the_project_builds_with_it_at_once(raw, plan, monkeypatch):
    newcomer(raw, "plan", plan)
    monkeypatch.chdir(raw.parent)
    built = CliRunner().invoke(main, ["build", "--lang", "en"])
    assert built.exit_code == 0, built.output
    assert "3 printed figures in 1 documents" in built.stdout


@pytest.mark.slow
def test_a_letter_says_who_it_is_from_beside_its_table(raw, tmp_path, monkeypatch):
    letter = docx.Document()
    head = letter.add_table(2, 2)
    texts = ("ỦY BAN NHÂN DÂN\nHUYỆN VĨNH LINH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    for cell, text in zip([*head.rows[0].cells, *head.rows[1].cells], (*texts, "Số: 45/KH-UBND", DAY), strict=True):
        cell.text = text
    for text in ("KẾ HOẠCH", "Phát triển người tham gia BHXH tự nguyện năm 2024", "Căn cứ Nghị quyết số 28-NQ/TW ngày 23/5/2018;"):
        letter.add_paragraph(text)
    table = letter.add_table(0, 3)
    for texts in PLAN[3:]:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    letter.save(tmp_path / "thu.docx")
    made = newcomer(raw, "plan", tmp_path / "thu.docx")
    said = record(made.folder)
    assert (made.open, made.read, made.problems) == ([], 3, [])
    assert (said["number"], said["issued"].isoformat(), said["issuer_level"]) == ("45/KH-UBND", "2024-03-05", "district")
    assert (said["issuer"], said["area_code"]) == ("ỦY BAN NHÂN DÂN HUYỆN VĨNH LINH", "464")
    assert said["title"] == "KẾ HOẠCH Phát triển người tham gia BHXH tự nguyện năm 2024"
    monkeypatch.chdir(raw.parent)
    built = CliRunner().invoke(main, ["build"])
    assert built.exit_code == 0, built.output
    assert "3 số in trong 1 văn bản" in built.stdout


def test_what_was_read_is_a_draft_for_a_person_to_check(raw, plan):
    made = newcomer(raw, "plan", plan)
    draft = pd.read_csv(made.folder / "expected.draft.csv", dtype=str, keep_default_na=False)
    assert list(draft.columns) == list(pd.read_csv(RAW / "plans" / "vinh-linh-2023" / "expected.csv", nrows=0).columns)
    assert draft.loc[0].to_dict() == {
        "sheet": "PL",
        "cell": "C5",
        "printed": "1.499",
        "area_code": "19363",
        "indicator": "si_voluntary",
        "base": "",
        "measure": "participants",
        "period": "2024-12-31",
        "basis": "plan",
        "value": "1499",
        "qualifier": "",
    }
    assert not (made.folder / "expected.csv").exists()


def test_what_a_document_does_not_say_is_left_open_with_a_hint(raw):
    made = newcomer(raw, "plan", RAW / "plans" / "vinh-linh-2023" / "phu-luc.xlsx")  # its appendices name three different plans
    assert made.folder.name == "vinh-linh-2023"
    assert made.open == ["issuer", "issuer_level", "authority", "issued", "areas_on"]
    text = (made.folder / "source.toml").read_text("utf-8")
    assert "# number = " in text
    assert "127/KH-UBND; 12/KH-UBND; 1027/KH-UBND" in text
    commented = {line.split(" = ")[0].removeprefix("# ") for line in text.splitlines() if line.startswith("# ")}
    assert commented >= {key for key in REQUIRED if key not in record(made.folder)}
    said = record(made.folder)
    assert (said["area_code"], said["period"]) == ("464", "2023-2025")


def test_tables_about_different_areas_leave_the_choice_to_a_person(raw, tmp_path):
    other = [
        ("CHỈ TIÊU BHXH TỰ NGUYỆN HUYỆN GIO LINH NĂM 2024",),
        PLAN[3],
        ("1", "Thị trấn Gio Linh", "900"),
        ("", "Tổng cộng", "900"),
    ]
    workbook(tmp_path / "a.xlsx", {"PL": PLAN, "PL2": other})
    made = newcomer(raw, "plan", tmp_path / "a.xlsx", "a")
    assert made.open == ["area_code"]
    assert "(văn bản ghi: 464; 466)" in (made.folder / "source.toml").read_text("utf-8")
    draft = pd.read_csv(made.folder / "expected.draft.csv", dtype=str)
    assert draft.groupby("sheet")["area_code"].last().to_dict() == {"PL": "464", "PL2": "466"}


@pytest.mark.slow
def test_filled_in_by_a_person_it_builds(raw, tmp_path, monkeypatch):
    workbook(tmp_path / "a.xlsx", {"PL": [PLAN[1], *PLAN[3:]]})
    made = newcomer(raw, "plan", tmp_path / "a.xlsx")
    assert made.open == ["issuer", "issuer_level", "authority", "issued", "areas_on"]
    monkeypatch.chdir(raw.parent)
    stopped = CliRunner().invoke(main, ["build"])
    assert stopped.exit_code == 2
    assert all(f"source.toml, {key}" in stopped.stderr for key in made.open if key in REQUIRED)
    answers = {
        "issuer": '"Ủy ban nhân dân huyện Vĩnh Linh"',
        "issuer_level": '"district"',
        "authority": '"binding"',
        "issued": "2023-07-31",
        "areas_on": "2023-07-31",
    }
    file = made.folder / "source.toml"
    lines = []
    for line in file.read_text("utf-8").splitlines():
        key = line.removeprefix("# ").split(" = ")[0]
        lines.append(f"{key} = {answers[key]}" if line.startswith("# ") and key in answers else line)
    file.write_text("\n".join(lines), encoding="utf-8")
    built = CliRunner().invoke(main, ["build"])
    assert built.exit_code == 0, built.output
    assert "3 số in trong 1 văn bản" in built.stdout


def test_a_return_on_our_form_knows_its_area_and_period(raw, tmp_path):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(form("464", ["hi"]))
    made = newcomer(raw, "return", path)
    said = record(made.folder)
    assert made.folder.relative_to(raw).as_posix() == "participation/vinh-linh-2024"
    assert (said["kind"], said["authority"], said["area_code"], said["areas_on"].isoformat()) == (
        "participation",
        "report",
        "464",
        "2024-12-31",
    )
    assert made.open == ["issuer", "issuer_level"]


def test_a_folder_that_is_there_is_never_touched(raw, plan):
    source_folder(raw, "vinh-linh-2024", {"PL": PLAN})
    before = files(raw)
    with pytest.raises(CoverageError, match="not under data/raw yet"):
        newcomer(raw, "plan", plan)
    assert files(raw) == before
    assert newcomer(raw, "plan", plan, "vinh-linh-2024-b").folder.name == "vinh-linh-2024-b"


@pytest.mark.parametrize("name", ["../elsewhere", "Vĩnh Linh", "a/b", "", "-a", ".a"])
def test_a_name_is_a_name_and_no_path(raw, plan, name, monkeypatch):
    monkeypatch.chdir(raw.parent)
    made = CliRunner().invoke(main, ["new", "plan", str(plan), "--id", name], catch_exceptions=False)
    assert made.exit_code == 2
    with pytest.raises(CoverageError, match="small letters"):
        newcomer(raw, "plan", plan, name)
    assert files(raw.parent) == {}


def test_a_document_that_cannot_be_read_makes_no_folder(raw, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CoverageError):
        newcomer(raw, "plan", tmp_path / "a.xlsx")
    assert list(raw.iterdir()) == []


def test_text_of_the_document_cannot_break_the_record(raw, tmp_path):
    title = 'CHỈ TIÊU "BHXH" \\ NĂM 2024\x07 # [file]'
    path = tmp_path / "a.xlsx"
    workbook(path, {"PL": [(title.replace("\x07", ""),), *PLAN[3:]]})
    made = newcomer(raw, "plan", path, "a")
    assert record(made.folder)["title"] == 'CHỈ TIÊU "BHXH" \\ NĂM 2024 # [file]'


def test_the_command_says_what_remains_to_be_done(raw, plan, monkeypatch):
    monkeypatch.chdir(raw.parent)
    told = CliRunner().invoke(main, ["new", "plan", str(PROJECT / "data/raw/plans/vinh-linh-2023/phu-luc.xlsx"), "--lang", "en"])
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0].endswith("vinh-linh-2023 (a plan)")
    assert "  to fill in: issuer (the office that issued it)" in lines
    assert "  check the 721 figures of expected.draft.csv against the document, then rename it to expected.csv" in lines
    again = CliRunner().invoke(main, ["new", "plan", str(PROJECT / "data/raw/plans/vinh-linh-2023/phu-luc.xlsx")])
    assert (again.exit_code, again.stdout, again.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("text", "name"), [("Đông Hà 2024", "dong-ha-2024"), ("Phụ lục (sửa lần 2)", "phu-luc-sua-lan-2"), ("ĐẮK LẮK", "dak-lak")]
)
def test_names_of_folders_are_plain(text, name):
    assert slug(text) == name


def test_a_file_beside_the_project_stays_where_it_is(raw, plan):
    copy = shutil.copy(plan, plan.with_name("copy.xlsx"))
    newcomer(raw, "plan", plan)
    assert plan.read_bytes() == copy.read_bytes()


@pytest.mark.slow
def test_targets_extracted_from_a_text_enter_the_tables(raw, tmp_path, monkeypatch):
    offices = Path(__file__).parents[2] / "plans" / "offices" / "province_results_first.txt"
    (tmp_path / "a.txt").write_text(re.sub(r"(?m)^=.*\n", "", offices.read_text("utf-8")), "utf-8")
    run = CliRunner().invoke
    assert run(main, ["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "a.xlsx")]).exit_code == 0
    monkeypatch.chdir(raw.parent)
    assert run(main, ["new", "plan", str(tmp_path / "a.xlsx")]).exit_code == 0
    folder = raw / "plans" / "phu-yen-2024"
    draft = pd.read_csv(folder / "expected.draft.csv", dtype=str, keep_default_na=False)
    assert sorted(draft["qualifier"]) == ["", "", "", "at_least", "at_least", "over"]
    built = run(main, ["build"])
    assert built.exit_code == 0, built.output
    table = pd.read_csv(raw.parent / "processed" / "targets.csv", dtype=str, keep_default_na=False)
    held = table[["area_code", "year", "indicator", "target_pct", "target_persons", "qualifier"]].to_numpy().tolist()
    assert ["54", "2024", "si", "19.5", "", "at_least"] in held
    assert ["54", "2024", "ui", "", "61300", "at_least"] in held
    assert len(held) == 5


def test_many_files_at_once_each_of_its_kind_with_names_of_their_own(raw, tmp_path, monkeypatch):
    monkeypatch.chdir(raw.parents[1])
    header = ("TT", "Đơn vị", "BHXH tự nguyện", "BHYT")
    reports = {
        f"{day}.xlsx": f"BÁO CÁO SỐ NGƯỜI THAM GIA BHXH, BHYT ĐẾN {day.replace('-', '/')}" for day in ("30-6-2023", "31-12-2023")
    }
    for number, (name, title) in enumerate(reports.items()):
        rows = [("BẢO HIỂM XÃ HỘI HUYỆN VĨNH LINH",), (title,), header, ("1", "Xã Vĩnh Thái", 100 + number, 900 + number)]
        workbook(tmp_path / name, {"BC": rows})
    workbook(tmp_path / "ke-hoach.xlsx", {"PL": PLAN})
    people = [("Dân số trung bình, huyện Vĩnh Linh",), ("Đơn vị", "2022"), ("Thị trấn Hồ Xá", "13.330"), ("Xã Vĩnh Thái", "3.100")]
    workbook(tmp_path / "nien-giam.xlsx", {"DS": people})
    (tmp_path / "hong.xlsx").write_bytes(b"spoilt")
    files = [str(tmp_path / name) for name in (*reports, "ke-hoach.xlsx", "nien-giam.xlsx", "hong.xlsx")]
    result = CliRunner().invoke(main, ["new", *files])
    assert (result.exit_code, "hong.xlsx" in result.stderr) == (1, True)
    made = {str(each.parent.relative_to(raw)) for each in raw.glob("*/*/source.toml")}
    assert made == {
        "participation/vinh-linh-2023", "participation/vinh-linh-2023-2", "plans/vinh-linh-2024", "denominators/vinh-linh-2022"
    }  # fmt: skip
    again = CliRunner().invoke(main, ["new", files[0]])
    assert (again.exit_code, "participation/vinh-linh-2023/30-6-2023.xlsx" in again.stderr) == (2, True)


def test_check_says_what_is_missing_before_anything_is_built(raw, plan, monkeypatch):
    monkeypatch.chdir(raw.parents[1])
    assert CliRunner().invoke(main, ["check"]).exit_code == 2
    made = newcomer(raw, "plan", plan).folder
    result = CliRunner().invoke(main, ["check", "--lang", "en"])
    assert (result.exit_code, "vinh-linh-2024: not yet checked against the document" in result.stdout) == (1, True)
    (made / "expected.draft.csv").rename(made / "expected.csv")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    record_file = made / "source.toml"
    record_file.write_text(re.sub(r"(?m)^issuer = .*$", "", record_file.read_text("utf-8")), "utf-8")
    result = CliRunner().invoke(main, ["check", "--lang", "en"])
    assert (result.exit_code, "source.toml, issuer" in result.stdout) == (1, True)


def test_units_are_of_a_day_on_which_they_exist(raw, tmp_path):
    rows = [
        ("BẢO HIỂM XÃ HỘI HUYỆN DIỄN CHÂU",), ("Diễn Châu, ngày 15 tháng 01 năm 2025",), ("SỐ NGƯỜI THAM GIA BHYT ĐẾN 30/11/2024",),
        ("TT", "Đơn vị", "Số người"), ("1", "Xã Diễn Hùng", "5.200"), ("2", "Xã Diễn Hải", "5.100"), ("3", "Xã Diễn Yên", "9.400"),
    ]  # fmt: skip
    workbook(tmp_path / "a.xlsx", {"BC": rows})
    assert str(record(newcomer(raw, "return", tmp_path / "a.xlsx").folder)["areas_on"]) <= "2024-11-30"
