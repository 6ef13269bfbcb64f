"""The glossary in Vietnamese and English, from the vocabulary itself: ``python -m coverage_lib.vocabulary.glossary``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column, table, table_names
from coverage_lib.vocabulary.terms import LANGUAGES, definition, terms

KINDS = (
    "indicator",
    "base",
    "measure",
    "basis",
    "status",
    "qualifier",
    "level",
    "verdict",
    "cascade",
    "severity",
    "unit",
    "rule",
    "bound",
    "method",
    "step",
    "state",
    "numerator",
    "outcome",
)


def glossary() -> str:
    """The whole page as Markdown: one table for each kind of term, then the tables of ``data/processed`` and their columns.

    >>> glossary().splitlines()[0]
    '# Thuật ngữ · Glossary'
    """
    intro = "\n\n".join(phrase("glossary.intro", lang) for lang in LANGUAGES)
    sections = [*(_section(kind, _terms(kind)) for kind in KINDS), _section("table", _tables()), _section("column", _columns())]
    return "\n\n".join([f"# {_both('title')}", intro, *sections]) + "\n"


def markdown_table(rows: Iterable[Iterable[str]]) -> str:
    r"""A Markdown table whose first row is its header.

    >>> print(markdown_table([("a", "b"), ("1", "x | y")]))
    | a | b |
    |---|---|
    | 1 | x \| y |
    """
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    columns = lines[0].replace("\\|", "").count("|") - 1
    return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])


def _section(name: str, rows: list[tuple[str, ...]]) -> str:
    return f"## {_both(name)}\n\n{markdown_table(rows)}"


def _both(name: str) -> str:
    return " · ".join(phrase(f"glossary.{name}", lang) for lang in LANGUAGES)


def _terms(kind: str) -> list[tuple[str, ...]]:
    """One row for each term; bases also have the definition printed below every chart."""
    names = [(f"`{code}`", *(_name(entry, lang) for lang in LANGUAGES)) for code, entry in terms(kind).items()]
    header = (_both("code"), _both("vi"), _both("en"))
    if kind != "base":
        return [header, *names]
    defined = [" · ".join(definition(code, lang) for lang in LANGUAGES) for code in terms(kind)]
    return [(*header, _both("definition")), *((*name, said) for name, said in zip(names, defined, strict=True))]


def _name(entry: dict, lang: str) -> str:
    short = entry.get(f"short_{lang}", entry[lang])
    return entry[lang] if short == entry[lang] else f"{entry[lang]} ({short})"


def _tables() -> list[tuple[str, ...]]:
    return [(_both("code"), _both("about")), *((f"`{name}`", table(name)["about"]) for name in table_names())]


def _columns() -> list[tuple[str, ...]]:
    used = dict.fromkeys(each for name in table_names() for each in table(name)["columns"])
    rows = [(f"`{each}`", *(column(each)[lang] for lang in LANGUAGES), column(each)["about"]) for each in used]
    return [(_both("code"), _both("vi"), _both("en"), _both("about")), *rows]


if __name__ == "__main__":
    sys.stdout.buffer.write(glossary().encode("utf-8"))
