"""Links from the units of a table to the units of another date across 1 July 2025, along which figures are added up.

All questions about units are settled here, once for each destination; :mod:`coverage_lib.model.reform.recast` only uses the links.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary.areas import NATION, REFORM, areas_on
from coverage_lib.vocabulary.comparable_areas import EXACT, comparable_areas
from coverage_lib.vocabulary.former_districts import MARK, former_district, groupings, is_grouping, members
from coverage_lib.vocabulary.successors import LAST_OLD_DAY, correspondence

COMPARABLE = "comparable"
UNKNOWN_UNIT, ABOLISHED, NO_SUCCESSOR, NO_WAY, SPLIT = "unknown_unit", "abolished", "no_successor", "no_way", "split"
_COLUMNS = ["source", "target", "side", "whole"]


@dataclass(frozen=True)
class Crossing:
    """Links from sources to targets, as arrays.

    A *set* is a target together with the side its sources are valid on: the older communes of a comparable area are one set, its
    newer ones another. A figure of a target is complete when every source of one set has one.

    Attributes
    ----------
    sources : Index
        Codes that have an edge.
    edges : DataFrame
        ``source``, ``target``, ``side``, ``whole``; and as numbers ``source_number`` (place in `sources`) and ``set_number``.
    only : array of int
        For each source the set into which it goes whole; -1 if it is split.
    target, need, split, exact, same : arrays
        For each set its target, the number of its sources, how many of them are split, ``exact``, ``disputed`` or ``incomplete``
        (as of :func:`~coverage_lib.vocabulary.comparable_areas.comparable_areas`), and whether source and target are the same unit.
    heirs : array of str
        For each source its targets, joined by ``|``.
    gone : dict
        Codes of units that have no edge, with the reason.
    """

    sources: pd.Index
    edges: pd.DataFrame
    only: np.ndarray
    target: np.ndarray
    need: np.ndarray
    split: np.ndarray
    exact: np.ndarray
    same: np.ndarray
    heirs: np.ndarray
    gone: dict[str, str]


@cache
def crossing(to: dt.date | str) -> Crossing:
    """The links to the units valid on a date, to comparable areas, or to one grouping.

    Parameters
    ----------
    to : date or str
        A day; ``comparable``; or the code of a grouping, such as ``G:vinh-linh``.

    Raises
    ------
    CoverageError
        If a text is neither, or a day not between 1900 and 2199.
    """
    if isinstance(to, dt.date):
        areas_on(to)
        return _newer() if to >= REFORM else _older()
    if to == COMPARABLE:
        return _comparable()
    if is_grouping(to):
        return _grouping(to)
    raise CoverageError(
        "recast.no_destination", [Problem("", "to", message("recast.destination", comparable=COMPARABLE, mark=MARK), repr(to))]
    )


@cache
def _newer() -> Crossing:
    pairs = correspondence()
    known = pairs[pairs["old_code"].ne("") & pairs["new_code"].ne("")]
    edges = known.assign(source=known["old_code"], target=known["new_code"], side="old")[_COLUMNS]
    return _crossing(pd.concat([edges, _natives(REFORM)]), _exactness("new"), _gone(pairs, "old_code"))


@cache
def _older() -> Crossing:
    pairs = correspondence()
    pairs = pairs[pairs["new_code"].ne("")]
    known = pairs[pairs["old_code"].ne("")]
    whole = ~pairs.duplicated("new_code", keep=False).loc[known.index]
    edges = known.assign(source=known["new_code"], target=known["old_code"], side="new", whole=whole)[_COLUMNS]
    return _crossing(pd.concat([edges, _natives(LAST_OLD_DAY)]), _exactness("old"), _gone(pairs, "new_code"))


@cache
def _comparable() -> Crossing:
    table = comparable_areas()
    edges = table.assign(source=table["area_code"], target=table["comparable_area"], whole=True)[_COLUMNS]
    nation = pd.DataFrame({"source": [NATION], "target": [NATION], "side": ["native"], "whole": [True]})
    edges = pd.concat([edges, nation]).drop_duplicates(["source", "target"])
    return _crossing(edges, dict(zip(table["comparable_area"], table["exact"], strict=True)), {})


def _grouping(code: str) -> Crossing:
    table = groupings()
    district = table.loc[table["grouping"] == code, "district"].iloc[0]
    sides = {"new": members(code)} | ({"old": list(former_district(district).old), "district": [district]} if district else {})
    rows = [(each, code, side, True) for side, units in sides.items() for each in units]
    return _crossing(pd.DataFrame(rows, columns=_COLUMNS).drop_duplicates("source"), {}, {})


def _natives(day: dt.date) -> pd.DataFrame:
    """Units that are already valid on the date."""
    codes = areas_on(day)["area_code"].to_numpy()
    return pd.DataFrame({"source": codes, "target": codes, "side": "native", "whole": True})


def _gone(pairs: pd.DataFrame, column: str) -> dict[str, str]:
    abolished = pairs.loc[pairs["share"] == "abolished", column]
    lost = pairs.loc[pairs["new_code"].eq(""), column]
    return {**dict.fromkeys(lost, NO_SUCCESSOR), **dict.fromkeys(abolished, ABOLISHED)}


def _exactness(side: str) -> dict[str, str]:
    table = comparable_areas()
    table = table[table["side"] == side]
    return dict(zip(table["area_code"], table["exact"], strict=True))


def _crossing(edges: pd.DataFrame, exactness: dict[str, str], gone: dict[str, str]) -> Crossing:
    # an unchanged unit stands among the pairs and among the natives: once is enough
    edges = edges.sort_values("side", kind="stable").drop_duplicates(["source", "target"]).sort_values(["target", "side", "source"])
    source_number, sources = pd.factorize(edges["source"], sort=True)
    set_number = edges.groupby(["target", "side"], sort=True).ngroup().to_numpy()
    edges = edges.assign(source_number=source_number, set_number=set_number).reset_index(drop=True)
    firsts = edges.drop_duplicates("set_number").sort_values("set_number")
    whole = edges["whole"].to_numpy(dtype=bool)
    only = np.full(len(sources), -1)
    only[source_number[whole]] = set_number[whole]
    need = np.bincount(set_number)
    targets: list[list[str]] = [[] for _ in sources]
    for number, target in zip(source_number, edges["target"], strict=True):
        targets[number].append(target)
    of_target = [exactness.get(target, EXACT) for target in firsts["target"]]
    exact = np.where(firsts["side"].to_numpy() == "native", EXACT, np.array(of_target, dtype=object))
    return Crossing(
        pd.Index(sources),
        edges,
        only,
        firsts["target"].to_numpy(dtype=object),
        need,
        np.bincount(set_number, weights=~whole).astype("int64"),
        exact,
        (firsts["target"].to_numpy() == firsts["source"].to_numpy()) & (need == 1),
        np.array(["|".join(each) for each in targets], dtype=object),
        gone,
    )
