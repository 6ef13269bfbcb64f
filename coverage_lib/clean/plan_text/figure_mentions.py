"""The figures in a sentence: rates and counts of persons, excluding years, dates, articles and document numbers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from coverage_lib.clean.text.periods import last_day, moment_of
from coverage_lib.clean.text.printed_numbers import parse_figure
from coverage_lib.vocabulary.word_patterns import words

_NUMBER = r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_PEOPLE = r"(?P<thousands>nghìn |ngàn |triệu )?(?P<persons>lượt người|người|lao động|nlđ|lđ|đối tượng|nhân khẩu)(?!\w)"
_FIGURE = re.compile(
    rf"(?<![\w.,/-])(?:(?P<low>{_NUMBER})(?P<first> ?%| phần trăm)? ?(?:-|–|÷|đến) ?)?(?P<number>{_NUMBER})"
    rf"(?: ?(?P<percent>%|phần trăm)(?!\w)| ?{_PEOPLE}|(?![\w/]|[.,]\d))"
)
_SHARE = re.compile(rf"(?<![\w.,/-])(?P<number>{_NUMBER})(?: người| lao động)? ?/ ?(?P<of>{_NUMBER}) {_PEOPLE}")
_YEAR = re.compile(
    r"(?:ngày \d{1,2} ?(?:[/.-]|tháng) ?\d{1,2} ?(?:[/.-]|năm) ?|(?<![\d/])\d{1,2}/\d{1,2}/|tháng \d{1,2} ?(?:/|-|,? ?năm ) ?|"
    r"quý (?:iv|i{1,3}|[1-4])(?: ?/|,? năm| ) ?|(?:3|6|9|ba|sáu|chín) tháng (?:đầu |cuối )?(?:của )?(?:năm )?)?"
    r"(?<![\d.,])((?:19|20)\d\d)(?![\d%]|[.,]\d| ?(?:người|lao động|%))"
)
_EARLIEST, _LATEST = 1995, 2060
_MOST_PER_CENT = 1_000


@dataclass(frozen=True)
class Mention:
    """A figure as printed.

    Attributes
    ----------
    start, end : int
        Where it stands, its unit included.
    printed : str
        The number alone.
    unit : {"%", "người", "nghìn người", "triệu người", ""}
        Empty for a number without one.
    value : float
        In its own unit; NaN if it is not a figure.
    part : {"", "low", "high", "of"}
        Of a range such as 5-7%; ``of``: the second number of '2.800/2.831 người'.
    """

    start: int
    end: int
    printed: str
    unit: str
    value: float
    part: str = ""


@dataclass(frozen=True)
class DateSaid:
    """A date in a sentence: the last day of the period, and whether it is only the end of a span of years."""

    start: int
    end: int
    period: dt.date
    weak: bool = False


def mentions(folded: str) -> list[Mention]:
    """The figures of a sentence, left to right; the caller has taken out dates and numbers of documents.

    >>> [(each.printed, each.unit, each.value) for each in mentions("đạt 12.038 người, tỷ lệ 23,12%; từ 5-7% (năm 2025)")]
    [('12.038', 'người', 12038.0), ('23,12', '%', 23.12), ('5', '%', 5.0), ('7', '%', 7.0)]
    """
    found: list[Mention] = []
    for each in _FIGURE.finditer(folded):
        unit = _unit(each)
        if not unit and (_is_year(each["number"]) or each["low"]):
            continue
        low = each["low"] if each["low"] and unit and not (_is_year(each["low"]) and unit != "%") else None
        start = each.start() if low else each.start("number")
        if low and each["first"] and unit != "%":
            low, start = None, each.start("number")
        if low and _value(low, unit) >= _value(each["number"], unit):
            low, start = None, each.start("number")  # no range: two figures in a row
        if low:
            middle = each.end("low")
            found.append(Mention(start, middle, low, unit, _value(low, unit), "low"))
            start = each.start("number")
        found.append(Mention(start, each.end(), each["number"], unit, _value(each["number"], unit), "high" if low else ""))
    for each in _SHARE.finditer(folded):
        unit = _unit(each)
        if unit:
            found = [one for one in found if one.end <= each.start() or one.start >= each.end()]
            number, of = each["number"], each["of"]
            found.append(Mention(each.start(), each.end("number"), number, unit, _value(number, unit)))
            found.append(Mention(each.start("of"), each.end(), of, unit, _value(of, unit), "of"))
    return sorted(found, key=lambda each: each.start)


def _unit(found: re.Match[str]) -> str:
    if found.groupdict().get("percent"):
        return "%"
    if not found["persons"] or found["persons"].startswith("lượt"):
        return ""
    thousands = (found["thousands"] or "").strip()
    return {"": "người", "triệu": "triệu người"}.get(thousands, "nghìn người")


def _is_year(number: str) -> bool:
    return number.isdecimal() and len(number) == 4 and _EARLIEST <= int(number) <= _LATEST


def _value(printed: str, unit: str) -> float:
    """The number in Vietnamese notation, unless only the other notation makes sense: 95.5 %, 12,038 persons."""
    usual, other = parse_figure(printed, ",").value, parse_figure(printed, ".").value
    if usual != usual:  # NaN
        return other
    whole = unit == "người" and usual != int(usual)
    return other if other == other and (whole or (unit == "%" and usual >= _MOST_PER_CENT)) else usual


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in words("plan", key)))


def dates_said(folded: str) -> list[DateSaid]:
    """Dates in a sentence to which figures may belong, left to right, without dates used for comparison only.

    >>> [(each.period.year, each.weak) for each in dates_said("giai đoạn 2023-2025; năm 2024 tăng so với năm 2022; đến 31/12/2025")]
    [(2025, True), (2024, False), (2025, False)]
    """
    said: list[DateSaid] = []
    left = _blanked(folded, _pattern("compared"), unless="span")
    for each in _pattern("span").finditer(left):
        first, last = int(each[1]), int(each[2])
        if _EARLIEST <= first < last <= _LATEST:
            said.append(DateSaid(each.start(), each.end(), dt.date(last, 12, 31), weak=True))
    left = _blanked(left, _pattern("span"))
    for each in _YEAR.finditer(left):
        period = last_day(moment_of(each[0]))
        if period and _EARLIEST <= period.year <= _LATEST:
            said.append(DateSaid(each.start(), each.end(), period))
    return sorted(said, key=lambda each: each.start)


def _blanked(text: str, pattern: re.Pattern[str], unless: str = "") -> str:
    kept = [each.span() for each in _pattern(unless).finditer(text)] if unless else []

    def blank(found: re.Match[str]) -> str:
        within = any(start < found.end() and found.start() < end for start, end in kept)
        return found[0] if within else " " * len(found[0])

    return pattern.sub(blank, text)


def blank_out(text: str, key: str) -> str:
    """A sentence in which matches of one vocabulary list are replaced by spaces.

    >>> blank_out("theo Quyết định số 12/QĐ-UBND đạt 5%".lower(), "citation")
    'theo                          đạt 5%'
    """
    return _blanked(text, _pattern(key))
