"""Breaks in series: signed records of the dates from which the definition of a base changes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.toml_entries import ill_typed, read_toml, toml_entries
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

_KINDS = {"areas": "texts", "from": "day", "signed_on": "day"} | dict.fromkeys(
    ("id", "base", "vi", "en", "why", "source_id", "signed"), "text"
)
_KEYS = ("id", "base", "from", "vi", "en", "why", "source_id", "signed", "signed_on")


def load_breaks(raw: Path) -> pd.DataFrame:
    """Table ``breaks``: one row for each record and area; an empty ``area_code`` applies to every unit.

    Raises
    ------
    CoverageError
        Listing every record that is incomplete.
    """
    file = raw / "breaks.toml"
    document, unread = read_toml(file) if file.exists() else ({}, [])
    records, unlisted = toml_entries(document, "break", file.name)
    if unread or unlisted:
        raise CoverageError("breaks.unreadable", [*unread, *unlisted])
    problems = [Problem(file.name, "", "record.known_key", repr(key)) for key in document if key != "break"]
    seen: set[str] = set()
    for record in records:
        problems += _wrong(record, file.name, seen)
    if problems:
        raise CoverageError("breaks.incomplete", problems)
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


def _wrong(record: dict, file: str, seen: set[str]) -> list[Problem]:
    place = str(record.get("id", "?"))
    problems = [Problem(file, place, message("record.key", key=key), "found.nothing") for key in _KEYS if not record.get(key)]
    problems += [Problem(file, place, "record.known_key", repr(key)) for key in record if key not in _KINDS]
    problems += ill_typed(record, _KINDS, file, place)
    if problems:
        return problems
    areas = record.get("areas", [""])
    expected = (
        (record["base"] in terms("base"), "base.known", record["base"]),
        (len(set(areas)) == len(areas) > 0, "breaks.area_once", ", ".join(areas) or "found.none"),
        (place not in seen, "record.id_once", place),
    )
    seen.add(place)
    problems = [Problem(file, place, what, repr(found)) for fine, what, found in expected if not fine]
    unknown = [code for code in record.get("areas", []) if not exists(code)]
    return problems + [Problem(file, place, "breaks.areas", repr(code)) for code in unknown]
