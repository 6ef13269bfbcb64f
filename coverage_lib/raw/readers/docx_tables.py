"""Word documents (.docx): every table as a grid, with the paragraphs above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid, Range
from coverage_lib.raw.safety.size_limits import MAX_CELLS, refusal
from coverage_lib.raw.safety.zip_safety import opened_archive, xml_parts
from coverage_lib.vocabulary.phrases import phrase

_WIDEST = 200  # columns; Word itself stops at 63
_CONTEXT = 60  # paragraphs above a table that are kept, the nearest ones
_MAX_MARKS = 1_500_000  # of the main part, which is held as a tree
_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _FONTS, _RUN = qn("w:t"), qn("w:rFonts"), qn("w:r")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_UNSEEN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:sdtPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_VALUE = qn("w:val")
_OFF = {"0", "false", "off", "none"}


def read_docx(path: Path) -> list[Grid]:
    """Every table of a document, in order; tables inside tables after the one that holds them.

    Raises
    ------
    CoverageError
        If the file is not an intact document, or has no table.
    """
    document = opened_docx(path)
    fonts = partial(first_font, styles=style_fonts(document))
    grids: list[Grid] = []
    above: list[str] = []
    for element in blocks(document.element.body):
        if element.tag == _TABLE:
            number = str(sum("." not in grid.sheet for grid in grids) + 1)
            grids += table_grids(element, number, tuple(above[-_CONTEXT:]), fonts)
            above = []
        elif (text := " ".join(visible_text(element).split())) and len(text) < 2_000:
            above.append(text)
        if sum(len(grid.cells) for grid in grids) > MAX_CELLS:
            raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_tables")
    if not grids:
        raise refusal(path, "document.with_tables", "document.without_tables", "remedy.enter_by_hand")
    return grids


def opened_docx(path: Path) -> Any:
    """A Word document opened; refused if it is damaged or too large."""
    with opened_archive(path) as archive:
        for name, content in xml_parts(archive):
            if name.lower().startswith("word/document") and content.count(b"<") > _MAX_MARKS:
                raise refusal(path, "document.most_length", "found.larger", "remedy.keep_tables")
    try:
        return docx.Document(str(path))
    except Exception as cause:  # it raises whatever its XML parser and its package reader raise
        raise refusal(path, "kind.docx", message("file.damaged", cause=type(cause).__name__), "remedy.save_again") from cause


def blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, also those inside content controls and tracked insertions."""
    for child in parent.iterchildren():
        if child.tag in (_P, _TABLE):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag not in (_ROW, _CELL):
            yield from blocks(child)


