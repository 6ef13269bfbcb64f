import datetime as dt

import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.adjustment_chains import load_adjustments
from tests.builders import RAW

# The chain and its figures are invented for the test.
CHAIN = """
area_code = "30"
result_base = "labour_force_adjusted"
[from]
base = "labour_force_15plus"
period = 2021-12-31
source_id = "a"
[[step]]
name = "abroad_contract"
source_id = "b"
cell = "PL!C4"
numerator = "drops"
[[step]]
name = "military_service"
source_id = "c"
place = "tasks of the office"
asked = true
"""


def written(raw, text, name="x"):
    (raw / "adjustments").mkdir(exist_ok=True)
    (raw / "adjustments" / f"{name}.toml").write_text(text, "utf-8")
    return raw


def problems(raw):
    with pytest.raises(CoverageError, match="adjustment chains are not complete") as caught:
        load_adjustments(raw)
    return [str(each) for each in caught.value.problems]


def test_a_chain_is_its_gross_figure_and_its_steps_in_order(tmp_path):
    (chain,) = load_adjustments(written(tmp_path, CHAIN))
    assert (chain.chain_id, chain.area_code, chain.base, chain.period) == ("x", "30", "labour_force_15plus", dt.date(2021, 12, 31))
    assert [(step.name, step.cell, step.asked, step.numerator) for step in chain.steps] == [
        ("abroad_contract", "PL!C4", False, "drops"),
        ("military_service", "", True, "unknown"),
    ]


def test_no_chain_is_fine(tmp_path):
    assert load_adjustments(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('area_code = "30"\n', "", "expected the key 'area_code', found nothing"),
        ('base = "labour_force_15plus"\n', "", "x.toml, from: expected the key 'base'"),
        ('name = "abroad_contract"\n', "", "x.toml, step 1: expected the key 'name'"),
        ("2021-12-31", '"2021"', "from period: expected a date such as 2024-12-31, found '2021'"),
        ('cell = "PL!C4"', "persons = 3.5", "step 1 persons: expected a whole number of persons, found 3.5"),
        ('cell = "PL!C4"', "persons = true", "step 1 persons: expected a whole number of persons, found True"),
        ("asked = true", "asked = 1", "step 2 asked: expected true or false, found 1"),
        ('cell = "PL!C4"', 'cel = "PL!C4"', "step 1: expected a known key, found 'cel'"),
        ('result_base = "labour_force_adjusted"', 'chain_id = "y"\nresult_base = "b"', "expected a known key, found 'chain_id'"),
    ],
)
def test_what_is_missing_unknown_or_of_the_wrong_type_is_named(tmp_path, old, new, said):
    assert old in CHAIN
    assert any(said in each for each in problems(written(tmp_path, CHAIN.replace(old, new, 1))))


def test_a_chain_without_steps_is_no_chain(tmp_path):
    assert any("at least one [[step]]" in each for each in problems(written(tmp_path, CHAIN[: CHAIN.index("[[step]]")])))


def test_all_files_are_judged_in_one_message(tmp_path):
    written(tmp_path, "not toml", "a")
    found = problems(written(tmp_path, CHAIN.replace('source_id = "a"\n', ""), "b"))
    assert {each.split(",")[0].split(":")[0] for each in found} == {"a.toml", "b.toml"}


def test_the_chain_of_hai_duong_names_what_its_plan_asks_for_and_invents_no_figure():
    (chain,) = [each for each in load_adjustments(RAW) if each.chain_id == "hai-duong-2024"]
    assert (chain.area_code, chain.period) == ("30", dt.date(2021, 12, 31))
    assert [step.name for step in chain.steps] == ["abroad_contract", "other_province", "military_service"]
    assert all(step.asked and step.persons is None and not step.cell and step.place for step in chain.steps)
