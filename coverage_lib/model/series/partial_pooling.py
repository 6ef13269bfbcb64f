"""Partial pooling of standard deviations over the units of one parent (Smyth), as far as the data show them to be alike.

Three year-ends give a variance with only one degree of freedom. A district with twenty communes gives twenty
such variances. Following Smyth, the true variances of a group are taken to follow a scaled inverse χ² with ``df_prior`` degrees
of freedom around ``prior``; both are estimated from mean and variance of the logarithms of the observed variances, and

    s²ᵢ(pooled) = (df_prior·prior + dfᵢ·s²ᵢ)/(df_prior + dfᵢ),  with df_prior + dfᵢ degrees of freedom, at most those of the group.

Source: Smyth G.K. 2004, Linear models and empirical Bayes methods for assessing differential expression in microarray experiments,
Statistical Applications in Genetics and Molecular Biology 3(1), art. 3 (``squeezeVar`` of limma).
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, polygamma

FEWEST_SISTERS = 3
"""Series with a spread of their own below which a group pools nothing."""
_FLOOR = 1e-5
_ROUNDS = 50


def pooled_spread(spread, df, group) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Standard deviations shrunk towards that of their group.

    Parameters
    ----------
    spread : array of float, shape (n,)
        Standard deviations, missing where a series has none.
    df : array of float, shape (n,)
        Their degrees of freedom.
    group : array of int, shape (n,)
        Number of the group of each; negative: none.

    Returns
    -------
    spread, df : arrays of float
        As given where nothing is pooled: a spread is missing, or the group has fewer than three, or half of its spreads are zero.
    sisters : array of int
        How many series were pooled, 0 where none.

    Examples
    --------
    >>> spread, df, sisters = pooled_spread([1.0, 2.0, 0.5, 1.5], [1, 1, 1, 1], [0, 0, 0, 0])
    >>> spread.round(2).tolist(), df.tolist(), sisters.tolist()
    ([1.37, 1.37, 1.37, 1.37], [4.0, 4.0, 4.0, 4.0], [4, 4, 4, 4])
    """
    spread, df, group = np.asarray(spread, dtype=float), np.asarray(df, dtype=float), np.asarray(group, dtype=int)
    has = np.isfinite(spread) & (df > 0) & (group >= 0)
    pooled, freedom, sisters = spread.copy(), df.copy(), np.zeros(len(spread), dtype=int)
    if not has.any():
        return pooled, freedom, sisters
    _, of = np.unique(group[has], return_inverse=True)
    size = np.bincount(of)
    variance, own = spread[has] ** 2, df[has]
    floor = _FLOOR * _median(variance, of)
    enough = ((size >= FEWEST_SISTERS) & (floor > 0))[of]
    if not enough.any():
        return pooled, freedom, sisters
    with np.errstate(all="ignore"):
        lifted = np.maximum(variance, floor[of])
        prior, df_prior = _prior(lifted, own, of, size)
        prior, df_prior, total = prior[of], df_prior[of], np.bincount(of, own)[of]
        infinite = np.isinf(df_prior)
        mixed = np.where(infinite, prior, (df_prior * prior + own * variance) / (df_prior + own))
    index = np.flatnonzero(has)[enough]
    pooled[index] = np.sqrt(mixed)[enough]
    freedom[index] = np.minimum(df_prior + own, total)[enough]
    sisters[index] = size[of][enough]
    return pooled, freedom, sisters


def _prior(variance, df, of, size) -> tuple[np.ndarray, np.ndarray]:
    """Scale and degrees of freedom of each group, from mean and variance of the log variances."""
    shifted = np.log(variance) - digamma(df / 2) + np.log(df / 2)
    mean = np.bincount(of, shifted) / size
    known, place = np.unique(df, return_inverse=True)  # few different ones
    scatter = np.bincount(of, (shifted - mean[of]) ** 2) / (size - 1) - np.bincount(of, polygamma(1, known / 2)[place]) / size
    half = inverse_trigamma(np.where(scatter > 0, scatter, 1.0))
    alike = np.bincount(of, df * variance) / np.bincount(of, df)  # no more scatter than chance gives: one common variance
    prior = np.where(scatter > 0, np.exp(mean + digamma(half) - np.log(half)), alike)
    return prior, np.where(scatter > 0, 2 * half, np.inf)


def inverse_trigamma(value):
    """The x whose trigamma is given, by Newton's method from below (Smyth 2004, appendix).

    >>> round(float(polygamma(1, inverse_trigamma(np.array([0.3]))[0])), 12)
    0.3
    """
    value = np.asarray(value, dtype=float)
    guess = 0.5 + 1 / value
    for _ in range(_ROUNDS):
        now = polygamma(1, guess)
        step = now * (1 - now / value) / polygamma(2, guess)
        guess = guess + step
        if np.max(-step / guess) < 1e-12:
            break
    return guess


def _median(values, of) -> np.ndarray:
    """The median of each group."""
    order = np.lexsort((values, of))
    size = np.bincount(of)
    start = np.cumsum(size) - size
    ordered = values[order]
    return (ordered[start + (size - 1) // 2] + ordered[start + size // 2]) / 2
