"""A whole country at once: coverage, gap, verdicts and projection of every series of a yearly table.

The tables of ``data/processed`` carry source and cell of every figure and are made for tracing. This is the same arithmetic, by the
same functions, for a table of counts alone: half a million rows and more, such as every commune of the country over fifteen years.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.gaps.gap import persons_needed
from coverage_lib.model.gaps.verdicts import METHODS, NAMES, verdict_codes
from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.model.series.projection import HORIZON, fit, limits
from coverage_lib.model.series.series_segments import current_stretches
from coverage_lib.vocabulary.areas import lineage

COLUMNS = ("area_code", "indicator", "base", "period", "participants", "persons")
_TEXTS = ["area_code", "indicator", "base"]


class Assessment(NamedTuple):
    """What :func:`assess` finds.

    Attributes
    ----------
    series : DataFrame
        One row a unit and indicator, as :func:`coverage_lib.model.series.projection.fit` gives it, with ``participants`` and
        ``persons`` of the last year-end.
    gap : DataFrame
        One row a series and target: ``area_code``, ``indicator``, ``target_year``, ``target_area_code``, ``target_pct``,
        ``coverage_pct``, ``gap_pp`` and ``gap_persons`` (coverage − target: a shortfall is negative; denominator held),
        ``pace_observed_pp``, ``pace_required_pp``, a column a verdict, ``verdicts_agree``, and ``lower_pct``, ``central_pct``,
        ``upper_pct`` of the projection at the target year.
    """

    series: pd.DataFrame
    gap: pd.DataFrame


def assess(counts: pd.DataFrame, targets: pd.DataFrame, breaks: pd.DataFrame | None = None, horizon: int = HORIZON) -> Assessment:
    """Judge every series of a yearly table against the targets that apply to it.

    Parameters
    ----------
    counts : DataFrame
        ``area_code``, ``indicator``, ``base``, ``period`` (31 December of each year), ``participants``, ``persons``: one row a
        unit, indicator and year, persons; the base is the same for all years of a series.
    targets : DataFrame
        Table ``targets``: those in force with a rate are used, of each unit, indicator and year those of the nearest level.
    breaks : DataFrame, optional
        Table ``breaks``. What lies before the last break of a series is not judged.
    horizon : int
        Last year projected.

    Raises
    ------
    CoverageError
        If a column is missing, a day is no year-end, a row stands twice or a series changes its base.

    Examples
    --------
    >>> counts = pd.DataFrame({"area_code": ["19363"] * 2, "indicator": ["hi"] * 2, "base": ["population"] * 2,
    ...     "period": pd.to_datetime(["2023-12-31", "2024-12-31"]), "participants": [900, 920], "persons": [1000, 1000]})
    >>> targets = pd.DataFrame({"area_code": ["VN"], "indicator": ["hi"], "base": ["population"], "year": [2025],
    ...     "target_pct": [95.0], "in_force": [True]})
    >>> assess(counts, targets).gap[["gap_pp", "gap_persons", "verdict_pace"]].values.tolist()
    [[-3.0, -30.0, 'too_slow']]
    """
    table = _checked(counts)
    persons = table["persons"].to_numpy(dtype=float, na_value=np.nan)
    with np.errstate(all="ignore"):
        rate = np.where(persons > 0, 100 * table["participants"].to_numpy(dtype=float, na_value=np.nan) / persons, np.nan)
    one = pd.Categorical.from_codes(np.zeros(len(table), dtype="int8"), ["A"])
    passed = 0 if breaks is None else stretches(table["area_code"], table["base"], table["period"], breaks)
    figures = table.assign(coverage_pct=rate, segment=1 + passed, obs_status=one, source_id=one)
    figures = current_stretches(figures)
    ends = np.flatnonzero(np.diff(figures["series"].to_numpy(), append=-1))
    series = fit(figures, horizon).assign(**{name: figures[name].to_numpy()[ends] for name in ("participants", "persons")})
    return Assessment(series, _judged(series, figures, _goals(table, targets)))


def _checked(counts: pd.DataFrame) -> pd.DataFrame:
    """The columns needed, texts as categories, sorted by unit, indicator and day."""
    missing = [Problem("", name, "column.any", "found.none") for name in COLUMNS if name not in counts]
    if missing:
        raise CoverageError("national.incomplete", missing)
    table = counts[list(COLUMNS)].astype(dict.fromkeys(_TEXTS, "category"))
    place, days = pd.factorize(table["period"])
    if not ((days.month == 12) & (days.day == 31)).all():
        raise CoverageError("national.incomplete", [Problem("", "period", "national.year_end", "national.other_day")])
    area, indicator, base = (table[name].cat.codes.to_numpy(dtype="int64") for name in _TEXTS)
    number = area * (indicator.max(initial=0) + 1) + indicator
    key = number * 10_000 + days.year.to_numpy()[place]
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    turns = np.flatnonzero((np.diff(number[order]) == 0) & (np.diff(base[order]) != 0))
    problems = [
        Problem("", f"{table['area_code'].iloc[at]}, {table['indicator'].iloc[at]}", expected, found)
        for rows, expected, found in ((twice, "national.one_row", "found.several"), (turns, "national.one_base", "found.several"))
        for at in order[rows[:20]]
    ]
    if problems:
        raise CoverageError("national.incomplete", problems)
    return table.iloc[order]


def _goals(table: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The target rates of each unit: per indicator and year those of the nearest level that sets one."""
    rates = targets.loc[
        targets["in_force"] & targets["target_pct"].notna(), ["area_code", "indicator", "base", "year", "target_pct"]
    ]
    rates = rates.sort_values("target_pct").drop_duplicates(["area_code", "indicator", "base", "year"], keep="last")
    above = lineage(table["area_code"].cat.categories)
    above = above[above["upper_code"].isin(rates["area_code"])]
    goals = above.merge(rates.rename(columns={"area_code": "upper_code"}), on="upper_code")
    level = goals.groupby(["area_code", "indicator", "year"])["rank"].transform("min")
    return goals[goals["rank"] == level].reset_index(drop=True)


