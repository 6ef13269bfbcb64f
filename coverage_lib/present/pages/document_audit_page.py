"""The parts of the audit of one document, each one call of the notebook."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.unit_briefing import findings_in_two
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label


def title(tables: Tables, source_id: str, lang: str = "vi") -> str:
    """Title of the audit of a document."""
    return phrase("briefing.audit.title", lang, document=document_name(tables["sources"].set_index("source_id"), source_id, lang))


def in_short(tables: Tables, source_id: str, lang: str = "vi") -> Html:
    """What the document is, how much of it was read, and how many findings of each severity there are."""
    source = tables["sources"].set_index("source_id").loc[source_id]
    observed = tables["observations"].query("source_id == @source_id")
    found = findings_on(tables["findings"], source_id)["severity"].value_counts()
    return prose(
        [
            f"{source['title']}. {source['issuer']}.",
            phrase(
                "briefing.audit.judged",
                lang,
                figures=formats.count(len(observed), lang),
                sheets=observed["sheet"].nunique(),
                unread=formats.count(observed["value"].isna().sum(), lang),
            ),
            phrase(
                "briefing.audit.counts",
                lang,
                errors=found.get("error", 0),
                warnings=found.get("warning", 0),
                notes=found.get("note", 0),
            )
            + ".",
        ]
    )


def findings(tables: Tables, source_id: str, lang: str = "vi") -> Html:
    """Every finding about the document, also those at another one that it is party to: gravest first, notes folded."""
    rows = findings_on(tables["findings"], source_id)
    return findings_in_two(rows, rows["severity"] == "note", "briefing.audit.notes", tables["sources"], lang)


def findings_on(findings: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """The findings recorded at a document, and those at other documents that hold it against them."""
    party = findings["parties"].str.split().map(lambda named: source_id in named)
    return findings[(findings["source_id"] == source_id) | party]


def reading(tables: Tables, source_id: str, lang: str = "vi") -> Html:
    """How the headers were understood: for every sheet and header path the indicator, base, measure, period and kind of figure."""
    observed = tables["observations"].query("source_id == @source_id")
    columns = ["sheet", "place", "indicator", "base", "measure", "period", "basis", "correction"]
    rows = observed.groupby(columns, dropna=False, sort=False).size().rename("figures").reset_index()
    for name in ("indicator", "base", "measure", "basis"):
        rows[name] = [label(name, code, lang) if code else "" for code in rows[name]]
    headings = {name: column_label(name, lang) for name in columns} | {"figures": phrase("briefing.audit.figures", lang)}
    return data_table(
        rows, headings, lang, {"period": formats.period, "figures": formats.count}, phrase("briefing.audit.reading", lang)
    )


def unread(tables: Tables, source_id: str, lang: str = "vi") -> Html:
    """Cells whose text is no number: shown, never guessed."""
    rows = tables["observations"].query("source_id == @source_id and value.isna()")
    if rows.empty:
        return prose([phrase("briefing.audit.all_read", lang)])
    columns = ["sheet", "cell", "area_label", "place", "printed"]
    return data_table(
        rows[columns], {name: column_label(name, lang) for name in columns}, lang, caption=phrase("briefing.audit.unread", lang)
    )


def data_date(tables: Tables, source_id: str) -> pd.Timestamp | None:
    """The day the document was issued, if it shows one."""
    issued = tables["sources"].set_index("source_id").at[source_id, "issued"]
    return issued if pd.notna(issued) else None
