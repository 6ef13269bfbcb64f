"""Sentences about projections: path and limits, years of attainment, and how often such bands held."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.gaps.attainment_year import AFTER, LAST_YEAR, MET, NEVER
from coverage_lib.model.series.backtest import ALL, FEWEST_TESTED
from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.unit_view import UnitView

MOST_LEVELS = 2
"""Number of levels whose years are stated: the nearest ones not yet reached."""
_UNTOLD = ("no_rate",)
"""Reasons that the subtitle of a chart already gives."""


def outlook_sentences(view: UnitView) -> list[str]:
    """Sentences on the projection of a unit: its band or why there is none, years of attainment, back-test.

    Returns
    -------
    list of str
        Complete sentences; empty where the unit has no observed figures.
    """
    if view.projection.empty or unit_rows.in_persons(view):
        return []
    row = view.projection.iloc[0]
    kind = unit_rows.outlook(view)
    if not kind:
        if not row["reason"] or row["reason"] in _UNTOLD:
            return []
        return [view.words.phrase("fig.outlook.none", reason=_reason(row, view.words))]
    sentences = [_path(view, row)]
    if row["obs_status"] in unit_rows.UNCERTAIN:
        sentences.append(view.words.phrase(f"fig.outlook.status.{row['obs_status']}"))
    if row["model"] == "logit":
        sentences.append(view.words.phrase("fig.outlook.logit"))
    if row["sisters"] > 0:
        sentences.append(view.words.phrase("fig.outlook.pooled", count=view.words.count(row["sisters"])))
    sentences += attainment_sentences(view)
    if kind == "projected":
        sentences += backtest_sentences(view)
    return sentences


def attainment_sentences(view: UnitView) -> list[str]:
    """For each level not yet reached, nearest first, the years in which upper limit, central path and lower limit reach it."""
    rows = view.attainment
    if rows.empty:
        return []
    rows = rows[(rows["outlook"] != "none") & (rows["attained_central"] != MET)].sort_values(["target_pct", "target_year"])
    rows = rows.drop_duplicates("target_pct").head(MOST_LEVELS)
    return [attained(row, view.words) for _, row in rows.iterrows()]


def attained(row: pd.Series, words: Words) -> str:
    """One row of table ``attainment`` in a sentence.

    >>> row = {"target_pct": 60.0, "attained_earliest": "2028", "attained_central": "2031", "attained_latest": "after_2040"}
    >>> attained(pd.Series(row), Words("en"))
    'Level of 60%: reached in 2028 at the earliest, in 2031 by the central path, after 2040 at the latest.'
    """
    earliest, central, latest = (row[f"attained_{name}"] for name in ("earliest", "central", "latest"))
    level, times = words.target(row["target_pct"]), [_time(code, words) for code in (earliest, central, latest)]
    if earliest in ("", central) and latest in ("", central):
        said = words.phrase("fig.attain.reached", year=central) if central.isdigit() else times[1]
        return words.phrase("fig.attain.central", level=level, central=said)
    if central == latest == NEVER:
        return words.phrase("fig.attain.unsure", level=level, earliest=times[0], latest=times[2])
    key = "range_open" if latest == NEVER else "range"
    return words.phrase(f"fig.attain.{key}", level=level, earliest=times[0], central=times[1], latest=times[2])


def backtest_sentences(view: UnitView) -> list[str]:
    """How often the band held over all units; if too few series could be tested, only that."""
    rows = view.backtest[view.backtest["indicator"] == ALL] if len(view.backtest) else view.backtest
    if rows.empty:
        return []
    row = rows.iloc[0]
    count = view.words.count(row["series_tested"])
    if pd.isna(row["inside_pct"]):
        return [view.words.phrase("fig.backtest.few", count=count, fewest=FEWEST_TESTED)]
    inside = view.words.percent(row["inside_pct"], places=0)
    errors = {
        name: view.words.decimal(row[column], places=2)
        for name, column in (("error", "error_pp"), ("unchanged", "error_unchanged_pp"))
    }
    return [view.words.phrase("fig.backtest.share", count=count, inside=inside, **errors)]


def _path(view: UnitView, row: pd.Series) -> str:
    last = unit_rows.path(view, "projected").iloc[-1]
    places = unit_rows.places(view)
    rates = {
        name: view.words.percent(last[column], places=places)
        for name, column in (("low", "lower_pct"), ("high", "upper_pct"), ("central", "coverage_pct"))
    }
    key = "interval" if unit_rows.outlook(view) == "projected" else "scenario"
    years = {"since": row["since"].year, "last": row["period"].year, "year": last["period"].year}
    return view.words.phrase(
        f"fig.outlook.{key}", count=view.words.count(row["points"]), reason=_reason(row, view.words), **years, **rates
    )


def _reason(row: pd.Series, words: Words) -> str:
    return words.phrase(f"fig.outlook.reason.{row['reason']}") if row["reason"] else ""


def _time(code: str, words: Words) -> str:
    if code == AFTER:
        return words.phrase("fig.attain.after", year=LAST_YEAR)
    if code == NEVER:
        return words.phrase("fig.attain.never")
    return words.phrase("fig.attain.year", year=code) if code else ""
