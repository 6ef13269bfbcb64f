"""Periods in text: a day, a month, a quarter, half a year, a year, or part of one of these."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.word_patterns import inside, words

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/])")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?: 00:00:00)?(?!\d)")
_MONTH = re.compile(r"(?<![\d/.])(\d{1,2})[/.-]((?:19|20)\d\d)(?![\d/])")
_DAY_ONLY = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/.,%])")
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?!\d|[.,]\d)")


class Moment(NamedTuple):
    """Year, month and day of the end of a period, each 0 if not stated; ``many`` if several periods are named."""

    year: int = 0
    month: int = 0
    day: int = 0
    many: bool = False

    @property
    def said(self) -> bool:
        """Whether a text states a period."""
        return bool(self.year or self.month or self.many)


@cache
def _joined(key: str) -> re.Pattern[str]:
    return re.compile("|".join(words("time", key)))


def _numbers() -> dict[str, int]:
    named = {word: number for number, key in ((3, "three"), (6, "six"), (9, "nine")) for word in words("time", key)}
    return _ROMAN | named


@lru_cache(maxsize=1 << 14)
def moment_of(text: str) -> Moment:
    """The period that a text states.

    >>> moment_of("6 tháng đầu năm 2024"), moment_of("giai đoạn 2023 - 2025")
    (Moment(year=2024, month=6, day=0, many=False), Moment(year=0, month=0, day=0, many=True))
    """
    return _scan(text)[0]


@lru_cache(maxsize=1 << 14)
def without_time(text: str) -> str:
    """The folded text without any part that names a period.

    >>> without_time("Thực hiện đến hết tháng 8/2024")
    'thực hiện đến hết  '
    """
    return _scan(text)[1]


def _scan(text: str) -> tuple[Moment, str]:
    left = fold(text)
    if not any(letter.isdigit() for letter in left) and not _joined("quarter").search(left):
        found = _joined("months_of").search(left)
        return (_months_of(found), left[: found.start()] + " " + left[found.end() :]) if found else (Moment(), left)
    left = _joined("since").sub(" ", left)  # 'from A to B' ends with B
    left, spans = _joined("span").subn(" ", left)
    found_whens: list[Moment] = []
    readers = (
        (_ISO, lambda f: Moment(int(f[1]), int(f[2]), int(f[3]))),
        (_joined("day_words"), lambda f: Moment(int(f[3]), int(f[2]), int(f[1]))),
        (_DAY, lambda f: Moment(int(f[4]), int(f[3]), int(f[1]))),
        (_joined("month_words"), lambda f: Moment(int(f[2]), int(f[1]))),
        (_joined("quarter"), lambda f: Moment(int(f[2] or 0), 3 * int(_numbers().get(f[1], 0) or f[1]))),
        (_joined("months_of"), _months_of),
        (_MONTH, lambda f: Moment(int(f[2]), int(f[1]))),
        (_DAY_ONLY, lambda f: Moment(0, int(f[2]), int(f[1]))),
        (_joined("month_only"), lambda f: Moment(0, int(next(part for part in f.groups() if part)))),
        (_YEAR, lambda f: Moment(int(f[1]))),
    )
    for pattern, read in readers:
        for found in pattern.finditer(left):
            found_whens.append(read(found))
        left = pattern.sub(" ", left)
    if spans:
        return Moment(many=True), left
    return _one(found_whens), left


def _months_of(found: re.Match[str]) -> Moment:
    number = int(_numbers().get(found[1], 0) or found[1])
    last = any(word in (found[2] or "") for word in words("time", "second"))
    return Moment(int(found[3] or 0), 12 if last else number)


def _one(found: list[Moment]) -> Moment:
    """The one period of all those found: partial statements are combined; different ones give many."""
    whole = dict.fromkeys(found)
    years = {each.year for each in whole if each.year}
    months = {(each.month, each.day) for each in whole if each.month}
    if len(years) > 1 or len(months) > 1:
        return Moment(many=True)
    month, day = months.pop() if months else (0, 0)
    if month > 12 or day > 31:
        return Moment(many=True)  # no such month: nothing may be concluded from it
    return Moment(years.pop() if years else 0, month, day)


def last_day(moment: Moment) -> dt.date | None:
    """The last day of a period, if its year is stated.

    >>> last_day(Moment(2024, 2)), last_day(Moment(2023)), last_day(Moment(0, 7))
    (datetime.date(2024, 2, 29), datetime.date(2023, 12, 31), None)
    """
    if not moment.year or moment.many:
        return None
    month = moment.month or 12
    last = monthrange(moment.year, month)[1] if 1 <= month <= 12 else 0
    return dt.date(moment.year, month, moment.day or last) if 1 <= (moment.day or last) <= last else None


def joined_moment(moments: Iterable[Moment]) -> Moment:
    """One period from several texts, the most specific text first.

    >>> joined_moment([Moment(0, 7), Moment(2024)]), joined_moment([Moment(2023), Moment(2024, 8)])
    (Moment(year=2024, month=7, day=0, many=False), Moment(year=2023, month=0, day=0, many=False))
    """
    year = month = day = 0
    for each in moments:
        if each.many:
            continue
        if each.month and not month and (not year or each.year in (0, year)):
            month, day = each.month, each.day
        year = year or each.year
    return Moment(year, month, day)


def period_of(text: str) -> dt.date | None:
    """The last day of the one period that a text names; none if it names none or several.

    >>> period_of("Sơ bộ 2021"), period_of("đến hết tháng 8/2024"), period_of("giai đoạn 2023-2025")
    (datetime.date(2021, 12, 31), datetime.date(2024, 8, 31), None)
    >>> period_of("30/9/2022")
    datetime.date(2022, 9, 30)
    """
    return last_day(moment_of(text))


def is_relative(text: str) -> bool:
    """Whether a text refers to another period without naming it: 'the month before', 'the beginning of the year'."""
    return bool(inside("time", "start").search(without_time(text)))
