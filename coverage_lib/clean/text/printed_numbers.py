"""Strict conversion of printed figures to numbers: text that is not a figure in the stated notation is not read."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.clean.text.text_forms import normalise

_MISSING = re.compile(r"[.…]{2,}|…|n/a", re.IGNORECASE)
_NOT_APPLICABLE = {"x", "X", "×"}
_ZERO = {"-", "–", "—", "−", "‒", "―", "‐", "‑"}
_THOUSAND, _MILLION = r"(?:nghìn|ngàn|1[., ]?000)", r"triệu"
_PERSONS = r"(?:người|lao động|nhân khẩu)"
_UNITS = {"nghìn người": 1_000, "ngàn người": 1_000, "triệu người": 1_000_000, "người": 1}

_CLUSTER = re.compile(
    r"(?P<open>\()? ?(?P<sign>[-+−–‒‑])? ?(?P<body>[0-9](?:[0-9., ]*[0-9])?) ?(?P<percent>%)?(?(open) ?\))"
    rf" ?(?P<unit>(?:nghìn|ngàn|triệu)(?: {_PERSONS})?|{_PERSONS})?"
    r"(?: ?(?:\((?:[0-9]{1,2}|[a-z]|\*{1,3})\)|\[[0-9]{1,2}\]|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}))*",  # reference marks
    re.IGNORECASE,
)
_BARE = re.compile(r"[0-9](?:[0-9.,]*[0-9])?%?")
_STACKED = re.compile(r"[0-9.,] *[\t\r\n\v\f\x85\u2028\u2029]\s*[0-9.,]")  # two lines of figures in a cell are not one figure
_GROUPED = r"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+"
_NUMBER = {
    decimal: re.compile(
        rf"(?:{_GROUPED.format(mark=re.escape(thousands))}|{_GROUPED.format(mark=' ')}|[0-9]+)(?:{re.escape(decimal)}([0-9]+))?"
    )
    for decimal, thousands in ((",", "."), (".", ","))
}
_WITHOUT_THOUSANDS: dict[str, dict[int, str | None]] = {
    ",": {ord("."): None, ord(" "): None, ord(","): "."},
    ".": {ord(","): None, ord(" "): None},
}
_MOST_DIGITS = 15  # more are not exact in a float, and no count has them
_LONGEST = 60


class Figure(NamedTuple):
    """A figure as printed.

    Attributes
    ----------
    value : float
        NaN unless ``kind`` is ``number``.
    decimals : int
        Decimals it shows.
    percent : bool
        Whether it has a per cent sign of its own.
    kind : {"number", "blank", "missing", "not_applicable", "unreadable"}
        ``...`` is missing, ``x`` not applicable, an empty cell blank; anything else that is not a number is unreadable.
    unit : int
        Persons in the unit that the cell itself names; 0 if it names none.
    """

    value: float
    decimals: int = 0
    percent: bool = False
    kind: str = "number"
    unit: int = 0

    @property
    def missing(self) -> bool:
        """The document states that there is no figure."""
        return self.kind in ("missing", "not_applicable")

    @property
    def readable(self) -> bool:
        """False for text that is not a figure at all."""
        return self.kind != "unreadable"


UNREADABLE = Figure(math.nan, kind="unreadable")
_BLANK = Figure(math.nan, kind="blank")
_NO_FIGURE = Figure(math.nan, kind="missing")
_NO_SENSE = Figure(math.nan, kind="not_applicable")
_TRUE_ZERO = Figure(0.0)


def parse_figure(text: str, decimal: str = ",", factor: int = 1) -> Figure:
    """Read one printed figure.

    Parameters
    ----------
    text : str
        The text of the cell. ``-`` is a true zero; ``...`` and ``..`` mean that there is no figure, ``x`` that there can be none.
        A sign, brackets for a negative, a per cent sign, a unit of persons and a reference mark may surround the number.
    decimal : {",", "."}
        The decimal mark of the document; the other one, or a space, separates thousands and must precede groups of three digits,
        the first of which does not begin with a zero: 0.123 with a decimal comma is not a figure.
    factor : int
        Persons in one unit of the column. A cell that names a unit of its own is returned in units of the column.

    Examples
    --------
    >>> parse_figure("1.499").value, parse_figure("19,2%").value, parse_figure("17.24", ".").value
    (1499.0, 19.2, 17.24)
    >>> parse_figure("1.499(1)").value, parse_figure("(912)").value, parse_figure("12,3 triệu").value
    (1499.0, -912.0, 12300000.0)
    >>> parse_figure("...").kind, parse_figure("37-38").readable, parse_figure("1.49").readable
    ('missing', False, False)
    """
    return _parse(text, decimal, factor) if len(text) <= _LONGEST else UNREADABLE


def parse_figures(texts: Sequence[str], decimal: str = ",", factor: int = 1) -> list[Figure]:
    """Read the figures of a column at once; the same as `parse_figure` for each.

    >>> [figure.value for figure in parse_figures(["1.499", "246"])]
    [1499.0, 246.0]
    """
    if max(map(len, texts), default=0) > _LONGEST:
        return [parse_figure(text, decimal, factor) for text in texts]
    return [_parse(text, decimal, factor) for text in texts]


@lru_cache(maxsize=1 << 17)
def _parse(text: str, decimal: str, factor: int) -> Figure:
    if _BARE.fullmatch(text):  # nearly every figure; the code below gives the same, slowly
        percent = text[-1] == "%"
        return _number(text[:-1] if percent else text, decimal, percent)
    plain = normalise(text).lstrip("'’‘").strip()  # a spreadsheet keeps a number as text behind an apostrophe
    together = plain.replace(" ", "")
    if not plain:
        return _BLANK
    if together in _ZERO:
        return _TRUE_ZERO
    if together in _NOT_APPLICABLE:
        return _NO_SENSE
    if _MISSING.fullmatch(together):
        return _NO_FIGURE
    found = _CLUSTER.fullmatch(plain)
    if not found or _STACKED.search(text) or (found["open"] and found["sign"]) or (found["percent"] and found["unit"]):
        return UNREADABLE
    figure = _number(found["body"], decimal, bool(found["percent"]))
    if found["unit"]:
        own = _factor_of(found["unit"])
        figure = figure._replace(value=float(Decimal(repr(figure.value)) * own / factor), unit=own)
    if found["open"] or found["sign"] not in (None, "+"):
        figure = figure._replace(value=-figure.value or 0.0)
    return figure


def _number(body: str, decimal: str, percent: bool) -> Figure:
    if body.isdecimal() and len(body) <= _MOST_DIGITS:
        return Figure(float(body), 0, percent)
    found = _NUMBER[decimal].fullmatch(body)
    if not found:
        return UNREADABLE
    digits = body.translate(_WITHOUT_THOUSANDS[decimal])
    if len(digits) > _MOST_DIGITS:
        return UNREADABLE
    return Figure(float(digits), len(found[1] or ""), percent)


def _factor_of(unit: str) -> int:
    word = unit.lower().split(" ")[0]
    return {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}.get(word, 1)


# ---------------------------------------------------------------- numbers stored as numbers


def stored_figure(value: object, number_format: str = "") -> Figure:
    """Read a number stored in a spreadsheet, in the unit that its number format displays.

    >>> stored_figure(0.926, "0.0%")[:3], stored_figure(1499, "#,##0").value, stored_figure(893353, "#,##0,").value
    ((92.6, 1, True), 1499.0, 893.353)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return UNREADABLE
    return _stored(float(value), number_format)


