"""The words of findings: numbers in their units, terms, documents and cells, each said in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from coverage_lib.auditing.figures.printed_figures import decimals
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms

Said = Callable[[str], str]
"""A text in each language: language → text."""


@dataclass(frozen=True)
class Amount:
    """A number that a finding is about, said in its unit, or by the text that stands for it.

    Attributes
    ----------
    value : float
    unit : str
        Code of terms.toml, kind unit.
    decimals : int
        Decimals with which the number is shown.
    shown : str or Said
        What is shown instead, where the number alone does not say it: the text of the cell, the number with its qualifier.
    """

    value: float
    unit: str
    decimals: int = 0
    shown: Said | str = ""

    def __call__(self, lang: str) -> str:
        """The number, or what is shown instead, in one language."""
        return say(self.shown, lang) or formats.amount(self.value, self.unit, lang, decimals=self.decimals)


def say(value: Said | str | int, lang: str) -> str:
    """A text as it is, or its version in one language."""
    return value(lang) if callable(value) else str(value)


def persons(value: float) -> Amount:
    """A count of persons."""
    return Amount(float(round(value)), "persons")


def number(value: float, places: int) -> Said:
    """A plain number."""
    return lambda lang: formats.decimal(value, lang, places=places)


def rate(value: float, places: int = 2) -> Amount:
    """A rate in per cent."""
    return Amount(float(value), "per_cent", places)


def figure(value: float, measure: str, places: int = 2) -> Amount:
    """A rate or a count, by its measure."""
    return rate(value, places) if measure in ("rate_pct", "growth_pct") else persons(value)


def cell_text(row: Any) -> Amount:
    """The figure of an observation, shown by the text of its cell."""
    return replace(figure(row.value, row.measure), shown=row.printed)


def qualified(value: float, measure: str, qualifier: str, places: int = 2) -> Amount:
    """A rate or a count with the word that the source puts before it (about, over, …)."""
    plain = figure(value, measure, places)
    return replace(plain, shown=listed([term("qualifier", qualifier), plain], " ")) if qualifier else plain


def as_printed(row: Any) -> Amount:
    """The figure of an observation in the notation of the output language, with its decimals and its qualifier."""
    return qualified(row.value, row.measure, row.qualifier, decimals(row.resolution))


def period(value: pd.Timestamp) -> Said | str:
    """The text of a period; empty if it is missing."""
    if pd.isna(value):
        return ""
    if (value.month, value.day) == (12, 31):
        return words("words.year", year=value.year)
    return lambda lang: formats.date(value, lang)


def term(kind: str, code: str) -> Said | str:
    """The label of a coded word, in its short form if it has one; an unknown code is returned unchanged."""
    return (lambda lang: label(kind, code, lang, short=True)) if code in terms(kind) else code


def quantity(measure: str) -> Said | str:
    """The quantity counted, to be placed before the name of the scheme; a denominator has a name of its own."""
    return "" if measure == "denominator" else words(f"words.{measure}")


def words(key: str, **fields: Said | str | int) -> Said:
    """A phrase to be inserted into another one."""
    return lambda lang: phrase(f"check.{key}", lang, **{name: say(value, lang) for name, value in fields.items()})


def listed(parts: Iterable[Said | str], separator: str = "; ") -> Said:
    """Several things one after another; one alone stays what it is."""
    kept = list(parts)
    return kept[0] if len(kept) == 1 and callable(kept[0]) else lambda lang: separator.join(say(part, lang) for part in kept)


def cell_name(sheet: str, cell: str) -> Said:
    """The place of a figure: cell and sheet."""
    return words("words.cell", cell=cell, sheet=sheet)


def document(source: Any) -> Said | str:
    """A document's number, otherwise issuer and date; for a plan without either, the words say so."""
    if getattr(source, "number", ""):
        return lambda lang: source.number
    if pd.notna(source.issued):
        return lambda lang: f"{source.issuer} ({formats.date(source.issued, lang)})"
    return words("words.unnumbered", issuer=source.issuer) if source.kind == "plan" else source.issuer
