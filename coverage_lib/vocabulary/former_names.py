"""Every name of every unit, with the days on which it was in force.

Beside the names of the two code lists stand other spellings in which they were published, and names that documents use although
no list has them.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from coverage_lib.vocabulary.areas import REFORM, areas, code_list

COLUMNS = ["area_code", "official_code", "name_vi", "level", "parent_code", "valid_from", "valid_to", "usual"]


@cache
def names() -> pd.DataFrame:
    """Every name of every unit with its validity.

    Returns
    -------
    DataFrame
        One row a unit, name and validity: ``area_code``, ``official_code``, ``name_vi``, ``level``, ``parent_code``,
        ``valid_from``, ``valid_to`` (both days inclusive), ``usual`` (false for another spelling of the name). Units that ended
        before 30 June 2025 are among them.

    Examples
    --------
    >>> names().query("area_code == '058'")[["name_vi", "valid_to"]].astype("str").values.tolist()
    [['Thị xã Bắc Kạn', '2015-03-11'], ['Thành phố Bắc Kạn', '2025-06-30']]
    """
    known = areas().assign(usual=True)
    # a later name may be older than the day on which it was first seen: until then either may be meant
    undated = code_list("later_names.csv").query("first_seen.str.startswith('<=')")
    early = known["official_code"].isin(undated["official_code"]) & known["valid_from"].gt(pd.Timestamp(REFORM))
    known.loc[early, "valid_from"] = pd.Timestamp(REFORM) + pd.Timedelta(days=1)
    spelled = known.assign(name_vi=known["other_spellings"].str.split("|"), usual=False).explode("name_vi")
    listed = code_list("aliases.csv").rename(columns={"name": "name_vi"}).assign(usual=False)
    listed = known.drop(columns=["name_vi", "usual"]).merge(listed, on="area_code")
    found = pd.concat([known, spelled[spelled["name_vi"].fillna("").ne("")], listed], ignore_index=True)[COLUMNS]
    return found.sort_values(["area_code", "valid_from", "valid_to"], kind="stable", ignore_index=True)
