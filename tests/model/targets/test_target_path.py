import pandas as pd
import pytest

from coverage_lib.model.series.trajectory import trajectory
from coverage_lib.model.targets.target_path import target_path
from tests.builders import WORKING_AGE, frame

MILESTONES = {2022: 92.60, 2023: 93.20, 2024: 94.10, 2025: 95.15}


def goal(year, pct, **given):
    row = {"area_code": "VN", "indicator": "si", "year": year, "source_id": "a", "base": WORKING_AGE, "target_pct": pct}
    return row | {"in_force": True} | given


def path(*goals, breaks=()):
    rows = target_path(frame("targets", *goals), frame("breaks", *breaks))
    return [tuple(row) for row in rows[["year", "target_pct", "interpolated"]].itertuples(index=False)]


def test_between_two_levels_of_one_document_lies_a_line_nobody_assigned():
    assert path(goal(2021, 35.0), goal(2023, 45.0)) == [(2021, 35.0, False), (2022, 40.0, True), (2023, 45.0, False)]


def test_nothing_lies_between_two_documents_or_beyond_them():
    assert path(goal(2021, 35.0), goal(2023, 45.0, source_id="b")) == [(2021, 35.0, False), (2023, 45.0, False)]


def test_superseded_levels_carry_no_line():
    assert path(goal(2021, 35.0), goal(2023, 45.0, in_force=False)) == [(2021, 35.0, False)]


@pytest.mark.parametrize(("day", "count"), [("2022-09-30", 2), ("2021-06-30", 4), ("2024-12-31", 2), ("2025-01-01", 4)])
def test_a_line_does_not_cross_a_break(day, count):
    given = {"break_id": "x", "area_code": "", "base": WORKING_AGE, "period": day}
    assert len(path(goal(2021, 35.0), goal(2024, 45.0), breaks=[given])) == count


def test_decision_546_is_set_year_by_year_and_never_interpolated(processed):
    rows = target_path(processed["targets"], processed["breaks"])
    rows = rows.query("area_code == 'VN' and indicator == 'hi' and year <= 2025")
    assert dict(zip(rows["year"], rows["target_pct"], strict=True)) == MILESTONES
    assert not rows["interpolated"].any()


def test_the_required_path_follows_the_official_milestones_and_no_straight_line(processed):
    coverage = processed["coverage"]
    until = coverage[coverage["period"] < pd.Timestamp(2021, 12, 31)]
    rows = trajectory(until, processed["enrolment"].iloc[:0], processed["targets"], processed["breaks"], processed["sources"])
    rows = rows.query("area_code == 'VN' and indicator == 'hi' and path == 'required'")
    levels = dict(zip(rows["period"].dt.year, rows["coverage_pct"], strict=True))
    assert {year: level for year, level in levels.items() if year in MILESTONES} == MILESTONES


def test_milestones_and_ends_of_the_documents(processed):
    rows = processed["targets"]
    kinds = {
        source: (sorted(set(some.loc[some["milestone"], "year"])), sorted(set(some.loc[~some["milestone"], "year"])))
        for source, some in rows.groupby("source_id")
    }
    assert kinds["qd546-2022"] == ([2022, 2023, 2024], [2025])
    assert kinds["vinh-linh-2023"] == ([2023, 2024], [2025])
    assert kinds["dong-nai-2019"] == ([2019], [2020])
    assert kinds["hai-duong-2024"] == ([2024], [2025, 2030])
    assert kinds["nq28-2018"] == ([], [2021, 2025, 2030])
