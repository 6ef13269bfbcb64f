import gc
import io

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from coverage_lib.clean.document.read_document import read_grids
from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices import reading_report
from coverage_lib.deliver.offices.new_source import newcomer
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.table_schemas import table as columns
from tests.builders import RAW, workbook

TABLE = [
    ("SỐ NGƯỜI THAM GIA BHXH TỰ NGUYỆN NĂM 2024 TRÊN ĐỊA BÀN HUYỆN VĨNH LINH",),
    ("STT", "Đơn vị", "Số người tham gia"),
    ("1", "Thị trấn Hồ Xá", "1.499"),
    ("2", "Xã Vĩnh Thái", "1.201"),
    ("", "Tổng cộng", "2.700"),
]


def run(*arguments):
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


def table_of(text):
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def values(table):
    """Cell → value; a figure that is missing has none."""
    rows = zip(table["sheet"], table["cell"], table["value"], strict=True)
    return {(sheet, cell): float(value) if value else None for sheet, cell, value in rows}


@pytest.fixture
def returned(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook(path, {"BHXH": TABLE, "Khác": TABLE})
    return path


def test_the_observations_go_to_the_screen_and_the_report_beside_them(returned):
    done = run(returned)
    assert done.exit_code == 0, done.stderr
    table = table_of(done.stdout)
    assert list(table.columns) == columns("observations")["columns"]
    assert table.loc[0].to_dict() == {
        "source_id": "a.xlsx",
        "sheet": "BHXH",
        "cell": "C3",
        "area_label": "Thị trấn Hồ Xá",
        "area_code": "19363",
        "indicator": "si_voluntary",
        "base": "",
        "measure": "participants",
        "period": "2024-12-31",
        "basis": "actual",
        "value": "1499",
        "obs_status": "A",
        "printed": "1.499",
        "unit": "",
        "qualifier": "",
        "place": "Số người tham gia",
        "correction": "",
    }
    assert len(table) == 6
    assert done.stderr.startswith("Số liệu không khớp nhau")  # the totals are of two communes, not of the district
    assert "Đọc được 6 số." in done.stderr
    assert "Đã hiểu" in done.stderr
    assert "Số người tham gia" in done.stderr


def test_one_sheet_only(returned):
    assert set(table_of(run(returned, "--sheet", "Khác").stdout)["sheet"]) == {"Khác"}
    refused = run(returned, "--sheet", "Nix")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "'BHXH', 'Khác'" in refused.stderr


def test_a_file_is_written_whole_or_not_at_all(returned, tmp_path):
    out = tmp_path / "out.csv"
    done = run(returned, "--out", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert out.read_text("utf-8") == run(returned).stdout
    before = out.read_bytes()
    assert run(tmp_path / "none.xlsx", "--out", out).exit_code == 2
    assert out.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"a.xlsx", "out.csv"}


def test_what_cannot_be_read_is_listed_and_the_rest_is_read(tmp_path):
    rows = [list(row) for row in TABLE]
    rows[3][2] = "12,3,4"
    workbook(tmp_path / "a.xlsx", {"BHXH": rows})
    done = run(tmp_path / "a.xlsx", "--lang", "en")
    assert done.exit_code == 1
    assert "C4" in done.stderr
    table = table_of(done.stdout).set_index("cell")
    assert (table.at["C3", "value"], table.at["C4", "value"], table.at["C4", "obs_status"]) == ("1499", "", "O")


def test_the_letterhead_names_the_area_that_a_table_leaves_unsaid(tmp_path):
    letter = docx.Document()
    letter.add_table(1, 1).rows[0].cells[0].text = "BẢO HIỂM XÃ HỘI HUYỆN VĨNH LINH"
    letter.add_paragraph("Số người tham gia BHXH tự nguyện năm 2024")
    table = letter.add_table(0, 3)
    for texts in (*TABLE[1:3], TABLE[4]):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    letter.save(tmp_path / "a.docx")
    done = run(tmp_path / "a.docx")
    assert done.exit_code == 0, done.stderr
    table = table_of(done.stdout)
    assert dict(zip(table["area_label"], table["area_code"], strict=True)) == {"Thị trấn Hồ Xá": "19363", "Tổng cộng": "464"}


def test_a_formula_that_nobody_computed_is_named_and_the_rest_is_read(tmp_path):
    rows = [list(row) for row in TABLE]
    rows[4][2] = "=SUM(C3:C4)"
    workbook(tmp_path / "a.xlsx", {"BHXH": rows})
    done = run(tmp_path / "a.xlsx")
    assert done.exit_code == 1
    assert "C5" in done.stderr
    assert list(table_of(done.stdout)["cell"]) == ["C3", "C4"]


def test_a_column_that_is_not_ours_is_left_out_and_said(tmp_path):
    header = ("STT", "Đơn vị", "Số người tham gia", "Số hộ")
    workbook(tmp_path / "a.xlsx", {"BHXH": [TABLE[0], header, ("1", "Thị trấn Hồ Xá", "1.499", "512")]})
    done = run(tmp_path / "a.xlsx")
    assert list(table_of(done.stdout)["printed"]) == ["1.499"]
    assert "Số hộ" in done.stderr


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf", "a.csv", "a.xls", "a.ods", "a.bin"])
def test_rubbish_is_refused_in_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01PK rubbish" * 20)
    refused = run(tmp_path / name)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert name in refused.stderr
    assert "rubbish" not in refused.stderr


def test_a_list_of_persons_is_refused_without_a_word_of_it(tmp_path):
    persons = [("Họ và tên", "Mã số BHXH", "Ngày sinh"), ("Nguyễn Thị Thử", "4512345678", "01/02/1980")]
    workbook(tmp_path / "a.xlsx", {"DS": persons})
    refused = run(tmp_path / "a.xlsx")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "Nguyễn" not in refused.stderr
    assert "4512345678" not in refused.stderr


def test_a_document_of_the_project_reads_as_its_expected_values(tmp_path):
    folder = RAW / "participation" / "hai-duong-districts-2023"
    done = run(folder / "so-lieu-cap-huyen.xlsx")
    expected = pd.read_csv(folder / "expected.csv", dtype=str, keep_default_na=False)
    keys = ["sheet", "cell", "area_code", "indicator", "base", "measure", "period", "basis"]
    table = table_of(done.stdout)
    assert set(table[keys].itertuples(index=False, name=None)) == set(expected[keys].itertuples(index=False, name=None))
    assert values(table) == values(expected)


def test_reading_leaves_the_file_alone(returned):
    before = returned.read_bytes()
    run(returned)
    assert run(returned, "--out", returned).exit_code == 2
    assert returned.read_bytes() == before
    assert openpyxl.load_workbook(returned).sheetnames == ["BHXH", "Khác"]


def test_the_collector_rests_only_while_a_document_is_read(returned, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(reading_report, "read_grids", lambda *given: seen.append(gc.isenabled()) or read_grids(*given))
    read_document(returned)
    assert (seen, gc.isenabled()) == ([False], True)
    with pytest.raises(CoverageError):
        read_document(tmp_path / "none.xlsx")
    assert gc.isenabled()


def test_the_lines_of_the_report_are_worded_when_asked_for(returned, monkeypatch):
    asked = []
    monkeypatch.setattr(reading_report, "meaning_in_words", lambda *given: asked.append(given) or "")
    document = read_document(returned)
    assert asked == []
    assert len(document.understood) == len(asked) == 2


def test_a_list_of_persons_on_a_hidden_sheet_stops_new_before_anything_is_copied(tmp_path):
    persons = [("Họ và tên", "Mã số BHXH"), ("Nguyễn Thị Lan", "7915123456")]
    path = workbook(tmp_path / "a.xlsx", {"BHXH": TABLE, "Nguồn": persons}, states={"Nguồn": "hidden"})
    raw = tmp_path / "raw"
    raw.mkdir()
    with pytest.raises(CoverageError, match="Person-level"):
        newcomer(raw, "return", path, None, "en")
    assert list(raw.iterdir()) == []
