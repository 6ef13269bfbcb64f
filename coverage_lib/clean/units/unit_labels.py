"""Names of units as documents write them: ordinals and marks taken away, types written out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.word_patterns import inside, whole

TYPES = ("thành phố trực thuộc trung ương", "thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "quận", "huyện", "tỉnh", "xã")
DISTRICT_TYPES = ("huyện", "quận", "thị xã", "thành phố")
COMMUNE_TYPES = ("xã", "phường", "thị trấn")
LEVEL_OF_TYPE = {"tỉnh": "province", "huyện": "district"}  # types that only one level has
_KINDS = (*TYPES, "đơn vị hành chính", "đơn vị", "địa phương", "tp", "tx", "tt")
_ABBREVIATIONS = [
    (re.compile(short), written)
    for short, written in {
        r"^t\.\s?p(\.\s*|\s+)|^tp\.?\s*": "thành phố ",
        r"^t\.\s?x(\.\s*|\s+)|^tx(\.\s*|\s+)": "thị xã ",
        r"^t\.\s?t(\.\s*|\s+)|^tt(r)?(\.\s*|\s+)": "thị trấn ",
        r"^đk\.\s*": "đặc khu ",
        r"^h\.\s*": "huyện ",
        r"^x\.\s*": "xã ",
        r"^p\.\s*|^p\s?(?=\d)": "phường ",
        r"^q\.\s*|^q\s?(?=\d)": "quận ",
        r"^t\.\s*": "tỉnh ",
    }.items()
]
_WRITTEN_OUT = tuple(f"{each} " for each in TYPES)
_ALWAYS = (-(1 << 30), 1 << 30)
_DASH = re.compile(r"\s*[-–]\s*")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_ORDINAL = re.compile(r"^(?:\(?(?:(?!x\.)[ivx]{1,5}|\d{1,3}(?:\.\d{1,3})*|[a-gđ])(?:[.)/:]+)|[-+•*–])\s*(?=\D)")
_COUNTED = re.compile(  # 'Tổng cộng (18 xã, thị trấn):', 'Tổng số 15 xã và 2 thị trấn', 'Tổng cộng (I+II)'
    rf"(?:\s*[(:,]?\s*(?:và )?\d+(?:\W+(?:và )?(?:{'|'.join(_KINDS)}))+)*(?:\s*(?:\(|=)\s*[\divxabc\s+,;]+\)?)?\W*$"
)
_MARK = re.compile(r"\s*(?:\((?:\d{1,2}|\*+|[a-z])\)|\*+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[:;.])$")


@lru_cache(maxsize=1 << 15)
def is_total(label: str) -> bool:
    """Whether a row label names the total of the table.

    >>> is_total("Tổng cộng"), is_total("Tổng cộng (I+II)"), is_total("Cộng 11 huyện miền núi"), is_total("Xã Cộng Hòa")
    (True, True, False, False)
    """
    return bool(whole("row", "total").fullmatch(without_count(label)))


@lru_cache(maxsize=1 << 15)
def is_bare_total(label: str) -> bool:
    """Whether a label is a total that does not name its area.

    >>> is_bare_total("Tổng cộng"), is_bare_total("Tổng cộng toàn tỉnh")
    (True, False)
    """
    folded = without_count(plain_label(label))
    return is_total(folded) and not folded.endswith((*TYPES, "quốc", "nước", "tp", "tx"))


@lru_cache(maxsize=1 << 15)
def is_group(label: str) -> bool:
    """Whether a label names several units that an office groups, without being a unit.

    >>> is_group("Khối phường"), is_group("Cộng 11 huyện miền núi"), is_group("Xã Cộng Hòa")
    (True, True, False)
    """
    folded = fold(label)
    return bool(whole("row", "region").fullmatch(folded) or whole("row", "group").fullmatch(folded))


@lru_cache(maxsize=1 << 15)
def is_village(label: str) -> bool:
    """Whether a label names a part of a commune.

    >>> is_village("Thôn Tân Mạch"), is_village("Tổ dân phố 3"), is_village("Xã Bản Liền")
    (True, True, False)
    """
    return bool(whole("row", "village").fullmatch(fold(label)))


def without_count(label: str) -> str:
    """Folded label without the number of units that it counts.

    >>> without_count("Tổng cộng (18 xã, thị trấn):")
    'tổng cộng'
    """
    return _COUNTED.sub("", fold(label))


@lru_cache(maxsize=1 << 15)
def plain_label(label: str) -> str:
    """Folded label without an attached ordinal, reference marks, and a note in brackets of what the unit was made of.

    >>> plain_label("1. TT Hồ Xá"), plain_label("II/ Huyện Vĩnh Linh (*)"), plain_label("Xã Văn Bàn (gồm TT Khánh Yên, xã Hòa Mạc)")
    ('tt hồ xá', 'huyện vĩnh linh', 'xã văn bàn')
    """
    plain = _MARK.sub("", _ORDINAL.sub("", fold(label)))
    return inside("row", "made_of").sub("", plain).strip() if "(" in plain else plain


@lru_cache(maxsize=1 << 15)
def ordinal_of(label: str) -> str:
    """The ordinal attached to a label, if there is one.

    >>> ordinal_of("II/ Huyện Vĩnh Linh"), ordinal_of("TT Hồ Xá")
    ('ii', '')
    """
    found = _ORDINAL.match(fold(label))
    return found[0].strip(" .)/:(") if found else ""


@lru_cache(maxsize=1 << 15)
def full_name(label: str) -> str:
    """Folded name with its type written out.

    >>> full_name("TT Hồ Xá"), full_name("TP. Hồ Chí Minh"), full_name("P.01")
    ('thị trấn hồ xá', 'thành phố hồ chí minh', 'phường 1')
    """
    name = _ZEROS.sub("", _DASH.sub(" - ", fold(label)))
    if name.startswith(_WRITTEN_OUT):
        return name
    for abbreviation, written in _ABBREVIATIONS:
        shorter = abbreviation.sub(written, name)
        if shorter != name:
            return shorter
    return name


def bare_name(label: str) -> str:
    """Folded name without its type.

    >>> bare_name("Huyện Vĩnh Linh")
    'vĩnh linh'
    """
    return without_type(full_name(label))


@lru_cache(maxsize=1 << 15)
def type_of(label: str) -> str:
    """The type a label begins with, written out; empty if it has none.

    >>> type_of("TX. Kinh Môn"), type_of("Kinh Môn"), type_of("Xã hội"), type_of("Xã Hội Sơn")
    ('thị xã', '', '', 'xã')
    """
    name = full_name(label)
    if whole("row", "no_unit").fullmatch(name):
        return ""
    return next((each for each in TYPES if name.startswith(each + " ")), "")


def without_type(name: str) -> str:
    """A full name, folded, without its type."""
    return next((name.removeprefix(each + " ") for each in TYPES if name.startswith(each + " ")), name)


def without_marks(text: str) -> str:
    """Letters only, without tone marks, hooks and spaces: sufficient to suggest a unit, never to identify one.

    >>> without_marks("Vĩnh Thái"), without_marks("Đông Hà")
    ('vinhthai', 'dongha')
    """
    bare = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return re.sub(r"[^a-z0-9]", "", bare)
