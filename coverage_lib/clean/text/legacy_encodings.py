"""Legacy encodings of Vietnamese text: TCVN3 (fonts ``.Vn…``) and VNI (fonts ``VNI-…``).

Such text arrives as the Latin-1 letters of its bytes. The font identifies the encoding; if the file names no font, the words do: a
sheet is restored if its words become Vietnamese syllables and are not syllables before. Restore a text before any other
processing: a soft hyphen is the letter ư in TCVN3.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from coverage_lib.clean.text.syllables import LONGEST, is_syllable

ENCODINGS = ("tcvn3", "vni")
_COLUMNS = {"tcvn3": ("shown_as_latin1", "unicode"), "vni": ("vni_sequence_latin1", "unicode")}
_FONT = re.compile(r"(?:[A-Z]{6}\+)?(?:(?P<vni>vni[- ])|(?P<tcvn3>\.vn(?!i)))", re.IGNORECASE)  # a PDF prefixes six capitals
_STYLE = re.compile(r",.*$|-(?:Bold|Italic|Regular).*$", re.IGNORECASE)
_WORD = re.compile("[A-Za-z\u00a1-\u1fff]+")
_BEYOND = re.compile("[\u0100-\u1fff]")
_FEWEST = 2  # different words that must become syllables
_SHARE = 0.7  # of the words; names of peoples and places in other languages never do
_LONGEST_KEPT = 200


def encoding_of(font: str) -> str:
    """The encoding that a font implies; the name of an encoding is returned unchanged.

    >>> encoding_of(".VnTimeH"), encoding_of("VNI-Times"), encoding_of("Times New Roman"), encoding_of("vni")
    ('tcvn3', 'vni', '', 'vni')
    """
    if font in ENCODINGS:
        return font
    found = _FONT.match(font)
    return (found.lastgroup or "") if found else ""


def has_capitals_only(font: str) -> bool:
    """Whether a TCVN3 font shows capitals for small letters: its name ends in H.

    >>> has_capitals_only(".VnTimeH"), has_capitals_only(".VnArial NarrowH,Bold"), has_capitals_only(".VnTime")
    (True, True, False)
    """
    return encoding_of(font) == "tcvn3" and _STYLE.sub("", font).rstrip().endswith("H")


def detect_encoding(texts: Iterable[str]) -> str:
    """The legacy encoding of a sheet without known fonts, from all its words; empty for Unicode or too few words.

    >>> [detect_encoding([text]) for text in ("Tæng céng, X· VÜnh Th¸i", "Toång coäng", "Tổng cộng", "Hôtel café")]
    ['tcvn3', 'vni', '', '']
    """
    words: set[str] = set()
    for text in texts:
        words.update(_words(text))
    unchanged = sum(map(is_syllable, words))
    if len(words) < _FEWEST or 2 * unchanged >= len(words):
        return ""
    good = {encoding: sum(_becomes_syllable(word, encoding) for word in words) for encoding in ENCODINGS}
    best = max(ENCODINGS, key=good.__getitem__)
    return best if good[best] >= max(_FEWEST, _SHARE * len(words)) and good[best] > 2 * unchanged else ""


def restore(text: str, font: str = "") -> str:
    """Unicode text from text written for a legacy font.

    Parameters
    ----------
    text : str
    font : str
        Name of the font, or the answer of `detect_encoding`. Text of any other font is returned unchanged; so is text
        that is Unicode already, whatever its font.

    Examples
    --------
    >>> restore("Tæng céng", ".VnTime"), restore("tæng céng", ".VnTimeH"), restore("Toång coäng", "VNI-Times")
    ('Tổng cộng', 'TỔNG CỘNG', 'Tổng cộng')
    >>> restore("Cộng", ".VnTime"), restore("Tæng céng", "Arial")
    ('Cộng', 'Tæng céng')
    """
    encoding = encoding_of(font)
    if not encoding:
        return text
    restored = _restore(text, encoding) if len(text) <= _LONGEST_KEPT else _restore.__wrapped__(text, encoding)
    return restored.upper() if has_capitals_only(font) else restored


def restore_all(texts: Sequence[str], fonts: Sequence[str]) -> list[str]:
    """The texts of a sheet restored: by font where it is a known legacy font, otherwise by content.

    If the words under a legacy font are already Vietnamese, the text is Unicode: people change the text and keep the font.

    >>> restore_all(["Xã Hòa", "Huyện"], [".VnTime", ".VnTime"]), restore_all(["Tæng céng", "X·"], ["Arial", ""])
    (['Xã Hòa', 'Huyện'], ['Tổng cộng', 'Xã'])
    """
    of_font = {font: encoding_of(font) for font in set(fonts)}
    plain = [text for text, font in zip(texts, fonts, strict=True) if not of_font[font]]
    otherwise = detect_encoding(plain)
    if not otherwise and not any(of_font.values()):
        return list(texts)
    told = [of_font[font] for font in fonts]
    unicode_after_all = {encoding for encoding in ENCODINGS if _is_unicode(texts, told, encoding)}
    return [
        text if encoding in unicode_after_all else restore(text, font if encoding else otherwise)
        for text, font, encoding in zip(texts, fonts, told, strict=True)
    ]


def _words(text: str) -> tuple[str, ...]:
    """Words with at least one letter beyond ASCII."""
    return _words_of(text) if len(text) <= _LONGEST_KEPT else _words_of.__wrapped__(text)


@lru_cache(maxsize=1 << 15)
def _words_of(text: str) -> tuple[str, ...]:
    return () if text.isascii() else tuple(word for word in _WORD.findall(text) if not word.isascii())


def _is_unicode(texts: Sequence[str], told: Sequence[str], encoding: str) -> bool:
    words = {word for text, of_text in zip(texts, told, strict=True) if of_text == encoding for word in _words(text)}
    return sum(is_syllable(word) for word in words) > sum(_becomes_syllable(word, encoding) for word in words)


@lru_cache(maxsize=1 << 15)
def _restore(text: str, encoding: str) -> str:
    shown = _as_bytes_show(text)
    words = _words(text)
    if shown is None or not words:
        return text
    restored = _decode(shown, encoding)
    unchanged = all(map(is_syllable, words))
    return text if unchanged and not all(_becomes_syllable(word, encoding) for word in words) else restored


def _as_bytes_show(text: str) -> str | None:
    """The Latin-1 letters of the bytes; None for text that was never bytes. Windows-1258 may have been assumed."""
    if not _BEYOND.search(text):
        return text
    try:
        return text.encode("cp1258").decode("latin-1")
    except UnicodeEncodeError:
        return None


def _becomes_syllable(word: str, encoding: str) -> bool:
    return len(word) <= LONGEST and _becomes(word, encoding)


@lru_cache(maxsize=1 << 15)
def _becomes(word: str, encoding: str) -> bool:
    shown = _as_bytes_show(word)
    return shown is not None and is_syllable(_decode(shown, encoding))


def _decode(text: str, encoding: str) -> str:
    table = _table(encoding)
    return _sequences(encoding).sub(lambda found: table[found[0]], text)


@cache
def _sequences(encoding: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(sequence) for sequence in sorted(_table(encoding), key=len, reverse=True)))


@cache
def _table(encoding: str) -> dict[str, str]:
    """Latin-1 sequence → letter."""
    sequence, letter = _COLUMNS[encoding]
    with files(__package__).joinpath("encodings", f"{encoding}.csv").open(encoding="utf-8") as file:
        table = {row[sequence]: row[letter] for row in csv.DictReader(file)}
    # a capital typed before its mark in small: 'Aân' for 'AÂn'
    table |= {seq[0] + seq[1].lower(): meant for seq, meant in table.items() if len(seq) == 2 and seq[0].isupper()}
    return table
