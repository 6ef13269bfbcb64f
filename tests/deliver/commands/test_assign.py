import io
import re

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.offices.assignment_workbook import workbook_of
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.deliver.table_store import write_tables
from coverage_lib.model.assignment.assignment_total import given_total
from coverage_lib.model.assignment.proposed_assignment import RULES, proposal_of, propose
from coverage_lib.present.pages.assignment_page import AssignmentPage
from coverage_lib.vocabulary.areas import children
from tests.builders import WORKING_AGE

KEY = ["area_code", "indicator", "base", "measure", "period", "value"]
COMMUNES = children("464")


@pytest.fixture
def home(project, monkeypatch):
    monkeypatch.chdir(project)


def run(*arguments):
    return CliRunner().invoke(main, ["assign", "--area", "464", "--indicator", "si_voluntary", "--year", "2026", *arguments])


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)), openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def expected(whole, units):
    """The observations of one rule, from the rows that were assigned: units and their total, today and in the target year."""
    now = {row.lower_code: (row.participants, row.persons_today) for row in units.itertuples()}
    due = {row.lower_code: (row.assigned, row.persons) for row in units.itertuples()}
    indicator, base = whole["indicator"], whole["base"]
    found = set()
    for day, counts in ((whole["period"], now), (pd.Timestamp(year=whole["year"], month=12, day=31), due)):
        total = tuple(sum(pair[place] for pair in counts.values()) for place in (0, 1))
        for code, (count, persons) in (counts | {"464": total}).items():
            found.add((code, indicator, "", "participants", day, float(count)))
            found.add((code, "", base, "denominator", day, float(persons)))
            if persons:
                found.add((code, indicator, base, "rate_pct", day, round(100 * int(count) / int(persons), 9)))
    return found


def read_back(path, sheet):
    table = read_document(path).observations
    table = table[(table["sheet"] == sheet) & table["value"].notna()]
    return {(*row[:5], round(row[5], 9)) for row in table[KEY].itertuples(index=False, name=None)}


def own_rows(counts, bases, basis="plan", day="2025-12-31"):
    size = len(counts)
    return pd.DataFrame(
        {"area_code": COMMUNES[:size], "period": pd.Timestamp(day), "basis": basis, "participants": pd.array(counts, "Int64"),
         "source_id": "a", "persons_today": pd.array(bases, "Int64"), "base": WORKING_AGE, "persons": pd.array(bases, "Int64"),
         "base_period": pd.Timestamp(day)}
    )  # fmt: skip


def made(rows, total, rules=RULES):
    key = ("464", "si_voluntary", 2026)
    return AssignmentPage(proposal_of(rows, given_total(rows, total), *key, rules), *key).proposal


@pytest.mark.parametrize(("indicator", "total"), [("si_voluntary", 8235), ("hi", 87000), ("ui", 6000), ("si", 17550)])
def test_the_appendix_of_2026_is_read_back_unchanged(processed, tmp_path, indicator, total):
    made = AssignmentPage(processed, "464", indicator, 2026, total).proposal
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_of(made))
    document = read_document(path)
    assert document.problems == []
    assert set(document.observations["basis"]) == {"plan"}
    sheets = openpyxl.load_workbook(path).sheetnames
    assert len(sheets) == len(RULES)
    for (_, rows), sheet in zip(made.units.groupby("rule", sort=False), sheets, strict=True):
        assert read_back(path, sheet) == expected(made.whole, rows)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(900, 9000)), min_size=2, max_size=18), st.floats(0, 1))
def test_any_assignment_is_read_back_unchanged(tmp_path_factory, units, share):
    rows = own_rows([count for count, _ in units], [base for _, base in units])
    low, high = int(rows["participants"].sum()), int(rows["persons"].sum())
    proposal = made(rows, low + int(share * (high - low)), ["same_share"])
    path = tmp_path_factory.mktemp("appendix") / "a.xlsx"
    path.write_bytes(workbook_of(proposal))
    assert read_back(path, openpyxl.load_workbook(path).sheetnames[0]) == expected(proposal.whole, proposal.units)


