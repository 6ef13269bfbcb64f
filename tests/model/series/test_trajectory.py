import pandas as pd
import pytest

from coverage_lib.model.series.passed_breaks import breaks_of
from coverage_lib.model.series.trajectory import drawn_bases, trajectory
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import WORKING_AGE, frame

SOURCES = frame(
    "sources",
    *(
        {"source_id": name, "kind": "participation", "issued": f"{year}-01-01"}
        for name, year in (("a", 2022), ("b", 2023), ("c", 2024))
    ),
)
ELIGIBLE = "eligible_si_compulsory"


def rate(year, pct=40.0, **given):
    usual = {
        "area_code": "464",
        "indicator": "si",
        "basis": "actual",
        "base": WORKING_AGE,
        "source_id": "a",
        "obs_status": "A",
        "method": "counts",
    }
    period = year if isinstance(year, str) else f"{year}-12-31"
    return usual | {"period": period, "coverage_pct": pct} | given


def count(year, participants, **given):
    return {
        "area_code": "464",
        "indicator": "si",
        "basis": "actual",
        "source_id": "a",
        "obs_status": "A",
        "period": f"{year}-12-31",
        "participants": participants,
    } | given


def goal(year, pct, **given):
    return {
        "area_code": "464",
        "indicator": "si",
        "source_id": "goal",
        "base": WORKING_AGE,
        "in_force": True,
        "year": year,
        "target_pct": pct,
    } | given


def found(rates=(), counts=(), goals=(), breaks=()):
    given = [{"break_id": f"b{number}", "area_code": "", "base": WORKING_AGE} | each for number, each in enumerate(breaks)]
    table = trajectory(
        frame("coverage", *rates), frame("enrolment", *counts), frame("targets", *goals), frame("breaks", *given), SOURCES
    )
    schema("trajectory").validate(table)
    return table


def path(name, **tables):
    rows = found(**tables).query("path == @name")
    return list(zip(rows["period"].dt.strftime("%Y-%m-%d"), rows["coverage_pct"], strict=True))


def test_one_point_a_day_counts_before_implied_before_printed():
    rows = [
        rate(2024, 1.0, method="printed", source_id="c"),
        rate(2024, 2.0, method="implied", source_id="b"),
        rate(2024, 3.0, obs_status="E"),
    ]
    assert path("actual", rates=rows) == [("2024-12-31", 3.0)]
    assert path("actual", rates=rows[:2]) == [("2024-12-31", 2.0)]


def test_then_the_better_status_then_the_later_document():
    assert path("actual", rates=[rate(2024, 1.0, obs_status="E", source_id="c"), rate(2024, 2.0)]) == [("2024-12-31", 2.0)]
    assert path("actual", rates=[rate(2024, 1.0), rate(2024, 2.0, source_id="b")]) == [("2024-12-31", 2.0)]


@pytest.mark.parametrize("basis", ["estimate", "provisional"])
def test_estimates_lie_on_the_observed_path_and_plans_on_their_own(basis):
    table = found(rates=[rate(2023), rate(2024, basis=basis, obs_status="E"), rate(2025, basis="plan")])
    assert table["path"].tolist() == ["actual", "actual", "plan"]


def test_segments_part_at_a_break_and_figures_within_a_year_stand_alone():
    rows = [rate(2020), rate("2021-06-30"), rate(2021), rate("2022-09-30"), rate(2022), rate(2023)]
    table = found(rates=rows, breaks=[{"period": "2021-12-31"}, {"period": "2022-09-30"}])
    assert table["segment"].tolist() == [1, 0, 2, 0, 3, 3]


@pytest.mark.parametrize(
    ("given", "segments"),
    [({"area_code": "45"}, [1, 1]), ({"base": "population"}, [1, 1]), ({"area_code": "464"}, [1, 2]), ({}, [1, 2])],
)
def test_a_break_concerns_its_own_base_and_areas_only(given, segments):
    assert found(rates=[rate(2020), rate(2023)], breaks=[{"period": "2022-01-01"} | given])["segment"].tolist() == segments


def test_breaks_of_a_unit():
    rows = frame(
        "breaks",
        *(
            {"break_id": code or "all", "area_code": code, "base": "population", "period": "2019-01-01"}
            for code in ("", "30", "06")
        ),
    )
    assert breaks_of("30", "population", rows)["break_id"].tolist() == ["30", "all"]
    assert breaks_of("30", WORKING_AGE, rows).empty


