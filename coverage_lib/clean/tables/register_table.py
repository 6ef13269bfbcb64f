"""Register sheets: one figure per row, with columns for unit, indicator, base, date, unit of measure and kind."""

from __future__ import annotations

import datetime as dt
import re

from coverage_lib.clean.tables.column_quantities import Quantity
from coverage_lib.clean.tables.header_meaning import Meaning, code_named, meaning_of
from coverage_lib.clean.tables.sheet_layout import Layout
from coverage_lib.clean.tables.table_figures import Block, Strand
from coverage_lib.clean.text.periods import period_of
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.clean.units.unit_names import resolve_area
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.vocabulary.terms import own_base, terms
from coverage_lib.vocabulary.word_patterns import words


def read_register(
    grid: Grid, layout: Layout, scope: str, on: dt.date, default_basis: str
) -> list[tuple[Cell, str, str, Meaning, str, str]]:
    """The figures of a register: cell, label, code of the unit, meaning, qualifier, place in the text."""
    column_of = {path[0]: column for column, path in layout.paths.items()}
    indicator, date, level = words("header", "register")
    found = []
    for row in layout.body:
        figure = grid.cells.get((row, column_of[level]))
        if figure is None:
            continue
        text = {name: normalise(cell.text) if (cell := grid.cells.get((row, column))) else "" for name, column in column_of.items()}

        def said(key: str, text: dict[str, str] = text) -> str:
            return next((text[name] for name in words("register", key) if text.get(name)), "")

        label, against = said("unit"), said("against")
        eligible = any(each in fold(against) for each in words("register", "eligible"))
        meaning = Meaning(
            base=code_named("base", against) or ("eligible" if eligible else ""),
            period=_date_of(text[date]),
            basis=code_named("basis", said("basis")),
            unit=fold(said("measure_unit")),
        ).over(meaning_of(text[indicator]))
        if meaning.unit == "%" and meaning.measure in ("", "participants", "denominator"):
            meaning = Meaning(measure="rate_pct").over(meaning)
        meaning = meaning.over(Meaning(basis=default_basis))
        if meaning.base == "eligible":
            meaning = Meaning(base=own_base(meaning.indicator)).over(meaning)
        area = resolve_area(label, scope, on) if label else scope
        found.append((figure, label, area, meaning, _qualifier(said("qualifier")), said("place")))
    return found


def strands_of(figures: list[tuple[Cell, str, str, Meaning, str, str]]) -> Block:
    """The figures of a register by kind and unit of count: each group has one notation."""
    groups: dict[tuple[str, int], list[tuple[Cell, str, str, Meaning, str, str]]] = {}
    for each in figures:
        quantity = Quantity(each[3])
        groups.setdefault((quantity.kind, quantity.factor), []).append(each)
    strands = {
        number: Strand(
            Quantity(held[0][3]),
            [each[0] for each in held],
            [(each[1], each[2]) for each in held],
            (),
            [Quantity(each[3], own_basis=True, detail=each[4]) for each in held],
            [(each[5],) if each[5] else () for each in held],
        )
        for number, held in enumerate(groups.values())
    }
    return Block(strands, [])


def _date_of(text: str) -> dt.date | None:
    return dt.date(int(text), 12, 31) if re.fullmatch(r"\d{4}", text) else period_of(text)


def _qualifier(text: str) -> str:
    return next((code for code, entry in terms("qualifier").items() if entry["vi"] == fold(text)), fold(text))
