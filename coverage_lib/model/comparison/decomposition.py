"""Decomposition of a change in a rate into the effect of participants and the effect of the denominator.

Δp = ½·Δn·(1/D₀ + 1/D₁) + ½·(n₀ + n₁)·(1/D₁ − 1/D₀), times 100: the first term is the effect of participants, the second that of
the denominator. Each is the mean over both orders in which the two could have changed, so there is no residual, and exchanging
the dates only reverses the signs. It is the two-factor case of Das Gupta (1993), Standardization and Decomposition of
Rates, U.S. Bureau of the Census, P23-186. Contributions of units to the change of their parent:
:mod:`coverage_lib.model.comparison.unit_contributions`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.vocabulary.table_schemas import conform

REASONS = ("one_date", "no_counts", "zero_denominator", "rounding", "break")
"""Why a change is not decomposed: figures of one date only; a rate printed without counts; nobody in the denominator; counts
printed so roundly that neither part is larger than what rounding hides; a break between."""
LEAST_CHANGE = 0.005
"""Points of which a share is taken; less is printed as no change."""
SERIES = ["area_code", "indicator", "path", "base"]
_ENDS = ["period", "participants", "rounded_to", "persons", "persons_known_to", "coverage_pct", "method", "source_id"]
_COUNTS = ["participants_before", "persons_before", "participants", "persons"]
_KNOWN_TO = ("rounded_to", "persons_known_to")


def decomposition(trajectory: pd.DataFrame, coverage: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Table ``decomposition``: every change of every rate, split into people and denominator or refused by name.

    Parameters
    ----------
    trajectory, coverage, breaks : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        The rows of :func:`changes` and :func:`over_denominators`, with what is printed of them: ``participants_change`` and
        ``persons_change`` (later − earlier; ``rounded_to`` and ``persons_known_to`` are the coarser of both ends) and
        ``denominator_share_pct``, 100 × denominator_pp / change_pp, where both have one sign and the change is one that is printed.
    """
    rows = pd.concat([changes(trajectory, breaks), over_denominators(coverage, breaks)], ignore_index=True)
    share = 100 * rows["denominator_pp"] / rows["change_pp"].where(rows["change_pp"].abs() >= LEAST_CHANGE)
    rows = rows.assign(
        period_before=rows["period_before"].fillna(rows["period"]),
        participants_change=rows["participants"] - rows["participants_before"],
        persons_change=rows["persons"] - rows["persons_before"],
        denominator_share_pct=share.where(share > 0),
        **{name: rows[[f"{name}_before", name]].max(axis=1) for name in _KNOWN_TO},
    )
    return conform(rows, "decomposition")


def people_and_denominator(n0, d0, n1, d1) -> pd.DataFrame:
    """Split the change of a rate into the effect of participants and the effect of the denominator.

    Parameters
    ----------
    n0, d0, n1, d1 : array-like of float
        Participants and denominator in persons, before and after; one shape.

    Returns
    -------
    DataFrame
        Columns ``change_pp`` = ``people_pp`` + ``denominator_pp``, in percentage points (a rise is positive; a growing denominator
        takes away, so its part is negative); all three missing where a count is missing or a denominator is not positive.

    Examples
    --------
    >>> people_and_denominator(30_000, 100_000, 31_500, 92_000).round(2).values.tolist()
    [[4.24, 1.57, 2.67]]
    """
    n0, d0, n1, d1 = (np.atleast_1d(pd.Series(each).astype("float64").to_numpy()) for each in (n0, d0, n1, d1))
    with np.errstate(all="ignore"):
        before, after = np.where(d0 > 0, 1 / d0, np.nan), np.where(d1 > 0, 1 / d1, np.nan)
    people = 50 * (n1 - n0) * (before + after)
    denominator = 50 * (n0 + n1) * (after - before)
    return pd.DataFrame({"change_pp": people + denominator, "people_pp": people, "denominator_pp": denominator})


