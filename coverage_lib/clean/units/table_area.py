"""The area of a table and the date on which its names are valid, if the source record does not state them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import pandas as pd

from coverage_lib.clean.text.periods import last_day, moment_of
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_index import names_ever, units_on
from coverage_lib.clean.units.unit_labels import TYPES, full_name, plain_label, type_of
from coverage_lib.clean.units.unit_names import resolve_area, units_above
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.word_patterns import inside, whole

_ENOUGH = 3  # rows that must be units of one area before they say by themselves which area a table is about
_BEFORE = areas.REFORM - dt.timedelta(days=1)


def area_and_day(
    lines: Sequence[str], labels: Sequence[str], area_code: str, on: dt.date | None, moments: Sequence[dt.date]
) -> tuple[str, dt.date]:
    """The area of a table and the date on which its names are valid.

    The rows say most: the one area below which their units lie. Where they do not, the title does.

    Parameters
    ----------
    lines : sequence of str
        Lines above the table and of the document, top to bottom, and the name of the sheet.
    labels : sequence of str
        Labels of the rows.
    area_code, on
        What the record says; empty and None where it does not.
    moments : sequence of date
        The periods of the figures.

    Examples
    --------
    >>> area_and_day(["UBND huyện Vĩnh Linh"], ["TT Hồ Xá", "Xã Vĩnh Thái"], "", None, [dt.date(2023, 12, 31)])
    ('464', datetime.date(2023, 12, 31))
    """
    if area_code and on:
        return area_code, on
    chosen: list[tuple[float, str, dt.date]] = []
    for day in [on] if on else _days(lines, moments):
        if area_code:
            chosen.append((_covered(labels, area_code, day), area_code, day))
            continue
        named = areas_named(tuple(lines), day)
        area, weight = parent_of(tuple(labels), day, named)
        chosen.append((weight, area, day) if area else (0.01 if named else 0.0, _one_of(named, day), day))
        if area and weight >= 1 and area != areas.NATION:
            break  # every row is a unit of the more likely date; only complete lists of provinces give more information
    weight, area, day = max(chosen, key=lambda each: each[0])  # the first of equals: the likelier day comes first
    if on is None and area and _covered(labels, area, day) < 1:
        day = _day_of_names(labels, area, day)
    return area, day


def _day_of_names(labels: Sequence[str], area: str, day: dt.date) -> dt.date:
    """Of the days on which most of the rows are units of an area, the one nearest to a likely day, on its side of the reform."""
    starts = [start for start in _changes_below(area) if (start >= areas.REFORM) == (day >= areas.REFORM)]
    days = {day, *starts, *(start - dt.timedelta(days=1) for start in starts)}
    nearest = sorted(days, key=lambda each: abs(each - day))
    return max(nearest, key=lambda each: _covered(labels, area, each))  # the first of equals


@lru_cache(maxsize=1 << 10)
def _changes_below(area: str) -> tuple[dt.date, ...]:
    """The days on which the units below an area, or below one of those, changed."""
    units = areas.areas()
    children = set(units.loc[units["parent_code"] == area, "area_code"])
    below = units[units["parent_code"].isin({area, *children} - {areas.NATION})]
    days = {*below["valid_from"], *(below["valid_to"] + pd.Timedelta(days=1))}
    return tuple(sorted(day.date() for day in days if areas.FIRST_DAY < day < areas.LAST_DAY))


def _days(lines: Sequence[str], moments: Sequence[dt.date]) -> list[dt.date]:
    """The days on which the names may be valid, the likeliest first: that of the document, or of its first figures."""
    dated = [
        last_day(moment_of(line))
        for line in lines
        if whole("line", "dated").fullmatch(fold(line)) or inside("line", "attached").search(fold(line))
    ]
    likely = max((day for day in dated if day), default=min(moments, default=_BEFORE))
    days = [likely, _BEFORE] if likely >= areas.REFORM else [likely, _BEFORE, areas.REFORM]
    return list({areas.since(day): day for day in reversed(days)}.values())[::-1]


def _covered(labels: Sequence[str], area: str, on: dt.date) -> float:
    if area not in units_on(on).units:
        return -1.0
    return sum(bool(resolve_area(plain_label(label), area, on)) for label in labels) / max(len(labels), 1)


def _one_of(named: Sequence[str], on: dt.date) -> str:
    """The one area to which lines refer: the smallest of several that contain one another."""
    upper = {each for code in named for each in units_above(code, on)}
    smallest = [code for code in named if code not in upper]
    return smallest[0] if len(smallest) == 1 else ""


@cache
def _typed() -> re.Pattern[str]:
    short = ["tp\\.?", "tx\\.?", "tt\\.?", "h\\.", "t\\.p\\.?", "t\\.x\\.?", "x\\.", "p\\.", "q\\."]
    return re.compile(rf"(?<!\w)(?=({'|'.join([*TYPES, *short])}) ?((?:[\w'’]+(?: ?- ?| )?){{1,6}}))")


@lru_cache(maxsize=1 << 12)
def areas_named(lines: tuple[str, ...], on: dt.date) -> tuple[str, ...]:
    """The units that lines name with their types, in the order of the lines; a name of several units counts only below one named.

    >>> areas_named(("UBND TỈNH QUẢNG TRỊ", "trên địa bàn huyện Vĩnh Linh năm 2023"), dt.date(2023, 7, 31))
    ('45', '464')
    """
    found: list[str] = []
    several: list[tuple[str, ...]] = []
    for line in lines:
        for units in _units_in(line, on):
            found += units if len(units) == 1 else ()
            several += [units] if len(units) > 1 else []
    for codes in several:
        below = [code for code in codes if any(upper in units_above(code, on) for upper in found)]
        found += below if len(below) == 1 else []
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 12)
def _units_in(line: str, on: dt.date) -> tuple[tuple[str, ...], ...]:
    """For each name of a unit in a line, the codes that it may denote."""
    folded, index = fold(line), units_on(on)
    found: list[tuple[str, ...]] = [(areas.NATION,)] if inside("row", "nation_inside").search(folded) else []
    for kind, rest in _typed().findall(folded):
        tokens = rest.split()
        for length in range(min(len(tokens), 6), 0, -1):
            name = full_name(f"{kind} {' '.join(tokens[:length])}")
            if units := tuple(unit.code for unit in index.named.get(name, []) if unit.full == name):
                found.append(units)
                break
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def without_units(folded: str) -> str:
    """A folded text without the units it names: 'huyện Chợ Mới' does not mean new participants.

    >>> without_units("kết quả huyện chợ mới năm 2024")
    'kết quả   năm 2024'
    """
    for kind, rest in _typed().findall(folded):
        tokens = rest.split()
        for length in range(min(len(tokens), 6), 0, -1):
            name = " ".join(tokens[:length])
            if full_name(f"{kind} {name}") in names_ever():
                folded = re.sub(rf"{re.escape(kind)} ?{re.escape(name)}(?!\w)", " ", folded)
                break
    return folded


@lru_cache(maxsize=1 << 10)
def parent_of(labels: tuple[str, ...], on: dt.date, named: tuple[str, ...]) -> tuple[str, float]:
    """The one area that contains the units of rows, directly or one level deeper, with a measure of fit; empty if none.

    Of areas that fit as many rows, the one with more units directly below it, then the smaller one. An area that the lines name, or
    one below it, stands before all others; rows that fit none of these leave the area open.
    """
    index = units_on(on)
    children: Counter[str] = Counter()
    deeper: Counter[str] = Counter()
    distinct = list(dict.fromkeys(map(plain_label, labels)))
    for label in distinct:
        full = full_name(label)
        typed = bool(type_of(label))
        parents = {unit.parent for unit in index.named.get(full, ()) if (unit.full if typed else unit.bare) == full}
        children.update(parents)
        deeper.update({index.units[parent].parent for parent in parents if parent in index.units} - parents - {""})
    related = [
        area for area in children.keys() | deeper.keys() if not named or area in named or set(units_above(area, on)) & set(named)
    ]
    ranked = sorted(((children[a] + deeper[a], children[a], len(units_above(a, on))), a) for a in related)
    if not ranked:
        return "", 0.0
    (rank, area), second = ranked[-1], ranked[-2][0] if len(ranked) > 1 else None
    if rank == second or rank[0] * 2 < len(distinct) or (rank[0] < _ENOUGH and area not in named and not _telling(distinct, rank)):
        return "", 0.0
    complete = len(distinct) >= _ENOUGH and children[area] == len(index.below[area])
    return area, rank[0] / len(distinct) + (0.1 if complete else 0)


def _telling(distinct: Sequence[str], rank: tuple[int, int, int]) -> bool:
    """Whether two rows, both with their types, are sufficient: they are names of units and of nothing else."""
    return rank[0] == len(distinct) == 2 and all(type_of(label) for label in distinct)
