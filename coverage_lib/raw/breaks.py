"""Breaks in series: signed records of the days from which a base means something else."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.tables import conform
from coverage_lib.vocabulary.terms import terms

_KEYS = ("id", "base", "from", "vi", "en", "why", "source_id", "signed", "signed_on")


def load_breaks(raw: Path) -> pd.DataFrame:
    """Table ``breaks``: one row a record and area; an empty ``area_code`` speaks of every unit.

    Raises
    ------
    CoverageError
        Listing every record that is incomplete.
    """
    file = raw / "breaks.toml"
    try:
        records = tomllib.loads(file.read_text("utf-8")).get("break", []) if file.is_file() else []
    except tomllib.TOMLDecodeError as cause:
        raise CoverageError("The breaks cannot be read", [Problem(file.name, "", "a TOML file", str(cause))]) from cause
    problems = [
        Problem(file.name, str(record.get("id", "?")), f"the key '{key}'", "nothing")
        for record in records
        for key in _KEYS
        if not record.get(key)
    ]
    problems += [
        Problem(
            file.name, str(record.get("id", "?")), "a base of the vocabulary and a date", f"{record['base']!r}, {record['from']!r}"
        )
        for record in records
        if record.get("base")
        and record.get("from")
        and (record["base"] not in terms("base") or not isinstance(record["from"], dt.date))
    ]
    problems += [
        Problem(file.name, str(record.get("id", "?")), "official codes in 'areas'", repr(code))
        for record in records
        for code in record.get("areas", [])
        if not exists(code)
    ]
    if problems:
        raise CoverageError("The breaks are not complete", problems)
    rows = [
        {
            "break_id": record["id"],
            "area_code": area,
            "base": record["base"],
            "period": record["from"],
            "source_id": record["source_id"],
            "message": record["vi"],
            "message_en": record["en"],
        }
        for record in records
        for area in record.get("areas", [""])
    ]
    columns = ["break_id", "area_code", "base", "period", "source_id", "message", "message_en"]
    return conform(pd.DataFrame(rows, columns=columns), "breaks")
