"""Paragraphs of a Word document in reading order, with the list numbers that Word adds, and its tables."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from coverage_lib.raw.readers.docx_tables import blocks, first_font, opened_docx, style_fonts, table_grids, visible_text
from coverage_lib.raw.readers.running_text import Line

_VALUE = qn("w:val")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 9  # levels of a list in Word


def read_docx_lines(path: Path) -> list[Line]:
    """Every paragraph and table; a row of a table counts as a paragraph.

    Raises
    ------
    CoverageError
        If the file is not an intact document.
    """
    document = opened_docx(path)
    fonts = partial(first_font, styles=style_fonts(document))
    marks = _Marks(document)
    found: list[Line] = []
    number = 1
    for element in blocks(document.element.body):
        if element.tag == qn("w:tbl"):
            grid = next(iter(table_grids(element, str(number), (), fonts)))
            found.append(Line(number, "", grid=grid))
            number += grid.rows
            continue
        mark = marks.of(element)
        for offset, text in enumerate(visible_text(element).split("\n")):  # line breaks inside a paragraph
            found.append(Line(number, text, font=fonts([element]), mark="" if offset else mark))
        number += 1
    return found


class _Marks:
    """Numbers the list paragraphs of a document as Word does."""

    def __init__(self, document: Any):
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _DEEPEST)
        self._styles: dict[str, Any] = {}
        self._lists: dict[str, str] = {}
        try:
            self._styles = {each.get(qn("w:styleId"), ""): each for each in document.styles.element.iterchildren(qn("w:style"))}
            self._read(document.part.numbering_part.element)
        except (KeyError, AttributeError, NotImplementedError, ValueError):
            return

    def _read(self, numbering: Any) -> None:
        levels: dict[str, list[tuple[int, str, str, int]]] = {}
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            held = levels.setdefault(abstract.get(qn("w:abstractNumId"), ""), [])
            for level in abstract.iterchildren(qn("w:lvl")):
                depth = int(level.get(qn("w:ilvl"), "0"))
                held.append((depth, _said(level, "w:numFmt"), _said(level, "w:lvlText"), int(_said(level, "w:start") or "1")))
        for each in numbering.iterchildren(qn("w:num")):
            name, of = each.get(qn("w:numId"), ""), _said(each, "w:abstractNumId")
            self._lists[name] = of
            for depth, kind, text, start in levels.get(of, []):
                self._formats[name, depth] = kind, text, start

    def of(self, paragraph: Any) -> str:
        """The mark before a paragraph; empty if it has none."""
        said = self._numbered(paragraph.find(qn("w:pPr")))
        if said is None or said not in self._formats:
            return ""
        name, depth = said
        kind, text, start = self._formats[said]
        if kind in ("bullet", "none"):
            return "-" if kind == "bullet" else ""
        counts = self._counts[self._lists[name]]
        counts[depth] = (counts[depth] or start - 1) + 1
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        for level in range(depth + 1):
            of, _, first = self._formats.get((name, level), (kind, text, 1))
            text = text.replace(f"%{level + 1}", _counted(counts[level] or first, of))
        return text

    def _numbered(self, said: Any) -> tuple[str, int] | None:
        for _ in range(10):  # a style may be based on another one
            if said is None:
                return None
            numbered = said.find(qn("w:numPr"))
            if numbered is not None:
                name, depth = _said(numbered, "w:numId"), _said(numbered, "w:ilvl") or "0"
                return (name, min(int(depth), _DEEPEST - 1)) if name not in ("", "0") and depth.isdecimal() else None
            style = self._styles.get(_said(said, "w:pStyle") or _said(said.getparent(), "w:basedOn"))
            said = None if style is None else style.find(qn("w:pPr"))
        return None


def _said(parent: Any, name: str) -> str:
    found = parent.find(qn(name)) if parent is not None else None
    return found.get(_VALUE, "") if found is not None else ""


def _counted(number: int, kind: str) -> str:
    """A number in the letters or numerals of a list.

    >>> _counted(4, "upperRoman"), _counted(2, "lowerLetter"), _counted(7, "decimal")
    ('IV', 'b', '7')
    """
    if kind.endswith("Roman"):
        written = ""
        for value, letters in _ROMAN:
            while number >= value:
                written, number = written + letters, number - value
        return written.upper() if kind.startswith("upper") else written
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind.startswith("upper") else letter
    return str(number)
