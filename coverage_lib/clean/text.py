"""Vietnamese text in one form, so that the same words compare equal."""

from __future__ import annotations

import re
import unicodedata

# Letters that look like Vietnamese ones and stand in their place: eth for Đ, oi (ƣ) for ư, and the Icelandic small eth.
_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ƣ": "Ư", "ƣ": "ư", "\u00a0": " ", "\u200b": "", "\ufeff": ""})

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


def normalise(text: str) -> str:
    r"""Composed letters, look-alikes replaced, single spaces.

    >>> normalise("Xã  Vi\u0303nh\u00a0Hòa")
    'Xã Vĩnh Hòa'
    """
    composed = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    return " ".join(composed.split())


def fold(text: str) -> str:
    """For comparison only: normalised, lower case, one way to place tone marks. Marks themselves are kept: Vĩnh is not Vinh.

    >>> fold("Xã Vĩnh Hoà") == fold("XÃ VĨNH HÒA")
    True
    """
    return _TONE_PATTERN.sub(lambda found: _TONES[found[0]], normalise(text).lower())
