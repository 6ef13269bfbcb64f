"""The errors found by reading the documents by hand, by cell."""

import pandas as pd
import pytest

from coverage_lib.auditing import CHECKS
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.table_schemas import schema, table


def _at(findings: pd.DataFrame, check: str, source_id: str, sheet: str = "") -> dict[str, pd.Series]:
    rows = findings[
        (findings["check"] == check) & (findings["source_id"] == source_id) & ((findings["sheet"] == sheet) | (sheet == ""))
    ]
    return {row["cell"]: row for _, row in rows.iterrows()}


def shown(row: pd.Series) -> str:
    """What the rule computes, as it is shown."""
    return row["computed_text"] or formats.amount(row["computed_value"], row["value_unit"], decimals=row["decimals"])


def test_the_table_keeps_its_schema_and_key(findings):
    schema("findings").validate(findings)
    assert not findings.duplicated(table("findings")["key"]).any()
    assert (findings["message"].str.len() > 20).all()
    assert (findings["message_en"].str.len() > 20).all()


def test_messages_are_filled_in_and_tidy(findings):
    for column in ("message", "message_en"):
        assert not findings[column].str.contains(r"\{|\}|  |nan|NaT|<NA>", regex=True).any()
    assert findings["message"].str.match(r"^[^a-zđ ].*\.$").all()


def test_every_rate_of_vinh_linh_that_has_counts_is_counted_in_a_summary(findings, documents):
    observed = documents["observations"]
    rates = observed[
        (observed["source_id"] == "vinh-linh-2023") & (observed["measure"] == "rate_pct") & (observed["qualifier"] == "")
    ]
    summaries = findings[(findings["check"] == "printed_rate") & (findings["source_id"] == "vinh-linh-2023")]
    summaries = summaries[summaries["cell"].str.fullmatch("[A-Z]+")]
    assert summaries["printed_value"].sum() == len(rates) == 12 * 19 + 9 + 15
    assert (summaries["value_unit"] == "figures").all()
    assert (summaries["severity"] == "note").all()


def test_printed_rates(findings):
    cells = {cell: row for cell, row in _at(findings, "printed_rate", "vinh-linh-2023", "PL3 BHTN").items() if not cell.isalpha()}
    assert {cell: row["severity"] for cell, row in cells.items()} == {
        "E12": "warning",
        "H12": "warning",
        "H22": "note",
        "H23": "note",
        "K13": "note",
    }
    assert "10,55" in cells["E12"]["message"]  # rounded twice
    assert "2.607" in cells["H12"]["message"]  # fits the denominator of 2023
    assert shown(cells["H22"]) == "5,0\u00a0%"
    text = _at(findings, "printed_rate", "vinh-linh-2023", "Mục II.2")
    assert text["F17"]["severity"] == "error"
    assert "13,0981" in text["F17"]["message"]
    assert "11,58\u00a0% + 13,10\u00a0%" in text["F13"]["message"]  # 24,68 is the sum of rounded parts
    assert shown(_at(findings, "printed_rate", "dong-nai-2019")["F11"]) == "0,72\u00a0%"
    right = findings[(findings["check"] == "printed_rate") & findings["sheet"].isin(["PL1 BHXH", "PL2 BHXH TN", "PL4 BHYT"])]
    assert (right[["printed_value", "computed_value"]] == 19).all(axis=None)


def test_sums_of_vinh_linh(findings):
    totals = findings[(findings["check"] == "total_rows") & (findings["source_id"] == "vinh-linh-2023")]
    assert len(totals) == 24
    wrong = totals[totals["severity"] == "error"]
    assert list(zip(wrong["sheet"], wrong["cell"], wrong["printed_text"], wrong["computed_value"], strict=True)) == [
        ("PL3 BHTN", "C25", "5.145", 5146),
        ("PL3 BHTN", "F25", "5.265", 5266),
        ("PL3 BHTN", "I25", "5.388", 5389),
    ]
    assert wrong["message"].str.contains("lớn hơn dòng tổng 1 người").all()


def test_sums_of_the_labour_force_and_of_half_known_districts(findings):
    national = _at(findings, "total_rows", "gso-labour-force-2005-2021")
    assert len(national) == 16
    assert {row["severity"] for row in national.values()} == {"note"}
    districts = _at(findings, "total_rows", "hai-duong-districts-2023")
    assert districts["E18"]["computed_value"] == 12_681
    assert "5.624" in districts["E18"]["message"]
    assert all(
        row["printed_value"] == row["computed_value"] == 8 for row in _at(findings, "increase", "hai-duong-districts-2023").values()
    )


def test_parts_against_wholes(findings):
    communes = _at(findings, "parts_and_whole", "vinh-linh-2023", "PL3 BHTN")
    assert sorted(communes) == ["C15", "C20", "F15", "F20", "I15", "I20"]
    assert communes["C15"]["printed_value"] == 469
    assert communes["C15"]["computed_value"] == 411
    assert shown(_at(findings, "parts_and_whole", "vinh-linh-2023", "Mục II.2")["F13"]) == "24,59\u00a0%"
    assert _at(findings, "parts_and_whole", "dangcongsan-2018-03")["F4"]["severity"] == "error"
    assert _at(findings, "parts_and_whole", "nhandan-2025-12")["F4"]["severity"] == "note"  # 20,048 cut to 20,04
    assert _at(findings, "parts_and_whole", "hai-duong-2024")["F14"]["severity"] == "note"
    assert _at(findings, "parts_and_whole", "hai-duong-2022") == {}
    assert _at(findings, "parts_and_whole", "vss-settlement-2010-2017") == {}


