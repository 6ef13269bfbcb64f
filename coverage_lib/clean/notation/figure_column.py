"""A column of figures, and the decision on its decimal notation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

from coverage_lib.clean.text.printed_numbers import Figure, parse_figure, shows_whole, stored_figure
from coverage_lib.errors import Message

STORED = {int, float}  # exactly: a truth value is an int, too


@dataclass(frozen=True)
class Column:
    """The body of one column; lists of one length, an entry a row, ``""`` and None where the cell is empty.

    Attributes
    ----------
    texts, values, formats
        Text, stored value and number format of each cell; a format is empty where the file does not say.
    kind : {"count", "rate", "growth"}
        An increase in persons is a count.
    factor : int
        Persons in one unit of a count; 1 also where no unit is stated.
    most : float
        No count in the column can be higher: the persons there are in the whole area of the table.
    """

    texts: Sequence[str]
    values: Sequence[object]
    formats: Sequence[str]
    kind: str = "count"
    factor: int = 1
    most: float = 200_000_000

    def figure(self, row: int, mark: str) -> Figure:
        """The figure of a row under a decimal mark; a number stored as a number has none, and shows whole persons as such."""
        value = self.values[row]
        if type(value) not in STORED:
            return parse_figure(self.texts[row], mark, self.factor)
        figure = stored_figure(value, self.formats[row])
        if self.kind == "count" and self.factor == 1 and figure.value % 1 and shows_whole(self.formats[row]):
            return figure._replace(value=float(floor(figure.value + 0.5)))  # 7882.8 shown as 7.883 is a count of 7883
        return figure


@dataclass(frozen=True)
class Notation:
    """The decimal notation of a column.

    Attributes
    ----------
    decimal : {",", "."}
    reason : str
    kind : {"count", "rate", "growth"}
        What the column holds.
    each : mapping
        Row → mark, for figures that are read with a mark of their own.
    refused : frozenset of int
        Rows whose figure cannot be what the column holds, or can be read both ways.
    scale : int
        100 for fractions that are proven to be rates.
    weight : {"none", "likely", "firm"}
        As evidence for other columns: none where both marks give the same values; likely where only the range of a rate decides.
    """

    decimal: str
    reason: str
    kind: str = "count"
    each: Mapping[int, str] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    scale: int = 1
    weight: str = "firm"

    def at(self, row: int) -> str:
        """The decimal mark of one row."""
        return self.each.get(row, self.decimal)


@dataclass(frozen=True)
class Undecided:
    """A column that is not read: the reason, the rows, and the possible values."""

    reason: str  # a key of the messages
    rows: tuple[int, ...] = ()
    examples: tuple[Message, ...] = ()


Answer = Notation | Undecided
