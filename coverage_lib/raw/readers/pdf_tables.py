"""PDF documents: every table as a grid, ruled or in columns, with the lines of text above it."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import LIT
from pdfplumber.utils import extract_text

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid, Range
from coverage_lib.raw.readers.pdf_columns import ColumnTable, column_tables
from coverage_lib.raw.safety.sandbox import read_in_sandbox
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_LINES, MAX_PAGES, refusal
from coverage_lib.vocabulary.phrases import phrase

_CONTEXT = 60  # lines above a table that are kept, the nearest ones
_SPACE = 0.15  # of the size of the letters: a wider gap is a space
_NEAR = 1.0  # points: ruled lines closer than this are one
_PASSWORD = (PDFPasswordIncorrect, PDFEncryptionError)


def read_pdf(path: Path) -> list[Grid]:
    """Every ruled table of a PDF document. A table that continues over several pages gives one grid for each page.

    Raises
    ------
    CoverageError
        If the document is damaged or protected by a password, has too many pages, is a scan, or has no ruled table.
    """
    return read_in_sandbox("pdf_tables", "read_pdf_directly", path)


def read_pdf_directly(path: Path) -> list[Grid]:
    """The same, in the current process."""
    grids: list[Grid] = []
    above: list[str] = []
    letters, nameless, cells = 0, 0, 0
    pictures: list[int] = []
    with opened_pdf(path) as document:
        pages = document.pages
        if len(pages) > MAX_PAGES:
            raise refusal(path, message("document.most_pages", most=MAX_PAGES), f"{len(pages)}", "remedy.keep_table_pages")
        for number, page in enumerate(pages, 1):
            if not is_whole(page):
                raise refusal(path, "document.intact", message("document.page_damaged", page=number), "remedy.ask_for_file")
            letters += len(page.chars)
            nameless += sum(letter["text"].startswith("(cid:") for letter in page.chars)
            pictures += [number] if page.images and not page.chars else []
            if len(page.edges) > MAX_LINES:
                drawn = message("document.lines_on_page", lines=len(page.edges), page=number)
                raise refusal(path, message("document.most_lines", most=MAX_LINES), drawn, "remedy.keep_table_pages")
            tables = ruled_tables(page)
            lines = loose_lines(page, tables)
            unruled = column_tables(_loose(page, tables), page)
            lines = [line for line in lines if not any(each.top - 1 <= line[0] <= each.bottom for each in unruled)]
            ordered: list[_Squares | ColumnTable] = sorted([*tables, *unruled], key=lambda each: (each.top, each.left))
            for place, table in enumerate(ordered, 1):
                above += [text for top, text in lines if top < table.top]
                lines = [line for line in lines if line[0] >= table.top]
                name, context = phrase("raw.page_table", page=number, number=place), tuple(above[-_CONTEXT:])
                grids.append(table.grid(name, context))
                above, cells = [], cells + len(grids[-1].cells)
            above += [text for _, text in lines]
            page.close()
            if cells > MAX_CELLS:
                raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_table_pages")
    if not letters:
        found = "document.scan" if pictures else "document.empty_pages"
        raise refusal(path, "document.with_text", found, "remedy.ask_for_original_or_enter")
    if nameless > letters / 20:
        raise refusal(path, "document.copyable", "document.nameless_letters", "remedy.ask_for_original")
    if not grids:
        key, pages = f"document.text_{'and_pictures' if pictures else 'only'}", ", ".join(map(str, pictures))
        raise refusal(path, "document.with_table", message(key, pages=pages), "remedy.ask_for_original")
    return grids


def opened_pdf(path: Path) -> Any:
    """A PDF document opened; refused if it is damaged or asks for a password."""
    try:
        return pdfplumber.open(path)
    except Exception as cause:  # the parser raises what it meets
        if isinstance(cause, _PASSWORD) or any(isinstance(each, _PASSWORD) for each in cause.args):
            raise refusal(path, "document.without_password", "document.encrypted_pdf", "remedy.remove_password") from cause
        raise refusal(path, "kind.pdf", message("file.damaged", cause=type(cause).__name__), "remedy.save_again") from cause


def ruled_tables(page: Any) -> list[_Squares]:
    """The ruled tables of a page."""
    return [squares for table in page.find_tables() if (squares := _Squares(table.cells, page.chars)).is_table]


def loose_lines(page: Any, tables: list[_Squares]) -> list[tuple[float, str]]:
    """The lines of a page outside its tables, each with its position."""
    return _lines([letter for letter in _loose(page, tables) if letter["upright"]])


def _loose(page: Any, tables: list[_Squares]) -> list[dict[str, Any]]:
    return [letter for letter in page.chars if not any(each.holds(letter) for each in tables)]


def is_whole(page: Any) -> bool:
    """Whether the content of a page unpacks completely: the parser would silently read a damaged page only in part."""
    if page.page_obj.doc.encryption:
        return True  # not to be judged before it is deciphered
    for each in page.page_obj.contents:
        stream = resolve1(each)
        packed = getattr(stream, "rawdata", None) or b""
        filters = [name for name, _ in stream.get_filters()] if packed else []
        lettered = filters[:1] == [LIT("ASCII85Decode")]
        if filters[lettered:] == [LIT("FlateDecode")] and not _unpacks(packed, lettered):
            return False
    return True


def _unpacks(packed: bytes, lettered: bool) -> bool:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacking.decompress((ascii85decode(packed) if lettered else packed)[2:])
    except (zlib.error, ValueError):
        return False
    checksum = unpacking.unused_data[:4]  # some programs leave it out
    return unpacking.eof and (len(checksum) < 4 or int.from_bytes(checksum, "big") == zlib.adler32(content))


class _Squares:
    """The cells of one ruled table as rows and columns."""

    def __init__(self, boxes: list[tuple[float, float, float, float]], letters: list[dict[str, Any]]):
        self._letters = letters
        self._across = _distinct(x for box in boxes for x in (box[0], box[2]))
        self._down = _distinct(y for box in boxes for y in (box[1], box[3]))
        self.left, self.top = self._across[0], self._down[0]
        self._owner: dict[tuple[int, int], Range] = {}
        for x0, y0, x1, y1 in boxes:
            row, column = _place(self._down, y0 + _NEAR), _place(self._across, x0 + _NEAR)
            last_row, last_column = _place(self._down, y1 - _NEAR), _place(self._across, x1 - _NEAR)
            for y in range(row, last_row + 1):
                for x in range(column, last_column + 1):
                    self._owner.setdefault((y, x), (row, column, last_row, last_column))

    @property
    def is_table(self) -> bool:
        """A frame around a text is not a table."""
        return len(self._across) > 2 and len(self._down) > 2

    def holds(self, letter: dict[str, Any]) -> bool:
        """Whether a letter is in one of the cells."""
        return self._at(letter) in self._owner

    def _at(self, letter: dict[str, Any]) -> tuple[int, int]:
        return (_place(self._down, (letter["top"] + letter["bottom"]) / 2), _place(self._across, (letter["x0"] + letter["x1"]) / 2))

    def grid(self, name: str, context: tuple[str, ...]) -> Grid:
        """The table with its texts."""
        inside: dict[Range, list[dict[str, Any]]] = {}
        for letter in self._letters:
            owner = self._owner.get(self._at(letter))
            if owner:
                inside.setdefault(owner, []).append(letter)
        cells = {}
        for owner, held in inside.items():
            text = _text(held)
            if text.strip():
                font = held[0].get("fontname", "").rpartition("+")[2]
                cells[owner[:2]] = Cell(owner[0], owner[1], text, text, "", font)
        merged = sorted({owner for owner in self._owner.values() if owner[:2] != owner[2:]})
        return Grid(name, cells, merged, context=context)


def _distinct(values: Iterable[float]) -> list[float]:
    """Positions of ruled lines, each once.

    >>> _distinct([10.0, 50.2, 10.1, 50.0])
    [10.0, 50.0]
    """
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _place(lines: list[float], value: float) -> int:
    """Between which lines a position is, counted from 1; 0 before the first, one more than their number after the last."""
    place = bisect_right(lines, value)
    return place if place < len(lines) else len(lines) + 1


def _text(letters: list[dict[str, Any]]) -> str:
    upright = [letter for letter in letters if letter["upright"]]
    if upright:
        return extract_text(upright, x_tolerance_ratio=_SPACE)
    turned = sorted(letters, key=lambda letter: (round(letter["x0"]), -letter["top"]))  # headers that run upwards
    return "".join(letter["text"] for letter in turned)


def _lines(letters: list[dict[str, Any]]) -> list[tuple[float, str]]:
    """Lines of running text with their position; numbers of pages are left out."""
    by_top: dict[int, list[dict[str, Any]]] = {}
    for letter in sorted(letters, key=lambda each: each["bottom"]):
        near = next(reversed(by_top), None)
        key = near if near is not None and letter["bottom"] - near / 10 < 4 else round(letter["bottom"] * 10)
        by_top.setdefault(key, []).append(letter)
    found = []
    for held in by_top.values():
        text = " ".join(extract_text(held, x_tolerance_ratio=_SPACE, y_tolerance=6).split())
        if text and not text.strip("-–— ").isdecimal():
            found.append((min(letter["top"] for letter in held), text))
    return found
