"""The rate of each count over every denominator at hand: rate over base b = 100 · n / D_b."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.rates.coverage import fits
from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.vocabulary.table_schemas import conform

NEAR = 183
"""Days by which a denominator may lie apart from the participants: half a year, about a population's mid-year from its year-end."""
FIGURE = ["area_code", "indicator", "basis", "period", "source_id"]
_WHICH = ["base", "method", "denominator_source"]


def rates_by_base(
    counts: pd.DataFrame, denominators: pd.DataFrame, coverage: pd.DataFrame, breaks: pd.DataFrame, near: int = NEAR
) -> pd.DataFrame:
    """Table ``rates_by_base``: the rate of every count over every denominator at hand.

    Parameters
    ----------
    counts : DataFrame
        ``area_code``, ``indicator``, ``basis``, ``period``, ``source_id``, ``participants``, ``rounded_to``: rows of ``enrolment``.
    denominators, coverage, breaks : DataFrame
        The tables of these names. Of ``coverage`` only the denominators implied by a printed rate are taken, each for its own count
        alone. Planned denominators go with planned counts only.
    near : int
        Days by which a denominator may lie apart; the nearest is taken, and no break of its base lies between.

    Returns
    -------
    DataFrame
        ``coverage_pct`` = 100 × participants / persons, with the limits ``lower_pct``, ``upper_pct`` that rounding leaves.
    """
    counted = counts[counts["participants"].notna()]
    known = denominators[denominators["persons"].gt(0)].rename(columns={"source_id": "denominator_source", "basis": "basis_d"})
    known = known.assign(
        stretch=stretches(known["area_code"], known["base"], known["period"], breaks), denominator_period=known["period"]
    )
    pairs = counted.merge(known[["area_code", *_WHICH, "basis_d"]].drop_duplicates(), on="area_code")
    pairs = pairs[fits(pairs["indicator"], pairs["base"]) & (pairs["basis_d"].ne("plan") | pairs["basis"].eq("plan"))]
    pairs = pairs.assign(stretch=stretches(pairs["area_code"], pairs["base"], pairs["period"], breaks)).sort_values("period")
    by = ["area_code", *_WHICH, "basis_d", "stretch"]
    taken = known[[*by, "period", "denominator_period", "persons"]].sort_values("period")
    rows = pd.merge_asof(pairs, taken, on="period", by=by, direction="nearest", tolerance=pd.Timedelta(days=near))
    rows = rows[rows["persons"].notna()].assign(away=lambda each: (each["period"] - each["denominator_period"]).abs())
    rows = rows.sort_values("away", kind="stable").drop_duplicates([*FIGURE, *_WHICH])  # planned and actual of one document
    half = rows["rounded_to"].astype("float64").where(lambda unit: unit > 1, 0.0) / 2
    n, d = rows["participants"].astype("float64"), rows["persons"].astype("float64")
    rows = rows.assign(coverage_pct=100 * n / d, lower_pct=100 * (n - half) / d, upper_pct=100 * (n + half) / d)
    implied = coverage[(coverage["method"] == "implied") & coverage["persons"].notna()]
    implied = implied.assign(denominator_source=implied["source_id"], denominator_period=implied["period"])
    implied = implied.merge(counted[FIGURE].drop_duplicates(), on=FIGURE)
    return conform(pd.concat([rows, implied], ignore_index=True), "rates_by_base")
