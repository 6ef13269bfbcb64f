"""How unusual each unit is among its sisters: funnel limits, with over-dispersion.

Limits around the rate θ of all units together: θ ± z·√(θ(1−θ)/D), z = 1.96 and 3.09. A full count has no sampling error; the
limits only say how far units of that size would scatter if nothing but chance set them apart. As they never do, the adjusted
limits are the default: θ ± z·√(θ(1−θ)/D + τ²), with τ² = max(0, (I·φ − (I − 1)) / (Σw − Σw²/Σw)), w = D/(θ(1−θ)), φ the mean of
z² after the z-scores beyond their 10th and 90th percentile were set to these. Spiegelhalter 2005, Stat. Med. 24 (funnel plots)
and Qual. Saf. Health Care 14 (over-dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

Z = (1.96, 3.09)
"""About 95 and 99.8 of a hundred units lie within, if the spread is as assumed."""
WINSORISED = 0.10
FEWEST = 3
"""Units from which a spread is computed."""
PLACES = ("far_below", "below", "inside", "above", "far_above")


@dataclass(frozen=True)
class Funnel:
    """The units held against their common rate.

    Attributes
    ----------
    units : DataFrame
        The rows given, with ``rate_pct``; ``distance_pp`` = rate − θ; ``z`` (chance alone) and ``z_adjusted``; for either the
        ``place`` (``place_unadjusted``): far_below, below, inside, above, far_above; ``refusal``: empty, or why the unit is
        left out (no_figure, zero_denominator, over_100).
    theta_pct : float
        Rate of all units that are not left out, together, in per cent.
    phi, tau2 : float
        Dispersion after winsorising (1: chance alone) and variance between units, in squared shares.
    refusal : str
        Empty, or why there is no funnel: one_unit, few_units, nobody (rate 0), everybody (rate 100).
    """

    units: pd.DataFrame
    theta_pct: float
    phi: float
    tau2: float
    refusal: str = ""

    def limits(self, persons, z: float = Z[0], *, adjusted: bool = True) -> pd.DataFrame:
        """Lower and upper limit in per cent for denominators of given sizes, cut off at 0 and 100."""
        theta = self.theta_pct / 100
        half = z * np.sqrt(theta * (1 - theta) / np.asarray(persons, dtype=float) + (self.tau2 if adjusted else 0.0))
        return pd.DataFrame({"low_pct": 100 * (theta - half).clip(0, 1), "high_pct": 100 * (theta + half).clip(0, 1)})


def funnel(units: pd.DataFrame, winsorised: float = WINSORISED) -> Funnel:
    """Hold units against their common rate.

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
    >>> round(found.theta_pct, 1), round(found.phi, 2), round(found.tau2, 5)
    (30.0, 3.17, 0.0079)
    >>> found.units[["place_unadjusted", "place", "refusal"]].values.tolist()[2:]
    [['above', 'inside', ''], ['', '', 'zero_denominator']]
    """
    n, d = units["participants"].astype("float64"), units["persons"].astype("float64")
    refusal = np.select([n.isna() | d.isna(), d <= 0, n > d], ["no_figure", "zero_denominator", "over_100"], "")
    kept = refusal == ""
    rate = (n / d.where(d > 0)).where(kept)
    count, total = int(kept.sum()), d[kept].sum()
    theta = float(n[kept].sum() / total) if count else np.nan
    reason = _reason(count, theta)
    z = phi = tau2 = np.nan
    if not reason:
        spread = np.sqrt(theta * (1 - theta) / d.where(kept))
        z = (rate - theta) / spread
        phi, tau2 = dispersion(z[kept].to_numpy(), spread[kept].to_numpy(), winsorised)
        adjusted = (rate - theta) / np.sqrt(spread**2 + tau2)
    else:
        z = adjusted = rate * np.nan
    table = units.assign(
        rate_pct=100 * rate,
        distance_pp=100 * (rate - theta),
        z=z,
        z_adjusted=adjusted,
        place=_places(adjusted),
        place_unadjusted=_places(z),
        refusal=refusal,
    )
    return Funnel(table, 100 * theta, phi, tau2, reason)


def dispersion(z: np.ndarray, spread: np.ndarray, winsorised: float = WINSORISED) -> tuple[float, float]:
    """Over-dispersion φ and variance between units τ² of z-scores with their standard errors.

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
