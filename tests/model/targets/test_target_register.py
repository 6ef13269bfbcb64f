import datetime as dt

import pandas as pd
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.targets.target_register import targets
from coverage_lib.raw.records.sources import load_sources
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import RAW, WORKING_AGE, figure, observations, source

EARLY, LATE = dt.date(2018, 5, 23), dt.date(2023, 11, 24)


def rate(source_id, value=45.0, **given):
    return figure(value=value, source_id=source_id, base=given.pop("base", WORKING_AGE), **given)


def found(rows, *documents):
    table = targets(observations(*rows), [source(**each) for each in documents])
    schema("targets").validate(table)
    return table.set_index("source_id")


def document(source_id, issued=EARLY, **given):
    return {"source_id": source_id, "issued": issued} | given


def in_force(rows, *documents):
    return {name: (row["in_force"], row["superseded_by"]) for name, row in found(rows, *documents).iterrows()}


def test_a_later_document_takes_the_place_of_an_earlier_one():
    assert in_force([rate("a"), rate("b", 50.0)], document("a"), document("b", LATE)) == {"a": (False, "b"), "b": (True, "")}


def test_the_latest_of_several_is_named():
    documents = document("a"), document("b", dt.date(2020, 1, 1)), document("c", LATE)
    assert in_force([rate("a"), rate("b"), rate("c")], *documents) == {"a": (False, "c"), "b": (False, "c"), "c": (True, "")}


@pytest.mark.parametrize("value", [45.0, 50.0])
def test_the_level_does_not_matter(value):
    assert in_force([rate("a"), rate("b", value)], document("a"), document("b", LATE))["a"] == (False, "b")


def test_drafts_are_never_in_force_and_replace_nothing():
    documents = document("a"), document("draft", LATE, authority="working")
    assert in_force([rate("a"), rate("draft", 60.0)], *documents) == {"a": (True, ""), "draft": (False, "a")}
    assert in_force([rate("draft")], documents[1]) == {"draft": (False, "")}


def test_undated_documents_replace_nothing_and_are_not_replaced():
    both = {"a": (True, ""), "undated": (True, "")}
    assert in_force([rate("a"), rate("undated")], document("a", LATE), document("undated", None)) == both
    assert in_force([rate("a"), rate("undated")], document("a", None), document("undated", None)) == both


def test_the_earliest_possible_day_proves_later_but_never_earlier():
    undated = document("undated", None, issued_not_before=dt.date(2020, 6, 7))
    rows = [rate("a"), rate("undated")]
    assert in_force(rows, document("a", EARLY), undated) == {"a": (False, "undated"), "undated": (True, "")}
    assert in_force(rows, document("a", LATE), undated) == {"a": (True, ""), "undated": (True, "")}


@pytest.mark.parametrize(
    "other",
    [
        {"base": "population"},
        {"area_code": "45"},
        {"indicator": "ui"},
        {"period": "2030-12-31"},
        {"base": "", "measure": "participants"},
    ],
    ids=["base", "area", "indicator", "year", "measure"],
)
def test_only_the_same_thing_is_set_anew(other):
    rows = [rate("a"), rate("b") | other]
    assert in_force(rows, document("a"), document("b", LATE)) == {"a": (True, ""), "b": (True, "")}


def test_a_target_in_persons_is_replaced_by_one_in_persons():
    rows = [figure(value=10, source_id="a"), figure(value=20, source_id="b")]
    assert in_force(rows, document("a"), document("b", LATE))["a"] == (False, "b")


def test_documents_of_one_day_stand_together():
    assert in_force([rate("a"), rate("b")], document("a"), document("b")) == {"a": (True, ""), "b": (True, "")}


def test_rate_and_persons_of_one_document_are_one_target_with_both_cells():
    row = found([rate("a", cell="E7", qualifier="about"), figure(value=23_100_000, source_id="a", cell="C7")], document("a")).loc[
        "a"
    ]
    assert (row["target_pct"], row["target_persons"], row["base"], row["qualifier"]) == (45.0, 23_100_000, WORKING_AGE, "about")
    assert row["cell"] == "PL!E7 | PL!C7"
    assert row["issued"] == pd.Timestamp(EARLY)


def test_a_firm_figure_stands_before_what_is_only_striven_for():
    rows = [rate("a", 100.0, qualifier="strive", cell="A1"), rate("a", 95.0, cell="A2")]
    assert found(rows, document("a")).loc["a", "target_pct"] == 95.0


