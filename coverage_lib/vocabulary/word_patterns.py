"""Compiled patterns for the words by which the readers recognise headers, titles and sections, over folded text.

``words.toml`` is for the reader of tables, ``plan_words.toml`` for that of running text.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _document() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _of_plans() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("plan_words.toml").read_text("utf-8"))


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """The entries of one list, unchanged.

    >>> "huyện" in words("unit_header", "core")
    True
    """
    return tuple((_of_plans() if section in _of_plans() else _document())[section][key])


@cache
def whole(section: str, key: str) -> re.Pattern[str]:
    """A pattern that a text must match from its first to its last letter.

    >>> bool(whole("header", "ordinal").fullmatch("stt"))
    True
    """
    return re.compile("|".join(f"(?:{each})" for each in words(section, key)))


@cache
def inside(section: str, key: str) -> re.Pattern[str]:
    """A pattern for whole words anywhere in a text; longer entries come first, so that they win.

    >>> inside("neutral", "phrases").sub("", "số người đến hết")
    ' '
    """
    entries = sorted(words(section, key), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{each})" for each in entries) + r")(?!\w)")


@cache
def every_word() -> frozenset[str]:
    """Every single word in the lists.

    >>> "huyện" in every_word()
    True
    """
    lists = (each for section in _document().values() for entries in section.values() for each in entries)
    return frozenset(word for each in lists for word in re.findall(r"(?<!\\)[^\W\d_]{2,}", each))
