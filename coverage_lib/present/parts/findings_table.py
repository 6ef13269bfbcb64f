"""Findings of the audit as a table, those of the second rank folded beneath."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, folded, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.terms import terms


def findings_in_two(page: Page, rows: pd.DataFrame, aside: pd.Series, key: str) -> Html:
    """Findings in full, and less important ones in a folded table whose title is phrase ``key``."""
    rest = rows[aside]
    if rest.empty:
        return findings_table(page, rows)
    nothing_grave = prose([page.words.phrase("briefing.audit.nothing_grave")])
    first = nothing_grave if aside.all() else findings_table(page, rows[~aside])
    return joined(first, folded(page.words.counted(page.words.phrase(key), len(rest)), findings_table(page, rest)))


def findings_table(page: Page, rows: pd.DataFrame) -> Html:
    """Findings with severity, place, what is printed, what is computed, and the sentence; the gravest first."""
    words = page.words
    if rows.empty:
        return prose([words.phrase("briefing.audit.none")])
    rank = rows["severity"].map({code: entry["rank"] for code, entry in terms("severity").items()})
    rows = rows.assign(rank=rank).sort_values(["rank", "source_id", "sheet", "cell"], kind="stable")
    printed = pd.DataFrame(
        {
            "severity": rows["severity"],
            "place": [
                page.documents.name(row.source_id) + (f": {row.sheet}!{row.cell}" if row.cell else "") for row in rows.itertuples()
            ],
            **{name: [_value(row, name) for row in rows.itertuples()] for name in ("printed", "computed")},
            "message": words.of(rows, "message"),
        }
    )
    headings = {"severity": words.column("severity"), "place": words.phrase("briefing.figures.place")}
    headings |= {name: words.column(f"{name}_value") for name in ("printed", "computed")} | {"message": words.column("message")}
    return table(printed, headings, {"severity": words.severity}, words.phrase("briefing.audit.caption"))


def _value(row, name: str) -> str:
    """A value of a finding in Vietnamese notation, that of the documents, whatever the language of the page."""
    value, text = getattr(row, f"{name}_value"), getattr(row, f"{name}_text")
    return text or ("" if pd.isna(value) else formats.amount(value, row.value_unit, decimals=row.decimals))
