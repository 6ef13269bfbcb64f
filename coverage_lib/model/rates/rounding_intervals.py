"""Intervals of the values behind printed figures, given by their last digit; implied denominators as intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

_SLACK = 1e-9
"""Relative slack for sums of decimal fractions in binary; far below any printed digit."""

_UPWARDS = ("over", "at_least", "strive_over")
_AROUND = ("about", "strive_about")


def resolution(printed: pd.Series, value: pd.Series) -> pd.Series:
    """Size of the last printed digit, in the unit of the value.

    The digits read as one whole number and the value differ by a power of ten, and that power is the size of the last digit;
    neither the decimal mark nor the unit of the source has to be known.

    Examples
    --------
    >>> resolution(pd.Series(["1.499", "19,2%", "17.24", "95"]), pd.Series([1499.0, 19.2, 17_240_000.0, 95.0])).tolist()
    [1.0, 0.1, 10000.0, 1.0]
    """
    digits = pd.to_numeric(printed.str.replace(r"\D", "", regex=True), errors="coerce").astype("float64")
    size = value.where(value > 0) / digits.where(digits > 0)
    exponent = np.log10(size).round()
    return (10.0**exponent).round(9).where(value.notna() & (value > 0), np.where(value.notna(), 1.0, np.nan))


def trailing_unit(value: pd.Series) -> pd.Series:
    """The power of ten to which a count is given, if its trailing zeros are taken as rounding.

    >>> trailing_unit(pd.Series([874_000.0, 883_024.0])).tolist()
    [1000.0, 1.0]
    """
    unit = pd.Series(1.0, index=value.index)
    for power in range(1, 9):
        unit = unit.mask((value % 10**power == 0) & (value > 0), 10.0**power)
    return unit


def limits(figures: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest value that could have been printed in this form.

    Half a last digit to either side; nothing for a count printed to the person. 'Over x' reaches from x one printed unit upwards,
    'nearly x' one downwards, 'about x' one to either side; of a qualified count the trailing zeros are taken to be rounding.

    Parameters
    ----------
    figures : DataFrame
        With ``value``, ``measure``, ``qualifier`` and ``resolution``.

    Returns
    -------
    DataFrame
        Columns ``low`` and ``high``, same index.
    """
    value, unit, qualifier = figures["value"], figures["resolution"], figures["qualifier"]
    is_count = ~figures["measure"].isin(["rate_pct", "growth_pct"])
    coarse = unit.mask(is_count, np.maximum(unit, trailing_unit(value)))
    half = (unit / 2).mask(is_count & (unit <= 1), 0.0)
    below = half.mask(qualifier.isin(_UPWARDS), 0.0).mask(qualifier.isin([*_AROUND, "nearly"]), coarse)
    above = half.mask(qualifier.eq("nearly"), 0.0).mask(qualifier.isin([*_AROUND, *_UPWARDS]), coarse)
    return pd.DataFrame({"low": value - below, "high": value + above}, index=figures.index)


def implied_denominator(participants_low, participants_high, rate_low, rate_high):
    """Denominators that agree with a number of participants and a rate, both known as intervals.

    ``D`` lies in ``[100·n_low / p_high, 100·n_high / p_low]``, in persons; ``n`` in persons, ``p`` in per cent. With ``n`` exact
    and ``p`` printed to a unit ``u`` this is ``[100n/(p + u/2), 100n/(p − u/2)]``. Numbers or arrays. Fails (infinite upper
    limit) where the rate may be zero.

    Examples
    --------
    >>> low, high = implied_denominator(17_235_000, 17_245_000, 34.835, 34.845)
    >>> round(float(low) / 1e6, 2), round(float(high) / 1e6, 2)
    (49.46, 49.5)
    """
    with np.errstate(divide="ignore"):
        low = np.divide(100.0 * np.asarray(participants_low, dtype=float), rate_high)
        high = np.divide(100.0 * np.asarray(participants_high, dtype=float), np.maximum(rate_low, 0.0))
    return low, high


def meet(low, high, other_low, other_high):
    """Whether two intervals share a value.

    >>> bool(meet(11.58 + 13.10 - 0.01, 11.58 + 13.10 + 0.01, 24.675, 24.685)), bool(meet(1, 2, 3, 4))
    (True, False)
    """
    slack = _SLACK * np.maximum(np.abs(high), np.abs(other_high))
    return (low <= other_high + slack) & (other_low <= high + slack)


def rounding_class(computed, printed, unit):
    """Whether a printed figure is a computed one rounded, truncated, or neither (off).

    Rounded if |c − p| ≤ u/2, truncated if 0 ≤ c − p < u, u being the size of the last printed digit.

    Examples
    --------
    >>> [str(rounding_class(c, p, u)) for c, p, u in [(19.2179, 19.2, 0.1), (0.7191, 0.71, 0.01), (10.5485, 10.6, 0.1)]]
    ['rounded', 'truncated', 'off']
    """
    difference = np.asarray(computed, dtype=float) - printed
    rounded = np.abs(difference) <= unit / 2 + _SLACK * 100
    truncated = (difference >= 0) & (difference < unit)
    return np.where(rounded, "rounded", np.where(truncated, "truncated", "off"))
