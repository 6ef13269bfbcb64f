"""Which base each document used: the denominators that printed rates imply, gathered into those that can be one and the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.auditing.checks.implied_denominators import denominators_implied
from coverage_lib.vocabulary.terms import terms

_DAY = ["area_code", "period", "kind"]
NEAR = 183
"""Days by which a known denominator may lie apart from the rate whose base it explains."""


def clusters(low, high) -> np.ndarray:
    """Numbers 0, 1, … of the groups into which intervals fall, each group with a value common to all its members.

    By increasing upper end, an interval joins the group whose first member ends within it, else it opens the next one: the fewest
    groups that are possible, and exact in one dimension. An interval that could stand in two groups stands in the lower one.

    Parameters
    ----------
    low, high : array-like of float
        Limits of the intervals, low ≤ high; both ends belong to it.

    Examples
    --------
    >>> clusters([49.46, 46.13, 47.62], [49.50, 46.17, 51.33]).tolist()
    [1, 0, 1]
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    found = np.zeros(len(low), dtype="int64")
    number, stab = -1, -np.inf
    for place in np.argsort(high, kind="stable"):
        if low[place] > stab:
            number, stab = number + 1, high[place]
        found[place] = number
    return found


def implied_clusters(observations: pd.DataFrame, denominators: pd.DataFrame) -> pd.DataFrame:
    """Every denominator that a printed rate implies, with the group it falls into and the known base that explains the group.

    A rate p with k decimals and n participants imply D in [100·n_low/(p + u/2), 100·n_high/(p − u/2)], u = 10^−k. Rates of one unit
    and day whose intervals share a value may be of one base; those that share none cannot.

    Parameters
    ----------
    observations, denominators : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row a printed rate: ``area_code``, ``period``, ``indicator``, ``source_id``, ``sheet``, ``cell``, ``base`` (as it
        claims), ``basis``, ``participants`` and ``rate_pct`` as printed, ``d_low``, ``d_high``; ``cluster`` (0, 1, … within unit,
        day and kind of base), ``cluster_low`` and ``cluster_high``, what all its members leave open; ``base_found``,
        ``source_found``, ``period_found``, ``persons_found``: the denominator nearest in time, at most half a year away, that lies
        within them, empty where none at hand does. All denominators in persons.
    """
    rows = denominators_implied(observations)
    rows = rows[np.isfinite(rows["d_high"])]
    kinds = {code: entry["kind"] for code, entry in terms("base").items()}
    rows = rows.assign(kind=rows["base"].map(kinds), participants=rows["n"], rate_pct=rows["value"])
    columns = [
        "area_code", "period", "indicator", "source_id", "sheet", "cell", "base", "kind", "basis", "participants", "rate_pct",
        "d_low", "d_high",
    ]  # fmt: skip
    rows = rows[columns].sort_values([*_DAY, "d_low", "source_id", "cell"], kind="stable", ignore_index=True)
    number = np.zeros(len(rows), dtype="int64")
    for places in rows.groupby(_DAY).indices.values():
        number[places] = clusters(rows["d_low"].to_numpy()[places], rows["d_high"].to_numpy()[places])
    members = rows.assign(cluster=number).groupby([*_DAY, "cluster"])
    rows = rows.assign(
        cluster=number, cluster_low=members["d_low"].transform("max"), cluster_high=members["d_high"].transform("min")
    )
    return rows.merge(_found(rows, denominators.assign(kind=denominators["base"].map(kinds))), on=[*_DAY, "cluster"], how="left")


def _found(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """For each group the known denominator that lies within it."""
    groups = rows[[*_DAY, "cluster", "cluster_low", "cluster_high"]].drop_duplicates([*_DAY, "cluster"])
    named = {"base": "base_found", "source_id": "source_found", "period": "period_found", "persons": "persons_found"}
    pairs = groups.merge(known[["area_code", "kind", *named]].rename(columns=named), on=["area_code", "kind"])
    away = (pairs["period_found"] - pairs["period"]).abs()
    within = pairs["persons_found"].between(pairs["cluster_low"], pairs["cluster_high"])
    pairs = pairs.assign(away=away)[within & (away <= pd.Timedelta(days=NEAR))].sort_values(["away", "base_found", "source_found"])
    return pairs.drop_duplicates([*_DAY, "cluster"])[[*_DAY, "cluster", *named.values()]]
