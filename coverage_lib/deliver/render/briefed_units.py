"""The units that get a briefing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from coverage_lib.deliver.table_store import Tables
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.toml_entries import ill_typed, read_toml
from coverage_lib.vocabulary.areas import ancestors, area_level, area_name, children, exists, parent
from coverage_lib.vocabulary.terms import terms

_LISTS = ("units", "with_children")


def briefing_units(tables: Tables, raw: Path) -> pd.DataFrame:
    """Units with a target or a count of their own, and those that ``data/raw/briefings.toml`` lists.

    Returns
    -------
    DataFrame
        Columns ``area_code``, ``name``, ``level``, ``parent_code``, ``has_figures``; each unit beneath the unit above it.
    """
    with_figures = set(tables["targets"]["area_code"]) | set(tables["enrolment"]["area_code"])
    listed = _listed(raw / "briefings.toml")
    rows = [
        {
            "area_code": code,
            "name": area_name(code),
            "level": area_level(code),
            "parent_code": parent(code),
            "has_figures": code in with_figures,
        }
        for code in sorted(with_figures | listed, key=_order)
    ]
    return pd.DataFrame(rows)


def choose(units: pd.DataFrame, wanted: list[str]) -> list[str]:
    """The codes asked for, or all of them.

    Raises
    ------
    CoverageError
        Naming every code that is not a unit, or a unit without a briefing.
    """
    known = list(units["area_code"])
    problems = [
        Problem("--units", code, "unit.code_with_briefing", "unit.none" if not exists(code) else area_name(code), "unit.listed")
        for code in wanted
        if code not in known
    ]
    if problems:
        raise CoverageError("unit.unknown", problems)
    return [code for code in known if not wanted or code in wanted]


def _listed(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    record, problems = read_toml(file)
    problems += ill_typed(record, dict.fromkeys(_LISTS, "texts"), file.name)
    known = message("record.known_keys", known=", ".join(_LISTS))
    problems += [Problem(file.name, "", "record.known_key", repr(key), known) for key in record if key not in _LISTS]
    if problems:
        raise CoverageError("briefings.unreadable", problems)
    named = [*record.get("units", []), *record.get("with_children", [])]
    unknown = [Problem(file.name, "", "unit.code_or_nation", repr(code)) for code in named if not exists(code)]
    if unknown:
        raise CoverageError("briefings.unknown_units", unknown)
    return set(named) | {child for code in record.get("with_children", []) for child in children(code)}


def _order(code: str) -> tuple:
    chain = [*reversed(ancestors(code)), code]
    return tuple((terms("level")[area_level(each)]["rank"], each) for each in chain)
