"""Tables of web pages as grids; many programs of offices write such pages and call them .xls."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid, Range
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_TEXT, refusal
from coverage_lib.raw.safety.text_encoding import decoded_text
from coverage_lib.vocabulary.phrases import phrase

_WIDEST = 200
"""Columns or rows that one cell may span; more is a mistake of the page."""


def read_html(path: Path) -> list[Grid]:
    """Every outermost table of a page, with the lines of text between it and the table before as its context.

    Raises
    ------
    CoverageError
        If the page is too large or has more cells than are read.
    """
    content = path.read_bytes()
    if len(content) > MAX_TEXT:
        limit, size = message("text.most_size", most=MAX_TEXT // 1_000_000), message("file.size", size=len(content) // 1_000_000)
        raise refusal(path, limit, size, "remedy.keep_table")
    page = html.document_fromstring(
        (decoded_text(content) or "").encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True)
    )
    grids: list[Grid] = []
    lines: list[str] = []
    taken = 0
    for node in page.iter("table", "p", "h1", "h2", "h3", "h4", "caption", "div"):
        if next(node.iterancestors("table"), None) is not None:
            continue
        if node.tag == "table":
            areas = (_span(cell, "rowspan") * _span(cell, "colspan") for cell in node.iter("td", "th"))
            taken += sum(area for area in areas if area > 1)
            if taken <= MAX_CELLS:  # otherwise not even their places would fit into memory
                grids.append(_grid(node, phrase("raw.table", number=len(grids) + 1), tuple(lines)))
                taken += len(grids[-1].cells)
            if taken > MAX_CELLS:
                raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_tables")
            lines = []
        elif next(node.iterdescendants("table", "p"), None) is None and (text := _text(node)):
            lines.append(text)
    return grids


def _grid(table: html.HtmlElement, name: str, context: tuple[str, ...]) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    merged: list[Range] = []
    taken: set[tuple[int, int]] = set()
    rows = (line for line in table.iter("tr") if next(line.iterancestors("table")) is table)
    for row, line in enumerate(rows, 1):
        column = 1
        for node in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, across = _span(node, "rowspan"), _span(node, "colspan")
            if text := _text(node):
                cells[row, column] = Cell(row, column, text, text)
            if down > 1 or across > 1:
                merged.append((row, column, row + down - 1, column + across - 1))
                taken |= {(row + y, column + x) for y in range(down) for x in range(across)}
            column += across
    return Grid(name, cells, merged, context=context)


def _text(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def _span(node: html.HtmlElement, name: str) -> int:
    given = node.get(name, "1").strip()
    return min(max(int(given), 1), _WIDEST) if given.isdigit() else 1
