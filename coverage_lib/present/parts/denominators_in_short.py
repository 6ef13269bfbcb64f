"""Denominators in a briefing: one sentence, a short comparison, the definitions, and every figure with its cell."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, folded, joined, prose, table
from coverage_lib.present.context.base_rows import at_hand, latest
from coverage_lib.present.context.page import Page
from coverage_lib.present.words.denominator_words import how, mark_notes, marked
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level

_LOCAL = ("district", "commune", "special")


def in_short(page: Page) -> Html:
    """Denominators in a briefing: the sentence, the comparison if there is one, and every figure."""
    rows = at_hand(page)
    if rows.empty:
        return prose([page.words.phrase("bases.none")])
    compared = comparison(page) if rows["base"].nunique() > 1 else Html("")
    title = page.words.counted(page.words.phrase("bases.register.caption"), len(rows))
    return joined(line(page), compared, folded(title, register(page)))


def line(page: Page) -> Html:
    """The bases of the unit's charts in one sentence: persons, date, kind of figure, method and source."""
    words, known = page.words, at_hand(page)
    rows = known[known["in_trajectory"]]
    if rows.empty:
        return prose([words.phrase("bases.line.none" if known.empty else "bases.line.unused")])
    said = [
        words.phrase(
            "bases.line.one",
            base=words.label("base", row.base),
            persons=_persons(page, row),
            period=words.period(row.period),
            basis=words.label("basis", row.basis),
            method=words.label("method", row.method),
            source=page.documents.name(row.source_id),
        )
        for row in latest(rows).itertuples()
    ]
    local = words.phrase("bases.local") if area_level(page.area_code) in _LOCAL else ""
    return prose([words.phrase("bases.line", bases="; ".join(said)), local])


def comparison(page: Page) -> Html:
    """The latest figure of each definition, in one short table."""
    return _table(page, latest(at_hand(page)), ["base", "persons", "period", "method", "source"], "compact.caption")


def definitions(page: Page) -> Html:
    """The definitions side by side, each with its latest figure and the periods at hand."""
    rows = at_hand(page)
    shown = latest(rows)
    spans = [_span(page, rows.loc[rows["base"] == code, "period"]) for code in shown["base"]]
    shown = shown.assign(definition=[page.words.definition(code) for code in shown["base"]], span=spans)
    return _table(page, shown, ["base", "definition", "persons", "period", "method", "source", "span"], "caption")


def register(page: Page) -> Html:
    """Every figure by definition and period, with document and cell."""
    return _table(page, at_hand(page), ["base", "period", "persons", "basis", "method", "place"], "register.caption")


def _span(page: Page, periods: pd.Series) -> str:
    """The first and the last of the periods, which are in order, and how many there are."""
    first, last = (page.words.period(periods.iloc[end]) for end in (0, -1))
    key = "bases.span_value" if len(periods) > 1 else "bases.span_one"
    return page.words.phrase(key, first=first, last=last, count=len(periods))


def _persons(page: Page, row) -> str:
    return marked(formats.known(row.persons, row.persons_known_to), row.method, page.words)


def _table(page: Page, rows: pd.DataFrame, columns: list[str], caption: str) -> Html:
    words, documents = page.words, page.documents
    if rows.empty:
        return prose([words.phrase("bases.none")])
    printed = rows.assign(
        base=[words.label("base", code) for code in rows["base"]],
        period=[words.period(day) for day in rows["period"]],
        persons=[_persons(page, row) for row in rows.itertuples()],
        basis=[words.label("basis", code) for code in rows["basis"]],
        method=[how(row.method, "" if "definition" in rows else row.base, words) for row in rows.itertuples()],
        source=[documents.name(code) for code in rows["source_id"]],
        place=[documents.printed_at(row.source_id, row.cell) for row in rows.itertuples()],
    )
    headings = {name: words.column(name) for name in ("base", "period", "basis")}
    headings |= {name: words.phrase(f"bases.{name}") for name in ("definition", "persons", "method", "source", "span")}
    headings["place"] = words.phrase("briefing.figures.place")
    shown = table(printed, {name: headings[name] for name in columns}, caption=words.phrase(f"bases.{caption}"))
    return with_marks(page, shown, rows["method"])


def with_marks(page: Page, shown: Html, methods: pd.Series) -> Html:
    """A table, with what the marks among its denominators mean below it."""
    notes = mark_notes(methods, page.words)
    return joined(shown, prose([notes]) if notes else Html(""))
