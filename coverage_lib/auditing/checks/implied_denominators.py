"""Check: rates stated over one base whose implied denominators contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import (
    as_printed,
    cell_text,
    document,
    listed,
    number,
    persons,
    qualified,
    term,
    words,
)
from coverage_lib.auditing.figures.printed_figures import CELL, figures
from coverage_lib.model.rates.rounding_intervals import meet

_MILLION = 1e6


def implied_denominators(observations: pd.DataFrame, sources: pd.DataFrame, implied_bases: pd.DataFrame) -> pd.DataFrame:
    """Implied denominators of printed rates, and pairs of them that cannot be the same.

    A note gives the interval of every pair of n and p without D. Two rates of one source and day that claim one base but have no
    common denominator are an error; the same between sources is a warning. Intervals take in the last digits of n and of p.
    """
    known = figures(observations)
    counts = known[["source_id", "qualifier", "cell"]].rename(columns={"qualifier": "n_qualifier", "cell": "n_cell"})
    counts = counts.assign(participants_cell=known["sheet"] + "!" + known["cell"])
    said = known[[*CELL, "claim", "measure", "value", "printed", "qualifier", "resolution"]]
    rows = implied_bases.merge(said, on=CELL).merge(counts, on=["source_id", "participants_cell"])
    about = sources.set_index("source_id", drop=False)
    return table([*_intervals(rows), *_disjoint(rows, about)])


def _n(row):
    return qualified(row.participants, "participants", row.n_qualifier)


def _interval(row):
    limits = {"low": row.persons_low, "high": row.persons_high, "point": 100 * row.participants / row.value}
    if limits["point"] < _MILLION:
        return words("implied_denominator.interval_persons", **{name: persons(value) for name, value in limits.items()})
    return words("implied_denominator.interval", **{name: number(value / _MILLION, 2) for name, value in limits.items()})


def _intervals(implied: pd.DataFrame) -> Iterator[dict]:
    for row in implied.itertuples():
        yield finding(
            "implied_denominator",
            "interval_of",
            "note",
            row,
            printed=cell_text(row),
            computed=_interval(row),
            n=_n(row),
            p=as_printed(row),
            base=term("base", row.base),
        )


def _disjoint(implied: pd.DataFrame, about: pd.DataFrame) -> Iterator[dict]:
    for _, group in implied.groupby(["area_code", "period", "claim"], sort=True):
        rows = list(group.sort_values(["source_id", "sheet", "cell"], kind="stable").itertuples())
        for position, row in enumerate(rows):
            apart = [
                other
                for other in rows[:position]
                if not meet(row.persons_low, row.persons_high, other.persons_low, other.persons_high)
            ]
            within = [other for other in apart if other.source_id == row.source_id]
            across = [other for other in apart if other.source_id != row.source_id]
            for variant, found in (("one_source", within), ("two_sources", across)):
                if found:
                    yield _apart(variant, row, found, about)


def _apart(variant: str, row, found: list, about: pd.DataFrame) -> dict:
    inside = variant == "one_source"
    at = row._replace(
        cell=" + ".join([*(other.cell for other in found if inside), row.cell]) if inside else f"{row.n_cell} + {row.cell}"
    )
    others = [
        words(
            "implied_denominator.other",
            document=document(about.loc[other.source_id]),
            what=term("indicator", other.indicator),
            n=_n(other),
            p=as_printed(other),
            interval=_interval(other),
        )
        for other in found
    ]
    return finding(
        "implied_denominator",
        variant,
        "error" if inside else "warning",
        at,
        printed=cell_text(row),
        computed=_interval(row),
        here=document(about.loc[row.source_id]),
        n=_n(row),
        p=as_printed(row),
        base=term("base", row.base),
        others=listed(others),
    )
