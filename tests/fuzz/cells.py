"""Valid files with damaged tables: cells, headers, merged ranges, fonts and formats that no office would write."""

from __future__ import annotations

import random

from tests.fuzz.mutations import NASTY
from tests.layouts.tables import Styled, Table

FORMATS = (
    "General",
    "0%",
    "0.00%",
    "#,##0",
    "@",
    "#,##0,",
    "[Red]-0",
    '"a"0',
    "yyyy",
    "0.0E+00",
    ";;;",
    "dd/mm/yyyy",
    "# ?/?",
    "_(*",
    "",
)
FONTS = ("", ".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman", ".", "VNI", "\u0111")
VALUES = (0, -1, 1.5, 1e308, -1e-308, 10**14, True, False, 0.926, 45_000, 2023, 7_915_123_456, 45_187_001_234)
_ALLOWED = {chr(code) for code in range(32)} - {"\t", "\n", "\r"}


def spoilt(tables: list[Table], dice: random.Random) -> list[Table]:
    """The same tables with a handful of changes; written by the ordinary writers."""
    made = []
    for table in tables:
        rows = [list(row) for row in table.rows]
        merged, hidden = list(table.merged), set(table.hidden)
        for _ in range(dice.choice((1, 3, 10, 60))):
            _change(rows, merged, hidden, dice)
        above = [text for text in table.above if dice.random() < 0.9]
        font = dice.choice(FONTS) if dice.random() < 0.1 else table.font
        made.append(Table(rows, above, list(table.below), table.name, _fitting(merged, rows), hidden, set(), font))
    return made


def _change(rows: list[list[object]], merged: list[tuple[int, int, int, int]], hidden: set[int], dice: random.Random) -> None:
    row = dice.randrange(len(rows))
    column = dice.randrange(max(1, len(rows[row])))
    way = dice.randrange(10)
    if way <= 3 and rows[row]:
        rows[row][column] = _content(dice)
    elif way == 4:
        rows[row].insert(column, _content(dice))
    elif way == 5 and rows[row]:
        del rows[row][column]
    elif way == 6:
        rows.insert(dice.randrange(len(rows) + 1), list(rows[row]))
    elif way == 7 and len(rows) > 2:
        del rows[row]
    elif way == 8:
        merged.append((row, column, row + dice.randrange(5), column + dice.randrange(5)))
    else:
        hidden.add(row)


def _content(dice: random.Random) -> object:
    if dice.random() < 0.4:
        return Styled(dice.choice(VALUES), dice.choice(FORMATS), dice.choice(FONTS))
    text = (
        dice.choice(NASTY) if dice.random() < 0.7 else "".join(chr(dice.randrange(32, 0x2FFF)) for _ in range(dice.randrange(12)))
    )
    return "".join(letter for letter in text if letter not in _ALLOWED)[:30_000] or None


def _fitting(merged: list[tuple[int, int, int, int]], rows: list[list[object]]) -> list[tuple[int, int, int, int]]:
    """Ranges within the table that do not overlap: writers refuse the others."""
    width, taken, kept = max(map(len, rows), default=0), set(), []
    for top, left, bottom, right in merged:
        places = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if bottom < len(rows) and right < width and left < len(rows[top]) and len(places) > 1 and not places & taken:
            taken |= places
            kept.append((top, left, bottom, right))
    return kept
