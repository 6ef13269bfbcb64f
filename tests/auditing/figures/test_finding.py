import pandas as pd
import pytest

from coverage_lib.auditing.figures.finding import finding, summary, table
from coverage_lib.auditing.figures.finding_words import cell_text, figure, listed, persons, qualified, rate, term, words

AT = pd.Series({"source_id": "a", "sheet": "PL", "cell": "C7", "area_code": "464", "indicator": "si", "period": pd.NaT})
SHOWN = ["printed_value", "computed_value", "value_unit", "decimals", "printed_text", "computed_text"]


def columns(printed, computed=""):
    row = table([finding("range_printed", "range", "warning", AT, printed, computed)]).iloc[0]
    return [None if pd.isna(row[name]) else row[name] for name in SHOWN]


def observed(value, text, measure="participants", qualifier=""):
    row = {"value": value, "printed": text, "measure": measure, "qualifier": qualifier, "resolution": 1.0}
    return next(pd.DataFrame([row]).itertuples())


@pytest.mark.parametrize(
    ("printed", "computed", "expected"),
    [
        (persons(5145.0), persons(5145.6), [5145, 5146, "persons", 0, "", ""]),
        (rate(13.0, 2), rate(13.0981, 2), [13.0, 13.0981, "per_cent", 2, "", ""]),
        (cell_text(observed(44_904_500.0, "44904.5")), persons(44_904_600), [44_904_500, 44_904_600, "persons", 0, "44904.5", ""]),
        (rate(95.15, 2), rate(95, 0), [95.15, 95, "per_cent", None, "95,15\u00a0%", "95\u00a0%"]),
        (listed([rate(45, 0)]), listed([rate(45, 0), rate(60, 0)]), [45, None, "per_cent", 0, "", "45\u00a0%; 60\u00a0%"]),
        (persons(551_000), qualified(574_000, "participants", "about"), [551_000, 574_000, "persons", 0, "", "khoảng 574.000"]),
        ("12/KH-UBND", term("indicator", "si"), [None, None, "", None, "12/KH-UBND", "BHXH"]),
        (figure(7.5, "growth_pct", 1), words("words.year", year=2024), [7.5, None, "per_cent", 1, "", "năm 2024"]),
    ],
)
def test_what_is_a_number_is_a_number_with_its_unit_and_all_else_is_text(printed, computed, expected):
    assert columns(printed, computed) == expected


def test_the_sentence_shows_what_the_columns_hold():
    found = finding("same_denominator", "differs", "error", AT, cell_text(observed(7880.0, "7880")), persons(7800), other_place="x")
    row = table([found]).iloc[0]
    assert "7880" in row["message"]
    assert "7.800" in row["message"]
    assert "7,800" in row["message_en"]


def test_two_units_in_one_finding_are_refused():
    with pytest.raises(AssertionError, match="one unit"):
        columns(persons(5), rate(5))


def test_a_summary_counts_the_figures_of_a_column_and_names_what_they_share():
    column = pd.DataFrame({"source_id": "a", "sheet": "PL", "column": "E", "cell": ["E7", "E8"], "indicator": ["si", "ui"]})
    column = column.assign(period=pd.Timestamp("2023-12-31"), area_code="464", area_label="x")
    row = table([summary("increase", column, 1)]).iloc[0]
    assert row[["cell", "indicator", "area_code", "printed_value", "computed_value", "value_unit"]].tolist() == [
        "E",
        "",
        "",
        2,
        1,
        "figures",
    ]
    assert row["period"] == pd.Timestamp("2023-12-31")
