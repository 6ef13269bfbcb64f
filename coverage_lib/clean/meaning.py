"""What a piece of header text says: indicator, base, measure, period, basis."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, fields
from functools import cache

from coverage_lib.clean.numbers import unit_of
from coverage_lib.clean.text import fold
from coverage_lib.vocabulary.terms import terms

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Meaning:
    """What is known of a figure from one or several pieces of text; empty where nothing was said."""

    indicator: str = ""
    base: str = ""
    measure: str = ""
    period: dt.date | None = None
    basis: str = ""
    unit: str = ""

    def over(self, general: Meaning) -> Meaning:
        """A meaning completed by a more general one (a column over its sheet, a sheet over its document)."""
        return Meaning(**{each.name: getattr(self, each.name) or getattr(general, each.name) for each in fields(Meaning)})


@cache
def _patterns(kind: str) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"(?<!\w)(?:{alias})(?!\w)"), code)
        for code, entry in terms(kind).items()
        for alias in entry.get("aliases", [])
    ]


def match(kind: str, text: str) -> str:
    """The code whose name stands in a text: the longest name wins; empty if there is none or several different ones.

    >>> match("indicator", "Người tham gia BHXH tự nguyện"), match("indicator", "BHXH, BHYT và BHTN")
    ('si_voluntary', '')
    """
    folded = fold(text)
    spans = [(found.span(), code) for pattern, code in _patterns(kind) for found in pattern.finditer(folded)]
    outer = {
        code for (start, end), code in spans if not any(s <= start and end <= e and e - s > end - start for (s, e), _ in spans)
    }
    return outer.pop() if len(outer) == 1 else ""


@cache
def meaning_of(text: str) -> Meaning:
    """What one piece of text says.

    >>> meaning_of("Số người TG").measure, meaning_of("Dân số").measure, meaning_of("Tỷ lệ %").measure
    ('participants', 'denominator', 'rate_pct')
    >>> meaning_of("Thực hiện năm 2023").period.isoformat()
    '2023-12-31'
    """
    base, unit = match("base", text), unit_of(text)
    measure = match("measure", text)
    if re.search(r"(?<!\w)(tỷ lệ|tỉ lệ)(?!\w)", fold(text)):
        measure = "rate_pct"  # a rate is named by what it counts as well: 'tỷ lệ người tham gia'
    elif base and (not measure or "thuộc diện" in fold(text)):
        measure = "rate_pct" if unit == "%" else "denominator"
    return Meaning(match("indicator", text), base, measure, period_of(text), match("basis", text), unit)


def period_of(text: str) -> dt.date | None:
    """The last day of the one period that a text names; none if it names none or several.

    >>> period_of("Sơ bộ 2021"), period_of("đến hết tháng 8/2024"), period_of("giai đoạn 2023-2025")
    (datetime.date(2021, 12, 31), datetime.date(2024, 8, 31), None)
    >>> period_of("30/9/2022")
    datetime.date(2022, 9, 30)
    """
    folded = fold(text)
    if day := re.search(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.](20\d\d)(?!\d)", folded):
        return _date(int(day[3]), int(day[2]), int(day[1]))
    if month := re.search(r"(?:tháng |(?<!\w)t)(\d{1,2})[/.-](20\d\d)(?!\d)", folded):
        return _month_end(int(month[2]), int(month[1]))
    if quarter := re.search(r"quý (i{1,3}|iv|[1-4])[/. -]+(?:năm )?(20\d\d)(?!\d)", folded):
        return _month_end(int(quarter[2]), 3 * int(_ROMAN.get(quarter[1], quarter[1])))
    years = set(re.findall(r"(?<![\d/.])(20\d\d)(?![\d])", folded))
    return dt.date(int(years.pop()), 12, 31) if len(years) == 1 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> dt.date | None:
    return dt.date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
