"""Codes of administrative units from their names as documents write them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_index import Index, Unit, units_on
from coverage_lib.clean.units.unit_labels import full_name, plain_label, type_of, without_marks, without_type
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.word_patterns import whole


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
    full = full_name(label)
    typed = full != without_type(full)  # a label with a type must not name a unit of another type
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
    found = [
        unit.name
        for unit in _descendants(index, within)
        if wanted in ([without_marks(unit.full)] if typed else [without_marks(unit.bare), without_marks(unit.full)])
    ]
    return found[0] if len(found) == 1 and wanted else ""


def _descendants(index: Index, within: str) -> list[Unit]:
    children = index.below.get(within, [])
    return (
        children
        if within == areas.NATION
        else [*children, *(unit for child in children for unit in index.below.get(child.code, []))]
    )
