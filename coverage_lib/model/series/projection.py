"""Projection of a short series: nothing, a scenario or an interval, depending on the number of year-ends.

* no or one year-end rate since the last break: nothing; two: a scenario, a line without limits; three or more: limits;
* drift: ŷ(t+h) = y_t + h·c, limits ± t(df)·s·√(h·(1 + h/years)), c and s of :mod:`coverage_lib.model.series.series_segments`;
* if the line or a limit would leave 0–100 before the horizon, the same on the log odds scale, transformed back;
* the standard deviation s is pooled over the units of one parent (:mod:`coverage_lib.model.series.partial_pooling`).

Source: Hyndman & Athanasopoulos (drift); t quantiles because s is estimated. Method page: ``docs/methods/projection.md``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from coverage_lib.model.series.partial_pooling import pooled_spread
from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.model.series.series_segments import NOISE, UNIT, current_stretches, from_logit, logit, observed, summary
from coverage_lib.vocabulary.areas import parents
from coverage_lib.vocabulary.table_schemas import conform, texts
from coverage_lib.vocabulary.terms import REFERENCE_YEARS
from coverage_lib.vocabulary.years import year_end

HORIZON = max(REFERENCE_YEARS)
LEVEL = 0.80
"""Nominal share of the band: four of five, so that a back-test can see whether it holds."""
MODELS = ("drift", "logit")


def reach(spread, df, level: float = LEVEL):
    """Half-width of the limits before the factor for years: t quantile times standard deviation; 0 if unknown.

    >>> round(float(reach(1.0, 2, 0.95)), 3), round(float(reach(1.0, np.inf, 0.95)), 3)
    (4.303, 1.96)
    """
    spread, df = np.asarray(spread, dtype=float), np.asarray(df, dtype=float)
    with np.errstate(all="ignore"):
        return stdtrit(np.where(df > 0, df, np.nan), 0.5 + level / 2) * spread


def drift_path(latest, drift, half, years, ahead):
    """Central path and limits of a random walk with drift, on the scale of its inputs.

    Parameters
    ----------
    latest, drift, half, years : array-like
        Last value, mean yearly change, :func:`reach` (missing: no limits), years of the segment.
    ahead : array-like
        Years ahead; broadcasts against the others.

    Returns
    -------
    lower, central, upper : arrays

    Examples
    --------
    The series 28.0, 30.5, 31.2, 34.0 six years ahead is 46.0 ± 20.7 at 95 %:

    >>> spread = np.std([2.5, 0.7, 2.8], ddof=1)
    >>> limits = drift_path(34.0, 2.0, reach(spread, 2, 0.95), 3, 6)
    >>> [round(float(each), 1) for each in limits]
    [25.3, 46.0, 66.7]
    """
    latest, drift, half, years, ahead = (np.asarray(each, dtype=float) for each in (latest, drift, half, years, ahead))
    central = latest + drift * ahead
    with np.errstate(all="ignore"):
        width = half * np.sqrt(ahead * (1 + ahead / years))
    return central - width, central, central + width


def on_scale(fitted: pd.DataFrame, latest) -> np.ndarray:
    """Rates in per cent on the scale of each row's model."""
    return np.where(fitted["model"] == "logit", logit(latest), np.asarray(latest, dtype=float))


