"""The trajectory chart: a unit's coverage, its assigned path, its targets and the gap."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.charts.trajectory_labels import Drawn, callouts
from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.kit import axis_scales, chart_style
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.present.words import chart_notes, gap_sentences

PATHS = ("required", "projected", "plan", "actual")
ROOM_LEFT, ROOM, ROOM_FOR_GAPS = 0.4, 1.0, 1.8
"""Inches kept free left of the first and right of the last year, for labels."""


def trajectory_chart(view: UnitView, ax: Axes | None = None) -> Axes:
    """Draw one unit and one indicator.

    Parameters
    ----------
    view : UnitView
    ax : Axes, optional
        Axes to draw on; then without headline, key and sources, which belong to the page. By default a figure of its own.

    Returns
    -------
    Axes
        ``ax.figure`` is the figure; :func:`coverage_lib.present.kit.chart_style.png` draws it.

    Raises
    ------
    ValueError
        If there is no figure and no target to draw.
    """
    if not drawable(view):
        raise ValueError(f"{view.area_code}, {view.indicator}: nothing to draw, neither a figure nor a target")
    with chart_style.use_style():
        frame, title_left = _scales(view), 0.0
        if ax is None:
            texts = (gap_sentences.headline(view), gap_sentences.subtitle(view), keys(view), chart_notes.notes(view))
            left = max(chart_style.text_width(label, 10) for label in frame.labels) + 0.1
            _, ax = framed(*texts, left=left)
            title_left = -left
        _set_scales(ax, frame)
        place_labels(ax, _draw(ax, view))
        _write_axis_title(ax, view, title_left)
    return ax


def drawable(view: UnitView) -> bool:
    """Whether there is anything to draw."""
    return any(len(unit_rows.path(view, name)) for name in ("actual", "plan")) or len(_drawn_targets(view)) > 0


def keys(view: UnitView) -> list[Key]:
    """The kinds of marks that a view shows, for the key beneath the axes."""
    actual, plan = unit_rows.path(view, "actual"), unit_rows.path(view, "plan")
    ends = unit_rows.year_ends(actual)
    uncertain = ends["obs_status"].isin(unit_rows.UNCERTAIN)
    kinds = {trajectory_lines.target_kind(row) for _, row in _drawn_targets(view).iterrows()}
    shown = {
        "actual": (~uncertain).any(), "uncertain": uncertain.any(), "within": len(actual) > len(ends), "plan": len(plan) > 0,
        "target": "target" in kinds, "reference": "reference" in kinds, "working": "working" in kinds,
        "superseded": "superseded" in kinds,
        "required": len(unit_rows.path(view, "required")) > 1,
        **{kind: unit_rows.outlook(view) == kind for kind in ("projected", "scenario")},
        **{kind: kind in trajectory_lines.other_kinds(view) for kind in ("other", "other_source")},
    }  # fmt: skip
    return [Key(view.words.phrase(f"fig.key.{kind}"), trajectory_lines.MARKS[kind]) for kind, present in shown.items() if present]


def _drawn_targets(view: UnitView) -> pd.DataFrame:
    """Targets that have a place on the value axis."""
    rows = unit_rows.distinct_targets(view)
    return rows[rows[_target_column(view)].notna() & unit_rows.same_base(view, rows)]


def _target_column(view: UnitView) -> str:
    return "target_persons" if unit_rows.in_persons(view) else "target_pct"


@dataclass(frozen=True)
class _Scales:
    years: tuple[int, int]
    values: tuple[float, float]
    ticks: list[float]
    labels: list[str]
    room: float


def _scales(view: UnitView) -> _Scales:
    """Limits and ticks that contain everything of the unit itself; the unit above extends the value axis, not the time axis."""
    column, rates = unit_rows.value_column(view), not unit_rows.in_persons(view)
    targets = _drawn_targets(view)
    own = pd.concat([unit_rows.path(view, name) for name in PATHS])
    other = view.other[view.other[column].notna()] if len(view.other) else own.iloc[:0]
    moments = [
        *axis_scales.year_position(own["period"]),
        *axis_scales.year_position(other["period"]),
        *targets["year"].astype(float),
    ]
    first, last = axis_scales.year_limits(moments)
    values = [*own[column].astype(float), *other[column].astype(float), *targets[_target_column(view)].astype(float)]
    if unit_rows.outlook(view) == "projected":
        band = unit_rows.path(view, "projected")
        values += [*band["lower_pct"], *band["upper_pct"]]
    if rates and len(view.parent):
        above = unit_rows.year_ends(view.parent)
        values += list(above.loc[axis_scales.year_position(above["period"]) >= first, "coverage_pct"].dropna())
    low, high, ticks = axis_scales.value_limits(values, rates=rates)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    labels = [axis_scales.tick_label(tick, step, view.words.lang, rates=rates) for tick in ticks]
    return _Scales((first, last), (low, high), ticks, labels, ROOM_FOR_GAPS if len(unit_rows.comparable_gaps(view)) else ROOM)


def _set_scales(ax: Axes, frame: _Scales) -> None:
    first, last = frame.years
    width = ax.get_window_extent().width / ax.figure.dpi
    left, right = min(ROOM_LEFT, width / 10), min(frame.room, width / 4)
    years_an_inch = (last - first) / (width - left - right)
    ax.set_xlim(first - left * years_an_inch, last + right * years_an_inch)
    ax.set_ylim(*frame.values)
    years = axis_scales.year_ticks(first, last)
    ax.set_xticks(years, [str(year) for year in years])
    ax.set_yticks(frame.ticks, frame.labels)


def _draw(ax: Axes, view: UnitView) -> list[Label]:
    """Every line and mark; returns the labels to be placed."""
    left, top = ax.get_xlim()[0], ax.get_ylim()[1]
    targets, column = _drawn_targets(view), _target_column(view)
    for name in PATHS:
        trajectory_lines.draw_path(ax, view, name)
    trajectory_lines.draw_targets(ax, targets, column)
    drawn = Drawn(
        targets, column, _draw_brackets(ax, view), trajectory_lines.draw_parent(ax, view, left),
        trajectory_lines.draw_other(ax, view), trajectory_lines.draw_breaks(ax, view), trajectory_lines.draw_step(ax, view),
        (left, top),
    )  # fmt: skip
    return callouts(view, drawn)


def _draw_brackets(ax: Axes, view: UnitView) -> list[tuple[pd.Series, tuple[float, float, bool]]]:
    figure, goal = ("participants", "target_persons") if unit_rows.in_persons(view) else ("coverage_pct", "target_pct")
    rows = unit_rows.comparable_gaps(view)
    rows = rows[rows[figure].notna() & rows[goal].notna()]
    return [(row, trajectory_lines.draw_bracket(ax, row, float(row[figure]), float(row[goal]))) for _, row in rows.iterrows()]


def _write_axis_title(ax: Axes, view: UnitView, left: float) -> None:
    """What the value axis counts, from so many inches right of the axes on; and a warning where it does not start at zero."""
    if unit_rows.in_persons(view):
        text = view.words.phrase("fig.axis.persons")
    else:
        text = view.words.phrase("fig.axis.rates", base=view.words.label("base", view.base))
    _above(ax, text, left, color=chart_style.MUTED, style="italic")
    if ax.get_ylim()[0] > 0:
        _above(
            ax,
            view.words.phrase("fig.axis.not_zero"),
            left + chart_style.text_width(text, 9) + 0.2,
            color=chart_style.INK,
            weight="bold",
        )


def _above(ax: Axes, text: str, left: float, **kwargs) -> None:
    ax.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(left * 72, 9),
        textcoords="offset points",
        fontsize=9,
        va="bottom",
        ha="left",
        **kwargs,
    )
