"""Ways to damage a file: its bytes, the XML within it, its cells, its lines. All follow from one seed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

NASTY = (
    "", " ", "-", "–", "...", "x", "%", "1e999", "-1e308", "nan", "inf", "0x1F", "1.2.3.4", "1,2,3", "٣٤٥", "²³", "½", "１２３",
    "9" * 400,
    "1" + ".000" * 300, "A" * 40_000, "\u202e1.499", "e\u0301" * 500, "\u0300" * 200, "\ud7ff", "\ufffe", "𝟙𝟚", "Tổng cộng",
    "STT",
    "Đơn vị", "Năm 2023", "Năm 0000", "Năm 99999", "31/02/2023", "T13.2024", "tháng 0/2024", "quý IX/2024", "Tỷ lệ %", "LLLĐ",
    "Họ và tên", "I", "(" * 300, "[" * 50 + "]" * 50, "\\", "{0}", "{x}", "%s%n", "=1/0", "#REF!", "=HYPERLINK(1)", "'", '"',
    ";", "\t",
    "\n".join("a" * 40), "Xã  A Dơi", "xã " * 200, "BHYT BHXH BHTN", "Huyện Vĩnh Linh", "1.499 người", "12,3 triệu", "(12)",
    "−7", "0.926",
)  # fmt: skip
NUMBERS = (
    "-1",
    "0",
    "1",
    "99",
    "65536",
    "16385",
    "1048577",
    "2147483648",
    "99999999999999999999",
    "1e9",
    "NaN",
    "",
    "A",
    "&amp;",
    "0.1",
)
PLACES = ("A1", "A0", "XFD1048576", "ZZZZ1", "A1:XFD1048576", "B2:A1", "A1:A1", "1A", "A", "$A$1", "A-1", "A99999999999")

Change = Callable[[bytes, random.Random], bytes]


def bytes_flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 5, 20, 200))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def bytes_cut(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[start + dice.choice((1, 4, 64, 1024, len(content))) :]


def bytes_repeated(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + dice.choice((1, 16, 256, 4096))]
    return content[:start] + piece * dice.choice((2, 3, 50)) + content[start:]


def bytes_inserted(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return (
        content[:start]
        + dice.choice((b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<!DOCTYPE a>", b"PK\x03\x04", dice.randbytes(32)))
        + content[start:]
    )


# ---------------------------------------------------------------- XML


def _somewhere(pattern: bytes, content: bytes, dice: random.Random) -> re.Match[bytes] | None:
    found = list(re.finditer(pattern, content))
    return dice.choice(found) if found else None


def _replaced(pattern: bytes, content: bytes, dice: random.Random, choices: tuple[str, ...]) -> bytes:
    for _ in range(dice.choice((1, 1, 3, 30))):
        if found := _somewhere(pattern, content, dice):
            content = content[: found.start(1)] + dice.choice(choices).encode("utf-8", "surrogatepass") + content[found.end(1) :]
    return content


def attribute_changed(content: bytes, dice: random.Random) -> bytes:
    return _replaced(rb'="([^"<>]*)"', content, dice, NUMBERS + PLACES)


def place_changed(content: bytes, dice: random.Random) -> bytes:
    return _replaced(rb'(?:\br|ref|spans|sqref|repeated|spanned|val)="([^"]*)"', content, dice, PLACES + NUMBERS)


def text_changed(content: bytes, dice: random.Random) -> bytes:
    plain = tuple(text.replace("&", "&amp;").replace("<", "&lt;") for text in NASTY)
    return _replaced(rb">([^<>]{1,200})<", content, dice, plain)


def element_removed(content: bytes, dice: random.Random) -> bytes:
    found = _somewhere(rb"<[^<>]*>", content, dice)
    return content[: found.start()] + content[found.end() :] if found else content


def element_repeated(content: bytes, dice: random.Random) -> bytes:
    found = _somewhere(rb"<(\w[\w:]*)[ >][^<]*(?:</\1>|/>)", content, dice) or _somewhere(rb"<[^<>]*/>", content, dice)
    return content[: found.end()] + found[0] * dice.choice((1, 5, 2000)) + content[found.end() :] if found else content


def element_nested(content: bytes, dice: random.Random) -> bytes:
    found = _somewhere(rb"<(\w[\w:]*)>", content, dice)
    if not found:
        return content
    depth = dice.choice((3, 300, 20_000))
    return content[: found.start()] + found[0] * depth + b"</%s>" % found[1] * depth + content[found.start() :]


def attribute_removed(content: bytes, dice: random.Random) -> bytes:
    found = _somewhere(rb' [\w:]+="[^"]*"', content, dice)
    return content[: found.start()] + content[found.end() :] if found else content


def entity_added(content: bytes, dice: random.Random) -> bytes:
    return content.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY x "y">]>', 1)


XML: tuple[Change, ...] = (
    attribute_changed, attribute_changed, place_changed, place_changed, text_changed, text_changed, text_changed, element_removed,
    element_repeated, element_nested, attribute_removed, attribute_removed, entity_added, bytes_flipped, bytes_cut,
)  # fmt: skip
BYTES: tuple[Change, ...] = (bytes_flipped, bytes_flipped, bytes_cut, bytes_repeated, bytes_inserted)


# ---------------------------------------------------------------- archives, and lines


def part_changed(content: bytes, dice: random.Random) -> bytes:
    """One part of an archive spoilt, dropped, emptied or exchanged; the archive itself is sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    mostly = [name for name in xml if re.search(r"sheet\d|document|content|sharedStrings|styles|workbook", name)] or xml
    name = dice.choice(mostly if dice.random() < 0.8 else xml)
    way = dice.random()
    if way < 0.9:
        for _ in range(dice.choice((1, 1, 2, 4))):
            parts[name] = dice.choice(XML)(parts[name], dice)
    elif way < 0.93:
        del parts[name]
    elif way < 0.96:
        parts[name] = b""
    else:
        other = dice.choice(xml)
        parts[name], parts[other] = parts[other], parts[name]
    return _archive(parts)


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # of the first day that an archive can name
    return buffer.getvalue()


