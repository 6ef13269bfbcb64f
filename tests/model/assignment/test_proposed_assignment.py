import pandas as pd
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.proposed_assignment import PROPOSED, TABLES, proposals, propose
from coverage_lib.vocabulary.table_schemas import schema
from coverage_lib.vocabulary.terms import terms
from tests.model.assignment.small_plan import DISTRICT, points, tables


def test_the_tables_hold_the_total_each_rule_and_each_unit():
    found = propose(tables(bases={2026: (2000, 1000, 500)}), DISTRICT, "si", 2026, persons=700)
    for name in TABLES:
        schema(name).validate(found[name])
    (whole,) = found["assignment"].to_dict("records")
    assert (whole["units"], whole["participants"], whole["persons_today"], whole["persons"]) == (3, 450, 2500, 3500)
    assert (whole["coverage_pct"], whole["assigned_pct"]) == (18.0, 20.0)
    assert (whole["assigned_by"], whole["basis"], whole["denominator_held"]) == ("given", "plan", False)
    units = found["assignment_units"]
    assert (units.groupby("rule")["assigned"].sum() == 700).all()
    assert set(units["rule"]) == set(terms("rule"))
    spans = units.groupby("rule")["increase"].agg(["min", "max"])
    rules = found["assignment_rules"].set_index("rule")
    assert rules["increase_least"].to_dict() == spans["min"].to_dict()
    assert rules["increase_most"].to_dict() == spans["max"].to_dict()


def test_rules_that_give_the_same_are_named_once():
    rules = propose(tables(), DISTRICT, "si", 2026, persons=700)["assignment_rules"].set_index("rule")["same_as"]
    assert rules.to_dict() == {"same_rate": "same_share", "same_rise": "by_base", "same_share": "", "by_base": ""}


def test_a_sum_that_lacks_a_unit_is_missing():
    given = tables(*points(bases=(1000, None, 500)))
    (whole,) = propose(given, DISTRICT, "si", 2026, persons=500)["assignment"].to_dict("records")
    assert whole["participants"] == 450
    assert all(pd.isna(whole[name]) for name in ("persons", "persons_today", "coverage_pct", "assigned_pct"))


def test_a_rule_that_cannot_be_applied_says_why_in_both_languages():
    found = propose(tables(), DISTRICT, "si", 2026, persons=700, goal_pct=5)
    row = found["assignment_rules"].set_index("rule").loc["same_share"]
    assert "weight zero" in row["message_en"]
    assert row["message"] not in ("", row["message_en"])
    assert "same_share" not in set(found["assignment_units"]["rule"])
    with pytest.raises(CoverageError, match="weight zero"):
        propose(tables(), DISTRICT, "si", 2026, persons=700, goal_pct=5, rules=["same_share"])


def test_every_area_of_whose_units_all_have_a_figure_gets_a_proposal():
    indicator, year = PROPOSED
    whole = tables(
        *points(indicator=indicator), *points({2025: (5, None, 5)}, codes=("23272", "23275", "23278"), indicator=indicator)
    )
    found = proposals(whole)
    assert found["assignment"][["area_code", "indicator", "year"]].values.tolist() == [[DISTRICT, indicator, year]]
    assert all(frame.empty for frame in proposals(tables()).values())
