"""The numbers behind the verdicts: years, growth, the ratio that each method classifies, and why there is no verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.verdicts import RATIOS, carried, figures, growth
from coverage_lib.vocabulary.table_schemas import conform, verdict_methods
from coverage_lib.vocabulary.years import year_end, years_between


def verdict_inputs(gap: pd.DataFrame) -> pd.DataFrame:
    """Table ``verdict_inputs``: one row a row of ``gap`` that has a figure, a column a method.

    Parameters
    ----------
    gap : DataFrame
        Table ``gap``; a shortfall is negative.

    Returns
    -------
    DataFrame
        ``ratio_*`` of the methods whose verdict follows from it: missing where the target is reached, its year over, or an input
        is lacking. Rates of growth and the rate carried on by them are missing from a base of zero. ``reason`` says why the pace
        gives no verdict; ``paces_known_to`` to how many persons a year the paces in persons are known (a count known to 100,000
        gives, over six years, a pace known to 10,000).
    """
    rows = gap[gap["period"].notna()]
    left, years = years_between(rows["period"], year_end(rows["target_year"])), years_between(rows["pace_since"], rows["period"])
    given = figures(rows["coverage_pct"], rows["target_pct"], left, rows["pace_since_pct"], years, rows["milestone_pct"])
    still_open = rows["gap_pp"].lt(0) & (left > 0)
    ratios = {}
    for name, method in verdict_methods().items():
        follows = rows[f"verdict_{name}"].isin([verdict for verdict, *_ in method["classes"]])
        ratios[f"ratio_{name}"] = np.where(still_open & follows, RATIOS[name](given), np.nan)
    known_to = rows["rounded_to"].astype("float64").fillna(1) / np.maximum(left, 1)
    whole = years + left
    return conform(
        rows.assign(
            years=years,
            years_left=left,
            years_from_base=whole,
            growth_observed_pct=100 * growth(given.base, given.latest, years),
            growth_required_pct=100 * growth(given.base, given.target, whole),
            carried_pct=carried(given),
            pace_from_base_pp=((rows["target_pct"] - rows["pace_since_pct"]) / whole).where(whole > 0),
            paces_known_to=10 ** np.floor(np.log10(np.maximum(known_to, 1))),
            reason=_reasons(rows, left),
            **ratios,
        ),
        "verdict_inputs",
    )


def _reasons(rows: pd.DataFrame, left: pd.Series) -> np.ndarray:
    """Why the pace gives no verdict, empty where it does."""
    reasons = {
        "": rows["verdict_pace"].ne("not_defined"),
        "persons_paced": rows["target_pct"].isna() & rows["pace_observed_persons"].notna(),
        "persons_unpaced": rows["target_pct"].isna(),
        "blurred": left <= 0,
        "year_passed": rows["pace_required_pp"].isna(),
        "one_point": rows["pace_observed_pp"].isna(),
    }
    return np.select(list(reasons.values()), list(reasons), "blurred")
