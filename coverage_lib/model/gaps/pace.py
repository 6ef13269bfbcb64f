"""Pace in percentage points and in persons: observed, required, needed only to hold the rate, and gross enrolment.

n participants, D denominator, D̂ that of the target year, t the year of the figure, b the first year-end of its segment, y the
target year, all changes per year:

    observed   (n_t − n_b)/(t − b)
    required   (people the target requires − n_t)/(y − t), net of those who leave
    to hold    n_t·(D̂/D_t − 1)/(y − t), needed to offset growth of the denominator
    gross      required + exit rate × n_t

If no D̂ is printed, the people a target requires are computed with D_t held (as in the gap), and D̂ for "to hold" is D_t
extrapolated at its own mean yearly growth since the first figure of its segment.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.series.series_segments import UNIT
from coverage_lib.vocabulary.years import years_between


def persons_to_hold(participants, persons, persons_due, years):
    """Persons a year needed only to hold the rate while the denominator changes; negative if it shrinks.

    >>> float(persons_to_hold(2_000, 8_000, 8_800, 5))
    40.0
    """
    participants, persons, persons_due, years = _floats(participants, persons, persons_due, years)
    with np.errstate(all="ignore"):
        return np.where((persons > 0) & (years > 0), participants * (persons_due - persons) / persons / years, np.nan)


def gross_enrolment(required, participants, exit_rate):
    """Persons to enrol in a year: the net need plus those who leave.

    Parameters
    ----------
    required : array-like
        Net need, persons a year; a surplus (negative) is used up before anybody is enrolled, so the result is never below 0.
    participants : array-like
        Participants now; with growing numbers more will leave.
    exit_rate : array-like
        Share of the participants who leave within a year, 0 to 1.

    >>> float(gross_enrolment(400, 2_000, 0.06)), float(gross_enrolment(-200, 2_000, 0.06))
    (520.0, 0.0)
    """
    required, participants, exit_rate = _floats(required, participants, exit_rate)
    return np.maximum(required + exit_rate * participants, 0.0)


def with_pace(gap: pd.DataFrame, exit_rates: pd.DataFrame | None = None) -> pd.DataFrame:
    """A gap-shaped table with the columns of pace in persons and the inputs of the verdicts.

    Parameters
    ----------
    gap : DataFrame
        Columns of table ``gap``, those of :func:`coverage_lib.model.gaps.compared_figures.compared_figures`, and ``official_pct``
        (official level of the year of the figure).
    exit_rates : DataFrame, optional
        Columns ``area_code`` (empty: every unit), ``indicator``, ``exit_rate``; a unit's own takes precedence.

    Returns
    -------
    DataFrame
        With ``pace_since``, ``pace_since_pct``, ``milestone_pct``, ``pace_observed_persons``, ``pace_required_persons``,
        ``denominator_growth_pct``, ``persons_to_hold`` (missing where neither a denominator of the target year nor a growth is
        known) and ``enrolment_required_persons``. Required pace is missing where the target is reached or its year is over.
    """
    behind = years_between(gap["since"], gap["period"])
    behind = behind.where(behind > 0)
    participants, counted_then = gap["participants"].astype("float64"), gap["since_participants"].astype("float64")
    ahead = years_between(gap["period"], gap["due"])
    short = -gap["gap_persons"].astype("float64")
    open_still = (ahead > 0) & (short > 0) & ~(gap["last_seen"] > gap["due"])
    required = (short / ahead).where(open_still)
    comparable = gap["gap_pp"].notna()
    persons = gap["persons"].astype("float64")
    grown = persons * (1 + gap["growth"]) ** ahead
    due = gap["persons_at_target"].astype("float64").where(~gap["denominator_held"].astype(bool), grown)
    hold = persons_to_hold(participants, persons, due, ahead)
    exits = _exit_rate(gap, exit_rates)
    return gap.assign(
        pace_since=gap["since"].where(behind.notna() & comparable),
        pace_since_pct=gap["first_pct"].where(behind.notna() & comparable),
        milestone_pct=gap["official_pct"].where(comparable),
        pace_observed_persons=(participants - counted_then) / behind,
        pace_required_persons=required,
        denominator_growth_pct=(100 * gap["growth"]).where(comparable),
        persons_to_hold=pd.Series(hold, index=gap.index).where(open_still & comparable),
        enrolment_required_persons=pd.Series(gross_enrolment(required, participants, exits), index=gap.index),
    )


def _exit_rate(rows: pd.DataFrame, exit_rates: pd.DataFrame | None) -> np.ndarray:
    if exit_rates is None or exit_rates.empty:
        return np.full(len(rows), np.nan)
    own = rows[UNIT].merge(exit_rates, on=UNIT, how="left")["exit_rate"].to_numpy(dtype=float)
    everywhere = exit_rates[exit_rates["area_code"] == ""].set_index("indicator")["exit_rate"]
    return np.where(np.isnan(own), rows["indicator"].map(everywhere).to_numpy(dtype=float), own)


def _floats(*values) -> list[np.ndarray]:
    return [np.asarray(each, dtype=float) for each in values]
