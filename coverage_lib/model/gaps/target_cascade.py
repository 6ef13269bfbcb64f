"""Nation → province → district → commune: do the targets of the units below add up to the target of the unit above?

Only people are added, never rates: a rate is converted to people over a denominator of the same base; rates over another
base are named and left out. Units below are those of the code list on the date on which names in the upper document are valid.
Worked example: ``docs/methods/cascade.md``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.gap import persons_needed
from coverage_lib.model.gaps.shares_of_units import same_rise
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.areas import areas_on
from coverage_lib.vocabulary.table_schemas import conform, table
from coverage_lib.vocabulary.terms import parts, terms

_UPPER = ["area_code", "indicator", "year", "source_id", "measure"]
_LEVEL = ["base", "target_pct", "target_persons"]


def cascade(
    targets: pd.DataFrame, observations: pd.DataFrame, denominators: pd.DataFrame, trajectory: pd.DataFrame, sources: list[Source]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables ``cascade`` and ``cascade_units``.

    Parameters
    ----------
    targets, observations, denominators, trajectory : DataFrame
        The tables of these names. Of ``observations`` only planned increases are used, which no other table holds.
    sources : list of Source
        For the day that decides which units lie below.

    Returns
    -------
    cascade : DataFrame
        One row for each upper target in force if any unit below sets one too. ``target_persons`` and ``sum_persons`` in people,
        ``difference_persons`` and ``difference_pp`` lower − upper: a shortfall is negative. ``status``:

        * other_base: no unit below sets it over the base of the upper target (or, with all there, some do not);
        * incomplete: units below without a target (``missing``); over if the available ones already exceed the upper target;
        * no_denominator: a rate that cannot be turned into people, unless all lower rates lie on one side of the upper one;
        * adds_up: equal to the person; where rates were turned into people, within one person a rounding;
        * short, over.
    cascade_units : DataFrame
        One row a unit below, with its own target (``status`` set, missing, other_base, no_denominator) and what it would have to
        be at the same rate for all and at the same rise in points for all.
    """
    goals = _goals(targets, observations)
    lower = _chosen(goals, _pairs(goals, sources))
    lower = _with_denominators(lower, denominators)
    lower["start_pct"] = _start(lower, trajectory)
    upper = _added(_with_denominators(_upper(goals, lower), denominators), lower)
    lower = lower.merge(upper[[*_UPPER, "same_rate_pct", "same_rise_pp"]], on=_UPPER, how="left")
    lower["same_rise_pct"] = (lower["start_pct"] + lower["same_rise_pp"]).clip(0, 100)
    for name in ("same_rate", "same_rise"):
        lower[f"{name}_persons"] = persons_needed(lower[f"{name}_pct"], lower["persons"])
    own = {"own_base": "base", "own_pct": "target_pct", "people": "target_persons"}
    units = lower.drop(columns=["base", "target_pct", "target_persons"]).rename(columns=own)
    return conform(upper, "cascade"), conform(units, "cascade_units")


