"""Where documents, or two places of one document, set different levels for one thing: both levels, and which one is in force."""

from __future__ import annotations

import pandas as pd

from coverage_lib.auditing.checks.target_conflicts import implied

_SAME = ["area_code", "indicator", "year", "measure", "base"]
_SIDE = ["source_id", "value", "qualifier", "cell", "place", "in_force"]
COLUMNS = [*_SAME, "kind", *_SIDE, *(f"{name}_b" for name in _SIDE), "precedence"]
_LEAST = 1e-9


def contradictions(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Every pair of different levels for one unit, indicator, year, measure and base.

    Parameters
    ----------
    targets, observations : DataFrame
        The tables of these names, or the rows of some units.

    Returns
    -------
    DataFrame
        One row a pair, the earlier or superseded side first: ``source_id``, ``value`` (per cent or persons, by ``measure``),
        ``qualifier``, ``cell``, ``place``, ``in_force``, and the same with ``_b`` for the other side. ``kind``:

        * documents: two documents, each stating its level;
        * implied: one of them sets the whole and the voluntary part only, so that compulsory insurance is what is left;
        * within: two places of one document; the register keeps the first.

        ``precedence`` is the rule that decided, undecided where both stand, empty for implied levels, which replace nothing.
    """
    stated = pd.concat([_side(targets, "rate_pct"), _side(targets, "participants")])
    left = _side(implied(targets), "rate_pct").assign(precedence="")
    sides = pd.concat([stated.assign(stated=True), left.assign(stated=False)], ignore_index=True).reset_index(names="row")
    pairs = sides.merge(sides, on=_SAME, suffixes=("", "_b"))
    pairs = pairs[(pairs["source_id"] != pairs["source_id_b"]) & (pairs["stated"] | pairs["stated_b"])]
    first = _first(pairs)
    pairs = pairs[first & ((pairs["value"] - pairs["value_b"]).abs() > _LEAST)]
    both = pairs["in_force"] & pairs["in_force_b"]
    loser = pairs["precedence"].where(~pairs["in_force"], pairs["precedence_b"]).mask(both, "undecided")
    whole = pairs["stated"] & pairs["stated_b"]
    pairs = pairs.assign(kind=whole.map({True: "documents", False: "implied"}), precedence=loser.where(whole, ""))
    rows = pd.concat([pairs[COLUMNS], _within(stated, observations)], ignore_index=True)
    return rows.sort_values([*_SAME, "source_id", "source_id_b", "cell_b"], kind="stable", ignore_index=True)


def _side(targets: pd.DataFrame, measure: str) -> pd.DataFrame:
    column = {"rate_pct": "target_pct", "participants": "target_persons"}[measure]
    rows = targets[targets[column].notna()].assign(measure=measure, value=lambda each: each[column].astype("float64"))
    if measure == "participants":
        rows = rows.assign(base="")  # people are people, whatever a rate beside them is over
    for name in ("cell", "place"):  # rate and persons of one target stand behind one another
        rows[name] = rows[name].str.split(" | ", regex=False).str[0 if measure == "rate_pct" else -1]
    kept = [*_SAME, *_SIDE, "other_cells", "issued", "superseded_by", "precedence", "authority"]
    return rows[kept]


def _first(pairs: pd.DataFrame) -> pd.Series:
    """Of the two orders of a pair the one to print: what was superseded first, else the earlier issued, else by name."""
    gone, gone_b = ~pairs["in_force"], ~pairs["in_force_b"]
    far = pd.Timestamp.max
    day, day_b = pairs["issued"].fillna(far), pairs["issued_b"].fillna(far)
    by_name = pairs["source_id"] < pairs["source_id_b"]
    by_day = (day < day_b) | ((day == day_b) & by_name)
    return (gone & ~gone_b) | ((gone == gone_b) & by_day)


def _within(stated: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Further printings that differ from the one that was taken."""
    rows = stated.assign(address=stated["other_cells"].str.split(" | ", regex=False)).explode("address")
    printed = observations.assign(address=observations["sheet"] + "!" + observations["cell"])
    printed = printed[["source_id", "address", "measure", "base", "value", "qualifier", "place"]]
    rows = rows.merge(printed, on=["source_id", "address", "measure"], suffixes=("", "_b"))
    differ = (rows["value"] - rows["value_b"]).abs() > _LEAST
    rows = rows[differ & (rows["base"].eq(rows["base_b"]) | rows["measure"].eq("participants"))]
    rows = rows.assign(kind="within", source_id_b=rows["source_id"], cell_b=rows["address"], in_force_b=False, precedence="")
    named = {"cell_b": " | ".join, "place_b": lambda each: " | ".join(dict.fromkeys(each))}
    same = [name for name in COLUMNS if name not in named]
    return rows.groupby(same, sort=False, dropna=False).agg(named).reset_index()[COLUMNS]
