"""Number, date, issuer, title and area of a document, read from the lines around its tables."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coverage_lib.clean.text.text_forms import normalise
from coverage_lib.clean.units.unit_names import resolve_area
from coverage_lib.vocabulary import areas

_CASED = {"number", "unit"}
_ISSUER_LEVELS = ("nation", "province", "district")
_TITLE_LENGTH = 300


@dataclass(frozen=True)
class Letterhead:
    """What the document states once and without contradiction; empty if it is not stated or two lines differ.

    Attributes
    ----------
    several : dict
        Field → the different statements, if they differ: a person has to choose.
    """

    number: str = ""
    issued: dt.date | None = None
    issuer: str = ""
    issuer_level: str = ""
    title: str = ""
    area_code: str = ""
    several: dict[str, list[str]] | None = None


@cache
def _words() -> dict:
    return tomllib.loads(files("coverage_lib.vocabulary").joinpath("letterhead.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words()[name], 0 if name in _CASED else re.IGNORECASE)


def letterhead(lines: Iterable[str]) -> Letterhead:
    """Read the lines above the tables of a document, in order.

    The line that ties an appendix to its document is believed first, then the letterhead itself; a number that only occurs in
    running text may be that of any document cited there and is not taken.

    Examples
    --------
    >>> said = letterhead(["(Kèm theo Kế hoạch số 127/KH-UBND ngày 31/7/2023 của UBND huyện Vĩnh Linh)"])
    >>> said.number, said.issued.isoformat(), said.issuer, said.issuer_level, said.area_code
    ('127/KH-UBND', '2023-07-31', 'UBND huyện Vĩnh Linh', 'district', '464')
    """
    texts = _joined([text for line in lines if (text := normalise(line))])
    attached = [text for text in texts if _pattern("attached").search(text)]
    numbered = [text for text in texts if _pattern("numbered").match(text)]
    own = [text for text in texts if text not in attached]
    dated = [text for text in own if _pattern("dated").match(text)]  # a day within a sentence may be that of a document cited there
    said: dict[str, list] = {
        "number": _first(
            [found[0] for text in attached if (found := _pattern("number").search(text))],
            [found[0] for text in numbered if (found := _pattern("number").search(text))],
        ),
        "issued": _first([day for text in attached if (day := _day(text))], [day for text in dated if (day := _day(text))]),
        "issuer": _first(
            [found[1].strip() for text in attached if (found := _pattern("attached_issuer").search(text))],
            [text for text in own if _pattern("issuer").match(text) or _pattern("national_issuer").match(text)],
        ),
    }
    one = {name: values[0] if len(values) == 1 else None for name, values in said.items()}
    on = one["issued"] or _day_of_names(texts)
    area = _area(texts, one["issuer"] or "", on)
    level = areas.NATION if one["issuer"] and _pattern("national_issuer").match(one["issuer"]) else _unit(one["issuer"] or "", on)
    return Letterhead(
        number=one["number"] or "",
        issued=one["issued"],
        issuer=one["issuer"] or "",
        issuer_level=areas.area_level(level) if level and areas.area_level(level) in _ISSUER_LEVELS else "",
        title=_title(own),
        area_code=area,
        several={name: [str(value) for value in values] for name, values in said.items() if len(values) > 1},
    )


def _joined(texts: list[str]) -> list[str]:
    """The issuer joined again where the letterhead breaks it over two lines."""
    whole: list[str] = []
    for text in texts:
        if whole and not _pattern("issuer").match(whole[-1]) and _pattern("issuer").match(f"{whole[-1]} {text}") and len(text) < 40:
            whole[-1] = f"{whole[-1]} {text}"
        else:
            whole.append(text)
    return whole


def _first(*readings: list) -> list:
    """The different values of the first kind of line that gives any."""
    return next((list(dict.fromkeys(values)) for values in readings if values), [])


def _day(text: str) -> dt.date | None:
    found = _pattern("day").search(text)
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _day_of_names(texts: list[str]) -> dt.date:
    """Before or after the reform, by the earliest year that is named: a plan is made when its first year begins."""
    years = [int(year) for text in texts for year in re.findall(r"(?<![\d/.])(20\d\d)(?!\d)", text)]
    return dt.date(min(years), 12, 31) if years else areas.REFORM - dt.timedelta(days=1)


def _area(texts: list[str], issuer: str, on: dt.date) -> str:
    """The area by its code if a form states it; otherwise the one unit that issuer or lines name."""
    stated = {found[1] for text in texts if (found := _pattern("code").search(text)) and areas.exists(found[1])}
    named = [code for code in [_unit(issuer, on)] if code] or [code for text in texts if (code := _unit(text, on))]
    codes = sorted(stated or set(named))
    return codes[0] if len(codes) == 1 else ""


def _unit(text: str, on: dt.date) -> str:
    """The one unit that a text names with its type; if it names a unit and one above it, the lower one."""
    text = _pattern("party").sub(lambda each: _words()["party_of"][each[1].lower()], text)
    spoken = text.title() if text.isupper() else text
    codes = {code for name in _pattern("unit").findall(spoken) if (code := resolve_area(name, areas.NATION, on))}
    lowest = [code for code in codes if not any(code in areas.ancestors(other) for other in codes)]
    return lowest[0] if len(lowest) == 1 else ""


def _title(texts: list[str]) -> str:
    """The first line that can be a title; joined with the next if it only names the kind of document or that continues it."""
    lines = [
        text
        for text in texts
        if not any(_pattern(name).match(text) for name in ("furniture", "dated", "issuer", "national_issuer"))
    ]
    if not lines:
        return ""
    goes_on = len(lines) > 1 and (_pattern("kind").match(lines[0]) or lines[1][0].islower())
    return " ".join(lines[: 2 if goes_on else 1])[:_TITLE_LENGTH]
