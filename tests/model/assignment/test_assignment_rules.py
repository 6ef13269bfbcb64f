import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_audit import audit_assignment
from coverage_lib.model.assignment.assignment_baseline import given_total, held, needed_total, standing
from coverage_lib.model.assignment.assignment_rules import COLUMNS, RULES, assign
from coverage_lib.vocabulary.areas import children

YEAR = 2026


def units(*rows):
    """Units from (participants, denominator of today, denominator of the target year); codes are their numbers."""
    table = pd.DataFrame(rows, columns=["participants", "persons_today", "persons"]).astype("Int64")
    return table.assign(area_code=[f"{19363 + 3 * number}" for number in range(len(rows))])


def assigned(table, rule):
    return table.loc[table["rule"] == rule, "assigned"].tolist()


def test_four_rules_by_hand():
    # 100 of 1000, 300 of 1000, 50 of 500; 700 persons are to take part: 28 % of 2500
    table = assign(units((100, 1000, 1000), (300, 1000, 1000), (50, 500, 500)), 700)
    assert assigned(table, "same_rate") == [267, 300, 133]  # 400 over 1500: 26.67 %
    assert assigned(table, "same_rise") == [200, 400, 100]  # 10 points each
    assert assigned(table, "same_share") == [267, 300, 133]  # gaps to 28 %: 180, 0, 90; 250/270 of each: 266.7, 300, 133.3
    assert assigned(table, "by_base") == [200, 400, 100]
    assert list(table.columns) == list(COLUMNS)
    first = table[table["rule"] == "same_rise"].iloc[0]
    assert (first["coverage_pct"], first["assigned_pct"], first["increase"], first["increase_pp"]) == (10.0, 20.0, 100, 10.0)


def test_a_growing_base_parts_the_rise_from_the_increase():
    rows = units((100, 1000, 2000), (100, 1000, 1000))
    table = assign(rows, 600)
    # same rise: 10 % of 2000 and of 1000 is 300 to begin with, the other 300 are 10 points of 3000
    assert assigned(table, "same_rise") == [400, 200]
    # by base: 400 more, two thirds and one third
    assert assigned(table, "by_base") == [367, 233]


def test_gaps_may_be_measured_to_another_level():
    rows = units((100, 1000, 1000), (300, 1000, 1000))
    assert assigned(assign(rows, 560, ["same_share"], goal_pct=100), "same_share") == [190, 370]  # a tenth of 900 and of 700
    with pytest.raises(CoverageError, match="weight zero"):
        assign(rows, 560, ["same_share"], goal_pct=10)


def test_floor_cap_and_missing_base_are_told_apart():
    tight = assign(units((95, 100, 100), (0, 1000, 1000), (40, None, None)), 1000, ["same_rise"])
    assert tight["bound"].tolist() == ["cap", "", "no_base"]
    assert tight["assigned"].tolist() == [100, 860, 40]
    assert tight["assigned_pct"].isna().tolist() == [False, False, True]
    level = assign(units((95, 100, 100), (0, 1000, 1000)), 200, ["same_rate"])
    assert level["bound"].tolist() == ["floor", ""]


def test_a_zero_base_takes_nobody_and_has_no_rate():
    table = assign(units((0, 0, 0), (10, 100, 100)), 50)
    assert table["assigned"].tolist() == [0, 50] * 4
    assert table.loc[table["persons"] == 0, ["coverage_pct", "assigned_pct", "increase_pp"]].isna().all(axis=None)


def test_no_unit_has_a_base():
    rows = units((10, None, None), (20, None, None))
    assert assign(rows, 30, ["same_rate"])["assigned"].tolist() == [10, 20]
    with pytest.raises(CoverageError, match="at most 30"):
        assign(rows, 31)


@pytest.mark.parametrize("count", [101, 5000])
def test_more_participants_than_the_base_is_a_contradiction_of_named_units(count):
    with pytest.raises(CoverageError, match=r"19366.*at most 100 participants") as stopped:
        assign(units((10, 100, 100), (count, 100, 100)), 300)
    assert "19363" not in str(stopped.value)


def test_a_unit_without_a_figure_is_refused():
    with pytest.raises(CoverageError, match="today's participants, found none"):
        assign(units((None, 100, 100), (10, 100, 100)), 30)


def test_all_equal_units_get_equal_shares_and_the_first_codes_the_rest():
    table = assign(units(*[(10, 100, 100)] * 3), 50)
    assert table["assigned"].tolist() == [17, 17, 16] * 4


@st.composite
def districts(draw):
    """Units with participants inside their bases, bases that change, and a total that is possible."""
    count = draw(st.integers(1, 7))
    rows = []
    for _ in range(count):
        base = draw(st.integers(1, 3000))
        rows.append((draw(st.integers(0, base)), draw(st.integers(1, 3000)), base))
    low, high = sum(row[0] for row in rows), sum(row[2] for row in rows)
    return units(*rows), draw(st.integers(low, high))


@settings(max_examples=25)
@given(districts())
def test_every_rule_sums_to_the_total_inside_the_bounds(given_district):
    rows, total = given_district
    table = assign(rows, total)
    assert (table.groupby("rule")["assigned"].sum() == total).all()
    assert set(table["rule"]) == set(RULES)
    assert ((table["assigned"] >= table["floor"]) & (table["assigned"] <= table["cap"])).all()
    assert (table["increase"] == table["assigned"] - table["participants"]).all()


