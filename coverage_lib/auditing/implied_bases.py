"""Clusters of implied denominators: which printed rates of a unit can have used one and the same denominator."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.auditing.figures.printed_figures import CELL, figures, of_measure
from coverage_lib.auditing.figures.rate_pairs import rates_with_counts
from coverage_lib.model.rates.rounding_intervals import implied_denominator
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

NEAR = 183
"""Days by which a known denominator may lie apart from the rate whose base it explains."""
_COUNT = ["source_id", "area_code", "indicator", "period", "basis"]
_DAY = ["area_code", "period"]
_GROUP = [*_DAY, "base_group"]
_FOUND = {"base": "found_base", "source_id": "found_source_id", "period": "found_period", "persons": "found_persons"}


def implied_bases(observations: pd.DataFrame, denominators: pd.DataFrame) -> pd.DataFrame:
    """Table ``implied_bases``: each printed rate with n but without D, the interval of its denominator, and what can explain it.

    A rate p with k decimals and n participants imply D in [100·n_low/(p + u/2), 100·n_high/(p − u/2)], u = 10^−k. Rates of one unit
    and day whose intervals share a value may be of one base; those that share none cannot, nor can bases of two kinds.

    Parameters
    ----------
    observations, denominators : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        Table ``implied_bases``, denominators in persons. What is found is the known denominator nearest in time, at most half a
        year away, that lies within the limits of the group. A rate that may be zero implies nothing and is left out.
    """
    kinds = {code: entry["kind"] for code, entry in terms("base").items()}
    rows = _implied(figures(observations))
    rows = rows.assign(kind=rows["base"].map(kinds))[np.isfinite(rows["persons_high"])]
    rows = rows.sort_values([*_DAY, "kind", "persons_low", "source_id", "cell"], kind="stable", ignore_index=True)
    number = np.zeros(len(rows), dtype="int64")
    for places in rows.groupby([*_DAY, "kind"]).indices.values():
        number[places] = clusters(rows["persons_low"].to_numpy()[places], rows["persons_high"].to_numpy()[places])
    first = ~rows.assign(number=number).duplicated([*_DAY, "kind", "number"])
    rows = rows.assign(base_group=first.astype("int64").groupby([rows[name] for name in _DAY]).cumsum() - 1)
    groups = rows.groupby(_GROUP)
    rows = rows.assign(group_low=groups["persons_low"].transform("max"), group_high=groups["persons_high"].transform("min"))
    found = _found(rows, denominators.assign(kind=denominators["base"].map(kinds)))
    return conform(rows.merge(found, on=_GROUP, how="left"), "implied_bases")


def clusters(low, high) -> np.ndarray:
    """Cluster numbers 0, 1, … of intervals, such that all intervals of a cluster share a common value.

    By increasing upper end, an interval joins the group whose first member ends within it, else it opens the next one: the fewest
    groups that are possible, and exact in one dimension. An interval that fits two groups is assigned to the lower one.

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


def _implied(known: pd.DataFrame) -> pd.DataFrame:
    """The rates with n and without D, each with the interval of its denominator."""
    known = known[known["area_code"].ne("")]
    rates = of_measure(known, "rate_pct")
    judged = pd.MultiIndex.from_frame(rates[CELL]).isin(pd.MultiIndex.from_frame(rates_with_counts(known)[CELL]))
    counts = of_measure(known, "participants")
    counts = counts.assign(participants_cell=counts["sheet"] + "!" + counts["cell"], participants=counts["value"])
    counts = counts[[*_COUNT, "participants", "participants_cell", "low", "high"]]
    pairs = rates[~judged & ~rates["ambition"]].merge(counts, on=_COUNT, suffixes=("", "_n")).drop_duplicates(CELL)
    low, high = implied_denominator(pairs["low_n"], pairs["high_n"], pairs["low"], pairs["high"])
    return pairs.assign(rate_pct=pairs["value"], persons_low=low, persons_high=high)


def _found(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """For each group the known denominator that lies within it."""
    groups = rows[[*_GROUP, "kind", "group_low", "group_high"]].drop_duplicates(_GROUP)
    pairs = groups.merge(known[["area_code", "kind", *_FOUND]].rename(columns=_FOUND), on=["area_code", "kind"])
    away = (pairs["found_period"] - pairs["period"]).abs()
    within = pairs["found_persons"].between(pairs["group_low"], pairs["group_high"])
    pairs = pairs.assign(away=away)[within & (away <= pd.Timedelta(days=NEAR))]
    pairs = pairs.sort_values(["away", "found_base", "found_source_id"]).drop_duplicates(_GROUP)
    return pairs[[*_GROUP, *_FOUND.values()]]
