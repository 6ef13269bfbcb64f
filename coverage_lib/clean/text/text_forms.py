"""Normalisation of Vietnamese text, so that the same words compare equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

# Letters that look like Vietnamese ones and replace them: eth and the African D for Đ, oi (ƣ) for ư, small forms likewise.
_LOOK_ALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "Ƣ": "Ư", "ƣ": "ư"}
_UNSEEN = [0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
# Full-width letters, digits and marks stand 0xFEE0 above the ASCII ones. Letters for digits (O for 0) are not touched: a guess.
_TRANSLATION: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(letter): meant for letter, meant in _LOOK_ALIKES.items()},
    **dict.fromkeys(_UNSEEN, None),
}

# Two accepted ways to place a tone mark on oa, oe, uy in an open syllable: hoà and hòa. The older one (hòa) is kept.
_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "oè": "òe",
    "oé": "óe",
    "oẻ": "ỏe",
    "oẽ": "õe",
    "oẹ": "ọe",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
}
_TONE_PATTERN = re.compile("(?<!q)(" + "|".join(_TONES) + r")(?!\w)")  # in quý the u belongs to the q: nobody writes qúy
_DAK = "đăk"  # the code lists themselves write Đăk Bla and Đắk Hà, the offices either
_LONGEST_KEPT = 200  # cached texts are cell texts; a chapter in a cell is worked out anew
_PIECES = 5  # a Vietnamese word has at most seven letters; one torn into more pieces is not joined


def normalise(text: str) -> str:
    r"""Composed letters, look-alikes replaced, invisible characters removed, full width to plain, single spaces.

    Legacy encodings first (``clean.legacy``): a soft hyphen and an eth are letters there.

    >>> normalise("Xã  Vi\u0303nh\u00a0Hòa"), normalise("１．４９９"), normalise("Vĩnh\u00ad Linh")
    ('Xã Vĩnh Hòa', '1.499', 'Vĩnh Linh')
    """
    return _normalise(text) if len(text) <= _LONGEST_KEPT else _normalise.__wrapped__(text)


@lru_cache(maxsize=1 << 16)
def _normalise(text: str) -> str:
    if text.isascii():
        return " ".join(text.split())
    # dropped before composing: a mark may follow a zero-width character
    composed = unicodedata.normalize("NFC", text.translate(_TRANSLATION))
    return " ".join(composed.split())


def fold(text: str) -> str:
    """For comparison only: normalised, lower case, one way to place tone marks. Marks themselves are kept: Vĩnh is not Vinh.

    >>> fold("Xã Vĩnh Hoà") == fold("XÃ VĨNH HÒA")
    True
    """
    return _fold(text) if len(text) <= _LONGEST_KEPT else _fold.__wrapped__(text)


_PER_CENT = re.compile(r"(?<=[^\W\d_])%\s?|\s?%(?=[^\W\d_])")
"""A sign that clings to a word: 'Đạt %KH' is 'đạt % kh'."""


@lru_cache(maxsize=1 << 16)
def _fold(text: str) -> str:
    folded = _TONE_PATTERN.sub(lambda found: _TONES[found[0]], normalise(text).lower())
    folded = folded.replace(_DAK, "đắk") if _DAK in folded else folded
    return _PER_CENT.sub(" % ", folded).strip() if "%" in folded else folded


def mend_spaces(text: str, known: Set[str]) -> str:
    """Words torn by spaces joined again, if the whole word is known and a part of it is not.

    Parameters
    ----------
    text : str
    known : set of str
        Single words, folded. A piece that begins with a capital starts a word, unless the whole text is in capitals.

    Examples
    --------
    >>> known = {"tổng", "cộng", "xã", "vĩnh", "thái", "tổ"}
    >>> mend_spaces("Tổ ng c ộng", known), mend_spaces("X ã V ĩnh Thái", known), mend_spaces("Xã Tổ Vĩnh", known)
    ('Tổng cộng', 'Xã Vĩnh Thái', 'Xã Tổ Vĩnh')
    """
    pieces = normalise(text).split(" ")
    if len(pieces) < 2 or all(fold(piece) in known for piece in pieces):
        return " ".join(pieces)
    capitals = normalise(text).isupper()
    # best[i]: unknown words, joins and start of the last word of the first i pieces; fewer unknown words first, then fewer joins
    best = [(0, 0, 0)]
    for end in range(1, len(pieces) + 1):
        ways = []
        for start in range(max(0, end - _PIECES), end):
            (unknown, joins, _), group = best[start], pieces[start:end]
            word = fold("".join(group))
            if len(group) == 1:
                ways.append((unknown + (word not in known), joins, start))
            elif word in known and (capitals or not any(piece[0].isupper() for piece in group[1:])):
                ways.append((unknown, joins + len(group) - 1, start))
        best.append(min(ways, key=lambda way: way[:2]))
    words, end = [], len(pieces)
    while end:
        start = best[end][2]
        words.append("".join(pieces[start:end]))
        end = start
    return " ".join(reversed(words))
