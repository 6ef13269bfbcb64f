"""Every figure here is invented, but for those taken from the committed documents."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.rates.adjusted_denominators import adjust, adjusted_denominators, matching_numerator
from coverage_lib.raw.records.adjustment_chains import Chain, Step
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import figure, frame, observations

DAY = "2021-12-31"
GROSS = {"area_code": "30", "period": DAY, "base": "labour_force_15plus", "source_id": "gso", "persons": 100_000}
GROSS |= {"method": "published", "basis": "provisional", "obs_status": "P", "cell": "S!A1"}
SOURCES = pd.DataFrame({"source_id": ["gso", "dossier", "plan"]})
STEPS = ("abroad_contract", "other_province", "military_service", "studying")


def printed(value=4_000, **fields):
    """A figure of persons abroad that a document prints in S!C4."""
    row = figure("", value, source_id="dossier", sheet="S", cell="C4", area_code="30", period=DAY, measure="denominator")
    return observations(row | {"base": "population", "basis": "actual"} | fields)


def told(persons=1_000, **fields):
    usual = {"name": "other_province", "source_id": "dossier", "persons": persons, "place": "page 2"}
    return Step(**usual | {"date": dt.date(2021, 6, 30), "basis": "estimate", "numerator": "drops"} | fields)


def referred(**fields):
    return Step(**{"name": "abroad_contract", "source_id": "dossier", "cell": "S!C4", "numerator": "drops"} | fields)


def asked(**fields):
    return Step(**{"name": "military_service", "source_id": "plan", "place": "tasks", "asked": True} | fields)


def chain(*steps, **fields):
    usual = {"chain_id": "c", "area_code": "30", "base": "labour_force_15plus", "period": dt.date(2021, 12, 31), "source_id": "gso"}
    return Chain(**usual | {"result_base": "labour_force_adjusted", "steps": steps} | fields)


def adjusted(*chains, seen=None, excludes=None, gross=GROSS):
    table = adjust(chains, frame("denominators", gross), printed() if seen is None else seen, SOURCES, excludes)
    schema("adjustments").validate(table)
    return table


def refusals(*chains, **given_):
    with pytest.raises(CoverageError, match="Adjustment chains cannot be followed") as caught:
        adjusted(*chains, **given_)
    return [str(each) for each in caught.value.problems]


# ---------------------------------------------------------------- what a chain gives


def test_steps_leave_their_shares_and_their_running_total():
    table = adjusted(chain(referred(), told()))
    assert table["state"].tolist() == ["gross", "given", "given", "result"]
    assert table["persons"].tolist() == [100_000, 4_000, 1_000, 95_000]
    assert table["share_pct"].tolist() == [100.0, 4.0, 1.0, 95.0]
    assert table["running_persons"].tolist() == [100_000, 96_000, 95_000, 95_000]
    assert table["obs_status"].tolist() == ["P", "A", "E", "E"]  # a result is no better than its weakest input
    assert table["cell"].iloc[-1] == "S!A1 − dossier:S!C4 − dossier:page 2"


@pytest.mark.slow
@given(st.lists(st.integers(1, 24_000), min_size=1, max_size=4))
def test_gross_less_steps_is_the_result_to_the_person(persons):
    steps = [told(each, name=name) for each, name in zip(persons, STEPS, strict=False)]
    table = adjusted(chain(*steps))
    assert table["persons"].iloc[0] - table["persons"].iloc[1:-1].sum() == table["persons"].iloc[-1]
    assert table["running_persons"].iloc[:-1].diff().iloc[1:].tolist() == [-each for each in persons]
    assert table["share_pct"].iloc[1:].sum() == pytest.approx(100)


def test_a_step_asked_for_leaves_the_chain_open():
    table = adjusted(chain(referred(), asked(), told()))
    assert table["state"].tolist() == ["gross", "given", "asked", "given"]
    assert table["running_persons"].tolist() == [100_000, 96_000, pd.NA, pd.NA]
    assert len(adjusted_denominators(table, frame("denominators", GROSS))) == 1


def test_a_step_asked_for_that_the_release_leaves_out_takes_nothing_and_opens_nothing():
    table = adjusted(chain(referred(), asked()), excludes={"gso": ["military_service"]})
    assert table["state"].tolist() == ["gross", "given", "left_out", "result"]
    assert table["running_persons"].tolist() == [100_000, 96_000, 96_000, 96_000]


def test_nothing_subtracted_is_no_adjusted_denominator():
    table = adjusted(chain(asked()), excludes={"gso": ["military_service"]})
    assert table["state"].tolist() == ["gross", "left_out"]


def test_no_chain_gives_an_empty_table():
    assert adjusted().empty


def test_the_result_is_a_denominator_of_its_own_base():
    known = frame("denominators", GROSS)
    table = adjusted_denominators(adjusted(chain(referred(), told())), known)
    schema("denominators").validate(table)
    row = table[table["method"] == "adjusted"].iloc[0]
    assert (row["base"], row["persons"], row["source_id"], row["basis"]) == ("labour_force_adjusted", 95_000, "gso", "provisional")
    assert len(table) == 2


@pytest.mark.parametrize(("numerator", "kept"), [("drops", 2), ("keeps", 1), ("unknown", 1)])
def test_a_rate_is_for_denominators_whose_count_has_lost_the_same_persons(numerator, kept):
    table = adjusted(chain(referred(), told(numerator=numerator)))
    both = adjusted_denominators(table, frame("denominators", GROSS))
    assert len(both) == 2
    assert len(matching_numerator(both, table)) == kept


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([told(100_001)], "step other_province: expected persons left of 100,000, found -1"),
        ([told(100_000)], "expected persons left of 100,000, found 0"),
        ([told(60_000), told(60_000, name="studying")], "step studying: expected persons left of 100,000, found -20,000"),
        ([told(source_id="")], "step other_province: expected a document below data/raw, found no source"),
        ([asked(source_id="")], "step military_service: expected a document below data/raw, found no source"),
        ([told(source_id="hearsay")], "expected a document below data/raw, found 'hearsay'"),
        ([told(place="")], "expected place and basis of a figure that no cell holds"),
        ([told(None)], "expected a number of persons above zero, found None"),
        ([told(0)], "expected a number of persons above zero, found 0"),
        ([referred(cell="S!Z9")], "expected a printed figure, found nothing at dossier, S!Z9"),
        ([told(), told()], "other_province: expected each step once, found 2 times"),
        ([told(name="gone_fishing")], "expected one of abroad_contract, other_province, military_service, studying"),
        ([told(numerator="perhaps")], "expected numerator drops, keeps, unknown, found 'perhaps'"),
        ([told(date=None)], "step other_province: expected a date, found none"),
        ([told(date=dt.date(2020, 12, 31))], "expected a day of 2021, found 2020-12-31"),
        ([told(date=dt.date(2022, 1, 1))], "expected a day of 2021, found 2022-01-01"),
        ([referred(date=dt.date(2021, 6, 30))], "expected the day of the printed figure, found 2021-06-30, printed for 2021-12-31"),
        ([told(area_code="31")], "expected persons of unit 30, found of 31"),
        ([asked(persons=5)], "expected no figure for a step that is asked for"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(steps, said):
    assert any(said in each for each in refusals(chain(*steps)))


def test_what_the_release_leaves_out_is_not_subtracted_twice():
    (said,) = refusals(chain(referred()), excludes={"gso": ["abroad_contract"]})
    assert "expected persons that the gross figure counts, found gso already leaves them out" in said
    assert "subtracted twice" in said
    assert len(adjusted(chain(referred()), excludes={"another": ["abroad_contract"]})) == 3


def test_a_figure_of_another_unit_is_refused():
    assert any(
        "expected persons of unit 30, found of 31" in each for each in refusals(chain(referred()), seen=printed(area_code="31"))
    )


def test_departures_in_a_period_are_no_number_of_persons_abroad():
    (said,) = refusals(chain(referred()), seen=printed(base="workers_abroad"))
    assert "expected persons on a day, found persons leaving in the period" in said


def test_a_rate_is_no_number_of_persons():
    assert any("expected a number of persons" in each for each in refusals(chain(referred()), seen=printed(measure="rate_pct")))


def test_a_stated_span_takes_the_place_of_the_year():
    near, far = told(date=dt.date(2022, 2, 28)), told(date=dt.date(2022, 6, 30))
    assert len(adjusted(chain(near, span_days=90))) == 3
    assert any("within 90 days of 2021-12-31, found 2022-06-30" in each for each in refusals(chain(far, span_days=90)))


@pytest.mark.parametrize("base", ["labour_force_15plus", "no_such_base"])
def test_the_result_has_a_base_of_its_own(base):
    assert any("result_base" in each for each in refusals(chain(told(), result_base=base)))


def test_a_gross_figure_that_is_not_there_is_named():
    (said,) = refusals(chain(told(), area_code="31"))
    assert said.startswith("c, from: expected a row of 'denominators' for 31, labour_force_15plus, 2021-12-31, found none in gso")


def test_two_chains_to_one_denominator_are_refused():
    (said,) = refusals(chain(told(), chain_id="one"), chain(told(2_000), chain_id="two"))
    assert said.startswith("two, result_base: expected one chain from this gross figure to this base, found one goes there already")


def test_everything_wrong_with_every_chain_comes_in_one_message():
    found = refusals(
        chain(told(source_id=""), told(200_000, name="studying"), chain_id="one"),
        chain(told(200_000), chain_id="two"),
        chain(told(), chain_id="three", area_code="31"),
    )
    assert {each.split(",")[0] for each in found} == {"one", "two", "three"}


# ---------------------------------------------------------------- the committed documents


def test_what_hai_duong_asks_for_is_partly_left_out_by_the_survey_and_partly_not_at_hand(processed):
    rows = processed["adjustments"].query("chain_id == 'hai-duong-2024'")
    assert rows["state"].tolist() == ["gross", "left_out", "asked", "left_out"]
    assert rows["persons"].tolist() == [939_900, pd.NA, pd.NA, pd.NA]
    assert (processed["denominators"]["method"] == "published").all()


def test_the_national_departures_cannot_be_a_step(processed):
    abroad = processed["observations"].query("base == 'workers_abroad' and area_code == 'VN'").iloc[-1]
    step = Step("abroad_contract", abroad["source_id"], f"{abroad['sheet']}!{abroad['cell']}")
    national = chain(step, area_code="VN", source_id="gso-labour-force-2005-2021", span_days=1_000)
    with pytest.raises(CoverageError, match="persons leaving in the period"):
        adjust([national], processed["denominators"], processed["observations"], processed["sources"])
