"""The encoding of a text file."""

from __future__ import annotations

import codecs
import unicodedata

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # that Windows-1258 writes after their vowel
_FEW = 20  # one damaged letter in so many is still UTF-8


def decoded_text(content: bytes) -> str | None:
    r"""The text of a file; None if it is not text.

    Legacy letters (TCVN3, VNI) come out as the Latin-1 letters of their bytes, which are restored where the words are known.

    >>> decoded_text("Xã".encode("utf-16")), decoded_text("Xã".encode()), decoded_text(b"T\xe6ng"), decoded_text(b"a\0\0b\1")
    ('Xã', 'Xã', 'Tæng', None)
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            return None if "\0" in text else text
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if even or odd:
        if min(even, odd) or max(even, odd) < len(content) / 4:
            return None
        return content.decode("utf-16-le" if odd else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    letters, lost = sum(letter > "\x7f" for letter in text), text.count("\ufffd")
    if lost * _FEW <= letters:
        return text
    return _windows_1258(content) or content.decode("latin-1")


def _windows_1258(content: bytes) -> str:
    """The text if it reads as Windows-1258: there are tone marks, and each is on a vowel."""
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        return ""
    places = [place for place, letter in enumerate(text) if letter in _TONES]
    vowels = all(place and unicodedata.normalize("NFD", text[place - 1])[0] in "aeiouyAEIOUY" for place in places)
    return text if places and vowels else ""
