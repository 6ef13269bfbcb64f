"""Records of exit rates: the share of participants who leave within a year, with source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.toml_entries import ill_typed, read_toml, toml_entries
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.terms import terms

FILE = "exit_rates.toml"
_TEXTS = ("area_code", "indicator", "source_id", "place", "note")
_COLUMNS = ["area_code", "indicator", "exit_rate"]


def load_exit_rates(raw: Path) -> pd.DataFrame:
    """The records of ``exit_rates.toml``; if there are none, a table without rows.

    Returns
    -------
    DataFrame
        Columns ``area_code`` (empty: every unit), ``indicator``, ``exit_rate`` (0 to 1, a year).

    Raises
    ------
    CoverageError
        Listing every record that is incomplete, out of range or there twice.
    """
    file = raw / FILE
    document, unread = read_toml(file) if file.exists() else ({}, [])
    records, unlisted = toml_entries(document, "exit_rate", FILE)
    if unread or unlisted:
        raise CoverageError("exit_rates.unreadable", [*unread, *unlisted])
    problems = [Problem(FILE, "", "record.known_key", repr(key)) for key in document if key != "exit_rate"]
    rows = []
    for number, record in enumerate(records, 1):
        place, area, rate = message("place.record", number=number), record.get("area_code", ""), record.get("rate")
        untyped = ill_typed(record, dict.fromkeys(_TEXTS, "text"), FILE, place)
        problems += untyped
        problems += [Problem(FILE, place, "record.known_key", repr(key)) for key in record if key not in (*_TEXTS, "rate")]
        if untyped:
            continue
        if record.get("indicator") not in terms("indicator"):
            problems.append(Problem(FILE, place, "exit_rates.indicator", repr(record.get("indicator"))))
        if area and not exists(area):
            problems.append(Problem(FILE, place, "exit_rates.area", repr(area)))
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
            problems.append(Problem(FILE, place, "exit_rates.rate", repr(rate), "exit_rates.five_per_cent"))
        if not record.get("source_id") or not record.get("place"):
            problems.append(Problem(FILE, place, "exit_rates.source", "found.nothing", "exit_rates.enter_none"))
        rows.append((area, record.get("indicator"), rate))
    twice = sorted({row[:2] for row in rows if [each[:2] for each in rows].count(row[:2]) > 1}, key=str)
    problems += [
        Problem(FILE, f"{area} {indicator}", "exit_rates.one", "found.several", "exit_rates.keep_one") for area, indicator in twice
    ]
    if problems:
        raise CoverageError("exit_rates.incomplete", problems)
    found = pd.DataFrame(rows, columns=_COLUMNS)
    return found.astype({"area_code": "str", "indicator": "str", "exit_rate": "float64"})