def timeless(content: bytes) -> bytes:
    """An archive without the moment at which its writer wrote it; anything else as it is."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    return _archive({name: moment.sub(b"2024-01-01T00:00:00Z", part) for name, part in parts.items()})


def lines_changed(content: bytes, dice: random.Random) -> bytes:
    """Delimited text with fields, quotes, delimiters and lines where they should not be."""
    lines = content.split(b"\r\n")
    for _ in range(dice.choice((1, 2, 5))):
        position = dice.randrange(len(lines))
        way = dice.randrange(7)
        if way == 0:
            del lines[position]
            lines = lines or [b""]
        elif way == 1:
            lines.insert(position, lines[position])
        elif way == 2:
            lines[position] += dice.choice((b'"', b";" * 3000, b'"a""', b",\t|;", b"\r", b"\n", b"\0"))
        elif way == 3:
            lines[position] = dice.choice(NASTY).encode("utf-8", "surrogatepass")
        elif way == 4:
            fields = re.split(rb"([;,\t|])", lines[position])
            fields[dice.randrange(len(fields))] = dice.choice(NASTY).encode("utf-8", "surrogatepass")
            lines[position] = b"".join(fields)
        elif way == 5:
            dice.shuffle(lines)
        else:
            lines[position] = lines[position] * dice.choice((2, 40))
    return b"\r\n".join(lines)


def mutated(content: bytes, suffix: str, dice: random.Random) -> bytes:
    """A file of this kind, spoilt in one way or in several."""
    inside: Change = part_changed if suffix in (".xlsx", ".xlsm", ".ods", ".docx") else lines_changed
    if suffix in (".xls", ".pdf") or dice.random() < 0.12:
        return dice.choice(BYTES)(content, dice)
    return inside(content, dice)
