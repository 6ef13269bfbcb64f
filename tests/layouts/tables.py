"""Tables as offices write them, before they are files: lines above and below, and the meaning of each figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Record(NamedTuple):
    """A figure without its place: what any reader must make of it, whatever the file format."""

    area_code: str
    indicator: str
    base: str
    measure: str
    period: dt.date | None
    basis: str
    value: float | None


class Styled(NamedTuple):
    """A number stored as a number with its number format, or a text in a font of its own."""

    value: object
    number_format: str = "General"
    font: str = ""


class Formula(NamedTuple):
    """A formula and the value that the program which wrote it stored beside it."""

    text: str
    stored: float | None = None


@dataclass
class Table:
    """One table of a document, or one sheet of a workbook.

    Attributes
    ----------
    rows : list of list
        None is an empty cell. Merged ranges count within these rows, from 0: first row, first column, last row, last column.
    above, below : list of str
        Lines outside the table: cells of the first column in a sheet, paragraphs in a document.
    font : str
        Font of every text of the table.
    """

    rows: list[list[object]]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    name: str = "Sheet1"
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    font: str = ""
    state: str = "visible"


@dataclass
class Layout:
    """One way in which an office lays its figures out, with everything a reader should find.

    Attributes
    ----------
    unsaid : tuple of str
        Words that must stand in the report of what was left out.
    problems : tuple of str
        Words that must stand in the problems.
    may_refuse : bool
        Figures may be left out, as long as none is read wrong and the report says that something was left out.
    within : float
        How far a value may be from the expected one: more than rounding only where the print is rounder than the stored number.
    """

    name: str
    suffix: str
    tables: list[Table]
    records: list[Record]
    write: Callable[[Path, list[Table]], None]
    unsaid: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    within: float = 1e-6
    may_refuse: bool = False

    def file(self, folder: Path) -> Path:
        path = folder / f"{self.name}{self.suffix}"
        self.write(path, self.tables)
        return path


# ---------------------------------------------------------------- what a column counts: indicator, base, measure


def people(indicator: str) -> tuple[str, str, str]:
    return indicator, "", "participants"


def below(base: str) -> tuple[str, str, str]:
    return "", base, "denominator"


def rate(indicator: str, base: str) -> tuple[str, str, str]:
    return indicator, base, "rate_pct"


def increase(indicator: str) -> tuple[str, str, str]:
    return indicator, "", "increase"


LLLD = "labour_force_working_age"
POP = "population"


def day(period: str | int) -> dt.date:
    """The last day of a year, or the day itself."""
    return dt.date(period, 12, 31) if isinstance(period, int) else dt.date.fromisoformat(period)


class Said(list):
    """The records of a layout as it is built."""

    def __call__(self, area: str, what: tuple[str, str, str], period: str | int, value: float | None, basis: str = "actual"):
        """Note what a figure means, and hand its value back to be printed."""
        indicator, base, measure = what
        self.append(Record(area, indicator, base, measure, day(period), basis, None if value is None else float(value)))
        return value
