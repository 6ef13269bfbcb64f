"""Inequality between the units of one parent: an absolute and a relative measure, Theil index, and attributable persons.

Definitions of the World Health Organization's Health Equity Assessment Toolkit (HEAT, technical notes; Schlotheuber &
Hosseinpoor 2022, Int. J. Environ. Res. Public Health 19): mean difference from the mean, weighted (MDMW) and unweighted (MDMU);
the same over the mean (index of disparity, weighted or not); Theil index; population attributable risk with the best unit as
reference. Each result gives its settings and the number of units with a figure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.comparison.units_compared import GROUP, below
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import conform

WEIGHTS = ("persons", "equal")
LEAST_KNOWN = 0.85
"""Share of the units that must be known; HEAT computes nothing below it."""


def inequality_of_units(comparison: pd.DataFrame, trajectory: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Table ``inequality``: the units below each unit at the first and at the last date of the rates compared.

    Parameters
    ----------
    comparison, trajectory, targets : DataFrame
        The tables of these names. Units of the code list count as unknown where they have no figure.
    """
    shared = [*GROUP, "path", "base"]
    last = comparison.groupby(shared, as_index=False)["period"].max()
    rates = below(trajectory[trajectory["segment"] > 0])
    first = rates.merge(last[shared], on=shared).groupby(shared, as_index=False)["period"].min()
    dates = pd.concat([first, last], ignore_index=True).drop_duplicates()
    known = below(pd.concat([trajectory[["area_code"]], targets[["area_code"]]]).drop_duplicates())
    listed = [(above, code) for above in dates["area_code"].unique() for code in children(above)]
    units = pd.concat([known, pd.DataFrame(listed, columns=["area_code", "lower_code"], dtype="str")]).drop_duplicates()
    rows = dates.merge(units.sort_values("lower_code"), on="area_code")
    own = [*shared, "period", "lower_code"]
    rows = rows.merge(rates[[*own, "participants", "persons"]], on=own, how="left")
    return conform(inequality(rows, [*shared, "period"]), "inequality")


def inequality(
    units: pd.DataFrame,
    by: list[str],
    *,
    weights: str = "persons",
    reference: str | float = "best",
    least_known: float = LEAST_KNOWN,
) -> pd.DataFrame:
    """Measures of inequality, one row for each group of units.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``participants``, ``persons`` (its denominator) and the columns of ``by``; counts missing where the unit
        has no figure. A unit without denominator, or with more participants than people, counts as unknown.
    by : list of str
        Columns that make a group, such as indicator and period.
    weights : {"persons", "equal"}
        Whether a unit weighs as its denominator or all units alike.
    reference : {"best"} or float
        Level to which every unit below it is raised in ``attributable_persons``: the best unit's rate, or a rate in per cent.
    least_known : float
        Share of units below which a group is refused.

    Returns
    -------
    DataFrame
        Columns of ``by``; ``units_counted``, ``units_unknown``, ``share_unknown_pct``; ``mean_pct``; ``mean_difference_pp``
        (absolute, 0: all equal); ``relative_pct`` (the same over the mean); ``theil`` (times 1000, as HEAT prints it);
        ``reference_pct``, ``attributable_persons`` (whole persons) and ``attributable_pp`` (over the denominator of the known
        units); ``weights``, ``reference``; ``reason``: empty, one_unit, much_unknown or nobody (mean zero: no relative measure).

    Raises
    ------
    ValueError
        If ``weights`` is neither of the two.

    Examples
    --------
    >>> units = pd.DataFrame({"year": 2025, "participants": [20, 40], "persons": [100, 100]})
    >>> measures = ["mean_pct", "mean_difference_pp", "relative_pct", "theil", "attributable_persons"]
    >>> inequality(units, ["year"])[measures].round(1).values.tolist()
    [[30.0, 10.0, 33.3, 56.6, 20.0]]
    """
    if weights not in WEIGHTS:
        raise ValueError(f"weights are one of {', '.join(WEIGHTS)}, not {weights!r}")
    n, d = units["participants"].astype("float64"), units["persons"].astype("float64")
    known = n.notna() & (d > 0) & (n <= d) & (n >= 0)
    rows = units[by].assign(known=known, rate=(n / d.where(d > 0)).where(known), persons=d.where(known))
    rows["weight"] = rows["persons"] if weights == "persons" else known.astype("float64")
    keys = rows.groupby(by, dropna=False, sort=True)
    mean = _total(rows["rate"] * rows["weight"], rows, by) / _total(rows["weight"], rows, by)
    best = keys["rate"].transform("max") if reference == "best" else float(reference) / 100
    with np.errstate(all="ignore"):
        ratio = rows["rate"] / mean.where(mean > 0)
        share = rows["weight"] / _total(rows["weight"], rows, by)
        entropy = (ratio * np.log(ratio.where(ratio > 0))).mask(ratio.eq(0), 0.0)
    rows = rows.assign(
        mean_pct=100 * mean,
        difference=100 * share * (rows["rate"] - mean).abs(),
        theil=1000 * share * entropy,
        reference_pct=100 * best,
        attributable=(best - rows["rate"]).clip(lower=0) * rows["persons"],
    )
    groups = rows.groupby(by, dropna=False, sort=True)
    found = pd.DataFrame(
        {
            "units_counted": groups["known"].sum(),
            "units_unknown": groups["known"].size() - groups["known"].sum(),
            "mean_pct": groups["mean_pct"].first(),
            "mean_difference_pp": groups["difference"].sum(min_count=1),
            "theil": groups["theil"].sum(min_count=1).clip(lower=0),
            "reference_pct": groups["reference_pct"].max(),
            "attributable_persons": np.ceil(groups["attributable"].sum(min_count=1).round(6)),
            "attributable_pp": 100 * groups["attributable"].sum(min_count=1) / groups["persons"].sum(min_count=1),
        }
    ).reset_index()
    found["share_unknown_pct"] = 100 * found["units_unknown"] / (found["units_counted"] + found["units_unknown"])
    found["relative_pct"] = 100 * found["mean_difference_pp"] / found["mean_pct"].where(found["mean_pct"] > 0)
    found["reason"] = np.select(
        [found["units_counted"] < 2, found["share_unknown_pct"] > 100 * (1 - least_known) + 1e-9, found["mean_pct"] <= 0],
        ["one_unit", "much_unknown", "nobody"],
        "",
    )
    measures = ["mean_difference_pp", "relative_pct", "theil", "attributable_persons", "attributable_pp", "reference_pct"]
    found.loc[found["reason"].isin(["one_unit", "much_unknown"]), measures] = np.nan
    return found.assign(weights=weights, reference=str(reference))[
        [*by, "units_counted", "units_unknown", "share_unknown_pct", "mean_pct", *measures, "weights", "reference", "reason"]
    ]


def _total(values: pd.Series, rows: pd.DataFrame, by: list[str]) -> pd.Series:
    return values.groupby([rows[name] for name in by], dropna=False).transform("sum")
