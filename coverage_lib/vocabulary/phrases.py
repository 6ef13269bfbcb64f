"""Fixed phrases in Vietnamese and English, from ``phrases.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def phrases(file: str = "phrases.csv") -> dict[str, dict[str, str]]:
    """All phrases, or the messages about unusable input: key → language → text with named fields in braces."""
    lines = files(__package__).joinpath(file).read_text("utf-8").splitlines()
    return {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in csv.DictReader(lines)}


def phrase(key: str, lang: str = "vi", /, **fields: object) -> str:
    """One phrase with its fields filled in.

    >>> phrase("unit.persons", "vi")
    'người'
    """
    return phrases()[key][lang].format(**fields)


def capital(text: str) -> str:
    """A text with a capital first letter.

    >>> capital("cùng tỷ lệ")
    'Cùng tỷ lệ'
    """
    return text[:1].upper() + text[1:]
