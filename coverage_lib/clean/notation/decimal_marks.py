"""The decimal marks with which a single cell can be read, given the quantity in its column."""

from __future__ import annotations

from functools import lru_cache
from math import inf

from coverage_lib.clean.notation.figure_column import STORED, Column
from coverage_lib.clean.text.printed_numbers import Figure, parse_figure, shows_whole, stored_figure

MARKS = (",", ".")
COMMA, POINT = 1, 2  # can be read with a decimal comma, with a decimal point
EITHER = COMMA | POINT
DIFFERS = 4  # with either, and the values differ
TWOFOLD = 256  # two readings with different values by its form, even if only one of them is possible
NUMBER = 8  # a number in at least one notation, possible or not
FIRM = 16  # a mark is excluded by form, by whole persons or by the number of people there are, not only by what rates are
LARGE, SMALL = 32, 64  # a rate without a per cent sign, above or within what a fraction can be
FRACTION = 128  # a count of persons stored as a fraction below 1000: 1.499, where 1 499 was typed
BIT = {",": COMMA, ".": POINT}

_TEXT = {str, type(None)}
_LONGEST_KEPT = 60
_HIGHEST_RATE, _ABSURD_RATE = 150, 1_000  # more than all, as health cards over residents are; and what no rate of coverage is
_HIGHEST_FRACTION = 1.1  # a rate written as a fraction, of a unit with more cards than residents


def mark_codes(column: Column) -> list[int]:
    """The bits of every cell; 0 where there is no number.

    >>> [code & EITHER for code in mark_codes(Column(["1.499", "19,2", "7", "..."], [None] * 4, [""] * 4, "rate"))]
    [2, 1, 3, 0]
    """
    said = column.kind, column.factor, column.most
    of_text = _of_text if max(map(len, column.texts), default=0) <= _LONGEST_KEPT else _of_text.__wrapped__
    if set(map(type, column.values)) <= _TEXT:
        return [of_text(text, *said) for text in column.texts]
    cells = zip(column.texts, column.values, column.formats, strict=True)
    return [_of_stored(value, shown, *said) if type(value) in STORED else of_text(text, *said) for text, value, shown in cells]


@lru_cache(maxsize=1 << 17)
def _of_text(text: str, kind: str, factor: int, most: float) -> int:
    comma = parse_figure(text, ",", factor)
    point = comma if text.isdecimal() else parse_figure(text, ".", factor)
    numbers = (comma.kind == "number") + (point.kind == "number")
    if not numbers:
        return 0
    differ = numbers == 2 and comma.value != point.value
    code = NUMBER | (FIRM if numbers == 1 or kind == "count" else 0) | (TWOFOLD if differ else 0)
    for bit, figure in ((EITHER, comma),) if point is comma else ((COMMA, comma), (POINT, point)):
        if figure.kind == "number" and _is_possible(figure, kind, factor, most, differ):
            code |= bit | _size(figure, kind)
    return code | DIFFERS if differ and code & EITHER == EITHER else code


@lru_cache(maxsize=1 << 17)
def _of_stored(value: object, shown: str, kind: str, factor: int, most: float) -> int:
    figure = stored_figure(value, shown)
    if figure.kind != "number":
        return 0
    if kind == "count" and factor == 1 and figure.value % 1 and not shows_whole(shown):
        return NUMBER | (FRACTION if abs(figure.value) < 1000 else 0)
    lowest, highest = {"rate": (0.0, _HIGHEST_RATE), "count": (-most, most)}.get(kind, (-inf, inf))
    # 92.6 formatted as per cent is shown as 9260 %
    size = figure.value * (factor if kind == "count" else 1)
    possible = lowest <= size <= highest and not (kind == "count" and figure.percent)
    return NUMBER | FIRM | (EITHER | _size(figure, kind) if possible else 0)


def _is_possible(figure: Figure, kind: str, factor: int, most: float, differ: bool) -> bool:
    """Whether a value is possible for the quantity in the column, given whether the cell has another reading."""
    if kind == "rate":  # a rate above 150 is believed only if it cannot be read otherwise
        return 0 <= figure.value <= (_HIGHEST_RATE if differ else _ABSURD_RATE)
    if kind == "count":
        whole = (figure.unit or factor) != 1 or ((figure.value * factor) % 1 == 0 and not (differ and figure.decimals))
        return whole and not figure.percent and abs(figure.value) * factor <= most
    return True


def _size(figure: Figure, kind: str) -> int:
    if kind == "count" or figure.percent or not figure.value:
        return 0
    return SMALL if abs(figure.value) <= _HIGHEST_FRACTION else LARGE
