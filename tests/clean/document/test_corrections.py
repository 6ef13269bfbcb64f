import pandas as pd
import pytest

from coverage_lib.clean.document.corrections import correct
from coverage_lib.errors import CoverageError
from tests.builders import observations, source

RECORD = {
    "id": "pl1-scheme",
    "sheet": "PL1",
    "field": "indicator",
    "expect": "si",
    "replace": "si_compulsory",
    "why": "the totals say so",
    "signed": "someone",
    "signed_on": "2026-01-01",
}
OBSERVED = observations(
    {"sheet": "PL1", "cell": "C7", "value": 1499},
    {"sheet": "PL1", "cell": "D7", "value": 7800, "indicator": "", "base": "labour_force_working_age", "measure": "denominator"},
    {"sheet": "PL2", "cell": "C7", "value": 850},
)


def corrected(tmp_path, *records, observed=OBSERVED):
    text = "\n".join("[[correction]]\n" + "\n".join(f"{key} = {value!r}" for key, value in record.items()) for record in records)
    (tmp_path / "corrections.toml").write_text(text, "utf-8")
    return correct(source(file=tmp_path / "a.xlsx"), observed).set_index(["sheet", "cell"])


def messages(tmp_path, *records):
    with pytest.raises(CoverageError) as caught:
        corrected(tmp_path, *records)
    return [str(problem) for problem in caught.value.problems]


def test_no_record_changes_nothing(tmp_path):
    pd.testing.assert_frame_equal(correct(source(file=tmp_path / "a.xlsx"), OBSERVED), OBSERVED)


def test_a_sheet_is_corrected_where_it_has_the_field_and_nowhere_else(tmp_path):
    found = corrected(tmp_path, RECORD)
    assert found["indicator"].to_dict() == {("PL1", "C7"): "si_compulsory", ("PL1", "D7"): "", ("PL2", "C7"): "si"}
    assert found["correction"].to_dict() == {("PL1", "C7"): "pl1-scheme", ("PL1", "D7"): "", ("PL2", "C7"): ""}


def test_one_cell_is_corrected_alone(tmp_path):
    found = corrected(tmp_path, RECORD | {"cell": "D7", "field": "value", "expect": 7800, "replace": 7900})
    assert found["value"].to_dict() == {("PL1", "C7"): 1499, ("PL1", "D7"): 7900, ("PL2", "C7"): 850}


def test_a_day_is_corrected_as_a_day(tmp_path):
    found = corrected(tmp_path, RECORD | {"cell": "C7", "field": "period", "expect": "2024-12-31", "replace": "2023-12-31"})
    assert found.loc[("PL1", "C7"), "period"] == pd.Timestamp("2023-12-31")


def test_what_was_read_is_not_changed_in_place(tmp_path):
    corrected(tmp_path, RECORD)
    assert OBSERVED["indicator"].tolist() == ["si", "", "si"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expect": "si_voluntary"}, "expected indicator = 'si_voluntary' on PL1, found 'si'; the source no longer is"),
        ({"sheet": "PL9"}, "found no such figure"),
        ({"cell": "Z9"}, "found no such figure"),
        ({"cell": "C7", "field": "value", "expect": 1500, "replace": 1}, "found 1499.0"),
        ({"cell": "C7", "field": "period", "expect": "2023-12-31", "replace": "2025-12-31"}, "expected period"),
        ({"field": "printed"}, "field to be one of"),
    ],
)
def test_a_record_that_no_longer_fits_is_an_error(tmp_path, change, said):
    (message,) = messages(tmp_path, RECORD | change)
    assert message.startswith("a, corrections.toml, pl1-scheme")
    assert said in message


def test_one_figure_among_many_that_differs_is_enough(tmp_path):
    observed = observations({"sheet": "PL1", "cell": "C7"}, {"sheet": "PL1", "cell": "C8", "indicator": "hi"})
    with pytest.raises(CoverageError, match="found 'hi'"):
        corrected(tmp_path, RECORD, observed=observed)


@pytest.mark.parametrize("key", [key for key in RECORD if key != "field"])
def test_an_unsigned_or_incomplete_record_names_what_is_missing(tmp_path, key):
    (message,) = messages(tmp_path, {name: value for name, value in RECORD.items() if name != key})
    assert f"expected the key '{key}', found nothing" in message


def test_all_faulty_records_are_named_together(tmp_path):
    assert len(messages(tmp_path, RECORD | {"expect": "ui"}, RECORD | {"id": "other", "why": ""})) == 2


def test_a_record_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "corrections.toml").write_text("[[correction]", "utf-8")
    with pytest.raises(CoverageError, match=r"a, corrections\.toml: expected a TOML file"):
        correct(source(file=tmp_path / "a.xlsx"), OBSERVED)
