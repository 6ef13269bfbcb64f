"""Funnel limits with overdispersion: how unusual a unit is among the units of the same parent.

Limits around the rate θ of all units together: θ ± z·√(θ(1−θ)/D), z = 1.96 and 3.09. A full count has no sampling error; the
limits only show how far units of that size would vary by chance alone. Units always differ more than that, so the adjusted
limits are the default: θ ± z·√(θ(1−θ)/D + τ²), with τ² = max(0, (I·φ − (I − 1)) / (Σw − Σw²/Σw)), w = D/(θ(1−θ)), φ the mean of
z² after the z-scores beyond their 10th and 90th percentile were set to these. Spiegelhalter 2005, Stat. Med. 24 (funnel plots)
and Qual. Saf. Health Care 14 (over-dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.model.comparison.units_compared import GROUP
from coverage_lib.vocabulary.table_schemas import conform, empty

Z = (1.96, 3.09)
"""About 95 and 99.8 of a hundred units lie within, if the spread is as assumed."""
WINSORISED = 0.10
FEWEST = 3
"""Units from which a spread is computed."""
PLACES = ("far_below", "below", "inside", "above", "far_above")


@dataclass(frozen=True)
class Funnel:
    """The units beside their common rate.

    Attributes
    ----------
    units : DataFrame
        The rows given, with ``distance_pp`` = rate − common rate; ``z`` (chance alone) and ``z_adjusted``; the adjusted 95 % limits
        at the size of each unit, ``funnel_lower_pct`` and ``funnel_upper_pct``; ``funnel_place``, one of :data:`PLACES`;
        ``units_lower``, other units with a lower rate, of ``units_other``; ``reason``: empty, or why the unit is left out
        (no_figure, zero_denominator, over_100).
    common_pct : float
        Rate of all units that are not left out, together, in per cent.
    dispersion, between_variance : float
        φ after winsorising (1: chance alone) and τ², in squared shares.
    reason : str
        Empty, or why there is no funnel: one_unit, few_units, nobody (rate 0), everybody (rate 100).
    """

    units: pd.DataFrame
    common_pct: float
    dispersion: float
    between_variance: float
    reason: str = ""


def funnels(compared: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables ``comparison``, one row a unit, and ``funnel``, one row a unit above and indicator.

    Parameters
    ----------
    compared : DataFrame
        As of :func:`units_compared.units_compared`.
    """
    found = {key: funnel(rows) for key, rows in compared.groupby(GROUP)}
    if not found:
        return empty("comparison"), empty("funnel")
    shared = compared.drop_duplicates(GROUP)[[*GROUP, "path", "base", "period"]]
    numbers = [
        dict(zip(GROUP, key, strict=True))
        | {name: getattr(each, name) for name in ("common_pct", "dispersion", "between_variance", "reason")}
        | {"units_counted": int(each.units["reason"].eq("").sum())}
        | {"units_outside": int(each.units["funnel_place"].isin({*PLACES} - {"inside"}).sum())}
        for key, each in found.items()
    ]
    units = pd.concat([each.units for each in found.values()], ignore_index=True)
    return conform(units, "comparison"), conform(shared.merge(pd.DataFrame(numbers), on=GROUP), "funnel")


def funnel(units: pd.DataFrame, winsorised: float = WINSORISED) -> Funnel:
    """Compare units with their common rate.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``participants`` and ``persons`` (the denominator), in persons; further columns stay.
    winsorised : float
        Share of the z-scores pulled in at each end before the dispersion is measured.

    Returns
    -------
    Funnel

    Examples
    --------
    >>> units = pd.DataFrame({"participants": [20, 30, 40, 7], "persons": [100, 100, 100, 0]})
    >>> found = funnel(units, winsorised=0)
    >>> round(found.common_pct, 1), round(found.dispersion, 2), round(found.between_variance, 5)
    (30.0, 3.17, 0.0079)
    >>> found.units[["funnel_place", "units_lower", "reason"]].values.tolist()[2:]
    [['inside', 2, ''], ['', <NA>, 'zero_denominator']]
    """
    n, d = units["participants"].astype("float64"), units["persons"].astype("float64")
    left_out = np.select([n.isna() | d.isna(), d <= 0, n > d], ["no_figure", "zero_denominator", "over_100"], "")
    kept = left_out == ""
    rate, size = (n / d.where(d > 0)).where(kept), d.where(kept)
    count = int(kept.sum())
    theta = float(n[kept].sum() / d[kept].sum()) if count else np.nan
    reason = _reason(count, theta)
    spread = np.sqrt(theta * (1 - theta) / size) if not reason else size * np.nan
    z = (rate - theta) / spread
    phi, tau2 = dispersion(z[kept].to_numpy(), spread[kept].to_numpy(), winsorised) if not reason else (np.nan, np.nan)
    adjusted = (rate - theta) / np.sqrt(spread**2 + tau2)
    table = units.assign(
        distance_pp=100 * (rate - theta),
        z=z,
        z_adjusted=adjusted,
        **limits(100 * theta, tau2, size).set_axis(["funnel_lower_pct", "funnel_upper_pct"], axis=1),
        funnel_place=_places(adjusted),
        units_lower=(rate.rank(method="min") - 1).astype("Int64"),
        units_other=pd.Series(count - 1, index=units.index, dtype="Int64").where(kept),
        reason=left_out,
    )
    return Funnel(table, 100 * theta, phi, tau2, reason)


def limits(common_pct: float, between_variance: float, persons, z: float = Z[0]) -> pd.DataFrame:
    """Lower and upper limit in per cent for denominators of given sizes, cut off at 0 and 100; variance 0: chance alone.

    >>> limits(30.0, 0.0, [100]).round(1).values.tolist()
    [[21.0, 39.0]]
    """
    theta, sizes = common_pct / 100, pd.Series(persons, dtype="float64")
    half = z * np.sqrt(theta * (1 - theta) / sizes + between_variance)
    return pd.DataFrame({"lower_pct": 100 * (theta - half).clip(0, 1), "upper_pct": 100 * (theta + half).clip(0, 1)})


def dispersion(z: np.ndarray, spread: np.ndarray, winsorised: float = WINSORISED) -> tuple[float, float]:
    """Overdispersion φ and variance between units τ² of z-scores with their standard errors.

    >>> tuple(round(float(each), 3) for each in dispersion(np.array([-2.0, 0.0, 2.0]), np.array([0.1, 0.1, 0.1]), 0))
    (2.667, 0.03)
    """
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    weight, count = 1 / spread**2, len(z)
    over = (count * phi - (count - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    return phi, max(0.0, float(over))


def _reason(count: int, theta: float) -> str:
    if count < FEWEST:
        return "one_unit" if count < 2 else "few_units"
    return "nobody" if theta <= 0 else "everybody" if theta >= 1 else ""


def _places(z: pd.Series) -> np.ndarray:
    inner, outer = Z
    return np.select([z.isna(), z < -outer, z < -inner, z <= inner, z <= outer], ["", *PLACES[:4]], PLACES[4])
