"""Codes of administrative units from their names as documents write them."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.word_patterns import whole

TYPES = ("thành phố trực thuộc trung ương", "thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "quận", "huyện", "tỉnh", "xã")
DISTRICT_TYPES = ("huyện", "quận", "thị xã", "thành phố")
COMMUNE_TYPES = ("xã", "phường", "thị trấn")
LEVEL_OF_TYPE = {"tỉnh": "province", "huyện": "district"}  # types that only one level has
_ABBREVIATIONS = [
    (re.compile(short), written)
    for short, written in {
        r"^t\.\s?p(\.\s*|\s+)|^tp\.?\s*": "thành phố ",
        r"^t\.\s?x(\.\s*|\s+)|^tx(\.\s*|\s+)": "thị xã ",
        r"^t\.\s?t(\.\s*|\s+)|^tt(r)?(\.\s*|\s+)": "thị trấn ",
        r"^đk\.\s*": "đặc khu ",
        r"^h\.\s*": "huyện ",
        r"^x\.\s*": "xã ",
        r"^p\.\s*|^p\s?(?=\d)": "phường ",
        r"^q\.\s*|^q\s?(?=\d)": "quận ",
        r"^t\.\s*": "tỉnh ",
    }.items()
]
_WRITTEN_OUT = tuple(f"{each} " for each in TYPES)
_DASH = re.compile(r"\s*[-–]\s*")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_ORDINAL = re.compile(r"^(?:\(?(?:(?!x\.)[ivx]{1,5}|\d{1,3}(?:\.\d{1,3})*|[a-gđ])(?:[.)/:]+)|[-+•*–])\s*(?=\D)")
_COUNTED = re.compile(r"(?:\s*[(:,]?\s*\d+ [^\d]*)?\W*$")  # 'Tổng cộng (18 xã, thị trấn):'
_MARK = re.compile(r"\s*(?:\((?:\d{1,2}|\*+|[a-z])\)|\*+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[:;.])$")


@lru_cache(maxsize=1 << 15)
def is_total(label: str) -> bool:
    """Whether a row label names the total of the table.

    >>> is_total("Tổng cộng"), is_total("Xã Cộng Hòa")
    (True, False)
    """
    return bool(whole("row", "total").fullmatch(without_count(label)))


def without_count(label: str) -> str:
    """Folded label without the number of units that it counts.

    >>> without_count("Tổng cộng (18 xã, thị trấn):")
    'tổng cộng'
    """
    return _COUNTED.sub("", fold(label))


@lru_cache(maxsize=1 << 15)
def plain_label(label: str) -> str:
    """Folded label without an attached ordinal and reference marks.

    >>> plain_label("1. TT Hồ Xá"), plain_label("II/ Huyện Vĩnh Linh (*)"), plain_label("- Xã Vĩnh Thái")
    ('tt hồ xá', 'huyện vĩnh linh', 'xã vĩnh thái')
    """
    return _MARK.sub("", _ORDINAL.sub("", fold(label)))


@lru_cache(maxsize=1 << 15)
def ordinal_of(label: str) -> str:
    """The ordinal attached to a label, if there is one.

    >>> ordinal_of("II/ Huyện Vĩnh Linh"), ordinal_of("TT Hồ Xá")
    ('ii', '')
    """
    found = _ORDINAL.match(fold(label))
    return found[0].strip(" .)/:(") if found else ""


@lru_cache(maxsize=1 << 15)
def full_name(label: str) -> str:
    """Folded name with its type written out.

    >>> full_name("TT Hồ Xá"), full_name("TP. Hồ Chí Minh"), full_name("P.01")
    ('thị trấn hồ xá', 'thành phố hồ chí minh', 'phường 1')
    """
    name = _ZEROS.sub("", _DASH.sub(" - ", fold(label)))
    if name.startswith(_WRITTEN_OUT):
        return name
    for abbreviation, written in _ABBREVIATIONS:
        shorter = abbreviation.sub(written, name)
        if shorter != name:
            return shorter
    return name


def bare_name(label: str) -> str:
    """Folded name without its type.

    >>> bare_name("Huyện Vĩnh Linh")
    'vĩnh linh'
    """
    return _without_type(full_name(label))


@lru_cache(maxsize=1 << 15)
def type_of(label: str) -> str:
    """The type a label begins with, written out; empty if it has none.

    >>> type_of("TX. Kinh Môn"), type_of("Kinh Môn")
    ('thị xã', '')
    """
    name = full_name(label)
    return next((each for each in TYPES if name.startswith(each + " ")), "")


def _without_type(name: str) -> str:
    return next((name.removeprefix(each + " ") for each in TYPES if name.startswith(each + " ")), name)


def without_marks(text: str) -> str:
    """Letters only, without tone marks, hooks and spaces: sufficient to suggest a unit, never to identify one.

    >>> without_marks("Vĩnh Thái"), without_marks("Đông Hà")
    ('vinhthai', 'dongha')
    """
    bare = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return re.sub(r"[^a-z0-9]", "", bare)


class Unit(NamedTuple):
    """A unit of one of the two lists."""

    code: str
    parent: str
    name: str
    full: str
    bare: str


class Index(NamedTuple):
    """The units of one list, by code, by parent, and by name."""

    units: dict[str, Unit]
    below: dict[str, list[Unit]]
    named: dict[str, list[Unit]]  # full and bare names
    official: dict[str, str]


@cache
def _index(after_reform: bool) -> Index:
    on = areas.REFORM if after_reform else areas.REFORM - dt.timedelta(days=1)
    table = areas.areas_on(on)[["area_code", "parent_code", "name_vi", "official_code"]]
    index = Index({}, {}, {}, {})
    for code, parent, name, official in table.itertuples(index=False):
        full = full_name(name)
        unit = Unit(code, parent, " ".join(name.split()), full, _without_type(full))
        index.units[code] = unit
        index.below.setdefault(parent, []).append(unit)
        for each in {unit.full, unit.bare}:
            index.named.setdefault(each, []).append(unit)
        index.official[official] = code
    return index


def units_on(on: dt.date) -> Index:
    """The units valid on a day, indexed by name."""
    return _index(on >= areas.REFORM)


@lru_cache(maxsize=1 << 15)
def units_above(code: str, on: dt.date) -> tuple[str, ...]:
    """The units above a unit on a date, nearest first; from the other list if the unit is not valid on that date.

    >>> units_above("19363", dt.date(2023, 7, 31))
    ('464', '45', 'VN')
    """
    units = units_on(on).units
    chain: list[str] = []
    while code in units and units[code].parent:
        code = units[code].parent
        chain.append(code)
    return tuple(chain) if chain or code in units else tuple(areas.ancestors(code)) if areas.exists(code) else ()


@cache
def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with files("coverage_lib.vocabulary").joinpath("codes", "aliases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(fold(row["name"]), []).append(row["area_code"])
    return found


@lru_cache(maxsize=1 << 16)
def resolve_area(label: str, within: str, on: dt.date) -> str:
    """The code of the unit that a label names, or an empty text.

    Sought first among the units directly below ``within``, then ``within`` itself and the units above it, then, for a label with a
    type, two levels below: a bare name there is more often a former unit's (a commune is called Quảng Bình, too). A label with a
    type must match a full name, a label without one a name without type. A name that fits several units at one step names none.

    Parameters
    ----------
    label : str
        As the document prints it.
    within : str
        Area the document is about.
    on : date
        Day on which the names are valid.

    Examples
    --------
    >>> resolve_area("TT Hồ Xá", "464", dt.date(2023, 7, 31)), resolve_area("Hồ Xá", "464", dt.date(2023, 7, 31))
    ('19363', '19363')
    >>> resolve_area("Toàn quốc", "VN", dt.date(2022, 1, 1)), resolve_area("Hà Tây", "VN", dt.date(2022, 1, 1))
    ('VN', '')
    """
    folded = fold(label)
    if whole("row", "nation").fullmatch(folded):
        return areas.NATION
    index = units_on(on)
    for code in _aliases().get(folded, ()):
        if code in index.units:
            return code
    full = full_name(label)
    typed = full != _without_type(full)  # a label with a type must not name a unit of another type
    children = [unit for unit in index.named.get(full, ()) if unit.parent == within]
    around = {within, *units_above(within, on)} if within else set()
    upper = [unit for unit in index.named.get(full, ()) if unit.code in around]
    grandchildren = [
        unit
        for unit in index.named.get(full, ())
        if typed and unit.parent in index.units and index.units[unit.parent].parent == within
    ]
    for scope in (children, upper, grandchildren):
        found = [unit for unit in scope if (unit.full if typed else unit.bare) == full]
        if found:
            return found[0].code if len(found) == 1 else ""
    return ""


@lru_cache(maxsize=1 << 14)
def suggested_unit(label: str, within: str, on: dt.date) -> str:
    """The full name of the only unit below an area that matches a label without its marks; empty if none or several.

    >>> suggested_unit("Vinh Thai", "464", dt.date(2023, 7, 31))
    'Xã Vĩnh Thái'
    """
    index = units_on(on)
    wanted, typed = without_marks(plain_label(label)), bool(type_of(plain_label(label)))
    wanted = without_marks(full_name(plain_label(label))) if typed else wanted
    found = [unit.name for unit in _descendants(index, within) if without_marks(unit.full if typed else unit.bare) == wanted]
    return found[0] if len(found) == 1 and wanted else ""


def _descendants(index: Index, within: str) -> list[Unit]:
    children = index.below.get(within, [])
    return (
        children
        if within == areas.NATION
        else [*children, *(unit for child in children for unit in index.below.get(child.code, []))]
    )


@cache
def name_words() -> frozenset[str]:
    """Every single word in a name of either list, folded: the words to which torn words may be joined."""
    return frozenset(
        word for reform in (False, True) for unit in _index(reform).units.values() for word in re.findall(r"\w+", unit.full)
    )
