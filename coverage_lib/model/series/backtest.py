"""Back-test of projections: every last year-end is left out, predicted from the earlier ones and compared.

The fit is that of :mod:`coverage_lib.model.series.projection`, including the pooled standard deviation and the choice of scale;
three year-ends must remain.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.series.projection import fit, limits
from coverage_lib.model.series.series_segments import NOISE, UNIT, current_stretches, observed, without_last
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

FEWEST_TESTED = 20
"""Series below which a share says nothing: of 20, one more or less is five points."""
ALL = "all"


def held_out(trajectory: pd.DataFrame) -> pd.DataFrame:
    """The last year-end of each series, with its prediction from the earlier year-ends.

    Parameters
    ----------
    trajectory : DataFrame
        Table ``trajectory``.

    Returns
    -------
    DataFrame
        One row a series that still has an interval without its last year-end. Columns ``area_code``, ``indicator``, ``period``
        and ``coverage_pct`` (held out), ``unchanged_pct`` (the one before), ``lower_pct``, ``projected_pct``, ``upper_pct``.
    """
    whole = current_stretches(observed(trajectory))
    before = without_last(whole)
    actual = whole.drop_duplicates(UNIT, keep="last")[[*UNIT, "period", "coverage_pct"]]
    actual = before[UNIT].drop_duplicates().merge(actual, on=UNIT, how="left")  # in the order of the fit
    year = actual["period"].dt.year.to_numpy()
    fitted = fit(before, year)
    lower, central, upper = limits(fitted, year - fitted["period"].dt.year.to_numpy())
    found = actual.assign(unchanged_pct=fitted["coverage_pct"].to_numpy(), lower_pct=lower, projected_pct=central, upper_pct=upper)
    return found[fitted["outlook"].eq("interval").to_numpy()].reset_index(drop=True)


def backtest(trajectory: pd.DataFrame, fewest: int = FEWEST_TESTED) -> pd.DataFrame:
    """Table ``backtest``: by indicator, and over ``all``, share inside the nominal 80 % band and error of its central path.

    Parameters
    ----------
    trajectory : DataFrame
        Table ``trajectory``.
    fewest : int
        Series below which no share and no error is given.

    Returns
    -------
    DataFrame
        ``series_tested``; ``inside_pct``, the share of held-out values within the limits; ``error_pp``, mean absolute error of
        the central path; ``error_unchanged_pp``, that of "no change".
    """
    tested = held_out(trajectory)
    actual = tested["coverage_pct"]
    tested = tested.assign(
        inside=((actual >= tested["lower_pct"] - NOISE) & (actual <= tested["upper_pct"] + NOISE)) * 100.0,
        error=(actual - tested["projected_pct"]).abs(),
        unchanged=(actual - tested["unchanged_pct"]).abs(),
    )
    every = pd.concat([tested, tested.assign(indicator=ALL)])
    found = every.groupby("indicator").agg(
        series_tested=("inside", "size"),
        inside_pct=("inside", "mean"),
        error_pp=("error", "mean"),
        error_unchanged_pp=("unchanged", "mean"),
    )
    found = found.reindex([ALL, *(code for code in terms("indicator") if code in found.index)])
    found["series_tested"] = found["series_tested"].fillna(0)
    for name in ("inside_pct", "error_pp", "error_unchanged_pp"):
        found[name] = found[name].where(found["series_tested"] >= fewest, np.nan)
    return conform(found.rename_axis("indicator").reset_index(), "backtest")
