"""The unit to which a line of targets refers: 'Xã Vĩnh Thái: 120 người'."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_labels import TYPES
from coverage_lib.clean.units.unit_names import resolve_area
from coverage_lib.vocabulary import areas

_TYPE = "|".join([*TYPES, r"tp\.?", r"tx\.?", r"tt\.?"])
_NAMED = re.compile(
    rf"(?<!\w)(?P<type>(?i:{_TYPE})) ?(?P<name>(?:[^\W\d_a-zà-ỹđ][\w'’]*|\d{{1,2}})(?:(?: |-| - )[^\W\d_a-zà-ỹđ][\w'’]*)*)"
)
_BEFORE = areas.REFORM - dt.timedelta(days=1)
_LEAD = 60


def area_of_item(text: str, area_code: str, on: dt.date | None) -> tuple[str, str]:
    """Label and code of the unit with which an item begins; the code is empty if the unit is unknown.

    >>> area_of_item("Xã Vĩnh Thái: 120 người", "464", None), area_of_item("Tỷ lệ bao phủ: 95%", "464", None)
    (('Xã Vĩnh Thái', '19369'), ('', ''))
    """
    found = _NAMED.match(text)
    if not found or found.end() > _LEAD or not re.match(r"\s*(?:$|[:,;(–-]|đạt|là|có|phấn đấu|\d)", text[found.end() :]):
        return "", ""
    return _resolved(found[0].strip(), area_code, on)


def area_before(text: str, place: int, area_code: str, on: dt.date | None) -> tuple[str, str] | None:
    """The unit with which the clause of a figure begins, in lists such as 'xã A 120 người, xã B 130 người'."""
    lead = re.split(r"[;,.(]\s", text[:place])[-1]
    return area if (area := area_of_item(lead.strip(), area_code, on))[0] else None


@lru_cache(maxsize=1 << 12)
def _resolved(label: str, area_code: str, on: dt.date | None) -> tuple[str, str]:
    if fold(label).startswith("xã hội"):
        return "", ""
    for day in [on] if on else [_BEFORE, areas.REFORM]:
        code = resolve_area(label, area_code or areas.NATION, day)
        if code:
            return ("", "") if code == area_code else (label, code)
    return label, ""
