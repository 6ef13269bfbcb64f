import datetime as dt

import pandas as pd
import pytest

from coverage_lib.clean.units.unit_labels import bare_name
from coverage_lib.vocabulary.areas import (
    NATION,
    REFORM,
    ancestors,
    area_level,
    area_name,
    areas,
    areas_on,
    children,
    exists,
    parent,
    successors,
)  # fmt: skip

LAST_DAY = REFORM - dt.timedelta(days=1)


@pytest.fixture(scope="module")
def lists():
    """The older and the newer list by official code."""
    return tuple(areas_on(day).set_index("official_code") for day in (LAST_DAY, REFORM))


def counts(day):
    return areas_on(day)["level"].value_counts().to_dict()


def test_units_are_counted_as_the_state_counts_them():
    assert counts(LAST_DAY) == {"nation": 1, "province": 63, "district": 696, "commune": 10035}
    official = {(2018, 12, 31): (713, 11162), (2020, 6, 1): (707, 10614), (2021, 12, 31): (705, 10599), (2024, 5, 1): (705, 10595)}
    for day, (districts, communes) in official.items():
        assert (counts(dt.date(*day))["district"], counts(dt.date(*day))["commune"]) == (districts, communes)
    assert counts(REFORM) == {"nation": 1, "province": 34, "commune": 3321}


def test_the_last_old_day_and_the_first_new_day_are_neighbours():
    assert exists("464")
    assert "464" in areas_on(LAST_DAY).index
    assert "464" not in areas_on(REFORM).index


def test_one_code_is_one_unit_for_ever(lists):
    named = areas().assign(old=areas()["valid_to"] < pd.Timestamp(REFORM)).groupby("area_code")
    assert (named["official_code"].nunique() == 1).all()
    assert (named["level"].nunique() == 1).all()
    assert areas_on(LAST_DAY).index.is_unique
    assert areas_on(REFORM).index.is_unique


def test_a_code_shared_by_both_lists_is_one_unchanged_territory():
    kept = set(areas_on(LAST_DAY).index) & set(areas_on(REFORM).index) - {NATION}
    communes = {code for code in kept if area_level(code) == "commune"}
    whole = successors()
    whole = whole[whole["old_code"].isin(communes) | whole["new_code"].isin(communes)]
    assert (whole["old_code"] == whole["new_code"]).all()
    assert (whole["share"] == "unchanged").all()
    assert len(whole) == len(communes) == 127
    assert kept - communes == {"01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"}


def test_reused_official_codes_never_meet(lists):
    old, new = lists
    reused = new[new.index.isin(old.index) & ~new["area_code"].isin(old["area_code"])]
    communes = reused[reused["level"] == "commune"]
    assert len(communes) == 3189
    other_names = communes["name_vi"].map(bare_name) != old.loc[communes.index, "name_vi"].map(bare_name)
    assert (
        other_names.sum() == 1811
    )  # more than half of the 3,321: a join on the official code would give them another unit's figures
    assert not set(reused["area_code"]) & set(old["area_code"])


@pytest.mark.parametrize(
    ("code", "name"),
    [("75", "Tỉnh Đồng Nai"), ("75@2025", "Tỉnh Đồng Nai (từ 1/7/2025)"), ("44", "Tỉnh Quảng Bình"),
     ("44@2025", "Tỉnh Quảng Trị (từ 1/7/2025)"), ("45", "Tỉnh Quảng Trị"), ("01", "Thành phố Hà Nội")],
)  # fmt: skip
def test_same_digits_other_territory(code, name):
    assert area_name(code) == name


def test_old_dong_nai_is_gone_and_new_one_holds_its_neighbour():
    assert "75" not in areas_on(REFORM).index
    assert "75@2025" not in areas_on(LAST_DAY).index
    assert parent("75@2025") == NATION
    assert len(children("75")) == 11
    assert len(children("75@2025", REFORM)) == 95
    assert children("75", REFORM) == children("75@2025") == []


def test_every_unit_hangs_below_the_nation_by_one_level_a_step():
    for day, steps in ((LAST_DAY, {"province": 1, "district": 2, "commune": 3}), (REFORM, {"province": 1, "commune": 2})):
        units = areas_on(day)
        parents = units["parent_code"].to_dict()
        for code, level in units["level"].items():
            chain = [code]
            while parents[chain[-1]]:
                chain.append(parents[chain[-1]])
            assert chain[-1] == NATION
            assert len(chain) - 1 == steps.get(level, 0)


def test_the_way_up_and_down():
    assert ancestors("19363") == ["464", "45", NATION]
    assert ancestors(NATION) == []
    assert len(children("464")) == 18
    assert len(children(NATION)) == 63


def test_every_new_commune_comes_from_old_ones_that_exist(lists):
    old, new = lists
    known = successors()
    assert set(known["new_code"]) == set(new.index[new["level"] == "commune"])
    islands = known["old_code"] == ""  # districts without communes, now special zones
    assert islands.sum() == 6
    assert set(known.loc[~islands, "old_code"]) <= set(old.index[old["level"] == "commune"])


def test_an_unknown_code_keeps_its_text():
    assert not exists("99999")
    assert area_name("99999") == "99999"
