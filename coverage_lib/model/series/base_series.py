"""The figures of every base over time, for each unit: what may be joined, and what the trajectory stands on."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.series.passed_breaks import stretches
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

_FIGURE = ["area_code", "base", "period", "persons"]


def base_series(
    denominators: pd.DataFrame, coverage: pd.DataFrame, observations: pd.DataFrame, trajectory: pd.DataFrame, breaks: pd.DataFrame
) -> pd.DataFrame:
    """Table ``base_series``: denominators printed, apportioned or adjusted, implied by a printed rate, and what is none.

    Parameters
    ----------
    denominators, coverage, observations, trajectory, breaks : DataFrame
        The tables of these names. Of ``coverage`` the denominators implied by a rate that is no plan are taken; of
        ``observations`` the quantities that are printed like a base and are no denominator, with an empty ``method``.

    Returns
    -------
    DataFrame
        Table ``base_series``, in persons.
    """
    implied = coverage[(coverage["method"] == "implied") & (coverage["basis"] != "plan")]
    unusable = [code for code, entry in terms("base").items() if not entry.get("usable", True)]
    other = observations[observations["base"].isin(unusable) & observations["area_code"].ne("") & observations["value"].notna()]
    other = other.assign(persons=other["value"].round(), method="", cell=other["sheet"] + "!" + other["cell"])
    rows = pd.concat([denominators.assign(persons_known_to=1), implied, other.assign(persons_known_to=1)], ignore_index=True)
    drawn = trajectory[trajectory["path"].isin(["actual", "plan"])]
    return conform(
        rows.assign(
            stretch=stretches(rows["area_code"], rows["base"], rows["period"], breaks),
            in_trajectory=pd.MultiIndex.from_frame(rows[_FIGURE]).isin(pd.MultiIndex.from_frame(drawn[_FIGURE])),
        ),
        "base_series",
    )
