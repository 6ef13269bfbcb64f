"""The audit of one document: each part is a method that a cell of its notebook calls."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from coverage_lib.errors import CoverageError, message
from coverage_lib.present.blocks import Html, prose, table
from coverage_lib.present.context.page import Page, Tables
from coverage_lib.present.parts.findings_table import findings_in_two
from coverage_lib.present.words.provenance import provenance

_HEADER = ["sheet", "place", "indicator", "base", "measure", "period", "basis", "correction"]


class DocumentPage(Page):
    """One document: what was read, how its headers were understood, and which cells are wrong or contradict each other.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    source_id : str
        Folder of the document below ``data/raw``.
    lang : {"vi", "en"}

    Examples
    --------
    >>> import coverage_lib as cl
    >>> tables = cl.tables(cl.read("docs/examples/ke-hoach-gio-linh.csv"))
    >>> cl.document(tables, "ke-hoach-gio-linh.csv", "en").severities
    '0 errors, 0 to check, 3 notes'
    """

    def __init__(self, tables: Tables, source_id: str, lang: str = "vi"):
        super().__init__(tables, "", lang)
        if source_id not in self.documents:
            raise CoverageError(message("source.unknown", source=source_id), sorted(self.table("sources")["source_id"]))
        self.source_id = source_id

    @property
    def issued(self) -> pd.Timestamp | None:
        """The day the document was issued, if it shows one."""
        issued = self.documents[self.source_id]["issued"]
        return issued if pd.notna(issued) else None

    @cached_property
    def found(self) -> pd.DataFrame:
        """The findings recorded at the document, and those at other documents that it is party to."""
        rows = self.table("findings")
        party = rows["parties"].str.split().map(lambda named: self.source_id in named)
        return rows[(rows["source_id"] == self.source_id) | party]

    @property
    def severities(self) -> str:
        """How many findings of each severity there are."""
        number = self.found["severity"].value_counts()
        counts = {f"{code}s": number.get(code, 0) for code in ("error", "warning", "note")}
        return self.words.phrase("briefing.audit.counts", **counts)

    @property
    def _observed(self) -> pd.DataFrame:
        return self.selections.rows("observations", self.source_id, "source_id")

    def in_short(self) -> Html:
        """A summary: the document, how much of it was read, and the number of findings by severity."""
        words, source, observed = self.words, self.documents[self.source_id], self._observed
        unread = words.count(observed["value"].isna().sum())
        figures, sheets = words.count(len(observed)), observed["sheet"].nunique()
        judged = words.phrase("briefing.audit.judged", figures=figures, sheets=sheets, unread=unread)
        return prose([f"{source['title']}. {source['issuer']}.", judged, f"{self.severities}."])

    def findings(self) -> Html:
        """Every finding about the document, including findings of other documents that refer to it: most severe first."""
        return findings_in_two(self, self.found, self.found["severity"] == "note", "briefing.audit.notes")

    def reading(self) -> Html:
        """How each header was understood: sheet and header path, with indicator, base, measure, period and kind of figure."""
        words = self.words
        rows = self._observed.groupby(_HEADER, dropna=False, sort=False).size().rename("figures").reset_index()
        for name in ("indicator", "base", "measure", "basis"):
            rows[name] = [words.label(name, code) if code else "" for code in rows[name]]
        headings = {name: words.column(name) for name in _HEADER} | {"figures": words.phrase("briefing.audit.figures")}
        return table(rows, headings, {"period": words.period, "figures": words.count}, words.phrase("briefing.audit.reading"))

    def unread(self) -> Html:
        """Cells whose text is not a number: shown, never guessed."""
        rows = self._observed[self._observed["value"].isna()]
        if rows.empty:
            return prose([self.words.phrase("briefing.audit.all_read")])
        headings = {name: self.words.column(name) for name in ("sheet", "cell", "area_label", "place", "printed")}
        return table(rows, headings, caption=self.words.phrase("briefing.audit.unread"))

    def provenance(self) -> Html:
        """Data, method and the document."""
        return provenance(self, [self.source_id])