def test_text_against_table(findings):
    rows = findings[findings["check"] == "text_against_table"]
    assert list(zip(rows["sheet"], rows["cell"], strict=True)) == [("Bảng II.2.1", "C57"), ("Mục II.2", "F17")]
    assert [shown(row) for _, row in rows.iterrows()] == ["13,10\u00a0%"] * 2
    assert rows["message"].str.contains("13,098").all()


def test_headings(findings):
    numbers = _at(findings, "caption_number", "vinh-linh-2023")
    assert numbers["A3"]["severity"] == "error"
    rows = findings[(findings["check"] == "caption_number") & (findings["source_id"] == "vinh-linh-2023")]
    assert dict(zip(rows["sheet"], rows["printed_text"], strict=True)) == {
        "PL2 BHXH TN": "12/KH-UBND",
        "PL3 BHTN": "1027/KH-UBND, 21/7/2023",
    }
    missing = findings[(findings["check"] == "caption_number") & (findings["severity"] == "warning")]
    assert {"hai-duong-2024", "dong-nai-2019"} <= set(missing["source_id"])
    assert not {"vinh-linh-2023", "bac-kan-2018", "hai-duong-2022"} & set(missing["source_id"])
    scheme = findings[findings["check"] == "caption_scheme"]
    assert list(zip(scheme["sheet"], scheme["cell"], strict=True)) == [("PL1 BHXH", "A2")]
    assert "5.763; 6.085; 6.415" in scheme["message"].iloc[0]


def test_targets_of_hai_duong(findings):
    cells = _at(findings, "contradicting_targets", "hai-duong-2024")
    wrong = {cell: (row["printed_value"], row["computed_value"]) for cell, row in cells.items() if row["severity"] == "error"}
    assert wrong == {"F4": (50, 53), "F5": (7, 8), "F7": (93.8, 94), "F9": (8, 9), "F4 + F5": (43, 45), "F8 + F9": (47, 46)}
    assert {cell for cell, row in cells.items() if row["severity"] == "note"} == {"F8", "F11"}


def test_targets_of_the_nation(findings):
    rows = findings[(findings["check"] == "contradicting_targets") & (findings["area_code"] == "VN")]
    severity = {(row.indicator, row.period.year, row.source_id): row.severity for row in rows.itertuples()}
    assert severity["si", 2030, "nq42-2023"] == "note"
    assert severity["hi", 2025, "qd546-2022"] == "warning"  # a working session said 95
    assert severity["hi", 2030, "qd38-vss-strategy"] == "error"
    assert severity["hi", 2022, "nq01-2022-draft"] == "warning"


def test_two_denominators_in_september_2022(findings):
    one = _at(findings, "implied_denominator", "sggp-2022-10-27")["F5 + F7"]
    assert one["severity"] == "error"
    assert "46,13 đến 46,17" in one["message"]
    across = _at(findings, "implied_denominator", "vietnamplus-2022-10-06")["F4 + F5"]
    assert across["severity"] == "warning"
    assert "49,46 đến 49,50" in across["message"]


def test_conflicting_actuals(findings):
    rows = findings[findings["check"] == "conflicting_actuals"]
    found = {(row.source_id, row.cell): row.severity for row in rows.itertuples()}
    assert found["vietnamplus-2022-10-06", "F4"] == "warning"  # 17,24 and 17,08 million
    assert found["vietnamplus-2022-10-06", "F5"] == "warning"  # 34,84 and 37,01 per cent
    assert found["vietnamnet-2018-05", "F9"] == "warning"  # 81,7 and 86,6 per cent
    assert found["viettimes-2016", "F6"] == "note"  # 203.871 cut to 203 thousand
    assert not any(source.startswith("pop-bac-kan") for source, _ in found)  # 324.350 is 324.353 rounded
    assert not any(source.startswith(("nld", "sggp-2025")) for source, _ in found)  # 2,3 is 2,31 rounded


@pytest.mark.parametrize(
    ("check", "source_id", "cell"),
    [
        ("growth", "dong-nai-2019", "F23"),
        ("cascade", "dong-nai-2019", "F4 + F5"),
        ("cascade", "dong-nai-2019", "F14 + F15"),
        ("range_printed", "nq01-2022-draft", "F4"),
        ("base_not_comparable", "dong-nai-2019", "F11"),
        ("area_unknown", "gso-labour-force-2005-2021", "B8"),
        ("year_on_year", "gso-labour-force-2005-2021", "Q"),
        ("year_on_year", "gso-labour-force-2005-2021", "D7"),
        ("year_on_year", "vinh-linh-2023", "C24"),
    ],
)
def test_other_known_findings(findings, check, source_id, cell):
    assert cell in _at(findings, check, source_id)


def test_unknown_areas_are_the_expected_ones(findings):
    rows = findings[findings["check"] == "area_unknown"]
    assert len(rows) == 7
    assert set(rows["severity"]) == {"note"}


def test_ha_noi_jumps_because_ha_tay_joined_it(findings):
    row = _at(findings, "year_on_year", "gso-labour-force-2005-2021")["D7"]
    assert "Hà Tây" in row["message"]


def test_every_check_says_what_it_takes(documents):
    names = {name for _, takes in CHECKS for name in takes}
    assert names == set(documents)
    assert len({check.__name__ for check, _ in CHECKS}) == len(CHECKS)
