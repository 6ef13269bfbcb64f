"""Printed figures to numbers, strictly: what is not a figure in the stated notation is not read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from coverage_lib.clean.text import normalise

_MISSING = {"...", "..", "…", "x", "X", "n/a"}
_ZERO = {"-", "–", "—"}
_UNITS = {"nghìn người": 1_000, "ngàn người": 1_000, "triệu người": 1_000_000, "người": 1}


@dataclass(frozen=True)
class Figure:
    """A printed figure: its value, the decimals it shows, whether it carries a per cent sign, whether it is marked as missing."""

    value: float
    decimals: int = 0
    percent: bool = False
    missing: bool = False

    @property
    def readable(self) -> bool:
        """False for text that is no figure at all."""
        return self.missing or not math.isnan(self.value)


def parse_figure(text: str, decimal: str = ",") -> Figure:
    """Read one printed figure.

    Parameters
    ----------
    text : str
        The text of the cell. ``-`` is a true zero; ``...``, ``..`` and ``x`` mean that there is no figure.
    decimal : {",", "."}
        The decimal mark of the document; the other one separates thousands and must stand before groups of three,
        the first of which does not begin with a zero: 0.123 with a decimal comma is no figure.

    Examples
    --------
    >>> parse_figure("1.499").value, parse_figure("19,2%").value, parse_figure("17.24", ".").value
    (1499.0, 19.2, 17.24)
    >>> parse_figure("...").missing, parse_figure("37-38").readable, parse_figure("1.49").readable
    (True, False, False)
    """
    body = normalise(text).replace(" ", "")
    if body in _MISSING:
        return Figure(math.nan, missing=True)
    if body in _ZERO:
        return Figure(0.0)
    percent = body.endswith("%")
    body = body.removesuffix("%")
    thousands = "." if decimal == "," else ","
    number = rf"-?(?:[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+|\d+)(?:{re.escape(decimal)}(\d+))?"
    found = re.fullmatch(number, body)
    if not found:
        return Figure(math.nan)
    value = float(body.replace(thousands, "").replace(decimal, "."))
    return Figure(value, len(found[1] or ""), percent)


def unit_factor(unit: str) -> int:
    """Persons in one unit of a printed count.

    >>> unit_factor("nghìn người"), unit_factor("")
    (1000, 1)
    """
    return _UNITS.get(normalise(unit).lower(), 1)


def unit_of(text: str) -> str:
    """The unit that a piece of text names: persons, thousands or millions of them, per cent; empty if none.

    >>> unit_of("Đơn vị tính: Nghìn người"), unit_of("Tỷ lệ %")
    ('nghìn người', '%')
    """
    folded = normalise(text).lower()
    for unit in _UNITS:
        if re.search(rf"(đơn vị( tính)?|đvt)\s*:\s*{unit}\b", folded) or folded == unit:
            return unit
    return "%" if "%" in folded else ""
