"""Two levels set for one thing, by two documents or by two places of one: which confirm and which contradict each other."""

from __future__ import annotations

import pandas as pd

from coverage_lib.vocabulary.table_schemas import conform

_SAME = ["area_code", "indicator", "year", "measure", "base"]
_SIDE = ["source_id", "value", "qualifier", "cell", "place", "in_force"]
_OTHER = {name: f"other_{name}" for name in _SIDE}
_PLAIN = ["", "about", "strive", "strive_about"]
"""Qualifiers under which the difference of two rates is still a rate; 'over' makes it a limit."""
_LEAST = 1e-9


def target_pairs(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Table ``target_pairs``: every pair of levels for one unit, indicator, year, measure and base.

    Parameters
    ----------
    targets, observations : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row a pair, the superseded or earlier side first: ``source_id``, ``value`` (per cent or persons, by ``measure``),
        ``qualifier``, ``cell``, ``place``, ``in_force``, and the same with ``other_`` for the other side. ``between``:

        * documents: two documents, each stating its level;
        * implied: one of them sets the whole and the voluntary part only, so that compulsory insurance is what is left;
        * within: two places of one document that differ; the register keeps the first.

        ``differs`` is false where the levels confirm each other. ``precedence`` is the rule that decided, undecided where both
        apply, empty for implied levels, which replace nothing.
    """
    stated = pd.concat([_side(targets, "rate_pct"), _side(targets, "participants")])
    left = _side(implied(targets), "rate_pct").assign(precedence="")
    sides = pd.concat([stated.assign(stated=True), left.assign(stated=False)], ignore_index=True)
    pairs = sides.merge(sides.rename(columns=_OTHER), on=_SAME, suffixes=("", "_b"))
    pairs = pairs[(pairs["source_id"] != pairs["other_source_id"]) & (pairs["stated"] | pairs["stated_b"])]
    pairs = pairs[_first(pairs)]
    whole, both = pairs["stated"] & pairs["stated_b"], pairs["in_force"] & pairs["other_in_force"]
    loser = pairs["precedence"].where(~pairs["in_force"], pairs["precedence_b"]).mask(both, "undecided")
    pairs = pairs.assign(
        between=whole.map({True: "documents", False: "implied"}),
        differs=(pairs["value"] - pairs["other_value"]).abs() > _LEAST,
        precedence=loser.where(whole, ""),
    )
    return conform(pd.concat([pairs, _within(stated, observations)], ignore_index=True), "target_pairs")


def implied(targets: pd.DataFrame) -> pd.DataFrame:
    """Compulsory insurance as whole less voluntary, for documents that do not set it.

    Returns
    -------
    DataFrame
        Columns of ``targets``, those of the whole where they say nothing of the level; the cells of both joined by `` + ``.
    """
    keys = ["area_code", "year", "source_id", "base"]
    plain = targets[targets["target_pct"].notna() & targets["qualifier"].isin(_PLAIN)]
    whole, part = (plain[plain["indicator"] == code] for code in ("si", "si_voluntary"))
    both = whole.merge(part[[*keys, "target_pct", "cell"]], on=keys, suffixes=("", "_part"))
    stated = pd.MultiIndex.from_frame(targets.loc[targets["indicator"] == "si_compulsory", keys])
    left = both[~pd.MultiIndex.from_frame(both[keys]).isin(stated)]
    cells = [_half(left[name], "rate_pct") for name in ("cell", "cell_part")]
    return left.assign(
        indicator="si_compulsory",
        target_persons=pd.NA,
        target_pct=(left["target_pct"] - left["target_pct_part"]).round(6),
        cell=cells[0] + " + " + cells[1].str.replace(r"^.*!", "", regex=True),
    )[targets.columns]


def _half(texts: pd.Series, measure: str) -> pd.Series:
    """What is said of the rate, or of the persons, where both of one target are joined by a bar."""
    return texts.str.split(" | ", regex=False).str[0 if measure == "rate_pct" else -1]


def _side(targets: pd.DataFrame, measure: str) -> pd.DataFrame:
    column = {"rate_pct": "target_pct", "participants": "target_persons"}[measure]
    rows = targets[targets[column].notna()].assign(measure=measure, value=lambda each: each[column].astype("float64"))
    rows = rows.assign(**{name: _half(rows[name], measure) for name in ("cell", "place")})
    if measure == "participants":
        rows = rows.assign(base="")  # persons are comparable, whatever the base of a rate printed with them
    return rows[[*_SAME, *_SIDE, "other_cells", "issued", "precedence"]]


def _first(pairs: pd.DataFrame) -> pd.Series:
    """Of the two orders of a pair the one to keep: what was superseded first, else the earlier issued, else by name."""
    gone, other_gone = ~pairs["in_force"], ~pairs["other_in_force"]
    day, other_day = (pairs[name].fillna(pd.Timestamp.max) for name in ("issued", "issued_b"))
    by_day = (day < other_day) | ((day == other_day) & (pairs["source_id"] < pairs["other_source_id"]))
    return (gone & ~other_gone) | ((gone == other_gone) & by_day)


def _within(stated: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Further printings that differ from the one used."""
    rows = stated.assign(other_cell=stated["other_cells"].str.split(" | ", regex=False)).explode("other_cell")
    printed = observations.assign(other_cell=observations["sheet"] + "!" + observations["cell"])
    printed = printed[["source_id", "other_cell", "measure", "base", "value", "qualifier", "place"]]
    printed = printed.rename(columns={name: _OTHER[name] for name in ("value", "qualifier", "place")})
    rows = rows.merge(printed, on=["source_id", "other_cell", "measure"], suffixes=("", "_b"))
    differs = (rows["value"] - rows["other_value"]).abs() > _LEAST
    rows = rows[differs & (rows["base"].eq(rows["base_b"]) | rows["measure"].eq("participants"))]
    return rows.assign(between="within", other_source_id=rows["source_id"], other_in_force=False, differs=True, precedence="")
