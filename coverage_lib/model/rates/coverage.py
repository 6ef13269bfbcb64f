"""Coverage: participants divided by a denominator of stated definition, recomputed from counts.

A rate is obtained in one of several ways; column ``method`` says which:

* ``counts``: both counts are printed; the printed rate, if any, is only audited;
* ``adjusted``, ``apportioned``: the same over a denominator that was adjusted by a chain of sourced steps, or apportioned;
* ``implied``: a source prints participants and a rate but not the denominator; the denominator is 100·n/p;
* ``printed``: a source prints the rate alone.

A rate known only as printed has limits given by its last decimal.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.rates.choice_of_figure import first_of
from coverage_lib.model.rates.rounding_intervals import implied_denominator, resolution
from coverage_lib.vocabulary.table_schemas import conform, table
from coverage_lib.vocabulary.terms import base_kind, indicators_with, terms, worst_status

_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}
_KEY = ["area_code", "period", "indicator", "basis", "source_id"]


def coverage(
    observations: pd.DataFrame, enrolment: pd.DataFrame, denominators: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Table ``coverage``.

    Parameters
    ----------
    observations, enrolment, denominators, sources : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row per area, period, indicator, basis, base and source of the participants; ``coverage_pct`` = 100 × participants /
        persons in full precision. Two sources that give two rates for one day give two rows.
    """
    own = _own_denominator(enrolment, denominators)
    known = pd.MultiIndex.from_frame(own[_KEY])
    others = enrolment[enrolment["basis"].ne("plan") | ~pd.MultiIndex.from_frame(enrolment[_KEY]).isin(known)]
    counted = pd.concat([own, _released_denominator(others, denominators, sources)])
    stated = _stated_rates(observations, enrolment)
    known = pd.MultiIndex.from_frame(counted[[*_KEY, "base"]])
    stated = stated[~pd.MultiIndex.from_frame(stated[[*_KEY, "base"]]).isin(known)]
    rows = pd.concat([counted, stated], ignore_index=True)
    return conform(rows.drop_duplicates(table("coverage")["key"]), "coverage")


def _rates(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        coverage_pct=100 * rows["participants"].astype("float64") / rows["persons"].astype("float64"),
        method=rows["method_d"].replace("published", "counts"),
        lower_pct=np.nan,
        upper_pct=np.nan,
        persons_known_to=1,
        obs_status=[worst_status(*pair) for pair in zip(rows["obs_status"], rows["obs_status_d"], strict=True)],
        cell=rows["cell"] + " / " + rows["cell_d"],
    )


def _own_denominator(enrolment: pd.DataFrame, denominators: pd.DataFrame) -> pd.DataFrame:
    """Participants divided by the denominator that the same document prints for the same unit and period."""
    known = denominators.rename(columns={"method": "method_d"})
    pairs = enrolment.merge(known, on=["area_code", "period", "source_id"], suffixes=("", "_d"))
    return _rates(pairs[fits(pairs["indicator"], pairs["base"]) & (pairs["basis_d"].eq("plan") == pairs["basis"].eq("plan"))])


def _released_denominator(enrolment: pd.DataFrame, denominators: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Participants divided by a statistical release: for each base the most reliable one, and no projection."""
    about = sources.set_index("source_id")
    releases = denominators[denominators["source_id"].map(about["kind"]) == "denominators"]
    releases = releases[releases["basis"] != "plan"].assign(
        _trust=releases["source_id"].map(about["confidence"]).map(_CONFIDENCE).fillna(3)
    )
    releases = releases.sort_values(["_trust", "source_id"], kind="stable").drop_duplicates(["area_code", "period", "base"])
    releases = releases.rename(columns={"method": "method_d"}).drop(columns="_trust")
    pairs = enrolment.merge(releases, on=["area_code", "period"], suffixes=("", "_d"))
    pairs["cell_d"] = pairs["source_id_d"] + ":" + pairs["cell_d"]
    return _rates(pairs[fits(pairs["indicator"], pairs["base"])])


def fits(indicators: pd.Series, bases: pd.Series) -> pd.Series:
    """Whether an indicator is counted over a base: any labour force, the population, or the scheme's own base.

    >>> fits(pd.Series(["si", "hi", "ui", "si"]), pd.Series(["labour_force_15plus"] * 2 + ["eligible_ui"] * 2)).tolist()
    [True, False, True, False]
    """
    natural = indicators.map({code: base_kind(code) for code in terms("indicator")})
    kind = bases.map({code: entry["kind"] for code, entry in terms("base").items()})
    own = bases.map({code: entry.get("of", "") for code, entry in terms("base").items()})
    return (natural.eq(kind) & ~indicators.isin(indicators_with("group"))) | own.eq(indicators)


def _stated_rates(observations: pd.DataFrame, enrolment: pd.DataFrame) -> pd.DataFrame:
    """Rates that a source prints, with its own participants where it prints them too."""
    printed = observations[
        (observations["measure"] == "rate_pct")
        & (observations["basis"] != "plan")
        & observations["area_code"].ne("")
        & observations["indicator"].ne("")
        & observations["value"].notna()
    ]
    rates = first_of(printed, [*_KEY, "base"])[[*_KEY, "base", "value", "printed", "obs_status", "address"]]
    rows = rates.merge(enrolment[[*_KEY, "participants", "rounded_to", "cell"]], on=_KEY, how="left")
    implied = rows["participants"].notna()
    half = resolution(rows["printed"], rows["value"]) / 2
    return rows.assign(
        coverage_pct=rows["value"],
        lower_pct=rows["value"] - half,
        upper_pct=rows["value"] + half,
        method=implied.map({True: "implied", False: "printed"}),
        persons=(100 * rows["participants"].astype("Float64") / rows["value"]).round(),
        persons_known_to=_known_to(rows),
        cell=(rows["cell"].fillna("") + " / ").where(implied, "") + rows["address"],
    )


def _known_to(rows: pd.DataFrame) -> pd.Series:
    """Precision of an implied denominator in persons: the power of ten below half the width of its interval."""
    count, half = rows["participants"].astype("float64"), rows["rounded_to"].astype("float64") / 2
    unit = resolution(rows["printed"], rows["value"]) / 2
    low, high = implied_denominator(count - half, count + half, rows["value"] - unit, rows["value"] + unit)
    return (10 ** np.floor(np.log10((high - low) / 2))).clip(lower=1)
