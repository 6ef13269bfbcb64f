"""Notes below a chart: documents, denominators, remarks."""

from __future__ import annotations

import re

import pandas as pd

from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.words import denominator_words
from coverage_lib.present.words.projection_sentences import outlook_sentences
from coverage_lib.vocabulary import formats

MOST_SOURCES = 6
KINDS = ("plan", "participation", "denominators")


def source_line(view: UnitView, most: int = MOST_SOURCES) -> str:
    """The documents behind the drawn figures, plans first and the newest of a kind first, with issuer and date."""
    tables = (view.trajectory, view.targets, view.gap, view.other)
    joined = {source for table in tables if len(table) for source in table["source_id"]}
    used = {source_id for source in joined for source_id in re.split(r"\s*\+\s*", source)}
    sources = view.documents.sources
    rows = sources[sources["source_id"].isin(used)]
    rows = rows.assign(rank=rows["kind"].map({kind: rank for rank, kind in enumerate(KINDS)}))
    rows = rows.sort_values(["rank", "issued", "source_id"], ascending=[True, False, True], na_position="last")
    names = list(dict.fromkeys(view.documents.full_name(source_id) for source_id in rows["source_id"]))
    text = "; ".join(names[:most])
    if len(names) > most:
        text = view.words.phrase("fig.sources.more", sources=text, count=len(names) - most)
    return view.words.phrase("fig.sources", sources=text)


def notes(view: UnitView) -> list[str]:
    """The lines below a chart: denominators and remarks in one paragraph each, sources last."""
    remarks = []
    if not unit_rows.in_persons(view):
        values = [_base_value(unit_rows.path(view, name), name, view.words) for name in ("actual", "plan")]
        if any(values):
            base = view.words.label("base", view.base)
            remarks.append(view.words.phrase("fig.note.base", base=base, values="; ".join(filter(None, values))))
        ways = {method for name in ("actual", "plan") for method in unit_rows.path(view, name)["method"]}
        remarks += denominator_words.remarks(ways, view.words)
        gaps = unit_rows.comparable_gaps(view)
        if (gaps["denominator_held"].astype(bool) & gaps["gap_persons"].notna() & gaps["gap_pp"].notna()).any():
            remarks.append(view.words.phrase("fig.note.held"))
    if (unit_rows.path(view, "actual")["segment"].fillna(0) == 0).any():
        remarks.append(view.words.phrase("fig.note.years"))
    lines = [" ".join(remarks)] if remarks else []
    outlook = " ".join(outlook_sentences(view))
    return [*lines, *([outlook] if outlook else []), *_targets_not_drawn(view), source_line(view)]


def _targets_not_drawn(view: UnitView) -> list[str]:
    """Targets that are not on the value axis (in persons, as rates, or over another base) are given in words."""
    persons = unit_rows.in_persons(view)
    drawn, told, key = ("target_persons", "target_pct", "rates") if persons else ("target_pct", "target_persons", "persons")
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows[drawn].isna() & rows[told].notna() & rows["in_force"].astype(bool)]
    foreign = unit_rows.distinct_targets(view)
    foreign = foreign[~unit_rows.same_base(view, foreign) & foreign["in_force"].astype(bool)]
    told_of = ((key, rows), ("other_base", foreign))
    return [
        view.words.phrase(f"fig.note.{kind}_target", values="; ".join(_target(row, view) for _, row in some.iterrows()))
        for kind, some in told_of
        if len(some)
    ]


def _target(row: pd.Series, view: UnitView) -> str:
    name = view.documents.short_name(row["source_id"])
    return view.words.phrase("fig.note.target_value", level=view.words.level(row), year=int(row["year"]), document=name)


def _base_value(points: pd.DataFrame, name: str, words: Words) -> str:
    known = points[points["persons"].notna()]
    if known.empty:
        return ""
    last = (known if unit_rows.year_ends(known).empty else unit_rows.year_ends(known)).iloc[-1]
    basis = words.label("basis", name)
    if last["method"] == "implied":
        key, persons = "fig.note.base_implied", words.count(formats.known(last["persons"], last["persons_known_to"]))
    else:
        key, persons = "fig.note.base_value", denominator_words.marked(last["persons"], last["method"], words)
    return words.phrase(key, persons=persons, basis=basis, period=words.period(last["period"]))