@lru_cache(maxsize=1 << 17)
def _stored(value: float, number_format: str) -> Figure:
    decimals, percent, power, plain = _shown_by(number_format)
    if power:
        value = float(Decimal(repr(value)).scaleb(power))  # through decimal: 0.926 × 100 is not 92.6 in binary
    if plain:
        decimals = len(f"{value:.10g}".partition("e")[0].partition(".")[2])  # about what 'General' shows
    return Figure(value, decimals, percent)


def shows_whole(number_format: str) -> bool:
    """Whether a number format shows whole numbers only.

    >>> shows_whole("#,##0"), shows_whole("General"), shows_whole("0%")
    (True, False, False)
    """
    return _shown_by(number_format) == (0, False, 0, False)


@lru_cache(maxsize=1 << 12)
def _shown_by(number_format: str) -> tuple[int, bool, int, bool]:
    """Decimals, per cent sign, power of ten, and whether the format leaves the decimals open."""
    section = number_format[:200].split(";")[0]
    code = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", section)
    digits = re.search(r"[0#?](?:[0#?, ]*[0#?])?(?:\.([0#?]*))?(,*)", code)
    if not digits:
        return 0, "%" in section, 0, True
    scale = len(digits[2])  # each comma behind the digits shows thousands
    return len(digits[1] or ""), "%" in section, 2 * code.count("%") - 3 * scale, False


# ---------------------------------------------------------------- units


def unit_factor(unit: str) -> int:
    """Persons in one unit of a printed count.

    >>> unit_factor("nghìn người"), unit_factor("")
    (1000, 1)
    """
    return _UNITS.get(normalise(unit).lower(), 1)


_STATED = re.compile(
    rf"(?:đơn vị(?: tính)?|đvt)\s*[:.]?\s*(?:(?P<thousand>{_THOUSAND}) người|(?P<million>{_MILLION}) người|người)(?!\w)"
    rf"|(?:(?:đơn vị(?: tính)?|đvt)\s*[:.]?\s*|\(\s*|^)"
    rf"(?:(?P<thousands>{_THOUSAND})(?: người)?|(?P<millions>{_MILLION})(?: người)?|người)\s*(?=[);,/]|$)"  # not 'triệu đồng'
)


def unit_of(text: str) -> str:
    """The unit that a text names: persons, thousands or millions of them, per cent; empty if none.

    >>> unit_of("Đơn vị tính: Nghìn người"), unit_of("Dân số (1.000 người)"), unit_of("Tỷ lệ %"), unit_of("Số tiền (triệu đồng)")
    ('nghìn người', 'nghìn người', '%', '')
    """
    folded = normalise(text).lower()
    if found := _STATED.search(folded):
        said = found.groupdict()
        thousand, million = said["thousand"] or said["thousands"], said["million"] or said["millions"]
        return "nghìn người" if thousand else "triệu người" if million else "người"
    return "%" if "%" in folded else ""
