"""A finding as a table row, with its sentence in both languages (from ``phrases.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from coverage_lib.auditing.figures.finding_words import Amount, Said, cell_name, period, say, term
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import capital, phrase
from coverage_lib.vocabulary.table_schemas import conform, empty


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
    printed, computed : str, Said or Amount
        For the message, and for the columns: an amount as value with unit and decimals, everything else as text.
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
        return capital(text)

    return row | {
        "check": check,
        "severity": severity,
        **_values(printed, computed),
        "message": message("vi"),
        "message_en": message("en"),
        "parties": " ".join(sorted({*parties} - {row["source_id"]})),
    }


def summary(check: str, column: pd.DataFrame, fine: int, **fields: Said | str | int) -> dict:
    """A note on the judged figures of one column: how many there are, and how many are in order."""
    at = next(column.assign(cell=column["column"], area_code="", area_label="").itertuples())
    at = at._replace(period=at.period if column["period"].nunique() == 1 else pd.NaT)
    at = at._replace(indicator=at.indicator if column["indicator"].nunique() == 1 else "")
    fields |= {"total": len(column), "fine": fine, "sheet": at.sheet, "column": at.column}
    printed, computed = (Amount(float(number), "figures") for number in (len(column), fine))
    return finding(check, "summary", "note", at, printed, computed, (), **fields)


def _values(printed: Said | str, computed: Said | str) -> dict:
    """The columns of both values; amounts that need different decimals are shown by their texts."""
    both = {"printed": printed, "computed": computed}
    amounts = {name: each for name, each in both.items() if isinstance(each, Amount)}
    units = {each.unit for each in amounts.values()}
    plain = {each.decimals for each in amounts.values() if not each.shown}
    assert len(units) <= 1, f"one unit for both values of a finding, not {units}"
    row: dict[str, str | float | None] = {
        "value_unit": next(iter(units), ""),
        "decimals": next(iter(plain)) if len(plain) == 1 else None,
    }
    for name, each in both.items():
        row[f"{name}_value"] = amounts[name].value if name in amounts else None
        as_text = name not in amounts or amounts[name].shown or len(plain) > 1
        row[f"{name}_text"] = say(each, "vi") if as_text else ""
    return row


def table(rows: Iterable[dict]) -> pd.DataFrame:
    """Findings as a table that conforms to the schema; it is empty if there are none."""
    collected = list(rows)
    return conform(pd.DataFrame(collected), "findings") if collected else empty("findings")


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
