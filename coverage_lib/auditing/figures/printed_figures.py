"""Attributes of printed figures used by the checks: row, column, last digit, interval, and the base the document states."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.rates.rounding_intervals import limits, resolution

CELL = ["source_id", "sheet", "cell"]
_SAME_CLAIM = {"labour_force_unspecified": "labour_force_working_age"}
"""A source with participation rates over a 'labour force' states the same base as one that adds 'of working age'."""


def figures(observations: pd.DataFrame) -> pd.DataFrame:
    """Readable figures with ``column``, ``row``, ``claim``, ``ambition``, ``resolution``, ``low`` and ``high``.

    ``claim`` is the base that figures must share to be compared with each other; ``ambition`` marks figures only striven for,
    printed next to the binding figure.
    """
    known = observations[observations["value"].notna()].copy()
    address = known["cell"].str.extract(r"^([A-Z]+)(\d+)$")
    known["column"], known["row"] = address[0].fillna(""), pd.to_numeric(address[1]).fillna(0).astype("int64")
    known["claim"] = known["base"].replace(_SAME_CLAIM)
    known["ambition"] = known["qualifier"].str.startswith("strive")
    known["resolution"] = resolution(known["printed"], known["value"])
    return known.join(limits(known))


def of_measure(known: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """The figures of one or several measures."""
    return known[known["measure"].isin(measures)]


def decimals(unit: float) -> int:
    """Decimals of a figure whose last digit has this size.

    >>> decimals(0.01), decimals(1.0), decimals(10_000.0)
    (2, 0, 0)
    """
    return max(0, len(f"{unit:.9f}".rstrip("0").partition(".")[2]))
