"""The register of targets of one unit: every target with document, place and rule, and figures of plans that are no level."""

from __future__ import annotations

from html import escape

import pandas as pd

from coverage_lib.present import shims
from coverage_lib.present.blocks import Html, joined, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.shims import data_table, document_name, printed_at
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level, area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import indicators_with, label, terms

_LONGEST_PLACE = 48
"""Characters up to which the place in a document is worth printing beside its cell; header paths of wide tables are longer."""


def title(area_code: str, lang: str = "vi") -> str:
    """Title of the page of targets."""
    return phrase("targets.title", lang, area=area_name(area_code, lang))


def has_page(tables: Tables, area_code: str) -> bool:
    """Whether a unit above the communes has a page of targets: a plan of its own, several documents, or targets below it."""
    if area_level(area_code) not in ("nation", "province", "district"):
        return False
    documents = set(tables["targets"].loc[tables["targets"]["area_code"] == area_code, "source_id"])
    own = tables["sources"].query("kind == 'plan' and area_code == @area_code")["source_id"]
    return len(documents) > 1 or bool(documents & set(own)) or area_code in set(tables["cascade"]["area_code"])


def register(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Every target set for the unit, with document and place, in force or, struck through, superseded; and by which rule."""
    rows = tables["targets"][tables["targets"]["area_code"] == area_code]
    if rows.empty:
        return prose([phrase("briefing.targets.none", lang)])
    sources = tables["sources"].set_index("source_id")
    rows = rows.assign(order=order_of(rows["indicator"])).sort_values(["order", "year", "source_id"], kind="stable")
    others = _other_printings(tables, rows)
    printed = pd.DataFrame(
        {
            "indicator": _indicators(rows, lang),
            "year": rows["year"].astype(str),
            "level": [_level(row, others.get(index, []), lang) for index, row in rows.iterrows()],
            "kind": [phrase("targets.milestone" if each else "targets.end", lang) for each in rows["milestone"]],
            "place": [printed_where(sources, row.source_id, row.place, row.cell, lang) for row in rows.itertuples()],
            "force": [_force(row, tables, sources, lang) for _, row in rows.iterrows()],
        }
    )
    headings = {
        "indicator": column_label("indicator", lang),
        "year": column_label("year", lang),
        "level": phrase("briefing.targets.level", lang),
        "kind": phrase("targets.kind", lang),
        "force": phrase("targets.force_rule", lang),
        "place": phrase("briefing.figures.place", lang),
    }
    formed = {"indicator": _as_html, "level": _as_html}
    return data_table(printed, headings, lang, formed, phrase("briefing.targets.caption", lang))


def further(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Indicators that are no coverage (pensions, satisfaction, electronic transactions), each with its own base."""
    rows = tables["targets"][tables["targets"]["area_code"] == area_code]
    beyond = indicators_with("further")
    rows = rows[rows["indicator"].isin(beyond)].assign(order=lambda each: order_of(each["indicator"]))
    rows = rows.sort_values(["order", "year"], kind="stable")
    if rows.empty:
        return prose([phrase("targets.further.none", lang)])
    sources = tables["sources"].set_index("source_id")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang) for code in rows["indicator"]],
            "base": [label("base", code, lang) if code else "" for code in rows["base"]],
            "year": rows["year"].astype(str),
            "level": [_level(row, [], lang) for _, row in rows.iterrows()],
            "place": [printed_where(sources, row.source_id, row.place, row.cell, lang) for row in rows.itertuples()],
        }
    )
    headings = {name: column_label(name, lang) for name in ("indicator", "base", "year")}
    headings |= {"level": phrase("briefing.targets.level", lang), "place": phrase("briefing.figures.place", lang)}
    table = data_table(printed, headings, lang, {"level": _as_html}, phrase("targets.further", lang))
    return joined(table, prose([phrase("targets.further.note", lang)]))


