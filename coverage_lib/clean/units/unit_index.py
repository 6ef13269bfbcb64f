"""The units of a day by code, by parent and by name, and the names that units bore on other days."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from coverage_lib.clean.units.unit_labels import full_name, plain_label, type_of, without_type
from coverage_lib.errors import Wording, message
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.former_names import names
from coverage_lib.vocabulary.unit_changes import changes, day_in_words, what_became

_ALWAYS = (-(1 << 30), 1 << 30)


class Unit(NamedTuple):
    """A unit with one of its names."""

    code: str
    parent: str
    name: str
    full: str
    bare: str


class Index(NamedTuple):
    """The units of one day, by code, by parent, and by name."""

    units: dict[str, Unit]
    below: dict[str, list[Unit]]
    named: dict[str, list[Unit]]  # full and bare names, other spellings among them
    official: dict[str, str]


class _Spell(NamedTuple):
    """A unit under one of its names: first and last day by number, and those on which its territory was the same."""

    unit: Unit
    official: str
    usual: bool
    first: int
    last: int
    same_from: int
    same_until: int


@cache
def _every_unit() -> list[_Spell]:
    table = names()
    days = [table[each].to_numpy("datetime64[D]").astype(int).tolist() for each in ("valid_from", "valid_to")]
    texts = (table[each].tolist() for each in ("area_code", "parent_code", "name_vi", "official_code", "usual"))
    merged = _merged()
    found = []
    for code, parent, name, official, usual, first, last in zip(*texts, *days, strict=True):
        full = full_name(name)
        unit = Unit(code, parent, " ".join(name.split()), full, without_type(full))
        since = max((day for day in merged.get(code, ()) if day <= first), default=_ALWAYS[0])
        until = min((day - 1 for day in merged.get(code, ()) if day > first), default=_ALWAYS[1])
        found.append(_Spell(unit, official, usual, first, last, since, until))
    return found


def _merged() -> dict[str, list[int]]:
    """Code → days, by number, on which the unit that bears it became one of several."""
    table = changes()
    table = table[table["kind"].str.contains("merge")]
    days = table["date"].to_numpy("datetime64[D]").astype(int)
    found: dict[str, list[int]] = {}
    for old, new, day in zip(table["old_code"], table["new_code"], days, strict=True):
        if old == new:  # a unit that keeps its code and its name through a merger has no row of its own
            found.setdefault(new, []).append(day)
    return found


@lru_cache(maxsize=16)
def _index(first: dt.date) -> Index:
    index, day = Index({}, {}, {}, {}), np.datetime64(first).astype(int)
    former = []
    for each in _every_unit():
        unit = each.unit
        if not each.first <= day <= each.last:
            former += [unit] if each.same_from <= day <= each.same_until and each.last < day else []
            continue
        if each.usual and unit.code not in index.units:
            index.units[unit.code] = unit
            index.below.setdefault(unit.parent, []).append(unit)
            index.official[each.official] = unit.code
        _add(index, unit)
    for unit in former:  # offices go on writing a name after the unit was given another one
        if (today := index.units.get(unit.code)) and unit.full not in index.named:
            _add(index, unit._replace(parent=today.parent))
    return index


def _add(index: Index, unit: Unit) -> None:
    for name in {unit.full, unit.bare}:
        if all(other.code != unit.code for other in index.named.setdefault(name, [])):
            index.named[name].append(unit)


def units_on(on: dt.date) -> Index:
    """The units valid on a day, indexed by name."""
    return _index(areas.since(on))


@cache
def names_ever() -> frozenset[str]:
    """Every name that a unit ever had, folded, with its type and without."""
    return frozenset(name for each in _every_unit() for name in (each.unit.full, each.unit.bare))


@lru_cache(maxsize=1 << 14)
def unit_of_other_day(label: str, within: str, on: dt.date) -> Wording:
    """The unit of an area, or of one of its units, that bore a name on other days: until or since when, and what became of it.

    >>> print(unit_of_other_day("Xã Diễn Hùng", "425", dt.date(2025, 1, 1)))  # doctest: +ELLIPSIS
    'Xã Diễn Hùng', valid until 30/11/2024 (17407): merged into Xã Hùng Hải (17419) on 01/12/2024; since 01/07/2025 in ...
    """
    name, day = full_name(plain_label(label)), np.datetime64(on).astype(int)
    found = [
        each for each in _by_name().get(name, []) if not each.first <= day <= each.last and _is_below(each.unit.parent, within)
    ]
    found = [each for each in found if (each.unit.full if type_of(plain_label(label)) else each.unit.bare) == name]
    if len({each.unit.code for each in found}) != 1:
        return ""
    one = min(found, key=lambda each: min(abs(each.first - day), abs(each.last - day)))
    first, last = (np.datetime64(number, "D").item() for number in (one.first, one.last))
    key = "unit.other_day" if one.last < day else "unit.later_day"
    days = {"first": day_in_words(first), "last": day_in_words(last)}
    return message(key, name=label, code=one.unit.code, became=what_became(one.unit.code, last), **days)


@cache
def _by_name() -> dict[str, list[_Spell]]:
    found: dict[str, list[_Spell]] = {}
    for each in _every_unit():
        for name in {each.unit.full, each.unit.bare}:
            found.setdefault(name, []).append(each)
    return found


def _is_below(parent: str, within: str) -> bool:
    return within != areas.NATION and (parent == within or (areas.exists(parent) and areas.parent(parent) == within))


@cache
def name_words() -> frozenset[str]:
    """Every single word in a name, folded: the words to which torn words may be joined."""
    return frozenset(word for name in names_ever() for word in re.findall(r"\w+", name))
