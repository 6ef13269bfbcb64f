"""OpenDocument spreadsheets (.ods) as grids; calamine is not used because it drops per cents, fonts and hidden cells."""

from __future__ import annotations

import datetime as dt
import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid, Range, column_letters
from coverage_lib.raw.safety.size_limits import MAX_CELLS, refusal
from coverage_lib.raw.safety.zip_safety import archive_part, opened_archive, xml_parts

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE, _SVG = (_URN % name for name in ("table", "office", "text", "style", "svg-compatible"))
_DECIMALS = re.compile(r"[.,](\d+)\s*%")
_WIDEST = 16_384
_UNSEEN = {_OFFICE + "annotation", _OFFICE + "forms", _TEXT + "tracked-changes"}


def read_ods(path: Path) -> list[Grid]:
    """Every sheet of an OpenDocument spreadsheet; ``hidden`` where the spreadsheet does not show it.

    Raises
    ------
    CoverageError
        If the file is damaged, protected by a password, or has more cells than are read.
    """
    with opened_archive(path) as archive:
        for name, content in xml_parts(archive):
            if name.lower() == "meta-inf/manifest.xml" and b"encryption-data" in content:
                raise refusal(path, "file.without_password", "spreadsheet.encrypted", "remedy.remove_password")
        content = archive_part(archive, "content.xml")
        styles = archive_part(archive, "styles.xml") if "styles.xml" in archive.namelist() else b""
        try:
            return _Reader(path, styles).sheets(content)
        except (ElementTree.ParseError, ValueError, zipfile.BadZipFile) as cause:
            raise refusal(path, "kind.ods", message("file.damaged", cause=type(cause).__name__), "remedy.save_as_xlsx") from cause


@dataclass
class _Sheet:
    """A sheet under construction."""

    name: str = ""
    visible: bool = True
    row: int = 1
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unvalued: list[str] = field(default_factory=list)
    columns: list[tuple[int, str]] = field(default_factory=list)  # last column of a run, its style

    def grid(self) -> Grid:
        return Grid(
            self.name,
            self.cells,
            sorted(self.merged),
            frozenset(self.hidden_rows),
            unvalued=tuple(self.unvalued),
            hidden_columns=frozenset(self.hidden_columns),
            hidden=not self.visible,
        )


