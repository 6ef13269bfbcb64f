import re

import pandas as pd
import pytest

from coverage_lib.present.pages import overview_change, overview_matrix, overview_spread, unit_change
from coverage_lib.present.pages.unit_briefing import Gallery
from coverage_lib.vocabulary.table_schemas import empty, table_names


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def test_a_rise_is_followed_by_what_it_consists_of(processed):
    said = plain(unit_change.what_moved(processed, "19363"))
    assert (
        "Chỉ tiêu giao 2023 là 30,12 %, 2025 là 33,57 %, tăng 3,45 điểm phần trăm: "
        "+4,14 điểm do thêm 326 người tham gia; −0,68 điểm do mẫu số tăng 169 người." in said
    )
    assert "Thực hiện" not in said  # an assigned rate is never called an actual one


def test_the_nation_across_its_two_denominators_is_told_as_such(processed):
    said = plain(unit_change.what_moved(processed, "VN"))
    assert "Khoảng 52 % mức tăng là do mẫu số nhỏ đi" in said
    assert "không phải nhịp tăng" in said
    assert "Không so được 2015 với 2023 qua mốc 9/2022" in said
    assert "một đầu chỉ in tỷ lệ, không có số người" in said
    english = plain(unit_change.what_moved(processed, "VN", "en"))
    assert "About 52% of the rise comes from a smaller denominator" in english


def test_a_place_among_sisters_stands_beside_the_distance(processed):
    said = plain(unit_change.sisters(processed, "19363"))
    assert "So với các đơn vị cùng cấp của Huyện Vĩnh Linh" in said
    assert "33,57 26,33 +7,24 trong giới hạn 95 %; cao hơn 16 trên 17 đơn vị khác" in said


def test_without_denominators_the_reason_is_told(processed):
    assert "chỉ có số người, chưa có mẫu số" in plain(unit_change.change_and_sisters(processed, "288"))
    assert "No sister unit" in plain(unit_change.sisters(processed, "VN", "en"))
    for view in (
        overview_spread.funnels, overview_spread.quadrants, overview_spread.inequality, overview_change.contributions,
        overview_matrix.matrix,
    ):  # fmt: skip
        assert "mới có số người, chưa có mẫu số" in plain(view(processed, "30"))


def test_nothing_is_missing_on_a_page(processed):
    for area, lang in (("19363", "vi"), ("VN", "en"), ("464", "vi"), ("75@2025", "en"), ("06", "vi")):
        page = unit_change.change_and_sisters(processed, area, lang).text
        assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b", page)


@pytest.mark.parametrize("area", ["464", "VN", "30"])
def test_empty_tables_give_a_sentence(area):
    nothing = {name: empty(name) for name in table_names()}
    assert "cl-prose" in unit_change.change_and_sisters(nothing, area).text
    assert "cl-prose" in overview_spread.funnels(nothing, area).text
    assert "cl-prose" in overview_spread.inequality(nothing, area).text


def test_vinh_linh_has_a_figure_of_every_kind_for_each_indicator(processed):
    given = {name: table for name, table in processed.items()}
    only = given["trajectory"]["indicator"].isin(["si", "ui"])
    given["trajectory"] = given["trajectory"][only]
    for view, kind in (
        (overview_spread.funnels, "funnel"),
        (overview_spread.quadrants, "pace"),
        (overview_change.contributions, "parts"),
    ):
        found = view(given, "464")
        assert isinstance(found, Gallery)
        assert [chart.name for chart in found.charts] == [f"464-{kind}-si", f"464-{kind}-ui"]
        assert all("chỉ tiêu giao" in chart.alt for chart in found.charts)
    rows, level, year = overview_change.parts(given, "464", "si")
    assert (len(rows), level, year) == (18, 45.0, 2025)
    assert int(rows["gap_persons"].sum()) == -9911
    assert rows["contribution_pp"].sum() == pytest.approx(100 * (13_975 / 53_078 - 12_038 / 52_057))


def test_inequality_says_its_settings_and_how_many_units_it_knows(processed):
    given = dict(processed)
    said = plain(overview_spread.inequality(given, "464"))
    assert "chỉ tiêu giao 2025 18 (0) 26,33" in said
    assert "Trọng số: mẫu số của đơn vị" in said
    lost = given["trajectory"]["area_code"].isin(["19363", "19366", "19369"])
    given["trajectory"] = given["trajectory"][~lost]
    assert "15 (3); quá nhiều đơn vị thiếu số" in plain(overview_spread.inequality(given, "464"))


def test_a_pace_needs_two_dates(processed):
    given = dict(processed)
    given["trajectory"] = given["trajectory"][given["trajectory"]["period"] == pd.Timestamp("2025-12-31")]
    assert "không có hai thời điểm" in plain(overview_spread.quadrants(given, "464"))
    assert "không có hai thời điểm" in plain(overview_change.contributions(given, "464"))
