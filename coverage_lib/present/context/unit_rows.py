"""Selections of a unit's rows for charts and sentences. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import pandas as pd

from coverage_lib.present.context.unit_view import UnitView

_TARGET = ["source_id", "target_year", "target_area_code"]
AUTHORITIES = ("binding", "working", "report")
UNCERTAIN = ("E", "P")
"""Statuses drawn hollow: estimate, provisional."""


def remembered(pick: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Cache a selection with its view, like ``functools.cached_property``: nothing outlives the view."""

    @wraps(pick)
    def once(view: UnitView, *args: str) -> pd.DataFrame:
        kept = vars(view).setdefault("_picked", {})
        key = (pick.__name__, *args)
        if key not in kept:
            kept[key] = pick(view, *args)
        return kept[key]

    return once


def in_persons(view: UnitView) -> bool:
    """Whether the unit is shown in persons, because no rate can be computed for it."""
    return view.base == ""


def value_column(view: UnitView) -> str:
    """The column of the trajectory shown on the value axis."""
    return "participants" if in_persons(view) else "coverage_pct"


@remembered
def path(view: UnitView, name: str) -> pd.DataFrame:
    """The points of one path that can be drawn, by time."""
    rows = view.trajectory
    return rows[(rows["path"] == name) & rows[value_column(view)].notna()].sort_values("period", kind="stable")


def outlook(view: UnitView) -> str:
    """How the projection is drawn: ``projected`` with a band, ``scenario`` without one, empty if there is none."""
    points = path(view, "projected") if not in_persons(view) else view.trajectory.iloc[:0]
    if len(points) < 2:
        return ""
    return "projected" if points[["lower_pct", "upper_pct"]].notna().all(axis=None) else "scenario"


def year_ends(points: pd.DataFrame) -> pd.DataFrame:
    """The points of a path except those within a year, which are not connected."""
    return points[points["segment"].fillna(0) != 0] if len(points) else points


@remembered
def targets(view: UnitView) -> pd.DataFrame:
    """The targets with ``own`` (set by the unit's own document or by a unit above) and ``rank``, most binding first."""
    rows = view.targets
    rank = rows["authority"].map({name: rank for rank, name in enumerate(AUTHORITIES)}).fillna(len(AUTHORITIES))
    return rows.assign(own=rows["target_area_code"] == view.area_code, rank=rank)


def same_base(view: UnitView, targets: pd.DataFrame) -> pd.Series:
    """Which targets are set over the base that the chart draws; a target in persons has no base."""
    return targets["target_pct"].isna() | (targets["base"] == view.base) | in_persons(view)


def is_assigned(view: UnitView, target_area_code: str, source_id: str, year: int) -> bool:
    """Whether a target is a point of the unit's own assigned path."""
    plan = path(view, "plan")
    return target_area_code == view.area_code and ((plan["source_id"] == source_id) & (plan["period"].dt.year == year)).any()


@remembered
def distinct_targets(view: UnitView) -> pd.DataFrame:
    """Targets of one year and level merged, with ``documents``: how many set them; the most binding one is named.

    A replaced target that the later document set at the same level is not shown separately, and the targets that are the unit's
    assigned path are left to that path.
    """
    rows = targets(view)
    kept = [not is_assigned(view, row.target_area_code, row.source_id, row.year) for row in rows.itertuples()]
    rows = rows[pd.Series(kept, index=rows.index, dtype=bool)].sort_values(["year", "rank", "issued", "source_id"], kind="stable")
    in_rate = rows["target_pct"].notna()
    rows = rows.assign(in_rate=in_rate, level=rows["target_pct"].where(in_rate, rows["target_persons"].astype("float64")))
    same = ["year", "own", "in_rate", "level"]
    rows["documents"] = rows.groupby([*same, "in_force"])["source_id"].transform("nunique")
    return rows.sort_values("in_force", ascending=False, kind="stable").drop_duplicates(same).sort_values("year", kind="stable")


@remembered
def comparable_gaps(view: UnitView) -> pd.DataFrame:
    """One gap a target year, where figure and target can be compared.

    A target in force precedes a superseded one, the unit's own precedes that of a unit above, a binding document precedes
    others, the latest issued before earlier ones.
    """
    known = targets(view).rename(columns={"year": "target_year"})[[*_TARGET, "in_force", "own", "rank", "issued"]]
    rows = view.gap[view.gap["gap_pp"].notna() | view.gap["gap_persons"].notna()].merge(known, on=_TARGET, how="left")
    rows = rows[rows["in_force"].fillna(True).astype(bool)].assign(
        foreign=~(rows["target_area_code"] == view.area_code), without_rate=rows["gap_pp"].isna()
    )
    order = ["target_year", "without_rate", "foreign", "rank", "issued", "source_id"]
    ascending = [name != "issued" for name in order]
    return rows.sort_values(order, ascending=ascending, kind="stable", na_position="last").drop_duplicates("target_year")


def main_gap(view: UnitView) -> pd.Series | None:
    """The gap in the headline: to the nearest target year not yet passed by the figure, else to the last one passed."""
    rows = comparable_gaps(view)
    if rows.empty:
        return None
    ahead = rows[rows["target_year"] >= rows["period"].max().year]
    return ahead.iloc[0] if len(ahead) else rows.iloc[-1]


def places(view: UnitView) -> int:
    """Decimals of printed rates: two if a target is set with two, so that a rate and its target can be distinguished."""
    levels = targets(view)["target_pct"].dropna()
    return 2 if ((levels * 10 - (levels * 10).round()).abs() > 1e-6).any() else 1
