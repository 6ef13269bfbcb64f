import re

import pytest

from coverage_lib.model.comparison.decomposition import decomposition
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.rate_changes import change_and_sisters, sisters, what_moved
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import frame
from tests.present.compared_units import compared, figure

BREAK = {"break_id": "b", "area_code": "464", "base": "labour_force_working_age", "period": "2022-09-30",
         "message": "mẫu số mới từ 9/2022", "message_en": "new denominator from 9/2022"}  # fmt: skip


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def moved(*rows, coverage=(), lang="vi"):
    tables = {name: empty(name) for name in table_names()} | {"breaks": frame("breaks", BREAK)}
    tables["trajectory"] = frame("trajectory", *rows)
    tables["coverage"] = frame("coverage", *coverage) if coverage else tables["coverage"]
    tables["decomposition"] = decomposition(tables["trajectory"], tables["coverage"], tables["breaks"])
    return plain(what_moved(Page(tables, "464", lang)))


def counted(day, people, persons):
    row = figure("464", 2023, (people, persons)) | {"period": day, "basis": "actual"}
    return {name: value for name, value in row.items() if name not in ("path", "segment")}


def test_a_rise_is_followed_by_what_it_consists_of():
    said = plain(what_moved(Page(compared(before={"19363": (2349, 7800)}), "19363")))
    assert (
        "Chỉ tiêu giao 2023 là 30,12 %, 2025 là 33,57 %, tăng 3,45 điểm phần trăm: "
        "+4,14 điểm do thêm 326 người tham gia; −0,68 điểm do mẫu số tăng 169 người." in said
    )
    assert "Thực hiện" not in said  # an assigned rate is never called an actual one


def test_a_rise_across_two_denominators_known_on_one_day_is_told_as_such():
    days = (
        ("2021-12-31", 14_000, 50_000),
        ("2022-09-30", 15_000, 49_480),
        ("2022-09-30", 15_000, 46_150),
        ("2023-12-31", 18_000, 46_000),
    )
    coverage = [counted(*each) | {"source_id": f"s{number}"} for number, each in enumerate(days)]
    said = moved(figure("464", 2021, (14_000, 50_000), path="actual"), coverage=coverage)
    assert "Khoảng 29 % mức tăng là do mẫu số nhỏ đi" in said
    assert "không phải nhịp tăng" in said
    english = moved(figure("464", 2021, (14_000, 50_000), path="actual"), coverage=coverage, lang="en")
    assert "About 29% of the rise comes from a smaller denominator" in english


def test_other_rates_across_a_break_are_not_compared():
    rows = [figure("464", year, count, path="actual", segment=segment)
            for year, count, segment in ((2021, (14_000, 50_000), 1), (2023, (18_000, 46_000), 2))]  # fmt: skip
    assert "Không so được 2021 với 2023 qua mốc mẫu số mới từ 9/2022" in moved(*rows)
    alone = [
        row | {"participants": None, "persons": None, "segment": 1, "period": f"{2023 + at}-12-31"} for at, row in enumerate(rows)
    ]
    assert "chỉ in tỷ lệ, không có số người" in moved(*alone)


def test_a_place_among_sisters_stands_beside_the_distance():
    said = plain(sisters(Page(compared(), "19363")))
    assert "So với các đơn vị cùng cấp của Huyện Vĩnh Linh" in said
    assert "33,57 30,22 +3,35 trong giới hạn 95 %; cao hơn 3 trên 4 đơn vị khác" in said


def test_without_denominators_the_reason_is_told():
    page = Page(compared(coverage_pct=None, persons=None, base="", pct=None), "19363")
    assert "chỉ có số người, chưa có mẫu số" in plain(change_and_sisters(page))
    assert "No sister unit" in plain(sisters(Page(compared(), "VN", "en")))


@pytest.mark.parametrize("area", ["464", "VN", "30"])
def test_empty_tables_give_a_sentence(area):
    assert "cl-prose" in change_and_sisters(Page({name: empty(name) for name in table_names()}, area)).text


@pytest.mark.parametrize(("area", "lang"), [("19363", "vi"), ("VN", "en"), ("464", "vi"), ("75@2025", "en"), ("06", "vi")])
def test_nothing_is_missing_on_a_page(processed, area, lang):
    assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b", change_and_sisters(Page(processed, area, lang)).text)
