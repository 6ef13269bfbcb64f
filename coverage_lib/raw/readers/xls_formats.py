"""What the library for old workbooks leaves out (formats, fonts, errors, hidden rows), and whether a file can be given to it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import olefile
from openpyxl.styles.numbers import BUILTIN_FORMATS

from coverage_lib.errors import message
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_PART, refusal

_BEGIN, _END, _PASSWORD, _DIMENSIONS = 0x0809, 0x000A, 0x002F, 0x0200
_FONT, _FORMAT, _STYLE, _SHEET, _ROW, _COLUMNS = 0x0031, 0x041E, 0x00E0, 0x0085, 0x0208, 0x007D
_SINGLE = {0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, 0x0006, 0x0205}  # number, short number, texts, formula, truth or error
_MANY, _FORMULA, _ERROR = 0x00BD, 0x0006, 0x0205
_RESULT, _BETWEEN = 0x0207, {0x04BC, 0x0221, 0x0236}  # the text that a formula gives; what may stand between them
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MAX_RECTANGLE = 4_000_000  # the library makes every cell between the first one and the last one


@dataclass
class Sheet:
    """One sheet: the style of every cell that holds something, and what is hidden."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)  # (row, column), counted from 1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unvalued: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Book:
    """The sheets by name, and for every style its number format and font."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    looks: list[tuple[str, str]] = field(default_factory=list)

    def look(self, style: int) -> tuple[str, str]:
        """Number format and font of a style; empty for one that is not defined."""
        return self.looks[style] if style < len(self.looks) else ("", "")


def read_book(path: Path) -> Book:
    """The records of an old workbook that say how its cells look.

    Raises
    ------
    CoverageError
        If the file is damaged, protected by a password, or has more cells than are read.
    """
    stream = _stream(path)
    places: dict[int, str] = {}
    fonts, formats, styles, modern = [], dict(BUILTIN_FORMATS), [], True
    book, sheet, depth, cells = Book(), Sheet(), 0, 0
    waiting: tuple[int, int] | None = None  # a formula whose result is a text that has not come yet
    for at, kind, data in _records(path, stream):
        if waiting and kind not in _BETWEEN:
            sheet.unvalued += [waiting] if kind != _RESULT else []
            waiting = None
        if kind == _BEGIN:
            depth += 1
            if depth == 1:
                modern = data[1:2] == b"\x06"
                sheet = Sheet()
                if at in places:
                    book.sheets[places[at]] = sheet
        elif kind == _END:
            depth = max(0, depth - 1)
        elif kind == _PASSWORD:
            raise refusal(path, "file.without_password", "workbook.encrypted", "remedy.remove_password")
        elif depth != 1:
            continue  # a chart inside a sheet
        elif kind == _FONT:
            fonts.append(_name(data, 14, modern))
        elif kind == _FORMAT:
            formats[_short(data, 0)] = _text(data, 2, modern)
        elif kind == _STYLE:
            styles.append((_short(data, 0), _short(data, 2)))
        elif kind == _SHEET:
            places[struct.unpack_from("<I", data)[0]] = _name(data, 6, modern)
        elif kind == _DIMENSIONS:
            _hold(path, *(struct.unpack_from("<4xI2xH", data) if modern else struct.unpack_from("<2xH2xH", data)))
        elif kind == _ROW and data[12] & 0x20:
            sheet.hidden_rows.add(_short(data, 0) + 1)
        elif kind == _COLUMNS and data[8] & 0x01:
            sheet.hidden_columns.update(range(_short(data, 0) + 1, min(_short(data, 2), 255) + 2))
        elif kind in _SINGLE or kind == _MANY:
            cells += _cells(sheet, kind, data)
            if kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 0:
                waiting = (_short(data, 0) + 1, _short(data, 2) + 1)
            if cells > MAX_CELLS:
                raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_tables")
    for sheet in book.sheets.values():
        _hold(path, max((row for row, _ in sheet.styles), default=0), max((column for _, column in sheet.styles), default=0))
    book.looks = [(formats.get(code, ""), _font(fonts, font)) for font, code in styles]
    return book


def _stream(path: Path) -> bytes:
    try:
        with olefile.OleFileIO(path) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), "")
            if not name:
                raise refusal(path, "kind.xls", "workbook.none_inside", "remedy.ask_for_file")
            if container.get_size(name) > MAX_PART:
                raise refusal(path, message("workbook.most_size", most=MAX_PART // 1_000_000), "found.more", "remedy.keep_tables")
            return container.openstream(name).read()
    except (OSError, struct.error, IndexError, ValueError, AttributeError, TypeError) as cause:
        raise refusal(path, "kind.xls", message("file.damaged", cause=type(cause).__name__), "remedy.open_in_excel") from cause


def _records(path: Path, stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at, end = 0, len(stream) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream) and kind:
            raise refusal(path, "file.intact", "workbook.cut_short", "remedy.ask_for_file")
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _cells(sheet: Sheet, kind: int, data: bytes) -> int:
    row, column, style = struct.unpack_from("<HHH", data)
    if kind == _MANY:
        for place in range((len(data) - 6) // 6):
            sheet.styles[row + 1, column + place + 1] = _short(data, 4 + 6 * place)
        return (len(data) - 6) // 6
    sheet.styles[row + 1, column + 1] = style
    if kind == _ERROR and len(data) > 7 and data[7]:
        sheet.errors[row + 1, column + 1] = _ERRORS.get(data[6], "#N/A")
    if kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        sheet.errors[row + 1, column + 1] = _ERRORS.get(data[8], "#N/A")
    return 1


def _hold(path: Path, rows: int, columns: int) -> None:
    if rows * columns > _MAX_RECTANGLE:
        raise refusal(path, message("sheet.most_places", most=_MAX_RECTANGLE), "found.larger", "remedy.delete_far")


def _font(fonts: list[str], number: int) -> str:
    place = number - 1 if number > 4 else number  # there is no font 4
    return fonts[place] if place < len(fonts) else ""


def _short(data: bytes, at: int) -> int:
    return struct.unpack_from("<H", data, at)[0]


def _name(data: bytes, at: int, modern: bool) -> str:
    """A text whose length is one byte."""
    return _letters(data, at + 1, data[at], modern)


def _text(data: bytes, at: int, modern: bool) -> str:
    """A number format, whose length is two bytes since Excel 97."""
    return _letters(data, at + 2, _short(data, at), modern) if modern else _letters(data, at + 1, data[at], modern)


def _letters(data: bytes, at: int, length: int, modern: bool) -> str:
    if not modern:
        return data[at : at + length].decode("cp1252", "replace")
    if data[at] & 1:
        return data[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
    return data[at + 1 : at + 1 + length].decode("latin-1")
