"""Former names of units, each with the dates on which it was recorded.

Three sources: the two code lists, a history of the communes and districts of four provinces (Bắc Kạn, Hải Dương, Quảng Trị, Đồng
Nai) in snapshots from 17 December 2014, and the few names that changed after 1 July 2025. A snapshot shows what was valid on its
date: a name "last seen" in one snapshot was given up at some time before the next one, and a name in the first snapshot is older
than that by an unknown time. ``valid_from`` and ``valid_to`` are therefore the widest range that the snapshots allow.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from coverage_lib.vocabulary.areas import FIRST_DAY, LAST_DAY, REFORM, areas, code_list

COLUMNS = ["area_code", "name_vi", "type_vi", "level", "parent_code", "first_seen", "last_seen", "valid_from", "valid_to", "source"]
LIST_BEFORE, LIST_AFTER = "units until 2025-06-30", "units from 2025-07-01"
HISTORY = "history of four provinces"
_LAST_OLD_DAY = pd.Timestamp(REFORM) - pd.Timedelta(days=1)


@cache
def names() -> pd.DataFrame:
    """Every name of every unit with its validity.

    Returns
    -------
    DataFrame
        One row a unit and name. ``first_seen`` and ``last_seen`` are texts as the source has them (``<= 2014-12-17``: seen on the
        first snapshot, older by an unknown time; empty: the source has no such day); ``valid_from`` and ``valid_to`` the widest
        days they allow. Units that ended before 30 June 2025 are among them, under their official code.
    """
    listed = _listed()
    recorded = _recorded()
    # the history knows more of a unit than the older list, which has only its last name
    of_history = listed["source"].eq(LIST_BEFORE) & listed["area_code"].isin(recorded["area_code"])
    known = pd.concat([listed[~of_history], recorded], ignore_index=True)
    later = code_list("later_names.csv")
    units = listed[listed["source"] == LIST_AFTER]
    code_of = dict(zip(units["official_code"], units["area_code"], strict=True))
    later["area_code"] = later["official_code"].map(code_of)
    later = later.merge(units[["area_code", "level", "parent_code"]], on="area_code")
    seen = pd.to_datetime(later["first_seen"].str.removeprefix("<= "))
    unknown = later["first_seen"].str.startswith("<=")
    later["valid_from"] = seen.where(~unknown, pd.Timestamp(REFORM) + pd.Timedelta(days=1))
    later = later.assign(last_seen="", valid_to=LAST_DAY)
    # the name in the code list is valid until the later one was seen
    until = dict(zip(later["area_code"], seen - pd.Timedelta(days=1), strict=True))
    replaced = known["area_code"].isin(until) & known["source"].eq(LIST_AFTER)
    known.loc[replaced, "valid_to"] = known.loc[replaced, "area_code"].map(until)
    found = pd.concat([known, later], ignore_index=True)[COLUMNS]
    return found.sort_values(["area_code", "valid_from", "valid_to"], kind="stable", ignore_index=True)


def _listed() -> pd.DataFrame:
    """Names of the two code lists; a unit that kept its name through the reform has one row."""
    units = areas().rename(columns={"valid_from": "since", "valid_to": "until"})
    after = units["since"] >= pd.Timestamp(REFORM)
    units["source"] = pd.Series(LIST_BEFORE, index=units.index).where(~after, LIST_AFTER)
    units["first_seen"] = units["since"].dt.strftime("%Y-%m-%d").where(after, "")
    units["last_seen"] = units["until"].dt.strftime("%Y-%m-%d").where(units["until"] < LAST_DAY, "")
    return units.rename(columns={"since": "valid_from", "until": "valid_to"})


def _recorded() -> pd.DataFrame:
    """Names of the history files."""
    communes = code_list("commune_history_four_provinces.csv").rename(
        columns={"commune_code": "area_code", "district_code": "parent_code", "commune": "name_vi"}
    )
    districts = code_list("district_history_four_provinces.csv").rename(
        columns={"district_code": "area_code", "province_code": "parent_code", "district_name": "name_vi"}
    )
    rows = pd.concat([communes.assign(level="commune"), districts.assign(level="district")], ignore_index=True)
    rows = rows.rename(columns={"first_seen_snapshot": "first_seen", "last_seen_snapshot": "last_seen", "type": "type_vi"})
    first = pd.to_datetime(rows["first_seen"].str[-10:])
    last = pd.to_datetime(rows["last_seen"].str[:10])
    snapshots = pd.DatetimeIndex(sorted({*first, *last}))
    day = pd.Timedelta(days=1)
    before = dict(zip(snapshots[1:], snapshots[:-1] + day, strict=True)) | {snapshots[0]: FIRST_DAY}
    after = dict(zip(snapshots[:-1], snapshots[1:] - day, strict=True)) | {snapshots[-1]: _LAST_OLD_DAY}
    rows["valid_from"], rows["valid_to"] = first.map(before), last.map(after)
    return rows.assign(source=HISTORY)
