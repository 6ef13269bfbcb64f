"""What is said of the years to come: path and limits, the years in which a target is reached, and how often such bands held."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.gaps.attainment_year import AFTER, LAST_YEAR, MET, NEVER
from coverage_lib.model.series.backtest import ALL, FEWEST_TESTED
from coverage_lib.present import unit_rows
from coverage_lib.present.unit_view import UnitView
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase

MOST_LEVELS = 2
"""Levels whose years are told: the nearest ones not yet reached."""
_UNTOLD = ("no_rate",)
"""Reasons that the subtitle of a chart already gives."""


def outlook_sentences(view: UnitView, lang: str = "vi") -> list[str]:
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
        return [phrase("fig.outlook.none", lang, reason=_reason(row, lang))]
    sentences = [_path(view, row, lang)]
    if row["obs_status"] in unit_rows.UNCERTAIN:
        sentences.append(phrase(f"fig.outlook.status.{row['obs_status']}", lang))
    if row["model"] == "logit":
        sentences.append(phrase("fig.outlook.logit", lang))
    if row["sisters"] > 0:
        sentences.append(phrase("fig.outlook.pooled", lang, count=formats.count(row["sisters"], lang)))
    sentences += attainment_sentences(view, lang)
    if kind == "projected":
        sentences += backtest_sentences(view.backtest, lang)
    return sentences


def attainment_sentences(view: UnitView, lang: str = "vi") -> list[str]:
    """For each level not yet reached, nearest first, the years in which upper limit, central path and lower limit reach it."""
    rows = view.attainment
    if rows.empty:
        return []
    rows = rows[(rows["outlook"] != "none") & (rows["attained_central"] != MET)].sort_values(["target_pct", "target_year"])
    rows = rows.drop_duplicates("target_pct").head(MOST_LEVELS)
    return [attained(row, lang) for _, row in rows.iterrows()]


def attained(row: pd.Series, lang: str = "vi") -> str:
    """One row of table ``attainment`` in a sentence.

    >>> row = {"target_pct": 60.0, "attained_earliest": "2028", "attained_central": "2031", "attained_latest": "after_2040"}
    >>> attained(pd.Series(row), "en")
    'Level of 60%: reached in 2028 at the earliest, in 2031 by the central path, after 2040 at the latest.'
    """
    earliest, central, latest = (row[f"attained_{name}"] for name in ("earliest", "central", "latest"))
    level, times = formats.target(row["target_pct"], lang), [_time(code, lang) for code in (earliest, central, latest)]
    if earliest in ("", central) and latest in ("", central):
        said = phrase("fig.attain.reached", lang, year=central) if central.isdigit() else times[1]
        return phrase("fig.attain.central", lang, level=level, central=said)
    if central == latest == NEVER:
        return phrase("fig.attain.unsure", lang, level=level, earliest=times[0], latest=times[2])
    key = "range_open" if latest == NEVER else "range"
    return phrase(f"fig.attain.{key}", lang, level=level, earliest=times[0], central=times[1], latest=times[2])


def backtest_sentences(backtest: pd.DataFrame, lang: str = "vi") -> list[str]:
    """How often the band held over all units; where too few series could be tested, that and nothing else."""
    rows = backtest[backtest["indicator"] == ALL] if len(backtest) else backtest
    if rows.empty:
        return []
    row = rows.iloc[0]
    count = formats.count(row["series_tested"], lang)
    if pd.isna(row["inside_pct"]):
        return [phrase("fig.backtest.few", lang, count=count, fewest=FEWEST_TESTED)]
    inside = formats.percent(row["inside_pct"], lang, places=0)
    errors = {
        name: formats.decimal(row[column], lang, places=2)
        for name, column in (("error", "error_pp"), ("unchanged", "error_unchanged_pp"))
    }
    return [phrase("fig.backtest.share", lang, count=count, inside=inside, **errors)]


def _path(view: UnitView, row: pd.Series, lang: str) -> str:
    last = unit_rows.path(view, "projected").iloc[-1]
    places = unit_rows.places(view)
    rates = {
        name: formats.percent(last[column], lang, places=places)
        for name, column in (("low", "lower_pct"), ("high", "upper_pct"), ("central", "coverage_pct"))
    }
    key = "interval" if unit_rows.outlook(view) == "projected" else "scenario"
    years = {"since": row["since"].year, "last": row["period"].year, "year": last["period"].year}
    return phrase(f"fig.outlook.{key}", lang, count=formats.count(row["points"], lang), reason=_reason(row, lang), **years, **rates)


def _reason(row: pd.Series, lang: str) -> str:
    return phrase(f"fig.outlook.reason.{row['reason']}", lang) if row["reason"] else ""


def _time(code: str, lang: str) -> str:
    if code == AFTER:
        return phrase("fig.attain.after", lang, year=LAST_YEAR)
    if code == NEVER:
        return phrase("fig.attain.never", lang)
    return phrase("fig.attain.year", lang, year=code) if code else ""
