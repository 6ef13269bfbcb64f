"""Why a verdict reads as it does: the default one with its inputs in a sentence, all five with their arithmetic in a table."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.verdicts import METHODS, ON_THE_WAY, RATIOS, figures, growth
from coverage_lib.present import shims
from coverage_lib.present.blocks import Html, folded, joined, prose
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.pages.unit_briefing import goal
from coverage_lib.present.shims import data_table, indicators_of, unit_view, verdict_mark
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import REFERENCE_YEARS, label

Tables = Mapping[str, pd.DataFrame]
PACED = ("on_track", "too_slow", "far_too_slow", "falling")
"""Verdicts that compare a pace; the others follow from the figure alone."""
_SAME = ["target_year", "target_area_code", "base", "target_pct", "target_persons"]
_COLUMNS = ("target", "method", "inputs", "ratio", "verdict")


def verdict_reasons(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The reason of every verdict that a distance alone does not explain, the pace in people, and, folded, all five methods.

    Left out is what the table of distances says already: a level reached or missed, a plan that suffices or not, no figure at all.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    """
    views = [unit_view(tables, area_code, code) for code in indicators_of(tables, area_code)]
    told = [(view, row) for view in views for _, row in judged(view).iterrows() if _needs_reason(row)]
    if not told:
        return Html("")
    reasons = pd.DataFrame(
        {
            "indicator": [label("indicator", view.indicator, lang, short=True) for view, _ in told],
            "target": [goal(row, lang) for _, row in told],
            "reason": [f"{verdict_sentence(row, lang)}." for _, row in told],
            "people": [people_sentence(row, lang) for _, row in told],
        }
    )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"verdict.{name}", lang) for name in ("target", "reason", "people")
    }
    paced = [verdict_table(view, lang, paced=True) for view in views if _paced(judged(view)).any()]
    table = data_table(reasons, headings, lang, caption=phrase("verdict.caption", lang))
    return joined(table, folded(phrase("verdict.five", lang), *paced))


def _needs_reason(row: pd.Series) -> bool:
    """Whether a verdict compares paces, cannot be given, is disputed between methods, or asks for people."""
    return row["verdict_pace"] in (*PACED, "not_defined") or not row["verdicts_agree"] or pd.notna(row["pace_required_persons"])


def verdict_table(view: UnitView, lang: str = "vi", *, paced: bool = False) -> Html:
    """The five methods side by side, one row each, with every input written out.

    Parameters
    ----------
    view : UnitView
        One unit and indicator; its rows of table ``gap``. Where one outcome holds for all methods alike, it stands in one row.
    paced : bool
        Only the targets for which a pace is compared.
    """
    rows = judged(view)
    rows = rows[_paced(rows)] if paced else rows
    lines = [line for _, row in rows.iterrows() for line in _lines(row, lang)]
    if not lines:
        return prose([phrase("briefing.gap.none", lang)])
    caption = phrase("verdict.methods", lang, indicator=label("indicator", view.indicator, lang))
    headings = {name: phrase(f"verdict.{name}", lang) for name in _COLUMNS}
    return data_table(pd.DataFrame(lines, columns=_COLUMNS), headings, lang, {"verdict": verdict_mark}, caption)


def judged(view: UnitView) -> pd.DataFrame:
    """The rows of ``gap`` worth a reason, each level once: those compared, else those of the years every unit is judged in."""
    rows = view.gap
    if rows.empty:
        return rows
    compared = rows["gap_pp"].notna() | rows["gap_persons"].notna()
    return rows[compared if compared.any() else rows["target_year"].isin(REFERENCE_YEARS)].drop_duplicates(_SAME)


def verdict_sentence(row: pd.Series, lang: str = "vi") -> str:
    """The default verdict of one row of ``gap`` and what it rests on, without a full stop; methods that disagree are named."""
    verdict = row["verdict_pace"]
    key = "pace" if verdict in PACED else _why_undefined(row) if verdict == "not_defined" else verdict
    if key in ("met", "missed") and pd.isna(row["target_pct"]):
        key = f"{key}_persons"
    said = phrase(
        f"verdict.{key}",
        lang,
        observed=_per_year(row["pace_observed_pp"], lang),
        required=_per_year(row["pace_required_pp"], lang),
        since=formats.period(row["pace_since"], lang),
        period=formats.period(row["period"], lang),
        value=_figure(row, lang),
        level=shims.level(row, lang),
        year=int(row["target_year"]),
        verdict=label("verdict", verdict, lang),
    )
    return said if row["verdicts_agree"] else f"{said}; {_disagreement(row, lang)}"


def people_sentence(row: pd.Series, lang: str = "vi") -> str:
    """The pace in people: needed, of these to hold the rate, enrolled so far; an empty text where none is needed or known."""
    required = row["pace_required_persons"]
    if pd.isna(required):
        return ""
    hold, held = row["persons_to_hold"], bool(row["denominator_held"])
    said = [phrase(f"verdict.people.required{'_held' if held else ''}", lang, persons=_people(required, row, lang))]
    if pd.notna(row["pace_observed_persons"]):
        said.append(phrase("verdict.people.observed", lang, persons=_people(row["pace_observed_persons"], row, lang)))
    if pd.notna(hold) and hold > 0.5:
        key = "held" if held else "grown"
        change = formats.decimal(row["denominator_growth_pct"], lang, places=1)
        said.append(phrase(f"verdict.people.{key}", lang, persons=_people(hold, row, lang), growth=change))
    if pd.notna(row["enrolment_required_persons"]):
        said.append(phrase("verdict.people.gross", lang, persons=_people(row["enrolment_required_persons"], row, lang)))
    return "; ".join(said) + "."