def cascade_counts(upper: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Table ``cascade_counts``: how many units below each upper target set what beside it.

    Parameters
    ----------
    upper, units : DataFrame
        Tables ``cascade`` and ``cascade_units``.
    """
    level = units.merge(upper[[*_UPPER, "base", "target_pct"]], on=_UPPER, suffixes=("", "_upper"))
    rated = level["target_pct"].notna() & level["base"].eq(level["base_upper"])
    grouped = level.assign(
        units_seen=level["status"].ne("missing"),
        units_missing=level["status"].eq("missing"),
        units_other_base=level["status"].eq("other_base"),
        units_set=level["status"].isin(["set", "no_denominator"]),
        units_rated=rated,
        units_set_lower=rated & level["target_pct"].lt(level["target_pct_upper"]),
    ).groupby(_UPPER)
    return conform(
        grouped[[each for each in table("cascade_counts")["columns"] if each not in _UPPER]].sum().reset_index(), "cascade_counts"
    )


def _goals(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Targets in force and planned increases, one row each; sums of parts where a document sets only parts (``derived``)."""
    levels = targets[targets["in_force"]][["area_code", "indicator", "year", "source_id", *_LEVEL, "issued"]]
    levels = levels.astype({"target_persons": "float64"})
    levels["measure"] = np.where(levels["target_persons"].notna(), "participants", "rate_pct")
    added = observations[
        observations["measure"].eq("increase")
        & observations["basis"].eq("plan")
        & observations["area_code"].ne("")
        & observations["indicator"].ne("")
        & observations["value"].notna()
    ]
    added = added.assign(year=added["period"].dt.year, target_persons=added["value"], base="", target_pct=np.nan, issued=pd.NaT)
    added = added.drop_duplicates(["area_code", "indicator", "year", "source_id"])[levels.columns]
    sums = [_sum_of_parts(levels, code) for code in terms("indicator") if parts(code)]
    return pd.concat([levels.assign(derived=False), added.assign(derived=False), *sums], ignore_index=True).astype(
        {"year": "int64"}
    )


def _sum_of_parts(levels: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The sum of the parts if a document sets all of them over one base, but not the sum itself."""
    keys = ["area_code", "year", "source_id"]
    grouped = levels[levels["indicator"].isin(parts(indicator))].groupby(keys)
    sums = grouped.agg(
        target_persons=("target_persons", lambda each: each.sum(skipna=False)),
        target_pct=("target_pct", lambda each: each.sum(skipna=False)),
        base=("base", "first"),
        bases=("base", "nunique"),
        found=("indicator", "nunique"),
        issued=("issued", "first"),
    ).reset_index()
    stated = pd.MultiIndex.from_frame(levels.loc[levels["indicator"] == indicator, keys])
    whole = (sums["found"] == len(parts(indicator))) & ~pd.MultiIndex.from_frame(sums[keys]).isin(stated)
    sums = sums[whole & (sums["bases"] == 1)].assign(indicator=indicator, derived=True)
    measure = np.where(sums["target_persons"].notna(), "participants", "rate_pct")
    return sums.assign(measure=measure)[[*levels.columns, "derived"]]


def _pairs(goals: pd.DataFrame, sources: list[Source]) -> pd.DataFrame:
    """Every upper target paired with every unit below it on the date of its document."""
    day = {source.source_id: source.areas_on for source in sources}
    stated = goals[~goals["derived"]].drop(columns=["derived", "issued"]).assign(on=lambda rows: rows["source_id"].map(day))
    found = []
    for on, rows in stated.groupby("on"):
        below = areas_on(on)[["area_code", "parent_code"]].set_axis(["lower_code", "area_code"], axis=1)
        found.append(rows.merge(below.reset_index(drop=True), on="area_code"))
    return pd.concat(found, ignore_index=True) if found else stated.assign(lower_code="")


def _chosen(goals: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """For every unit below, the target to be added: a comparable one, preferably of the same document, then the latest."""
    own = goals.rename(
        columns={"area_code": "lower_code", "source_id": "lower_source_id", "base": "own_base", "target_pct": "own_pct",
                 "target_persons": "own_persons", "measure": "own_measure"}
    )  # fmt: skip
    rows = pairs.merge(own, on=["lower_code", "indicator", "year"], how="left")
    there = rows["lower_source_id"].notna()
    foreign = there & (rows["measure"].eq("increase") != rows["own_measure"].eq("increase"))  # a level is not an increase
    over_base = rows["own_pct"].notna() & (rows["own_base"].eq(rows["base"]) | rows["base"].eq(""))
    rows = rows.assign(
        foreign=foreign,
        comparable=there & ~foreign & (rows["own_persons"].notna() | over_base),
        same=rows["lower_source_id"] == rows["source_id"],
    )
    order = ["comparable", "foreign", "derived", "same", "issued", "lower_source_id"]
    ascending = [False, True, True, False, False, True]
    rows = rows.sort_values(order, ascending=ascending, na_position="last", kind="stable").drop_duplicates([*_UPPER, "lower_code"])
    lost = ["lower_source_id", "own_base", "own_pct", "own_persons"]
    rows[lost] = rows[lost].mask(rows["foreign"])
    some = rows.groupby(_UPPER)["lower_source_id"].transform("count") > 0
    return rows[some].drop(columns=["derived", "issued", "same", "foreign", "own_measure"]).reset_index(drop=True)


def _with_denominators(rows: pd.DataFrame, denominators: pd.DataFrame) -> pd.DataFrame:
    """The denominator over the base of the upper target: of the target year and document, else the latest up to then (held)."""
    area = "lower_code" if "lower_code" in rows else "area_code"
    rows = rows.reset_index(drop=True)
    base = rows["base"].mask(rows["base"].eq(""), rows["own_base"]) if area == "lower_code" else rows["base"]
    known = denominators[["area_code", "base", "period", "source_id", "persons"]].set_axis(
        ["area", "over", "period", "from", "persons"], axis=1
    )
    wanted = pd.DataFrame(
        {"row": rows.index, "area": rows[area], "over": base, "year": rows["year"], "document": rows["source_id"]}
    )
    found = wanted.merge(known, on=["area", "over"])
    found = found[found["period"].dt.year <= found["year"]].assign(same=found["from"] == found["document"])
    found = found.sort_values(["period", "same", "from"], ascending=[False, False, True], kind="stable").drop_duplicates("row")
    found = found.set_index("row")
    held = (found["period"].dt.year != found["year"]).reindex(rows.index)
    return rows.assign(persons=found["persons"].astype("float64").reindex(rows.index), denominator_held=held.eq(True))


def _start(lower: pd.DataFrame, trajectory: pd.DataFrame) -> pd.Series:
    """The rate of every unit below before the target year: the last observed, otherwise the last assigned."""
    points = trajectory[trajectory["path"].isin(["actual", "plan"]) & trajectory["coverage_pct"].notna()]
    points = points[["area_code", "indicator", "base", "path", "period", "coverage_pct"]].rename(
        columns={"area_code": "lower_code"}
    )
    rows = lower[["lower_code", "indicator", "base", "year"]].reset_index(names="row").merge(points)
    rows = rows[rows["period"].dt.year < rows["year"]].sort_values(["path", "period"], ascending=[True, False], kind="stable")
    return rows.drop_duplicates("row").set_index("row")["coverage_pct"].reindex(lower.index)


def _upper(goals: pd.DataFrame, lower: pd.DataFrame) -> pd.DataFrame:
    keys = lower[_UPPER].drop_duplicates()
    return keys.merge(goals[~goals["derived"]].drop(columns=["derived", "issued"]), on=_UPPER)


def _added(upper: pd.DataFrame, lower: pd.DataFrame) -> pd.DataFrame:
    """The upper targets with the sums of the lower ones; ``lower`` gains people and status."""
    from_rate = lower["own_persons"].isna() & lower["comparable"]
    lower["people"] = lower["own_persons"].where(
        ~from_rate, pd.Series(persons_needed(lower["own_pct"], lower["persons"]), index=lower.index)
    ).where(lower["comparable"])  # fmt: skip
    lower["status"] = np.select(
        [lower["lower_source_id"].isna(), ~lower["comparable"], lower["people"].isna()],
        ["missing", "other_base", "no_denominator"],
        "set",
    )
    counted = lower["status"] == "set"
    exact = lower["own_persons"].fillna(lower["own_pct"] * lower["persons"] / 100).where(counted)
    grouped = lower.assign(
        counted=counted,
        exact=exact,
        rounded=from_rate & counted,
        pct=lower["own_pct"].where(lower["own_base"] == lower["base"]),
        unit_missing=lower["lower_code"].where(lower["status"].eq("missing")),
        unit_other=lower["lower_code"].where(lower["status"].eq("other_base")),
    ).groupby(_UPPER)
    sums = grouped.agg(
        units=("lower_code", "size"),
        units_counted=("counted", "sum"),
        comparable=("comparable", "sum"),
        held=("denominator_held", "any"),
        sum_persons=("people", lambda each: each.sum(min_count=1)),
        exact=("exact", lambda each: each.sum(skipna=False)),
        below=("persons", lambda each: each.sum(skipna=False)),
        rounded=("rounded", "sum"),
        rates=("pct", "count"),
        lowest=("pct", "min"),
        highest=("pct", "max"),
        missing=("unit_missing", lambda each: " ".join(sorted(each.dropna()))),
        other_base=("unit_other", lambda each: " ".join(sorted(each.dropna()))),
    )
    rows = upper.merge(sums.reset_index(), on=_UPPER)
    over = rows["persons"].fillna(rows["below"].where(rows["base"].ne("")))
    set_in_persons = rows["target_persons"].notna()
    people = rows["target_persons"].fillna(rows["target_pct"] * over / 100)
    rows["target_persons"] = rows["target_persons"].fillna(pd.Series(persons_needed(rows["target_pct"], over), index=rows.index))
    complete = rows["units_counted"] == rows["units"]
    rows["sum_pct"] = (100 * rows["exact"] / rows["below"]).where(complete & rows["base"].ne(""))
    rows["difference_persons"] = (rows["sum_persons"] - rows["target_persons"]).where(complete)
    rows["difference_pp"] = rows["sum_pct"] - rows["target_pct"]
    rows["denominator_held"] |= rows["held"]
    allowed = rows["rounded"] + np.where(set_in_persons, 0, 1)
    rows["status"] = _status(rows, complete, allowed)
    rows["same_rate_pct"] = (100 * people / rows["below"]).fillna(rows["target_pct"])
    number = lower[_UPPER].merge(rows[_UPPER].reset_index(names="number"), on=_UPPER, how="left")["number"]
    rows["same_rise_pp"] = same_rise(lower["start_pct"], lower["persons"], number, people)
    return rows


def _status(rows: pd.DataFrame, complete: pd.Series, allowed: pd.Series) -> np.ndarray:
    beyond = rows["sum_persons"] > rows["target_persons"] + allowed
    known, difference = rows["difference_persons"].notna(), rows["difference_persons"]
    by_rate = rows["rates"] == rows["units"]  # a mean lies between the lowest and the highest, whatever the weights
    level, lowest, highest = rows["target_pct"], rows["lowest"], rows["highest"]
    return np.select(
        [
            (rows["comparable"] == 0) & rows["other_base"].ne(""),
            rows["missing"].ne("") & beyond,
            rows["missing"].ne(""),
            rows["other_base"].ne(""),
            known & (difference.abs() <= allowed),
            known & (difference < 0),
            known,
            by_rate & (lowest == level) & (highest == level),
            by_rate & (highest <= level),
            by_rate & (lowest >= level),
        ],
        ["other_base", "over", "incomplete", "other_base", "adds_up", "short", "over", "adds_up", "short", "over"],
        "no_denominator",
    )
