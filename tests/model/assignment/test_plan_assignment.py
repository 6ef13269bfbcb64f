import pytest

from coverage_lib.model.assignment.plan_assignment import plan_assignment
from coverage_lib.vocabulary.table_schemas import schema
from tests.model.assignment.small_plan import ASSIGNED, COMMUNES, DISTRICT, points, tables, year_end

THREE = {2023: (70, 250, 30), **ASSIGNED}


def audited(*rows):
    units, rules = plan_assignment(tables(*rows)["trajectory"])
    schema("plan_assignment_units").validate(units)
    schema("plan_assignment_rules").validate(rules)
    return units, rules


def step(rows, since, period):
    return rows[(rows["period_before"] == year_end(since)) & (rows["period"] == year_end(period))]


def test_every_year_and_the_whole_way():
    units, rules = audited(*points(THREE))
    steps = units[["period_before", "period", "whole_way"]].drop_duplicates()
    years = [(one.period_before.year, one.period.year, one.whole_way) for one in steps.itertuples()]
    assert years == [(2023, 2024, False), (2023, 2025, True), (2024, 2025, False)]
    whole = step(units, 2023, 2025).set_index("lower_code")
    assert whole["increase"].tolist() == [30, 50, 20]
    first = whole.loc[COMMUNES[0]]
    assert (first["coverage_before_pct"], first["assigned_pct"], round(first["increase_pct"], 2)) == (7.0, 10.0, 42.86)
    assert set(step(rules, 2023, 2025)["increase"]) == {100}
    assert set(units["area_code"]) == {DISTRICT}


def test_of_two_years_the_only_step_is_the_whole_way():
    units, _ = audited(*points())
    assert units["whole_way"].all()
    assert len(units) == 3


def test_the_nearest_rule_is_the_one_of_least_distance():
    _, rules = audited(*points({2024: (100, 300, 50), 2025: (250, 320, 130)}))
    found = rules.set_index("rule")
    assert found["rule_distance"].to_dict() == {"same_rate": 40, "same_rise": 160, "same_share": 40, "by_base": 160}
    assert found["nearest"].to_dict() == {"same_rate": True, "same_rise": False, "same_share": True, "by_base": False}


def test_who_gets_less_than_it_has_or_more_than_its_base_is_marked():
    units, _ = audited(*points(THREE | {2025: (60, 300, 510)}))
    last = step(units, 2024, 2025).set_index("lower_code")
    assert last.index[last["below_before"]].tolist() == [COMMUNES[0]]
    assert last.index[last["above_base"]].tolist() == [COMMUNES[2]]
    assert not step(units, 2023, 2025)[["below_before", "above_base"]].any(axis=None)  # said of years only


def test_observed_figures_stand_before_assigned_ones_and_rules_need_bases():
    seen = points({2024: (90, 280, 45)}, bases=(None,) * 3, path="actual", source_id="return")
    units, rules = audited(*seen, *points(bases=(None,) * 3))
    assert units["basis_before"].tolist() == ["actual"] * 3
    assert units["participants_before"].tolist() == [90, 280, 45]
    assert rules["rule_distance"].isna().all()
    assert not rules["nearest"].any()


@pytest.mark.parametrize("path", ["plan", "actual"])
def test_where_there_is_no_step_there_are_no_rows(path):
    units, rules = audited(*points({2025: ASSIGNED[2025]}, path=path))
    assert units.empty
    assert rules.empty
