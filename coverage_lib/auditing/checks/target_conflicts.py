"""Targets that two documents set for the same unit, year, indicator and base."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import Said, document, figure, listed, term, words

_SAME = ["area_code", "year", "indicator"]
_PLAIN = ["", "about", "strive", "strive_about"]
"""Qualifiers under which the difference of two rates is still a rate; 'over' makes it a limit."""


def contradicting_targets(targets: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Each target against those that earlier documents set for the same thing.

    Equal ones confirm each other (note). Different ones are an error where both documents bind, a warning where one of them is
    only a draft or a working paper; the message says which one took the other's place, if that is known. Where a document sets
    the whole and voluntary insurance only, compulsory insurance is what is left, and is held against documents that set it.
    """
    rows = pd.concat([targets.assign(whole=float("nan"), part=float("nan")), implied(targets)], ignore_index=True)
    place = _rate_cell(rows["cell"]).str.extract(r"^(?:(.*)!)?(.*)$").fillna("")
    rows = rows.assign(
        sheet=place[0],
        cell=place[1],
        period=pd.to_datetime(rows["year"].astype("str") + "-12-31"),
        later=rows["source_id"].isin(set(targets["superseded_by"]) - {""}),
    ).sort_values(["issued", "later", "source_id"], na_position="last", kind="stable")
    about = sources.set_index("source_id", drop=False)
    rates = rows[rows["target_pct"].notna()].assign(value=rows["target_pct"].astype("float64"), measure="rate_pct")
    counts = rows[rows["target_persons"].notna()].assign(value=rows["target_persons"].astype("float64"), measure="participants")
    groups = [*rates.groupby([*_SAME, "base"], sort=True), *counts.groupby(_SAME, sort=True)]
    return table(found for _, group in groups for found in _group(list(group.itertuples()), about))


def implied(targets: pd.DataFrame) -> pd.DataFrame:
    """Compulsory insurance as whole less voluntary, for documents that do not set it; ``whole`` and ``part`` are kept."""
    keys = ["area_code", "year", "source_id", "base"]
    plain = targets[targets["target_pct"].notna() & targets["qualifier"].isin(_PLAIN)]
    whole, part = (plain[plain["indicator"] == code] for code in ("si", "si_voluntary"))
    both = whole.merge(part[[*keys, "target_pct", "cell"]], on=keys, suffixes=("", "_part"))
    stated = pd.MultiIndex.from_frame(targets.loc[targets["indicator"] == "si_compulsory", keys])
    left = both[~pd.MultiIndex.from_frame(both[keys]).isin(stated)]
    return left.assign(
        indicator="si_compulsory",
        whole=left["target_pct"],
        part=left["target_pct_part"],
        target_persons=left["target_persons"].mask(left["target_persons"].notna()),
        target_pct=(left["target_pct"] - left["target_pct_part"]).round(6),
        cell=_rate_cell(left["cell"]) + " + " + _rate_cell(left["cell_part"]).str.replace(r"^.*!", "", regex=True),
    )[[*targets.columns, "whole", "part"]]


def _rate_cell(cells: pd.Series) -> pd.Series:
    """The cell of the rate, where that of the persons stands behind a bar."""
    return cells.str.replace(r" \|.*$", "", regex=True)


def _group(members: list, about: pd.DataFrame) -> Iterator[dict]:
    """A finding for each target but the first of those set for one thing, in order of issue."""
    for position, row in enumerate(members[1:], start=1):
        earlier = members[:position]
        if pd.notna(row.whole) and all(pd.notna(other.whole) for other in earlier):
            continue  # left over from figures that are compared themselves
        different = [other for other in earlier if abs(other.value - row.value) > 1e-9]
        binding = row.authority == "binding" and any(other.authority == "binding" for other in different)
        shown = different or earlier
        yield finding(
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
    """'Document sets value', with how firmly it is set, or how it is arrived at where it is not stated."""
    source, value = document(about.loc[row.source_id]), _value(row.value, row.measure)
    if pd.notna(row.whole):
        whole, part = _value(row.whole, row.measure), _value(row.part, row.measure)
        return words("contradicting_targets.implied", document=source, value=value, whole=whole, part=part)
    qualifier = term("qualifier", row.qualifier) if row.qualifier else ""
    return words("contradicting_targets.stated", document=source, value=value, qualifier=qualifier)


def _link(row, different: list) -> Said:
    """'Before it', where the order is certain, else 'while'."""
    certain = [other.superseded_by == row.source_id or (pd.notna(other.issued) and pd.notna(row.issued)) for other in different]
    return words("contradicting_targets.before" if all(certain) else "contradicting_targets.while")


def _standing(row, different: list) -> Said | str:
    """What the difference means: one document is only a draft, one took the other's place, or their order is not known."""
    if not different:
        return ""
    if any(other.authority != "binding" for other in [*different, row]):
        return words("contradicting_targets.draft")
    if all(other.superseded_by == row.source_id for other in different):
        return words("contradicting_targets.replaced")
    undated = any(pd.isna(other.issued) for other in [*different, row]) and pd.isna(row.whole)
    return words("contradicting_targets.undated") if undated else ""
