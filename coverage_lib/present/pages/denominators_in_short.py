"""Denominators side by side: one line, a compact comparison, the definitions, and every figure with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from coverage_lib.present.blocks import Html, folded, joined, prose
from coverage_lib.present.shims import data_table, document_name, printed_at
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import definition, label, terms

Tables = Mapping[str, pd.DataFrame]
UNUSABLE = ""
"""Method of what is no denominator."""
MARKED = ("apportioned", "adjusted")
"""Ways of coming by a denominator that every figure marks."""
_LOCAL = ("district", "commune", "special")


def mark(method: str) -> str:
    """The mark beside a denominator that nobody counted as such: apportioned, adjusted, implied.

    >>> mark("apportioned"), mark("published"), mark("counts")
    ('†', '', '')
    """
    return terms("method").get(method, {}).get("mark", "")


def mark_notes(methods: Iterable[str], lang: str = "vi") -> str:
    """What the marks among some methods mean; empty where there is none."""
    used = [each for each in terms("method") if each in set(methods) and mark(each)]
    said = "; ".join(phrase("bases.mark", lang, mark=mark(each), method=label("method", each, lang)) for each in used)
    return phrase("bases.marks", lang, marks=said) if said else ""


def remarks(methods: Iterable[str], lang: str = "vi") -> list[str]:
    """The remarks beneath a figure whose rates stand over apportioned or adjusted denominators.

    >>> remarks(["counts", "apportioned"])
    ['† Mẫu số phân bổ: số ước tính.']
    """
    used = set(methods)
    return [phrase(f"bases.note.{each}", lang) for each in MARKED if each in used]


def at_hand(tables: Tables, area_code: str) -> pd.DataFrame:
    """Every denominator of a unit: printed, apportioned, adjusted, implied by a rate; and what is printed but is none.

    Returns
    -------
    DataFrame
        ``base``, ``period``, ``source_id``, ``persons``, ``known_to`` (persons to which it is known), ``method`` (empty for what is
        no denominator), ``basis``, ``obs_status``, ``cell``; by base in the order of the vocabulary, then by period.
    """
    known = tables["denominators"][tables["denominators"]["area_code"] == area_code]
    rates = tables["coverage"]
    implied = rates[(rates["area_code"] == area_code) & (rates["method"] == "implied") & (rates["basis"] != "plan")]
    observed = tables["observations"]
    unusable = [code for code, entry in terms("base").items() if not entry.get("usable", True)]
    other = observed[(observed["area_code"] == area_code) & observed["base"].isin(unusable) & observed["value"].notna()]
    other = other.assign(persons=other["value"].round().astype("Int64"), method=UNUSABLE, cell=other["sheet"] + "!" + other["cell"])
    known, implied, other = known.assign(known_to=1), implied.assign(known_to=implied["persons_known_to"]), other.assign(known_to=1)
    rows = pd.concat([each[known.columns] for each in (known, implied, other)], ignore_index=True)
    rows = rows.assign(order=rows["base"].map({code: place for place, code in enumerate(terms("base"))}))
    return rows.sort_values(["order", "period", "method", "source_id"], kind="stable", ignore_index=True).drop(columns="order")


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last figure of each base; of several on one day a counted one before an implied one, the best known one first."""
    rank = rows["method"].map({code: place for place, code in enumerate(terms("method"))}).fillna(0)
    order, ascending = ["period", "rank", "known_to", "source_id"], [False, True, True, True]
    last = rows.assign(rank=rank).sort_values(order, ascending=ascending, kind="stable").drop_duplicates("base")
    return last.sort_index().drop(columns="rank")


def line(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The bases of the unit's charts in one sentence: persons, day, kind of figure, method and source."""
    drawn = tables["trajectory"]
    drawn = drawn[(drawn["area_code"] == area_code) & drawn["persons"].notna() & drawn["path"].isin(["actual", "plan"])]
    rows = at_hand(tables, area_code).merge(
        drawn[["base", "period", "persons"]].drop_duplicates(), on=["base", "period", "persons"]
    )
    if rows.empty:
        return prose([phrase("bases.line.none" if at_hand(tables, area_code).empty else "bases.line.unused", lang)])
    sources = tables["sources"].set_index("source_id")
    said = [
        phrase(
            "bases.line.one",
            lang,
            base=label("base", row.base, lang),
            persons=marked(formats.known(row.persons, row.known_to), row.method, lang),
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


def marked(persons: float | None, method: str, lang: str = "vi") -> str:
    """A denominator with the mark of its method.

    >>> marked(1757000, "apportioned")
    '1.757.000†'
    """
    return formats.count(persons, lang) + mark(method)


def how(method: str, base: str, lang: str = "vi") -> str:
    """How a denominator was come by; of what is none, that, and why unless the definition stands beside it."""
    if method != UNUSABLE:
        return label("method", method, lang)
    if not base:
        return phrase("bases.no_denominator_short", lang)
    return phrase("bases.no_denominator", lang, reason=definition(base, lang))


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
        persons=[marked(formats.known(row.persons, row.known_to), row.method, lang) for row in rows.itertuples()],
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
