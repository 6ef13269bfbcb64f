"""Check: targets of two documents for the same unit, year, indicator and base."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import Said, document, figure, listed, term, words
from coverage_lib.vocabulary.years import year_end

_TARGET = ["area_code", "year", "source_id", "indicator"]


def contradicting_targets(pairs: pd.DataFrame, targets: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Each target with those that earlier documents set for the same thing.

    Equal ones confirm each other (note). Different ones are an error where both documents bind, a warning where one of them is
    only a draft or a working paper; the message says which one took the other's place, if that is known. Where a document sets
    the whole and voluntary insurance only, compulsory insurance is what is left, and is compared with documents that set it.

    Parameters
    ----------
    pairs, targets, sources : DataFrame
        Tables ``target_pairs``, ``targets`` and ``sources``.
    """
    dated = targets.assign(later=targets["source_id"].isin(targets["superseded_by"]))
    dated = dated.sort_values(["issued", "later", "source_id"], na_position="last", kind="stable").drop_duplicates("source_id")
    rank = {code: place for place, code in enumerate(dated["source_id"])}
    register = targets.set_index(_TARGET)
    found: dict[tuple, tuple[SimpleNamespace, list[SimpleNamespace]]] = {}
    for pair in pairs[pairs["between"] != "within"].sort_values("measure", ascending=False, kind="stable").itertuples():
        sides = (_side(pair, which, register) for which in ("", "other_"))
        earlier, row = sorted(sides, key=lambda side: rank[side.source_id])
        same = (pair.area_code, pair.year, pair.indicator, pair.measure, pair.base, row.source_id)
        earlier.differs = pair.differs
        found.setdefault(same, (row, []))[1].append(earlier)
    about = sources.set_index("source_id", drop=False)
    return table(_finding(row, sorted(before, key=lambda side: rank[side.source_id]), about) for row, before in found.values())


def _side(pair, which: str, register: pd.DataFrame) -> SimpleNamespace:
    """One side of a pair with what the register says of it; of an implied level with the whole and the part that leave it."""
    given = {name: getattr(pair, f"{which}{name}") for name in ("source_id", "value", "qualifier", "cell")}
    thing = (pair.area_code, pair.year, given["source_id"])
    stated = (*thing, pair.indicator) in register.index
    entry = _entry(register, (*thing, pair.indicator if stated else "si"), pair.base)
    part = np.nan if stated else _entry(register, (*thing, "si_voluntary"), pair.base)["target_pct"]
    left = (np.nan if stated else entry["target_pct"], part)
    sheet, _, cell = given["cell"].rpartition("!")
    same = {name: getattr(pair, name) for name in ("area_code", "indicator", "base", "measure", "year")}
    told = {name: entry[name] for name in ("authority", "issued", "superseded_by")}
    given |= {"sheet": sheet, "cell": cell, "period": year_end(pair.year), "whole": left[0], "part": left[1]}
    return SimpleNamespace(**same, **told, **given)


def _entry(register: pd.DataFrame, target: tuple, base: str) -> pd.Series:
    """The line of the register for a target, over the base given where the document sets it over several."""
    lines = register.loc[[target]]
    over = lines[lines["base"] == base]
    return (over if len(over) else lines).iloc[0]


def _finding(row: SimpleNamespace, earlier: list[SimpleNamespace], about: pd.DataFrame) -> dict:
    """The finding for a target beside those set earlier for the same thing, in order of issue."""
    different = [other for other in earlier if other.differs]
    binding = row.authority == "binding" and any(other.authority == "binding" for other in different)
    shown = different or earlier
    return finding(
        "contradicting_targets",
        "differs" if different else "confirmed",
        "error" if binding else "warning" if different else "note",
        row,
        printed=_value(row.value, row.measure),
        computed=listed(_value(other.value, row.measure) for other in shown),
        parties=[other.source_id for other in shown],
        year=row.year,
        here=_setting(row, about),
        earlier=listed(_setting(other, about) for other in shown),
        link=_link(row, different),
        standing=_standing(row, different),
    )


def _value(value: float, measure: str) -> Said:
    return figure(value, measure, next(places for places in (0, 1, 2) if places == 2 or abs(value - round(value, places)) < 1e-9))


def _setting(row, about: pd.DataFrame) -> Said:
    """'Document sets value', with the degree of commitment, or how the value is derived if it is not stated."""
    source, value = document(about.loc[row.source_id]), _value(row.value, row.measure)
    if pd.notna(row.whole):
        whole, part = _value(row.whole, row.measure), _value(row.part, row.measure)
        return words("contradicting_targets.implied", document=source, value=value, whole=whole, part=part)
    qualifier = term("qualifier", row.qualifier) if row.qualifier else ""
    return words("contradicting_targets.stated", document=source, value=value, qualifier=qualifier)


def _link(row, different: list) -> Said:
    """'Before it' if the order of the documents is certain, otherwise 'while'."""
    certain = [other.superseded_by == row.source_id or (pd.notna(other.issued) and pd.notna(row.issued)) for other in different]
    return words("contradicting_targets.before" if all(certain) else "contradicting_targets.while")


def _standing(row, different: list) -> Said | str:
    """Interpretation of the difference: one document is a draft, one superseded the other, or their order is unknown."""
    if not different:
        return ""
    if any(other.authority != "binding" for other in [*different, row]):
        return words("contradicting_targets.draft")
    if all(other.superseded_by == row.source_id for other in different):
        return words("contradicting_targets.replaced")
    undated = any(pd.isna(other.issued) for other in [*different, row]) and pd.isna(row.whole)
    return words("contradicting_targets.undated") if undated else ""
