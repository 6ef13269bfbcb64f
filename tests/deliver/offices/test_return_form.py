import datetime as dt
import hashlib
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.deliver.offices.return_form import LARGEST, columns_of, countable, form, period_for, units_of
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary import areas
from tests.builders import command

PARENTS = ["464", "30", "45", "VN", "01", "75@2025", "19363", "380", "893"]  # a commune without units below it is its own row
DAYS = [dt.date(2024, 12, 31), dt.date(2023, 9, 30), dt.date(2025, 6, 30), dt.date(2025, 12, 31), dt.date(2026, 12, 31)]


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def header_row(sheet):
    return next(row for row in range(1, 30) if sheet.cell(row, 2).value == "Mã đơn vị")


def filled(path, content, values):
    """The form as an office sends it back: values by (row of the unit, column of the entry), each from 0."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    first = header_row(sheet) + 2
    for (unit, column), value in values.items():
        sheet.cell(first + unit, 4 + column).value = value
    book.save(path)
    return path


def observed(path):
    table = read_document(path).observations
    units = table[table["area_label"] != "Tổng cộng"]
    columns = ["area_code", "indicator", "base", "measure", "period", "basis", "value", "obs_status"]
    return {(*row[:4], row[4].date(), *row[5:]) for row in units[columns].itertuples(index=False, name=None)}


@st.composite
def returns(draw):
    """An area, a period on which it exists, indicators, and figures for some of the cells."""
    period = draw(st.sampled_from(DAYS))
    area = draw(st.sampled_from([code for code in PARENTS if code in areas.areas_on(period).index]))
    indicators = draw(st.lists(st.sampled_from(countable()), min_size=1, unique=True))
    shape = st.tuples(st.integers(0, len(units_of(area, period)) - 1), st.integers(0, len(columns_of(indicators)) - 1))
    return area, period, indicators, draw(st.dictionaries(shape, st.integers(0, LARGEST), min_size=1, max_size=12))


@settings(max_examples=40)
@given(returns())
def test_what_an_office_fills_in_is_what_is_read(tmp_path_factory, given_return):
    area, period, indicators, values = given_return
    path = filled(tmp_path_factory.mktemp("form") / "a.xlsx", form(area, indicators, period), values)
    units, columns = units_of(area, period), columns_of(indicators)
    expected = {
        (units[unit], *meaning(columns[column]), period, "actual", float(value), "A") for (unit, column), value in values.items()
    }
    assert observed(path) == expected


def meaning(column):
    counts = column.measure == "participants"
    return (column.code if counts else "", "" if counts else column.code, column.measure)


def test_every_indicator_and_every_unit_come_back(tmp_path):
    units, columns = units_of("464", dt.date(2024, 12, 31)), columns_of(countable())
    values = {(unit, column): 1000 * unit + column for unit in range(len(units)) for column in range(len(columns))}
    path = filled(tmp_path / "a.xlsx", form("464", countable()), values)
    assert {(row[0], row[1] or row[2], row[6]) for row in observed(path)} == {
        (units[unit], columns[column].code, value) for (unit, column), value in values.items()
    }


def test_the_name_of_the_area_is_no_word_of_the_title(tmp_path):
    """The district is called Chợ Mới, and mới elsewhere speaks of newcomers."""
    path = filled(tmp_path / "a.xlsx", form("893", ["hi"]), {(0, 0): 1499})
    assert {(row[1], row[6]) for row in observed(path)} == {("hi", 1499.0)}


def test_an_empty_form_holds_no_figure(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(form("464"))
    assert observed(path) == set()
    assert read_document(path).observations["value"].notna().sum() == 0  # a sum of nothing is not nobody


# ---------------------------------------------------------------- the sheet as a person meets it


def test_only_entries_are_open_and_the_rest_is_locked():
    sheet = sheet_of(form("464", ["si_voluntary", "hi"]))
    first = header_row(sheet) + 2
    assert sheet.protection.sheet
    assert not sheet.protection.password
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"{column}{row}" for column in "DEFG" for row in range(first, first + 18)}
    assert all(sheet.cell(row, column).value is None for row in range(first, first + 18) for column in range(4, 8))


def test_codes_are_text_and_names_are_those_of_the_day():
    sheet = sheet_of(form("45", ["hi"], dt.date(2024, 12, 31)))
    first = header_row(sheet) + 2
    listed = [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(first, first + 10)]
    assert listed[0] == ("461", "Thành phố Đông Hà")
    assert dict(listed)["464"] == "Huyện Vĩnh Linh"
    later = sheet_of(form("75@2025", ["hi"], dt.date(2025, 12, 31)))
    names = [later.cell(row, 3).value for row in range(header_row(later) + 2, later.max_row)]
    assert names
    assert not [name for name in names if "(" in name]


def test_entries_are_whole_numbers_and_errors_speak_vietnamese():
    sheet = sheet_of(form("464", ["hi"]))
    rule = sheet.data_validations.dataValidation[0]
    assert (rule.type, rule.operator or "between", rule.formula1, rule.formula2) == ("whole", "between", "0", "200000000")
    assert rule.allow_blank
    assert rule.error.startswith("Hãy nhập số nguyên")
    assert len(rule.error) <= 255
    assert len(rule.errorTitle) <= 32


def test_the_total_is_a_formula_with_a_stored_value_that_waits_for_every_unit():
    content = form("464", ["hi"])
    sheet = sheet_of(content)
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    assert (sheet.cell(sheet.max_row, 2).value, sheet.cell(sheet.max_row, 3).value) == ("464", "Tổng cộng")
    formula = sheet.cell(sheet.max_row, 4).value
    first = header_row(sheet) + 2
    assert formula == f'=IF(COUNT(D{first}:D{first + 17})=ROWS(D{first}:D{first + 17}),SUM(D{first}:D{first + 17}),"…")'
    assert stored.cell(sheet.max_row, 4).value == "…"


def test_it_prints_on_landscape_a4_with_its_header_on_every_page():
    sheet = sheet_of(form("464", ["hi"]))
    header = header_row(sheet)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${header}:${header + 1}"
    assert sheet.freeze_panes == f"D{header + 2}"


def test_a_commune_is_its_own_row_without_a_total():
    sheet = sheet_of(form("19363", ["hi"]))
    assert sheet.cell(sheet.max_row, 3).value == "Thị trấn Hồ Xá"
    assert sheet.max_row == header_row(sheet) + 2


def test_the_same_form_has_the_same_bytes(tmp_path):
    for name, seed in (("a.xlsx", "1"), ("b.xlsx", "2")):
        assert command("form", "--area", "464", "--out", name, cwd=tmp_path, PYTHONHASHSEED=seed).returncode == 0
    assert len({hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.xlsx", "b.xlsx")}) == 1


# ---------------------------------------------------------------- what is asked for


def test_the_period_follows_the_area():
    assert [period_for(code).year for code in ("464", "30", "75@2025", "VN")] == [2024, 2024, 2025, 2025]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("9999",), "--area, 9999"),
        (("464", ["hi"], dt.date(2026, 12, 31)), "Huyện Vĩnh Linh, which is none on that day"),
        (("75@2025", ["hi"], dt.date(2024, 12, 31)), "from 2025-07-01"),
        (("464", ["hy"]), "--indicators, hy: expected an indicator that counts persons, found none; si, si_compulsory"),
        (("464", ["satisfaction"]), "--indicators, satisfaction: expected an indicator that counts persons, found another"),
        (("464", []), "at least one indicator"),
    ],
)
def test_a_form_that_cannot_be_is_refused(arguments, said):
    with pytest.raises(CoverageError) as refused:
        form(*arguments)
    assert said in str(refused.value)


def test_a_form_that_is_there_is_not_written_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = CliRunner().invoke(main, ["form", "--area", "464"])
    assert (first.exit_code, first.stdout) == (0, "Đã lập biểu: bieu-464-2024-12-31.xlsx (18 đơn vị).\n")
    before = Path("bieu-464-2024-12-31.xlsx").read_bytes()
    again = CliRunner().invoke(main, ["form", "--area", "464", "--indicators", "hi"])
    assert again.exit_code == 2
    assert "hãy chọn --out khác" in again.stderr
    assert Path("bieu-464-2024-12-31.xlsx").read_bytes() == before


def test_the_command_takes_indicators_and_period(tmp_path):
    out = tmp_path / "b.xlsx"
    done = CliRunner().invoke(
        main,
        ["form", "--area", "01", "--indicators", "si_voluntary, hi", "--period", "2026-09-30", "--out", str(out), "--lang", "en"],
    )
    assert done.exit_code == 0
    sheet = sheet_of(out.read_bytes())
    row = header_row(sheet)
    assert [sheet.cell(row, column).value for column in (4, 5)] == ["Bảo hiểm xã hội tự nguyện", "Bảo hiểm y tế"]
    assert sheet.cell(row + 1, 4).value == "Số người tham gia, thực hiện đến 30/9/2026"
