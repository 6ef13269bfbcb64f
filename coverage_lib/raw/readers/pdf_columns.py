"""Tables of a PDF page without ruled lines: figures and labels in columns, as yearbooks print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from coverage_lib.raw.readers.grid import Cell, Grid, Range
from coverage_lib.vocabulary.word_patterns import inside, whole

_GAP = 0.8  # of the size of the letters: a wider gap separates two columns
_SPACE = 0.15  # of the size of the letters: a wider gap is a space
_PITCH = 2.6  # of the size of the letters: a larger distance of lines separates two tables
_WRAPPED = 1.5  # of the size of the letters: lines of one label are not further apart
_HEADER_LINES = 8  # a header has no more
_TITLE = 0.6  # of the width of the table: a wider text above it is a title
_FEWEST_ROWS = 2
_FIGURE = re.compile(r"\(?[-+–]?\d[\d.,\s]*\s?%?\)?|[-–…x]|\.{2,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[^\W\d_]")


class Piece(NamedTuple):
    """A text of one line that stands apart from its neighbours."""

    left: float
    right: float
    text: str
    font: str

    @property
    def figure(self) -> bool:
        """Whether it is a figure, or a sign that stands for one; a bare year is a header."""
        return bool(_FIGURE.fullmatch(self.text)) and not _YEAR.fullmatch(self.text)

    @property
    def labels(self) -> bool:
        """Whether it can name a row: words, or a year."""
        return bool(_LETTER.search(self.text)) or bool(_YEAR.fullmatch(self.text))


class Line(NamedTuple):
    """A line of a page."""

    top: float
    bottom: float
    size: float
    pieces: tuple[Piece, ...]

    @property
    def is_row(self) -> bool:
        """Whether it has a label and, to its right, a figure."""
        label = next((place for place, piece in enumerate(self.pieces) if piece.labels), None)
        return label is not None and any(piece.figure for piece in self.pieces[label + 1 :])

    @property
    def is_figures(self) -> bool:
        """Whether it has figures only: its label is broken over the lines above and below it."""
        return len(self.pieces) > 1 and all(piece.figure for piece in self.pieces)


@dataclass
class ColumnTable:
    """A table found on a page: its header lines and rows, and the columns, or none if they cannot be told apart."""

    header: list[Line]
    rows: list[tuple[Piece, ...]]
    top: float
    bottom: float
    columns: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = _columns(self.rows)

    @property
    def left(self) -> float:
        """Where it begins."""
        return min(piece.left for row in self.rows for piece in row)

    def grid(self, name: str, context: tuple[str, ...]) -> Grid:
        """The table with its texts; one column of loose texts, which no reader takes for a table, if columns cannot be told."""
        if not self.columns:
            loose = [piece for pieces in (*(line.pieces for line in self.header), *self.rows) for piece in pieces]
            return Grid(name, {(n, 1): _cell(n, 1, each.text, each.font) for n, each in enumerate(loose, 1)}, [], context=context)
        cells, merged, first = self._header_cells()
        for number, pieces in enumerate(self.rows, first):
            for piece in pieces:
                column = self._spanned(piece)[0]
                cells[number, column] = _cell(number, column, piece.text, piece.font)
        return Grid(name, cells, merged, context=context)

    def _spanned(self, piece: Piece) -> tuple[int, int]:
        """First and last column that a text covers; the nearest one if it is between two."""
        over = [n for n, (left, right) in enumerate(self.columns, 1) if piece.left < right and left < piece.right]
        if over:
            return over[0], over[-1]
        middle = (piece.left + piece.right) / 2
        near = min(range(len(self.columns)), key=lambda n: abs(sum(self.columns[n]) / 2 - middle)) + 1
        return near, near

    def _header_cells(self) -> tuple[dict[tuple[int, int], Cell], list[Range], int]:
        """Lines of a header over equal columns are one text; texts over several columns are merged; and the first row below."""
        levels: dict[int, list[tuple[tuple[int, int], str, str]]] = {n: [] for n in range(1, len(self.columns) + 1)}
        for number, line in enumerate(self.header):
            for piece, span in self._spans(number, line):
                for column in range(span[0], span[1] + 1):
                    before = levels[column][-1] if levels[column] else None
                    if before and before[0] == span:
                        levels[column][-1] = (span, f"{before[1]}\n{piece.text}", piece.font)
                    else:
                        levels[column].append((span, piece.text, piece.font))
        cells: dict[tuple[int, int], Cell] = {}
        merged: list[Range] = []
        for column, texts in levels.items():
            for level, (span, text, font) in enumerate(texts, 1):
                if span[0] == column:
                    cells[level, column] = _cell(level, column, text, font)
                    if span[1] > span[0]:
                        merged.append((level, span[0], level, span[1]))
        return cells, merged, max(map(len, levels.values()), default=0) + 1

    def _spans(self, number: int, line: Line) -> Iterator[tuple[Piece, tuple[int, int]]]:
        """The texts of a header line with the columns that each heads: a short text may head more than it covers."""
        upper = {c for each in self.header[: number + 1] for piece in each.pieces for c in self._range(piece)}
        lower = {c for each in self.header[number + 1 :] for piece in each.pieces for c in self._range(piece)}
        heads = [piece for piece in line.pieces if lower.issuperset(self._range(piece))]
        for piece in line.pieces:
            first, last = self._spanned(piece)
            if piece in heads:
                middle = (piece.left + piece.right) / 2
                reach = [n for n in lower - upper if self._nearest(heads, n) is piece]
                while first - 1 in reach:
                    first -= 1
                while last + 1 in reach:
                    last += 1
                left, right = self.columns[first - 1][0], self.columns[last - 1][1]
                if abs(middle - (left + right) / 2) > (right - left) / 4:  # not in the middle of what it would head
                    first, last = self._spanned(piece)
            yield piece, (first, last)

    def _range(self, piece: Piece) -> range:
        first, last = self._spanned(piece)
        return range(first, last + 1)

    def _nearest(self, pieces: Sequence[Piece], column: int) -> Piece:
        """The text whose middle is nearest to that of a column."""
        middle = sum(self.columns[column - 1]) / 2
        return min(pieces, key=lambda piece: abs((piece.left + piece.right) / 2 - middle))


def column_tables(letters: Sequence[dict[str, Any]], page: Any) -> list[ColumnTable]:
    """The tables that the letters of a page outside its ruled tables form, top to bottom."""
    lines = list(_lines(letters, page))
    found: list[ColumnTable] = []
    start = 0
    while start < len(lines):
        if not lines[start].is_row:
            start += 1
            continue
        end = _end(lines, start)
        if sum(line.is_row for line in lines[start:end]) >= _FEWEST_ROWS:
            first = _first_label(lines, start)
            rows = list(_rows(lines[first:end]))
            header = _header(lines[:first], rows, found[-1].bottom if found else 0.0)
            top = (header or lines[first:])[0].top
            found.append(ColumnTable(header, rows, top, lines[end - 1].bottom))
        start = end
    return found


def _lines(letters: Iterable[dict[str, Any]], page: Any) -> Iterator[Line]:
    held = {id(letter) for letter in letters}
    part = page.filter(lambda each: each["object_type"] != "char" or (id(each) in held and each["upright"]))
    words = part.extract_words(x_tolerance_ratio=_SPACE, y_tolerance=2, extra_attrs=["fontname", "size"])
    by_line: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        if by_line and word["bottom"] - by_line[-1][0]["bottom"] < word["size"] / 3:
            by_line[-1].append(word)
        else:
            by_line.append([word])
    for held_words in by_line:
        size = max(word["size"] for word in held_words)
        yield Line(
            min(word["top"] for word in held_words),
            max(word["bottom"] for word in held_words),
            size,
            tuple(_pieces(sorted(held_words, key=lambda word: word["x0"]), size)),
        )


def _pieces(words: list[dict[str, Any]], size: float) -> Iterator[Piece]:
    group = [words[0]]
    for word in [*words[1:], None]:
        if word is not None and word["x0"] - group[-1]["x1"] < _GAP * size:
            group.append(word)
            continue
        font = group[0]["fontname"].rpartition("+")[2]
        yield Piece(group[0]["x0"], group[-1]["x1"], " ".join(each["text"] for each in group), font)
        group = [word] if word is not None else []


def _end(lines: list[Line], start: int) -> int:
    """One past the last line of the table that begins with a row: rows, and lone labels among them."""
    end = start + 1
    place = start + 1
    left = min(piece.left for piece in lines[start].pieces)
    while place < len(lines) and lines[place].top - lines[place - 1].bottom < _PITCH * lines[place].size:
        line = lines[place]
        lone = len(line.pieces) == 1 and not line.pieces[0].figure and line.pieces[0].left < _figures_from(lines[start])
        if line.is_row or line.is_figures:
            end = place + 1
        elif not lone or line.pieces[0].left < left - line.size or _says_unit(line.pieces[0].text):
            break
        elif _goes_on(line, lines[place - 1]):
            end = place + 1
        place += 1
    return end


def _figures_from(row: Line) -> float:
    """Where the figures of a row begin."""
    label = next(place for place, piece in enumerate(row.pieces) if piece.labels)
    return min(piece.left for piece in row.pieces[label + 1 :] if piece.figure)


def _goes_on(line: Line, before: Line) -> bool:
    """Whether a lone text continues the label of the line before it: within a word group, or with its English."""
    text = line.pieces[0].text
    return (
        text[:1].islower() or (text.isascii() and not before.pieces[0].text.isascii())
    ) and line.top - before.bottom < _WRAPPED * line.size


def _first_label(lines: list[Line], start: int) -> int:
    """A first row may be a label broken over two lines, or stand below a lone label such as 'Số người tham gia'."""
    first, left, right = start, min(piece.left for piece in lines[start].pieces), _figures_from(lines[start])
    while first and len(lines[first - 1].pieces) == 1 and lines[first].top - lines[first - 1].bottom < _WRAPPED * lines[first].size:
        piece = lines[first - 1].pieces[0]
        if piece.figure or piece.right > right or abs(piece.left - left) > 2 * lines[first].size or _says_unit(piece.text):
            break
        first -= 1
    return first


def _rows(lines: list[Line]) -> Iterator[tuple[Piece, ...]]:
    """The rows, labels broken over several lines joined: above or below their figures, or around them."""
    label: Line | None = None  # a lone label that may belong to the figures below it
    row: list[Piece] = []
    around = False  # whether the label of the row began above its figures
    before: Line | None = None
    for line in lines:
        lone = len(line.pieces) == 1 and not line.is_figures
        goes_on = lone and before is not None and _goes_on(line, before)
        if goes_on and label is not None:
            label = label._replace(bottom=line.bottom, pieces=(_joined(label.pieces[0], line.pieces[0]),))
        elif goes_on and row:
            place = next((n for n, piece in enumerate(row) if _LETTER.search(piece.text)), 0)
            row[place] = _joined(row[place], line.pieces[0])
        else:
            if row:
                yield tuple(row)
            row, around = [], False
            first = next((piece for piece in line.pieces if piece.labels), line.pieces[0])
            if label is not None and not lone and line.top - label.bottom < _WRAPPED * line.size:
                around = line.is_figures or first.text[:1].islower()
            if label is not None and not around:
                yield label.pieces
            if lone:
                label = line
            elif around and label is not None:
                above = label.pieces[0]
                row = sorted(
                    [above, *line.pieces] if line.is_figures else [_joined(above, first), *(p for p in line.pieces if p != first)]
                )
                label = None
            else:
                row, label = list(line.pieces), None
        before = line
    yield from [tuple(row)] if row else [label.pieces] if label is not None else []


def _joined(first: Piece, second: Piece) -> Piece:
    left, right = min(first.left, second.left), max(first.right, second.right)
    return Piece(left, right, f"{first.text}\n{second.text}", first.font)


def _header(above: list[Line], rows: list[tuple[Piece, ...]], after: float) -> list[Line]:
    """The lines that head a table: texts over its columns of figures, up to a title or a line about units."""
    pieces = [piece for row in rows for piece in row]
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    figures = min((piece.left for row in rows for piece in row if piece.figure and piece is not row[0]), default=left)
    found: list[Line] = []
    for line in reversed(above):
        near = (found[0].top if found else line.bottom) - line.bottom < _PITCH * line.size
        only = line.pieces[0] if len(line.pieces) == 1 else None
        titled = only is not None and (only.right - only.left > _TITLE * (right - left) or only.left < figures - 2 * line.size)
        united = only is not None and _says_unit(only.text)
        if line.top <= after or titled or united or not near or len(found) == _HEADER_LINES or any(p.figure for p in line.pieces):
            break
        found.insert(0, line)
    return found


def _columns(rows: list[tuple[Piece, ...]]) -> list[tuple[float, float]]:
    """The columns as intervals; none if two texts of one row share a column."""
    intervals: list[list[float]] = []
    for piece in sorted(piece for row in rows if len(row) > 1 for piece in row):
        if intervals and piece.left < intervals[-1][1]:
            intervals[-1][1] = max(intervals[-1][1], piece.right)
        else:
            intervals.append([piece.left, piece.right])
    for row in rows:
        taken = [next((n for n, (left, right) in enumerate(intervals) if left <= piece.left < right), None) for piece in row]
        if len(row) > 1 and len(set(taken)) < len(taken):
            return []
    return [(left, right) for left, right in intervals]


def _says_unit(text: str) -> bool:
    """Whether a text above a table is a line about the unit of measure: 'Đơn vị tính: Người', 'Nghìn người'."""
    plain = " ".join(text.lower().split()).strip("() ").split(" - ")[0]
    return bool(inside("line", "unit").match(plain)) or ("%" not in plain and bool(whole("row", "measure_unit").fullmatch(plain)))


def _cell(row: int, column: int, text: str, font: str) -> Cell:
    return Cell(row, column, text, text, "", font)
