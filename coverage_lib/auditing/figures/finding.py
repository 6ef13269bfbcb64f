"""One finding as a row, said in both languages; the phrases stand in ``phrases.csv``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from coverage_lib.auditing.figures.printed_figures import decimals
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import conform, empty
from coverage_lib.vocabulary.terms import label, terms

Said = Callable[[str], str]
"""Something that is said differently in each language: language → text."""


def finding(
    check: str,
    variant: str,
    severity: str,
    at: Any,
    printed: Said | str = "",
    computed: Said | str = "",
    parties: Iterable[str] = (),
    **fields: Said | str | int,
) -> dict:
    """One row of table ``findings``.

    Parameters
    ----------
    check, variant : str
        Name the phrase ``check.<check>.<variant>``.
    severity : {"error", "warning", "note"}
    at : Any
        Where and about what: attributes ``source_id``, ``sheet``, ``cell``, ``area_code``, ``area_label``, ``indicator``,
        ``base``, ``period``, as far as they apply; a row of ``itertuples`` will do.
    printed, computed : str or Said
        For the columns of the same name, and for the message.
    parties : iterable of str
        ``source_id`` of further documents that the finding is about.
    **fields : str, int or Said
        Further fields of the phrase. Every phrase can use ``place``, ``area``, ``what`` and ``period`` without naming them here.
    """
    row = {name: getattr(at, name, "") for name in ("source_id", "sheet", "cell", "area_code", "indicator")}
    row["period"] = getattr(at, "period", pd.NaT)
    given: dict[str, Said | str | int] = {"place": _place(at), "area": _area(at), "what": _what(at)}
    given |= {"period": period(row["period"])} | fields | {"printed": printed, "computed": computed}

    def message(lang: str) -> str:
        text = phrase(f"check.{check}.{variant}", lang, **{name: say(value, lang) for name, value in given.items()})
        text = re.sub(" +([,:;.)])", r"\1", re.sub(" {2,}", " ", text))  # a field may say nothing
        return text[:1].upper() + text[1:]

    return row | {
        "check": check,
        "severity": severity,
        "printed": say(printed, "vi"),
        "computed": say(computed, "vi"),
        "message": message("vi"),
        "message_en": message("en"),
        "parties": " ".join(sorted({*parties} - {row["source_id"]})),
    }


def table(rows: Iterable[dict]) -> pd.DataFrame:
    """Findings as a conforming table; none is a pass."""
    collected = list(rows)
    return conform(pd.DataFrame(collected), "findings") if collected else empty("findings")


def say(value: Said | str | int, lang: str) -> str:
    """A text as it is, or what is said in one language."""
    return value(lang) if callable(value) else str(value)


def persons(value: float) -> Said:
    """A count of persons."""
    return lambda lang: formats.count(value, lang)


def number(value: float, places: int) -> Said:
    """A plain number."""
    return lambda lang: formats.decimal(value, lang, places=places)


def rate(value: float, places: int = 2) -> Said:
    """A rate in per cent."""
    return lambda lang: formats.percent(value, lang, places=places)


def figure(value: float, measure: str, places: int = 2) -> Said:
    """A rate or a count, by its measure."""
    return rate(value, places) if measure in ("rate_pct", "growth_pct") else persons(value)


def qualified(value: float, measure: str, qualifier: str, places: int = 2) -> Said:
    """A rate or a count with the word that the source puts before it (about, over, …)."""
    plain = figure(value, measure, places)
    return listed([term("qualifier", qualifier), plain], " ") if qualifier else plain


def as_printed(row: Any) -> Said:
    """The figure of an observation in the notation of the reader, with its decimals and its qualifier."""
    return qualified(row.value, row.measure, row.qualifier, decimals(row.resolution))


def period(value: pd.Timestamp) -> Said | str:
    """A period; nothing where it is not one."""
    if pd.isna(value):
        return ""
    if (value.month, value.day) == (12, 31):
        return words("words.year", year=value.year)
    return lambda lang: formats.date(value, lang)


def term(kind: str, code: str) -> Said | str:
    """The name of a coded word, in its short form if it has one; a word without a code stands for itself."""
    return (lambda lang: label(kind, code, lang, short=True)) if code in terms(kind) else code


def quantity(measure: str) -> Said | str:
    """What is counted, to be set before the name of the scheme; a denominator has a name of its own."""
    return "" if measure == "denominator" else words(f"words.{measure}")


def words(key: str, **fields: Said | str | int) -> Said:
    """A phrase of its own, to be set into another one."""
    return lambda lang: phrase(f"check.{key}", lang, **{name: say(value, lang) for name, value in fields.items()})


def listed(parts: Iterable[Said | str], separator: str = "; ") -> Said:
    """Several things one after another."""
    kept = list(parts)
    return lambda lang: separator.join(say(part, lang) for part in kept)


def cell_name(sheet: str, cell: str) -> Said:
    """Where a figure stands: cell and sheet."""
    return words("words.cell", cell=cell, sheet=sheet)


def document(source: Any) -> Said | str:
    """A document by its number, otherwise by its issuer and date; a plan without either is said to have none."""
    if getattr(source, "number", ""):
        return lambda lang: source.number
    if pd.notna(source.issued):
        return lambda lang: f"{source.issuer} ({formats.date(source.issued, lang)})"
    return words("words.unnumbered", issuer=source.issuer) if source.kind == "plan" else source.issuer


def _place(at: Any) -> Said | str:
    sheet, cell = getattr(at, "sheet", ""), getattr(at, "cell", "")
    return cell_name(sheet, cell) if cell else sheet


def _area(at: Any) -> Said | str:
    code = getattr(at, "area_code", "")
    return (lambda lang: area_name(code, lang)) if code else getattr(at, "area_label", "")


def _what(at: Any) -> Said | str:
    indicator, base = getattr(at, "indicator", ""), getattr(at, "base", "")
    if indicator:
        return term("indicator", indicator)
    return term("base", base) if base else ""
