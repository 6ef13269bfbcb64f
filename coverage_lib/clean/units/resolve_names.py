"""Unit names to codes on a given date, whole columns at a time; each unresolved name with a reason.

While :func:`coverage_lib.clean.units.unit_names.resolve_area` reads one label in its table, this resolves a list of names from
any source: with or without type, abbreviated, in old spelling, and with the names that were valid on that date.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from coverage_lib.clean.units.unit_labels import full_name, type_of
from coverage_lib.errors import said
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import FIRST_DAY, LAST_DAY, NATION, REFORM, areas
from coverage_lib.vocabulary.former_names import names
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.unit_changes import what_became

NOT_FOUND, AMBIGUOUS, TYPE_MISSING, OTHER_DATE = "not_found", "ambiguous", "type_missing", "other_date"
_STEPS = 4  # a commune, its district, its province, the nation
_REFORM = pd.Timestamp(REFORM)


def resolve(labels: pd.Series, on: dt.date, parent: str | pd.Series = NATION, lang: str = "vi") -> pd.DataFrame:
    """The units that names refer to on a given date.

    A unit is sought below ``parent`` and at it. A name with a type must match a full name; one without a type is taken for a unit
    directly below the parent, or the parent itself, because deeper down a bare name is more often another unit's. Of several units
    the one nearest to the parent's children is meant; several equally near are ambiguous.

    Parameters
    ----------
    labels : Series of str
        Names as written: composed or decomposed letters, abbreviated types (TT, TX, TP, P., X., H.), old or new place of tone
        marks.
    on : date
        The day on which the names were valid.
    parent : str or Series of str
        Area code above the units sought, for all or for each name; as of that day.
    lang : {"vi", "en"}
        Language of ``detail``.

    Returns
    -------
    DataFrame
        Index of ``labels``; columns ``area_code`` (empty if not resolved), ``reason`` (empty; ``not_found``; ``ambiguous``: several
        units, in ``candidates``; ``type_missing``: units deeper below bear the name; ``other_date``: the name is valid on other
        days, in ``detail``), ``candidates`` (codes joined by ``|``), ``detail`` (a sentence).

    Examples
    --------
    >>> found = resolve(pd.Series(["TT Hồ Xá", "Thị xã Bắc Kạn", "Xã Tân An"]), dt.date(2024, 1, 1), lang="en")
    >>> found[["area_code", "reason"]].values.tolist()
    [['19363', ''], ['', 'other_date'], ['', 'ambiguous']]
    >>> found["detail"].iloc[1]
    "'Thị xã Bắc Kạn' was valid until 11 March 2015 (058): became Thành phố Bắc Kạn (058) on 12/03/2015"
    >>> resolve(pd.Series(["Thị xã Bắc Kạn"]), dt.date(2014, 6, 30))["area_code"].tolist()
    ['058']
    """
    above = parent if isinstance(parent, pd.Series) else pd.Series(parent, index=labels.index)
    rows = pd.DataFrame({"label": labels.astype("str").to_numpy(), "parent": above.astype("str").to_numpy()})
    pair, firsts = _distinct(rows)
    asked = rows.iloc[firsts].reset_index(drop=True)
    asked["key"] = [full_name(label) for label in asked["label"]]
    asked["typed"] = [bool(type_of(label)) for label in asked["label"]]
    valid, spells, day = _valid_on(on), _spells(), pd.Timestamp(on)
    hits = _within(asked, valid)
    answer = pd.DataFrame("", index=asked.index, columns=["area_code", "reason", "candidates", "detail"], dtype="str")
    answer["reason"] = NOT_FOUND
    allowed = hits[hits["typed"] | hits["steps"].le(1)]
    _put(answer, allowed, "")
    _put(answer, hits[~hits["asked"].isin(allowed["asked"])], TYPE_MISSING)
    open_ones = asked[answer["reason"].eq(NOT_FOUND)]
    elsewhere = spells[(spells["valid_from"] > day) | (spells["valid_to"] < day)]
    others = _keyed(open_ones, elsewhere)
    others = others[others["typed"] | others["level"].ne("commune")]
    _put_dates(answer, others, day, asked, lang)
    for reason in (NOT_FOUND, AMBIGUOUS, TYPE_MISSING):
        mine = answer.index[answer["reason"] == reason]
        answer.loc[mine, "detail"] = [
            phrase(
                f"resolve.{reason}", lang, name=asked.at[each, "label"], candidates=answer.at[each, "candidates"].replace("|", ", ")
            )
            for each in mine
        ]
    return answer.iloc[pair].set_axis(labels.index)


def _distinct(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row the number of its distinct pair, and the first row of each pair."""
    one, _ = pd.factorize(rows["label"])
    two, parents = pd.factorize(rows["parent"])
    pair, _ = pd.factorize(one.astype("int64") * max(len(parents), 1) + two)
    _, firsts = np.unique(pair, return_index=True)
    return pair, firsts


