"""Additive tables in the units of another day, across 1 July 2025, with nothing invented and nothing lost.

A figure of a new unit is the sum over the older units that went whole into it, if every one of them has a figure. Where a source was
split, where one has no figure, or where the mapping is not complete, no figure is made: the rows go out beside the table, each with its
reason. The figures that came in are those of the table and of the remainder together, always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.apportion import pieces
from coverage_lib.model.columns import Roles, roles
from coverage_lib.model.crossings import NO_WAY, SPLIT, UNKNOWN_UNIT, Crossing, crossing
from coverage_lib.model.over_units import combine, grid_of, text_of
from coverage_lib.vocabulary.areas import areas
from coverage_lib.vocabulary.comparable import DISPUTED, INCOMPLETE
from coverage_lib.vocabulary.correspondence import area_codes

UNCHANGED, CARRIED, SUMMED, APPORTIONED = "unchanged", "carried", "summed", "apportioned"
SOURCES_MISSING, BESIDE_SPLIT, MAPPING_INCOMPLETE = "sources_missing", "beside_split", "mapping_incomplete"
_SHOWN = 10


@dataclass(frozen=True)
class Recast:
    """A table in other units, and what could not be brought over.

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
        """Whether everything that was given is in the table and nothing of it was apportioned or is disputed."""
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
    """Bring a tidy table to the units of a day, to comparable areas, or to one grouping.

    Parameters
    ----------
    table : DataFrame
        Column ``area_code``, or ``official_code`` with `codes_on`; counts in persons, which are summed; and key columns. Statuses become
        the worst, cells are joined; each unit has at most one row a key. Units of all levels may stand in it: communes go to
        communes, provinces to provinces.
    to : date or str
        A day, ``comparable``, or a grouping such as ``G:vinh-linh``. To the older side a unit has an exact figure only where the new
        unit is one older one, or all its parts; comparable areas hold both sides.
    codes_on : date, optional
        The day whose official codes the table has: 1,820 new communes bear the code of a commune of another name.
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
    at = way.sources.get_indexer(pd.Index(units))
    grid = grid_of(table, role.key)
    _unique(table, role, numbers, len(units), grid.number, grid.size)
    into = np.where(at >= 0, way.only[at], -1)[numbers]
    row, share = np.arange(len(table)), np.ones(len(table))
    figures = {name: table[name].to_numpy(dtype="float64", na_value=np.nan) for name in role.values}
    cut = np.zeros(len(table), dtype=bool)
    if apportion is not None:
        parts = pieces(table, role.values, way, at[numbers], apportion, weights)
        row, into, figures, cut = parts.row, parts.into(into), parts.figures, parts.cut
        share = parts.share
    cell = np.where(into >= 0, into * grid.size + grid.number[row], -1)
    there = ~np.logical_or.reduce([np.isnan(each) for each in figures.values()])
    done, reason = _complete(way, grid.size, cell, into, there, row, share, allow=apportion is not None)
    kept = np.flatnonzero(done[cell] & (cell >= 0))
    _counted_once(way, grid.size, done, table, role)
    out = combine(table, role, row[kept], cell[kept], {name: each[kept] for name, each in figures.items()}, cut[kept])
    sets, keys = np.divmod(out.pop("cell").to_numpy(), grid.size)
    out["area_code"] = way.target[sets]
    out = _labelled(out, way, sets)
    out = pd.concat([out, grid.rows(table, role.key, keys)], axis=1)
    order = np.lexsort((keys, out["area_code"].to_numpy().astype("U")))
    columns = [*table.columns, "recast", "apportioned_share"]
    out = _like(out.iloc[order].reset_index(drop=True)[columns], table, role)
    lost = np.flatnonzero(~(done[cell] & (cell >= 0)))
    rest = _remainder(table, role, way, row[lost], at[numbers][row[lost]], into[lost], figures, lost, reason, cell)
    return Recast(out, rest, _missing(rest, way), role.values, _totals(table, out, rest, role))
