"""The unit of each row of a table: by name, by the group above it, or by the area that a total covers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from coverage_lib.clean.text.text_forms import fold, mend_spaces
from coverage_lib.clean.units.unit_index import name_words, names_ever, units_on
from coverage_lib.clean.units.unit_labels import (
    COMMUNE_TYPES,
    DISTRICT_TYPES,
    LEVEL_OF_TYPE,
    TYPES,
    bare_name,
    full_name,
    is_group,
    is_total,
    ordinal_of,
    plain_label,
    type_of,
    without_count,
)
from coverage_lib.clean.units.unit_names import resolve_area, units_above
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.word_patterns import inside, whole, words

_NO_RANK = -1
_ROMAN = re.compile(r"[ivx]+")


class Row(NamedTuple):
    """What a row states about its unit.

    ``ordinal`` and ``group`` are the texts of the columns for numbers and for districts, ``code`` that of the column for codes.
    """

    label: str
    ordinal: str = ""
    group: str = ""
    code: str = ""
    figures: bool = True


@dataclass
class Group:
    """A row that heads others: ``within`` is the area in which its members are looked up, or None if unknown."""

    rank: int
    code: str
    within: str | None
    figures: bool


def place_rows(rows: Sequence[Row], scope: str, on: dt.date, groups: list[Group] | None = None) -> list[str]:
    """The code of the unit of each row; empty if the name is unknown.

    Parameters
    ----------
    rows : sequence of Row
        In the order of the table.
    scope : str
        The area the table is about; empty if it is not known.
    on : date
        Day on which the names are valid.
    groups : list of Group, optional
        The groups that are open where the table begins, as on a page that goes on with the table of the page before; left as they
        are at its end.

    Examples
    --------
    >>> rows = [Row("Huyện Gio Linh", "I"), Row("Gio Châu", "1"), Row("Huyện Vĩnh Linh", "II"), Row("Hồ Xá", "1"), Row("Tổng cộng")]
    >>> place_rows(rows, "45", dt.date(2023, 7, 31))[2:]
    ['464', '19363', '45']
    """
    ranks = [_rank(row) for row in rows]
    totals = [is_total(_clean(row.label)) for row in rows]
    subtotals = sum(_is_subtotal(_clean(row.label)) for row in rows)
    lone_subtotal = subtotals == 1 and sum(totals) == 1
    deep = _two_levels(scope, on)
    placed: list[str] = []
    groups = [] if groups is None else groups
    for number, row in enumerate(rows):
        label, rank = _clean(row.label), ranks[number]
        if code := _by_code(row.code, label, on):
            placed.append(code)
            continue
        if totals[number]:
            group = groups[-1] if groups else None
            if group and not group.figures and _is_subtotal(label) and not lone_subtotal:
                placed.append(group.code)
            else:
                placed.append(_total(label, group, scope, on))
            continue
        heads = _heads(rows, ranks, number, label)
        while groups and (rank != _NO_RANK or heads) and (groups[-1].rank >= rank or (heads and rank == _NO_RANK)):
            groups.pop()
        within: str | None = groups[-1].within if groups else scope
        if row.group and not heads:
            within = _known(_clean(row.group), scope, on) or None
        code = _known(label, within, on) if within is not None else ""
        if not code and groups and rank == _NO_RANK and type_of(label) in DISTRICT_TYPES:
            code = _known(label, scope, on)
            if code:
                groups.clear()
        if not code and groups and within != scope and groups[-1].rank == rank and _known(label, scope, on):
            code = _known(label, scope, on)
        placed.append(code)
        if heads:
            open_to = code if code and code != scope else scope if not code and (is_group(label) or not deep) else None
            groups.append(Group(rank, code, code or open_to, row.figures))
    return placed


@lru_cache(maxsize=1 << 15)
def _clean(label: str) -> str:
    """A label without ordinal and marks, with torn words joined."""
    plain = plain_label(label)
    if all(word in _known_words() for word in re.findall(r"[^\W\d_]+", plain)):
        return plain
    return fold(mend_spaces(plain, _known_words()))


@cache
def _known_words() -> frozenset[str]:
    of_rows = {
        word for key in ("total", "nation", "subtotal") for each in words("row", key) for word in re.findall(r"[^\W\d_]+", each)
    }
    return name_words() | of_rows | {word for each in TYPES for word in each.split()}


def _rank(row: Row) -> int:
    """The depth of a row by its kind of number: letters and Roman numbers above Arabic ones, then 1.1, then dashes."""
    ordinal = fold(row.ordinal).strip(" .)/(:") or ordinal_of(row.label)
    if not ordinal:
        return _NO_RANK
    if _ROMAN.fullmatch(ordinal):
        return 1
    if len(ordinal) == 1 and ordinal.isalpha():
        return 0 if row.ordinal.strip()[:1].isupper() or row.label[:1].isupper() else 3
    if re.fullmatch(r"\d+", ordinal):
        return 2
    if re.fullmatch(r"\d+(\.\d+)+", ordinal):
        return 2 + ordinal.count(".")
    return 5 if ordinal in "-+•*–" else _NO_RANK


def _heads(rows: Sequence[Row], ranks: Sequence[int], number: int, label: str) -> bool:
    """Whether the following rows belong to this one."""
    after = next((n for n in range(number + 1, len(rows)) if not is_total(_clean(rows[n].label))), None)
    if after is None:
        return False
    rank, next_rank = ranks[number], ranks[after]
    below = _clean(rows[after].label)
    if rank != _NO_RANK and next_rank != _NO_RANK:
        return next_rank > rank
    if type_of(label) in DISTRICT_TYPES and type_of(below) in COMMUNE_TYPES:
        return True
    starts_anew = fold(rows[after].ordinal or ordinal_of(rows[after].label)).strip(" .)(") in ("1", "01")
    return rank == _NO_RANK and starts_anew and (bool(type_of(label)) or is_group(label) or not rows[number].figures)


def _is_subtotal(label: str) -> bool:
    return bool(whole("row", "subtotal").fullmatch(re.sub(r"\W+$", "", label)))


@lru_cache(maxsize=1 << 12)
def _two_levels(scope: str, on: dt.date) -> bool:
    below = units_on(on).below
    return any(unit.code in below for unit in below.get(scope, []))


@lru_cache(maxsize=1 << 15)
def _known(label: str, within: str, on: dt.date) -> str:
    """The code of a label, also after the word for an office ('UBND xã …') or for a total ('Cộng huyện …')."""
    if code := resolve_area(label, within, on):
        return code
    for key in ("office", "total_prefix"):
        shorter = re.sub(rf"^(?:{'|'.join(words('row', key))}):?\s+", "", label)
        if shorter != label and type_of(shorter) and (code := resolve_area(shorter, within, on)):
            return code
    return ""


@lru_cache(maxsize=1 << 15)
def names_area_of_total(label: str) -> bool:
    """Whether a label is a total that names its area.

    >>> names_area_of_total("Toàn tỉnh Bắc Ninh"), names_area_of_total("Toàn tỉnh"), names_area_of_total("Xã Cộng Hòa")
    (True, False, False)
    """
    plain = plain_label(label)
    shorter = re.sub(rf"^(?:{'|'.join(words('row', 'total_prefix'))}):?\s+", "", plain)
    return shorter != plain and bool(type_of(shorter)) and not is_total(plain)


@lru_cache(maxsize=1 << 12)
def _by_code(text: str, label: str, on: dt.date) -> str:
    """The unit of a cell in a column for codes: our own code, or an official one whose unit bears the name of the row."""
    code = text.strip().removesuffix(".0")
    index = units_on(on)
    if not code:
        return ""
    named = {bare_name(label), full_name(label)}
    for each in (code, *(code.zfill(width) for width in (2, 3, 5) if code.isdigit())):
        if areas.exists(each) and ("@" in each or is_total(label) or _bears(each, named)):
            return each
        if (found := index.official.get(each)) and _bears(found, named):
            return found
    return ""


def _bears(code: str, named: set[str]) -> bool:
    name = areas.area_name(code).split(" (")[0]
    return bare_name(name) in named or full_name(name) in named


def _total(label: str, group: Group | None, scope: str, on: dt.date) -> str:
    """The area that a total covers: 'toàn tỉnh' is the province, however small the area of the table."""
    if whole("row", "nation").fullmatch(label):
        return areas.NATION
    if not scope:
        return ""
    kind = next((each for each in TYPES if without_count(label).endswith(f" {each}")), "")
    if not kind:
        return scope
    around = [code for code in (group.code if group else "", scope, *units_above(scope, on)) if code]
    if level := LEVEL_OF_TYPE.get(kind):
        return next((code for code in around if areas.area_level(code) == level), "")
    return next((code for code in around if fold(areas.area_name(code)).startswith(kind)), "")


@lru_cache(maxsize=1 << 15)
def names_no_unit(label: str) -> bool:
    """Whether a label is a note, a signature, a page number or a section heading: not a row of figures.

    >>> names_no_unit("Ghi chú: tạm tính"), names_no_unit("Nơi nhận:"), names_no_unit("Trang 2/3"), names_no_unit("Xã Ghi Chú")
    (True, True, True, False)
    """
    plain = fold(label)
    if plain in names_ever():  # the commune Ký Phú signs nothing
        return False
    starts = inside("row", "signature").match(plain) or inside("row", "note").match(plain)
    return bool(starts or whole("row", "furniture").fullmatch(plain))
