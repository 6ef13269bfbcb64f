"""The figures of one table: grouped by quantity, with their notation decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coverage_lib.clean.notation.column_notation import notations, read_column
from coverage_lib.clean.notation.figure_column import Answer, Column, Notation, Undecided
from coverage_lib.clean.tables.column_quantities import Quantity, count_of_rate, denominator_of_rate
from coverage_lib.clean.text.printed_numbers import Figure
from coverage_lib.raw.readers.grid import Cell

Relation = tuple


@dataclass(slots=True)
class Strand:
    """Cells of one kind in one notation: a column of a table of units, or all rates of a table of indicators.

    Attributes
    ----------
    quantity : Quantity
        What all cells count, or where ``each`` is given, the kind of it.
    cells : list
        None for rows in which the strand has no cell, so that the strands of one block are of one length.
    rows : sequence of (label, area code)
        The unit of each cell.
    path : tuple of str
        Header texts of a column.
    each, paths
        In tables in which rows say what is counted: for each cell.
    """

    quantity: Quantity
    cells: Sequence[Cell | None]
    rows: Sequence[tuple[str, str]]
    path: tuple[str, ...] = ()
    each: Sequence[Quantity] = ()
    paths: Sequence[tuple[str, ...]] = ()
    column: Column = field(init=False)

    def __post_init__(self) -> None:
        texts = [cell.text if cell else "" for cell in self.cells]
        values = [cell.value if cell else None for cell in self.cells]
        formats = [cell.number_format if cell else "" for cell in self.cells]
        self.column = Column(texts, values, formats, self.quantity.kind, self.quantity.factor)


@dataclass(slots=True)
class Block:
    """Strands decided together, with the relations that should hold between them; ``aligned`` if rows correspond."""

    strands: dict[int, Strand]
    relations: list[Relation]
    aligned: bool = False

    def decided(self, pinned: str, elsewhere: str) -> dict[int, Answer]:
        """The notation of each strand."""
        answers = notations([strand.column for strand in self.strands.values()], self.relations, pinned, elsewhere)
        return dict(zip(self.strands, answers, strict=True))


def relations_of(quantities: Mapping[int, Quantity], totals: Sequence[int], members: Sequence[int]) -> list[Relation]:
    """Relations between columns: count / denominator = rate, before + increase = after, sum of rows = total."""
    number = {column: place for place, column in enumerate(quantities)}
    found: list[Relation] = []
    for column, quantity in quantities.items():
        measure = quantity.meaning.measure
        if measure == "rate_pct":
            n, d = count_of_rate(column, quantity, quantities), denominator_of_rate(column, quantity, quantities)
            if n and d:
                found.append(("rate", number[n], number[d], number[column]))
        elif measure == "increase":
            same = [
                c
                for c, q in quantities.items()
                if q.meaning.measure == "participants" and q.meaning.indicator == quantity.meaning.indicator
            ]
            after = [c for c in same if quantities[c].meaning.period == quantity.meaning.period]
            before = [c for c in same if quantities[c].meaning.period != quantity.meaning.period]
            if len(after) == 1 and len(before) == 1:
                found.append(("sum", number[before[0]], number[column], number[after[0]]))
        if quantity.kind == "count" and len(totals) == 1 and len(members) > 1:
            found.append(("total", number[column], totals[0], list(members)))
    return found


def read_strand(strand: Strand, answer: Answer) -> list[Figure]:
    """The figures of a strand, one per entry."""
    return read_column(strand.column, answer)


__all__ = ["Answer", "Block", "Notation", "Strand", "Undecided", "read_strand", "relations_of"]