def test_the_base_of_the_targets_is_drawn_even_if_another_has_more_figures():
    rows = [rate(2022, base="labour_force_15plus"), rate(2023, base="labour_force_15plus"), rate(2024)]
    assert set(found(rates=rows, goals=[goal(2025, 45.0)])["base"]) == {WORKING_AGE}


def test_the_base_of_the_targets_above_is_drawn_where_there_are_none_of_its_own():
    rows = [rate(2022, base="labour_force_15plus"), rate(2023, base="labour_force_15plus"), rate(2024)]
    bases = drawn_bases(frame("coverage", *rows), frame("targets", goal(2025, 45.0, area_code="VN", base="labour_force_15plus")))
    assert bases.to_dict() == {("464", "si"): "labour_force_15plus"}


def test_without_targets_the_natural_base_then_the_commonest():
    none = frame("targets")
    rows = [rate(2022, base="labour_force_15plus"), rate(2023, base="labour_force_15plus"), rate(2024)]
    assert drawn_bases(frame("coverage", *rows), none).tolist() == [WORKING_AGE]
    assert drawn_bases(frame("coverage", *rows[:2], rate(2024, base="labour_force_unspecified")), none).tolist() == [
        "labour_force_15plus"
    ]


def test_one_unit_and_indicator_never_mixes_bases(processed):
    assert processed["trajectory"].groupby(["area_code", "indicator"])["base"].nunique().max() == 1


def test_counts_without_any_rate_are_drawn_in_persons():
    table = found(rates=[rate(2024)], counts=[count(2023, 5), count(2024, 7, indicator="hi_household")])
    assert table.loc[table["base"] == "", "indicator"].tolist() == ["hi_household"]
    assert pd.isna(table.loc[table["base"] == "", "coverage_pct"]).all()


def test_the_required_path_runs_from_the_last_figure_through_every_later_target():
    goals = [goal(2022, 35.0), goal(2025, 45.0), goal(2030, 60.0)]
    assert path("required", rates=[rate(2023), rate(2024, 41.0)], goals=goals) == [
        ("2024-12-31", 41.0),
        ("2025-12-31", 45.0),
        ("2030-12-31", 60.0),
    ]


@pytest.mark.parametrize(
    "goals",
    [
        [],
        [goal(2024, 60.0)],
        [goal(2030, 60.0, in_force=False)],
        [goal(2030, 60.0, base=ELIGIBLE)],
        [goal(2030, 39.0)],
        [goal(2030, None, target_persons=5)],
        [goal(2030, 60.0, indicator="ui")],
    ],
    ids=["none", "no later year", "not in force", "other base", "already there", "in persons", "other indicator"],
)
def test_nothing_is_required_without_a_later_higher_target_in_force_over_the_same_base(goals):
    assert path("required", rates=[rate(2024)], goals=goals) == []


def test_an_assigned_path_is_not_required_to_follow_itself():
    rows = [rate(2025, basis="plan", source_id="a")]
    goals = [goal(2030, 50.0, source_id="a", area_code="464"), goal(2030, 60.0, area_code="VN", source_id="nation")]
    assert path("required", rates=rows, goals=goals) == [("2025-12-31", 40.0), ("2030-12-31", 50.0)]
    assert path("required", rates=rows, goals=goals[1:]) == [("2025-12-31", 40.0), ("2030-12-31", 60.0)]


def test_september_2022_is_one_point_that_no_line_joins(processed):
    rows = processed["trajectory"].query("area_code == 'VN' and indicator == 'si' and path == 'actual'").set_index("period")
    assert rows.loc["2022-09-30", "segment"] == 0
    assert rows.loc["2022-09-30", "coverage_pct"] == 37.01
    assert rows.loc["2015-12-31", "segment"] == 1
    assert set(rows.loc["2023-01-01":, "segment"]) == {2}


def test_the_labour_force_of_the_survey_breaks_in_2021(processed):
    breaks = processed["breaks"]
    assert breaks_of("45", "labour_force_15plus", breaks)["period"].tolist() == [pd.Timestamp("2021-01-01")]


def test_only_whole_years_have_a_segment(processed):
    rows = processed["trajectory"].query("path != 'required'")
    year_end = (rows["period"].dt.month == 12) & (rows["period"].dt.day == 31)
    assert (rows["segment"].gt(0) == year_end).all()
