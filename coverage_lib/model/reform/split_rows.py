"""Rows of a table divided into pieces, each for one unit; rows of split units are apportioned if weights are given.

The parts of a count are whole persons that add up to it: exact shares rounded down, and the residual to the largest remainders
(Hamilton), ties to the smaller code. The method assumes that the people counted are distributed like the weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.reform.unit_links import Crossing

POPULATION = "population"
_SHOWN = 10
_COLUMNS = ["from_code", "to_code", "persons"]


@dataclass(frozen=True)
class Pieces:
    """Rows, or parts of them, each with the set of units to which it belongs.

    Attributes
    ----------
    row : array of int
        Position of the row in the table.
    into : array of int
        Number of the set of :class:`~coverage_lib.model.reform.unit_links.Crossing`; -1 where there is none.
    cut : array of bool
        Whether the piece is a part of a row that was apportioned.
    known : array of bool
        Whether all values of the row are there.
    apportioned : bool
        Whether splitting was asked for.
    """

    row: np.ndarray
    into: np.ndarray
    cut: np.ndarray
    known: np.ndarray
    apportioned: bool
    values: dict[str, pd.Series]

    def column(self, name: str, which: np.ndarray) -> pd.Series:
        """Values of some pieces, in the type of the table's column."""
        values = self.values[name]
        taken = values.take(which) if self.apportioned else values.take(self.row[which])
        return taken.reset_index(drop=True)


def pieces(
    table: pd.DataFrame,
    values: list[str],
    way: Crossing,
    source: np.ndarray,
    by: str | None = None,
    weights: pd.DataFrame | None = None,
) -> Pieces:
    """Every row as one piece, or split rows as several.

    Parameters
    ----------
    table : DataFrame
    values : list of str
    way : Crossing
    source : array of int
        For each row the number of its unit among the sources of `way`; -1 if it is none.
    by : {"population"}, optional
    weights : DataFrame, optional
        ``from_code``, ``to_code``, ``persons``; every successor of a split unit, or the unit is not parted.

    Raises
    ------
    CoverageError
        If weights are missing, negative, given twice, or for a pair that the correspondence does not know.
    """
    known = table[values].notna().all(axis=1).to_numpy()
    row = np.arange(len(table))
    into = np.where(source >= 0, way.only[source], -1) if len(way.only) else np.full(len(table), -1)
    if by is None and weights is None:
        return Pieces(row, into, np.zeros(len(table), dtype=bool), known, False, {name: table[name] for name in values})
    edges = _weighted(way, by, weights)
    split = (into < 0) & np.isin(source, edges["source_number"].to_numpy())
    pairs = pd.DataFrame({"row": row[split], "source_number": source[split]}).merge(edges, on="source_number")
    pairs = pairs.sort_values(["row", "target"], ignore_index=True)
    parts = pairs["row"].to_numpy()
    new_row = np.concatenate([row[~split], parts])
    new_into = np.concatenate([into[~split], pairs["set_number"].to_numpy(dtype="int64")])
    cut = np.concatenate([np.zeros((~split).sum(), dtype=bool), np.ones(len(parts), dtype=bool)])
    columns = {
        name: pd.concat([table[name][~split], parted(table[name].take(parts), pairs["share"].to_numpy(), parts)], ignore_index=True)
        for name in values
    }
    return Pieces(new_row, new_into, cut, known[new_row], True, columns)


def parted(values: pd.Series, share: np.ndarray, row: np.ndarray) -> pd.Series:
    """Parts of values that add up to them; counts in whole persons.

    Parameters
    ----------
    values : Series
        The value of the row, once for each of its parts.
    share : array of float
        Shares, adding up to 1 over the parts of a row.
    row : array of int
        Rows, the parts of each one after the other.

    Examples
    --------
    >>> parted(pd.Series([100, 100, 100]), np.array([1 / 3, 1 / 3, 1 / 3]), np.array([0, 0, 0])).tolist()
    [34, 33, 33]
    """
    amount = values.to_numpy(dtype="float64", na_value=np.nan) * share
    if not pd.api.types.is_integer_dtype(values.dtype):
        return pd.Series(amount, dtype=values.dtype)
    frame = pd.DataFrame({"row": row, "floor": np.floor(amount + 1e-9), "rest": amount - np.floor(amount + 1e-9)})
    total = values.to_numpy(dtype="float64", na_value=np.nan)
    left = total - frame.groupby("row")["floor"].transform("sum").to_numpy()
    rank = frame["rest"].round(9).groupby(frame["row"]).rank(method="first", ascending=False).to_numpy()
    whole = pd.Series(frame["floor"].to_numpy() + (rank <= left))
    whole[np.isnan(total)] = np.nan
    return whole.astype("Float64").astype("Int64").astype(values.dtype)


def _weighted(way: Crossing, by: str | None, weights: pd.DataFrame | None) -> pd.DataFrame:
    """The edges of split units all of whose successors have a weight, with ``share``."""
    if by != POPULATION or weights is None:
        found = "weights.none" if by == POPULATION else repr(by)
        problem = Problem("", "apportion", message("weights.wanted", way=POPULATION), found)
        raise CoverageError("weights.nothing", [problem])
    absent = [name for name in _COLUMNS if name not in weights.columns]
    if absent:
        raise CoverageError("weights.unusable", [Problem("", name, "column.any", "column.none") for name in absent])
    split = way.edges[~way.edges["whole"].astype(bool)]
    given = weights[_COLUMNS].rename(columns={"from_code": "source", "to_code": "target"}).reset_index(drop=True)
    written = given["persons"].tolist()
    given["persons"] = pd.to_numeric(given["persons"], errors="coerce").astype("float64")
    wrong = ~np.isfinite(given["persons"]) | given["persons"].lt(0) | given.duplicated(["source", "target"], keep=False)
    foreign = ~pd.MultiIndex.from_frame(given[["source", "target"]]).isin(pd.MultiIndex.from_frame(way.edges[["source", "target"]]))
    problems = [
        Problem("", f"{each.source} → {each.target}", "weights.one", repr(written[each.Index]))
        for each in given[wrong].head(_SHOWN).itertuples()
    ] + [
        Problem("", f"{each.source} → {each.target}", "weights.pair", "weights.no_pair")
        for each in given[foreign].head(_SHOWN).itertuples()
    ]
    if problems:
        raise CoverageError("weights.unusable", problems)
    edges = split.merge(given, on=["source", "target"], how="left")
    total = edges.groupby("source")["persons"].transform(lambda each: each.sum(skipna=False))
    return edges.assign(share=edges["persons"] / total)[total.gt(0)]
