"""Correspondence of older and newer units on 1 July 2025, in area codes.

Communes became parts of communes and provinces parts of provinces; districts were abolished. Two mappings of the communes are
available: the first one is used, and where the second one differs, column ``second_mapping`` shows it. What neither mapping
gives is not filled in: two communes of the older list have no successor there, and one new commune has a source outside
the list.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary.areas import REFORM, areas, areas_on, code_list

LAST_OLD_DAY = REFORM - dt.timedelta(days=1)
AGREE, BY_NAME = "agree", "by name"
WHOLE = ("unchanged", "full")
_SHOWN = 20


@cache
def correspondence() -> pd.DataFrame:
    """Older and newer units side by side.

    Returns
    -------
    DataFrame
        One row a pair; columns ``level``, ``old_code``, ``new_code`` (area codes), ``share``, ``second_mapping``, ``whole``,
        ``date`` (the day from which the new unit is valid).

        ``share`` is ``unchanged``; ``full``, the old unit went whole into the new one; ``partial``, a part of it did;
        ``abolished``, a district, with no new code; ``unknown``, an old commune without a successor in the mapping (no new code) or
        a source of a new commune outside the older list (no old code). ``second_mapping`` is ``agree``, ``differ: …`` with the
        official codes that the second mapping gives, ``by name`` for an island district without communes that became the special
        zone of its name, or empty where there is one mapping only. ``whole`` is true where nothing of the old unit went elsewhere:
        it has this successor only, and the mapping does not call the pair partial.

    Examples
    --------
    >>> pairs = correspondence(); pairs[pairs["old_code"] == "19375"][["new_code", "share", "whole"]].values.tolist()
    [['19363@2025', 'full', True]]
    >>> pairs[pairs["old_code"] == "464"]["share"].tolist()
    ['abolished']
    """
    before, after = (areas_on(day).set_index("official_code") for day in (LAST_OLD_DAY, REFORM))
    communes = code_list("successors_2025_07_01.csv").assign(level="commune")
    unlisted = before.index[(before["level"] == "commune") & ~before.index.isin(communes["old_code"])]
    communes = pd.concat(
        [
            communes,
            pd.DataFrame({"old_code": unlisted, "new_code": "", "share": "unknown", "second_mapping": "", "level": "commune"}),
        ]
    )
    provinces = code_list("province_successors_2025_07_01.csv").assign(level="province", second_mapping="", share="full")
    districts = pd.DataFrame({"old_code": before.index[before["level"] == "district"], "new_code": "", "share": "abolished"})
    islands = _islands(before, after, communes)
    districts = districts[~districts["old_code"].isin(islands["old_code"])].assign(level="district", second_mapping="")
    communes = communes[~(communes["old_code"].eq("") & communes["new_code"].isin(islands["new_code"]))]
    communes.loc[communes["old_code"].eq(""), "share"] = "unknown"
    pairs = pd.concat([provinces, districts, islands, communes], ignore_index=True)
    code_of = dict(zip(after.index, after["area_code"], strict=True))
    pairs["new_code"] = pairs["new_code"].map(code_of).fillna("")
    kept = pairs["old_code"].eq(pairs["new_code"])
    pairs.loc[kept, "share"] = "unchanged"
    alone = ~pairs.duplicated("old_code", keep=False)
    pairs["whole"] = alone & pairs["share"].isin(WHOLE)
    pairs["date"] = pd.Timestamp(REFORM)
    columns = ["level", "old_code", "new_code", "share", "second_mapping", "whole", "date"]
    return pairs[columns].sort_values(["level", "old_code", "new_code"], kind="stable", ignore_index=True).astype({"level": "str"})


def area_codes(official: pd.Series, on: dt.date) -> pd.Series:
    """Official codes of a day as area codes: "75" is another unit before and after 1 July 2025.

    Parameters
    ----------
    official : Series of str
        Codes as the official list of that day has them, with their leading zeros; ``VN`` for the nation.
    on : date

    Raises
    ------
    CoverageError
        Naming every code that is not on the list of that day, area codes with ``@2025`` among them: a column holds either.

    Examples
    --------
    >>> area_codes(pd.Series(["75", "01"]), dt.date(2026, 1, 1)).tolist()
    ['75@2025', '01']
    >>> area_codes(pd.Series(["75", "01"]), dt.date(2024, 1, 1)).tolist()
    ['75', '01']
    """
    valid = areas_on(on)
    places, unique = pd.factorize(official.astype("str"))
    found = pd.Index(valid["official_code"]).get_indexer(pd.Index(unique))
    unknown = [code for code, place in zip(unique, found, strict=True) if place < 0]
    if unknown or (places < 0).any():
        unknown = [*unknown, ""] if (places < 0).any() else unknown
        every = set(areas()["official_code"])
        problems = [
            Problem("", "", message("codes.official", day=on), repr(code), _remedy(code, every)) for code in unknown[:_SHOWN]
        ]
        key = "codes.one_unknown" if len(unknown) == 1 else "codes.many_unknown"
        raise CoverageError(message(key, count=len(unknown), day=on), problems)
    return pd.Series(valid["area_code"].to_numpy()[found][places], index=official.index, name="area_code", dtype="str")


def _remedy(code: str, every: set[str]) -> str:
    if "@" in code:
        return "codes.never_both"
    if code in every:
        return "codes.other_side"
    if code.lstrip("0") != code.zfill(5) and {code.zfill(width) for width in (2, 3, 5)} & every:
        return "codes.zeros_lost"
    return "codes.see_units"


def _islands(before: pd.DataFrame, after: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Districts without communes, with the new units of the same name in their province's successor that no commune became."""
    empty = before[(before["level"] == "district") & ~before["area_code"].isin(before["parent_code"])]
    unsourced = after.loc[communes.loc[communes["old_code"].eq(""), "new_code"]]
    heir = code_list("province_successors_2025_07_01.csv").set_index("old_code")["new_code"]
    official = after.reset_index().set_index("area_code")["official_code"]
    old = pd.DataFrame({"old_code": empty.index, "name": _bare(empty), "province": empty["parent_code"].map(heir).to_numpy()})
    new = pd.DataFrame({"new_code": unsourced.index, "name": _bare(unsourced), "province": unsourced["parent_code"].map(official)})
    pairs = old.merge(new, on=["name", "province"])[["old_code", "new_code"]]
    return pairs.assign(level="district", share="full", second_mapping=BY_NAME)


def _bare(units: pd.DataFrame) -> list[str]:
    return [name[len(kind) :].strip() for name, kind in zip(units["name_vi"], units["type_vi"], strict=True)]


def successors_of(area_code: str) -> pd.DataFrame:
    """The pairs of :func:`correspondence` in which a unit is the older one."""
    return _pairs_of("old_code", area_code)


def sources_of(area_code: str) -> pd.DataFrame:
    """The pairs of :func:`correspondence` in which a unit is the newer one."""
    return _pairs_of("new_code", area_code)


def _pairs_of(column: str, area_code: str) -> pd.DataFrame:
    return correspondence().iloc[_places(column).get(area_code, [])].reset_index(drop=True)


@cache
def _places(column: str) -> dict[str, list[int]]:
    """Positions of a unit in the correspondence."""
    found: dict[str, list[int]] = {}
    for place, code in enumerate(correspondence()[column]):
        found.setdefault(code, []).append(place)
    return found
