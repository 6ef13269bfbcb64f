"""Breaks in series where the territory of a unit changed while its code stayed: mergers, and communes that moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import conform, empty
from coverage_lib.vocabulary.unit_changes import territory_changes


def territory_breaks(observations: pd.DataFrame, areas_on: Mapping[str, dt.date]) -> pd.DataFrame:
    """Table ``breaks``: one row for each unit and base of which documents from before and after a change of its territory speak.

    Parameters
    ----------
    observations : DataFrame
        Columns ``source_id``, ``area_code`` and ``base``.
    areas_on : mapping of str to date
        source_id → the day on which the units of the document are valid.

    Returns
    -------
    DataFrame
        Table ``breaks``; ``source_id`` is empty, as the change follows from the lists of units and not from a document.

    Examples
    --------
    >>> rows = pd.DataFrame({"source_id": ["a", "b"], "area_code": "412", "base": "population"})
    >>> territory_breaks(rows, {"a": dt.date(2023, 12, 31), "b": dt.date(2025, 3, 31)})["break_id"].tolist()
    ['territory-412-2024-12-01-population']
    """
    spoken = observations.assign(day=pd.to_datetime(observations["source_id"].map(areas_on)))
    spans = spoken.groupby("area_code", observed=True)["day"].agg(["min", "max"])
    found = territory_changes().merge(spans, left_on="area_code", right_index=True)
    found = found[(found["min"] < found["date"]) & (found["max"] >= found["date"])]
    if found.empty:
        return empty("breaks")
    bases = observations[["area_code", "base"]].drop_duplicates().query("base != ''")
    found = found.merge(bases, on="area_code").assign(period=lambda rows: rows["date"], source_id="")
    found["break_id"] = (
        "territory-" + found["area_code"] + "-" + found["date"].dt.strftime("%Y-%m-%d-") + found["base"].astype("str")
    )
    for column, lang in (("message", "vi"), ("message_en", "en")):
        found[column] = [
            phrase("breaks.territory", lang, day=formats.date(row.date, lang), resolution=row.resolution)
            for row in found.itertuples()
        ]
    return conform(found, "breaks")
