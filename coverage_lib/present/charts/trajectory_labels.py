"""Labels of the trajectory chart, most important first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from coverage_lib.present.charts.trajectory_lines import target_kind
from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.gap_words import Words, is_short
from coverage_lib.present.context.unit_view import Break, UnitView
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import year_of
from coverage_lib.present.kit.label_placement import Label
from coverage_lib.present.words import gap_sentences

FEW = 4
"""A path of so few points has every value printed."""
MANY = 4
"""Of so many targets set by one document only the last names it."""
FOLD = 1.9
"""Inches at which a long label breaks."""
NEAR, FAR = 70.0, 160.0
"""Pixels within which optional labels must fit."""


@dataclass(frozen=True)
class Drawn:
    """Positions of the lines and marks of a chart.

    Attributes
    ----------
    targets : DataFrame
        The drawn targets; ``column`` holds their level.
    brackets : list of (row of ``gap``, (x, y, drawn))
        Gaps, the place of their label, and whether the gap was large enough for a bracket.
    parent : (x, y, path) or None
        End of the line of the unit above.
    other : (x, y) or None
        End of the series over another base.
    breaks : list of (Break, x)
    step : (x, y) or None
        Middle of the line to the value assigned next.
    corner : (x, y)
        Upper left corner of the axes.
    """

    targets: pd.DataFrame
    column: str
    brackets: list[tuple[pd.Series, tuple[float, float, bool]]]
    parent: tuple[float, float, str] | None
    other: tuple[float, float] | None
    breaks: list[tuple[Break, float]]
    step: tuple[float, float] | None
    corner: tuple[float, float]


def callouts(view: UnitView, drawn: Drawn) -> list[Label]:
    """The labels of a chart whose lines and marks are drawn."""
    main = unit_rows.main_gap(view)
    valid = drawn.targets[drawn.targets["in_force"].astype(bool)]
    labels = [] if main is None else _gaps(drawn, main, view.words)
    labels += _last_points(view)
    labels += [_target(row, view, drawn.column, brief=brief) for row, brief in _by_weight(valid)]
    if drawn.step is not None and main is None:
        labels.append(Label(gap_sentences.next_step(view), *drawn.step, toward=(-1, 1), size=10.5, weight="bold"))
    labels += [
        Label(
            _folded(getattr(each, view.words.lang)),
            x,
            drawn.corner[1],
            toward=(0.7, -0.7),
            size=9,
            color=chart_style.MUTED,
            leader=False,
        )
        for each, x in drawn.breaks
    ]
    labels += [_other_target(row, view, drawn.column) for _, row in drawn.targets.drop(valid.index).iterrows()]
    labels += _lines(view, drawn) + _values(view)
    if unit_rows.path(view, "actual").empty:
        labels.append(
            Label(_folded(view.words.phrase("fig.no_actual")), *drawn.corner, toward=(1, -1), size=9.5, italic=True, leader=False)
        )
    return labels


def _gaps(drawn: Drawn, main: pd.Series, words: Words) -> list[Label]:
    """The gap of the headline first; of the others those with a bracket, and those of years to come."""
    labels: list[Label] = []
    for row, (x, y, bracket) in drawn.brackets:
        if row.name == main.name:
            labels.insert(0, _gap(row, (x, y), words, main=True))
        elif bracket or row["target_year"] > main["target_year"]:
            labels.append(_gap(row, (x, y), words, main=False))
    return labels


def _folded(text: str, width: float = FOLD) -> str:
    return "\n".join(chart_style.balanced(text, width, 9.5))


def _by_weight(targets: pd.DataFrame) -> list[tuple[pd.Series, bool]]:
    """The targets, and whether a short label is enough: of many set by one document only the last names it."""
    sizes = targets.groupby("source_id")["year"].transform("size")
    last = targets.groupby("source_id")["year"].transform("max")
    brief = (sizes >= MANY) & (targets["year"] != last)
    return [(targets.loc[index], brief[index]) for index in brief.sort_values(kind="stable").index]


def _gap(row: pd.Series, middle: tuple[float, float], words: Words, *, main: bool) -> Label:
    lines = []
    if people := words.people_gap(row):
        key = "fig.gap.short" if is_short(row) else "fig.gap.met"
        lines.append(words.phrase(key, persons=people))
    if pd.notna(row["gap_pp"]):
        places = 1 if abs(row["gap_pp"]) >= 0.05 else 2
        number = words.points(row["gap_pp"], places=places)
        lines.append(words.phrase("fig.gap.points", points=number, unit=words.phrase("unit.points_short")))
    weight, size, reach = ("bold", 10.5, float("inf")) if main else ("normal", 9.5, NEAR)
    return Label("\n".join(lines), *middle, toward=(1, 0), weight=weight, size=size, reach=reach)


def _target(row: pd.Series, view: UnitView, column: str, *, brief: bool) -> Label:
    spot = float(row["year"]), float(row[column])
    if brief:
        return Label(view.words.level(row), *spot, toward=(0, 1), size=9, color=chart_style.TARGET, reach=NEAR)
    name = view.documents.short_name(row["source_id"])
    if row["documents"] > 1:
        name = view.words.phrase("fig.target.more", document=name, count=int(row["documents"]) - 1)
    own = "own" if row["own"] else "reference"
    text = view.words.phrase(
        f"fig.target.{own}", level=view.words.level(row), document=name, area=view.words.area(row["target_area_code"])
    )
    if chart_style.text_width(text, 9.5) > FOLD:
        text = text.replace(" (", "\n(", 1)
    binding = row["authority"] == unit_rows.AUTHORITIES[0]
    return Label(text, *spot, toward=(-0.35, 1), size=9.5, color=chart_style.TARGET, reach=float("inf") if binding else FAR)


def _other_target(row: pd.Series, view: UnitView, column: str) -> Label:
    text = f"{view.words.target(row['target_pct']) if column == 'target_pct' else view.words.count(row['target_persons'])}"
    text = f"{text} ({view.documents.short_name(row['source_id'])})"
    struck = target_kind(row) == "superseded"
    reach = float("inf") if struck else FAR
    return Label(
        text, float(row["year"]), float(row[column]), toward=(-1, 0.2), size=9, color=chart_style.MUTED, strike=struck, reach=reach
    )


def _last_points(view: UnitView) -> list[Label]:
    labels = []
    for name, colour, toward in (("actual", chart_style.ACTUAL, (0.4, -1)), ("plan", chart_style.PLAN, (0.4, -1))):
        points = unit_rows.path(view, name)
        if points.empty:
            continue
        ends = unit_rows.year_ends(points)
        last = (points if ends.empty else ends).iloc[-1]
        basis = {"P": "provisional", "E": "estimate"}.get(last["obs_status"], "actual") if name == "actual" else "plan"
        text = view.words.phrase(f"fig.point.{basis}", period=view.words.period(last["period"]), value=_value(last, view))
        if not unit_rows.in_persons(view) and pd.notna(last["participants"]):
            text += "\n" + view.words.phrase("fig.point.persons", persons=view.words.count(last["participants"]))
        labels.append(Label(text, *_spot(last, view), toward=toward, color=colour, weight="bold"))
    return labels


def _values(view: UnitView) -> list[Label]:
    """Plain values: of every point if there are few, otherwise of the first."""
    labels = []
    for name, colour in (("actual", chart_style.ACTUAL), ("plan", chart_style.PLAN)):
        points = unit_rows.year_ends(unit_rows.path(view, name))
        rows = points.iloc[:-1] if len(points) <= FEW else points.iloc[:1]
        labels += [
            Label(_value(row, view), *_spot(row, view), toward=(0, 1), size=9.5, color=colour, reach=NEAR)
            for _, row in rows.iterrows()
        ]
    return labels


def _lines(view: UnitView, drawn: Drawn) -> list[Label]:
    labels = []
    if drawn.parent is not None:
        x, y, path = drawn.parent
        text = view.words.phrase(f"fig.parent.{path}", area=view.words.area(view.parent_code))
        labels.append(Label(text, x, y, toward=(0.6, 0.8), size=9, color=chart_style.MUTED))
    if drawn.other is not None:
        labels.append(
            Label(
                _folded(view.words.phrase("fig.other")), *drawn.other, toward=(0.3, -1), size=9, color=chart_style.OTHER, reach=FAR
            )
        )
    for name, kind, colour in (
        ("required", "required", chart_style.TARGET),
        ("projected", unit_rows.outlook(view), chart_style.ACTUAL),
    ):
        points = unit_rows.path(view, name)
        if len(points) > 1 and kind:
            (x0, y0), (x1, y1) = (_spot(row, view) for _, row in points.iloc[-2:].iterrows())
            middle = (x0 + x1) / 2, (y0 + y1) / 2
            toward, reach = ((-0.7, 1), NEAR) if kind == "required" else ((0.5, -1), FAR if kind == "projected" else float("inf"))
            labels.append(
                Label(view.words.phrase(f"fig.{kind}"), *middle, toward=toward, size=9, color=colour, italic=True, reach=reach)
            )
    return labels


def _spot(row: pd.Series, view: UnitView) -> tuple[float, float]:
    return year_of(row["period"]), float(row[unit_rows.value_column(view)])


def _value(row: pd.Series, view: UnitView) -> str:
    if unit_rows.in_persons(view):
        return view.words.count(row["participants"])
    return view.words.percent(row["coverage_pct"], places=unit_rows.places(view))
