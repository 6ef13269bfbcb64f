"""The register of targets of one unit: every target with document, place and rule, and planned increases."""

from __future__ import annotations

from html import escape

import pandas as pd

from coverage_lib.present.blocks import Format, Html, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.terms import indicators_with

_LONGEST_PLACE = 48
"""Maximum length of a place in a document to be printed next to its cell; header paths of wide tables are longer."""


def register(page: Page) -> Html:
    """Every target set for the unit, with document and place, in force or, struck through, superseded; and by which rule."""
    words, rows = page.words, page.in_order(page.rows("targets"), "year", "source_id")
    if rows.empty:
        return prose([words.phrase("briefing.targets.none")])
    printed = pd.DataFrame(
        {
            "indicator": _indicators(page, rows),
            "year": rows["year"].astype(str),
            "level": [_level(page, row) for _, row in rows.iterrows()],
            "kind": [words.phrase("targets.milestone" if each else "targets.end") for each in rows["milestone"]],
            "force": [_force(page, row) for _, row in rows.iterrows()],
            "place": [printed_where(page, row.source_id, row.place, row.cell) for row in rows.itertuples()],
        }
    )
    headings = {name: words.column(name) for name in ("indicator", "year")} | {
        "level": words.phrase("briefing.targets.level"),
        "kind": words.phrase("targets.kind"),
        "force": words.phrase("targets.force_rule"),
        "place": words.phrase("briefing.figures.place"),
    }
    return table(printed, headings, {"indicator": Html, "level": Html}, words.phrase("briefing.targets.caption"))


def further(page: Page) -> Html:
    """Indicators that are not coverage (pensions, satisfaction, electronic transactions), each with its own base."""
    words, rows = page.words, page.in_order(page.rows("targets"), "year")
    rows = rows[rows["indicator"].isin(indicators_with("further"))]
    if rows.empty:
        return prose([words.phrase("targets.further.none")])
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code) for code in rows["indicator"]],
            "base": [words.label("base", code) if code else "" for code in rows["base"]],
            "year": rows["year"].astype(str),
            "level": [_stated(page, row) for _, row in rows.iterrows()],
            "place": [printed_where(page, row.source_id, row.place, row.cell) for row in rows.itertuples()],
        }
    )
    headings = {name: words.column(name) for name in ("indicator", "base", "year")}
    headings |= {"level": words.phrase("briefing.targets.level"), "place": words.phrase("briefing.figures.place")}
    told = table(printed, headings, {"level": Html}, words.phrase("targets.further"))
    return joined(told, prose([words.phrase("targets.further.note")]))


def changes(page: Page) -> Html:
    """Increases and growth rates assigned by documents: planned figures that are not levels, so not in the register."""
    words, rows = page.words, page.rows("observations")
    rows = rows[(rows["basis"] == "plan") & rows["measure"].isin(["increase", "growth_pct"]) & rows["value"].notna()]
    if rows.empty:
        return Html("")
    rows = page.in_order(rows.assign(year=[words.period(each) for each in rows["period"]]), "year")
    form: dict[str, Format] = {"increase": lambda value: words.phrase("targets.persons_value", value=words.count(value))}
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "year": rows["year"],
            "measure": [words.label("measure", code) for code in rows["measure"]],
            "level": [form.get(row.measure, words.target)(row.value) for row in rows.itertuples()],
            "place": [printed_where(page, row.source_id, row.place, f"{row.sheet}!{row.cell}") for row in rows.itertuples()],
        }
    )
    headings = {name: words.column(name) for name in ("indicator", "year", "measure")}
    headings |= {"level": words.phrase("briefing.targets.level"), "place": words.phrase("briefing.figures.place")}
    return table(printed, headings, caption=words.phrase("targets.changes"))