def changes(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Increases and growth rates that documents assign: figures of a plan that are no level, so not in the register."""
    rows = tables["observations"]
    rows = rows[(rows["area_code"] == area_code) & (rows["basis"] == "plan") & rows["measure"].isin(["increase", "growth_pct"])]
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return Html("")
    sources = tables["sources"].set_index("source_id")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "year": [formats.period(each, lang) for each in rows["period"]],
            "measure": [label("measure", code, lang) for code in rows["measure"]],
            "level": [
                phrase("targets.persons_value", lang, value=formats.count(row.value, lang))
                if row.measure == "increase"
                else formats.target(row.value, lang)
                for row in rows.itertuples()
            ],
            "place": [
                printed_where(sources, row.source_id, row.place, f"{row.sheet}!{row.cell}", lang) for row in rows.itertuples()
            ],
            "order": order_of(rows["indicator"]),
        }
    ).sort_values(["order", "year"], kind="stable")
    headings = {name: column_label(name, lang) for name in ("indicator", "year", "measure")}
    headings |= {"level": phrase("briefing.targets.level", lang), "place": phrase("briefing.figures.place", lang)}
    return data_table(printed, headings, lang, caption=phrase("targets.changes", lang))


def printed_where(sources: pd.DataFrame, source_id: str, place: str, cell: str, lang: str) -> str:
    """Document, place as the document names it, sheet and cell."""
    shown = [each for each in dict.fromkeys(place.split(" | ")) if each and len(each) <= _LONGEST_PLACE]
    named = printed_at(sources, source_id, cell, lang)
    return f"{named} ({'; '.join(shown)})" if shown else named


def order_of(indicators: pd.Series) -> list[int]:
    """The place of each indicator in the vocabulary, to sort by."""
    known = list(terms("indicator"))
    return [known.index(code) for code in indicators]


def _indicators(rows: pd.DataFrame, lang: str) -> list[str]:
    """The indicator of every line and, where it is not that of the line above, the base of its rates; as HTML."""
    new = (rows[["indicator", "base"]] != rows[["indicator", "base"]].shift()).any(axis=1) & rows["base"].ne("")
    texts = []
    for code, base, first in zip(rows["indicator"], rows["base"], new, strict=True):
        name = escape(label("indicator", code, lang, short=True), quote=False)
        over = escape(phrase("fig.axis.rates", lang, base=label("base", base, lang)), quote=False) if first else ""
        texts.append(f"{name}<br><small>{over}</small>" if over else name)
    return texts


def _as_html(text: str, lang: str) -> Html:
    return Html(text)


def _level(row: pd.Series, others: list[str], lang: str) -> str:
    """Rate and persons of a target, struck through where superseded, then what other places of the document print; as HTML."""
    texts = [shims.level(row, lang)]
    if pd.notna(row["target_pct"]) and pd.notna(row["target_persons"]):
        texts.append(shims.people(row["target_persons"], lang))
    text = escape("; ".join(each.replace(" ", formats.NBSP) for each in texts), quote=False)
    if row["superseded_by"] and row["authority"] != "working":
        text = f"<s>{text}</s>"
    return "<br>".join([text, *(f"<small>{escape(_printing(each, lang), quote=False)}</small>" for each in others)])


def _other_printings(tables: Tables, rows: pd.DataFrame) -> dict:
    """By index of the register, the further printings whose value differs from the one taken."""
    cells = rows[["source_id", "other_cells", "target_pct", "target_persons"]].reset_index(names="row")
    cells = cells.assign(address=cells["other_cells"].str.split(" | ", regex=False)).explode("address")
    observed = tables["observations"]
    observed = observed[observed["source_id"].isin(cells["source_id"])]
    observed = observed.assign(address=observed["sheet"] + "!" + observed["cell"])
    found = cells.merge(observed, on=["source_id", "address"])
    taken = found["target_pct"].where(found["measure"] == "rate_pct", found["target_persons"].astype("float64"))
    found = found[(found["value"] - taken).abs() > 1e-9]
    return {index: list(group.itertuples()) for index, group in found.groupby("row")}


def _printing(row, lang: str) -> str:
    in_rate = row.measure == "rate_pct"
    level = formats.target(row.value, lang) if in_rate else shims.people(row.value, lang)
    if row.qualifier:
        level = f"{label('qualifier', row.qualifier, lang)} {level}"
    place = f"{row.place}, {row.address}" if row.place and len(row.place) <= _LONGEST_PLACE else row.address
    return phrase("targets.also", lang, level=level, place=place)


def _force(row: pd.Series, tables: Tables, sources: pd.DataFrame, lang: str) -> str:
    rule = rule_words(row["precedence"], tables, lang)
    if row["in_force"]:
        force = phrase("briefing.targets.in_force", lang)
        return force if row["precedence"] == "sole" else phrase("targets.force", lang, force=force, rule=rule)
    if row["authority"] == "working":
        return phrase("briefing.targets.working", lang)
    if row["superseded_by"]:
        force = phrase("briefing.targets.superseded", lang, document=document_name(sources, row["superseded_by"], lang))
    else:
        force = phrase("targets.withdrawn", lang)
    return phrase("targets.force", lang, force=force, rule=rule)


def rule_words(rule_id: str, tables: Tables, lang: str) -> str:
    """A rule, or a signed record with who signed it and why, in words."""
    rules = tables["precedence"].set_index("rule_id")
    if rule_id not in rules.index:
        return rule_id
    row = rules.loc[rule_id]
    words = row["message" if lang == "vi" else "message_en"]
    if not row["signed"]:
        return words
    return phrase(
        "targets.signed", lang, rule=words, signed=row["signed"], date=formats.date(row["signed_on"], lang), why=row["why"]
    )
