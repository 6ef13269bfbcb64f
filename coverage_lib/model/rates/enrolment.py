"""Participants, actual or planned, from observations."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.rates.choice_of_figure import first_of
from coverage_lib.model.rates.rounding_intervals import resolution, trailing_unit
from coverage_lib.vocabulary.table_schemas import conform, table
from coverage_lib.vocabulary.terms import parts, terms, worst_status

_COARSEST = 1_000
"""A count such as "over 1,000,000" is taken to be known to the thousand at best."""
_WITHOUT_INDICATOR = ["area_code", "period", "basis", "source_id"]


def enrolment(observations: pd.DataFrame) -> pd.DataFrame:
    """Table ``enrolment``: persons taking part in a scheme.

    Parameters
    ----------
    observations : DataFrame
        Table ``observations``.

    Returns
    -------
    DataFrame
        Table ``enrolment``. Where a document prints the parts of an indicator but not their sum, the sum is added with the cells of
        its parts joined by `` + ``; its status is the worst of its parts.
    """
    counted = observations[
        (observations["measure"] == "participants") & observations["area_code"].ne("") & observations["value"].notna()
    ]
    counted = counted[counted["indicator"].ne("")]
    rows = first_of(counted, table("enrolment")["key"])
    rows = rows.assign(participants=rows["value"], cell=rows["address"], rounded_to=rounded_to(rows))
    rows = rows[table("enrolment")["columns"]]
    return conform(pd.concat([rows, *(_sums(rows, code) for code in terms("indicator") if parts(code))]), "enrolment")


def rounded_to(counted: pd.DataFrame) -> pd.Series:
    """Precision of printed counts in persons: from their unit and decimals, and the trailing zeros of qualified counts.

    Parameters
    ----------
    counted : DataFrame
        Columns ``printed``, ``unit``, ``value``, ``qualifier`` of observations.

    Examples
    --------
    >>> counts = [("17.24", "triệu người", 17.24e6, ""), ("1.499", "", 1499.0, ""), ("37000", "người", 37e3, "over")]
    >>> rounded_to(pd.DataFrame(counts, columns=["printed", "unit", "value", "qualifier"])).tolist()
    [10000.0, 1.0, 1000.0]
    """
    shown = resolution(counted["printed"], counted["value"]).clip(lower=1)
    return shown.where(counted["qualifier"].eq(""), trailing_unit(counted["value"]).clip(upper=_COARSEST).combine(shown, max))


def _sums(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The sum of the parts if all of them, but not the sum itself, are printed."""
    wanted = parts(indicator)
    grouped = rows[rows["indicator"].isin(wanted)].groupby(_WITHOUT_INDICATOR)
    sums = grouped.agg(
        participants=("participants", "sum"),
        rounded_to=("rounded_to", "max"),
        obs_status=("obs_status", lambda each: worst_status(*each)),
        cell=("cell", " + ".join),
        qualifier=("qualifier", "max"),
        found=("indicator", "nunique"),
    )
    printed = pd.MultiIndex.from_frame(rows.loc[rows["indicator"] == indicator, _WITHOUT_INDICATOR])
    complete = sums[(sums["found"] == len(wanted)) & ~sums.index.isin(printed)]
    return complete.reset_index().assign(indicator=indicator)
