"""Denominators side by side: one line, a compact comparison, the definitions, and every figure with its cell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from coverage_lib.present.blocks import Html, folded, joined, prose
from coverage_lib.present.shims import data_table, document_name, printed_at
from coverage_lib.present.words.denominator_words import how, mark_notes, marked
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import definition, label, terms

Tables = Mapping[str, pd.DataFrame]
_LOCAL = ("district", "commune", "special")


def at_hand(tables: Tables, area_code: str) -> pd.DataFrame:
    """Rows of ``base_series`` of a unit: by base in the order of the vocabulary, then by period."""
    rows = tables["base_series"]
    rows = rows[rows["area_code"] == area_code]
    rows = rows.assign(order=rows["base"].map({code: place for place, code in enumerate(terms("base"))}))
    return rows.sort_values(["order", "period", "method", "source_id"], kind="stable", ignore_index=True).drop(columns="order")


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last figure of each base; of several on one day a counted one before an implied one, the best known one first."""
    rank = rows["method"].map({code: place for place, code in enumerate(terms("method"))}).fillna(0)
    order, ascending = ["period", "rank", "persons_known_to", "source_id"], [False, True, True, True]
    last = rows.assign(rank=rank).sort_values(order, ascending=ascending, kind="stable").drop_duplicates("base")
    return last.sort_index().drop(columns="rank")


def line(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The bases of the unit's charts in one sentence: persons, day, kind of figure, method and source."""
    known = at_hand(tables, area_code)
    rows = known[known["in_trajectory"]]
    if rows.empty:
        return prose([phrase("bases.line.none" if known.empty else "bases.line.unused", lang)])
    sources = tables["sources"].set_index("source_id")
    said = [
        phrase(
            "bases.line.one",
            lang,
            base=label("base", row.base, lang),
            persons=marked(formats.known(row.persons, row.persons_known_to), row.method, lang),
            period=formats.period(row.period, lang),
            basis=label("basis", row.basis, lang),
            method=label("method", row.method, lang),
            source=document_name(sources, row.source_id, lang),
        )
        for row in latest(rows).itertuples()
    ]
    local = phrase("bases.local", lang) if area_level(area_code) in _LOCAL else ""
    return prose([phrase("bases.line", lang, bases="; ".join(said)), local])


def comparison(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The latest figure of each definition, in one short table."""
    return _table(
        tables, latest(at_hand(tables, area_code)), lang, ["base", "persons", "period", "method", "source"], "compact.caption"
    )


def definitions(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The definitions side by side, each with its latest figure and the periods at hand."""
    rows = at_hand(tables, area_code)
    spans = rows.groupby("base")["period"].agg(["min", "max", "size"])
    shown = latest(rows)
    shown = shown.assign(
        definition=[definition(code, lang) for code in shown["base"]], span=[_span(spans, code, lang) for code in shown["base"]]
    )
    columns = ["base", "definition", "persons", "period", "method", "source", "span"]
    return _table(tables, shown, lang, columns, "caption")


def register(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Every figure by definition and period, with document and cell."""
    columns = ["base", "period", "persons", "basis", "method", "place"]
    return _table(tables, at_hand(tables, area_code), lang, columns, "register.caption")


def in_short(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """What a briefing says of denominators: the line, the comparison where there is one to make, and every figure."""
    rows = at_hand(tables, area_code)
    if rows.empty:
        return prose([phrase("bases.none", lang)])
    parts = [line(tables, area_code, lang)]
    if rows["base"].nunique() > 1:
        parts.append(comparison(tables, area_code, lang))
    title = phrase("page.folded", lang, title=phrase("bases.register.caption", lang), rows=formats.count(len(rows), lang))
    return joined(*parts, folded(title, register(tables, area_code, lang)))


def _span(spans: pd.DataFrame, base: str, lang: str) -> str:
    first, last = (formats.period(spans.at[base, end], lang) for end in ("min", "max"))
    count = spans.at[base, "size"]
    return phrase("bases.span_value" if count > 1 else "bases.span_one", lang, first=first, last=last, count=count)


def _table(tables: Tables, rows: pd.DataFrame, lang: str, columns: list[str], caption: str) -> Html:
    if rows.empty:
        return prose([phrase("bases.none", lang)])
    sources = tables["sources"].set_index("source_id")
    printed = rows.assign(
        base=[label("base", code, lang) for code in rows["base"]],
        period=[formats.period(day, lang) for day in rows["period"]],
        persons=[marked(formats.known(row.persons, row.persons_known_to), row.method, lang) for row in rows.itertuples()],
        basis=[label("basis", code, lang) for code in rows["basis"]],
        method=[how(row.method, "" if "definition" in rows else row.base, lang) for row in rows.itertuples()],
        source=[document_name(sources, code, lang) for code in rows["source_id"]],
        place=[printed_at(sources, row.source_id, row.cell, lang) for row in rows.itertuples()],
    )
    headings = {name: column_label(name, lang) for name in ("base", "period", "basis")}
    headings |= {name: phrase(f"bases.{name}", lang) for name in ("definition", "persons", "method", "source", "span")}
    headings["place"] = phrase("briefing.figures.place", lang)
    table = data_table(printed, {name: headings[name] for name in columns}, lang, caption=phrase(f"bases.{caption}", lang))
    notes = mark_notes(rows["method"], lang)
    return Html(table.text + (f"\n{prose([notes]).text}" if notes else ""))
