"""Rules for choosing one of several printings of a figure (the others stay in ``observations`` and are audited)."""

from __future__ import annotations

import pandas as pd

ADDRESS = "address"


def with_address(observations: pd.DataFrame) -> pd.DataFrame:
    """Observations with the full address ``sheet!cell`` and the order in which printings of one document are preferred.

    An unqualified figure stands before a qualified one ("phấn đấu …"), and the appendix before the running text; the appendix is
    the sheet with more figures.
    """
    figures = observations.groupby(["source_id", "sheet"])["cell"].transform("size")
    ordered = observations.assign(
        address=observations["sheet"] + "!" + observations["cell"],
        _qualified=observations["qualifier"].str.startswith("strive"),
        _figures=-figures,
    )
    return ordered.sort_values(["_qualified", "_figures", "sheet", "cell"], kind="stable").drop(columns=["_qualified", "_figures"])


def first_of(observations: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row for each key: the preferred printing."""
    return with_address(observations).drop_duplicates(key)
