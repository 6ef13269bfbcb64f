"""Targets year by year: what documents set, and, told apart, what lies between."""

from __future__ import annotations

from html import escape

import pandas as pd

from coverage_lib.model.targets.target_path import target_path
from coverage_lib.present.blocks import Html, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.target_register_page import order_of
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label


def path(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """One line a document and indicator: official levels upright, interpolated ones in italics and marked as not assigned."""
    targets = tables["targets"]
    rows = target_path(targets[targets["area_code"] == area_code], tables["breaks"])
    if rows.empty:
        return prose([phrase("targets.path.none", lang)])
    sources = tables["sources"].set_index("source_id")
    rows = rows.assign(text=[_cell(row, lang) for row in rows.itertuples()])
    wide = rows.pivot(index=["indicator", "base", "source_id"], columns="year", values="text").reset_index()
    years = [name for name in wide.columns if isinstance(name, int)]
    wide = wide.assign(order=order_of(wide["indicator"]), first=wide[years].notna().idxmax(axis=1)).sort_values(
        ["order", "first", "source_id"], kind="stable"
    )
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in wide["indicator"]],
            "base": [label("base", code, lang) if code else "" for code in wide["base"]],
            "document": [document_name(sources, code, lang) for code in wide["source_id"]],
        }
        | {str(year): wide[year].fillna("").to_list() for year in years}
    )
    headings = {name: column_label(name, lang) for name in ("indicator", "base")}
    headings |= {"document": phrase("targets.document", lang)} | {str(year): str(year) for year in years}
    return data_table(printed, headings, lang, {str(year): _as_html for year in years}, phrase("targets.path", lang))


def _cell(row, lang: str) -> str:
    text = escape(formats.target(row.target_pct, lang), quote=False)
    return text if row.assigned else f"<i>{text}</i>"


def _as_html(text: str, lang: str) -> Html:
    return Html(text)
