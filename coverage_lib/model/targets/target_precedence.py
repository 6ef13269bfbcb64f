"""Precedence of targets: which of several targets for the same thing is in force, by written rules and signed records.

The rules, applied in this order (their wording for readers is in ``data/raw/precedence.toml``); ``superseded_by`` and the rule that
decided are kept with every target:

``working``
    A draft or a working session sets nothing: it is kept, but never in force.
``later_issue``
    Of two documents with a date of issue the later one is in force and supersedes the other.
``earliest_day``
    A document without a date of issue supersedes an older one where the earliest day on which it can have been issued
    (``issued_not_before``: that of a document it cites, for instance) is later. The earliest day never proves that a document is
    older, so a document without a date of issue is superseded by nothing.
``undecided``
    If neither determines the order, both remain in force, and the audit says so.
``sole``
    No other issued document sets the same thing.

A signed record (:class:`coverage_lib.raw.records.precedence_overrides.Override`) takes precedence over every rule.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.precedence_overrides import FILE, Override

_SAME = ["area_code", "year", "indicator"]


def decide(rows: pd.DataFrame, overrides: Iterable[Override] = ()) -> pd.DataFrame:
    """Which targets are in force, what superseded the others, and by which rule.

    Parameters
    ----------
    rows : DataFrame
        One row a unit, year, indicator and document: ``area_code``, ``year``, ``indicator``, ``source_id``, ``target_pct``,
        ``base``, ``authority``, ``issued`` (day of issue, may be missing) and ``dated`` (that day, or the earliest possible one).
        Compared are rates over the same base, or targets in persons only.
    overrides : iterable of Override

    Returns
    -------
    DataFrame
        ``in_force``, ``superseded_by`` (``source_id`` or empty) and ``precedence`` (the rule, or the id of the record), with the
        index of ``rows``. The order of the rows plays no part.

    Raises
    ------
    CoverageError
        Listing every record that names no target, changes nothing any more, or puts in place what is not in force itself.
    """
    rivals = _rivals(rows)
    binding = rivals[rivals["authority_rival"] != "working"]
    later = binding[binding["rule"].ne("")]
    latest = later.sort_values(["dated_rival", "source_id_rival"], na_position="first", kind="stable").groupby("index").last()
    found = pd.DataFrame(
        {
            "superseded_by": latest["source_id_rival"].reindex(rows.index).fillna(""),
            "precedence": latest["rule"].reindex(rows.index).fillna(""),
        }
    )
    working = rows["authority"] == "working"
    found["in_force"] = found["superseded_by"].eq("") & ~working
    found.loc[working, "precedence"] = "working"
    found = _overridden(rows, found, tuple(overrides))
    return _winners(found, rivals)[["in_force", "superseded_by", "precedence"]]


def _rivals(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs of targets of different documents for the same thing, with the rule by which the second supersedes the first."""
    columns = ["source_id", "target_pct", "base", "authority", "issued", "dated"]
    pairs = rows.reset_index(names="index")[["index", *_SAME, *columns]]
    pairs = pairs.merge(pairs, on=_SAME, suffixes=("", "_rival"))
    in_rate, rival_in_rate = pairs["target_pct"].notna(), pairs["target_pct_rival"].notna()
    same_measure = (in_rate & rival_in_rate & (pairs["base"] == pairs["base_rival"])) | (~in_rate & ~rival_in_rate)
    pairs = pairs[same_measure & (pairs["source_id"] != pairs["source_id_rival"])]
    dated = pairs["dated_rival"] > pairs["issued"]
    rule = pd.Series("", index=pairs.index).mask(dated, "earliest_day").mask(dated & pairs["issued_rival"].notna(), "later_issue")
    return pairs.assign(rule=rule.mask(pairs["authority"] == "working", "working"))


def _overridden(rows: pd.DataFrame, found: pd.DataFrame, overrides: tuple[Override, ...]) -> pd.DataFrame:
    problems: list[Problem] = []
    place = dict(zip(rows[[*_SAME, "source_id"]].itertuples(index=False, name=None), rows.index, strict=True))
    decided = found.copy()
    for each in overrides:
        where, key = f"override {each.id}", (each.area, each.year, each.indicator)
        index, heir = place.get((*key, each.source_id)), place.get((*key, each.superseded_by))
        if index is None or (each.superseded_by and heir is None):
            named = each.source_id if index is None else each.superseded_by
            what = message("precedence.target", source=named, area=each.area, indicator=each.indicator, year=each.year)
            problems.append(Problem(FILE, where, what, "found.none", "precedence.correct_or_remove"))
            continue
        before = (bool(found.at[index, "in_force"]), found.at[index, "superseded_by"])
        after = (each.in_force, each.superseded_by)
        if before == after:
            state = "superseded" if before[1] else "superseded_by_nothing"
            said = message("precedence.in_force") if before[0] else message(f"precedence.{state}", source=before[1])
            problems.append(Problem(FILE, where, "precedence.changes", message("precedence.already", state=said), "remedy.remove"))
        decided.loc[index, ["in_force", "superseded_by", "precedence"]] = [*after, each.id]
    for each in overrides:
        heir = place.get((each.area, each.year, each.indicator, each.superseded_by))
        if each.superseded_by and heir is not None and not decided.at[heir, "in_force"]:
            what = message("precedence.heir_in_force", source=each.superseded_by)
            problems.append(Problem(FILE, f"override {each.id}", what, "found.not_so", "precedence.name_document"))
    if problems:
        raise CoverageError("precedence.unfit", problems)
    return decided


def _winners(found: pd.DataFrame, rivals: pd.DataFrame) -> pd.DataFrame:
    """The rule of targets in force: undecided if another is in force too, else that by which they superseded others, else sole."""
    pairs = rivals[["index", "index_rival", "authority", "dated", "source_id", "source_id_rival"]]
    pairs = pairs.join(found, on="index").join(found.add_suffix("_rival"), on="index_rival")
    standing = pairs[pairs["in_force_rival"]]
    beside = standing.loc[standing["in_force"], "index_rival"]
    taken = standing[standing["superseded_by"] == standing["source_id_rival"]]
    taken = taken[taken["authority"] != "working"].sort_values(["dated", "source_id"], na_position="first", kind="stable")
    by_rule = taken.groupby("index_rival")["precedence"].last()
    open_rows = found["precedence"].eq("") & found["in_force"]
    rule = by_rule.reindex(found.index).fillna("sole").mask(found.index.isin(beside), "undecided")
    return found.assign(precedence=found["precedence"].mask(open_rows, rule))
