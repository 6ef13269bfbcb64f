"""Names of administrative units, as documents write them, to codes."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from importlib.resources import files

import pandas as pd

from coverage_lib.clean.text import fold
from coverage_lib.vocabulary import areas

_TYPES = ("thành phố trực thuộc trung ương", "thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "quận", "huyện", "tỉnh", "xã")
_ABBREVIATIONS = [
    (re.compile(short), written)
    for short, written in {
        r"^tp\.?\s*": "thành phố ",
        r"^tx(\.\s*|\s+)": "thị xã ",
        r"^tt(\.\s*|\s+)": "thị trấn ",
        r"^h\.\s*": "huyện ",
        r"^x\.\s*": "xã ",
        r"^p\.\s*": "phường ",
        r"^q\.\s*": "quận ",
        r"^t\.\s*": "tỉnh ",
    }.items()
]
_DASH = re.compile(r"\s*[-–]\s*")
_NATION = {"cả nước", "toàn quốc", "việt nam", "tổng số cả nước"}
_TOTAL = re.compile(r"^(tổng cộng|tổng số|tổng|cộng|toàn (tỉnh|huyện|thành phố|thị xã))\W*$")


def is_total(label: str) -> bool:
    """Whether a row label names the total of the table.

    >>> is_total("Tổng cộng"), is_total("Xã Cộng Hòa")
    (True, False)
    """
    return bool(_TOTAL.match(fold(label)))


def full_name(label: str) -> str:
    """Folded name with its type written out.

    >>> full_name("TT Hồ Xá"), full_name("TP. Hồ Chí Minh")
    ('thị trấn hồ xá', 'thành phố hồ chí minh')
    """
    name = _DASH.sub(" - ", fold(label))
    for abbreviation, written in _ABBREVIATIONS:
        name = abbreviation.sub(written, name)
    return name


def bare_name(label: str) -> str:
    """Folded name without its type.

    >>> bare_name("Huyện Vĩnh Linh")
    'vĩnh linh'
    """
    return _without_type(full_name(label))


def _without_type(name: str) -> str:
    return next((name.removeprefix(each + " ") for each in _TYPES if name.startswith(each + " ")), name)


@cache
def _index(after_reform: bool) -> pd.DataFrame:
    on = areas.REFORM if after_reform else areas.REFORM - dt.timedelta(days=1)
    units = areas.areas_on(on)[["area_code", "parent_code", "name_vi"]].reset_index(drop=True)
    full = units["name_vi"].map(full_name)
    return units.assign(full=full, bare=full.map(_without_type))


@cache
def _aliases() -> dict[str, str]:
    with files("coverage_lib.vocabulary").joinpath("codes", "aliases.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype=str)
    return dict(zip(table["name"].map(fold), table["area_code"], strict=True))


@cache
def resolve_area(label: str, within: str, on: dt.date) -> str:
    """The code of the unit that a label names, or an empty text.

    Sought first among the units directly below ``within``, then ``within`` itself and the units above it, then, for a label with a
    type, two levels below: a bare name there is more often a former unit's (a commune is called Quảng Bình, too). A label with a type
    must match a full name, a label without one a name without type. A name that fits several units at one step names none.

    Parameters
    ----------
    label : str
        As the document prints it.
    within : str
        Area the document is about.
    on : date
        Day on which the names are valid.

    Examples
    --------
    >>> resolve_area("TT Hồ Xá", "464", dt.date(2023, 7, 31)), resolve_area("Hồ Xá", "464", dt.date(2023, 7, 31))
    ('19363', '19363')
    >>> resolve_area("Toàn quốc", "VN", dt.date(2022, 1, 1)), resolve_area("Hà Tây", "VN", dt.date(2022, 1, 1))
    ('VN', '')
    """
    folded = fold(label)
    if folded in _NATION:
        return areas.NATION
    if folded in _aliases() and _aliases()[folded] in areas.areas_on(on).index:
        return _aliases()[folded]
    units = _index(on >= areas.REFORM)
    around = {within, *areas.ancestors(within)}
    children = units[units["parent_code"] == within]
    full = full_name(label)
    column = "bare" if full == bare_name(label) else "full"  # a label with a type must not name a unit of another type
    grandchildren = units[units["parent_code"].isin(children["area_code"]) & (column == "full")]
    for scope in (children, units[units["area_code"].isin(around)], grandchildren):
        found = scope.loc[scope[column] == full, "area_code"]
        if len(found):
            return found.iloc[0] if len(found) == 1 else ""
    return ""
