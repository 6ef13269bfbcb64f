"""Path of the targets in force from year to year: official levels, and interpolated values between them.

The official level if a document sets one for the year; otherwise, between two official levels of one document for the same unit,
indicator and base, the point on the straight line, marked as not assigned. Nothing beyond the first and last year of a document,
nothing between two documents, nothing across a break of the base.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.vocabulary.table_schemas import conform

_LINE = ["area_code", "indicator", "base", "source_id"]


def target_path(targets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Table ``target_path``: targets in force by year, with the years between them.

    Parameters
    ----------
    targets, breaks : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        Columns ``area_code``, ``indicator``, ``base``, ``source_id``, ``year``, ``target_pct`` (per cent), ``qualifier``,
        ``interpolated`` (true: nobody assigned it).

    Examples
    --------
    >>> line = {"area_code": "VN", "indicator": "si", "base": "labour_force_working_age", "source_id": "a", "qualifier": "about"}
    >>> rows = pd.DataFrame([line | {"year": 2021, "target_pct": 35.0}, line | {"year": 2023, "target_pct": 45.0}])
    >>> none = pd.DataFrame({"area_code": [], "base": [], "period": []})
    >>> target_path(rows.assign(in_force=True), none)[["year", "target_pct", "interpolated"]].values.tolist()
    [[2021, 35.0, False], [2022, 40.0, True], [2023, 45.0, False]]
    """
    official = targets[targets["in_force"] & targets["target_pct"].notna()].astype({"year": "int64"})
    official = official.sort_values([*_LINE, "year"], ignore_index=True)
    following = official.groupby(_LINE)[["year", "target_pct"]].shift(-1)
    apart = (following["year"] - official["year"]).fillna(1).astype(int)
    wide = official.assign(later=following["year"], level=following["target_pct"], apart=apart)
    open_rows = wide[(wide["apart"] > 1) & ~_broken(wide, breaks)]
    between = open_rows.loc[open_rows.index.repeat(open_rows["apart"] - 1)]
    step = between.groupby(level=0).cumcount() + 1
    between = between.assign(
        year=between["year"] + step,
        target_pct=between["target_pct"] + (between["level"] - between["target_pct"]) * step / between["apart"],
        qualifier="",
        interpolated=True,
    )
    return conform(pd.concat([official.assign(interpolated=False), between]), "target_path")


def _broken(lines: pd.DataFrame, breaks: pd.DataFrame) -> pd.Series:
    """Whether there is a break of the base between a target year and the next one of its document."""
    broken = pd.Series(False, index=lines.index)
    for each in breaks.itertuples():
        concerned = lines["base"].eq(each.base) & (lines["area_code"].eq(each.area_code) | (each.area_code == ""))
        broken |= concerned & (lines["year"] < each.period.year) & (each.period.year <= lines["later"])
    return broken
