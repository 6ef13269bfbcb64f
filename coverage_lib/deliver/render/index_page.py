"""The index page: the list of briefings, and the status of each unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coverage_lib.deliver.render.html_document import TEMPLATES, page_css
from coverage_lib.deliver.render.offline_check import require_offline
from coverage_lib.present.blocks import MARKS, mark
from coverage_lib.vocabulary import areas, formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import indicators_with, label, terms


@dataclass(frozen=True)
class Link:
    """A page other than a briefing: its address, its title, and a short note."""

    href: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Failure:
    """A briefing that could not be rendered, and the reason in words for the reader."""

    name: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """Everything that one run produced besides the briefings of units.

    Attributes
    ----------
    data_date : date or None
        The day to which the data go.
    pages : mapping of str to sequence of Link
        Heading → the pages beneath it, in order; one without pages is left out.
    failures : tuple of Failure
        Shown before everything else.
    """

    data_date: dt.date | None
    pages: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Node:
    """A unit in the tree of the page; one without a briefing is only a heading for others."""

    name: str
    level: str
    href: str = ""
    status: str = ""
    findings: int = 0
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    below: tuple[Node, ...] = ()


def index_html(units: pd.DataFrame, batch: Batch, lang: str = "vi") -> str:
    """The index page of a batch, readable offline like the briefings.

    Parameters
    ----------
    units : DataFrame
        One row a briefing: ``area_code``, ``name``, ``level``, ``parent_code``, ``href`` (relative to the page), ``status`` (a
        short text under the name, may be empty), ``findings`` (number) and ``lines``: a list of mappings with ``indicator`` (si,
        ui, hi), ``verdict`` (code of terms.toml), ``text`` (the gap in points and persons) and, where known, ``target`` (the
        nearest one, such as "45 % năm 2025").
    batch : Batch
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If a link leads outside.
    ValueError
        If two rows have one area code: one of the two briefings would be unreachable.
    """
    if units["area_code"].duplicated().any():
        raise ValueError(f"units listed twice: {sorted(units.loc[units['area_code'].duplicated(), 'area_code'])}")
    used = {line["verdict"] for lines in units["lines"] for line in lines}
    page = _template().render(
        lang=lang,
        batch=batch,
        tree=tree(units, lang),
        units=len(units),
        indicators=indicators_with("headline"),
        verdicts=[code for code in MARKS["verdict"] if code in used],
        css=Markup(page_css() + (TEMPLATES / "index" / "index.css").read_text("utf-8")),
        say=lambda key, **fields: phrase(f"page.{key}", lang, **fields),
        count=lambda number: formats.count(number, lang),
        day=lambda value: formats.date(value, lang),
        indicator=lambda code, short=True: label("indicator", code, lang, short=short),
        level=lambda code: label("level", code, lang),
        mark=lambda code: Markup(mark("verdict", code, label("verdict", code, lang)).text),
    )
    return require_offline(page, phrase("page.index_title", lang))


def tree(units: pd.DataFrame, lang: str = "vi") -> tuple[Node, ...]:
    """Units below their parents, by level and code; parents without a briefing appear by name only.

    >>> one = pd.DataFrame([dict(area_code="19363", name="Hồ Xá", level="commune", parent_code="464", href="19363.html", status="",
    ...                          findings=0, lines=[])])
    >>> nation, = tree(one); nation.below[0].name, nation.below[0].below[0].below[0].href
    ('Tỉnh Quảng Trị', '19363.html')
    """
    known = units.set_index("area_code")
    parents = known["parent_code"].to_dict()
    for code in list(parents):
        while (code := parents[code]) and code not in parents:
            parents[code] = areas.parent(code) if areas.exists(code) else ""
    below: dict[str, list[str]] = {}
    for code in sorted(parents, key=lambda code: (_rank(code, known), code)):
        below.setdefault(parents[code], []).append(code)

    def node(code: str) -> Node:
        children = tuple(node(child) for child in below.get(code, []))
        if code not in known.index:
            return Node(areas.area_name(code, lang), _level(code, known), below=children)
        row = known.loc[code]
        lines = {line["indicator"]: line for line in row["lines"]}
        return Node(row["name"], row["level"], row["href"], row["status"], int(row["findings"]), lines, children)

    return tuple(node(code) for code in below.get("", []))


def _level(code: str, known: pd.DataFrame) -> str:
    if code in known.index:
        return known.at[code, "level"]
    return areas.area_level(code) if areas.exists(code) else "nation"


def _rank(code: str, known: pd.DataFrame) -> int:
    return terms("level")[_level(code, known)]["rank"]


@cache
def _template():
    loader = FileSystemLoader(str(TEMPLATES / "index"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2")
