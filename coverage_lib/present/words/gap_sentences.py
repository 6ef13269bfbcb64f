"""Sentences about gaps, with the numbers from the tables."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.gap_words import Words, basis_of
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.words import projection_sentences

MOST_TARGETS = 2
"""Number of targets that a headline names if there is no figure to compare with them: the last ones."""


def headline(view: UnitView) -> str:
    """The finding in one sentence.

    States the gap that :func:`unit_rows.main_gap` selects; without a gap, what is known. Says so if the figure is an
    assigned plan or an estimate and not an actual one.
    """
    row = unit_rows.main_gap(view)
    if row is None:
        return _without_gap(view)
    assigned = unit_rows.is_assigned(view, row["target_area_code"], row["source_id"], row["target_year"])
    words = view.words
    level = words.phrase("fig.level.assigned" if assigned else "fig.level.set", level=words.level(row))
    named = {"area": words.area(view.area_code), "amount": words.amount(row), "level": level, "year": int(row["target_year"])}
    return words.phrase(f"fig.head.{words.case(row)}", **named, **_times(row, words))


def next_step(view: UnitView) -> str:
    """The distance from the last figure to the last one assigned after it; empty if there is no such pair."""
    actual, plan = (unit_rows.path(view, name) for name in ("actual", "plan"))
    if actual.empty or plan.empty or plan["period"].iloc[-1] <= actual["period"].iloc[-1]:
        return ""
    column = unit_rows.value_column(view)
    more = float(plan[column].iloc[-1]) - float(actual[column].iloc[-1])
    size = view.words.people(abs(more)) if unit_rows.in_persons(view) else view.words.difference(more)
    return view.words.phrase("fig.known.more" if more > 0 else "fig.known.not_more", size=size)


def subtitle(view: UnitView) -> str:
    """Indicator, base and the definition of the base."""
    indicator = view.words.label("indicator", view.indicator)
    if unit_rows.in_persons(view):
        key = "fig.subtitle.persons_seen" if view.trajectory["base"].ne("").any() else "fig.subtitle.persons"
        return view.words.phrase(key, indicator=indicator)
    base = view.words.label("base", view.base)
    return view.words.phrase("fig.subtitle.rates", indicator=indicator, base=base, definition=view.words.definition(view.base))


def alt_text(view: UnitView) -> str:
    """A description of the chart for those who cannot see it: the finding, every drawn year-end value, the targets."""
    sentences = [headline(view), subtitle(view)]
    for name in ("actual", "plan"):
        rows = unit_rows.year_ends(unit_rows.path(view, name))
        if len(rows):
            values = "; ".join(f"{view.words.period(row['period'])}: {_value(row, view)}" for _, row in rows.iterrows())
            sentences.append(view.words.phrase(f"fig.alt.{name}", values=values))
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows["in_force"].astype(bool) & unit_rows.same_base(view, rows)]
    if len(rows):
        values = "; ".join(f"{int(row['year'])}: {view.words.level(row)}" for _, row in rows.iterrows())
        sentences.append(view.words.phrase("fig.alt.targets", values=values))
    return " ".join([*(f"{each}." for each in sentences), *projection_sentences.outlook_sentences(view)])


def _times(row: pd.Series, words: Words) -> dict[str, str]:
    return {"moment": words.moment(row["period"]), "period": words.period(row["period"])}


def _value(row: pd.Series, view: UnitView) -> str:
    if unit_rows.in_persons(view):
        return view.words.people(row["participants"])
    return view.words.percent(row["coverage_pct"], places=unit_rows.places(view))


def _without_gap(view: UnitView) -> str:
    """What is known about a unit whose figures and targets cannot be compared."""
    last = {name: rows.iloc[-1] for name in ("actual", "plan") if len(rows := unit_rows.path(view, name))}
    parts = [
        view.words.phrase(f"fig.known.{basis_of(row)}", value=_value(row, view), **_times(row, view.words)) for row in last.values()
    ]
    step = next_step(view)
    if step:
        parts.append(step)
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows["in_force"].astype(bool)]
    rows = rows[unit_rows.same_base(view, rows)]
    rows = rows[rows["own"]] if rows["own"].any() else rows
    if len(rows):
        listed = ", ".join(
            view.words.phrase("fig.known.target", level=view.words.level(row), year=int(row["year"]))
            for _, row in rows[-MOST_TARGETS:].iterrows()
        )
        key = "fig.known.targets" if rows["own"].any() else "fig.known.reference"
        parts.append(view.words.phrase(key, targets=listed, area=view.words.area(rows["target_area_code"].iloc[-1])))
    if not parts:
        raise ValueError(f"{view.area_code}, {view.indicator}: neither a figure nor a target to speak of")
    if "actual" not in last:
        parts.append(view.words.phrase("fig.known.no_actual"))
    elif len(rows):
        parts.append(view.words.phrase("fig.known.not_compared"))
    elif not step:
        parts.append(view.words.phrase("fig.known.no_target"))
    return f"{view.words.area(view.area_code)}: {'; '.join(parts)}"
