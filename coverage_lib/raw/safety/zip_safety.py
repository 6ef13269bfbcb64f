"""Zip archives that contain a document: checked, without parsing, before any library opens them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coverage_lib.errors import message
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_PART, MAX_RATIO, MAX_UNPACKED, refusal

_MAX_PARTS = 5_000
_MAX_TAGS = 8 * MAX_CELLS  # of all parts together; a cell is two or three
_SMALL = 10_000_000  # below this, what it was packed from does not matter
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_READABLE = {b"", b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"iso-8859-1", b"windows-1252"}
_SPACE = b" \t\r\n"


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """A sound archive within the limits.

    Raises
    ------
    CoverageError
        If the archive is damaged, protected by a password, or would unpack to more than is read.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as cause:
        raise refusal(path, "file.intact", "archive.damaged", "remedy.open_and_save") from cause
    with archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if any(part.flag_bits & 0x1 for part in parts):
            raise refusal(path, "file.without_password", "archive.encrypted", "remedy.remove_password")
        if unpacked > MAX_UNPACKED or unpacked > max(_SMALL, MAX_RATIO * path.stat().st_size) or len(parts) > _MAX_PARTS:
            limit = message("archive.most_unpacked", most=MAX_UNPACKED // 1_000_000, times=MAX_RATIO)
            found = message("archive.unpacked", parts=len(parts), size=unpacked // 1_000_000)
            raise refusal(path, limit, found, "remedy.keep_tables")
        yield archive


def archive_part(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """One part, whose size and checksum are correct.

    Raises
    ------
    CoverageError
        If it is missing or damaged.
    """
    path = Path(archive.filename or "")
    try:
        return archive.read(name)
    except KeyError as cause:
        raise refusal(path, "document.complete", "archive.part_missing", "remedy.open_and_save") from cause
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as cause:
        raise refusal(path, "file.intact", "archive.part_damaged", "remedy.open_and_save") from cause


def xml_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every XML part, by name; none of them has definitions of its own.

    Raises
    ------
    CoverageError
        If a part is larger than is held in memory, is written in a rare encoding, or declares a document type or an entity.
    """
    path, tags = Path(archive.filename or ""), 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")) and not _begins_as_xml(archive, entry):
            continue  # a picture, a macro
        if entry.file_size > MAX_PART:
            limit = message("archive.most_part", most=MAX_PART // 1_000_000)
            raise refusal(path, limit, message("archive.part_of", size=entry.file_size // 1_000_000), "remedy.delete_rows")
        content = bare_xml(archive_part(archive, entry))
        if declares_entities(content):
            raise refusal(path, "document.plain", "document.entities", "remedy.save_in_program")
        tags += content.count(b"<")
        if tags > _MAX_TAGS:
            raise refusal(path, message("archive.most_marks", most=_MAX_TAGS), "found.more", "remedy.keep_tables")
        yield entry.filename, content


def _begins_as_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(entry) as stream:
            return bare_xml(stream.read(200)).startswith(b"<")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        return False  # what cannot be unpacked cannot be parsed either


def bare_xml(content: bytes) -> bytes:
    """XML as single bytes from its first bracket on, whatever its encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        content = content.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)


def declares_entities(content: bytes) -> bool:
    """Whether an XML part could hold entities: it says so, or hides what it says behind an encoding nobody uses.

    >>> declares_entities(b"<?xml version='1.0'?><!DOCTYPE a []><a/>"), declares_entities(b"<?xml version='1.0'?><a/>")
    (True, False)
    """
    found = _ENCODING.match(content)
    unusual = found is not None and found[1].lower() not in _READABLE
    return unusual or b"<!DOCTYPE" in content or b"<!ENTITY" in content
