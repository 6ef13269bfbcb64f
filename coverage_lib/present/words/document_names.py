"""What a document is called in a table: its number, or its issuer, always with its date."""

from __future__ import annotations

import re

import pandas as pd

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase


def document_name(sources: pd.DataFrame, source_id: str, lang: str = "vi") -> str:
    """Name of a document.

    Parameters
    ----------
    sources : DataFrame
        Table ``sources`` indexed by ``source_id``.
    """
    if source_id not in sources.index:
        return source_id
    source = sources.loc[source_id]
    if source["number"]:
        name = source["number"]
    elif source["kind"] == "plan":
        name = f"{source['issuer']}, {phrase('fig.document.unnumbered', lang)}"
    else:
        name = source["issuer"]
    return f"{name} ({formats.date(source['issued'], lang)})" if pd.notna(source["issued"]) else name


def printed_at(sources: pd.DataFrame, source_id: str, cell: str, lang: str = "vi") -> str:
    """Document and cells of a figure; a denominator from another document names that one."""

    def named(found: re.Match[str]) -> str:
        return f"{document_name(sources, found[1], lang)}, "

    return f"{document_name(sources, source_id, lang)}: " + re.sub(r"\b([a-z0-9][a-z0-9-]+):(?=\D)", named, cell)


def file_name(area_code: str) -> str:
    """An area code as part of a file name.

    >>> file_name("75@2025")
    '75-2025'
    """
    return area_code.replace("@", "-")
