"""A plan made for a district, in the units that hold its territory since 1 July 2025."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from coverage_lib.model.reform.recast import recast
from coverage_lib.vocabulary.areas import REFORM, children
from coverage_lib.vocabulary.former_districts import MARK, grouping_of

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


def totals(tables: Mapping[str, pd.DataFrame], district: str, plan: pd.DataFrame) -> pd.DataFrame:
    """Every total of the plan in the new communes, beside that of the older ones and the district's own figure.

    Parameters
    ----------
    tables : mapping
        ``enrolment`` and ``denominators``.
    district : str
    plan : DataFrame
        As of :func:`plan_after`.

    Returns
    -------
    DataFrame
        One row an indicator or base, period, basis and source: ``code`` (of the indicator or base), ``column`` (participants or
        persons), ``older`` (sum over the communes until 30 June 2025), ``newer`` (over those since), ``printed`` (the district's
        own figure, missing where there is none). The method keeps totals: ``older`` and ``newer`` are equal.
    """
    communes = children(district)
    below = plan[~plan["area_code"].str.startswith(MARK)]
    found = []
    for name, code, column in (("enrolment", "indicator", "participants"), ("denominators", "base", "persons")):
        key = [code, "period", "basis", "source_id"]
        older = _of(tables[name], communes).groupby(key)[column].sum()
        newer = below[below[column].notna()].drop_duplicates(["area_code", *key]).groupby(key)[column].sum()
        printed = _of(tables[name], [district]).set_index(key)[column]
        rows = newer.rename("newer").to_frame().join(older.rename("older"), how="left").join(printed.rename("printed"), how="left")
        found.append(rows.reset_index().rename(columns={code: "code"}).assign(column=column))
    columns = ["code", "column", "period", "basis", "source_id", "older", "newer", "printed"]
    return pd.concat(found, ignore_index=True)[columns]