@cache
def _spells() -> pd.DataFrame:
    """Every spelling of every name: ``key`` (folded, with or without type), ``bare``, and the unit with its validity."""
    known = names()[["area_code", "name_vi", "level", "parent_code", "valid_from", "valid_to"]]
    full = [full_name(name) for name in known["name_vi"]]
    bare = [key.removeprefix(type_of(name) + " ") for key, name in zip(full, known["name_vi"], strict=True)]
    rows = [known.assign(key=full, bare=False), known.assign(key=bare, bare=True)]
    return pd.concat(rows, ignore_index=True).astype({"key": "str"})


@lru_cache(maxsize=8)
def _valid_on(on: dt.date) -> pd.DataFrame:
    """The spellings valid on a date, each with the units above its unit: columns ``up0`` (itself) to ``up3``."""
    day = pd.Timestamp(on)
    spells = _spells()
    valid = spells[(spells["valid_from"] <= day) & (spells["valid_to"] >= day)].drop_duplicates(["key", "area_code"])
    return _with_units_above(valid, day)


def _with_units_above(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    units = areas()
    current = units[units["valid_from"].ge(_REFORM) == (day >= _REFORM)] if len(units) else units
    nation = units[units["area_code"] == NATION]
    above = dict(zip(current["area_code"], current["parent_code"], strict=True)) | dict(
        zip(nation["area_code"], nation["parent_code"], strict=True)
    )
    rows = spells.assign(up0=spells["area_code"], up1=spells["parent_code"])
    for step in range(2, _STEPS):
        rows[f"up{step}"] = rows[f"up{step - 1}"].map(above).fillna("")
    return rows


def _keyed(asked: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Spellings that match a name; a bare spelling only if the name has no type."""
    found = asked.reset_index(names="asked").merge(spells, on="key")
    return found[~(found["typed"] & found["bare"])]


def _within(asked: pd.DataFrame, valid: pd.DataFrame) -> pd.DataFrame:
    """Matches at or below the parent, with ``steps`` from it."""
    found = _keyed(asked, valid)
    above = found[[f"up{step}" for step in range(_STEPS)]].to_numpy(dtype=object) == found[["parent"]].to_numpy(dtype=object)
    return found.assign(steps=above.argmax(axis=1))[above.any(axis=1)]


def _put(answer: pd.DataFrame, hits: pd.DataFrame, reason: str) -> None:
    """Write the nearest match of each name into the result: children of the parent, the parent, then lower levels."""
    if hits.empty:
        return
    rank = hits["steps"].map({1: 0, 0: 1, 2: 2, 3: 3})
    nearest = hits[rank.eq(rank.groupby(hits["asked"]).transform("min"))].drop_duplicates(["asked", "area_code"])
    nearest = nearest.sort_values(["asked", "area_code"])
    several = nearest.duplicated("asked", keep=False)
    alone = nearest[~several].set_index("asked")["area_code"]
    joined = nearest[several].groupby("asked")["area_code"].agg("|".join)
    answer.loc[alone.index, "candidates"] = alone
    answer.loc[joined.index, "candidates"] = joined
    answer.loc[alone.index, "reason"] = reason
    answer.loc[joined.index, "reason"] = reason or AMBIGUOUS
    if not reason:
        answer.loc[alone.index, "area_code"] = alone


def _put_dates(answer: pd.DataFrame, others: pd.DataFrame, day: pd.Timestamp, asked: pd.DataFrame, lang: str) -> None:
    """Names valid on other dates: until when, or from when, the nearest validity of each unit applies."""
    if others.empty:
        return
    past = others["valid_to"] < day
    distance = (day - others["valid_to"]).where(past, others["valid_from"] - day)
    nearest = others[distance.eq(distance.groupby([others["asked"], others["area_code"]]).transform("min"))]
    nearest = nearest.drop_duplicates(["asked", "area_code"]).sort_values(["asked", "area_code"])
    for number, rows in nearest.groupby("asked"):
        until, since = rows[rows["valid_to"] < day], rows[rows["valid_from"] > day]
        key, one = ("until", until) if len(until) else ("since", since)
        last = one["valid_to"].max() if key == "until" else one["valid_from"].min()
        assert FIRST_DAY < last < LAST_DAY
        answer.loc[number, ["reason", "candidates"]] = [OTHER_DATE, "|".join(rows["area_code"])]
        answer.loc[number, "detail"] = phrase(
            f"resolve.{key}",
            lang,
            name=asked.at[number, "label"],
            day=formats.date(last, lang),
            candidates=", ".join(one["area_code"].head(5)),
        )
        became = what_became(one["area_code"].iloc[0], last.date()) if key == "until" and len(one) == 1 else ""
        answer.loc[number, "detail"] += f": {said(became, lang)}" if became else ""
