"""The smallest areas that can be compared across 1 July 2025 without apportioning.

Older and newer communes are the nodes of a graph, and a pair of the correspondence is an edge. A connected component has the same
territory before and after, so sums over its older units can be compared with sums over its newer ones. A component
has a code of its own, ``C:`` and its smallest older code, and is never mixed with official units.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from coverage_lib.vocabulary.areas import areas, parents
from coverage_lib.vocabulary.successors import AGREE, BY_NAME, correspondence

EXACT, DISPUTED, INCOMPLETE = "exact", "disputed", "incomplete"


def components(left: np.ndarray, right: np.ndarray, size_left: int, size_right: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels of the connected components of a graph between two sets of nodes.

    Parameters
    ----------
    left, right : array of int
        The ends of each edge, as positions in the two sets.
    size_left, size_right : int

    Returns
    -------
    tuple of two arrays of int
        For each node the smallest position of a left node in its component; every right node must have an edge.

    Examples
    --------
    >>> one, two = components(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 2]), 3, 3)
    >>> one.tolist(), two.tolist()
    ([0, 0, 2], [0, 0, 2])
    """
    size = size_left + size_right
    graph = coo_array((np.ones(len(left), dtype="int8"), (left, right + size_left)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    smallest = np.full(label.max(initial=-1) + 1, size_left)
    np.minimum.at(smallest, label[:size_left], np.arange(size_left))
    return smallest[label[:size_left]], smallest[label[size_left:]]


@cache
def comparable_areas() -> pd.DataFrame:
    """Every commune, older and newer, with its comparable area.

    Returns
    -------
    DataFrame
        One row a unit and side; columns ``comparable_area``, ``area_code``, ``side`` (old, new), ``exact``.

        ``exact`` is ``exact``; ``disputed`` where the second mapping leads out of the area; ``incomplete`` where a source of the
        area may be missing from the mapping: it has one outside the older list, a part of one went somewhere unsaid, or a commune
        of a former district of the area has no successor in the mapping. Communes without a successor belong to no area.

    Examples
    --------
    >>> table = comparable_areas(); table[table["area_code"] == "19375"].values.tolist()
    [['C:19363', '19375', 'old', 'exact']]
    """
    pairs = correspondence()
    pairs = pairs[(pairs["level"] == "commune") | (pairs["second_mapping"] == BY_NAME)]
    edges = pairs[pairs["old_code"].ne("") & pairs["new_code"].ne("")]
    left, old = pd.factorize(edges["old_code"], sort=True)  # sorted: the smallest position is the smallest code
    right, new = pd.factorize(edges["new_code"])
    of_old, of_new = components(left, right, len(old), len(new))
    names = ("C:" + pd.Series(np.asarray(old))).to_numpy()
    table = pd.concat(
        [
            pd.DataFrame({"comparable_area": names[of_old], "area_code": np.asarray(old), "side": "old"}),
            pd.DataFrame({"comparable_area": names[of_new], "area_code": np.asarray(new), "side": "new"}),
        ]
    )
    area_of_new = dict(zip(new, names[of_new], strict=True))
    area_of_old = dict(zip(old, names[of_old], strict=True))
    kind = pd.Series(EXACT, index=pd.Index(sorted(set(names[of_old]))))
    kind[sorted(_disputed(edges, area_of_old, area_of_new))] = DISPUTED
    kind[sorted(_incomplete(pairs, edges, area_of_old, area_of_new))] = INCOMPLETE
    table["exact"] = table["comparable_area"].map(kind)
    return table.sort_values(["comparable_area", "side", "area_code"], ascending=[True, False, True], ignore_index=True).astype(
        "str"
    )


def comparable_area(area_code: str) -> str:
    """The comparable area of a commune of either list; empty if it has none.

    >>> comparable_area("19363@2025"), comparable_area("464")
    ('C:19363', '')
    """
    return _area_of().get(area_code, "")


def members(area: str, side: str) -> list[str]:
    """The units of a comparable area on one side, ``old`` or ``new``, by code.

    >>> members("C:19363", "old"), members("C:19363", "new")
    (['19363', '19375', '19387'], ['19363@2025'])
    """
    table = comparable_areas()
    return table.loc[(table["comparable_area"] == area) & (table["side"] == side), "area_code"].tolist()


def sizes() -> pd.DataFrame:
    """How many units each comparable area has: index ``comparable_area``; columns ``old``, ``new``, ``exact``."""
    table = comparable_areas()
    counted = table.groupby(["comparable_area", "side"]).size().unstack(fill_value=0)[["old", "new"]]
    return counted.assign(exact=table.groupby("comparable_area")["exact"].first()).rename_axis(columns=None)


@cache
def _area_of() -> dict[str, str]:
    table = comparable_areas()
    return dict(zip(table["area_code"], table["comparable_area"], strict=True))


def _disputed(edges: pd.DataFrame, area_of_old: dict[str, str], area_of_new: dict[str, str]) -> set[str]:
    """Areas that contain the source of a pair in the second mapping but not its successor, and the reverse."""
    differing = edges[~edges["second_mapping"].isin([AGREE, BY_NAME, ""])]
    claims = differing["second_mapping"].str.removeprefix("differ: ").str.split("|").explode()
    units = areas()
    new = units[(units["level"] == "commune") & units["area_code"].isin(area_of_new)]
    code_of = dict(zip(new["official_code"], new["area_code"], strict=True))
    own = differing["old_code"].map(area_of_old).loc[claims.index]
    claimed = claims.map(code_of).map(area_of_new)
    apart = own.ne(claimed)
    return set(own[apart]) | set(claimed[apart].dropna())


def _incomplete(pairs: pd.DataFrame, edges: pd.DataFrame, area_of_old: dict[str, str], area_of_new: dict[str, str]) -> set[str]:
    unsaid = edges[edges["share"].eq("partial") & ~edges.duplicated("old_code", keep=False)]
    outside = pairs[pairs["old_code"].eq("")]
    lost = pairs[pairs["new_code"].eq("")]
    districts = set(lost["old_code"].map(parents()))
    touched = edges[edges["old_code"].map(parents()).isin(districts) & edges["second_mapping"].ne(BY_NAME)]
    return {*unsaid["old_code"].map(area_of_old), *outside["new_code"].map(area_of_new), *touched["old_code"].map(area_of_old)}
