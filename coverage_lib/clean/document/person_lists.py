"""Sheets that list persons are refused before anything of them is read, and without repeating their content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_index import names_ever
from coverage_lib.clean.units.unit_labels import full_name, plain_label, type_of
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.vocabulary.word_patterns import whole

_NUMBER = re.compile(r"(?:0\d{9}|0\d{11}|\d{10}|\d{12}|[a-z]{2}\s?\d(?:[\s.]?\d){12})(?:\.0)?", re.IGNORECASE)
_PERSON = re.compile(r"(?:[^\W\d_]+ ){1,4}[^\W\d_]+")
_MANY = 3
_HEADER_ROWS = 60
_LONGEST_HEADER = 60


def refuse_persons(grids: Iterable[Grid], name: str = "") -> None:
    """Refuse documents that list persons with their insurance or identity numbers.

    Parameters
    ----------
    name : str
        Name of the document or of its file.

    Raises
    ------
    CoverageError
        One problem for each sheet with such a list; no text of a cell is repeated.
    """
    if lists := [grid.sheet for grid in grids if lists_persons(grid)]:
        raise persons_refused(name, lists)


def persons_refused(name: str, sheets: Iterable[str]) -> CoverageError:
    """The refusal of a document for its sheets that list persons."""
    return CoverageError("persons.not_accepted", [persons_problem(name, sheet) for sheet in sheets])


def persons_problem(name: str, sheet: str) -> Problem:
    """What is said of a sheet that lists persons: its name and nothing of its content."""
    return Problem(name or "place.document", sheet, "persons.figures_by_unit", "persons.list", "persons.send_totals")


def lists_persons(grid: Grid) -> bool:
    """Whether a sheet lists persons, by its header or by the numbers in its columns."""
    texts = {cell.text for cell in grid.cells.values()}  # a sheet says few things, but many times
    return _by_header(grid, texts) or _by_numbers(grid, texts)


@lru_cache(maxsize=1 << 14)
def _keys(text: str) -> frozenset[str]:
    """The kind of personal data that a header cell announces: name, trait, insured."""
    folded = fold(text) if len(text) <= _LONGEST_HEADER else ""
    return frozenset(key for key in ("name", "trait", "insured") if folded and whole("person", key).fullmatch(folded))


def _by_header(grid: Grid, texts: Set[str]) -> bool:
    """A column for names next to one for numbers, birthdays or addresses of persons, in one header or in two of its rows."""
    telling = {text: keys for text in texts if not text[:1].isdigit() and (keys := _keys(text))}
    if not telling:
        return False
    rows: dict[int, dict[int, frozenset[str]]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _HEADER_ROWS and cell.text in telling:
            rows.setdefault(row, {})[column] = telling[cell.text]
    for row, here in rows.items():
        both = here | rows.get(row - 1, {}) | here
        named = [column for column, keys in both.items() if "name" in keys]
        told = [column for column, keys in both.items() if keys & {"trait", "insured"}]
        if any(name != other for name in named for other in told):
            return True
    return False


def _by_numbers(grid: Grid, texts: Set[str]) -> bool:
    """A column of insurance or identity numbers: ten or twelve digits in nearly all its cells, hardly any of them twice, and either
    zeros before them, or a header that says so, or names of persons next to them.
    """
    numbers = {text for text in texts if len(text) > 9 and _NUMBER.fullmatch(text.strip(" '"))}
    if not numbers:
        return False
    columns: dict[int, list[str]] = {}
    for cell in grid.cells.values():
        if cell.text in numbers:
            columns.setdefault(cell.column, []).append(cell.text.strip(" '").removesuffix(".0"))
    for column, found in columns.items():
        if len(found) < _MANY or len(set(found)) * 2 < len(found) or len(found) < _other_numbers(grid, column):
            continue
        told = sum(each[0] == "0" or not each[0].isdigit() for each in found) * 2 >= len(found)
        if told or _headed(grid, column) or _names_beside(grid, column):
            return True
    return False


def _other_numbers(grid: Grid, column: int) -> int:
    texts = [cell.text for cell in grid.cells.values() if cell.column == column]
    return sum(text[:1].isdigit() and not _NUMBER.fullmatch(text.strip(" '")) for text in texts)


def _headed(grid: Grid, column: int) -> bool:
    texts = (cell.text for row in grid.occupied_between(1, _HEADER_ROWS) if (cell := grid.cells.get((row, column))))
    return any(len(text) <= _LONGEST_HEADER and whole("person", "insured").fullmatch(fold(text)) for text in texts)


def _names_beside(grid: Grid, column: int) -> bool:
    """Whether another column contains likely names of persons: two to five capitalised words, none a unit."""
    for other in range(1, grid.columns + 1):
        texts = [cell.text.strip() for row in grid.occupied if other != column and (cell := grid.cells.get((row, other)))]
        named = [text for text in texts if _PERSON.fullmatch(text) and (text.istitle() or text.isupper()) and not _is_unit(text)]
        if len(named) >= _MANY and len(named) * 2 > len(texts):
            return True
    return False


def _is_unit(text: str) -> bool:
    plain = plain_label(text)
    return bool(type_of(plain)) or full_name(plain) in names_ever()
