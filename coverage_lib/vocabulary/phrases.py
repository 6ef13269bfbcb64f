"""Fixed phrases in Vietnamese and English, side by side in ``phrases.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def phrases() -> dict[str, dict[str, str]]:
    """All phrases, key → language → text with named fields in braces."""
    table: dict[str, dict[str, str]] = {}
    for part in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if part.name.startswith("phrases") and part.name.endswith(".csv"):
            with part.open(encoding="utf-8", newline="") as file:
                table |= {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in csv.DictReader(file)}
    return table


def phrase(key: str, lang: str = "vi", /, **fields: object) -> str:
    """One phrase with its fields filled in.

    >>> phrase("unit.persons", "vi")
    'người'
    """
    return phrases()[key][lang].format(**fields)