def _judged(series: pd.DataFrame, figures: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    number = _numbers(series, goals)
    same = (number >= 0) & (series["base"].to_numpy(dtype=object)[number] == goals["base"].to_numpy(dtype=object))
    goals, number = goals[same], number[same]
    due = goals["year"].to_numpy(dtype="int64")
    last = series["period"].dt.year.to_numpy()[number]
    at, seen = _figure(figures, number, np.minimum(due, last))
    goals, number, due, at = goals[seen], number[seen], due[seen], at[seen]
    starts = np.flatnonzero(np.diff(figures["series"].to_numpy(), prepend=-1))[number]
    year = figures["period"].dt.year.to_numpy(dtype=float)
    rate, persons = figures["coverage_pct"].to_numpy(), figures["persons"].to_numpy(dtype=float)
    target, left, years = goals["target_pct"].to_numpy(dtype=float), due - year[at], year[at] - year[starts]
    with np.errstate(all="ignore"):
        observed = np.where(years > 0, (rate[at] - rate[starts]) / years, np.nan)
        required = np.where(left > 0, (target - rate[at]) / left, np.nan)
    base = np.where(years > 0, rate[starts], np.nan)
    official = _official(goals, year[at])
    codes, agree = verdict_codes(rate[at], target, left, base, np.where(years > 0, years, np.nan), official)
    chosen = series.iloc[number]
    lower, central, upper = limits(chosen, np.maximum(due - last[seen], 0))
    drawn = (chosen["outlook"].to_numpy() != "none") & (due > last[seen])
    return pd.DataFrame(
        {
            "area_code": chosen["area_code"].to_numpy(),
            "indicator": chosen["indicator"].to_numpy(),
            "target_year": due,
            "target_area_code": goals["upper_code"].to_numpy(),
            "target_pct": target,
            "period": figures["period"].to_numpy()[at],
            "coverage_pct": rate[at],
            "gap_pp": rate[at] - target,
            "gap_persons": figures["participants"].to_numpy(dtype=float)[at] - persons_needed(target, persons[at]),
            "pace_observed_pp": observed,
            "pace_required_pp": required,
            **{name: pd.Categorical.from_codes(codes[name], NAMES) for name in METHODS},
            "verdicts_agree": agree,
            "lower_pct": np.where(drawn, lower, np.nan),
            "central_pct": np.where(drawn, central, np.nan),
            "upper_pct": np.where(drawn, upper, np.nan),
        }
    )


def _numbers(series: pd.DataFrame, goals: pd.DataFrame) -> np.ndarray:
    """The number of the series that each goal concerns; -1 where there is none."""
    area, indicator = series["area_code"].cat, series["indicator"].cat
    width = len(indicator.categories) + 1  # one place more, for an indicator that no series has
    number = np.full((len(area.categories) + 1) * width, -1)
    number[area.codes.to_numpy(dtype="int64") * width + indicator.codes] = np.arange(len(series))
    wanted = [known.categories.get_indexer(goals[name]) for known, name in ((area, "area_code"), (indicator, "indicator"))]
    return number[wanted[0] * width + wanted[1]]  # -1 counts from the end, where nothing stands


def _figure(figures: pd.DataFrame, number: np.ndarray, year: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The row of a series and year, and whether there is one."""
    key = figures["series"].to_numpy(dtype="int64") * 10_000 + figures["period"].dt.year.to_numpy(dtype="int64")
    wanted = number * 10_000 + year
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return at, key[at] == wanted if len(key) else np.zeros(len(wanted), dtype=bool)


def _official(goals: pd.DataFrame, year: np.ndarray) -> np.ndarray:
    """The rate that the same level sets for the year of the figure; missing where it sets none."""
    key = ["upper_code", "indicator", "base", "year"]
    known = goals.drop_duplicates(key).set_index(key)["target_pct"]
    wanted = goals[key[:3]].assign(year=year.astype("int64"))
    return known.reindex(pd.MultiIndex.from_frame(wanted)).to_numpy(dtype=float)
