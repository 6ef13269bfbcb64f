"""Targets with the document that set them, which is in force and which took its place.

Rules of precedence, in this order:

1. A draft or a working session sets nothing: it is carried, never in force.
2. Between documents for the same unit, indicator, year and measure (rates over the same base, or persons), the one issued
   later is in force and supersedes the others.
3. Where a date is not known, nothing is superseded: both stand, and the audit says so.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.choice import first_of
from coverage_lib.raw.sources import Source
from coverage_lib.vocabulary.tables import conform

_KEY = ["area_code", "year", "indicator", "source_id"]


def targets(observations: pd.DataFrame, sources: list[Source]) -> pd.DataFrame:
    """Table ``targets``: one row a unit, year, indicator and document, in per cent or persons or both.

    Parameters
    ----------
    observations : DataFrame
        Table ``observations``; figures whose basis is plan.
    sources : list of Source
        For dates and authority.
    """
    planned = observations[
        (observations["basis"] == "plan")
        & observations["area_code"].ne("")
        & observations["indicator"].ne("")
        & observations["value"].notna()
    ].assign(year=lambda rows: rows["period"].dt.year)
    rates = first_of(planned[planned["measure"] == "rate_pct"], _KEY)
    counts = first_of(planned[planned["measure"] == "participants"], _KEY)
    rows = rates[[*_KEY, "base", "value", "qualifier", "address"]].merge(
        counts[[*_KEY, "value", "qualifier", "address"]], on=_KEY, how="outer", suffixes=("", "_persons")
    )
    both = rows["address"].notna() & rows["address_persons"].notna()
    rows = rows.assign(
        target_pct=rows["value"],
        target_persons=rows["value_persons"],
        qualifier=rows["qualifier"].fillna(rows["qualifier_persons"]),
        cell=rows["address"].fillna(rows["address_persons"]).mask(both, rows["address"] + " | " + rows["address_persons"]),
    )
    about = {source.source_id: source for source in sources}
    rows["issued"] = pd.to_datetime(rows["source_id"].map(lambda code: about[code].issued))
    rows["authority"] = rows["source_id"].map(lambda code: about[code].authority)
    rows["dated"] = pd.to_datetime(rows["source_id"].map(lambda code: about[code].dated))
    rows["base"] = rows["base"].fillna("")
    rows["superseded_by"] = _superseded_by(rows)
    return conform(rows.assign(in_force=rows["superseded_by"].eq("") & rows["authority"].ne("working")), "targets")


def _superseded_by(rows: pd.DataFrame) -> pd.Series:
    """For each target the latest document that set it anew, or an empty text."""
    columns = ["source_id", "target_pct", "base", "authority", "dated"]
    pairs = rows.reset_index().merge(
        rows[["area_code", "year", "indicator", *columns]], on=["area_code", "year", "indicator"], suffixes=("", "_rival")
    )
    in_rate, rival_in_rate = pairs["target_pct"].notna(), pairs["target_pct_rival"].notna()
    same_measure = (in_rate & rival_in_rate & (pairs["base"] == pairs["base_rival"])) | (~in_rate & ~rival_in_rate)
    # the earliest possible day of issue proves that a document is later than another, never that it is earlier
    later = (pairs["dated_rival"] > pairs["issued"]) | (pairs["authority"] == "working")
    rivals = pairs[
        same_measure & later & (pairs["authority_rival"] != "working") & (pairs["source_id"] != pairs["source_id_rival"])
    ]
    chosen = rivals.sort_values("dated_rival", na_position="first", kind="stable").groupby("index")["source_id_rival"].last()
    return chosen.reindex(rows.index).fillna("")