def changes(rates: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """The change of every series within each segment between breaks, decomposed or refused with the reason.

    Parameters
    ----------
    rates : DataFrame
        Table ``trajectory``; rows of the paths actual and plan are used, in their segments.
    breaks : DataFrame
        Table ``breaks``.

    Returns
    -------
    DataFrame
        One row a stretch: ``area_code``, ``indicator``, ``path``, ``base``; the earlier end (``period_before``,
        ``participants_before``, ``persons_before``, ``coverage_before_pct``, ``method_before``…) and the later one (``period``,
        ``participants``…); ``change_pp``, ``people_pp``, ``denominator_pp``; ``margin_pp``, to how many points either part is
        known where counts are printed rounded (0: exactly); ``reason``, empty or one of :data:`REASONS`; ``break_id`` where a
        break forbids it. A rate printed without its counts ends no stretch: the step to it is a row of its own, refused.
    """
    rows = rates[rates["path"].isin(["actual", "plan"]) & rates["coverage_pct"].notna() & (rates["segment"] > 0)]
    rows = rows.assign(series=rows.groupby(SERIES, sort=False).ngroup())  # numbers sort and group faster than four columns of text
    rows = rows.iloc[np.lexsort((rows["period"].to_numpy(), rows["series"].to_numpy()))]
    rows["stretch"] = rows.groupby(["series", "segment"], sort=False).ngroup()
    known = rows["participants"].notna() & rows["persons"].notna()
    within = [*SERIES, "segment"]
    first, last = _ends(rows[known], "stretch")
    spans = _pairs(first, last, within)
    spans = spans[spans["period_before"] < spans["period"]].assign(reason="")
    opening, latest = _ends(rows, "stretch")
    anchors = pd.concat([opening, last]).drop_duplicates("stretch", keep="last")
    tail = _pairs(anchors, latest[~known.loc[latest.index]], within)
    tail = tail[tail["period_before"] < tail["period"]].assign(reason="no_counts")
    dated = rows[~rows["series"].duplicated(keep=False)].assign(reason="one_date")
    found = pd.concat([spans, tail, dated, _over_breaks(rows, breaks)], ignore_index=True)
    split = _split(found)
    zero = found["reason"].eq("") & ((found["persons_before"] <= 0) | (found["persons"] <= 0)).fillna(False).astype(bool)
    found["reason"] = found["reason"].mask(zero, "zero_denominator")
    hidden = found["reason"].eq("") & (split["margin_pp"] > split[["people_pp", "denominator_pp"]].abs().max(axis=1))
    hidden &= split["margin_pp"] > 0
    found["reason"] = found["reason"].mask(hidden, "rounding")
    split[found["reason"].ne("").to_numpy()] = np.nan
    return found.assign(**split, break_id=found["break_id"].fillna(""))


def over_denominators(coverage: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """The only change decomposed across a break: on the day of the break the rate is known over both denominators.

    Then only the denominator is known to have changed, and its part of the rise is what matters; it is not a pace and must be
    labelled so. The earlier end is the figure of that day whose denominator is nearest to the last one before; the later end
    the first year-end after it. A break of any other kind stays refused.

    Parameters
    ----------
    coverage, breaks : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        Columns as of :func:`changes`, ``path`` actual, ``break_id`` the break crossed, ``reason`` empty.
    """
    rows = coverage[(coverage["basis"] != "plan") & coverage["participants"].notna() & (coverage["persons"] > 0)]
    rows = rows.assign(path="actual").sort_values("period", kind="stable")
    found = []
    for each in breaks[breaks["area_code"].ne("")].itertuples():
        own = rows[(rows["area_code"] == each.area_code) & (rows["base"] == each.base)]
        year_end = (own["period"].dt.month == 12) & (own["period"].dt.day == 31)
        before = own[own["period"] < each.period].groupby("indicator")["persons"].last().astype("float64").to_dict()
        that_day = own[own["period"] == each.period]
        apart = that_day["persons"].astype("float64") - that_day["indicator"].map(before).astype("float64")
        that_day = that_day.assign(apart=apart.abs()).dropna(subset=["apart"])
        both = that_day[that_day.groupby("indicator")["persons"].transform("nunique") > 1]
        start = both.sort_values("apart", kind="stable").drop_duplicates("indicator")
        end = own[(own["period"] > each.period) & year_end].drop_duplicates("indicator")
        found.append(_pairs(start, end, SERIES).assign(break_id=each.break_id, reason=""))
    empty = _pairs(rows.iloc[:0], rows.iloc[:0], SERIES).assign(break_id="", reason="")
    table = pd.concat([each for each in found if len(each)] or [empty], ignore_index=True)
    return table.assign(**_split(table))


def _split(pairs: pd.DataFrame) -> pd.DataFrame:
    """Both parts with ``margin_pp``: how far either may be off because a count or a denominator is printed rounded or implied."""

    def half(name: str) -> pd.Series:
        known = pairs[name].astype("float64")
        return known.where(known > 1, 0.0) / 2

    n0, d0, n1, d1 = (pairs[name].astype("float64") for name in _COUNTS)
    with np.errstate(all="ignore"):
        people = 50 * (half("rounded_to_before") + half("rounded_to")) * (1 / d0 + 1 / d1)
        denominator = 50 * (n0 + n1) * (half("persons_known_to_before") / d0**2 + half("persons_known_to") / d1**2)
    return people_and_denominator(n0, d0, n1, d1).assign(margin_pp=np.maximum(people, denominator).to_numpy())


def _ends(rows: pd.DataFrame, number: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First and last row of every group, of rows in the order of time."""
    return rows[~rows[number].duplicated()], rows[~rows[number].duplicated(keep="last")]


def _pairs(start: pd.DataFrame, end: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    both = start[[*keys, *_ENDS]].merge(end[[*keys, *_ENDS]], on=keys, suffixes=("_before", ""))
    return both.rename(columns={"coverage_pct_before": "coverage_before_pct"})


def _over_breaks(rows: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Changes from the last figure of a segment to the first of the next, refused, with the break in between."""
    within = [*SERIES, "segment"]
    first, last = _ends(rows, "stretch")
    ends = first.assign(segment=first.groupby("series").cumcount())
    starts = last.assign(segment=last.groupby("series").cumcount() + 1)
    steps = _pairs(starts, ends, within).assign(reason="break", break_id="")
    for each in breaks.sort_values("period", kind="stable").itertuples():
        passed = (steps["base"] == each.base) & (steps["period_before"] < each.period) & (steps["period"] >= each.period)
        passed &= steps["area_code"].eq(each.area_code) if each.area_code else True
        steps["break_id"] = steps["break_id"].mask(passed, each.break_id)
    return steps
