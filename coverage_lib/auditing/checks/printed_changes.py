"""Checks of printed increases and growth rates against the two figures from which they are computed."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, summary, table
from coverage_lib.auditing.figures.finding_words import as_printed, cell_text, persons, rate, term
from coverage_lib.auditing.figures.printed_figures import decimals, figures, of_measure
from coverage_lib.model.rates.rounding_intervals import rounding_class


def increase(observations: pd.DataFrame) -> pd.DataFrame:
    """Check in each row: earlier figure + printed increase = later figure; one note per column counts the correct rows."""
    known = figures(observations)
    row = ["source_id", "sheet", "row", "indicator"]
    counts = of_measure(known, "participants")[[*row, "period", "value"]]
    added = of_measure(known, "increase")
    later = added.merge(counts.rename(columns={"value": "later"}), on=[*row, "period"])
    both = later.merge(counts.rename(columns={"value": "earlier", "period": "before"}), on=row)
    both = both[both["before"] < both["period"]].sort_values("before").drop_duplicates(["source_id", "sheet", "cell"], keep="last")
    both["computed"] = both["later"] - both["earlier"]
    return table(found for _, column in both.groupby(["source_id", "sheet", "column"], sort=True) for found in _increases(column))


def _increases(column: pd.DataFrame) -> Iterator[dict]:
    off = column[column["computed"] != column["value"]]
    for row in off.itertuples():
        yield finding(
            "increase",
            "off",
            "error",
            row,
            printed=cell_text(row),
            computed=persons(row.computed),
            earlier=persons(row.earlier),
            later=persons(row.later),
        )
    yield summary("increase", column, len(column) - len(off))


def growth(observations: pd.DataFrame) -> pd.DataFrame:
    """Printed growth rates compared with the counts of the two years, where the document prints both.

    100·(n_t/n_{t−1} − 1), judged like a rate; a figure that agrees gives a note, so that it is seen to have been judged.
    """
    known = figures(observations)
    counts = of_measure(known, "participants")
    keys = ["source_id", "area_code", "indicator"]
    now = of_measure(known, "growth_pct").merge(
        counts[[*keys, "period", "value"]].rename(columns={"value": "later"}), on=[*keys, "period"]
    )
    before = (
        counts[[*keys, "period", "value"]]
        .rename(columns={"value": "earlier"})
        .assign(period=counts["period"] + pd.DateOffset(years=1))
    )
    both = now.merge(before[before["earlier"] > 0], on=[*keys, "period"]).drop_duplicates(["source_id", "sheet", "cell"])
    both["computed"] = 100.0 * (both["later"] / both["earlier"] - 1)
    both["verdict"] = rounding_class(both["computed"], both["value"], both["resolution"])
    severity = {"rounded": "note", "truncated": "note", "off": "error"}
    return table(
        finding(
            "growth",
            row.verdict,
            severity[row.verdict],
            row,
            printed=cell_text(row),
            computed=rate(row.computed, decimals(row.resolution) + 2),
            later=persons(row.later),
            earlier=persons(row.earlier),
            scheme=term("indicator", row.indicator),
            shown=as_printed(row),
        )
        for row in both.itertuples()
    )
