"""The sentences of a figure, each bound to the numbers it speaks of."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present import unit_rows
from coverage_lib.present.unit_view import UnitView
from coverage_lib.present.words import projection_sentences
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label

MOST_TARGETS = 2
"""Targets that a headline names where there is no figure to hold against them: the last ones."""


def moment(day: pd.Timestamp, lang: str = "vi") -> str:
    """When a figure holds.

    >>> moment(pd.Timestamp("2024-12-31"), "en"), moment(pd.Timestamp("2022-09-30"))
    ('the end of 2024', '30/9/2022')
    """
    key = "fig.year_end" if (day.month, day.day) == (12, 31) else "fig.day"
    return phrase(key, lang, period=formats.period(day, lang))


def points(gap_pp: float, lang: str = "vi") -> str:
    """The size of a difference of rates in words; a difference too small for one decimal keeps two.

    >>> [points(gap).replace(formats.NBSP, " ") for gap in (-11.43, 0.04, -0.001)]
    ['11,4 điểm phần trăm', '0,04 điểm phần trăm', 'dưới 0,01 điểm phần trăm']
    """
    size = abs(gap_pp)
    number = formats.decimal(size, lang, places=1 if size >= 0.05 else 2)
    if 0 < size < 0.005:
        number = phrase("fig.less_than", lang, number=formats.decimal(0.01, lang, places=2))
    return f"{number}{formats.NBSP}{phrase('unit.points', lang).replace(' ', formats.NBSP)}"


def people(count: float, lang: str = "vi") -> str:
    """A number of persons with its unit, never parted at the end of a line.

    >>> people(1499).replace(formats.NBSP, " ")
    '1.499 người'
    """
    return f"{formats.count(count, lang)}{formats.NBSP}{phrase('unit.persons', lang)}"


def people_gap(row: pd.Series, lang: str = "vi") -> str:
    """The size of a gap in persons, rounded to what is known of the counts behind it; empty where nothing is left.

    >>> people_gap(pd.Series({"gap_persons": -3090764, "rounded_to": 10000})).replace(formats.NBSP, " ")
    'khoảng 3.090.000 người'
    """
    to = row.get("rounded_to")
    persons = formats.known(row["gap_persons"], to)
    if persons is None or pd.isna(persons) or persons == 0:
        return ""
    text = people(abs(persons), lang)
    return f"{label('qualifier', 'about', lang)} {text}" if pd.notna(to) and to > 1 else text


def amount(row: pd.Series, lang: str = "vi") -> str:
    """The size of a gap in persons and points, whichever is known and agrees in sign.

    >>> amount(pd.Series({"gap_pp": -11.43, "gap_persons": -912})).replace(formats.NBSP, " ")
    '912 người (11,4 điểm phần trăm)'
    >>> amount(pd.Series({"gap_pp": 0.2, "gap_persons": pd.NA}), "en").replace(formats.NBSP, " ")
    '0.2 percentage points'
    """
    persons, pp = row["gap_persons"], row["gap_pp"]
    agree = pd.notna(persons) and (pd.isna(pp) or (persons < 0) == (pp < 0))
    counted = people_gap(row, lang) if agree else ""
    if pd.isna(pp):
        return counted
    return f"{counted} ({points(pp, lang)})" if counted else points(pp, lang)


def is_short(row: pd.Series) -> bool:
    """Whether the figure lies below the target: the sign of the gap decides, never a rounded rate."""
    return bool(row["gap_pp"] < 0) if pd.notna(row["gap_pp"]) else bool(row["gap_persons"] < 0)


def level(row: pd.Series, lang: str = "vi") -> str:
    """The level a target sets, with the words of the document: "khoảng 45 %", "29.334.000 người"."""
    rate = pd.notna(row["target_pct"])
    text = formats.target(row["target_pct"], lang) if rate else people(row["target_persons"], lang)
    qualifier = row.get("qualifier", "")
    return f"{label('qualifier', qualifier, lang)} {text}" if qualifier else text


def status(row: pd.Series, lang: str = "vi") -> str:
    """A gap in a few words, for tables and lists.

    >>> status(pd.Series({"gap_pp": -11.43, "gap_persons": -912, "basis": "plan"})).replace(formats.NBSP, " ")
    'chỉ tiêu giao còn thiếu 912 người (11,4 điểm phần trăm)'
    """
    if pd.isna(row["gap_pp"]) and pd.isna(row["gap_persons"]):
        return phrase("fig.status.none", lang)
    return phrase(f"fig.status.{_case(row)}", lang, amount=amount(row, lang))


def headline(view: UnitView, lang: str = "vi") -> str:
    """The finding in one sentence.

    Speaks of the gap that :func:`unit_rows.main_gap` chooses; without a gap, of what is known. Says so where the figure is an
    assigned plan or an estimate and not an actual one.
    """
    row = unit_rows.main_gap(view)
    if row is None:
        return _without_gap(view, lang)
    assigned = unit_rows.is_assigned(view, row["target_area_code"], row["source_id"], row["target_year"])
    level_named = phrase("fig.level.assigned" if assigned else "fig.level.set", lang, level=level(row, lang))
    return phrase(
        f"fig.head.{_case(row)}",
        lang,
        area=area_name(view.area_code, lang),
        amount=amount(row, lang),
        level=level_named,
        year=int(row["target_year"]),
        **_times(row, lang),
    )


def next_step(view: UnitView, lang: str = "vi") -> str:
    """How far it is from the last figure to the last one assigned after it; empty where there is no such pair."""
    actual, plan = (unit_rows.path(view, name) for name in ("actual", "plan"))
    if actual.empty or plan.empty or plan["period"].iloc[-1] <= actual["period"].iloc[-1]:
        return ""
    column = unit_rows.value_column(view)
    more = float(plan[column].iloc[-1]) - float(actual[column].iloc[-1])
    size = people(abs(more), lang) if unit_rows.in_persons(view) else points(more, lang)
    return phrase("fig.known.more" if more > 0 else "fig.known.not_more", lang, size=size)


def subtitle(view: UnitView, lang: str = "vi") -> str:
    """Indicator, base and the definition of the base."""
    indicator = label("indicator", view.indicator, lang)
    if unit_rows.in_persons(view):
        return phrase("fig.subtitle.persons", lang, indicator=indicator)
    base = label("base", view.base, lang)
    return phrase("fig.subtitle.rates", lang, indicator=indicator, base=base, definition=definition(view.base, lang))


def alt_text(view: UnitView, lang: str = "vi") -> str:
    """What the figure shows, for those who cannot see it: the finding, every drawn year-end value, the targets."""
    sentences = [headline(view, lang), subtitle(view, lang)]
    for name in ("actual", "plan"):
        rows = unit_rows.year_ends(unit_rows.path(view, name))
        if len(rows):
            values = "; ".join(f"{formats.period(row['period'], lang)}: {_value(row, view, lang)}" for _, row in rows.iterrows())
            sentences.append(phrase(f"fig.alt.{name}", lang, values=values))
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows["in_force"].astype(bool) & unit_rows.same_base(view, rows)]
    if len(rows):
        values = "; ".join(f"{int(row['year'])}: {level(row, lang)}" for _, row in rows.iterrows())
        sentences.append(phrase("fig.alt.targets", lang, values=values))
    return " ".join([*(f"{each}." for each in sentences), *projection_sentences.outlook_sentences(view, lang)])


def _basis(row: pd.Series) -> str:
    """Plan, estimate, provisional or actual, of a row of ``gap`` or of ``trajectory``."""
    if "basis" in row:
        return row["basis"]
    return "plan" if row["path"] == "plan" else {"P": "provisional", "E": "estimate"}.get(row["obs_status"], "actual")


def _case(row: pd.Series) -> str:
    """The key of the sentence: on what basis, before or after the end of the target year, with what outcome."""
    basis = _basis(row)
    if basis == "plan":
        return f"plan.{_outcome(row)}"
    past = row["period"] >= pd.Timestamp(int(row["target_year"]), 12, 31)
    return f"{basis}.{'past' if past else 'ahead'}.{_outcome(row)}"


def _times(row: pd.Series, lang: str) -> dict[str, str]:
    return {"moment": moment(row["period"], lang), "period": formats.period(row["period"], lang)}


def _outcome(row: pd.Series) -> str:
    if is_short(row):
        return "short"
    return "equal" if amount(row) == "" or row["gap_pp"] == 0 else "met"


def _value(row: pd.Series, view: UnitView, lang: str) -> str:
    if unit_rows.in_persons(view):
        return people(row["participants"], lang)
    return formats.percent(row["coverage_pct"], lang, places=unit_rows.places(view))


def _without_gap(view: UnitView, lang: str) -> str:
    """What is known of a unit whose figures and targets cannot be held against each other."""
    last = {name: rows.iloc[-1] for name in ("actual", "plan") if len(rows := unit_rows.path(view, name))}
    parts = [phrase(f"fig.known.{_basis(row)}", lang, value=_value(row, view, lang), **_times(row, lang)) for row in last.values()]
    step = next_step(view, lang)
    if step:
        parts.append(step)
    rows = unit_rows.distinct_targets(view)
    rows = rows[rows["in_force"].astype(bool)]
    rows = rows[unit_rows.same_base(view, rows)]
    rows = rows[rows["own"]] if rows["own"].any() else rows
    if len(rows):
        listed = ", ".join(
            phrase("fig.known.target", lang, level=level(row, lang), year=int(row["year"]))
            for _, row in rows[-MOST_TARGETS:].iterrows()
        )
        key = "fig.known.targets" if rows["own"].any() else "fig.known.reference"
        parts.append(phrase(key, lang, targets=listed, area=area_name(rows["target_area_code"].iloc[-1], lang)))
    if not parts:
        raise ValueError(f"{view.area_code}, {view.indicator}: neither a figure nor a target to speak of")
    if "actual" not in last:
        parts.append(phrase("fig.known.no_actual", lang))
    elif len(rows):
        parts.append(phrase("fig.known.not_compared", lang))
    elif not step:
        parts.append(phrase("fig.known.no_target", lang))
    return f"{area_name(view.area_code, lang)}: {'; '.join(parts)}"
