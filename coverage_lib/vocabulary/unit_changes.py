"""What became of a unit before 1 July 2025: renamed, of another type, moved to another district, merged.

The changes are dated and carry the resolution that made them. A merged unit is the new unit of all changes of one day that lead to
its code; it often kept the code of one of its parts, so a code alone does not say which of the two is meant.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pandas as pd

from coverage_lib.errors import Wording, joined, message
from coverage_lib.vocabulary.areas import REFORM, area_name_on, areas_on, code_list
from coverage_lib.vocabulary.successors import successors_of


class Change(NamedTuple):
    """A change of one unit: the day from which it was in force, its kinds joined by ``+``, and the code of the unit it became.

    ``new_code`` is empty where the unit was dissolved or no source says what became of it.
    """

    date: dt.date
    kind: str
    new_code: str
    resolution: str


@cache
def changes() -> pd.DataFrame:
    """Every change of a unit from 2015 to 30 June 2025.

    Returns
    -------
    DataFrame
        ``date``, ``kind`` (merge, merge_split, dissolve, new, rename, upgrade, retype, move, recode; joined by ``+``),
        ``old_code``, ``new_code``, ``resolution``, ``method`` (how the successor was found). A unit that absorbed others and
        kept its code and name has no row of its own.

    Examples
    --------
    >>> changes().query("old_code == '17407'")[["kind", "new_code"]].values.tolist()
    [['merge', '17419']]
    """
    table = code_list("changes_until_2025_06_30.csv")
    return table.assign(date=pd.to_datetime(table["date"]))


@cache
def territory_changes() -> pd.DataFrame:
    """The days from which a code of the older list meant a larger or a smaller territory.

    Returns
    -------
    DataFrame
        ``area_code``, ``date``, ``resolution``; a unit into which others were merged, and the districts between which a commune
        moved. Shifts of a boundary are in no list.

    Examples
    --------
    >>> territory_changes().query("area_code == '412'")["date"].astype(str).tolist()
    ['2024-12-01']
    """
    table = changes()
    merged = table[table["kind"].str.contains("merge") & table["new_code"].ne("") & table["old_code"].ne(table["new_code"])]
    moved = table[table["kind"].str.contains("move") & table["old_code"].ne("")]
    found = [merged.assign(area_code=merged["new_code"])]
    for code, days in (("old_code", 1), ("new_code", 0)):
        on = [areas_on((day - pd.Timedelta(days=days)).date()) for day in moved["date"]]
        found.append(
            moved.assign(area_code=[units["parent_code"].get(each, "") for units, each in zip(on, moved[code], strict=True)])
        )
    rows = pd.concat(found)[["area_code", "date", "resolution"]]
    return (
        rows[rows["area_code"].ne("")].drop_duplicates(["area_code", "date"]).sort_values(["area_code", "date"], ignore_index=True)
    )


def changes_of(area_code: str, on: dt.date) -> list[Change]:
    """What happened to the unit that bore a code on a day, one change after another until 30 June 2025.

    Examples
    --------
    >>> [(each.date.isoformat(), each.kind, each.new_code) for each in changes_of("17407", dt.date(2023, 12, 31))]
    [('2024-12-01', 'merge', '17419')]
    >>> changes_of("17407", dt.date(2025, 1, 1))
    []
    """
    found: list[Change] = []
    while follows := [each for each in _by_code().get(area_code, []) if each.date > on]:
        found.append(follows[0])
        area_code, on = follows[0].new_code, follows[0].date
    return found


@cache
def _by_code() -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for row in changes().sort_values("date", kind="stable").itertuples():
        if row.old_code:
            found.setdefault(row.old_code, []).append(Change(row.date.date(), row.kind, row.new_code, row.resolution))
    return found


def last_old_unit(area_code: str, on: dt.date) -> str:
    """The unit of 30 June 2025 into which the unit of a day went; empty if no source says.

    >>> last_old_unit("17407", dt.date(2023, 12, 31)), last_old_unit("464", dt.date(2023, 12, 31))
    ('17419', '464')
    """
    followed = changes_of(area_code, on)
    return followed[-1].new_code if followed else area_code


def day_in_words(day: dt.date) -> str:
    """A day as either language reads it in a message: 01/12/2024."""
    return f"{day:%d/%m/%Y}"


def what_became(area_code: str, on: dt.date) -> Wording:
    """What became of the unit of a day, until the reform and through it; an empty text where nothing did.

    >>> print(what_became("17407", dt.date(2023, 12, 31)))
    merged into Xã Hùng Hải (17419) on 01/12/2024; since 01/07/2025 in Xã Hải Châu (17419@2025)
    """
    parts: list[Wording] = []
    for each in changes_of(area_code, on):
        kind = next((key for key in ("merge", "dissolve", "move") if key in each.kind), "rename")
        name = area_name_on(each.new_code, each.date) if each.new_code else ""
        key = f"became.{kind}" if each.new_code or kind == "dissolve" else "became.unknown"
        parts.append(message(key, day=day_in_words(each.date), unit=name, code=each.new_code))
    last = last_old_unit(area_code, on)
    heirs = [code for code in successors_of(last)["new_code"] if code and code != last] if last else []
    if heirs:
        units = ", ".join(f"{area_name_on(code, REFORM)} ({code})" for code in heirs)
        parts.append(message("became.reform", day=day_in_words(REFORM), units=units))
    return joined("became.then", parts)
