"""Administrative units and their area codes, with the dates on which they are valid.

Two code lists are included: the units until 30 June 2025 (provinces, districts, communes) with every name, type and parent that a
code had since 2014, and those from 1 July 2025 (provinces and communes). The newer list reuses codes of the older one: most of its
communes, and most of its provinces, have the code of a unit with another territory, so an official code alone does not identify a
unit. ``area_code`` is therefore the official code for units of the older list and for units that passed unchanged into the newer
list, and the official code with ``@2025`` appended for units created on 1 July 2025: no join can mix units of the two lists.
Within the older list a merged unit often kept the code of one of its parts; the day decides which is meant.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message

NATION = "VN"
REFORM = dt.date(2025, 7, 1)
_TYPES = ("Thành phố", "Thị xã", "Thị trấn", "Phường", "Quận", "Huyện", "Tỉnh", "Xã")
FIRST_DAY = pd.Timestamp("1900-01-01")  # what was in force when the history begins, 17 December 2014, counts as always there
LAST_DAY = pd.Timestamp("2199-12-31")


def code_list(name: str) -> pd.DataFrame:
    """A file of ``vocabulary/codes`` as it stands, every value a text."""
    with files(__package__).joinpath("codes", name).open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


@cache
def areas() -> pd.DataFrame:
    """Every administrative unit with its validity.

    Returns
    -------
    DataFrame
        One row per unit, name, parent and validity, the names of a unit from the first to the last; columns ``area_code``,
        ``official_code``, ``level``, ``parent_code``, ``name_vi``, ``type_vi``, ``valid_from``, ``valid_to`` (both days
        inclusive), ``other_spellings`` (separated by ``|``). A unit that outlived the reform has rows in both lists, because its
        parent changed.

    Examples
    --------
    >>> on = areas_on(dt.date(2024, 1, 1)); len(on[on.level == "commune"])
    10598
    >>> on = areas_on(dt.date(2026, 1, 1)); len(on[on.level == "commune"])
    3321
    """
    before = code_list("units_until_2025_06_30.csv")
    before["valid_from"] = pd.to_datetime(before["valid_from"]).fillna(FIRST_DAY)
    before["valid_to"] = pd.to_datetime(before["valid_to"]).fillna(pd.Timestamp(REFORM) - pd.Timedelta(days=1))
    before["type_vi"] = before["name_vi"].str.extract(f"^({'|'.join(_TYPES)}) ", expand=False)
    before["area_code"] = before["code"]
    after = _with_later_names(code_list("units_from_2025_07_01.csv").assign(other_spellings=""))
    unchanged = _unchanged_codes()
    after["area_code"] = after["code"].where(after["code"].isin(unchanged), after["code"] + "@2025")
    lists = []
    for units in (before, after):
        code_of = dict(zip(units["code"], units["area_code"], strict=True))
        units["parent_code"] = units["parent_code"].map(code_of).fillna(NATION)
        lists.append(units)
    nation = pd.DataFrame(
        [[NATION, NATION, "nation", "", "Việt Nam", "", FIRST_DAY, LAST_DAY, ""]],
        columns=["area_code", "code", "level", "parent_code", "name_vi", "type_vi", "valid_from", "valid_to", "other_spellings"],
    )
    return pd.concat([nation, *(each[nation.columns] for each in lists)], ignore_index=True).rename(
        columns={"code": "official_code"}
    )


def _with_later_names(units: pd.DataFrame) -> pd.DataFrame:
    """The newer list with the names given since: a name ends on the day before a later one was seen."""
    later = code_list("later_names.csv")  # "<=" before a day: the name may be older, by an unknown time
    seen = pd.to_datetime(later["first_seen"].str.removeprefix("<= "))
    until = dict(zip(later["official_code"], seen - pd.Timedelta(days=1), strict=True))
    renamed = units.drop(columns=["name_vi", "type_vi"]).merge(later.rename(columns={"official_code": "code"}), on="code")
    units = units.assign(valid_from=pd.Timestamp(REFORM), valid_to=units["code"].map(until).fillna(LAST_DAY))
    return pd.concat(
        [
            units,
            renamed.assign(valid_from=renamed["code"].map(dict(zip(later["official_code"], seen, strict=True))), valid_to=LAST_DAY),
        ],
        ignore_index=True,
    )


@cache
def _unchanged_codes() -> frozenset[str]:
    communes = successors()
    communes = communes[(communes["share"] == "unchanged") & (communes["old_code"] == communes["new_code"])]
    provinces = code_list("province_successors_2025_07_01.csv")
    heirs = provinces.groupby("new_code")["old_code"].agg(list)
    whole = {new for new, old in heirs.items() if old == [new]}
    return frozenset(communes["old_code"]) | frozenset(whole)


@cache
def successors() -> pd.DataFrame:
    """Correspondence of older and newer communes: ``old_code``, ``new_code``, ``share`` (full, partial, unchanged)."""
    return code_list("successors_2025_07_01.csv")


def areas_on(date: dt.date) -> pd.DataFrame:
    """The units valid on a day, indexed by ``area_code``.

    Raises
    ------
    CoverageError
        For a day outside the years 1900 to 2199, which are the widest days of the code lists.
    """
    if not FIRST_DAY <= pd.Timestamp(date) <= LAST_DAY:
        expected = message("areas.day_between", first=FIRST_DAY.date(), last=LAST_DAY.date())
        raise CoverageError("areas.no_units", [Problem("", date.isoformat(), expected, "areas.other_day", "areas.check_year")])
    return _areas_since(since(date))


@lru_cache(maxsize=16)
def _areas_since(first: dt.date) -> pd.DataFrame:
    units, day = areas(), pd.Timestamp(first)
    return units[(units["valid_from"] <= day) & (units["valid_to"] >= day)].set_index("area_code", drop=False)


def since(date: dt.date) -> dt.date:
    """The first of the days from which the units and their names were those of a day.

    >>> since(dt.date(2024, 12, 31)), since(dt.date(2025, 6, 30))
    (datetime.date(2024, 12, 1), datetime.date(2025, 3, 1))
    """
    return change_days()[max(bisect_right(change_days(), date) - 1, 0)]


@cache
def change_days() -> list[dt.date]:
    """The days on which units or their names changed, the earliest first; the first one is where the lists begin."""
    units = areas()
    ended = units["valid_to"][units["valid_to"] < LAST_DAY] + pd.Timedelta(days=1)
    return [day.date() for day in sorted({*units["valid_from"], *ended})]


@cache
def _latest() -> pd.DataFrame:
    """One row for each code: its last name and parent in the older list, which plans use, or else those in the newer one."""
    units = areas()
    newer = units["valid_from"] >= pd.Timestamp(REFORM)
    older = units[~newer].drop_duplicates("area_code", keep="last")
    return pd.concat([older, units[newer]]).drop_duplicates("area_code").set_index("area_code", drop=False)


def exists(area_code: str) -> bool:
    """Whether a code names a unit of either list."""
    return area_code in _latest().index


def area_name(area_code: str, lang: str = "vi") -> str:
    """The full name of a unit with its type.

    >>> area_name("464"), area_name("75@2025")
    ('Huyện Vĩnh Linh', 'Tỉnh Đồng Nai (từ 1/7/2025)')
    """
    if area_code not in _latest().index:
        return area_code
    name = _latest().at[area_code, "name_vi"]
    if area_code == NATION:
        return {"vi": "Việt Nam", "en": "Viet Nam"}[lang]
    since = {"vi": " (từ 1/7/2025)", "en": " (since 1 July 2025)"}[lang] if area_code.endswith("@2025") else ""
    return name + since


def area_name_on(area_code: str, date: dt.date) -> str:
    """The name that a unit had on a day.

    >>> area_name_on("058", dt.date(2014, 12, 31)), area_name_on("19363@2025", dt.date(2026, 1, 1))
    ('Thị xã Bắc Kạn', 'Xã Vĩnh Linh')
    """
    return areas_on(date).at[area_code, "name_vi"]


def area_level(area_code: str) -> str:
    """The level of a unit: nation, province, district or commune."""
    return _latest().at[area_code, "level"]


def parent(area_code: str) -> str:
    """The unit one level above, or an empty text for the nation."""
    return parents()[area_code]


@cache
def parents() -> pd.Series:
    """The unit above each unit: its last one in the older list, or else that in the newer one."""
    return _latest()["parent_code"].astype("str")


def ancestors(area_code: str) -> list[str]:
    """The units above a unit, nearest first.

    >>> ancestors("19363")
    ['464', '45', 'VN']
    """
    chain: list[str] = []
    while (area_code := parent(area_code)) != "":
        chain.append(area_code)
    return chain


def lineage(area_codes: Iterable[str]) -> pd.DataFrame:
    """The units above many units, and each unit itself.

    Returns
    -------
    DataFrame
        ``area_code``, ``upper_code`` and ``rank``: 0 the unit itself, 1 the unit above it, and so on.

    Examples
    --------
    >>> lineage(["464"])["upper_code"].tolist()
    ['464', '45', 'VN']
    """
    codes = pd.Series(list(area_codes), dtype="str")
    steps = pd.DataFrame({"area_code": codes, "upper_code": codes})
    ranks = [steps.assign(rank=0)]
    while len(steps):
        steps = steps.assign(upper_code=parents().reindex(steps["upper_code"]).array)
        steps = steps[steps["upper_code"].fillna("").ne("")]
        ranks.append(steps.assign(rank=len(ranks)))
    return pd.concat(ranks, ignore_index=True)


def beside_levels_above(rows: pd.DataFrame, levels: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Rows of units, each beside every level that is set for the unit itself or for a unit above it.

    Parameters
    ----------
    rows, levels : DataFrame
        Both with ``area_code`` and the columns ``on``, in which they must agree.

    Returns
    -------
    DataFrame
        Columns of both, those of ``levels`` with ``_level`` where a name stands in both; ``upper_code`` (the unit that a level is
        set for) and ``rank`` as :func:`lineage` gives them.
    """
    above = lineage(rows["area_code"].unique())
    above = above[above["upper_code"].isin(levels["area_code"])]
    set_for = levels.rename(columns={"area_code": "upper_code"})
    return rows.merge(above, on="area_code").merge(set_for, on=["upper_code", *on], suffixes=("", "_level"))


def nearest(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Of the levels beside a unit those of the nearest unit that sets one, in each group of the columns ``by``.

    >>> rows = pd.DataFrame({"area_code": ["19363"]}).assign(indicator="hi")
    >>> levels = pd.DataFrame({"area_code": ["45", "VN"], "indicator": "hi", "target_pct": [96.0, 95.0]})
    >>> nearest(beside_levels_above(rows, levels, ["indicator"]), ["area_code", "indicator"])[["upper_code", "target_pct"]].values
    array([['45', 96.0]], dtype=object)
    """
    return rows[rows["rank"] == rows.groupby(by, observed=True)["rank"].transform("min")]


def children(area_code: str, on: dt.date = REFORM - dt.timedelta(days=1)) -> list[str]:
    """The units directly below a unit on a day, by code.

    >>> len(children("464")), children("30")[:2]
    (18, ['288', '290'])
    """
    units = areas_on(on)
    return sorted(units.loc[units["parent_code"] == area_code, "area_code"])
