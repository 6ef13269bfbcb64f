"""Denominators as printed in documents and statistical releases, with every definition kept separate."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.rates.choice_of_figure import first_of
from coverage_lib.vocabulary.table_schemas import conform, table
from coverage_lib.vocabulary.terms import terms


def denominators(observations: pd.DataFrame) -> pd.DataFrame:
    """Table ``denominators``: persons over whom a rate may be computed.

    Other quantities (registered population of merger dossiers, departures abroad) stay in ``observations`` only.

    Parameters
    ----------
    observations : DataFrame
        Table ``observations``.

    Returns
    -------
    DataFrame
        Table ``denominators``, ``method`` published.
    """
    usable = [code for code, entry in terms("base").items() if entry.get("usable", True)]
    printed = observations[
        (observations["measure"] == "denominator")
        & observations["area_code"].ne("")
        & observations["base"].isin(usable)
        & observations["value"].notna()
    ]
    rows = first_of(printed, table("denominators")["key"])
    return conform(rows.assign(persons=rows["value"], cell=rows["address"], method="published"), "denominators")
