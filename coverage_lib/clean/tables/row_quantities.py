"""Tables whose rows say what is counted: the quantity of each cell from its row, its column and what stands above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from coverage_lib.clean.tables.column_quantities import ACTUAL, Quantity, fill_from_columns, fill_from_heading, quantity_of
from coverage_lib.clean.tables.header_meaning import foreign_reason, meaning_of, unknown_words
from coverage_lib.clean.tables.sheet_layout import Layout
from coverage_lib.clean.tables.table_context import Heading
from coverage_lib.clean.tables.table_rows import Line
from coverage_lib.clean.text.printed_numbers import unit_of
from coverage_lib.clean.units.unit_index import names_ever
from coverage_lib.clean.units.unit_labels import full_name, is_total, plain_label


def quantities_of_cells(
    body: Sequence[Line], headers: Mapping[int, tuple[str, ...]], heading: Heading, default: str, led_by_row: bool
) -> dict[tuple[int, int], Quantity]:
    """The quantity of each cell by row and column, from its row, its column and the lines above the table.

    Parameters
    ----------
    headers : mapping
        Column → its header texts, without the names of units.
    default : str
        Basis where nothing says one.
    led_by_row : bool
        Whether an increase leads to a figure of its own row, because columns are periods and not units.
    """
    actual = any(quantity_of(path).meaning.basis in ACTUAL for path in headers.values())
    own = {
        column: {line.row: fill_from_heading(_of_row(path, line), heading, default, actual) for line in body}
        for column, path in headers.items()
    }
    for line in body if led_by_row else ():
        in_row = {column: own[column][line.row] for column in headers}
        for column, quantity in fill_from_columns(in_row, {c: (*path, *line.below) for c, path in headers.items()}).items():
            if quantity.read and quantity.meaning.measure in ("increase", "growth_pct"):
                own[column][line.row] = replace(quantity, led=True)
    said: dict[tuple[int, int], Quantity] = {}
    for column, path in headers.items():
        for group in _groups(body):
            rows = {line.row: own[column][line.row] for line in group}
            filled = fill_from_columns(rows, {line.row: (*path, *line.below) for line in group})
            said |= {(row, column): quantity for row, quantity in filled.items()}
    return said


def _of_row(path: tuple[str, ...], line: Line) -> Quantity:
    """The quantity of a cell from its column and its row; rows above are used only for what these leave open."""
    if line.above and (alien := next((code for text in line.above if (code := foreign_reason(text))), "")):
        return Quantity(meaning_of(""), reason="foreign", detail=alien)
    own = quantity_of((*path, *line.below))
    for depth in range(1, len(line.above) + 1):
        said = own.meaning
        if not own.read or (said.measure and (said.indicator or said.measure == "denominator")):
            break
        more = quantity_of((*path, *line.above[-depth:], *line.below))
        own = more if more.read else own
    if own.read and not own.meaning.unit and (unit := next(filter(None, map(unit_of, reversed(line.above))), "")):
        own = replace(own, meaning=replace(own.meaning, unit=unit)) if (unit == "%") == (own.kind != "count") else own
    bases = (quantity_of((text,)).meaning.basis for text in reversed(line.above))
    if own.read and not own.own_basis and (basis := next(filter(None, bases), "")):
        own = replace(own, meaning=replace(own.meaning, basis=basis), own_basis=True)
    if line.above and not own.moment.year and len(line.above) == 1 and not own.moment.many:
        more = quantity_of((*line.above, *path, *line.below))
        own = replace(own, moment=more.moment) if more.read and more.moment.said else own
    return own


def _groups(body: Sequence[Line]) -> Iterator[list[Line]]:
    """Rows of one unit after another; all rows if they name no unit."""
    group: list[Line] = []
    for line in body:
        if group and line.unit != group[-1].unit:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def areas_in_header(layout: Layout) -> dict[int, str]:
    """Columns headed by units: column → header text; empty unless most columns are."""
    found: dict[int, str] = {}
    for column, path in layout.paths.items():
        name = next((text for text in path if _names_unit(text)), "")
        if name:
            found[column] = name
    return found if len(found) * 2 > len(layout.paths) and any(not is_total(plain_label(text)) for text in found.values()) else {}


def _names_unit(text: str) -> bool:
    plain = plain_label(text)
    if is_total(plain):
        return True
    return bool(unknown_words(text)) and full_name(plain) in names_ever()
