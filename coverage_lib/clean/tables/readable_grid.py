"""A grid prepared for reading: legacy encodings restored, torn words joined, dates in headers as displayed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from coverage_lib.clean.text import legacy_encodings
from coverage_lib.clean.text.syllables import is_syllable
from coverage_lib.clean.text.text_forms import fold, mend_spaces
from coverage_lib.clean.units.unit_index import name_words, names_ever
from coverage_lib.clean.units.unit_labels import full_name, plain_label, without_marks
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.word_patterns import every_word

_LEGACY_FONTS = (".", "v", "V")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 300
_PARTS = re.compile(r"\s+[-–/]\s+|\s*\n\s*")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_VOWEL = re.compile(r"[AEIOUY]")
_FIGURES = re.compile(r"(?<![\w.])\d[\d.,/]*")
_PLAIN = {str, int, float, bool}  # what nearly every cell holds


def readable(grid: Grid) -> Grid:
    """The grid with its texts restored; numbers and addresses do not change."""
    words, dates = [], []
    for cell in grid.cells.values():
        if not cell.text.isascii() or cell.font.startswith(_LEGACY_FONTS):
            words.append(cell)
        if type(cell.value) not in _PLAIN and isinstance(cell.value, dt.date):
            dates.append(cell._replace(text=_shown(cell.value, cell.number_format)))
    texts = legacy_encodings.restore_all([cell.text for cell in words], [cell.font for cell in words]) if words else []
    changed = {
        (cell.row, cell.column): cell._replace(text=meant)
        for cell, text in zip(words, texts, strict=True)
        if (meant := without_translation(mended(text))) != cell.text
    }
    changed |= {(cell.row, cell.column): cell for cell in dates}
    context = tuple(map(mended, legacy_encodings.restore_all(list(grid.context), [""] * len(grid.context)))) if grid.context else ()
    return replace(grid, cells=grid.cells | changed, context=context) if changed or context != grid.context else grid


@lru_cache(maxsize=1 << 15)
def without_translation(text: str) -> str:
    r"""A text without the English that statistics offices print behind it; numbers in it stay.

    >>> without_translation("TỔNG SỐ - TOTAL"), without_translation("Sơ bộ\nPrel. 2024"), without_translation("Xã Tân Hòa - Xã Mỹ")
    ('TỔNG SỐ', 'Sơ bộ 2024', 'Xã Tân Hòa - Xã Mỹ')
    >>> without_translation("Nam\nMale"), without_translation("Thái Bình - Thai Binh"), without_translation("người tham\ngia BHXH")
    ('Nam', 'Thái Bình', 'người tham\ngia BHXH')
    """
    if tail := _BRACKETS.search(text):
        head, inner = without_translation(text[: tail.start()]), without_translation(tail[1])
        if head != text[: tail.start()] and _is_english(inner):
            return head  # 'Dân số (Người) - Population (Person)'
        return f"{head} ({inner})" if (head, inner) != (text[: tail.start()], tail[1]) else text
    first, *others = _PARTS.split(text)
    if not others or _is_english(first) or not all(other.isascii() and _translates(other, first) for other in others):
        return text
    numbers = [number for other in others for number in _FIGURES.findall(other)]
    return " ".join([first.strip(), *numbers])


def _translates(part: str, first: str) -> bool:
    """Whether a part is English, or the name before it without marks; a line broken within Vietnamese words is neither."""
    return _is_english(part) or without_marks(part) in without_marks(first)


def _is_english(text: str) -> bool:
    """Whether a text without marks has a word that is no Vietnamese syllable and no abbreviation such as BHXH or UBND."""
    words = [word for word in _WORD.findall(text) if len(word) > 2] if text.isascii() else []
    return any(not is_syllable(word) and (not word.isupper() or len(_VOWEL.findall(word)) > 1) for word in words)


@lru_cache(maxsize=1 << 15)
def mended(text: str) -> str:
    """A text with words torn by spaces joined again; any other text unchanged.

    >>> mended("Tổ ng c ộng"), mended("Tỷ lệ bao phủ  BHYT")
    ('Tổng cộng', 'Tỷ lệ bao phủ  BHYT')
    """
    if len(text) > _LONGEST or " " not in text:
        return text
    pieces = _WORD.findall(fold(text))
    strange = [piece for piece in pieces if piece not in _known()]
    beside = pairwise(pieces)
    if not strange or not any(a + b in _known() and not (a in _known() and b in _known()) for a, b in beside):
        return text
    if full_name(plain_label(text)) in names_ever():
        return text  # 'Xã A Vương' is whole
    better = mend_spaces(text, _known())
    return better if sum(piece not in _known() for piece in _WORD.findall(fold(better))) < len(strange) else text


@cache
def _known() -> frozenset[str]:
    """Single words of names, of terms and of the phrases used by the reader."""
    aliases = (
        alias
        for kind in ("indicator", "base", "measure", "basis", "foreign")
        for entry in terms(kind).values()
        for alias in entry.get("aliases", [])
    )
    words = name_words() | every_word() | frozenset(word for alias in aliases for word in _WORD.findall(alias))
    return frozenset(word for word in words if len(word) > 2 or (len(word) == 2 and _has_vowel(word)))  # others are torn off a word


def _has_vowel(word: str) -> bool:
    return not set("aeiouy").isdisjoint(without_marks(word))


def _shown(day: dt.date, number_format: str) -> str:
    """The part of a date that a number format displays: a day, a month or a year.

    >>> _shown(dt.date(2024, 7, 1), "mm/yyyy"), _shown(dt.date(2024, 7, 1), "General"), _shown(dt.date(2024, 7, 1), "yyyy")
    ('07/2024', '01/07/2024', '2024')
    """
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.lower())
    dd = f"{day.day:02d}/" if "d" in code or not code or code == "general" else ""
    mm = f"{day.month:02d}/" if dd or "m" in code else ""
    return f"{dd}{mm}{day.year}"
