"""Breaks in series that apply to a unit, and the time series segment of each figure."""

from __future__ import annotations

import numpy as np
import pandas as pd


def stretches(areas: pd.Series, bases: pd.Series, periods: pd.Series, breaks: pd.DataFrame) -> np.ndarray:
    """The number of breaks before each figure: two figures of one unit and base may be joined only if it is equal.

    Parameters
    ----------
    areas, bases, periods : Series
        Unit, base and day of each figure.
    breaks : DataFrame
        Table ``breaks``; an empty ``area_code`` applies to every unit. The date of a break is the first day of the new definition.

    Returns
    -------
    array of int

    Examples
    --------
    >>> breaks = pd.DataFrame({"area_code": [""], "base": ["population"], "period": pd.to_datetime(["2019-01-01"])})
    >>> days = pd.Series(pd.to_datetime(["2018-12-31", "2019-12-31"]))
    >>> stretches(pd.Series(["30", "30"]), pd.Series(["population"] * 2), days, breaks).tolist()
    [0, 1]
    """
    passed = np.zeros(len(periods), dtype="int64")
    for each in breaks.itertuples():  # a handful of records, each compared with all figures at once
        here = bases.eq(each.base) & periods.ge(each.period)
        passed += (here if each.area_code == "" else here & areas.eq(each.area_code)).to_numpy()
    return passed


def breaks_of(area_code: str, base: str, breaks: pd.DataFrame) -> pd.DataFrame:
    """The breaks that concern a unit's rates over a base."""
    return breaks[(breaks["base"] == base) & breaks["area_code"].isin(["", area_code])]
