"""Where the figures of a page come from: documents, day of the data, fingerprint of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd

from coverage_lib import __version__
from coverage_lib.present import blocks
from coverage_lib.present.blocks import Html
from coverage_lib.present.words.document_names import document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase

Tables = Mapping[str, pd.DataFrame]


def provenance(tables: Tables, source_ids: Iterable[str], lang: str = "vi") -> Html:
    """The small print: data, method and the documents used."""
    named = tables["sources"].set_index("source_id")
    used = [each for each in named.index if each in set(source_ids)]
    observed = tables["observations"]
    entries = [
        (
            phrase("briefing.provenance.data", lang),
            phrase(
                "briefing.provenance.data_text",
                lang,
                rows=formats.count(len(observed), lang),
                sources=formats.count(len(named), lang),
                hash=fingerprint(observed),
            ),
        ),
        (phrase("briefing.provenance.method", lang), phrase("briefing.provenance.method_text", lang)),
        (phrase("briefing.provenance.tool", lang), f"coverage_lib {__version__}"),
    ]
    documents = [f"{document_name(named, each, lang)}: {named.at[each, 'title']}. {named.at[each, 'file']}" for each in used]
    return blocks.provenance([*entries, *((phrase("briefing.provenance.sources", lang), each) for each in documents)], lang)


def sources_of(tables: Tables, area_code: str) -> set[str]:
    """Documents behind any figure or target shown for a unit."""
    named = ("targets", "enrolment", "denominators", "coverage", "gap")
    return {each for name in named for each in tables[name].loc[tables[name]["area_code"] == area_code, "source_id"]}


def data_date(tables: Tables, area_code: str) -> pd.Timestamp | None:
    """The day to which the data of a unit go: its last observed figure, else the last document that sets it anything."""
    rows = tables["coverage"]
    seen = rows.loc[(rows["area_code"] == area_code) & (rows["basis"] != "plan"), "period"].max()
    counted = tables["enrolment"]
    seen_count = counted.loc[(counted["area_code"] == area_code) & (counted["basis"] != "plan"), "period"].max()
    own = {
        each for name in ("targets", "enrolment") for each in tables[name].loc[tables[name]["area_code"] == area_code, "source_id"]
    }
    issued = tables["sources"].loc[tables["sources"]["source_id"].isin(own), "issued"].max()
    days = [day for day in (seen, seen_count) if pd.notna(day)]
    return max(days) if days else issued if pd.notna(issued) else None


def fingerprint(frame: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that change with any number of the table."""
    return hashlib.sha256(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()).hexdigest()[:12]
