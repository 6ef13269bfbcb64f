"""The rows of a table: unit and figures of each, and which rows contain no figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.clean.tables.column_quantities import quantity_of
from coverage_lib.clean.tables.header_meaning import foreign_reason
from coverage_lib.clean.tables.sheet_layout import Layout, figure_like
from coverage_lib.clean.tables.unit_hierarchy import Row, names_no_unit
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.clean.units.unit_labels import is_total, ordinal_of, plain_label, type_of
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.vocabulary.word_patterns import inside, whole

_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of figures.

    Attributes
    ----------
    row : int
    label : str
        As printed.
    unit : Row or None
        What it states about its unit; None if the row names no unit.
    above, below : tuple of str
        What it states about its figures, more generally and more specifically than the headers of the columns.
    cells : tuple of Cell
        Its cells in the columns of quantities.
    """

    row: int
    label: str
    unit: Row | None
    above: tuple[str, ...]
    below: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row with figures that is left out, and the code of the reason."""

    row: int
    label: str
    reason: str
    detail: str = ""


def table_lines(grid: Grid, layout: Layout) -> Iterator[Line | LeftOut]:
    """The rows of a table in order; rows without figures only set the context of the rows below."""
    reader = {"units": _unit_lines, "indicators": _indicator_lines, "periods": _period_lines}[layout.rows_are]
    yield from reader(grid, layout)


def _texts(grid: Grid, layout: Layout, row: int) -> tuple[str, str]:
    """Label and ordinal of a row."""
    cell = grid.spread(row, layout.label_column)
    place = layout.roles.get("ordinal", layout.label_column - 1)
    beside = grid.spread(row, place) if place > 0 else None
    return _label_and_ordinal(cell.text if cell else "", beside.text if beside else "")


@lru_cache(maxsize=1 << 15)
def _label_and_ordinal(of_label: str, of_ordinal: str) -> tuple[str, str]:
    """The texts of both cells; a label may have been typed into the column of ordinals."""
    label, ordinal = normalise(of_label), normalise(of_ordinal)
    if not label and _WORD.search(ordinal):
        return ordinal, ""
    return label, "" if ordinal == label or (_WORD.search(ordinal) and not re.fullmatch(r"(?i)[ivx]+", ordinal)) else ordinal


def _described(grid: Grid, layout: Layout, row: int, role: str) -> str:
    column = layout.roles.get(role, 0)
    cell = grid.spread(row, column) if column else None
    return normalise(cell.text) if cell else ""


def _quantities(grid: Grid, layout: Layout, row: int) -> tuple[Cell, ...]:
    paths, label = layout.paths, layout.label_column
    return tuple([cell for cell in grid.row(row) if cell.column in paths and cell.column != label])


def _unit_lines(grid: Grid, layout: Layout) -> Iterator[Line | LeftOut]:
    scheme: tuple[str, ...] = ()
    before = Row("")
    describing = [role for role in ("period", "indicator", "basis", "unit") if role in layout.roles]
    for row in layout.body:
        label, ordinal = _texts(grid, layout, row)
        cells = _quantities(grid, layout, row)
        figures = any(figure_like(cell.text) for cell in cells)
        described = tuple([text for role in describing if (text := _described(grid, layout, row, role))])
        if not label and described and before.label and not ordinal:
            label, ordinal = before.label, before.ordinal  # the unit of several rows, named in the first
        if not label:
            if figures:
                yield LeftOut(row, "", "no_label")
            continue
        said = _kind(label)
        if said.ends:
            return
        if said.nothing:
            if figures:
                yield LeftOut(row, label, "row")
            continue
        if not described and said.scheme:
            scheme = (_without_ordinal(label),)
            if figures:
                yield Line(row, label, Row("", figures=True), scheme, (), cells)
            continue
        if said.foreign:
            if figures:
                yield LeftOut(row, label, "foreign", said.foreign)
            continue
        if cells and not figures and not _looks_like_unit(label):
            continue
        unit = Row(label, ordinal, _described(grid, layout, row, "group"), _described(grid, layout, row, "code"), figures)
        if described and label == before.label and ordinal in ("", before.ordinal):
            unit = before
        before = unit
        yield Line(row, label, unit, scheme, described, cells)


class _Kind(NamedTuple):
    """The effect of a label on its row: end of table, none, scheme name, or part outside the scope with the reason."""

    ends: bool
    nothing: bool
    scheme: bool
    foreign: str


@lru_cache(maxsize=1 << 15)
def _kind(label: str) -> _Kind:
    if _ends_table(label) or names_no_unit(label):
        return _Kind(_ends_table(label), True, False, "")
    return _Kind(False, False, _is_scheme(label), _not_ours(label))


@lru_cache(maxsize=1 << 15)
def _looks_like_unit(label: str) -> bool:
    plain = plain_label(label)
    return bool(type_of(plain)) or is_total(plain) or len(plain.split()) <= 8


@lru_cache(maxsize=1 << 15)
def _ends_table(label: str) -> bool:
    return bool(inside("row", "signature").match(fold(label)))


def _without_ordinal(label: str) -> str:
    ordinal = ordinal_of(label)
    return re.sub(r"^\W*" + re.escape(ordinal) + r"\W+", "", label, flags=re.IGNORECASE) if ordinal else label


def _is_scheme(label: str) -> bool:
    """Whether a row in a table of units names a scheme, a year or a kind of figures for the rows below it."""
    text = _without_ordinal(label)
    if is_total(plain_label(label)) or inside("line", "agency").search(fold(text)) or type_of(plain_label(label)):
        return False
    own = quantity_of((text,))
    said = own.meaning
    return own.read and bool(said.indicator or said.base or said.measure or said.basis or own.moment.year)


def _not_ours(label: str) -> str:
    """The reason why a row below a unit is outside the scope: 'Trong đó: nữ'."""
    text = plain_label(label)
    if type_of(text) or is_total(text) or whole("row", "region").fullmatch(text):
        return ""
    part = inside("row", "part").match(text)
    reason = foreign_reason(text)
    return reason if reason and (part or (len(text.split()) <= 3 and reason == "women")) else ""


# ---------------------------------------------------------------- indicators down


def _indicator_lines(grid: Grid, layout: Layout) -> Iterator[Line | LeftOut]:
    parents: list[tuple[int, str]] = []  # how deep, text
    place: Row | None = None
    for row in layout.body:
        label, ordinal = _texts(grid, layout, row)
        cells = _quantities(grid, layout, row)
        figures = any(figure_like(cell.text) for cell in cells)
        if not label or (names_no_unit(label) and not figures):
            if figures:
                yield LeftOut(row, "", "no_label")
            continue
        if _ends_table(label):
            return
        text = _without_ordinal(label)
        depth = _depth(ordinal or ordinal_of(label))
        if not figures and (type_of(plain_label(label)) or is_total(plain_label(label))):
            place = Row(label, ordinal)
            parents = []
            continue
        while parents and parents[-1][0] >= depth:
            parents.pop()
        if figures:
            above = tuple(each for _, each in parents)
            yield Line(row, label, place, above, (text, *_unit_text(grid, layout, row)), cells)
        parents.append((depth - (0 if figures or ordinal or ordinal_of(label) else 0.5), text))  # type: ignore[arg-type]


def _unit_text(grid: Grid, layout: Layout, row: int) -> tuple[str, ...]:
    unit = _described(grid, layout, row, "unit")
    return (f"({unit})",) if unit else ()


def _depth(ordinal: str) -> int:
    folded = fold(ordinal).strip(" .)/(:")
    if not folded:
        return 9
    if re.fullmatch(r"[ivx]+", folded):
        return 1
    if folded.isdigit():
        return 2
    if re.fullmatch(r"\d+(\.\d+)+", folded):
        return 2 + folded.count(".")
    return 10 if folded in "-–•" else 11 if folded in "+*" else 0 if ordinal.strip()[:1].isupper() else 6


# ---------------------------------------------------------------- periods down


def _period_lines(grid: Grid, layout: Layout) -> Iterator[Line | LeftOut]:
    for row in layout.body:
        label, _ = _texts(grid, layout, row)
        cells = _quantities(grid, layout, row)
        if not cells or not label or names_no_unit(label):
            continue
        own = quantity_of((label,))
        if own.read and (own.moment.year or own.moment.month):
            yield Line(row, label, None, (label,), (), cells)
        else:
            yield LeftOut(row, label, "row")
