"""Where a sheet keeps its title, its header and its body, found by the words of the header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverage_lib.clean.text import fold, normalise
from coverage_lib.raw.grid import Grid

_ORDINAL = {"stt", "tt", "số tt", "số thứ tự"}
_UNIT_LABELS = re.compile(
    r"^(tên )?(đơn vị( hành chính)?|địa phương|địa bàn|tỉnh, thành phố|tỉnh/thành phố|huyện, thị xã, thành phố|xã, phường, thị trấn|xã, thị trấn)$"
)
_INDICATOR_LABELS = re.compile(r"^(nội dung|chỉ tiêu|các chỉ tiêu)$")
_REGISTER = ("chỉ tiêu", "thời điểm", "mức")


@dataclass(frozen=True)
class Layout:
    """The parts of one sheet.

    Attributes
    ----------
    form : {"appendix", "register"}
        An appendix has units (or indicators) down and quantities across; a register has one figure a row.
    rows_are : {"units", "indicators"}
    header : tuple of int
        First and last header row.
    label_column : int
    paths : dict
        Column → header texts above it, top to bottom. In a register: column → its single header.
    captions : list of (address, text)
        The lines above the header.
    """

    form: str
    rows_are: str
    header: tuple[int, int]
    label_column: int
    paths: dict[int, tuple[str, ...]]
    captions: list[tuple[str, str]]


def find_layout(grid: Grid) -> Layout | None:
    """The layout of a sheet, or None if no header is recognised."""
    for row in range(1, grid.rows + 1):
        cells = {cell.column: fold(cell.text) for cell in grid.row(row)}
        captions = [(cell.address, normalise(cell.text)) for number in range(1, row) for cell in grid.row(number)]
        if all(word in cells.values() for word in _REGISTER):
            paths: dict[int, tuple[str, ...]] = {column: (text,) for column, text in cells.items()}
            label = next((column for column, text in cells.items() if _UNIT_LABELS.match(text)), 1)
            return Layout("register", "units", (row, row), label, paths, captions)
        for column, text in cells.items():
            if len(cells) > 1 and (_UNIT_LABELS.match(text) or _INDICATOR_LABELS.match(text)):
                rows_are = "units" if _UNIT_LABELS.match(text) else "indicators"
                last = _last_header_row(grid, row, column)
                return Layout("appendix", rows_are, (row, last), column, _paths(grid, row, last, column), captions)
    return None


def _last_header_row(grid: Grid, row: int, label_column: int) -> int:
    last = grid.range_of(row, label_column)[2]
    while last < grid.rows and grid.spread(last + 1, label_column) is None and _is_text_row(grid, last + 1):
        last += 1
    return last


def _is_text_row(grid: Grid, row: int) -> bool:
    """Header continues while a row has words (or bare years) and no label of its own."""
    cells = grid.row(row)
    return bool(cells) and all(re.search(r"[^\W\d]", cell.text) or re.fullmatch(r"\s*20\d\d\s*", cell.text) for cell in cells)


def _paths(grid: Grid, first: int, last: int, label_column: int) -> dict[int, tuple[str, ...]]:
    paths = {}
    for column in range(1, grid.columns + 1):
        texts: list[str] = []
        for row in range(first, last + 1):
            cell = grid.spread(row, column)
            if cell and (not texts or normalise(cell.text) != texts[-1]):
                texts.append(normalise(cell.text))
        if column != label_column and texts and fold(texts[0]) not in _ORDINAL:
            paths[column] = tuple(texts)
    return paths
