"""Every unit of the country that ever bore a name, with the days on which it did and what became of it."""

from __future__ import annotations

import pandas as pd

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_labels import bare_name, full_name, type_of, without_marks
from coverage_lib.errors import said
from coverage_lib.vocabulary.areas import FIRST_DAY, LAST_DAY, NATION, ancestors, exists
from coverage_lib.vocabulary.former_names import names
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.unit_changes import what_became


def units_named(name: str, under: str = NATION, lang: str = "vi") -> pd.DataFrame:
    """Every unit that ever bore a name, whatever its type and its tone marks.

    Parameters
    ----------
    name : str
        With or without type and marks. A type must fit; marks need not, but if a unit has them as written, only such units count.
    under : str
        Area code: only units that are or were below it.
    lang : {"vi", "en"}

    Returns
    -------
    DataFrame
        ``area_code``, ``name_vi``, ``level``, ``parent_code``, ``valid_from``, ``valid_to`` (empty where the lists have no such
        day), ``successor_note``; by level, then by code and day.

    Examples
    --------
    >>> units_named("dien hung", lang="en")[["area_code", "name_vi", "valid_to"]].values.tolist()
    [['17407', 'Xã Diễn Hùng', '2024-11-30']]
    """
    wanted, typed = without_marks(full_name(name)), bool(type_of(full_name(name)))
    table = names()
    full = table["name_vi"].map(full_name)
    spelled = full if typed else full.map(bare_name)
    table = table[spelled.map(without_marks) == wanted]
    exact = table[spelled[table.index] == full_name(name)]
    table = exact if len(exact) and without_marks(name) != fold(name).replace(" ", "") else table
    units = zip(table["area_code"], table["parent_code"], strict=True)
    table = table[
        pd.Series([under in (code, *ancestors(code)) or _within(parent, under) for code, parent in units], table.index, bool)
    ]
    became = [
        said(what_became(row.area_code, row.valid_to.date()) if row.valid_to < LAST_DAY else "", lang) for row in table.itertuples()
    ]
    days = {
        each: table[each].dt.strftime("%Y-%m-%d").where(table[each].between(FIRST_DAY, LAST_DAY, inclusive="neither"), "")
        for each in ("valid_from", "valid_to")
    }
    rank = table["level"].map({level: entry["rank"] for level, entry in terms("level").items()})
    columns = ["area_code", "name_vi", "level", "parent_code", "valid_from", "valid_to", "successor_note"]
    table = table.assign(**days, successor_note=became, rank=rank).sort_values(["rank", "area_code", "valid_from"], kind="stable")
    return table[columns].reset_index(drop=True)


def _within(parent: str, under: str) -> bool:
    return exists(parent) and under in (parent, *ancestors(parent))
