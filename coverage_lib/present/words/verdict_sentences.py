"""Why a verdict reads as it does: the default one with its inputs in a sentence, and the arithmetic of each method.

A row is one of table ``gap`` together with the columns of its row of ``verdict_inputs``.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.gaps.verdicts import METHODS, ON_THE_WAY
from coverage_lib.present.context.gap_words import Words
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.table_schemas import verdict_methods

PACED = ("on_track", "too_slow", "far_too_slow", "falling")
"""Verdicts that compare a pace; the others follow from the figure alone."""


def verdict_sentence(words: Words, row: pd.Series) -> str:
    """The default verdict and what it rests on, without a full stop; methods that disagree are named."""
    verdict = row["verdict_pace"]
    key = "pace" if verdict in PACED else row["reason"] if verdict == "not_defined" else verdict
    if key in ("met", "missed") and pd.isna(row["target_pct"]):
        key = f"{key}_persons"
    said = words.phrase(
        f"verdict.{key}",
        observed=_per_year(words, row["pace_observed_pp"]),
        required=_per_year(words, row["pace_required_pp"]),
        since=words.period(row["pace_since"]),
        period=words.period(row["period"]),
        value=_figure(words, row),
        level=words.level(row),
        year=int(row["target_year"]),
        verdict=words.label("verdict", verdict),
    )
    return said if row["verdicts_agree"] else f"{said}; {_disagreement(words, row)}"


def people_sentence(words: Words, row: pd.Series) -> str:
    """The pace in persons: needed, of these to hold the rate, enrolled so far; empty if none is needed or known."""
    required = row["pace_required_persons"]
    if pd.isna(required):
        return ""

    def say(name: str, persons: float, **fields: str) -> str:
        return words.phrase(f"verdict.people.{name}", persons=_people(words, persons, row["paces_known_to"]), **fields)

    hold, held = row["persons_to_hold"], bool(row["denominator_held"])
    said = [say("required_held" if held else "required", required)]
    if pd.notna(row["pace_observed_persons"]):
        said.append(say("observed", row["pace_observed_persons"]))
    if pd.notna(hold) and hold > 0.5:
        growth = words.decimal(row["denominator_growth_pct"], places=1)
        said.append(say("held" if held else "grown", hold, growth=growth))
    if pd.notna(row["enrolment_required_persons"]):
        said.append(say("gross", row["enrolment_required_persons"]))
    return "; ".join(said) + "."


def arithmetic(words: Words, row: pd.Series, method: str) -> str:
    """The arithmetic of a method with its numbers."""
    said = verdict_methods()[method.removeprefix("verdict_")]
    if row[method] == "not_defined":
        return said[f"lacks_{words.lang}"]

    def rate(column: str) -> str:
        return words.percent(row[column], places=2)

    numbers = {
        "p": rate("coverage_pct"), "target": rate("target_pct"), "b": rate("pace_since_pct"), "carried": rate("carried_pct"),
        "milestone": rate("milestone_pct"), "years": _years(words, row["years"]), "left": _years(words, row["years_left"]),
        "whole": _years(words, row["years_from_base"]), "observed": words.two_decimals(row["pace_observed_pp"]),
        "required": words.two_decimals(row["pace_required_pp"]), "growth": words.two_decimals(row["growth_observed_pct"]),
        "needed": words.two_decimals(row["growth_required_pct"]), "straight": words.two_decimals(row["pace_from_base_pp"]),
        "gap": words.signed_points(row["ratio_milestone"]), "year": row["period"].year,
        "since": words.period(row["pace_since"]), "period": words.period(row["period"]),
    }  # fmt: skip
    return said[f"inputs_{words.lang}"].format(**numbers)


def _disagreement(words: Words, row: pd.Series) -> str:
    """Which methods see the unit on track and which do not."""
    sides: dict[int, list[str]] = {1: [], 0: []}
    for name in METHODS:
        if row[name] in ON_THE_WAY:
            sides[ON_THE_WAY[row[name]]].append(words.column(name))
    return words.phrase("verdict.disagree", on=", ".join(sides[1]), off=", ".join(sides[0]))


def _figure(words: Words, row: pd.Series) -> str:
    if pd.isna(row["target_pct"]) or pd.isna(row["coverage_pct"]):
        return words.people(row["participants"])
    return words.percent(row["coverage_pct"], places=2)


def _people(words: Words, value: float, known_to: float) -> str:
    """Persons a year, as far as they are known."""
    if pd.isna(known_to) or known_to <= 1:
        return words.count(value)
    return f"{words.label('qualifier', 'about')} {words.count(formats.known(value, known_to))}"


def _per_year(words: Words, value: float) -> str:
    return words.decimal(value, places=1 if pd.isna(value) or abs(value) >= 0.095 else 2)


def _years(words: Words, value: float) -> str:
    return words.decimal(value, places=0 if float(value).is_integer() else 2)
