import csv
import datetime as dt
from importlib.resources import files

import pytest

from coverage_lib.clean.units.unit_labels import bare_name, full_name, is_total
from coverage_lib.clean.units.unit_names import resolve_area
from coverage_lib.vocabulary.areas import REFORM, areas_on, children, exists

OLD, NEW = dt.date(2023, 7, 31), dt.date(2025, 12, 10)
ALIASES = list(csv.DictReader(files("coverage_lib.vocabulary").joinpath("codes", "aliases.csv").open(encoding="utf-8")))


@pytest.mark.parametrize(
    ("label", "within", "on", "code"),
    [
        ("Thị trấn Hồ Xá", "464", OLD, "19363"),
        ("TT Hồ Xá", "464", OLD, "19363"),
        ("TT. Hồ Xá", "464", OLD, "19363"),
        ("TT.Hồ Xá", "464", OLD, "19363"),
        ("HỒ XÁ", "464", OLD, "19363"),
        ("Huyện Vĩnh Linh", "464", OLD, "464"),
        ("H. Vĩnh Linh", "45", OLD, "464"),
        ("TP Đông Hà", "45", OLD, "461"),
        ("TX.Quảng Trị", "45", OLD, "462"),
        ("Tỉnh Quảng Trị", "464", OLD, "45"),
        ("Quảng Trị", "VN", OLD, "45"),
        ("Hải Dương", "VN", OLD, "30"),
        ("Thành phố Hải Dương", "VN", OLD, "288"),
        ("TP.Hải Dương", "30", OLD, "288"),
        ("TP. Hồ Chí Minh", "VN", OLD, "79"),
        ("Bà Rịa-Vũng Tàu", "VN", OLD, "77"),
        ("Bà Rịa – Vũng Tàu", "VN", OLD, "77"),
        ("Cả nước", "45", OLD, "VN"),
        ("TOÀN QUỐC", "VN", NEW, "VN"),
        ("Đồng Nai", "VN", OLD, "75"),
        ("Đồng Nai", "VN", NEW, "75@2025"),
        ("Tỉnh Quảng Trị", "VN", NEW, "44@2025"),
        ("Quảng Bình", "VN", OLD, "44"),
        ("Quảng Bình", "VN", NEW, ""),
        ("Thành phố Hà Nội", "VN", NEW, "01"),
        ("Hồ Xá", "45", OLD, ""),
        ("Thị trấn Hồ Xá", "45", OLD, "19363"),
        ("Hà Tây", "VN", OLD, ""),
        ("Đồng bằng sông Hồng", "VN", OLD, ""),
        ("", "464", OLD, ""),
    ],
)
def test_a_label_names_its_unit(label, within, on, code):
    assert resolve_area(label, within, on) == code


def test_a_label_with_a_type_names_no_unit_of_another_type():
    assert resolve_area("Xã Hồ Xá", "464", OLD) == ""
    assert resolve_area("Huyện Hải Dương", "30", OLD) == ""


def test_a_name_of_several_units_names_none():
    names = areas_on(REFORM - dt.timedelta(days=1)).query("level == 'district'")
    twins = names.assign(bare=names["name_vi"].map(bare_name)).groupby(["parent_code", "bare"]).filter(lambda group: len(group) > 1)
    province, bare = twins.iloc[0][["parent_code", "bare"]]
    assert len(twins) > 10
    assert resolve_area(bare, province, OLD) == ""
    assert {resolve_area(row.name_vi, row.parent_code, OLD) == row.area_code for row in twins.itertuples()} == {True}


@pytest.mark.parametrize(("day", "parents"), [(OLD, ("VN", "30", "464", "01")), (NEW, ("VN", "75@2025", "44@2025"))])
def test_every_unit_is_found_by_its_own_name_below_its_parent(day, parents):
    units = areas_on(day)
    wanted = [(code, parent) for parent in parents for code in children(parent, day)]
    assert len(wanted) > 60
    assert [code for code, parent in wanted if resolve_area(units.at[code, "name_vi"], parent, day) != code] == []


@pytest.mark.parametrize("row", ALIASES, ids=lambda row: f"{row['name']} {row['area_code']}")
def test_every_alias_resolves_on_the_days_of_its_unit_and_is_needed(row):
    day = NEW if row["area_code"].endswith("@2025") else OLD
    assert exists(row["area_code"])
    assert resolve_area(row["name"], "VN", day) == row["area_code"]
    assert full_name(row["name"]) not in set(areas_on(day)["name_vi"].map(full_name))


@pytest.mark.parametrize("label", ["Tổng cộng", "TỔNG SỐ", "Cộng", "Tổng", "Toàn huyện", "Toàn tỉnh", "Tổng cộng:"])
def test_total_labels(label):
    assert is_total(label)


@pytest.mark.parametrize("label", ["Xã Cộng Hòa", "Tổng Cọt", "Xã Cộng Lạc", "Cả nước", "Toàn quốc", "Tổng cộng tỉnh A"])
def test_labels_that_only_look_like_totals(label):
    assert not is_total(label)


@pytest.mark.parametrize(
    ("label", "full", "bare"),
    [
        ("P.Đông Lương", "phường đông lương", "đông lương"),
        ("X. Vĩnh Thái", "xã vĩnh thái", "vĩnh thái"),
        ("Q.1", "quận 1", "1"),
        ("T. Hải Dương", "tỉnh hải dương", "hải dương"),
        ("Vĩnh Linh", "vĩnh linh", "vĩnh linh"),
        ("Thành Phố Huế", "thành phố huế", "huế"),
    ],
)
def test_types_are_written_out_and_taken_away(label, full, bare):
    assert (full_name(label), bare_name(label)) == (full, bare)
