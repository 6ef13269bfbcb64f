"""Whether a word can be a Vietnamese syllable: distinguishes a restored text from a garbled one."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")  # a syllable that ends in a stop is acute or dotted
_WRONG = re.compile(
    r"^(?:c|g|ng)[e\u00ea]|^(?:c|ng)i|^(?:gh|ngh)[^e\u00eai]|^[cg]y"
)  # c, g, ng before a o u; k, gh, ngh before e i
LONGEST = 24  # letters and marks of a syllable, however it is encoded, with room to spare


def is_syllable(word: str) -> bool:
    """Whether a word with its marks is spelt as a Vietnamese syllable.

    >>> is_syllable("Huyện"), is_syllable("Céng"), is_syllable("Tæng")
    (True, False, False)
    """
    return len(word) <= LONGEST and _is_syllable(word)


@lru_cache(maxsize=1 << 15)
def _is_syllable(word: str) -> bool:
    plain, tones, places, letter = "", [], [], -1
    for mark in unicodedata.normalize("NFD", word.lower()):
        letter += not unicodedata.combining(mark)
        if mark in _TONES:
            tones.append(mark)
            places.append(letter)
        else:
            plain += mark
    plain = unicodedata.normalize("NFC", plain)
    if len(tones) > 1 or plain not in _syllables():
        return False
    if plain.endswith(_STOPS) and not _STOP_TONES.intersection(tones):
        return False
    return _syllables()[plain].issuperset(places)


@cache
def _syllables() -> dict[str, frozenset[int]]:
    """Syllable without tone → the letters that may carry one."""
    with files(__package__).joinpath("encodings", "syllables.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parts = {part: [row["letters"] for row in rows if row["part"] == part] for part in ("onset", "rime")}
    found: dict[str, frozenset[int]] = {}
    for onset, rime in product(["", *parts["onset"]], parts["rime"]):
        if not _WRONG.match(onset + rime):
            places = {len(onset) + place for place in _bearers(rime)}
            found[onset + rime] = found.get(onset + rime, frozenset()) | places
    return found


def _bearers(rime: str) -> set[int]:
    """The vowels of a rime that may carry the tone; two of them in oa, oe, uy (both orthographies).

    >>> _bearers("ao"), _bearers("oan"), _bearers("oa") == {0, 1}
    ({0}, {1}, True)
    """
    forms = [unicodedata.normalize("NFD", letter) for letter in rime]
    vowels = [place for place, form in enumerate(forms) if form[0] in "aeiouy"]
    marked = [place for place in vowels if len(forms[place]) > 1]
    if marked:
        return {marked[-1]}
    if rime in ("oa", "oe", "uy"):
        return {0, 1}
    if len(vowels) < len(rime):
        return {vowels[-1]}
    return {len(vowels) // 2 if len(vowels) == 3 else 0}
