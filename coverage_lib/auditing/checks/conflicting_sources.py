"""Check: actual figures for the same unit, day and indicator that differ between sources."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import as_printed, cell_name, document, quantity, term
from coverage_lib.auditing.figures.printed_figures import figures, of_measure
from coverage_lib.model.rates.rounding_intervals import meet, trailing_unit

REVISION = 0.1
"""If the later figure differs by less than a tenth, the estimate was revised; beyond that the two measure different things."""
_INSIDE = 1 - 1e-6
"""Intervals of two figures of equal precision that touch only at the midpoint do not agree."""
_FIRMNESS = {"actual": 0, "provisional": 1, "estimate": 2}


def conflicting_actuals(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Actual figures on one unit, day, indicator and measure that differ between sources by more than their last digits allow.

    The finest figure of the firmest kind (actual before provisional before estimate) is the yardstick; each figure that cannot be
    its rounding is a warning, or a note where it is the same figure cut off, or an estimate or preliminary figure that was
    revised. Round counts of persons are taken to be rounded.
    """
    known = of_measure(figures(observations), "participants", "rate_pct", "denominator")
    known = known[known["area_code"].ne("") & known["basis"].isin(list(_FIRMNESS))]
    counts = known["measure"].ne("rate_pct")
    known["unit"] = known["resolution"].mask(counts, np.maximum(known["resolution"], trailing_unit(known["value"])))
    plain, half = known["qualifier"].eq(""), (known["unit"] / 2 * _INSIDE).mask(counts & (known["unit"] <= 1), 0.0)
    known["low"], known["high"] = known["low"].mask(plain, known["value"] - half), known["high"].mask(plain, known["value"] + half)
    known["firmness"] = known["basis"].map(_FIRMNESS)
    about = sources.set_index("source_id", drop=False)
    keys = ["area_code", "period", "indicator", "claim", "measure"]
    several = known[known.groupby(keys)["source_id"].transform("nunique") > 1]
    return table(found for _, group in several.groupby(keys, sort=True) for found in _conflicts(group, about))


def _conflicts(group: pd.DataFrame, about: pd.DataFrame) -> Iterator[dict]:
    ordered = group.assign(qualified=group["qualifier"].ne("")).sort_values(
        ["firmness", "qualified", "unit", "source_id"], kind="stable"
    )
    best = next(ordered.itertuples())
    others = ordered[(ordered["source_id"] != best.source_id) & ~meet(ordered["low"], ordered["high"], best.low, best.high)]
    for row in others.itertuples():
        if _cut_off(best, row):
            yield _conflict("cut", "note", best, row, about)
        elif _cut_off(row, best):
            yield _conflict("cut", "note", row, best, about)
        elif row.unit == best.unit and abs(row.value - best.value) <= row.unit * (2 - _INSIDE):
            yield _conflict("last_digit", "note", row, best, about)
        elif row.basis != best.basis and abs(row.value / best.value - 1) < REVISION:
            yield _conflict("revised", "note", row, best, about)
        else:
            yield _conflict("differs", "warning", row, best, about)


def _cut_off(short, long) -> bool:
    """Whether one figure is the other one truncated."""
    return short.qualifier == long.qualifier == "" and short.value <= long.value < short.value + short.unit


def _conflict(variant: str, severity: str, row, other, about: pd.DataFrame) -> dict:
    return finding(
        "conflicting_actuals",
        variant,
        severity,
        row,
        printed=as_printed(row),
        computed=as_printed(other),
        parties=[other.source_id],
        quantity=quantity(row.measure),
        here=document(about.loc[row.source_id]),
        other=document(about.loc[other.source_id]),
        other_place=cell_name(other.sheet, other.cell),
        basis=term("basis", row.basis),
        other_basis=term("basis", other.basis),
    )
