"""The type of a file, from its first bytes and the parts of its container."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import olefile

KINDS = {  # suffix → kind
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods", ".docx": "docx", ".pdf": "pdf", ".csv": "text", ".tsv": "text",
    ".txt": "text", ".xlsb": "xlsb", ".doc": "doc", ".docm": "docm", ".odt": "odt", ".html": "html", ".htm": "html",
    ".xml": "xml", ".rtf": "rtf", ".zip": "zip", ".rar": "zip", ".7z": "zip", ".gz": "zip", ".png": "picture", ".jpg": "picture",
    ".jpeg": "picture", ".tif": "picture", ".tiff": "picture",
}  # fmt: skip
_BEGINNINGS = [
    (b"{\\rtf", "rtf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
    (b"GIF8", "picture"), (b"BM", "picture"), (b"Rar!", "zip"), (b"7z\xbc\xaf", "zip"), (b"\x1f\x8b", "zip"), (b"BZh", "zip"),
    (b"\x09\x08", "old"), (b"\x09\x04\x06\0", "old"), (b"\x09\x02\x06\0", "old"), (b"\x09\0\x04\0", "old"),
]  # fmt: skip
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path) -> str:
    """The kind of a file, by which the message ``kind.…`` names it."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zipped(path)
    if head.startswith(olefile.MAGIC):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning) and (kind != "picture" or b"\0" in head):
            return kind
    return _text(head)


def _text(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if head[:2] in _MARKS or (even + odd and min(even, odd) == 0 and max(even, odd) >= len(head) / 4):
        head = head.replace(b"\0", b"")  # two bytes a letter
    if b"\0" in head:
        return "binary"
    start = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(rb"<(!doctype html|html|head|body|table|meta|style|div)\b", start) or (start[:1] == b"<" and b"<html" in start):
        return "html"
    if start.startswith((b"<?xml", b"<!doctype", b"<!--")):
        return "xml"
    return "text" if start else "empty_text"


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()[:20_000]}
            said = archive.read("mimetype")[:100] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    except Exception:  # damaged: by its name it would be one of these, and its reader says what is wrong with it
        return KINDS.get(path.suffix.lower(), "zip") if path.suffix.lower() in (".xlsx", ".xlsm", ".ods", ".docx") else "zip"
    if said:
        return {b"spreadsheet": "ods", b"spreadsheet-template": "ods", b"text": "odt"}.get(
            said.strip().rpartition(b".")[2], "office"
        )
    if any(name.startswith("xl/") for name in names):
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docm" if "word/vbaproject.bin" in names else "docx"
    return "office" if "[content_types].xml" in names else "zip"


def _compound(path: Path) -> str:
    """The type of an OLE container; old Office documents and encrypted new ones look the same from outside."""
    try:
        with olefile.OleFileIO(path) as container:
            streams = {entry[0].lower() for entry in container.listdir()}
    except Exception:  # a damaged container; its reader says so
        streams = set()
    if streams & {"encryptedpackage", "encryptioninfo"}:
        return "encrypted"
    if streams & {"workbook", "book"}:
        return "xls"
    if "worddocument" in streams:
        return "doc"
    return KINDS.get(path.suffix.lower(), "office") if path.suffix.lower() in (".xls", ".doc") else "office"
