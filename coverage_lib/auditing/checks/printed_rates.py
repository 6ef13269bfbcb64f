"""Check of printed rates against the counts from which they are computed."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, summary, table
from coverage_lib.auditing.figures.finding_words import Said, as_printed, cell_name, cell_text, listed, period, persons, rate, words
from coverage_lib.auditing.figures.printed_figures import decimals, figures, of_measure
from coverage_lib.auditing.figures.rate_pairs import rates_with_counts
from coverage_lib.auditing.figures.wrong_rate_causes import retraced
from coverage_lib.model.rates.rounding_intervals import rounding_class

_SEVERITY = {"truncated": "note", "other_base": "warning", "unexplained": "error", "explained": "warning"}
_CLASSES = ("truncated", "other_base", "explained", "unexplained")


def printed_rate(observations: pd.DataFrame) -> pd.DataFrame:
    """Classify every printed rate with known n and D: rounded, truncated, over another base, or unexplained.

    With k printed decimals and u = 10^−k: *rounded* if |100n/D − p| ≤ u/2, *truncated* if 0 ≤ 100n/D − p < u, *other base* if a
    known other denominator of the unit gives p rounded; what is left is *explained* where the way to the wrong figure can be
    retraced (rounded twice, sum of rounded parts), else *unexplained*. Where n or D is itself rounded, any value their last
    digits allow will do. One note per sheet and column counts the classes, one finding each figure that is not rounded.
    """
    known = figures(observations)
    judged = rates_with_counts(known)
    if judged.empty:
        return table([])
    judged["verdict"] = rounding_class(judged["nearest"], judged["value"], judged["resolution"])
    reasons = {row.Index: _reason(row, known) for row in judged[judged["verdict"] == "off"].itertuples()}
    judged.loc[list(reasons), "verdict"] = [verdict for verdict, _ in reasons.values()]
    return table([*_single(judged, reasons), *_summaries(judged)])


def _reason(row, known: pd.DataFrame) -> tuple[str, dict]:
    """Class of a rate that is neither rounded nor truncated, and the explanation for its message."""
    found = _other_base(row, known)
    if found is not None:
        place = cell_name(found.sheet, found.cell)
        return "other_base", {"other": persons(found.value), "other_place": place, "other_period": period(found.period)}
    verdict, hint = retraced(row, known)
    return verdict, {"hint": hint}


def _single(judged: pd.DataFrame, reasons: dict[int, tuple[str, dict]]) -> Iterator[dict]:
    for row in judged[judged["verdict"] != "rounded"].itertuples():
        places = decimals(row.resolution)
        _, fields = reasons.get(row.Index, ("", {}))
        yield finding(
            "printed_rate",
            row.verdict,
            _SEVERITY[row.verdict],
            row,
            printed=cell_text(row),
            computed=rate(row.computed, places),
            shown=as_printed(row),
            n=persons(row.participants),
            d=persons(row.persons),
            exact=rate(row.computed, places + 2),
            **fields,
        )


def _summaries(judged: pd.DataFrame) -> Iterator[dict]:
    for _, column in judged.groupby(["source_id", "sheet", "column"], sort=True):
        clauses = [
            words(f"printed_rate.count_{verdict}", count=len(cells), cells=", ".join(cells))
            for verdict in _CLASSES
            if len(cells := column.loc[column["verdict"] == verdict, "cell"])
        ]
        yield summary("printed_rate", column, int((column["verdict"] == "rounded").sum()), rest=_rest(clauses))


def _rest(clauses: list[Said]) -> Said:
    joined = listed(clauses, ", ")
    return lambda lang: f"; {joined(lang)}" if clauses else ""


def _other_base(row, known: pd.DataFrame):
    """Another known denominator of the unit that gives the printed rate: same document, or same period elsewhere."""
    bases = of_measure(known, "denominator")
    near = bases["source_id"].eq(row.source_id) | bases["period"].eq(row.period)
    bases = bases[near & bases["area_code"].eq(row.area_code) & bases["area_code"].ne("") & ~bases["value"].isin([0, row.persons])]
    fits = bases[rounding_class(100 * row.participants / bases["value"], row.value, row.resolution) == "rounded"]
    return next(fits.itertuples(), None)