def limits(fitted: pd.DataFrame, ahead, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lower limit, central path and upper limit in per cent, a given number of years after the last figure of each row.

    Parameters
    ----------
    fitted : DataFrame
        Rows of table ``projection``.
    ahead : array-like
        Years ahead, one a row, or shape (1, years) for a table of rows by years.
    """
    ahead = np.asarray(ahead, dtype=float)
    column = (lambda values: np.asarray(values, dtype=float)[:, None]) if ahead.ndim == 2 else np.asarray
    half = np.where(fitted["outlook"] == "interval", reach(fitted["spread"], fitted["spread_df"], level), np.nan)
    start = on_scale(fitted, fitted["coverage_pct"])
    paths = drift_path(column(start), column(fitted["drift"]), column(half), column(fitted["years"]), ahead)
    curved = column(fitted["model"] == "logit").astype(bool)
    lower, central, upper = (np.where(curved, from_logit(each), each) for each in paths)
    return lower, central, upper


def projection(trajectory: pd.DataFrame, breaks: pd.DataFrame, horizon: int = HORIZON) -> pd.DataFrame:
    """Table ``projection``: for every observed series, the possible projection and its parameters.

    Parameters
    ----------
    trajectory, breaks : DataFrame
        The tables of these names.
    horizon : int
        Last year projected.

    Returns
    -------
    DataFrame
        One row a unit and indicator with observed figures. ``outlook`` interval, scenario or none, with ``reason``;
        ``coverage_pct`` the last year-end rate at ``period``; ``drift`` and ``spread`` on the scale of ``model``.
    """
    actual = observed(trajectory)
    fitted = fit(current_stretches(actual), horizon, breaks)
    rest = _unfitted(actual, fitted)[[*UNIT, "base", "obs_status", "source_id", "segment", "period"]]
    without = {"reason": np.where(rest["base"].eq(""), "no_rate", "no_year_end"), "points": 0, "outlook": "none", "sisters": 0}
    both = [rows.assign(**{name: texts(rows[name]) for name in rows.select_dtypes("category")}) for rows in (fitted, rest)]
    return conform(pd.concat([both[0], both[1].assign(**without)], ignore_index=True), "projection")


def fit(current: pd.DataFrame, horizon, breaks: pd.DataFrame | None = None) -> pd.DataFrame:
    """The model of each segment, its drift, its pooled standard deviation, and the reason if there is no interval.

    Parameters
    ----------
    current : DataFrame
        As :func:`coverage_lib.model.series.series_segments.current_stretches` returns it.
    horizon : int or array of int, one a series
        Year up to which the rates must stay within 0–100.
    breaks : DataFrame, optional
        Table ``breaks``: a series with a break between its last figure and the horizon is not projected.
    """
    found = summary(current)
    group = _sisters(found)
    for scale in MODELS:
        spread, df, sisters = pooled_spread(found[f"spread_{scale}"], found[f"df_{scale}"], group)
        found[f"spread_{scale}"], found[f"df_{scale}"], found[f"sisters_{scale}"] = spread, df, sisters
    left = np.broadcast_to(np.asarray(horizon), len(found)) - found["period"].dt.year.to_numpy()
    bent = found["points"].ge(2).to_numpy() & _leaves(_with_model(found, np.zeros(len(found), dtype=bool)), left)
    curved = found["drift_logit"].notna().to_numpy()
    fitted = _with_model(found, bent & curved)
    broken = np.zeros(len(found), dtype=bool) if breaks is None else _broken(found, breaks, horizon)
    reasons = {
        "break_since": broken,
        "one_point": found["points"] == 1,
        "past_horizon": left <= 0,
        "leaves_range": bent & ~curved,
        "two_points": found["points"] == 2,
        "no_spread": ~(fitted["spread"] > 0),
    }
    place = np.select([np.asarray(each) for each in reasons.values()], list(range(len(reasons))), len(reasons))
    return _told(fitted.assign(reason=pd.Categorical.from_codes(place, [*reasons, ""])))


def projected(fitted: pd.DataFrame, horizon: int = HORIZON) -> pd.DataFrame:
    """Rows of table ``trajectory`` with ``path`` projected: year-ends from the last figure, itself the first, to the horizon.

    Parameters
    ----------
    fitted : DataFrame
        Table ``projection``.

    Returns
    -------
    DataFrame
        ``lower_pct`` and ``upper_pct`` are the limits of 80 %, missing in a scenario; ``method`` names the model; the status is
        the worst of the figures behind it.
    """
    rows = fitted[fitted["outlook"] != "none"].reset_index(drop=True)
    year = rows["period"].dt.year.to_numpy(dtype=int)
    ahead = np.arange(0, max(horizon - year.min(initial=horizon), 0) + 1)[None, :]
    lower, central, upper = limits(rows, ahead)
    at = year[:, None] + ahead
    series, step = np.nonzero(at <= horizon)
    paths = rows.iloc[series][[*UNIT, "base", "obs_status", "segment", "source_id", "model"]].reset_index(drop=True)
    return conform(
        paths.rename(columns={"model": "method"}).assign(
            path="projected",
            period=year_end(at[series, step]),
            coverage_pct=np.where(step == 0, rows["coverage_pct"].to_numpy()[series], central[series, step]),
            lower_pct=lower[series, step],
            upper_pct=upper[series, step],
            participants=pd.NA, rounded_to=pd.NA, persons=pd.NA, persons_known_to=pd.NA,
        ),
        "trajectory",
    )  # fmt: skip


def with_projected(trajectory: pd.DataFrame, fitted: pd.DataFrame, horizon: int = HORIZON) -> pd.DataFrame:
    """Table ``trajectory`` with the rows of :func:`projected`."""
    return conform(pd.concat([trajectory, projected(fitted, horizon)], ignore_index=True), "trajectory")


def _with_model(found: pd.DataFrame, logistic: np.ndarray) -> pd.DataFrame:
    """The numbers of the model of each series: log odds where marked, else points."""
    model = pd.Categorical.from_codes(logistic.astype("int8"), [*MODELS, ""])
    chosen = {
        name: np.where(logistic, found[f"{part}_logit"], found[f"{part}_drift"])
        for name, part in (("drift", "drift"), ("spread", "spread"), ("spread_df", "df"), ("sisters", "sisters"))
    }
    return found.assign(model=model, **chosen, outlook=_outlook(0, found["points"] < 3))


def _leaves(fitted: pd.DataFrame, left: np.ndarray) -> np.ndarray:
    """Whether the path or one of its limits is below 0 or above 100 within the years left."""
    ahead = np.arange(1, max(int(left.max(initial=0)), 0) + 1)[None, :]
    outside = np.zeros(len(fitted), dtype=bool)
    for path in limits(fitted, ahead):
        outside |= (((path < -NOISE) | (path > 100 + NOISE)) & (ahead <= left[:, None])).any(axis=1)
    return outside


def _told(fitted: pd.DataFrame) -> pd.DataFrame:
    """Outlook by reason; a series without a projection has no model, one without an interval no standard deviation."""
    scenario = fitted["reason"].isin(["two_points", "no_spread"]).to_numpy()
    none = ~scenario & fitted["reason"].ne("").to_numpy()
    told = fitted.assign(outlook=_outlook(none, scenario))
    for name in ("drift", "years"):
        told[name] = told[name].where(~none)
    for name in ("spread", "spread_df"):
        told[name] = told[name].where(~none & ~scenario)
    return told.assign(model=told["model"].where(~none, ""), sisters=told["sisters"].where(~none & ~scenario, 0))


def _outlook(none, scenario) -> pd.Categorical:
    return pd.Categorical.from_codes(np.where(none, 0, np.where(scenario, 1, 2)), ["none", "scenario", "interval"])


def _unfitted(actual: pd.DataFrame, fitted: pd.DataFrame) -> pd.DataFrame:
    """The last figure of every series that has no year-end rate."""
    units = [pd.CategoricalIndex(actual[name]).categories for name in UNIT]
    width = max(len(units[1]), 1)
    key = actual[UNIT[0]].cat.codes.to_numpy(dtype=int) * width + actual[UNIT[1]].cat.codes.to_numpy(dtype=int)
    known = [index.get_indexer(fitted[name]) for name, index in zip(UNIT, units, strict=True)]
    rest = actual[~np.isin(key, known[0] * width + known[1])]
    return rest.sort_values("period", kind="stable").drop_duplicates(UNIT, keep="last")


def _sisters(found: pd.DataFrame) -> np.ndarray:
    """Numbers of the groups of one parent, indicator and base; the nation has no group."""
    units = found["area_code"].astype("category").cat
    above, names = pd.factorize(parents().reindex(units.categories).fillna("").to_numpy(dtype=object))
    above = above[units.codes.to_numpy()]
    group = pd.DataFrame({"above": above, "indicator": found["indicator"], "base": found["base"]})
    number = group.groupby(["above", "indicator", "base"], sort=False, observed=True).ngroup().to_numpy()
    return np.where(np.isin(above, np.flatnonzero(names == "")), -1, number)


def _broken(fitted: pd.DataFrame, breaks: pd.DataFrame, horizon: int) -> np.ndarray:
    """Whether there is a break between the last figure and the horizon."""
    at_horizon = pd.Series(year_end(horizon), index=fitted.index)
    now, then = (stretches(fitted["area_code"], fitted["base"], day, breaks) for day in (fitted["period"], at_horizon))
    return then > now
