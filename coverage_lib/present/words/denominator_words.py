"""How a denominator was obtained, in words and marks: the same on pages, in charts and in their small print."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from coverage_lib.present.context.base_rows import UNUSABLE
from coverage_lib.vocabulary.language import Language
from coverage_lib.vocabulary.terms import terms

MARKED = ("apportioned", "adjusted")
"""Methods that every figure marks."""


def mark(method: str) -> str:
    """The mark of a denominator that was not counted as such: apportioned, adjusted, implied.

    >>> mark("apportioned"), mark("published"), mark("counts")
    ('†', '', '')
    """
    return terms("method").get(method, {}).get("mark", "")


def mark_notes(methods: Iterable[str], words: Language) -> str:
    """The meaning of the marks of some methods; empty if there is none."""
    used = [each for each in terms("method") if each in set(methods) and mark(each)]
    said = "; ".join(words.phrase("bases.mark", mark=mark(each), method=words.label("method", each)) for each in used)
    return words.phrase("bases.marks", marks=said) if said else ""


def remarks(methods: Iterable[str], words: Language) -> list[str]:
    """The remarks beneath a figure whose rates have apportioned or adjusted denominators.

    >>> remarks(["counts", "apportioned"], Language("vi"))
    ['† Mẫu số phân bổ: số ước tính.']
    """
    used = set(methods)
    return [words.phrase(f"bases.note.{each}") for each in MARKED if each in used]


def marked(persons: float | None, method: str, words: Language) -> str:
    """A denominator with the mark of its method.

    >>> marked(1757000, "apportioned", Language("vi"))
    '1.757.000†'
    """
    return words.count(persons) + mark(method)


def marked_names(words: Language, rows: pd.DataFrame, codes: Iterable[str]) -> list[str]:
    """Names of units, with the mark of an apportioned or adjusted denominator behind any of their rates.

    Parameters
    ----------
    rows : DataFrame
        One row a rate: ``lower_code``, ``method``.
    codes : iterable of str
        The units in order.
    """
    found = rows[rows["method"].isin(MARKED)].groupby("lower_code")["method"].unique()
    return [words.area(code) + "".join(mark(each) for each in sorted(found.get(code, []))) for code in codes]


def how(method: str, base: str, words: Language) -> str:
    """How a denominator was obtained; where it is not one, says so, and why unless the definition stands beside it."""
    if method != UNUSABLE:
        return words.label("method", method)
    if not base:
        return words.phrase("bases.no_denominator_short")
    return words.phrase("bases.no_denominator", reason=words.definition(base))
