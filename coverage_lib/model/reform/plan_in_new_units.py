"""Plans made for a district, in the units that hold its territory since 1 July 2025."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from coverage_lib.model.reform.recast import recast
from coverage_lib.vocabulary.areas import REFORM, area_level, children, exists, parent
from coverage_lib.vocabulary.former_districts import MARK, former_district, grouping_of
from coverage_lib.vocabulary.table_schemas import conform, empty

_RATE_KEY = ["indicator", "period", "source_id"]
_TOTALS = {"participants": "indicator", "persons": "base"}
"""What is added, and the column that says of what."""


def plan_after_reform(
    enrolment: pd.DataFrame, denominators: pd.DataFrame, coverage: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables ``plan_after_reform`` and ``plan_totals`` of every former district that goes on exactly in its new communes.

    Parameters
    ----------
    enrolment, denominators, coverage : DataFrame
        The tables of these names; their planned figures.

    Returns
    -------
    plan_after_reform : DataFrame
        One row a new commune, indicator, period and source for which all its older communes have a figure, and one for the sum
        over all of them under the code of the grouping. Persons are sums; ``coverage_pct`` = 100 × participants / persons is
        computed from them, over the base that the communes' own rates have; without such a rate ``base`` is empty and the rate
        missing.
    plan_totals : DataFrame
        One row an indicator or base, period and source: ``older_persons`` (sum over the communes until 30 June 2025),
        ``newer_persons`` (over those since), ``printed_persons`` (the district's own figure, missing where there is none). The
        method keeps totals: older and newer are equal.
    """
    given = {"participants": enrolment, "persons": denominators, "coverage_pct": coverage}
    given = {name: rows[rows["basis"] == "plan"] for name, rows in given.items()}
    plans, totals = [empty("plan_after_reform")], [empty("plan_totals")]
    for district in sorted({parent(code) for code in given["participants"]["area_code"].unique() if exists(code)}):
        if district and area_level(district) == "district" and former_district(district).exact and grouping_of(district):
            plans.append(_plan(given, district))
            totals.append(_totals(given, plans[-1], district))
    return conform(pd.concat(plans), "plan_after_reform"), conform(pd.concat(totals), "plan_totals")


def _plan(given: dict[str, pd.DataFrame], district: str) -> pd.DataFrame:
    counted, people, rated = (_of(rows, children(district)) for rows in given.values())
    bases = rated.loc[rated["method"] == "counts", [*_RATE_KEY, "base"]].drop_duplicates(_RATE_KEY)
    destinations: list[dt.date | str] = [REFORM, grouping_of(district)]
    found = []
    for to in destinations:
        rows = recast(counted, to).table[["area_code", *_RATE_KEY, "participants"]].merge(bases, on=_RATE_KEY, how="left")
        below = recast(people, to).table[["area_code", "period", "base", "source_id", "persons"]]
        found.append(rows.fillna({"base": ""}).merge(below, on=["area_code", "period", "base", "source_id"], how="left"))
    plan = pd.concat(found, ignore_index=True).rename(columns={"area_code": "new_code"}).assign(area_code=district)
    return plan.assign(coverage_pct=100 * plan["participants"].astype("float64") / plan["persons"].astype("float64"))


def _totals(given: dict[str, pd.DataFrame], plan: pd.DataFrame, district: str) -> pd.DataFrame:
    below = plan[~plan["new_code"].str.startswith(MARK)]
    found = []
    for column, of in _TOTALS.items():
        key = [of, "period", "source_id"]
        newer = below[below[column].notna()].drop_duplicates(["new_code", *key]).groupby(key)[column].sum()
        older = _of(given[column], children(district)).groupby(key)[column].sum()
        printed = _of(given[column], [district]).set_index(key)[column]
        rows = pd.concat({"newer_persons": newer, "older_persons": older, "printed_persons": printed}, axis=1).loc[newer.index]
        measure = "participants" if column == "participants" else "denominator"
        found.append(rows.reset_index().rename(columns={of: "quantity"}).assign(area_code=district, measure=measure))
    return pd.concat(found, ignore_index=True)


def _of(rows: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    return rows[rows["area_code"].isin(codes)].reset_index(drop=True)
