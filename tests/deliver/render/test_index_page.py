import datetime as dt

import pandas as pd
import pytest

from coverage_lib.deliver.render.index_page import Batch, Failure, Link, index_html, tree
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary import areas

SHORT = {"indicator": "si", "verdict": "short", "text": "−11,4 điểm %; −912 người", "target": "45 % năm 2025"}


def unit(code, lines=(SHORT,), **columns):
    row = {"area_code": code, "name": areas.area_name(code), "level": areas.area_level(code), "parent_code": areas.parent(code)}
    return row | {"href": f"{code}.html", "status": "", "findings": 0, "lines": list(lines)} | columns


def units(*rows):
    return pd.DataFrame(list(rows))


BATCH = Batch(dt.date(2024, 12, 31))


def names(nodes):
    return {node.name: names(node.below) for node in nodes}


def test_units_stand_under_their_parents_and_missing_parents_are_named():
    found = tree(units(unit("19363"), unit("VN"), unit("464")))
    assert names(found) == {"Việt Nam": {"Tỉnh Quảng Trị": {"Huyện Vĩnh Linh": {"Thị trấn Hồ Xá": {}}}}}
    province = found[0].below[0]
    assert province.href == ""
    assert found[0].href == "VN.html"


def test_every_briefing_is_listed_once():
    codes = ["VN", "464", *areas.children("464"), "75@2025"]
    page = index_html(units(*map(unit, codes)), BATCH)
    assert [page.count(f'href="{code}.html"') for code in codes] == [1] * len(codes)


def test_siblings_follow_the_official_order_whatever_the_input():
    forwards = index_html(units(*map(unit, areas.children("464"))), BATCH)
    backwards = index_html(units(*map(unit, reversed(areas.children("464")))), BATCH)
    assert forwards == backwards


def test_a_unit_says_verdict_gap_target_and_findings():
    page = index_html(units(unit("464", findings=1017, status="số kế hoạch")), BATCH)
    for text in ("còn thiếu", "−11,4 điểm %; −912 người", "so với mục tiêu 45 % năm 2025", "1.017", "số kế hoạch", "chưa có số"):
        assert text in page


def test_communes_fold_and_provinces_are_open():
    page = index_html(units(unit("464"), unit("19363")), BATCH)
    assert page.count("<details>") == 1
    assert page.count("<details open>") == 2  # provinces of the nation, districts of the province


def test_failures_come_before_everything_else():
    batch = Batch(
        None, {"Tổng quan": [Link("o.html", "Tổng quan A")], "Mẫu số": []}, failures=(Failure("Xã Vĩnh Thái", "mẫu số bằng <0>"),)
    )
    page = index_html(units(unit("464")), batch)
    assert (
        page.index("1 tài liệu không dùng được hoặc không lập được")
        < page.index("mẫu số bằng &lt;0&gt;")
        < page.index("Tổng quan A")
    )
    assert "Mẫu số" not in page  # a heading without pages
    assert "không lập được" not in index_html(units(unit("464")), BATCH)


def test_the_legend_explains_just_the_verdicts_used():
    legend = index_html(units(unit("464")), BATCH).split('class="legend"')[1]
    assert "còn thiếu" in legend
    assert "rất chậm" not in legend


def test_links_and_day_are_printed_and_outside_links_refused():
    page = index_html(
        units(unit("464")), Batch(dt.date(2024, 12, 31), {"Kiểm tra": [Link("a/vl.html", "Kế hoạch 12", "17 phát hiện")]})
    )
    assert '<section class="wide"><h2>Kiểm tra</h2>' in page
    assert '<a href="a/vl.html">Kế hoạch 12</a>' in page
    assert "Số liệu đến 31/12/2024" in page
    with pytest.raises(CoverageError):
        index_html(units(unit("464", href="https://example.org")), BATCH)


def test_english_page_is_english():
    page = index_html(units(unit("464")), BATCH, "en")
    assert '<html lang="en">' in page
    assert "short" in page
    assert "Đơn vị" not in page


def test_one_code_twice_is_refused():
    with pytest.raises(ValueError, match="464"):
        index_html(units(unit("464"), unit("464")), BATCH)


def test_a_batch_in_which_every_unit_failed_still_has_its_page():
    empty = units(unit("464")).iloc[:0]
    assert "Xã Vĩnh Thái" in index_html(empty, Batch(None, failures=(Failure("Xã Vĩnh Thái", "không đọc được"),)))
