"""Checks of figures that one document prints more than once."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import cell_name, cell_text, figure, persons, rate, words
from coverage_lib.auditing.figures.printed_figures import CELL, decimals, figures, of_measure
from coverage_lib.auditing.figures.rate_pairs import rates_with_counts
from coverage_lib.model.rates.rounding_intervals import meet

_FROM, _UP_TO = ("from", "strive_from"), ("up_to", "strive_up_to")
_FAR = 1e3  # times the figure: beyond any other printing of it


def same_denominator(observations: pd.DataFrame) -> pd.DataFrame:
    """One unit, period and base with different denominators on the sheets of one document."""
    known = of_measure(figures(observations), "denominator")
    keys = ["source_id", "area_code", "claim", "period", "basis"]
    return table(found for _, group in known[known["area_code"].ne("")].groupby(keys, sort=True) for found in _denominators(group))


def _denominators(group: pd.DataFrame) -> Iterator[dict]:
    """The most frequent value is taken as correct (the first one if all are equally frequent).

    The others are findings unless both are printings of one number: 375,3 thousand and 375.296 persons.
    """
    if group["value"].nunique() < 2:
        return
    usual = group["value"].mode()
    usual = group[group["value"].eq(group["value"].iloc[0] if len(usual) > 1 else usual.iloc[0])]
    first = next(usual.itertuples())
    for row in group[~meet(group["low"], group["high"], first.low, first.high)].itertuples():
        yield finding(
            "same_denominator",
            "differs",
            "error",
            row,
            printed=cell_text(row),
            computed=persons(first.value),
            other_place=cell_name(first.sheet, first.cell),
        )


def text_against_table(observations: pd.DataFrame) -> pd.DataFrame:
    """A figure in the running text or a small table compared with the same figure elsewhere in the document.

    Figures agree where their last digits allow one value. Where they do not, the one nearest to 100·n/D stands if the document
    prints both, otherwise the one of the larger table; the others are findings. What is only striven for is another figure, and
    the ends of a range ('from', 'up to') are limits: only a figure outside them differs.
    """
    known = of_measure(figures(observations), "participants", "rate_pct", "increase", "growth_pct")
    known = known[known["area_code"].ne("")]
    pairs = rates_with_counts(figures(observations))
    known = known.merge(pairs[[*CELL, "computed"]], on=CELL, how="left")
    known["high"] = known["high"].mask(known["qualifier"].isin(_FROM), known["high"] * _FAR)
    known["low"] = known["low"].mask(known["qualifier"].isin(_UP_TO), 0.0)
    known["size"] = known.groupby(["source_id", "sheet"])["cell"].transform("size")
    keys = ["source_id", "area_code", "indicator", "claim", "measure", "period", "basis", "ambition"]
    return table(found for _, group in known.groupby(keys, sort=True) if group["value"].nunique() > 1 for found in _text(group))


def _text(group: pd.DataFrame) -> Iterator[dict]:
    limit = group["qualifier"].isin([*_FROM, *_UP_TO])
    ordered = group.assign(error=(group["value"] - group["computed"]).abs().round(9), limit=limit).sort_values(
        ["error", "limit", "size"], ascending=[True, True, False], kind="stable"
    )
    best = next(ordered.itertuples())
    same_row = ordered["sheet"].eq(best.sheet) & ordered["row"].eq(best.row)  # the header distinguishes them
    for row in ordered[~meet(ordered["low"], ordered["high"], best.low, best.high) & ~same_row].itertuples():
        places = decimals(min(row.resolution, best.resolution))
        exact = rate(best.computed, places + 1) if best.measure == "rate_pct" and pd.notna(best.computed) else None
        yield finding(
            "text_against_table",
            "differs",
            "error",
            row,
            printed=cell_text(row),
            computed=figure(best.value, best.measure, places),
            here=figure(row.value, row.measure, places),
            other_place=cell_name(best.sheet, best.cell),
            exact=words("text_against_table.exact", exact=exact) if exact else "",
        )