@dataclass
class _Sheet:
    """A table under construction."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    inner: list[Any] = field(default_factory=list)


def table_grids(table: Any, number: str, context: tuple[str, ...], fonts: Any) -> Iterator[Grid]:
    """A table as a grid, and after it the tables inside its cells."""
    sheet = _Sheet()
    open_at: dict[int, Range] = {}  # column → the vertical merge that a row above began there
    for row, element in enumerate(_rows(table), 1):
        marks = element.find(qn("w:trPr"))
        if _is_on(marks, "w:hidden"):
            sheet.hidden.add(row)
        column = 1 + _number(marks, "w:gridBefore", 0)
        begun: dict[int, Range] = {}
        for cell in _children(element, _CELL):
            said = cell.find(qn("w:tcPr"))
            width = max(1, _number(said, "w:gridSpan", 1))
            merge = said.find(qn("w:vMerge")) if said is not None else None
            before = open_at.get(column)
            if merge is not None and merge.get(_VALUE, "continue") != "restart" and before:
                begun[column] = (before[0], before[1], row, before[3])
            elif _continues(said, "w:hMerge") and sheet.merged and sheet.merged[-1][0] == row and sheet.merged[-1][3] == column - 1:
                sheet.merged[-1] = (*sheet.merged[-1][:3], column + width - 1)
            else:
                if merge is not None:
                    begun[column] = (row, column, row, column + width - 1)
                elif width > 1 or (said is not None and said.find(qn("w:hMerge")) is not None):
                    sheet.merged.append((row, column, row, column + width - 1))
                _put(sheet, cell, row, column, fonts)
            column += width
        sheet.merged += [each for place, each in open_at.items() if place not in begun or begun[place][0] == row]
        open_at = begun
    sheet.merged += open_at.values()
    merged = sorted(each for each in sheet.merged if each[:2] != each[2:])
    yield Grid(phrase("raw.table", number=number), sheet.cells, merged, frozenset(sheet.hidden), context)
    for place, inner in enumerate(sheet.inner, 1):
        yield from table_grids(inner, f"{number}.{place}", (), fonts)


def _put(sheet: _Sheet, cell: Any, row: int, column: int, fonts: Any) -> None:
    inside = list(blocks(cell))
    sheet.inner += [block for block in inside if block.tag == _TABLE]
    paragraphs = [block for block in inside if block.tag == _P]
    text = "\n".join(visible_text(paragraph) for paragraph in paragraphs).strip("\n")
    if text.strip():
        sheet.cells[row, column] = Cell(row, column, text, text, "", fonts(paragraphs))


def _rows(table: Any) -> Iterator[Any]:
    for row in _children(table, _ROW):
        marks = row.find(qn("w:trPr"))
        if marks is None or marks.find(qn("w:del")) is None:  # deleted under tracked changes
            yield row


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag not in (_P, _TABLE, _ROW, _CELL):
            yield from _children(child, tag)


def visible_text(element: Any) -> str:
    """The visible words of a paragraph: without deleted or hidden text or text repeated for old programs."""
    pieces: list[str] = []
    for child in element.iterchildren():
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag == _RUN and _is_on(child.find(qn("w:rPr")), "w:vanish"):
            continue
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag != _TABLE:
            pieces.append(visible_text(child))
    return "".join(pieces)


def first_font(paragraphs: list[Any], styles: dict[str, str]) -> str:
    """The font of the first run with words, or of the style of its paragraph."""
    for paragraph in paragraphs:
        for run in paragraph.iter(_RUN):
            if run.find(_TEXT) is not None:
                named = run.find(f"{qn('w:rPr')}/{_FONTS}")
                style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
                inherited = styles.get(style.get(_VALUE, "") if style is not None else "", styles.get("", ""))
                return _named(named) or inherited
    return ""


def _named(fonts: Any) -> str:
    return (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""


def style_fonts(document: Any) -> dict[str, str]:
    """Style → font; the empty style is the default."""
    try:
        root = document.styles.element
    except (KeyError, AttributeError, ValueError):
        return {}
    default = _named(root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{_FONTS}"))
    own, parents, usual = {}, {}, ""
    for style in root.iterchildren(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        own[name] = _named(style.find(f"{qn('w:rPr')}/{_FONTS}"))
        parent = style.find(qn("w:basedOn"))
        parents[name] = parent.get(_VALUE, "") if parent is not None else ""
        if style.get(qn("w:default")) in ("1", "true") and style.get(qn("w:type")) == "paragraph":
            usual = name
    found = {}
    for name in own:
        at, steps = name, 0
        while at in own and not own[at] and steps < 20:
            at, steps = parents[at], steps + 1
        found[name] = own.get(at) or default
    return found | {"": found.get(usual, default)}


def _number(parent: Any, name: str, otherwise: int) -> int:
    found = parent.find(qn(name)) if parent is not None else None
    text = found.get(_VALUE, "") if found is not None else ""
    return min(int(text), _WIDEST) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise


def _is_on(parent: Any, name: str) -> bool:
    found = parent.find(qn(name)) if parent is not None else None
    return found is not None and found.get(_VALUE, "1").lower() not in _OFF


def _continues(parent: Any, name: str) -> bool:
    found = parent.find(qn(name)) if parent is not None else None
    return found is not None and found.get(_VALUE, "continue") != "restart"
