"""Printed rates with the count and the denominator that the same document prints for them."""

from __future__ import annotations

import pandas as pd

from coverage_lib.auditing.figures.printed_figures import CELL, of_measure

_IN_ROW = ["source_id", "sheet", "row", "period"]
_IN_DOCUMENT = ["source_id", "area_code", "period"]


def rates_with_counts(known: pd.DataFrame) -> pd.DataFrame:
    """Every printed rate for which the document prints n and D, with both and 100·n/D (``computed``).

    Both are sought in the row of the rate first, then in the whole document for the same unit, period and indicator. A rate that is
    only striven for is judged in its own row alone: the counts of the document belong to the rate that binds. Rates and counts with
    'about', 'over' or 'nearly' are not exact figures and are left out.

    Parameters
    ----------
    known : DataFrame
        From ``figures``.

    Returns
    -------
    DataFrame
        Rows of the rates with ``participants``, ``persons``, the ``_cell``, ``_sheet``, ``_low`` and ``_high`` of both,
        ``computed``, and ``nearest``: the value nearest to the printed rate that the last digits of n and D allow. Where several
        counts fit (a document contradicts itself) the pair nearest to the printed rate is taken, so that no rate is blamed for
        another figure.
    """
    exact = known[known["qualifier"].isin(["", "strive"])]
    rates, counts, bases = (of_measure(exact, measure) for measure in ("rate_pct", "participants", "denominator"))
    in_row = _join(rates, counts, bases, _IN_ROW)
    seen = pd.MultiIndex.from_frame(in_row[CELL])
    left = rates[~pd.MultiIndex.from_frame(rates[CELL]).isin(seen) & rates["area_code"].ne("") & ~rates["ambition"]]
    pairs = pd.concat([in_row, _join(left, counts, bases, _IN_DOCUMENT)], ignore_index=True)
    pairs["computed"] = 100.0 * pairs["participants"] / pairs["persons"]
    lowest = 100.0 * pairs["participants_low"] / pairs["persons_high"]
    highest = 100.0 * pairs["participants_high"] / pairs["persons_low"]
    pairs["nearest"] = pairs["value"].clip(lowest, highest)
    pairs["distance"] = (pairs["nearest"] - pairs["value"]).abs()
    one_each = pairs.sort_values("distance", kind="stable").drop_duplicates(CELL)
    return one_each.drop(columns="distance").sort_values(["source_id", "sheet", "column", "row"], ignore_index=True)


def _join(rates: pd.DataFrame, counts: pd.DataFrame, bases: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    n = _named(counts, "participants", [*keys, "indicator", "basis"])
    d = _named(bases[bases["low"] > 0], "persons", [*keys, "claim"])
    return rates.merge(n, on=[*keys, "indicator", "basis"]).merge(d, on=[*keys, "claim"])


def _named(figures: pd.DataFrame, name: str, keys: list[str]) -> pd.DataFrame:
    columns = {"value": name, **{each: f"{name}_{each}" for each in ("low", "high", "cell") if each not in keys}}
    renamed = figures[[*keys, *columns]].rename(columns=columns)
    return renamed.assign(**{f"{name}_sheet": figures["sheet"]})
