"""Likely causes of a wrong rate: rounded twice, a sum of rounded parts, two digits transposed."""

from __future__ import annotations

from itertools import product

import pandas as pd

from coverage_lib.auditing.figures.finding_words import Said, listed, rate, words
from coverage_lib.auditing.figures.printed_figures import decimals, of_measure
from coverage_lib.vocabulary.terms import parts


def retraced(row, known: pd.DataFrame) -> tuple[str, Said]:
    """Whether a calculation that leads to the printed rate is found, and its description.

    Returns
    -------
    tuple
        ``explained`` for arithmetic that was followed wrongly (rounded twice, sum of rounded parts), ``unexplained`` for everything
        else, also where a slip of the pen is likely (two digits changed places).
    """
    places = decimals(row.resolution)
    once = round(row.computed, places + 1)
    if places and abs(round(once + 1e-9, places) - row.value) < 1e-9:
        return "explained", words("printed_rate.rounded_twice", once=rate(once, places + 1))
    if found := _sum_of_parts(row, known):
        return "explained", words("printed_rate.sum_of_parts", parts=listed([rate(value, places) for value in found], " + "))
    right = f"{row.computed:.{places}f}"
    if _transposed(right, f"{row.value:.{places}f}"):
        return "unexplained", words("printed_rate.transposed", right=rate(float(right), places), wrong=rate(row.value, places))
    return "unexplained", words("printed_rate.no_cause")


def _sum_of_parts(row, known: pd.DataFrame) -> tuple[float, ...] | None:
    near = of_measure(known, "rate_pct")
    for name in ("source_id", "area_code", "period", "claim"):
        near = near[near[name] == getattr(row, name)]
    choices = [near.loc[near["indicator"] == part, "value"].unique() for part in parts(row.indicator)]
    return next((found for found in product(*choices) if choices and abs(sum(found) - row.value) < 1e-9), None)


def _transposed(right: str, printed: str) -> bool:
    """Whether two neighbouring digits are exchanged.

    >>> _transposed("13.10", "13.01"), _transposed("13.10", "13.11")
    (True, False)
    """
    if len(right) != len(printed):
        return False
    differs = [i for i, (a, b) in enumerate(zip(right, printed, strict=True)) if a != b]
    return (
        len(differs) == 2
        and differs[1] - differs[0] == 1
        and right[differs[0]] == printed[differs[1]]
        and right[differs[1]] == printed[differs[0]]
    )
