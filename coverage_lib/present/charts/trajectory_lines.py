"""Lines and marks of the trajectory chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.unit_view import Break, UnitView
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import year_of, year_position

_STRUCK = Path(
    [(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1), (-1.7, 0), (1.7, 0)],
    [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY, Path.MOVETO, Path.LINETO],
)
_PALE_TARGET = "#C9A08C"
SMALLEST_BRACKET = 8.0
"""Pixels below which a bracket would be illegible; the label alone gives the gap."""

# One entry a kind of mark: how it is drawn and how the key beneath the axes shows it.
MARKS: dict[str, dict] = {
    "actual": {"color": chart_style.ACTUAL, "linewidth": 2.2, "marker": "o", "markersize": 6.5},
    "uncertain": {
        "color": chart_style.ACTUAL, "linewidth": 0, "marker": "o", "markersize": 7,
        "markerfacecolor": "white", "markeredgewidth": 1.6,
    },
    "within": {"color": chart_style.ACTUAL, "linewidth": 0, "marker": "o", "markersize": 4, "markeredgewidth": 0, "alpha": 0.45},
    "plan": {"color": chart_style.PLAN, "linewidth": 1.8, "linestyle": (0, (4, 2)), "marker": "s", "markersize": 5.5},
    "projected": {"color": chart_style.ACTUAL, "linewidth": 1.2, "linestyle": (0, (6, 2, 1, 2))},
    "scenario": {"color": chart_style.ACTUAL, "linewidth": 1.0, "linestyle": (0, (3, 3))},
    "required": {"color": chart_style.TARGET, "linewidth": 1.5, "linestyle": (0, (1, 2))},
    "target": {"color": chart_style.TARGET, "linewidth": 0, "marker": "D", "markersize": 9},
    "reference": {
        "color": chart_style.TARGET, "linewidth": 0, "marker": "D", "markersize": 9, "markerfacecolor": chart_style.REFERENCE,
    },
    "working": {"color": _PALE_TARGET, "linewidth": 0, "marker": "D", "markersize": 8, "markerfacecolor": "white"},
    "superseded": {
        "color": _PALE_TARGET, "linewidth": 0, "marker": _STRUCK, "markersize": 13, "markerfacecolor": "white",
        "markeredgewidth": 1.1,
    },
    "parent": {"color": chart_style.PARENT, "linewidth": 1.3},
    "other": {"color": chart_style.OTHER, "linewidth": 0.9, "marker": "x", "markersize": 5, "alpha": 0.85},
    "other_source": {"color": chart_style.ACTUAL, "linewidth": 0, "marker": "x", "markersize": 5, "alpha": 0.6},
}  # fmt: skip


def pieces(points: pd.DataFrame, view: UnitView) -> list[pd.DataFrame]:
    """The points of a path, divided where the segment changes or at a break; figures within a year belong to none.

    >>> from types import SimpleNamespace
    >>> points = pd.DataFrame({"period": pd.to_datetime(["2020-12-31", "2021-12-31", "2022-12-31"]), "segment": [1, 1, 2]})
    >>> [len(piece) for piece in pieces(points, SimpleNamespace(breaks=()))]
    [2, 1]
    """
    rows = unit_rows.year_ends(points)
    after = sum((rows["period"] >= each.date).astype(int) for each in view.breaks) if view.breaks else 0
    return [piece for _, piece in rows.groupby([rows["segment"], pd.Series(after, index=rows.index)], sort=True)]


def draw_parent(ax: Axes, view: UnitView, first: float) -> tuple[float, float, str] | None:
    """The line of the unit above, pale, not further back than the unit's own chart; returns its last point and kind of figure.

    The kind is ``plan``, ``actual``, or ``estimate`` for a line of actual figures that ends in one not yet final.
    """
    if view.parent.empty or unit_rows.in_persons(view):
        return None
    end = None
    for name in ("plan", "actual"):
        rows = view.parent[(view.parent["path"] == name) & view.parent["coverage_pct"].notna()].sort_values("period", kind="stable")
        rows = rows[year_position(rows["period"]) >= first]
        for piece in pieces(rows, view):
            x, y = year_position(piece["period"]), piece["coverage_pct"].to_numpy(dtype=float)
            alone = {"marker": "o", "markersize": 4} if len(piece) == 1 else {}  # a line of one point cannot be seen
            ax.plot(x, y, zorder=1.5, **MARKS["parent"] | ({"linestyle": (0, (4, 2))} if name == "plan" else {}) | alone)
            kind = "estimate" if name == "actual" and piece["obs_status"].iloc[-1] in unit_rows.UNCERTAIN else name
            end = max(end or (-np.inf, 0.0, ""), (x[-1], y[-1], kind))
    return end


def _other(view: UnitView) -> list[tuple[str, pd.DataFrame]]:
    """Figures over another base or from another source, by kind of mark, one table for each base, source and segment."""
    rows = view.other[view.other[unit_rows.value_column(view)].notna()].sort_values("period", kind="stable")
    stretch = rows["stretch"] if "stretch" in rows else pd.Series(0, index=rows.index)
    groups = rows.groupby(["base", "source_id", stretch], sort=True)
    return [("other_source" if base == view.base else "other", group) for (base, *_), group in groups]


def other_kinds(view: UnitView) -> set[str]:
    """The kinds of marks shown in addition to the main series."""
    return {kind for kind, _ in _other(view)}


def draw_other(ax: Axes, view: UnitView) -> tuple[float, float] | None:
    """Figures over another base or from another source; returns the end of the longest series over another base."""
    longest, end = 0, None
    for kind, group in _other(view):
        x, y = year_position(group["period"]), group[unit_rows.value_column(view)].to_numpy(dtype=float)
        ax.plot(x, y, zorder=2, **MARKS[kind])
        if kind == "other" and len(group) > longest:
            longest, end = len(group), (x[-1], y[-1])
    return end


def draw_path(ax: Axes, view: UnitView, name: str) -> None:
    """One path of the unit: joined within its pieces, estimates hollow, intervals as thin bars, figures within a year small."""
    points, column = unit_rows.path(view, name), unit_rows.value_column(view)
    if name == "projected":
        return _draw_projected(ax, points, view)
    for piece in pieces(points, view):
        ax.plot(year_position(piece["period"]), piece[column].to_numpy(dtype=float), zorder=4, **MARKS[name])
    if name != "actual" or points.empty:
        return
    _draw_intervals(ax, unit_rows.year_ends(points), view)
    hollow = points[points["obs_status"].isin(unit_rows.UNCERTAIN) & (points["segment"].fillna(0) != 0)]
    within = points[points["segment"].fillna(0) == 0]
    for kind, rows in (("uncertain", hollow), ("within", within)):
        if len(rows):
            ax.plot(year_position(rows["period"]), rows[column].to_numpy(dtype=float), zorder=4.5, **MARKS[kind])


def _draw_projected(ax: Axes, points: pd.DataFrame, view: UnitView) -> None:
    """The projection: a band with its central path if the series allows one, otherwise a thin line."""
    x, banded = year_position(points["period"]), unit_rows.outlook(view) == "projected"
    if len(points) < 2:
        return
    ax.plot(x, points["coverage_pct"].to_numpy(dtype=float), zorder=3.2, **MARKS["projected" if banded else "scenario"])
    if banded:
        limits = [points[each].to_numpy(dtype=float) for each in ("lower_pct", "upper_pct")]
        ax.fill_between(x, *limits, color=chart_style.ACTUAL, alpha=0.12, linewidth=0, zorder=0.8)
        for limit in limits:
            ax.plot(x, limit, color=chart_style.ACTUAL, linewidth=0.6, alpha=0.35, zorder=0.9)


def draw_step(ax: Axes, view: UnitView) -> tuple[float, float] | None:
    """The line from the last figure to the next assigned value, if one document gives both; returns its middle."""
    actual, plan = (unit_rows.year_ends(unit_rows.path(view, name)) for name in ("actual", "plan"))
    if actual.empty or plan.empty:
        return None
    ends = pd.concat([actual.iloc[[-1]], plan.iloc[[0]]])
    if (
        ends["source_id"].nunique() > 1
        or not ends["period"].is_monotonic_increasing
        or any(ends["period"].iloc[0] < each.date <= ends["period"].iloc[1] for each in view.breaks)
    ):
        return None
    x, y = year_position(ends["period"]), ends[unit_rows.value_column(view)].to_numpy(dtype=float)
    ax.plot(x, y, color=chart_style.PLAN, linewidth=1.4, linestyle=(0, (4, 2)), zorder=2)
    return x.mean(), y.mean()


def _draw_intervals(ax: Axes, points: pd.DataFrame, view: UnitView) -> None:
    if unit_rows.in_persons(view):
        return
    rows = points[points["lower_pct"].notna() & points["upper_pct"].notna()]
    for x, lower, upper in zip(year_position(rows["period"]), rows["lower_pct"], rows["upper_pct"], strict=True):
        ax.plot([x, x], [lower, upper], color=chart_style.ACTUAL, linewidth=1.0, zorder=3.5)


def target_kind(row: pd.Series) -> str:
    """The mark of a target."""
    if row["authority"] == "working":
        return "working"
    if not row["in_force"]:
        return "superseded"
    return "target" if row["own"] else "reference"


def draw_targets(ax: Axes, targets: pd.DataFrame, column: str) -> None:
    """The targets as diamonds; superseded ones pale and struck through, below the others."""
    for _, row in targets.iterrows():
        kind = target_kind(row)
        ax.plot([int(row["year"])], [float(row[column])], zorder=3 if row["in_force"] else 2.5, **MARKS[kind])


def draw_bracket(ax: Axes, row: pd.Series, low: float, high: float) -> tuple[float, float, bool]:
    """A bracket from figure to target at the target year, with a faint line from the figure's own time.

    Returns where its label belongs, and whether the bracket was large enough to be drawn.
    """
    pixel = (ax.transData.inverted().transform((1, 0)) - ax.transData.inverted().transform((0, 0)))[0]
    year, at = float(row["target_year"]), year_of(row["period"])
    x0, x1 = year + 14 * pixel, year + 22 * pixel
    if at < year:
        ax.plot([at, x0], [low, low], color=chart_style.MUTED, linewidth=0.7, linestyle=(0, (1, 3)), zorder=1)
    if abs(ax.transData.transform((0, high))[1] - ax.transData.transform((0, low))[1]) < SMALLEST_BRACKET:
        return year, max(low, high), False
    ax.plot([x0, x1, x1, x0], [low, low, high, high], color=chart_style.INK, linewidth=1.2, solid_joinstyle="miter", zorder=3)
    return x1, (low + high) / 2, True


def draw_breaks(ax: Axes, view: UnitView) -> list[tuple[Break, float]]:
    """A vertical mark on the date of every break within the years shown; returns the breaks with their positions."""
    first, last = ax.get_xlim()
    shown = [(each, x) for each in view.breaks if first < (x := year_of(each.date)) < last]
    for _, x in shown:
        ax.axvline(x, color=chart_style.MUTED, linewidth=1.0, linestyle=(0, (2, 2)), zorder=1)
    return shown
