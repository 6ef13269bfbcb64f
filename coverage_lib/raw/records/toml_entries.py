"""TOML records written by people: a file, its entries, and the type of each value; every fault is reported."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from coverage_lib.errors import Problem, Wording, message

FIRST_YEAR, LAST_YEAR = 1900, 2199


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _year(value: object) -> bool:
    return _whole(value) and FIRST_YEAR <= value <= LAST_YEAR  # type: ignore[operator]


KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "text": (lambda value: isinstance(value, str), "value.text"),
    "texts": (_texts, "value.texts"),
    "day": (lambda value: type(value) is dt.date and _year(value.year), "value.day"),
    "year": (_year, "value.year"),
    "flag": (lambda value: isinstance(value, bool), "value.flag"),
    "persons": (_whole, "value.persons"),
    "days": (lambda value: _whole(value) and value >= 0, "value.days"),  # type: ignore[operator]
    "table": (lambda value: isinstance(value, dict), "value.table"),
}
"""Type → test of a value, and its wording. A date has no time of day and is between 1900 and 2199."""


def read_toml(file: Path, source: str = "") -> tuple[dict, list[Problem]]:
    """The content of a TOML file, or empty content and the problem.

    Parameters
    ----------
    file : Path
    source : str
        What the problem names in place of the file.
    """
    try:
        return tomllib.loads(file.read_text("utf-8")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        found = str(cause)
    except OSError as cause:
        found = str(cause.strerror)
    return {}, [Problem(source or file.name, file.name if source else "", "record.toml", found)]


def toml_entries(document: Mapping, key: str, source: str) -> tuple[list[dict], list[Problem]]:
    """The entries ``[[key]]`` of a document; anything else is a problem.

    Examples
    --------
    >>> toml_entries({"step": [{"name": "a"}]}, "step", "x.toml")
    ([{'name': 'a'}], [])
    >>> print(toml_entries({"step": 3}, "step", "x.toml")[1][0])
    x.toml, step: expected entries that each begin with [[step]], found 3
    """
    given = document.get(key, [])
    if isinstance(given, list) and all(isinstance(each, dict) for each in given):
        return given, []
    shown = f"[{key}]" if isinstance(given, dict) else repr(given)
    return [], [Problem(source, key, message("record.entries", key=key), shown)]


def ill_typed(record: Mapping, kinds: Mapping[str, str], source: str, place: Wording = "") -> list[Problem]:
    """The values of a record that do not have the type of their key; missing keys are not reported.

    Examples
    --------
    >>> [str(each) for each in ill_typed({"year": "2024", "why": "a"}, {"year": "year", "why": "text"}, "x.toml", "record 1")]
    ["x.toml, record 1 year: expected a year such as 2024, found '2024'"]
    """
    return [
        Problem(source, message("place.key", place=place, key=key) if place else key, KINDS[kind][1], repr(record[key]))
        for key, kind in kinds.items()
        if key in record and not KINDS[kind][0](record[key])
    ]
