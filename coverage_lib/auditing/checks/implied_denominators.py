"""The denominators that printed rates imply, and where they cannot be one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import as_printed, document, finding, listed, number, qualified, table, term, words
from coverage_lib.auditing.figures.printed_figures import CELL, figures, of_measure
from coverage_lib.auditing.figures.rate_pairs import rates_with_counts
from coverage_lib.model.rates.rounding_intervals import implied_denominator, meet


def denominators_implied(observations: pd.DataFrame) -> pd.DataFrame:
    """Each printed rate with n but without D, and the interval of its denominator in persons: ``d_low`` and ``d_high``."""
    known = figures(observations)
    known = known[known["area_code"].ne("")]
    printed = of_measure(rates_with_counts(known), "rate_pct")[CELL]
    rates = of_measure(known, "rate_pct").merge(printed.assign(_judged=True), on=CELL, how="left")
    counts = of_measure(known, "participants")
    keys = ["source_id", "area_code", "indicator", "period", "basis"]
    counted = counts[[*keys, "value", "low", "high", "cell", "sheet", "qualifier"]].rename(
        columns={"value": "n", "low": "n_low", "high": "n_high", "cell": "n_cell", "sheet": "n_sheet", "qualifier": "n_qualifier"}
    )
    pairs = rates[rates["_judged"].isna() & ~rates["ambition"]].merge(counted, on=keys).drop_duplicates(CELL)
    pairs["d_low"], pairs["d_high"] = implied_denominator(pairs["n_low"], pairs["n_high"], pairs["low"], pairs["high"])
    return pairs.drop(columns="_judged")


def implied_denominators(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Denominators that printed rates imply, and where they cannot be one.

    A note gives the interval of every pair of n and p without D. Two rates of one source and day that claim one base but have no
    common denominator are an error; the same between sources is a warning. Intervals take in the last digits of n and of p.
    """
    implied = denominators_implied(observations)
    about = sources.set_index("source_id", drop=False)
    return table([*_intervals(implied), *_disjoint(implied, about)])


def _n(row):
    return qualified(row.n, "participants", row.n_qualifier)


def _interval(row):
    limits = {"low": row.d_low, "high": row.d_high, "point": 100 * row.n / row.value}
    return words("implied_denominator.interval", **{name: number(value / 1e6, 2) for name, value in limits.items()})


def _intervals(implied: pd.DataFrame) -> Iterator[dict]:
    for row in implied.itertuples():
        yield finding(
            "implied_denominator",
            "interval_of",
            "note",
            row,
            printed=row.printed,
            computed=_interval(row),
            n=_n(row),
            p=as_printed(row),
            base=term("base", row.base),
        )


def _disjoint(implied: pd.DataFrame, about: pd.DataFrame) -> Iterator[dict]:
    for _, group in implied.groupby(["area_code", "period", "claim"], sort=True):
        rows = list(group.sort_values(["source_id", "sheet", "cell"], kind="stable").itertuples())
        for position, row in enumerate(rows):
            apart = [other for other in rows[:position] if not meet(row.d_low, row.d_high, other.d_low, other.d_high)]
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
        printed=row.printed,
        computed=_interval(row),
        here=document(about.loc[row.source_id]),
        n=_n(row),
        p=as_printed(row),
        base=term("base", row.base),
        others=listed(others),
    )
