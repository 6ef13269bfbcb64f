"""Counts from the code lists about 1 July 2025."""

import pandas as pd
import pytest

from coverage_lib.clean.units.unit_labels import bare_name
from coverage_lib.errors import CoverageError, said
from coverage_lib.vocabulary.areas import REFORM, areas_on, children, code_list, exists, successors
from coverage_lib.vocabulary.comparable_areas import comparable_areas, sizes
from coverage_lib.vocabulary.former_districts import former_district, groupings, is_grouping, members, written_from, wrong
from coverage_lib.vocabulary.successors import LAST_OLD_DAY, area_codes, correspondence

PAIRS = correspondence()


def test_the_pairs_are_counted():
    counted = PAIRS.groupby(["level", "share"]).size().to_dict()
    assert counted == {
        ("commune", "full"): 9469, ("commune", "partial"): 969, ("commune", "unchanged"): 127, ("commune", "unknown"): 3,
        ("district", "abolished"): 691, ("district", "full"): 5, ("province", "full"): 52, ("province", "unchanged"): 11,
    }  # fmt: skip


def test_the_second_mapping_is_kept_where_it_differs():
    assert (
        PAIRS["second_mapping"].str.startswith("differ").sum()
        == successors()["second_mapping"].str.startswith("differ").sum()
        == 36
    )


def test_reused_codes_by_every_way_of_counting():
    """Figures of docs/methods/areas-in-time.md."""
    old, new = (areas_on(day).query("level == 'commune'").set_index("official_code") for day in (LAST_OLD_DAY, REFORM))
    both = new.index.intersection(old.index)
    names = old.loc[both, "name_vi"].map(bare_name) != new.loc[both, "name_vi"].map(bare_name)
    changed = new.loc[both, "area_code"].str.endswith("@2025")
    assert (len(both), changed.sum(), names.sum(), (names & changed).sum()) == (3316, 3189, 1817, 1811)
    written = (old["name_vi"].str.replace(r"^(Xã|Phường|Thị [tT]rấn|Đặc khu)\s+", "", regex=True)[both]
               != new["name_vi"].str.replace(r"^(Xã|Phường|Thị [tT]rấn|Đặc khu)\s+", "", regex=True)[both])  # fmt: skip
    assert written.sum() == 1847


def test_comparable_areas_partition_the_communes():
    table, size = comparable_areas(), sizes()
    assert not table.duplicated(["area_code", "side"]).any()
    assert len(size) == 3029
    assert size["exact"].value_counts().to_dict() == {"exact": 2957, "incomplete": 19, "disputed": 53}
    assert (size["old"].max(), size["new"].max()) == (283, 75)
    assert (size["new"] == 1).sum() == 2906
    area = dict(zip(table["area_code"], table["comparable_area"], strict=True))
    edges = PAIRS[(PAIRS["level"] == "commune") & PAIRS["old_code"].ne("") & PAIRS["new_code"].ne("")]
    assert (edges["old_code"].map(area) == edges["new_code"].map(area)).all()


def test_former_districts_that_go_on_and_those_that_do_not():
    assert groupings()["grouping"].nunique() == 361
    assert members("G:vinh-linh") == list(former_district("464").new)
    exact = [code for code in children("30") if former_district(code).exact]
    assert exact == ["299"]  # Ninh Giang alone; the other eleven share new communes
    assert len({each for code in children("30") for each in former_district(code).split}) == 34
    assert all(former_district(code).reason(lang) for code in children("30") if code != "299" for lang in ("vi", "en"))


def test_no_grouping_is_an_official_unit():
    codes = set(groupings()["grouping"]) | set(comparable_areas()["comparable_area"])
    assert not [code for code in codes if exists(code)]
    assert not is_grouping("464")


ENTRY = {"vi": "a", "en": "a", "why": "a", "valid_from": REFORM, "members": members("G:vinh-linh"), "district": "464"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"members": ["464", "19363"]}, "members of one level"),
        ({"members": ["19363@2025"]}, "the new communes of 464"),
        ({"members": [*ENTRY["members"], "19363@2025"]}, "each unit once"),
        ({"members": ["nowhere"]}, "members that are units"),
        ({"members": "19363"}, "members that are units"),
        ({"members": []}, "members that are units"),
        ({"members": [["19363"]]}, "members that are units"),
        ({"members": 3}, "members that are units"),
        ({"district": "30"}, "the code of a district"),
        ({"district": ["464"]}, "the code of a district"),
        ({"why": ""}, "a text in 'why'"),
        ({"vi": 3}, "a text in 'vi'"),
        ({"valid_from": "2025-07-01"}, "a date such as 2024-12-31 in 'valid_from'"),
        ({"valid_until": REFORM}, "a known key"),
    ],
)
def test_a_grouping_is_compared_with_the_lists(change, expected):
    assert wrong("G:a", ENTRY) == []
    assert said(wrong("G:a", ENTRY | change)[0][0], "en").startswith(expected)


@pytest.mark.parametrize("text", ["[G", "a = 1", '["G:a"]\nmembers = 3'])
def test_groupings_that_cannot_be_used_are_one_message(text):
    with pytest.raises(CoverageError, match=r"groupings\.toml"):
        written_from(text)


def test_official_codes_of_a_day():
    with pytest.raises(CoverageError) as caught:
        area_codes(pd.Series(["464", "75@2025", "1"]), REFORM)
    assert len(caught.value.problems) == 3


def test_later_names_are_those_of_the_code_list():
    listed = code_list("units_from_2025_07_01.csv").query("later_change != ''")
    later = code_list("later_names.csv")
    assert sorted(listed["code"]) == sorted(later["official_code"])
    said = dict(zip(listed["code"], listed["later_change"], strict=True))
    for row in later.itertuples():
        assert said[row.official_code].startswith((f"{row.name_vi} (", "since"))
        assert row.first_seen.removeprefix("<= ") in said[row.official_code]
