"""Provenance of a page: documents, date of the data, fingerprint of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

from coverage_lib import __version__
from coverage_lib.present import blocks
from coverage_lib.present.blocks import Html
from coverage_lib.present.context.page import Page


def provenance(page: Page, source_ids: Iterable[str]) -> Html:
    """The small print: data, method and the documents used."""
    say, documents, used = page.words.phrase, page.documents, set(source_ids)
    observed, sources = page.table("observations"), page.table("sources")
    rows, count = page.words.count(len(observed)), page.words.count(len(sources))
    entries = [
        ("data", say("briefing.provenance.data_text", rows=rows, sources=count, hash=fingerprint(observed))),
        ("method", say("briefing.provenance.method_text")),
        ("tool", f"coverage_lib {__version__}"),
    ]
    entries += [
        ("sources", f"{documents.name(each)}: {documents[each]['title']}. {documents[each]['file']}")
        for each in sources["source_id"]
        if each in used
    ]
    return blocks.provenance([(say(f"briefing.provenance.{kind}"), text) for kind, text in entries], say("page.provenance"))


def sources_of(page: Page) -> set[str]:
    """Documents behind any figure or target shown for the unit of a page."""
    named = ("targets", "enrolment", "denominators", "coverage", "gap")
    return {each for name in named for each in page.rows(name)["source_id"]}


def data_date(page: Page) -> pd.Timestamp | None:
    """The date of a unit's data: its last observed figure, otherwise the last document that sets a target for it."""
    observed = [rows.loc[rows["basis"] != "plan", "period"] for rows in map(page.rows, ("coverage", "enrolment"))]
    seen = pd.concat(observed).max()
    if pd.notna(seen):
        return seen
    own = {each for name in ("targets", "enrolment") for each in page.rows(name)["source_id"]}
    sources = page.table("sources")
    issued = sources.loc[sources["source_id"].isin(own), "issued"].max()
    return issued if pd.notna(issued) else None


def fingerprint(frame: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that change if any number of the table changes."""
    return hashlib.sha256(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()).hexdigest()[:12]
