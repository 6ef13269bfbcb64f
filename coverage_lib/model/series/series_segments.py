"""Yearly changes of each series within its current time series segment: since its last break, year-ends only.

Model: a random walk with drift. value(t + g) − value(t) is normal with mean c·g and variance s²·g, where g is the number of
years between two year-ends, so that missing years get the right weight. The best c is the change over the whole segment divided
by its years; s² is Σ(d − c·g)²/g over the number of changes less one. If no year is missing, both are mean and variance of the
yearly changes. Source: Hyndman & Athanasopoulos, Forecasting, ch. 5.2 (drift method), with unequal steps.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.vocabulary.terms import terms

UNIT = ["area_code", "indicator"]
_TEXTS = [*UNIT, "base", "obs_status", "source_id"]
NOISE = 1e-9
"""Points below which a spread is the noise of binary fractions and no spread at all."""


def logit(pct):
    """Log odds of a rate in per cent; missing at and beyond 0 and 100.

    >>> logit([50.0, 100.0]).tolist()
    [0.0, nan]
    """
    share = np.asarray(pct, dtype=float) / 100
    with np.errstate(all="ignore"):
        return np.where((share > 0) & (share < 1), np.log(share / (1 - share)), np.nan)


def from_logit(value):
    """The rate in per cent whose log odds are given.

    >>> float(from_logit(0.0))
    50.0
    """
    with np.errstate(over="ignore"):
        return 100 / (1 + np.exp(-np.asarray(value, dtype=float)))


def observed(trajectory: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``path`` actual with the columns needed here; text as categories, so that a national table is quick to sort."""
    rows = trajectory.loc[(trajectory["path"] == "actual").to_numpy(), [*_TEXTS, "period", "coverage_pct", "segment"]]
    rows = rows.astype(dict.fromkeys(_TEXTS, "category"))
    return rows.assign(segment=rows["segment"].fillna(0).astype("int64"))


def current_stretches(actual: pd.DataFrame) -> pd.DataFrame:
    """Year-end rates of each series since its last break, earliest first.

    Parameters
    ----------
    actual : DataFrame
        As :func:`observed` returns it; rows with a rate and a ``segment`` above 0 are taken (estimates and provisional figures are
        among them).

    Returns
    -------
    DataFrame
        Those rows of the latest segment of each (area_code, indicator), sorted by key and ``period``, with ``series``, the number
        of the series.
    """
    usable = (actual["segment"] > 0).to_numpy() & actual["coverage_pct"].notna().to_numpy()
    rows = actual if usable.all() else actual[usable]
    area, indicator = (rows[each].cat.codes.to_numpy(dtype="int64") for each in UNIT)
    number, period = area * (indicator.max(initial=0) + 1) + indicator, rows["period"].to_numpy()
    step = np.diff(number)
    if ((step < 0) | ((step == 0) & (period[1:] < period[:-1]))).any():
        rows = rows.iloc[np.lexsort((period, number))]
    rows = rows.reset_index(drop=True)
    rows["series"] = _numbered(rows)
    segment = rows["segment"].to_numpy()
    latest = segment[_ends(rows)]
    current = segment == latest[rows["series"].to_numpy()]
    return rows if current.all() else rows[current].reset_index(drop=True)


def without_last(stretches: pd.DataFrame) -> pd.DataFrame:
    """The segments without the last year-end of each."""
    last = np.zeros(len(stretches), dtype=bool)
    last[_ends(stretches)] = True
    kept = stretches[~last].reset_index(drop=True)
    return kept.assign(series=_numbered(kept))


def summary(stretches: pd.DataFrame) -> pd.DataFrame:
    """One row for each series: its last figure, and drift and standard deviation in points and in log odds.

    Returns
    -------
    DataFrame
        Columns ``area_code``, ``indicator``, ``base``, ``points``, ``since``, ``period``, ``years`` (between these two),
        ``coverage_pct`` (the last), ``segment``, ``source_id`` (of the last), ``obs_status`` (the worst of the segment), and for
        scale in (drift, logit): ``drift_{scale}``, ``spread_{scale}``, ``df_{scale}`` (number of changes less one). Drift and
        spread of log odds are missing if a rate of the segment is not between 0 and 100.
    """
    ranked = sorted(terms("status"), key=lambda code: terms("status")[code]["rank"])
    number = stretches["series"].to_numpy()
    first, last = _starts(stretches), _ends(stretches)
    codes = stretches["obs_status"].cat
    ranks = np.array([ranked.index(each) if each in ranked else len(ranked) - 1 for each in codes.categories], dtype=int)
    status = ranks[codes.codes.to_numpy()]
    found = stretches[[*UNIT, "base", "period", "coverage_pct", "segment", "source_id"]].iloc[last].reset_index(drop=True)
    found["points"] = last - first + 1
    found["since"] = stretches["period"].to_numpy()[first]
    year = stretches["period"].dt.year.to_numpy(dtype=float)
    found["years"] = year[last] - year[first]
    found["obs_status"] = pd.Categorical.from_codes(np.maximum.reduceat(status, first) if len(first) else [], ranked)
    rates = stretches["coverage_pct"].to_numpy(dtype=float)
    inner = np.flatnonzero(number[1:] == number[:-1]) + 1
    steps, of = year[inner] - year[inner - 1], number[inner]
    for scale, values in (("drift", rates), ("logit", logit(rates))):
        with np.errstate(all="ignore"):
            drift = np.where(found["years"] > 0, (values[last] - values[first]) / found["years"], np.nan)
            off = values[inner] - values[inner - 1] - drift[of] * steps
            spread = np.sqrt(np.bincount(of, off**2 / steps, minlength=len(first)) / (found["points"] - 2))
        spread = np.where(found["points"] > 2, spread, np.nan)
        found[f"drift_{scale}"] = np.where(np.isnan(spread) & (found["points"] > 2), np.nan, drift)
        found[f"spread_{scale}"] = np.where(spread < NOISE, 0.0, spread)
        found[f"df_{scale}"] = np.where(np.isnan(spread), 0.0, found["points"] - 2.0)
    return found


def _numbered(rows: pd.DataFrame) -> np.ndarray:
    """0, 0, 1, … for sorted rows of series 0, 0, 1, …"""
    if rows.empty:
        return np.zeros(0, dtype=int)
    area, indicator = (rows[each].cat.codes.to_numpy() for each in UNIT)
    new = (area[1:] != area[:-1]) | (indicator[1:] != indicator[:-1])
    return np.concatenate([[0], np.cumsum(new)])


def _starts(rows: pd.DataFrame) -> np.ndarray:
    number = rows["series"].to_numpy()
    return np.flatnonzero(np.diff(number, prepend=-1))


def _ends(rows: pd.DataFrame) -> np.ndarray:
    number = rows["series"].to_numpy()
    return np.flatnonzero(np.diff(number, append=number[-1] + 1)) if len(number) else np.zeros(0, dtype=int)
