"""The small print of a figure: documents, denominators, remarks."""

from __future__ import annotations

import re

import pandas as pd

from coverage_lib.present import unit_rows
from coverage_lib.present.unit_view import UnitView
from coverage_lib.present.words import denominator_words
from coverage_lib.present.words.gap_sentences import level
from coverage_lib.present.words.projection_sentences import outlook_sentences
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

MOST_SOURCES = 6
KINDS = ("plan", "participation", "denominators")


def document(view: UnitView, source_id: str, lang: str = "vi") -> str:
    """What a document is called beside its figure: its number, or who published it."""
    if source_id not in view.sources.index:
        return source_id
    source = view.sources.loc[source_id]
    if source["number"]:
        return source["number"]
    return phrase("fig.document.unnumbered", lang) if source["authority"] == "binding" else source["issuer"]


def source_line(view: UnitView, lang: str = "vi", most: int = MOST_SOURCES) -> str:
    """The documents behind the drawn figures, plans first and the newest of a kind first, with issuer and date."""
    tables = (view.trajectory, view.targets, view.gap, view.other)
    joined = {source for table in tables if len(table) for source in table["source_id"]}
    used = {source_id for source in joined for source_id in re.split(r"\s*\+\s*", source)}
    rows = view.sources[view.sources.index.isin(used)]
    rows = rows.assign(rank=rows["kind"].map({kind: rank for rank, kind in enumerate(KINDS)}), source_id=rows.index)
    rows = rows.reset_index(drop=True)
    rows = rows.sort_values(["rank", "issued", "source_id"], ascending=[True, False, True], na_position="last")
    names = list(dict.fromkeys(_full_name(source, lang) for _, source in rows.iterrows()))
    text = "; ".join(names[:most])
    if len(names) > most:
        text = phrase("fig.sources.more", lang, sources=text, count=len(names) - most)
    return phrase("fig.sources", lang, sources=text)


def notes(view: UnitView, lang: str = "vi") -> list[str]:
    """The lines beneath a figure: denominators and remarks in one paragraph each, sources last."""
    remarks = []
    if not unit_rows.in_persons(view):
        values = [_base_value(unit_rows.path(view, name), name, lang) for name in ("actual", "plan")]
        if any(values):
            base = label("base", view.base, lang)
            remarks.append(phrase("fig.note.base", lang, base=base, values="; ".join(filter(None, values))))
        ways = {method for name in ("actual", "plan") for method in unit_rows.path(view, name)["method"]}
        remarks += denominator_words.remarks(ways, lang)
        gaps = unit_rows.comparable_gaps(view)
        if (gaps["denominator_held"].astype(bool) & gaps["gap_persons"].notna() & gaps["gap_pp"].notna()).any():
            remarks.append(phrase("fig.note.held", lang))
    if (unit_rows.path(view, "actual")["segment"].fillna(0) == 0).any():
        remarks.append(phrase("fig.note.years", lang))
    lines = [" ".join(remarks)] if remarks else []
    outlook = " ".join(outlook_sentences(view, lang))
    return [*lines, *([outlook] if outlook else []), *_targets_not_drawn(view, lang), source_line(view, lang)]


def _targets_not_drawn(view: UnitView, lang: str) -> list[str]:
    """Targets without a place on the value axis, in persons, as rates or over another base, are told instead."""
    persons = unit_rows.in_persons(view)
    drawn, told, key = ("target_persons", "target_pct", "rates") if persons else ("target_pct", "target_persons", "persons")
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows[drawn].isna() & rows[told].notna() & rows["in_force"].astype(bool)]
    foreign = unit_rows.distinct_targets(view)
    foreign = foreign[~unit_rows.same_base(view, foreign) & foreign["in_force"].astype(bool)]
    told_of = ((key, rows), ("other_base", foreign))
    return [
        phrase(f"fig.note.{kind}_target", lang, values="; ".join(_target(row, view, lang) for _, row in some.iterrows()))
        for kind, some in told_of
        if len(some)
    ]


def _target(row: pd.Series, view: UnitView, lang: str) -> str:
    name = document(view, row["source_id"], lang)
    return phrase("fig.note.target_value", lang, level=level(row, lang), year=int(row["year"]), document=name)


def _base_value(points: pd.DataFrame, name: str, lang: str) -> str:
    known = points[points["persons"].notna()]
    if known.empty:
        return ""
    last = (known if unit_rows.year_ends(known).empty else unit_rows.year_ends(known)).iloc[-1]
    basis = label("basis", name, lang)
    if last["method"] == "implied":
        key, persons = "fig.note.base_implied", formats.count(formats.known(last["persons"], last["persons_known_to"]), lang)
    else:
        key, persons = "fig.note.base_value", denominator_words.marked(last["persons"], last["method"], lang)
    return phrase(key, lang, persons=persons, basis=basis, period=formats.period(last["period"], lang))


def _full_name(source: pd.Series, lang: str) -> str:
    dated = pd.notna(source["issued"])
    date = formats.date(source["issued"], lang)
    if source["number"] or source["authority"] == "binding":
        name = source["number"] or phrase("fig.document.unnumbered", lang)
        return phrase(
            "fig.document.issued" if dated else "fig.document.undated", lang, name=name, issuer=source["issuer"], date=date
        )
    return phrase("fig.document.press" if dated else "fig.document.press_undated", lang, issuer=source["issuer"], date=date)
