"""Additive tables converted to the units of another date, across 1 July 2025; nothing is invented and nothing is lost.

The figure of a new unit is the sum over the older units that became part of it as a whole, if all of them have a figure. If a
source was split, has no figure, or the mapping is incomplete, no figure is computed: the rows are returned separately, each with
its reason. The input always equals the converted table plus the remainder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.reform.column_roles import Roles, roles
from coverage_lib.model.reform.split_rows import Pieces, pieces
from coverage_lib.model.reform.sums_over_units import Keys, keys_of, sums
from coverage_lib.model.reform.unit_links import ABOLISHED, NO_SUCCESSOR, NO_WAY, SPLIT, UNKNOWN_UNIT, Crossing, crossing
from coverage_lib.vocabulary.areas import areas
from coverage_lib.vocabulary.comparable_areas import DISPUTED, INCOMPLETE
from coverage_lib.vocabulary.successors import area_codes

UNCHANGED, CARRIED, SUMMED, APPORTIONED = "unchanged", "carried", "summed", "apportioned"
SOURCES_MISSING, BESIDE_SPLIT, MAPPING_INCOMPLETE = "sources_missing", "beside_split", "mapping_incomplete"
HOW = (UNCHANGED, CARRIED, SUMMED, DISPUTED, APPORTIONED)
"""How a figure of the table came about."""
WHY = ("", SPLIT, BESIDE_SPLIT, SOURCES_MISSING, MAPPING_INCOMPLETE, NO_SUCCESSOR, ABOLISHED, NO_WAY, UNKNOWN_UNIT)
"""Why a row is not converted; the first means that it is."""
_SHOWN = 10
_DENSE = 20_000_000


@dataclass(frozen=True)
class Recast:
    """A table in other units, and the rows that could not be converted.

    Attributes
    ----------
    table : DataFrame
        Columns of the input in its order; ``recast``: ``unchanged`` (the same unit), ``carried`` (one unit, the same territory,
        another code), ``summed``, ``disputed`` (summed or carried, but two mappings disagree about it), ``apportioned``; and
        ``apportioned_share``, the part of the first value column that was apportioned (0 to 1).
    remainder : DataFrame
        The rows, or parts of rows, of the input that are in no row of `table`; ``recast``: the reason (``split``, ``beside_split``,
        ``sources_missing``, ``mapping_incomplete``, ``no_successor``, ``abolished``, ``no_way``, ``unknown_unit``); ``into``: the
        units they belong to, joined by ``|``.
    missing : DataFrame
        One row a unit, and reason, that has no figure for at least one key: ``area_code``, ``recast``, ``sources`` (how many units
        make it up), ``split`` (how many of them were split), ``keys`` (for how many combinations of the key columns).
    values : list of str
        The columns that were summed.
    totals : DataFrame
        Index: value column; ``given``, ``recast``, ``remainder``: given = recast + remainder.
    """

    table: pd.DataFrame
    remainder: pd.DataFrame
    missing: pd.DataFrame
    values: list[str]
    totals: pd.DataFrame

    @property
    def exact(self) -> bool:
        """Whether every given figure is in the table and none is apportioned or disputed."""
        return self.remainder.empty and not self.table["recast"].isin([APPORTIONED, DISPUTED]).any()


def recast(
    table: pd.DataFrame,
    to: dt.date | str,
    *,
    codes_on: dt.date | None = None,
    values: Sequence[str] | None = None,
    apportion: str | None = None,
    weights: pd.DataFrame | None = None,
) -> Recast:
    """Convert a tidy table to the units of a date, to comparable areas, or to one grouping.

    Parameters
    ----------
    table : DataFrame
        Column ``area_code``, or ``official_code`` with `codes_on`; counts in persons, which are summed; and key columns. Statuses
        become the worst, cells are joined; each unit has at most one row per key. Units of all levels may be in it: communes go to
        communes, provinces to provinces.
    to : date or str
        A day, ``comparable``, or a grouping such as ``G:vinh-linh``. To the older side a unit has an exact figure only where the
        new unit is one older one, or all its parts; comparable areas hold both sides.
    codes_on : date, optional
        The day whose official codes the table has: 1,811 new communes bear the code of a commune of another name.
    values : sequence of str, optional
        Counts to sum; default: the additive columns of the vocabulary.
    apportion : {"population"}, optional
        Distribute split units by `weights`, in whole persons where the figures are (largest remainder), instead of refusing.
    weights : DataFrame, optional
        ``from_code``, ``to_code``, ``persons``: how many people of a unit live in what went to each of its successors.

    Returns
    -------
    Recast

    Raises
    ------
    CoverageError
        For rates, official codes without a day or mixed with area codes, several rows of a unit for one key, figures of both
        sides for one unit and key (they would count twice), and weights that are not as described.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["19363", "19375", "19387", "464"], "participants": [150, 20, 30, 900]})
    >>> done = recast(table, dt.date(2025, 7, 1))
    >>> done.table[["area_code", "participants", "recast"]].values.tolist()
    [['19363@2025', 200, 'summed']]
    >>> done.remainder[["area_code", "participants", "recast"]].values.tolist()
    [['464', 900, 'abolished']]
    >>> done.totals.values.tolist()
    [[1100.0, 200.0, 900.0]]
    """
    table = with_area_codes(table, codes_on)
    role, way = roles(table, values), crossing(to)
    numbers, units = pd.factorize(table["area_code"].astype("str"))
    source = way.sources.get_indexer(pd.Index(units))[numbers] if len(units) else numbers  # -1: no link from the unit
    keys = keys_of(table, role.key)
    _unique(table, role, numbers, len(units), keys)
    given = pieces(table, role.values, way, source, apportion, weights)
    cell = np.where(given.into >= 0, given.into * keys.size + keys.number[given.row], -1)
    reason = _reasons(way, cell, given, keys.size, source, pd.Index(units), numbers)
    kept, lost = np.flatnonzero(reason == 0), np.flatnonzero(reason)
    out, cells, parted = sums(table, role, given, cell, kept)
    sets, key = np.divmod(cells, keys.size)
    _counted_once(way, sets, key, keys.size)
    out = out.assign(area_code=_texts(way.target, sets), recast=_texts(HOW, _labels(way, sets, parted)))
    firsts = table[role.key].take(keys.first[key]).reset_index(drop=True)
    out = pd.concat([out, firsts], axis=1)[[*table.columns, "recast", "apportioned_share"]]
    rest = _remainder(table, role, way, given, lost, reason, source)
    totals = pd.DataFrame(
        {"given": table[role.values].sum(), "recast": out[role.values].sum(), "remainder": rest[role.values].sum()}
    )
    return Recast(out, rest, _missing(way, cell, lost, reason, keys.size), role.values, totals.astype("float64"))


def with_area_codes(table: pd.DataFrame, codes_on: dt.date | None) -> pd.DataFrame:
    """The table with a first column ``area_code``; official codes are looked up on their date.

    Raises
    ------
    CoverageError
        If there is no column of codes, or both; or official codes without a day.
    """
    have = [name for name in ("area_code", "official_code") if name in table.columns]
    if len(have) != 1:
        found = "codes.both_columns" if have else ", ".join(map(str, table.columns))
        problem = Problem("", "", "codes.one_column", found)
        raise CoverageError("codes.unclear", [problem])
    if codes_on is None and have == ["official_code"]:
        problem = Problem("", "official_code", "codes.day", "found.none", "codes.give_day")
        raise CoverageError("codes.unclear", [problem])
    codes = table[have[0]] if codes_on is None else area_codes(table[have[0]], codes_on)
    return pd.concat([codes.rename("area_code"), table.drop(columns=have[0])], axis=1).reset_index(drop=True)


def _unique(table: pd.DataFrame, role: Roles, numbers: np.ndarray, units: int, keys: Keys) -> None:
    """Each unit has one row per key; a second row is a duplicate, or a column that distinguishes them is missing."""
    place = numbers * keys.size + keys.number
    if units * keys.size <= max(_DENSE, 4 * len(table)):
        twice = np.bincount(place, minlength=1).max() > 1 if len(place) else False
    else:
        twice = len(np.unique(place)) < len(place)
    if twice:
        repeated = table[pd.Series(place).duplicated(keep=False)].head(_SHOWN)
        problems = [
            Problem("", ", ".join(map(str, row)), "recast.one_row", "found.several", "recast.keep_one")
            for row in repeated[["area_code", *role.key]].itertuples(index=False, name=None)
        ]
        raise CoverageError("recast.several_rows", list(dict.fromkeys(problems)))


def _reasons(
    way: Crossing, cell: np.ndarray, given: Pieces, size: int, source: np.ndarray, units: pd.Index, numbers: np.ndarray
) -> np.ndarray:
    """Why each piece cannot go into the table, as a place in `WHY`; 0 where it can."""
    gone = [way.gone.get(unit, NO_WAY if unit in _known_units() else UNKNOWN_UNIT) for unit in units]
    of_unit = np.array([WHY.index(each) for each in gone], dtype="int8")
    if len(cell) == 0:
        return np.zeros(0, dtype="int8")
    reason = np.where(source[given.row] >= 0, np.int8(WHY.index(SPLIT)), of_unit[numbers[given.row]])
    there = np.flatnonzero(given.into >= 0)
    into, cells = given.into[there], cell[there]
    complete = given.known[given.row[there]] | (way.need[into] == 1)
    counted = np.bincount(cells[complete], minlength=len(way.target) * size)
    beside = (way.split > 0) & (not given.apportioned)
    of_set = np.select([beside, way.exact == INCOMPLETE], [WHY.index(BESIDE_SPLIT), WHY.index(MAPPING_INCOMPLETE)], 0).astype(
        "int8"
    )
    lacks = np.where(counted[cells] < way.need[into], np.int8(WHY.index(SOURCES_MISSING)), np.int8(0))
    reason[there] = np.where(of_set[into] > 0, of_set[into], lacks)
    return reason


@cache
def _known_units() -> frozenset[str]:
    return frozenset(areas()["area_code"])


def _texts(words: Sequence[str] | np.ndarray, places: np.ndarray) -> pd.Series:
    return pd.Series(pd.array(list(words), dtype="str").take(places))


def _counted_once(way: Crossing, sets: np.ndarray, key: np.ndarray, size: int) -> None:
    """Refuse figures for a unit and key from both sides of the date, or from two levels: they would count twice."""
    targets, codes = pd.factorize(way.target[sets])
    twice = pd.Series(targets * size + key).duplicated().to_numpy()
    if twice.any():
        both = sorted(set(codes[targets[twice]]))
        problems = [Problem("", code, "recast.each_once", "recast.both_sides", "recast.one_side") for code in both]
        summary = "recast.one_twice" if len(problems) == 1 else message("recast.many_twice", count=len(problems))
        raise CoverageError(summary, problems[:_SHOWN])


def _labels(way: Crossing, sets: np.ndarray, parted: np.ndarray) -> np.ndarray:
    kinds = [way.exact == DISPUTED, way.same, way.need == 1]
    of_set = np.select(kinds, [HOW.index(DISPUTED), HOW.index(UNCHANGED), HOW.index(CARRIED)], HOW.index(SUMMED))
    return np.where(parted, HOW.index(APPORTIONED), of_set[sets])


def _remainder(
    table: pd.DataFrame, role: Roles, way: Crossing, given: Pieces, lost: np.ndarray, reason: np.ndarray, source: np.ndarray
) -> pd.DataFrame:
    """The rows, or parts of rows, that are not converted, in the order of the input."""
    if given.apportioned:
        lost = lost[np.lexsort((given.into[lost], given.row[lost]))]
    rows = table.take(given.row[lost]).reset_index(drop=True)
    for name in role.values if given.apportioned else ():  # a piece is not its whole row
        rows[name] = given.column(name, lost)
    places = len(way.heirs) + 1
    into, mine = given.into[lost], source[given.row[lost]]
    words = [*way.heirs, "", *way.target]  # all heirs of a unit that is split, nothing, or the one unit
    named = np.where(into >= 0, places + into, np.where(mine >= 0, mine, places - 1))
    return rows.assign(recast=_texts(WHY, reason[lost]), into=_texts(words, named))


def _missing(way: Crossing, cell: np.ndarray, lost: np.ndarray, reason: np.ndarray, size: int) -> pd.DataFrame:
    """The units that have no figure for some key, by reason."""
    known = lost[cell[lost] >= 0]
    sets = cell[known] // size
    once = np.zeros((len(way.target) * size), dtype=bool)
    once[cell[known]] = True
    of_set = np.zeros(len(way.target), dtype="int8")
    of_set[sets] = reason[known]  # a set has one reason for all its keys
    keys = once.reshape(-1, size).sum(axis=1)
    sets = np.flatnonzero(keys)
    found = pd.DataFrame({"area_code": _texts(way.target, sets), "recast": _texts(WHY, of_set[sets])})
    found = found.assign(sources=way.need[sets], split=way.split[sets], keys=keys[sets])
    return found.sort_values(["area_code", "recast"], ignore_index=True)