def _disagreement(row: pd.Series, lang: str) -> str:
    """Which methods see the unit on its way and which do not."""
    sides: dict[int, list[str]] = {1: [], 0: []}
    for name in METHODS:
        if row[name] in ON_THE_WAY:
            sides[ON_THE_WAY[row[name]]].append(column_label(name, lang))
    return phrase("verdict.disagree", lang, on=", ".join(sides[1]), off=", ".join(sides[0]))


def _lines(row: pd.Series, lang: str) -> list[tuple]:
    given = [row[name] for name in METHODS]
    target = goal(row, lang)
    if len(set(given)) == 1 or not _paced(row.to_frame().T).any():
        first = (target, phrase("verdict.all_methods", lang), verdict_sentence(row, lang), "", given[0])
        # a target reached or an assigned figure reads the same by every method, the milestone of its year apart
        return [first] if len(set(given)) == 1 else [first, _line("verdict_milestone", row, target, lang)]
    return [_line(name, row, target, lang) for name in METHODS]


def _line(name: str, row: pd.Series, target: str, lang: str) -> tuple:
    if row[name] in ("met", "missed") and name != "verdict_milestone":
        text, ratio = verdict_sentence(row, lang), np.nan
    elif row[name] == "not_defined":
        text, ratio = phrase(f"verdict.lacks.{name.removeprefix('verdict_')}", lang), np.nan
    else:
        text, ratio = _inputs(name, row, lang)
    return target, column_label(name, lang), text, "" if pd.isna(ratio) else formats.decimal(ratio, lang, places=2), row[name]


def _inputs(name: str, row: pd.Series, lang: str) -> tuple[str, float]:
    """The arithmetic of a method with its numbers, and the ratio it classifies."""
    latest, target, base = (float(row[each]) for each in ("coverage_pct", "target_pct", "pace_since_pct"))
    years, left = row["period"].year - row["pace_since"].year if pd.notna(row["pace_since"]) else 0, _left(row)
    ratio = np.nan
    if name != "verdict_milestone":  # whose ratio is the gap itself
        ratio = RATIOS[name.removeprefix("verdict_")](figures(latest, target, left, base, years)).item()
    grown, needed = float(growth(base, latest, years)), float(growth(base, target, years + left))
    numbers = {
        "p": _pct(latest, lang), "target": _pct(target, lang), "b": _pct(base, lang), "years": _number(years, lang),
        "left": _number(left, lang), "whole": _number(years + left, lang), "observed": _two(row["pace_observed_pp"], lang),
        "required": _two(row["pace_required_pp"], lang), "growth": _two(100 * grown, lang), "needed": _two(100 * needed, lang),
        "straight": _two((target - base) / (years + left), lang) if years + left else formats.MISSING,
        "carried": _pct(latest * (1 + grown) ** left, lang), "milestone": _pct(row["milestone_pct"], lang),
        "year": row["period"].year, "gap": formats.points(latest - row["milestone_pct"], lang, places=2),
        "since": formats.period(row["pace_since"], lang), "period": formats.period(row["period"], lang),
    }  # fmt: skip
    return phrase(f"verdict.inputs.{name.removeprefix('verdict_')}", lang, **numbers), ratio


def _paced(rows: pd.DataFrame) -> pd.Series:
    return rows[list(METHODS)].isin(PACED).any(axis=1)


def _why_undefined(row: pd.Series) -> str:
    if pd.isna(row["target_pct"]):
        return "persons_paced" if pd.notna(row["pace_observed_persons"]) else "persons_unpaced"
    if _left(row) <= 0:
        return "blurred"
    if pd.isna(row["pace_required_pp"]):
        return "year_passed"
    return "one_point" if pd.isna(row["pace_observed_pp"]) else "blurred"


def _left(row: pd.Series) -> float:
    return (12 * (int(row["target_year"]) - row["period"].year) + 12 - row["period"].month) / 12


def _figure(row: pd.Series, lang: str) -> str:
    if pd.isna(row["target_pct"]) or pd.isna(row["coverage_pct"]):
        return shims.people(row["participants"], lang)
    return _pct(row["coverage_pct"], lang)


def _people(value: float, row: pd.Series, lang: str) -> str:
    """Persons a year, to what is known of the counts behind them: a count known to 100 000, over six years, to 10 000."""
    known_to = row["rounded_to"]
    if pd.isna(known_to) or known_to <= 1:
        return formats.count(value, lang)
    to = 10 ** np.floor(np.log10(max(float(known_to) / max(_left(row), 1), 1)))
    return f"{label('qualifier', 'about', lang)} {formats.count(formats.known(value, to), lang)}"


def _per_year(value: float, lang: str) -> str:
    return formats.decimal(value, lang, places=1 if pd.isna(value) or abs(value) >= 0.095 else 2)


def _pct(value: float, lang: str) -> str:
    return formats.percent(value, lang, places=2)


def _two(value: float, lang: str) -> str:
    return formats.decimal(value, lang, places=2)


def _number(value: float, lang: str) -> str:
    return formats.decimal(value, lang, places=0 if float(value).is_integer() else 2)
