"""Synthetic figures with correct arithmetic, and the ways in which offices print them."""

from __future__ import annotations

import datetime as dt
import zlib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from coverage_lib.vocabulary import areas

BEFORE, AFTER = dt.date(2024, 1, 1), dt.date(2026, 1, 1)
SHARE = {"si": 31, "si_compulsory": 22, "si_voluntary": 7, "ui": 15, "hi": 93, "hi_household": 41}  # per cent, about


def _spread(*key: object) -> float:
    """A number in 0…1 that depends on the key alone."""
    return zlib.crc32("|".join(map(str, key)).encode()) / 2**32


@cache
def labour_force(code: str, year: int) -> int:
    return round((1800 + 6000 * _spread("lf", code)) * 1.011 ** (year - 2020))


@cache
def population(code: str, year: int) -> int:
    return round((3900 + 11000 * _spread("pop", code)) * 1.007 ** (year - 2020))


@cache
def persons(code: str, indicator: str, year: int, month: int = 12) -> int:
    whole = population if indicator.startswith("hi") else labour_force
    share = SHARE[indicator] / 100 * (0.9 + 0.12 * _spread(indicator, code)) * (1 + 0.03 * (year - 2023) + 0.002 * (month - 12))
    return min(round(whole(code, year) * share), whole(code, year) - 7)


def percent(part: float, whole: float, decimals: int = 1) -> float:
    """100 × part / whole as a printer rounds it: half up."""
    exact = Decimal(str(part)) * 100 / Decimal(str(whole))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def vi(number: float, decimals: int = 0) -> str:
    """1.499 and 19,2."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def en(number: float, decimals: int = 0) -> str:
    """1,499 and 19.2."""
    return f"{number:,.{decimals}f}"


def plain(number: float, decimals: int = 0) -> str:
    """1499."""
    return f"{number:.{decimals}f}"


def spaced(number: float, separator: str = " ") -> str:
    """1 499."""
    return f"{number:,.0f}".replace(",", separator)


def vi_pct(number: float, decimals: int = 1) -> str:
    """19,2%."""
    return vi(number, decimals) + "%"


def units(parent: str, on: dt.date = BEFORE, first: int = 99) -> list[tuple[str, str]]:
    """Code and full name of the units of an area, in the order of the code list."""
    return [(code, " ".join(areas.areas_on(on).at[code, "name_vi"].split())) for code in areas.children(parent, on)[:first]]


def short(name: str) -> str:
    """TT Hồ Xá: the type abbreviated as on the forms."""
    for kind, letters in {"Thị trấn": "TT", "Thị xã": "TX", "Thành phố": "TP"}.items():
        name = name.replace(kind, letters)
    return name


def bare(name: str) -> str:
    """Hồ Xá."""
    for kind in ("Thị trấn ", "Thị xã ", "Thành phố ", "Phường ", "Huyện ", "Xã ", "Quận ", "Tỉnh ", "Đặc khu "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name
