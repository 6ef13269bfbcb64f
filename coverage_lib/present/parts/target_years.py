"""Targets year by year: the levels that documents set and, marked as such, what lies between them."""

from __future__ import annotations

from html import escape

import pandas as pd

from coverage_lib.present.blocks import Html, prose, table
from coverage_lib.present.context.page import Page


def by_year(page: Page) -> Html:
    """One line for each document and indicator: official levels upright, interpolated ones in italics, as not assigned."""
    words, rows = page.words, page.rows("target_path")
    if rows.empty:
        return prose([words.phrase("targets.path.none")])
    rows = rows.assign(text=[_cell(page, row) for row in rows.itertuples()])
    wide = rows.pivot(index=["indicator", "base", "source_id"], columns="year", values="text").reset_index()
    years = [name for name in wide.columns if isinstance(name, int)]
    wide = page.in_order(wide.assign(first=wide[years].notna().idxmax(axis=1)), "first", "source_id")
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in wide["indicator"]],
            "base": [words.label("base", code) if code else "" for code in wide["base"]],
            "document": [page.documents.name(code) for code in wide["source_id"]],
        }
        | {str(year): wide[year].fillna("").to_list() for year in years}
    )
    headings = {name: words.column(name) for name in ("indicator", "base")} | {"document": words.phrase("targets.document")}
    headings |= {str(year): str(year) for year in years}
    return table(printed, headings, {str(year): Html for year in years}, words.phrase("targets.path"))


def _cell(page: Page, row) -> str:
    text = escape(page.words.target(row.target_pct), quote=False)
    return f"<i>{text}</i>" if row.interpolated else text