def test_the_appendix_stands_before_the_running_text():
    rows = [
        rate("a", 13.01, sheet="Mục II"),
        rate("a", 13.10, sheet="PL", cell="A5"),
        rate("a", 1.0, sheet="PL", cell="A6", indicator="ui"),
    ]
    assert found(rows, document("a")).query("indicator == 'si'")["target_pct"].tolist() == [13.10]


@pytest.mark.parametrize(
    "other",
    [
        {"basis": "actual"},
        {"area_code": ""},
        {"indicator": ""},
        {"value": None},
        {"measure": "denominator"},
        {"measure": "growth_pct"},
    ],
)
def test_only_planned_figures_of_known_units_are_targets(other):
    assert len(found([rate("a"), rate("a", indicator="ui") | other], document("a"))) == 1


def test_precedence_in_the_committed_documents(processed):
    rows = processed["targets"]
    nation = rows[rows["area_code"] == "VN"].set_index(["indicator", "year", "source_id"])
    assert nation.loc[("hi", 2025, "qd546-2022"), "in_force"]
    assert nation.loc[("hi", 2025, "vss-pm-session-2021"), "superseded_by"] == "qd546-2022"
    assert nation.loc[("si", 2030, "nq28-2018"), "superseded_by"] == "nq42-2023"
    assert nation.loc[("si", 2030, "nq403-2025"), "in_force"]  # in persons: it stands beside the rate of Resolution 42
    assert nation.loc[("si", 2030, "qd38-vss-strategy"), "in_force"]  # undated
    assert not rows[rows["authority"] == "working"]["in_force"].any()
    assert (rows["in_force"] == (rows["superseded_by"].eq("") & rows["authority"].ne("working"))).all()


def test_nobody_is_replaced_by_an_earlier_document(processed):
    dated = {each.source_id: pd.Timestamp(each.dated) for each in load_sources(RAW)}
    rows = processed["targets"]
    rows = rows[rows["superseded_by"].ne("") & rows["authority"].ne("working")]
    assert len(rows) > 3
    assert (rows["superseded_by"].map(dated) > rows["issued"]).all()


def test_health_insurance_milestones_of_decision_546(processed):
    rows = processed["targets"].query("area_code == 'VN' and indicator == 'hi' and source_id == 'qd546-2022'")
    assert dict(zip(rows["year"], rows["target_pct"], strict=True)) == {2022: 92.60, 2023: 93.20, 2024: 94.10, 2025: 95.15}


def test_a_source_record_may_name_milestones_and_ends_otherwise():
    rows = [rate("a", period=f"{year}-12-31") for year in (2024, 2025)]
    assert found(rows, document("a"))["milestone"].tolist() == [True, False]
    given = {"targets": {"milestones": [2025], "ends": [2024]}}
    assert found(rows, document("a") | given)["milestone"].tolist() == [False, True]
    with pytest.raises(CoverageError, match="a target for 2030"):
        found(rows, document("a") | {"targets": {"ends": [2030]}})


def test_further_printings_are_kept():
    rows = [rate("a", 100.0, qualifier="strive", cell="A1"), rate("a", 95.0, cell="A2", place="Mục II.1")]
    row = found(rows, document("a")).loc["a"]
    assert (row["cell"], row["other_cells"], row["place"]) == ("PL!A2", "PL!A1", "Mục II.1")


def test_every_planned_level_stands_in_the_register(processed):
    observed = processed["observations"]
    planned = observed[observed["basis"].eq("plan") & observed["measure"].isin(["rate_pct", "participants"])]
    planned = planned[planned["area_code"].ne("") & planned["indicator"].ne("") & planned["value"].notna()]
    rows = processed["targets"]
    listed = rows.assign(cells=(rows["cell"] + " | " + rows["other_cells"]).str.split(" | ", regex=False)).explode("cells")
    listed = set(zip(listed["source_id"], listed["cells"], strict=True))
    assert set(zip(planned["source_id"], planned["sheet"] + "!" + planned["cell"], strict=True)) <= listed


def test_further_indicators_of_bac_kan_have_bases_of_their_own(processed):
    rows = processed["targets"].query("area_code == '06' and source_id == 'bac-kan-2018'")
    bases = rows.groupby("indicator")["base"].agg(set).to_dict()
    assert bases["pension"] == {"population_past_retirement"}
    assert bases["satisfaction"] == {"participants_surveyed"}
    assert bases["e_transactions"] == {"transactions"}
    assert not processed["coverage"]["indicator"].isin(["satisfaction", "e_transactions"]).any()
