"""A yearly table of counts, such as that of every commune of the country, as the points that gap and projection take."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.series.passed_breaks import stretches

COLUMNS = ("area_code", "indicator", "base", "period", "participants", "persons")
_TEXTS = ["area_code", "indicator", "base"]
_SAME = {"path": "actual", "obs_status": "A", "method": "counts", "source_id": "counts"}


def counted_points(counts: pd.DataFrame, breaks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows of table ``trajectory`` for counts that no document needs to be named for.

    Parameters
    ----------
    counts : DataFrame
        ``area_code``, ``indicator``, ``base``, ``period`` (31 December of each year), ``participants``, ``persons``: one row a
        unit, indicator and year, persons; the base is the same for all years of a series.
    breaks : DataFrame, optional
        Table ``breaks``.

    Returns
    -------
    DataFrame
        Sorted by unit, indicator and day, texts as categories. A year without a denominator is left out.

    Raises
    ------
    CoverageError
        If a column is missing, a day is no year-end, a row stands twice or a series changes its base.

    Examples
    --------
    >>> counts = pd.DataFrame({"area_code": ["19363"] * 2, "indicator": ["hi"] * 2, "base": ["population"] * 2,
    ...     "period": pd.to_datetime(["2023-12-31", "2024-12-31"]), "participants": [900, 920], "persons": [1000, 1000]})
    >>> counted_points(counts)["coverage_pct"].tolist()
    [90.0, 92.0]
    """
    table = _checked(counts)
    persons = table["persons"].to_numpy(dtype=float, na_value=np.nan)
    with np.errstate(all="ignore"):
        rate = np.where(persons > 0, 100 * table["participants"].to_numpy(dtype=float, na_value=np.nan) / persons, np.nan)
    passed = 0 if breaks is None else stretches(table["area_code"], table["base"], table["period"], breaks)
    same = {name: pd.Categorical.from_codes(np.zeros(len(table), dtype="int8"), [code]) for name, code in _SAME.items()}
    points = table.assign(**same, coverage_pct=rate, segment=1 + passed, lower_pct=np.nan, upper_pct=np.nan)
    known = ~np.isnan(rate)
    return (points if known.all() else points[known]).assign(rounded_to=1, persons_known_to=1)


def _checked(counts: pd.DataFrame) -> pd.DataFrame:
    """The columns needed, texts as categories, sorted by unit, indicator and day."""
    missing = [Problem("", name, "column.any", "found.none") for name in COLUMNS if name not in counts]
    if missing:
        raise CoverageError("counts.incomplete", missing)
    table = counts[list(COLUMNS)].astype(dict.fromkeys(_TEXTS, "category"))
    place, days = pd.factorize(table["period"])
    if not days.is_year_end.all():
        raise CoverageError("counts.incomplete", [Problem("", "period", "counts.year_end", "counts.other_day")])
    area, indicator, base = (table[name].cat.codes.to_numpy(dtype="int64") for name in _TEXTS)
    number = area * (indicator.max(initial=0) + 1) + indicator
    key = number * 10_000 + days.year.to_numpy()[place]
    if (np.diff(key) > 0).all() and not ((np.diff(number) == 0) & (np.diff(base) != 0)).any():
        return table
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    turns = np.flatnonzero((np.diff(number[order]) == 0) & (np.diff(base[order]) != 0))
    problems = [
        Problem("", f"{table['area_code'].iloc[at]}, {table['indicator'].iloc[at]}", expected, found)
        for rows, expected, found in ((twice, "counts.one_row", "found.several"), (turns, "counts.one_base", "found.several"))
        for at in order[rows[:20]]
    ]
    if problems:
        raise CoverageError("counts.incomplete", problems)
    return table.iloc[order]