class _Reader:
    """Sheets from the stream of elements, so that a large file is never in memory as a tree."""

    def __init__(self, path: Path, styles: bytes):
        self._path = path
        self._cells = 0
        self._parents: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._families: dict[str, str] = {}
        self._unseen_tables: set[str] = set()
        if styles:
            for element in ElementTree.fromstring(styles).iter():
                self._learn(element)

    def sheets(self, content: bytes) -> list[Grid]:
        found: list[_Sheet] = []
        depth = 0
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            tag = element.tag
            if event == "start":
                if tag == _TABLE + "table":
                    depth += 1
                    if depth == 1:
                        hidden = element.get(_TABLE + "style-name", "") in self._unseen_tables
                        found.append(_Sheet(element.get(_TABLE + "name", ""), not hidden))
                continue
            if tag == _TABLE + "table":
                depth -= 1
                element.clear()
            elif depth == 1 and tag == _TABLE + "table-column":
                self._column(found[-1], element)
            elif depth == 1 and tag == _TABLE + "table-row":
                self._row(found[-1], element)
                element.clear()
            elif not depth:
                self._learn(element)
        return [sheet.grid() for sheet in found]

    def _learn(self, element: ElementTree.Element) -> None:
        if element.tag == _STYLE + "font-face":
            family = element.get(_SVG + "font-family", "")
            self._families[element.get(_STYLE + "name", "")] = family.strip("'\" ")
        elif element.tag in (_STYLE + "style", _STYLE + "default-style"):
            name = element.get(_STYLE + "name", "")
            properties = element.find(_STYLE + "text-properties")
            if element.get(_STYLE + "family") == "table-cell":
                self._parents[name] = element.get(_STYLE + "parent-style-name", "")
                self._fonts[name] = properties.get(_STYLE + "font-name", "") if properties is not None else ""
            elif (shown := element.find(_STYLE + "table-properties")) is not None and shown.get(_TABLE + "display") == "false":
                self._unseen_tables.add(name)

    def _font(self, style: str) -> str:
        for _ in range(10):
            if self._fonts.get(style):
                break
            style = self._parents.get(style, "")
        name = self._fonts.get(style, "")
        return self._families.get(name, name)

    def _column(self, sheet: _Sheet, element: ElementTree.Element) -> None:
        first = sheet.columns[-1][0] + 1 if sheet.columns else 1
        last = min(first + _repeated(element, "columns") - 1, _WIDEST)
        sheet.columns.append((last, element.get(_TABLE + "default-cell-style-name", "")))
        if element.get(_TABLE + "visibility", "visible") != "visible":
            sheet.hidden_columns.update(range(first, last + 1))

    def _row(self, sheet: _Sheet, element: ElementTree.Element) -> None:
        times = _repeated(element, "rows")
        column, held = 1, False
        start = sheet.row
        seen = element.get(_TABLE + "visibility", "visible") == "visible"
        for child in element:
            width = _repeated(child, "columns")
            if child.tag == _TABLE + "table-cell":
                cell = self._cell(child, start, column, sheet)
                if cell is not None:
                    held = True
                    self._put(sheet, cell, min(width, _WIDEST), times)
            column += width
        if not seen and (held or times <= _WIDEST):
            sheet.hidden_rows.update(range(start, start + min(times, _WIDEST)))
        sheet.row += times

    def _put(self, sheet: _Sheet, cell: Cell, width: int, times: int) -> None:
        self._cells += width * times
        if self._cells > MAX_CELLS:
            raise refusal(self._path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_tables")
        for row in range(cell.row, cell.row + times):
            for column in range(cell.column, cell.column + width):
                sheet.cells[row, column] = cell._replace(row=row, column=column)

    def _cell(self, element: ElementTree.Element, row: int, column: int, sheet: _Sheet) -> Cell | None:
        down, across = _spanned(element, "rows"), _spanned(element, "columns")
        if down > 1 or across > 1:
            sheet.merged.append((row, column, row + down - 1, column + across - 1))
        shown = "\n".join(_words(child) for child in element if child.tag in (_TEXT + "p", _TEXT + "h"))
        kind = element.get(_OFFICE + "value-type", "")
        value, code = _value(kind, element, shown)
        if value is None:
            if element.get(_TABLE + "formula") and not kind and not shown.strip():
                sheet.unvalued.append(f"{column_letters(column)}{row}")
            return None
        text = value if isinstance(value, str) else str(value)
        if not text.strip():
            return None
        style = element.get(_TABLE + "style-name") or next((name for last, name in sheet.columns if column <= last), "")
        return Cell(row, column, text, value, code, self._font(style))


def _value(kind: str, element: ElementTree.Element, shown: str) -> tuple[object, str]:
    """The stored value of a cell and an equivalent number format."""
    if kind in ("float", "percentage", "currency"):
        number = float(element.get(_OFFICE + "value", ""))
        if not isfinite(number) or shown.startswith(("#", "Err:")):
            return shown, "General"  # an error
        value = int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind != "percentage":
            return value, "General"
        decimals = len(found[1]) if (found := _DECIMALS.search(shown)) else 0
        return value, "0" + ("." + "0" * decimals if decimals else "") + "%"
    if kind == "date":
        try:
            return dt.datetime.fromisoformat(element.get(_OFFICE + "date-value", "")), "yyyy-mm-dd"
        except ValueError:
            return shown, "General"
    if kind == "boolean":
        return element.get(_OFFICE + "boolean-value") == "true", "General"
    if kind == "string" and element.get(_OFFICE + "string-value") is not None:
        return element.get(_OFFICE + "string-value"), "General"
    return (shown or None), "General"


def _words(element: ElementTree.Element) -> str:
    """The text of a paragraph, with the spaces that the format writes as elements."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            pieces.append(" " * (min(int(count), 100) if count.isdecimal() else 1))
        elif child.tag in (_TEXT + "line-break", _TEXT + "tab"):
            pieces.append("\n" if child.tag == _TEXT + "line-break" else "\t")
        elif child.tag not in _UNSEEN:
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _repeated(element: ElementTree.Element, what: str) -> int:
    return _count(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _spanned(element: ElementTree.Element, what: str) -> int:
    return min(_count(element.get(f"{_TABLE}number-{what}-spanned", "1")), _WIDEST)


def _count(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
