"""Number and date formats of the two languages (separators from Babel's CLDR data)."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

NBSP = "\u00a0"
MISSING = "…"


def count(value: float | None, lang: str = "vi", *, signed: bool = False) -> str:
    """Persons, with the thousands separator of the language; a missing value is an ellipsis.

    >>> count(1499), count(1499, "en"), count(-912, signed=True), count(None)
    ('1.499', '1,499', '−912', '…')
    """
    if value is None or pd.isna(value):
        return MISSING
    return _sign(format_decimal(abs(round(value)), "#,##0", locale=lang), value if round(value) else 0, signed)


def known(value: float | None, to: float | None) -> float | None:
    """A count rounded to its precision; a missing value stays missing.

    >>> known(-3090764, 10000), known(-912, 1)
    (-3090000, -912)
    """
    if value is None or pd.isna(value) or to is None or pd.isna(to) or to <= 1:
        return value
    return int(round(value / to) * to)


def decimal(value: float | None, lang: str = "vi", *, places: int = 1, signed: bool = False) -> str:
    """A number with a fixed number of decimals, halves rounded up as statistics offices print them.

    >>> decimal(-7.25, places=2), decimal(3.0, signed=True), decimal(39.25)
    ('−7,25', '+3,0', '39,3')
    """
    if value is None or pd.isna(value):
        return MISSING
    pattern = "#,##0." + "0" * places if places else "#,##0"
    # through repr, so that 39.25 is the decimal 39.25 and not the binary number below it
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _sign(format_decimal(abs(rounded), pattern, locale=lang), float(rounded), signed)


def percent(value: float | None, lang: str = "vi", *, places: int = 1) -> str:
    r"""A rate given in per cent.

    >>> percent(19.2179), percent(45.0, "en", places=0)
    ('19,2\xa0%', '45%')
    """
    if value is None or pd.isna(value):
        return MISSING
    return decimal(value, lang, places=places) + ("%" if lang == "en" else NBSP + "%")


def target(value: float | None, lang: str = "vi") -> str:
    r"""A target rate with the decimals with which it was set, at most two.

    >>> target(45.0), target(95.15)
    ('45\xa0%', '95,15\xa0%')
    """
    if value is None or pd.isna(value):
        return MISSING
    places = next(places for places in (0, 1, 2) if places == 2 or abs(value - round(value, places)) < 1e-9)
    return percent(value, lang, places=places)


def amount(value: float | None, unit: str, lang: str = "vi", *, decimals: int | None = None) -> str:
    r"""A number in its unit: persons and figures whole, a rate with the decimals given, else with just those it has.

    >>> amount(45067, "persons"), amount(13.0981, "per_cent", decimals=2), amount(95.15, "per_cent")
    ('45.067', '13,10\xa0%', '95,15\xa0%')
    """
    if unit != "per_cent":
        return count(value, lang)
    return target(value, lang) if decimals is None or pd.isna(decimals) else percent(value, lang, places=int(decimals))


def points(value: float | None, lang: str = "vi", *, places: int = 1) -> str:
    """A difference of two rates, signed, without its unit.

    >>> points(-11.43)
    '−11,4'
    """
    return decimal(value, lang, places=places, signed=True)


def date(value: dt.date | pd.Timestamp | None, lang: str = "vi") -> str:
    """A day: 30/9/2022 in Vietnamese, 30 September 2022 in English.

    >>> date(dt.date(2022, 9, 30)), date(dt.date(2022, 9, 30), "en")
    ('30/9/2022', '30 September 2022')
    """
    if value is None or pd.isna(value):
        return MISSING
    return format_date(value, "d/M/yyyy" if lang == "vi" else "d MMMM yyyy", locale=lang)


def period(value: dt.date | pd.Timestamp | None, lang: str = "vi") -> str:
    """The end of a period: its year when that is the whole calendar year, the day otherwise.

    >>> period(pd.Timestamp("2024-12-31")), period(pd.Timestamp("2022-09-30"))
    ('2024', '30/9/2022')
    """
    if value is None or pd.isna(value):
        return MISSING
    return str(value.year) if (value.month, value.day) == (12, 31) else date(value, lang)


def _sign(text: str, value: float, signed: bool) -> str:
    if value < 0:
        return "−" + text
    return "+" + text if signed and value > 0 else text
