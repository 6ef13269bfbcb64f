import datetime as dt
import unicodedata

import pandas as pd
import pytest

from coverage_lib.clean.units.resolve_names import resolve
from coverage_lib.vocabulary.areas import NATION, areas_on

OLD, NEW = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def one(name, on, parent=NATION, lang="en"):
    return resolve(pd.Series([name]), on, parent, lang).iloc[0]


@pytest.mark.parametrize(
    ("name", "on", "parent", "code"),
    [
        ("Thị xã Bắc Kạn", dt.date(2014, 1, 1), "06", "058"), ("TP Bắc Kạn", dt.date(2016, 1, 1), "06", "058"),
        ("TX. Long Khánh", dt.date(2018, 1, 1), "75", "732"), ("TP. Long Khánh", dt.date(2020, 1, 1), "75", "732"),
        ("TT Hồ Xá", OLD, "464", "19363"), ("X. Vĩnh Linh", NEW, "44@2025", "19363@2025"), ("Đồng Nai", OLD, NATION, "75"),
        ("Đồng Nai", NEW, NATION, "75@2025"), ("Thành phố Đồng Nai", dt.date(2026, 6, 1), NATION, "75@2025"),
        ("Hoà Bình", OLD, NATION, "17"), ("Vĩnh Linh", OLD, "45", "464"),
    ],
)  # fmt: skip
def test_a_name_of_the_day(name, on, parent, code):
    for form in ("NFC", "NFD"):
        found = one(unicodedata.normalize(form, name), on, parent)
        assert (found["area_code"], found["reason"]) == (code, "")


@pytest.mark.parametrize(
    ("name", "on", "reason"),
    [
        ("Thị xã Bắc Kạn", OLD, "other_date"), ("Huyện Vĩnh Linh", NEW, "other_date"), ("Xã Tân An", OLD, "ambiguous"),
        ("Hồ Xá", OLD, "type_missing"), ("Huyện Không Có", OLD, "not_found"), ("", OLD, "not_found"),
    ],
)  # fmt: skip
def test_a_name_without_a_unit_has_its_reason(name, on, reason):
    found = one(name, on)
    assert (found["area_code"], found["reason"]) == ("", reason)
    assert found["detail"]


def test_a_name_ends_on_the_day_before_the_next_one_begins():
    for day, name, other in (
        (dt.date(2015, 3, 11), "Thị xã Bắc Kạn", "Thành phố Bắc Kạn"),
        (dt.date(2015, 3, 12), "Thành phố Bắc Kạn", "Thị xã Bắc Kạn"),
    ):
        assert one(name, day)["area_code"] == "058"
        assert one(other, day)["reason"] == "other_date"


@pytest.mark.parametrize(
    ("name", "on", "parent", "code"),
    [
        ("Xã Diễn Hùng", dt.date(2024, 11, 30), "425", "17407"), ("Xã Hùng Hải", dt.date(2024, 12, 1), "425", "17419"),
        ("Thị xã Cửa Lò", dt.date(2024, 11, 30), "40", "413"), ("Xã Bảo Cường", dt.date(2024, 11, 30), "167", "05569"),
        ("Thị trấn Chợ Chu", dt.date(2024, 12, 1), "167", "05569"), ("Thị trấn Chợ Chu", dt.date(2024, 11, 30), "167", "05536"),
        ("Huyện Nà Hang", dt.date(2020, 1, 1), "08", "072"),
    ],
)  # fmt: skip
def test_a_code_is_not_a_unit_the_name_and_the_day_decide(name, on, parent, code):
    assert one(name, on, parent)["area_code"] == code


@pytest.mark.parametrize("day", [OLD, NEW])
def test_every_unit_is_found_by_its_own_name_or_is_one_of_several(day):
    units = areas_on(day).query("level != 'nation'")
    found = resolve(units["name_vi"], day, units["parent_code"])
    assert found.index.equals(units.index)
    alone = found["area_code"].ne("")
    assert (found["area_code"] == units["area_code"])[alone].all()
    assert set(found.loc[~alone, "reason"]) <= {"ambiguous"}
    assert (~alone).sum() <= 10
