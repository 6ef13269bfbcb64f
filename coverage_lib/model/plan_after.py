"""A plan made for a district, in the units that hold its territory since 1 July 2025."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from coverage_lib.model.recast import recast
from coverage_lib.vocabulary.areas import REFORM, children
from coverage_lib.vocabulary.groupings import grouping_of

_RATE_KEY = ["indicator", "period", "basis", "source_id"]
COLUMNS = ["area_code", "indicator", "period", "basis", "base", "participants", "persons", "coverage_pct", "source_id", "recast"]


def plan_after(tables: Mapping[str, pd.DataFrame], district: str) -> pd.DataFrame:
    """Participants, denominators and rates of a former district in its new communes, and in the grouping of all of them.

    Parameters
    ----------
    tables : mapping
        ``enrolment``, ``denominators`` and ``coverage`` of ``data/processed``.
    district : str
        Area code, such as ``464``.

    Returns
    -------
    DataFrame
        `COLUMNS`; one row a new commune, indicator, period, basis and source for which all its older communes have a figure, and
        one for the sum over all of them under the code of the grouping if the district goes on exactly. Persons are sums;
        ``coverage_pct`` = 100 × participants / persons is computed from them, over the base that the communes' own rates stand on;
        without such a rate ``base`` is empty and the rate missing.
    """
    communes = children(district)
    counted = _of(tables["enrolment"], communes)
    people = _of(tables["denominators"], communes)
    rated = _of(tables["coverage"], communes)
    bases = rated.loc[rated["method"] == "counts", [*_RATE_KEY, "base"]].drop_duplicates(_RATE_KEY)
    destinations: list[dt.date | str] = [REFORM, *([grouping_of(district)] if grouping_of(district) else [])]
    found = []
    for to in destinations:
        figures = recast(counted, to).table[["area_code", *_RATE_KEY, "participants", "recast"]]
        below = recast(people, to).table[["area_code", "period", "base", "source_id", "persons"]]
        rows = figures.merge(bases, on=_RATE_KEY, how="left").fillna({"base": ""})
        found.append(rows.merge(below, on=["area_code", "period", "base", "source_id"], how="left"))
    plan = pd.concat(found, ignore_index=True)
    plan["coverage_pct"] = 100 * plan["participants"].astype("float64") / plan["persons"].astype("float64")
    return plan[COLUMNS]


def _of(table: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    return table[table["area_code"].isin(codes)].reset_index(drop=True)