def printed_where(page: Page, source_id: str, place: str, cell: str) -> str:
    """Document, place as named in the document, sheet and cell."""
    shown = [each for each in dict.fromkeys(place.split(" | ")) if each and len(each) <= _LONGEST_PLACE]
    named = page.documents.printed_at(source_id, cell)
    return f"{named} ({'; '.join(shown)})" if shown else named


def stated_value(page: Page, value: float, measure: str, qualifier: str) -> str:
    """A level as its document states it: in per cent or in persons, with its qualifier."""
    words = page.words
    level = words.target(value) if measure == "rate_pct" else words.people(value)
    return f"{words.label('qualifier', qualifier)} {level}" if qualifier else level


def rule_words(page: Page, rule_id: str) -> str:
    """A rule, or a signed record with who signed it and why, in words."""
    found = page.selections.rows("precedence", rule_id, "rule_id")
    if found.empty:
        return rule_id
    row = found.iloc[0]
    rule = page.words.of(row, "message")
    if not row["signed"]:
        return rule
    day = page.words.date(row["signed_on"])
    return page.words.phrase("targets.signed", rule=rule, signed=row["signed"], date=day, why=row["why"])


def _indicators(page: Page, rows: pd.DataFrame) -> list[str]:
    """The indicator of every line and, where it is not that of the line above, the base of its rates; as HTML."""
    words = page.words
    new = (rows[["indicator", "base"]] != rows[["indicator", "base"]].shift()).any(axis=1) & rows["base"].ne("")
    texts = []
    for code, base, first in zip(rows["indicator"], rows["base"], new, strict=True):
        name = escape(words.label("indicator", code, short=True), quote=False)
        over = escape(words.phrase("fig.axis.rates", base=words.label("base", base)), quote=False) if first else ""
        texts.append(f"{name}<br><small>{over}</small>" if over else name)
    return texts


def _stated(page: Page, row: pd.Series) -> str:
    """Rate and persons of a target, struck through where superseded; as HTML."""
    texts = [page.words.level(row)]
    if pd.notna(row["target_pct"]) and pd.notna(row["target_persons"]):
        texts.append(page.words.people(row["target_persons"]))
    text = escape("; ".join(each.replace(" ", formats.NBSP) for each in texts), quote=False)
    return f"<s>{text}</s>" if row["superseded_by"] and row["authority"] != "working" else text


def _level(page: Page, row: pd.Series) -> str:
    """The level of a target, then what other places of its document print instead; as HTML."""
    pairs = page.rows("target_pairs", row["indicator"])
    own = (pairs["between"] == "within") & (pairs["source_id"] == row["source_id"]) & (pairs["year"] == row["year"])
    pairs = pairs[own & (pairs["base"].eq(row["base"]) | pairs["measure"].eq("participants"))]
    pairs = pairs.sort_values("other_cell", key=lambda cells: cells.map(row["other_cells"].split(" | ").index))
    others = [escape(_other_printing(page, each), quote=False) for each in pairs.itertuples()]
    return "<br>".join([_stated(page, row), *(f"<small>{each}</small>" for each in others)])


def _other_printing(page: Page, pair) -> str:
    level = stated_value(page, pair.other_value, pair.measure, pair.other_qualifier)
    named = pair.other_place and len(pair.other_place) <= _LONGEST_PLACE
    place = f"{pair.other_place}, {pair.other_cell}" if named else pair.other_cell
    return page.words.phrase("targets.also", level=level, place=place)


def _force(page: Page, row: pd.Series) -> str:
    say = page.words.phrase
    if not row["in_force"] and row["authority"] == "working":
        return say("briefing.targets.working")
    if row["in_force"]:
        force = say("briefing.targets.in_force")
        if row["precedence"] == "sole":
            return force
    elif row["superseded_by"]:
        force = say("briefing.targets.superseded", document=page.documents.name(row["superseded_by"]))
    else:
        force = say("targets.withdrawn")
    return say("targets.force", force=force, rule=rule_words(page, row["precedence"]))