@settings(max_examples=15)
@given(districts(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(given_district, shuffler):
    rows, total = given_district
    order = list(range(len(rows)))
    shuffler.shuffle(order)
    key = ["rule", "area_code"]
    one, other = (assign(each, total).set_index(key)["assigned"] for each in (rows, rows.iloc[order]))
    assert one.to_dict() == other.to_dict()


# ---------------------------------------------------------------- the documents


def test_what_vinh_linh_has_and_its_held_base(processed):
    rows = standing(processed, "464", "si_voluntary", YEAR)
    assert rows["area_code"].tolist() == children("464")
    assert (rows["participants"].sum(), rows["persons"].sum()) == (7560, 53078)
    assert set(rows["basis"]) == {"plan"}
    assert set(rows["base_period"].dt.year) == {2025}
    assert held(rows, YEAR)
    earlier = standing(processed, "464", "si_voluntary", YEAR, base_year=2024)
    assert (earlier["persons"].sum(), earlier["persons_today"].sum()) == (52565, 53078)
    assert not held(standing(processed, "464", "si_voluntary", 2025), 2025)


def test_the_totals_that_are_asked_for(processed):
    rows = standing(processed, "464", "si_voluntary", YEAR)
    assert given_total(rows, rate_pct=15.0).persons == 7962  # 0.15 × 53,078 = 7,961.7
    given_count = given_total(rows, persons=8200)
    assert (given_count.persons, round(given_count.rate_pct, 2)) == (8200, 15.45)
    voluntary = needed_total(processed, rows, "464", "si_voluntary", YEAR)
    assert (voluntary.reason, voluntary.persons, voluntary.increase) == ("pace", 8235, 675)  # 7,560 − 6,885 once more
    whole = needed_total(processed, standing(processed, "464", "si", YEAR), "464", "si", YEAR)
    # 13,975 of 53,078 in 2025, 60 % in 2030: a fifth of the way is 33.06 %
    assert (whole.reason, whole.persons, whole.target_year) == ("way", 17550, 2030)
    own = needed_total(processed, standing(processed, "464", "si_voluntary", 2025), "464", "si_voluntary", 2025)
    assert (own.reason, own.persons, own.source_id) == ("target", 7560, "vinh-linh-2023")


def test_refusals_name_what_is_missing(processed):
    with pytest.raises(CoverageError, match="298 Huyện Tứ Kỳ"):
        standing(processed, "30", "si_voluntary", YEAR)
    with pytest.raises(CoverageError, match="no units below it"):
        standing(processed, "19363", "si", YEAR)
    with pytest.raises(CoverageError) as both:
        standing(processed, "xx", "satisfaction", YEAR)
    assert len(both.value.problems) == 2
    with pytest.raises(CoverageError, match="denominators of 2019"):
        standing(processed, "464", "si", YEAR, base_year=2019)
    rows = standing(processed, "464", "si", YEAR)
    lacking = rows.assign(persons=rows["persons"].where(rows["area_code"] != "19363"))
    with pytest.raises(CoverageError, match=r"19363.*a denominator for a rate"):
        given_total(lacking, rate_pct=30.0)


def test_the_proposal_for_2026(processed):
    rows = standing(processed, "464", "si_voluntary", YEAR)
    table = assign(rows, 8235).pivot(index="area_code", columns="rule", values="assigned")
    assert (table.sum() == 8235).all()
    assert table.loc["19363", list(RULES)].tolist() == [1170, 1151, 1175, 1151]
    assert table.loc["19366", list(RULES)].tolist() == [640, 671, 640, 671]  # at 26 % already above the common rate


def test_vinh_linhs_own_assignment(processed):
    found = audit_assignment(processed, "464", "si_voluntary")
    assert found.totals[["printed", "summed", "difference"]].values.tolist() == [[6275, 6275, 0], [6885, 6885, 0], [7560, 7560, 0]]
    assert not found.steps[["below_before", "above_base"]].any(axis=None)
    whole = found.nearest[found.nearest["since"].dt.year.eq(2023) & found.nearest["period"].dt.year.eq(2025)]
    assert whole.set_index("rule")["distance"].to_dict() == {"same_rate": 482, "same_rise": 604, "same_share": 414, "by_base": 578}
    last = found.steps[found.steps["since"].dt.year.eq(2023) & found.steps["period"].dt.year.eq(2025)].set_index("area_code")
    assert (last.at["19363", "before"], last.at["19363", "assigned"], last.at["19363", "increase"]) == (850, 1050, 200)
    assert last["increase"].sum() == 1285
    unemployment = audit_assignment(processed, "464", "ui").totals
    assert unemployment["difference"].tolist() == [1, 1, 1]  # the printed totals are one short, as the audit of the appendix finds


def test_an_assignment_that_takes_away_or_asks_too_much_is_named(processed):
    points = processed["trajectory"].copy()
    chosen = (points["indicator"] == "si_voluntary") & (points["path"] == "plan") & (points["period"].dt.year == 2025)
    points.loc[chosen & (points["area_code"] == "19366"), "participants"] = 500
    points.loc[chosen & (points["area_code"] == "19426"), "participants"] = 734
    found = audit_assignment({"trajectory": points}, "464", "si_voluntary")
    last = found.steps[found.steps["period"].dt.year.eq(2025) & found.steps["since"].dt.year.eq(2024)].set_index("area_code")
    assert last.index[last["below_before"]].tolist() == ["19366"]
    assert last.index[last["above_base"]].tolist() == ["19426"]
    assert found.totals["difference"].iloc[-1] == 500 - 640 + 734 - 60


def test_an_area_whose_units_are_assigned_nothing(processed):
    found = audit_assignment(processed, "19363", "si")
    assert found.steps.empty
    assert found.totals.empty
    assert found.nearest.empty


def test_observed_figures_stand_before_assigned_ones_and_rules_need_bases(processed):
    found = audit_assignment(processed, "30", "si_voluntary")
    assert set(found.steps["basis_before"]) == {"actual"}
    assert found.nearest["distance"].isna().all()
    assert found.totals.empty  # three of twelve districts have no figure
