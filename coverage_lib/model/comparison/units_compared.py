"""Which rates of the units below one unit can be compared, and with which level; and what units without a rate are to add."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.vocabulary.areas import exists, parent
from coverage_lib.vocabulary.table_schemas import conform

GROUP = ["area_code", "indicator"]
"""One comparison: the unit above, and the indicator. The units below stand in ``lower_code``."""
FEWEST = 2
"""Units that it takes to compare."""


def units_compared(trajectory: pd.DataFrame, gap: pd.DataFrame) -> pd.DataFrame:
    """The latest year-end for which two units below a unit have a rate over one base: observed where there is one, else assigned.

    Parameters
    ----------
    trajectory, gap : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row a unit compared: ``area_code`` (the unit above), ``indicator``, ``lower_code``; of table ``trajectory`` ``path``,
        ``base``, ``period``, ``participants``, ``persons``, ``coverage_pct``, ``method``, ``source_id``; ``target_pct``, the
        highest level of that year over the same base that applies to the unit, and ``gap_pp`` = coverage − target, missing
        without one.
    """
    known = (trajectory["segment"] > 0) & trajectory["coverage_pct"].notna()
    rows = below(trajectory[trajectory["path"].isin(["actual", "plan"]) & known])
    same = [*GROUP, "path", "period", "base"]
    rows = rows[rows.groupby(same)["lower_code"].transform("nunique") >= FEWEST]
    chosen = rows[same].sort_values(["path", "period", "base"], ascending=[False, True, True], kind="stable")
    rows = rows.merge(chosen.drop_duplicates(GROUP, keep="last"), on=same)
    levels = gap[gap["gap_pp"].notna()].sort_values("target_pct", kind="stable")
    levels = levels.drop_duplicates(["area_code", "indicator", "target_year"], keep="last")
    levels = levels.rename(columns={"area_code": "lower_code", "target_year": "year"})
    own = ["lower_code", "indicator", "year", "base"]
    rows = rows.assign(year=rows["period"].dt.year.astype("Int64")).merge(levels[[*own, "target_pct"]], on=own, how="left")
    rows = rows.sort_values([*GROUP, "lower_code"], ignore_index=True)
    return rows.assign(gap_pp=rows["coverage_pct"] - rows["target_pct"].astype("float64"))


def below(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of units as rows of the unit above, ``area_code``, with the unit itself in ``lower_code``; none of a unit without one.

    >>> below(pd.DataFrame({"area_code": ["464", "VN"]})).to_dict("records")
    [{'lower_code': '464', 'area_code': '45'}]
    """
    above = {code: parent(code) if exists(code) else "" for code in rows["area_code"].unique()}
    rows = rows.rename(columns={"area_code": "lower_code"})
    return rows.assign(area_code=rows["lower_code"].map(above).astype("str")).query("area_code != ''")


def persons_to_add(gap: pd.DataFrame) -> pd.DataFrame:
    """Table ``persons_to_add``: for units that count their participants and have no rate, persons assigned − participants.

    Parameters
    ----------
    gap : DataFrame
        The table of this name.

    Returns
    -------
    DataFrame
        ``increase`` in persons, known to ``rounded_to``, and ``increase_pct`` of the participants; positive where people are to be
        added, missing where nobody participates yet.
    """
    rows = gap[gap["target_pct"].isna() & gap["participants"].notna() & gap["basis"].ne("plan")]
    now = rows["participants"].astype("float64")
    share = -100 * rows["gap_persons"].astype("float64") / now.where(now > 0, np.nan)
    return conform(rows.assign(increase=-rows["gap_persons"], increase_pct=share), "persons_to_add")
