"""The XML of a workbook: formulas without a value, and a simplified copy of a workbook with damaged parts."""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import column_letters
from coverage_lib.raw.safety.size_limits import MAX_SHEETS, refusal
from coverage_lib.raw.safety.zip_safety import archive_part, opened_archive, xml_parts

_STRICT = {  # the strict form of the standard under the names of the usual one
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_PARTS = {  # what a mark in a part says that it is → the elements that matter in it
    b"sheetData": ("sheetFormatPr", "cols", "sheetData", "mergeCells"),
    b"cellXfs": ("numFmts", "fonts", "cellXfs"),
    b"<sheets": ("workbookPr", "sheets"),
    b":sheets": ("workbookPr", "sheets"),
}
_KEPT = re.compile(
    r"^(\[content_types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/workbook[^/]*\.rels|xl/worksheets/[^/]+\.xml)$", re.IGNORECASE
)
_DROPPED_RELATION = re.compile(
    rb"<(?:\w+:)?Relationship\s[^>]*?Type\s*=\s*[\"'][^\"']*/(?:core-properties|extended-properties|custom-properties|externalLink|"
    rb"pivotCacheDefinition|theme|thumbnail|customXml|vbaProject|calcChain|metadata|chartsheet)[\"'][^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)"
)


def unvalued_cells(archive: zipfile.ZipFile, titles: dict[str, str], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Addresses of the formulas without a stored value, by sheet title; ``names`` are the parts that may hold some."""
    return {titles[name]: _unvalued(archive_part(archive, name)) for name in names if name in titles}


def sheet_titles(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → title of every sheet that the workbook lists.

    Raises
    ------
    CoverageError
        If a part is missing, which the library would pass over in silence, or is listed twice.
    """
    titles: dict[str, str] = {}
    for book in [name for name in archive.namelist() if re.fullmatch(r"xl/workbook\w*\.xml", name, re.IGNORECASE)]:
        relations = f"xl/_rels/{posixpath.basename(book)}.rels"
        try:
            targets = {
                each.get("Id", ""): each.get("Target", "") for each in ElementTree.fromstring(archive_part(archive, relations))
            }
            listed = list(ElementTree.fromstring(archive_part(archive, book)).iterfind(".//{*}sheets/{*}sheet"))
        except (ElementTree.ParseError, ValueError):
            continue  # the library will say so
        if len(listed) > MAX_SHEETS:
            raise refusal(path, message("workbook.most_sheets", most=MAX_SHEETS), f"{len(listed)}", "remedy.keep_tables")
        for sheet in listed:
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            name = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
            if name in titles:
                raise refusal(path, "workbook.intact", "workbook.sheet_twice", "remedy.open_and_save")
            titles[name] = sheet.get("name", "")
    if not set(titles) <= set(archive.namelist()):
        raise refusal(path, "workbook.complete", "workbook.sheet_missing", "remedy.ask_for_file")
    return titles


def _unvalued(content: bytes) -> tuple[str, ...]:
    found: list[str] = []
    row = column = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start" and name == "row":
                number = element.get("r", "")
                row, column = int(number) if number.isdecimal() else row + 1, 0
            elif event == "end" and name == "c":
                column += 1
                value = element.find("{*}v")
                missing = value is None or not (value.text or element.get("t") == "str")  # an empty text is a value
                if missing and element.find("{*}f") is not None:
                    found.append(element.get("r") or f"{column_letters(column)}{row}")
                element.clear()
            elif event == "end" and name == "row":
                element.clear()
    except ElementTree.ParseError:
        pass  # the library will say so
    return tuple(found)


def stripped_workbook(path: Path) -> bytes:
    """A workbook with cells, number formats and fonts only, so that damage in other parts does not matter."""
    target = io.BytesIO()
    with opened_archive(path) as archive, zipfile.ZipFile(target, "w") as copy:
        for name, content in xml_parts(archive):
            if not _KEPT.match(name):
                continue
            expat.ParserCreate().Parse(content, True)  # a part that is cut short would lose cells in silence
            for strict, usual in _STRICT.items():
                content = content.replace(strict, usual)
            wanted = next((names for mark, names in _PARTS.items() if mark in content), ())
            if wanted:
                content = _only(content, wanted)
            elif name.endswith(".rels"):
                content = _DROPPED_RELATION.sub(b"", content)
            copy.writestr(name, content)
    return target.getvalue()


def _only(content: bytes, names: Iterable[str]) -> bytes:
    """XML with a few elements of its root only.

    >>> _only(b"<a x='1'><b y='1'/><c><d/></c><e/></a>", ["b", "c"])
    b"<a x='1'><b y='1'/><c><d/></c></a>"
    """
    root = re.match(rb"(?:<\?xml[^>]*>)?\s*<([\w:]+)[^>]*>", content)
    if root is None:
        return content
    found = [re.search(rb"<((?:\w+:)?" + name.encode() + rb")(?:\s[^>]*)?(?:/>|>.*?</\1>)", content, re.DOTALL) for name in names]
    return root[0] + b"".join(each[0] for each in found if each) + b"</" + root[1] + b">"
