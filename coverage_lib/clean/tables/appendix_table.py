"""Appendix tables: rows are units, indicators or periods, columns are quantities; the meaning of each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from coverage_lib.clean.tables.column_quantities import (
    ACTUAL,
    Quantity,
    fill_from_columns,
    fill_from_heading,
    missing_part,
    quantity_of,
    supposed_quantity,
)
from coverage_lib.clean.tables.row_quantities import areas_in_header, quantities_of_cells
from coverage_lib.clean.tables.sheet_layout import Layout, figure_like
from coverage_lib.clean.tables.table_context import Heading
from coverage_lib.clean.tables.table_figures import Block, Strand, relations_of
from coverage_lib.clean.tables.table_rows import LeftOut, Line, table_lines
from coverage_lib.clean.tables.unit_hierarchy import Group, Row, names_area_of_total, place_rows
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.table_area import area_and_day
from coverage_lib.clean.units.unit_labels import is_group, is_total, is_village, plain_label
from coverage_lib.raw.readers.grid import Cell, Grid, column_letters
from coverage_lib.vocabulary.areas import NATION
from coverage_lib.vocabulary.word_patterns import inside


@dataclass
class Part:
    """One table, understood except for the notation of its figures.

    Attributes
    ----------
    scope, on
        The area it is about and the day on which its names are valid.
    blocks : list of Block
    left_out : list of (place, text, reason, detail)
    refused : list of (place, text, what was expected)
    labels : list of (label, code, row, printed code)
        Rows with figures and the units they were taken for.
    groups : list of Group
        The groups that are open at its end.
    """

    sheet: str
    scope: str
    on: dt.date
    blocks: list[Block] = field(default_factory=list)
    left_out: list[tuple[str, str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    labels: list[tuple[str, str, int, str]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def read_appendix(
    grid: Grid,
    layout: Layout,
    heading: Heading,
    lines: Sequence[str],
    area_code: str,
    on: dt.date | None,
    default_basis: str,
    groups: Sequence[Group] = (),
) -> Part:
    """A table with the meaning of every cell.

    Parameters
    ----------
    lines : sequence of str
        Lines above the table and of the document, top to bottom, and the name of the sheet.
    area_code, on
        What the record of the source says; empty and None where it says nothing.
    groups : sequence of Group
        The groups that are open if the table continues from another page.
    """
    found = list(table_lines(grid, layout))
    body = [line for line in found if isinstance(line, Line)]
    areas_across = areas_in_header(layout) if layout.rows_are != "units" else {}
    labels = list(areas_across.values()) or [
        line.unit.label for line in body if line.unit and not is_total(plain_label(line.unit.label))
    ]
    lines = [*lines, *filter(names_area_of_total, labels)]  # 'Toàn tỉnh Bắc Ninh' says what the table is about
    moments = [] if area_code and on else _moments(tuple(layout.paths.values()), heading, default_basis)
    scope, day = area_and_day(lines, labels, area_code, on, moments)
    part = Part(grid.sheet, scope, day, groups=list(groups))
    part.left_out += [
        (f"{grid.sheet}!{each.row}", each.label, each.reason, each.detail) for each in found if isinstance(each, LeftOut)
    ]
    part.left_out += [(f"{grid.sheet}!{row}", _label_of(grid, layout, row), "hidden", "") for row in layout.hidden]
    _unheaded(grid, layout, body, part)
    placed = _places(body, part)
    body, placed = _without_groups(grid, body, placed, part)
    if layout.rows_are == "units" and not any(line.below for line in body):
        for above in dict.fromkeys(line.above for line in body):
            rows = [number for number, line in enumerate(body) if line.above == above]
            _by_columns(grid, layout, heading, default_basis, above, [body[n] for n in rows], [placed[n] for n in rows], part)
    else:
        across = dict(zip(areas_across, place_rows([Row(text) for text in areas_across.values()], scope, day), strict=True))
        _by_rows(grid, layout, heading, default_basis, body, placed, across, areas_across, part)
    return part


@lru_cache(maxsize=1 << 10)
def _moments(paths: tuple[tuple[str, ...], ...], heading: Heading, default: str) -> list[dt.date]:
    said = (fill_from_heading(quantity_of(path), heading, default).meaning.period for path in paths)
    return [moment for moment in said if moment]


def _label_of(grid: Grid, layout: Layout, row: int) -> str:
    cell = grid.spread(row, layout.label_column)
    return cell.text.strip() if cell else ""


def _places(body: Sequence[Line], part: Part) -> list[str]:
    """The code of the unit of every row; rows without a unit refer to the area of the table."""
    named = [(number, line.unit) for number, line in enumerate(body) if line.unit is not None and line.unit.label]
    rows = tuple(unit for _, unit in named)
    placed = place_rows(rows, part.scope, part.on, part.groups) if part.groups else _placed(rows, part.scope, part.on, part.groups)
    codes = [part.scope] * len(body)
    for (number, _), code in zip(named, placed, strict=True):
        codes[number] = code
    return codes


def _without_groups(grid: Grid, body: list[Line], placed: list[str], part: Part) -> tuple[list[Line], list[str]]:
    """The rows without villages and without the groups that an office makes of its units: 'Khối phường', 'Cộng 11 huyện miền núi'.

    The regions of the country in tables of all provinces stay: they are areas of the statistics office.
    """
    kept = []
    for line, code in zip(body, placed, strict=True):
        label = plain_label(line.unit.label) if line.unit else ""
        reason = "village" if is_village(label) else "group" if is_group(label) and part.scope != NATION else ""
        if code or not label or not reason:
            kept.append((line, code))
        elif line.cells:
            part.left_out.append((f"{grid.sheet}!{line.row}", line.label, reason, ""))
    return [line for line, _ in kept], [code for _, code in kept]


_KNOWN: dict[tuple[tuple[Row, ...], str, dt.date], tuple[list[str], list[Group]]] = {}
_MOST_KNOWN = 4096


def _placed(rows: tuple[Row, ...], scope: str, on: dt.date, groups: list[Group]) -> list[str]:
    """The units found for a sheet, kept because all sheets of a document list the same units."""
    key = (rows, scope, on)
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        left: list[Group] = []
        _KNOWN[key] = place_rows(rows, scope, on, left), left
    codes, left = _KNOWN[key]
    groups += left
    return codes


def _unheaded(grid: Grid, layout: Layout, body: Sequence[Line], part: Part) -> None:
    known = {layout.label_column, *layout.paths, *layout.roles.values()}
    right = max(layout.paths, default=0)
    for column in {c.column for line in body[:3] for c in grid.row(line.row) if layout.label_column < c.column <= right} - known:
        if figure_like(grid.cells[next(line.row for line in body if (line.row, column) in grid.cells), column].text):
            part.left_out.append((f"{grid.sheet}!{column_letters(column)}", "", "no_header", ""))


# ---------------------------------------------------------------- a notation a column


def _by_columns(
    grid: Grid,
    layout: Layout,
    heading: Heading,
    default: str,
    above: tuple[str, ...],
    body: list[Line],
    codes: list[str],
    part: Part,
) -> None:
    columns = _usable(grid, layout, body, part)
    paths = tuple((column, layout.paths[column]) for column in columns)
    kept = {}
    for column, quantity in _said(paths, above, heading, default).items():
        if _is_read(grid.sheet, column_letters(column), layout.paths[column], quantity, part):
            kept[column] = quantity
    if not kept:
        return
    rows = [(line.label, code) for line, code in zip(body, codes, strict=True)]
    part.labels += [
        (line.label, code, line.row, line.unit.code)
        for line, code in zip(body, codes, strict=True)
        if line.cells and line.unit and line.unit.label
    ]
    strands = {
        column: Strand(quantity, [grid.cells.get((line.row, column)) for line in body], rows, layout.paths[column])
        for column, quantity in kept.items()
    }
    totals = [n for n, line in enumerate(body) if is_total(plain_label(line.label))]
    ordinals = {_style(line.unit.ordinal) for line in body if line.unit and not is_total(plain_label(line.label))}
    members = [n for n, line in enumerate(body) if n not in totals and line.cells] if len(ordinals) <= 1 else []
    part.blocks.append(Block(strands, relations_of(kept, totals, members), aligned=True))


@lru_cache(maxsize=1 << 10)
def _said(
    paths: tuple[tuple[int, tuple[str, ...]], ...], above: tuple[str, ...], heading: Heading, default: str
) -> dict[int, Quantity]:
    """The quantities of the columns of a table, cached because forms repeat within a batch."""
    own = {column: quantity_of((*above, *path)) for column, path in paths}
    whole: tuple[str, ...] = ()
    for column, path in paths:
        if not _is_part(path):
            whole = path
        elif whole and not own[column].meaning.indicator:  # 'Số người tham gia BHXH', then 'Chia ra: bắt buộc, tự nguyện'
            own[column] = quantity_of((*above, *whole, *path))
    headers = dict(paths)
    cumulated = [column for column, path in paths if any(inside("time", "cumulated").search(fold(text)) for text in path)]
    for column in set(own) - set(cumulated) if cumulated else ():
        within = own[column].moment.month and not own[column].until and own[column].meaning.basis != "plan"
        if own[column].read and within:
            own[column] = replace(own[column], reason="foreign", detail="flow")
    actual = any(quantity.meaning.basis in ACTUAL for quantity in own.values())
    said = fill_from_columns({c: fill_from_heading(quantity, heading, default, actual) for c, quantity in own.items()}, headers)
    for column, path in paths:
        if supposed := supposed_quantity(own[column], (*above, *path)):
            filled = fill_from_columns(said | {column: fill_from_heading(supposed, heading, default, actual)}, headers)[column]
            if filled.read and not missing_part(filled):
                said[column] = filled
    return said


def _is_part(path: tuple[str, ...]) -> bool:
    return bool(path and inside("row", "part").match(fold(path[0])))


def _style(ordinal: str) -> str:
    return "number" if ordinal.strip(" .)(").isdigit() else "none" if not ordinal else "other"


def _usable(grid: Grid, layout: Layout, body: Sequence[Line], part: Part) -> list[int]:
    """Visible columns with at least one text that looks like a figure."""
    filled: set[int] = set()
    for line in body:
        for cell in line.cells:
            if cell.column not in filled and (cell.text[:1].isdigit() or figure_like(cell.text)):
                filled.add(cell.column)
    hidden = grid.hidden_columns & filled
    part.left_out += [
        (f"{grid.sheet}!{column_letters(column)}", " › ".join(layout.paths[column]), "hidden", "") for column in sorted(hidden)
    ]
    return [column for column in layout.paths if column in filled and column not in hidden]


def _is_read(sheet: str, place: str, path: tuple[str, ...], quantity: Quantity, part: Part) -> bool:
    text, where = " › ".join(path), f"{sheet}!{place}"
    lacks = quantity.refused or ("" if quantity.reason else missing_part(quantity))
    if quantity.reason:
        part.left_out.append((where, text, quantity.reason, quantity.detail))
    elif lacks:
        part.refused.append((where, text, lacks))
    return not (quantity.reason or lacks)


# ---------------------------------------------------------------- a meaning a row


def _by_rows(
    grid: Grid,
    layout: Layout,
    heading: Heading,
    default: str,
    body: list[Line],
    codes: list[str],
    across: Mapping[int, str],
    names_across: Mapping[int, str],
    part: Part,
) -> None:
    columns = _usable(grid, layout, body, part)
    texts = {column: tuple(text for text in layout.paths[column] if text != names_across.get(column)) for column in columns}
    said = quantities_of_cells(body, texts, heading, default, led_by_row=not across)
    strands: dict[tuple[str, int], list[tuple[Cell, tuple[str, str], Quantity, tuple[str, ...]]]] = {}
    for line, code in zip(body, codes, strict=True):
        for cell in line.cells:
            if cell.column not in columns:
                continue
            quantity, path = said[line.row, cell.column], (*line.above, *layout.paths[cell.column], *line.below)
            if _is_read(grid.sheet, cell.address, path, quantity, part):
                label = names_across.get(cell.column, line.label if line.unit is None else line.unit.label)
                about = (label, across.get(cell.column, code))
                strands.setdefault((quantity.kind, quantity.factor), []).append((cell, about, quantity, path))
                part.labels.append((*about, line.row, "")) if line.unit or across else None
    if strands:
        made = {
            number: Strand(
                held[0][2],
                [each[0] for each in held],
                [each[1] for each in held],
                (),
                [each[2] for each in held],
                [each[3] for each in held],
            )
            for number, held in enumerate(strands.values())
        }
        part.blocks.append(Block(made, []))
