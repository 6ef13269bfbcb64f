"""What documents are called on a page: beside a figure, in a table, in the small print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from coverage_lib.vocabulary.language import Language


@dataclass(frozen=True)
class Documents:
    """The documents of the tables, by ``source_id``.

    Attributes
    ----------
    sources : DataFrame
        Table ``sources``.
    words : Language
    """

    sources: pd.DataFrame
    words: Language

    @cached_property
    def _known(self) -> pd.DataFrame:
        return self.sources.set_index("source_id", drop=False)

    def __contains__(self, source_id: str) -> bool:
        return source_id in self._known.index

    def __getitem__(self, source_id: str) -> pd.Series:
        """The row of a document in table ``sources``."""
        return self._known.loc[source_id]

    def name(self, source_id: str) -> str:
        """Number, or issuer, always with the date."""
        if source_id not in self:
            return source_id
        source = self[source_id]
        if source["number"]:
            name = source["number"]
        elif source["kind"] == "plan":
            name = f"{source['issuer']}, {self.words.phrase('fig.document.unnumbered')}"
        else:
            name = source["issuer"]
        return f"{name} ({self.words.date(source['issued'])})" if pd.notna(source["issued"]) else name

    def short_name(self, source_id: str) -> str:
        """Beside a figure: the number, or who published it."""
        if source_id not in self:
            return source_id
        source = self[source_id]
        if source["number"]:
            return source["number"]
        return self.words.phrase("fig.document.unnumbered") if source["authority"] == "binding" else source["issuer"]

    def full_name(self, source_id: str) -> str:
        """In the small print: number, issuer and date."""
        source = self[source_id]
        dated, date = pd.notna(source["issued"]), self.words.date(source["issued"])
        if source["number"] or source["authority"] == "binding":
            name = source["number"] or self.words.phrase("fig.document.unnumbered")
            key = "fig.document.issued" if dated else "fig.document.undated"
            return self.words.phrase(key, name=name, issuer=source["issuer"], date=date)
        key = "fig.document.press" if dated else "fig.document.press_undated"
        return self.words.phrase(key, issuer=source["issuer"], date=date)

    def printed_at(self, source_id: str, cell: str) -> str:
        """Document and cells of a figure; a denominator from another document names that document."""
        cells = re.sub(r"\b([a-z0-9][a-z0-9-]+):(?=\D)", lambda found: f"{self.name(found[1])}, ", cell)
        return f"{self.name(source_id)}: {cells}"


def file_name(area_code: str) -> str:
    """An area code as part of a file name.

    >>> file_name("75@2025")
    '75-2025'
    """
    return area_code.replace("@", "-")
