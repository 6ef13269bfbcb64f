"""How a denominator was come by, in words and marks: what pages, charts and their small print say of it alike."""

from __future__ import annotations

from collections.abc import Iterable

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label, terms

UNUSABLE = ""
"""Method of what is no denominator."""
MARKED = ("apportioned", "adjusted")
"""Ways of coming by a denominator that every figure marks."""


def mark(method: str) -> str:
    """The mark beside a denominator that nobody counted as such: apportioned, adjusted, implied.

    >>> mark("apportioned"), mark("published"), mark("counts")
    ('†', '', '')
    """
    return terms("method").get(method, {}).get("mark", "")


def mark_notes(methods: Iterable[str], lang: str = "vi") -> str:
    """What the marks among some methods mean; empty where there is none."""
    used = [each for each in terms("method") if each in set(methods) and mark(each)]
    said = "; ".join(phrase("bases.mark", lang, mark=mark(each), method=label("method", each, lang)) for each in used)
    return phrase("bases.marks", lang, marks=said) if said else ""


def remarks(methods: Iterable[str], lang: str = "vi") -> list[str]:
    """The remarks beneath a figure whose rates stand over apportioned or adjusted denominators.

    >>> remarks(["counts", "apportioned"])
    ['† Mẫu số phân bổ: số ước tính.']
    """
    used = set(methods)
    return [phrase(f"bases.note.{each}", lang) for each in MARKED if each in used]


def marked(persons: float | None, method: str, lang: str = "vi") -> str:
    """A denominator with the mark of its method.

    >>> marked(1757000, "apportioned")
    '1.757.000†'
    """
    return formats.count(persons, lang) + mark(method)


def how(method: str, base: str, lang: str = "vi") -> str:
    """How a denominator was come by; of what is none, that, and why unless the definition stands beside it."""
    if method != UNUSABLE:
        return label("method", method, lang)
    if not base:
        return phrase("bases.no_denominator_short", lang)
    return phrase("bases.no_denominator", lang, reason=definition(base, lang))
