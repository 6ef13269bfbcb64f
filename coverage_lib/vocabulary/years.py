"""Years between days, and the last day of a year: the one place of this arithmetic."""

from __future__ import annotations

import numpy as np
import pandas as pd


def year_end(year):
    """31 December of a year, or of each year of a Series or an array.

    >>> year_end(2025), year_end(pd.Series([2024, 2030])).dt.year.tolist()
    (Timestamp('2025-12-31 00:00:00'), [2024, 2030])
    """
    days = (np.asarray(year, dtype="int64") - 1969).astype("datetime64[Y]").astype("datetime64[D]") - 1
    if isinstance(year, pd.Series):
        return pd.Series(days.astype("datetime64[ns]"), index=year.index)
    return days if days.ndim else pd.Timestamp(days[()])


def years_between(start, end):
    """Years between two ends of month, in twelfths, so that year-ends lie whole years apart; missing where a day is.

    Days, arrays or Series of days; negative where the second day is the earlier one.

    >>> float(years_between(pd.Timestamp("2024-06-30"), year_end(2030)))
    6.5
    """
    first, last = (np.asarray(day, dtype="datetime64[M]") for day in (start, end))
    years = (last - first) / np.timedelta64(12, "M")
    index = next((each.index for each in (start, end) if isinstance(each, pd.Series)), None)
    return years if index is None else pd.Series(years, index=index)
