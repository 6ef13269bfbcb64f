import re

import pytest

from coverage_lib.model.comparison.units_compared import persons_to_add
from coverage_lib.present.blocks import Gallery
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import comparison_charts, comparison_tables
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import frame
from tests.present.compared_units import COUNTS, compared

GALLERIES = {"compare": comparison_charts.dots, "funnel": comparison_charts.funnels, "pace": comparison_charts.quadrants,
             "parts": comparison_charts.contributions, "heat": comparison_charts.by_year}  # fmt: skip


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def test_a_chart_of_every_kind_for_each_indicator_in_the_order_of_the_vocabulary():
    page = Page(compared(indicators=("ui", "si")), "464")
    for kind, part in GALLERIES.items():
        found = part(page)
        assert isinstance(found, Gallery)
        assert [chart.name for chart in found.charts] == [f"464-{kind}-si", f"464-{kind}-ui"]
        assert all("chỉ tiêu" in chart.alt for chart in found.charts)
    assert [chart.name for chart in comparison_charts.by_indicator(page).charts] == ["464-matrix"]


@pytest.mark.parametrize("part", [comparison_charts.funnels, comparison_charts.by_indicator, comparison_tables.inequality])
def test_without_denominators_the_reason_is_told(part):
    tables = compared(coverage_pct=None, persons=None, base="", pct=None)
    assert "mới có số người, chưa có mẫu số" in plain(part(Page(tables, "464")))


@pytest.mark.parametrize("part", [*GALLERIES.values(), comparison_charts.by_indicator, comparison_tables.inequality])
def test_empty_tables_give_a_sentence(part):
    assert "cl-prose" in part(Page({name: empty(name) for name in table_names()}, "464")).text


def test_a_pace_needs_two_dates():
    page = Page(compared(before={}), "464")
    assert "không có hai thời điểm" in plain(comparison_charts.quadrants(page))
    assert "không có hai thời điểm" in plain(comparison_charts.contributions(page))


def test_targets_are_shown_by_year_where_units_have_no_rates():
    tables = compared(coverage_pct=None, pct={"19363": 40.0, "19366": 41.5})
    (chart,) = comparison_charts.by_year(Page(tables, "464", "en")).charts
    assert "from 40% to 41.5%" in chart.alt.replace("\u00a0", " ")


def test_inequality_says_how_many_units_it_knows():
    said = plain(comparison_tables.inequality(Page(compared(), "464")))
    assert "chỉ tiêu giao 2025 5 (13); quá nhiều đơn vị thiếu số 30,22" in said
    assert "Trọng số: mẫu số của đơn vị" in said


def test_the_distance_of_every_unit_stands_with_its_verdict():
    said = plain(comparison_tables.distances(Page(compared(), "464")))
    assert said.lower().count("kế hoạch còn thiếu") == len(COUNTS)
    assert "33,57 % (kế hoạch 2025) −11,43 −912" in said


def test_units_in_persons_say_how_many_are_to_be_added():
    gap = {"area_code": "19363", "indicator": "si", "target_year": 2024, "source_id": "plan", "basis": "actual"}
    gap |= {"period": "2023-12-31", "participants": 5792, "target_persons": 7593, "gap_persons": -1801, "rounded_to": 1}
    tables = compared(pct=None) | {"persons_to_add": persons_to_add(frame("gap", gap))}
    said = plain(comparison_tables.persons(Page(tables, "464")))
    assert "5.792 (2023) 7.593 (2024) +1.801 +31,1" in said