@pytest.mark.parametrize(("day", "printed"), [("2025-12-31", "Thực hiện năm 2025"), ("2025-09-30", "Thực hiện đến 30/9/2025")])
def test_observed_figures_stay_observed(tmp_path, day, printed):
    rows = own_rows([10, 20], [100, 100], "actual", day)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_of(made(rows, 60, ["by_base"])))
    assert openpyxl.load_workbook(path).worksheets[0]["C6"].value == printed
    basis = read_document(path).observations.groupby("period")["basis"].unique().map(list).to_dict()
    assert basis == {pd.Timestamp(day): ["actual"], pd.Timestamp("2026-12-31"): ["plan"]}


def test_totals_and_rates_are_formulas_whose_values_are_theirs():
    rows = own_rows([10, 20, 5], [100, 0, None])
    rows.loc[1, "participants"] = 0
    formulas, values = book_of(workbook_of(made(rows, 60, ["by_base"])))
    sheet, cached = formulas.worksheets[0], values.worksheets[0]
    asked = [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert len(asked) == 2 * (3 + 3)  # three rates and the three cells of the total, for both years

    def number(address):
        value = cached[address].value
        return value if isinstance(value, int | float) else 0

    for cell in asked:
        rate = re.fullmatch(r'=IF\(N\((\w+)\)>0,(\w+)/\1,"…"\)', cell.value)
        total = re.fullmatch(r'=IF\(COUNT\((\w+):(\w+)\)=ROWS\(\1:\2\),SUM\(\1:\2\),"…"\)', cell.value)
        if rate:
            result = number(rate[2]) / number(rate[1]) if number(rate[1]) > 0 else "…"
        else:
            cells = [each.value for line in cached[f"{total[1]}:{total[2]}"] for each in line]
            result = sum(cells) if all(isinstance(each, int) for each in cells) else "…"
        assert cached[cell.coordinate].value == (pytest.approx(result) if result != "…" else "…")
    assert [cached.cell(row, 6).value for row in range(8, 12)] == [55, 0, 5, 60]
    assert cached["G11"].value == cached["H11"].value == "…"  # the sum of some denominators is not that of the district


def test_it_says_that_nobody_has_issued_it_and_by_which_rule():
    rows = own_rows([10, 20], [100, 100])
    content = workbook_of(made(rows, 60))
    for sheet in book_of(content)[0].worksheets:
        texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
        assert "(Phương án phân bổ, chưa ban hành; Huyện Vĩnh Linh)" in texts
        assert any(text.startswith("Quy tắc phân bổ: ") for text in texts)
        assert "Tổng số phải giao: 60 người (30,00 %), theo yêu cầu." in [text.replace("\u00a0", " ") for text in texts]
    assert content == workbook_of(made(rows, 60))


# ---------------------------------------------------------------- the command


def test_the_command_prints_four_rules_and_what_they_rest_on(home):
    result = run()
    assert result.exit_code == 0
    assert re.search(r"Thị trấn Hồ Xá +1\.050 +1\.170 +1\.151 +1\.175 +1\.151\n", result.stdout)
    assert re.search(r"Tổng cộng +7\.560( +8\.235){4}\n", result.stdout)
    assert "giữ mẫu số năm 2025" in result.stdout
    assert "địa giới trước ngày 1/7/2025" in result.stdout


def test_the_command_writes_one_sheet_a_rule_and_never_over_a_file(home, tmp_path):
    path = tmp_path / "phan-bo.xlsx"
    assert run("--total", "8200", "--out", str(path)).exit_code == 0
    assert len(openpyxl.load_workbook(path).sheetnames) == 4
    total = read_document(path).observations.query("area_code == '464' and measure == 'participants'")
    assert total.loc[total["period"].dt.year == 2026, "value"].tolist() == [8200.0] * 4
    before = path.read_bytes()
    again = run("--out", str(path), "--rate", "15")
    assert (again.exit_code, path.read_bytes()) == (2, before)
    one = tmp_path / "one.xlsx"
    assert run("--rate", "15", "--rule", "same_rise", "--lang", "en", "--out", str(one)).exit_code == 0
    assert len(openpyxl.load_workbook(one).sheetnames) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--total", "7000"], "at least 7,560, the floors of all units together, found 7,000, 560 persons too few"),
        (["--total", "60000"], "at most 53,078, the caps of all units together, found 60,000, 6,922 persons too many"),
        (["--rate", "14"], "persons too few"),
        (["--rate", "15", "--total", "8000"], "one of the two"),
        (["--base-year", "2019"], "19426 Xã Vĩnh Ô: expected denominators of 2019, found none"),
        (["--area", "999999"], "no such unit"),
        (["--indicator", "satisfaction"], "one that counts persons"),
        (["--area", "30"], "298 Huyện Tứ Kỳ"),
        (["--out", "a.csv"], "a name that ends in .xlsx"),
        (["--rule", "same_share", "--goal", "5", "--total", "8000"], "weight zero"),
    ],
)
def test_what_cannot_be_assigned_stops_in_one_message(home, arguments, said):
    result = run(*arguments, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_rule_that_cannot_be_applied_is_named_beside_the_others(home):
    result = run("--total", "8000", "--goal", "5")
    assert result.exit_code == 1
    assert "Không áp dụng được quy tắc “cùng phần thu hẹp khoảng cách”" in result.stderr
    assert re.search(r"Tổng cộng +7\.560( +8\.000){3}\n", result.stdout)


# ---------------------------------------------------------------- the documents


def test_what_the_tables_say_of_vinh_linh(processed):
    (whole,) = processed["assignment"].to_dict("records")
    assert (whole["area_code"], whole["participants"], whole["persons"], whole["denominator_held"]) == ("464", 7560, 53078, True)
    assert (whole["assigned_by"], whole["assigned"], whole["yearly_increase"]) == ("pace", 8235, 675)  # 7,560 − 6,885 once more
    units = processed["assignment_units"].pivot(index="lower_code", columns="rule", values="assigned")
    assert (units.index.tolist(), set(units.sum())) == (COMMUNES, {8235})
    assert units.loc["19363", list(RULES)].tolist() == [1170, 1151, 1175, 1151]
    assert units.loc["19366", list(RULES)].tolist() == [640, 671, 640, 671]  # at 26 % already above the common rate
    earlier = propose(processed, "464", "si_voluntary", 2026, base_year=2024)["assignment"].iloc[0]
    assert (earlier["persons"], earlier["persons_today"]) == (52565, 53078)
    way = propose(processed, "464", "si", 2026)["assignment"].iloc[0]
    # 13,975 of 53,078 in 2025, 60 % in 2030: a fifth of the way is 33.06 %
    assert (way["assigned_by"], way["assigned"], way["target_year"], round(way["level_pct"], 2)) == ("way", 17550, 2030, 33.06)
    own = propose(processed, "464", "si_voluntary", 2025)["assignment"].iloc[0]
    assert (own["assigned_by"], own["assigned"], own["source_id"]) == ("target", 7560, "vinh-linh-2023")


def test_what_vinh_linh_itself_assigned(processed):
    units, rules = (
        processed[name].query("area_code == '464' and indicator == 'si_voluntary'")
        for name in ("plan_assignment_units", "plan_assignment_rules")
    )
    assert not units[["below_before", "above_base"]].any(axis=None)
    distances = rules[rules["whole_way"]].set_index("rule")["rule_distance"].to_dict()
    assert distances == {"same_rate": 482, "same_rise": 604, "same_share": 414, "by_base": 578}
    last = units[units["whole_way"]].set_index("lower_code")
    assert last.loc["19363", ["participants_before", "assigned", "increase"]].tolist() == [850, 1050, 200]
    assert (last["increase"].sum(), set(rules.loc[rules["whole_way"], "increase"])) == (1285, {1285})


@pytest.mark.slow
def test_the_ledger_and_the_comparison_see_another_assignment(processed, written, tmp_path):
    other = processed | propose(processed, "464", "si_voluntary", 2026, persons=8300)
    (tmp_path / "ledger.csv").write_bytes((written / "ledger.csv").read_bytes())
    changed = "\n".join(write_tables(other, tmp_path))
    assert "assignment.assigned: 1 rows, sum 8235 → 1 rows, sum 8300" in changed
    assert "assignment_units.assigned: 72 rows, sum 32940 → 72 rows, sum 33200" in changed
    said = CliRunner().invoke(main, ["diff", str(written), str(tmp_path), "--lang", "en"]).stdout
    assert "Assigned (persons): 8,235 → 8,300 (+65 persons)" in said
    assert re.search(r"assignment_units: 72 → 72 rows; 0 added, 0 removed, \d+ changed", said)
