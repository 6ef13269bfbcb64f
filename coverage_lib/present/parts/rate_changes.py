"""What moved a unit's rates, and where the unit stands among its sisters.

A rise is never printed without its components: more participants, or a denominator that changed.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, joined, prose, table
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.words.comparison_words import basis_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import parent
from coverage_lib.vocabulary.phrases import capital

SMALLEST_MARGIN = 0.005
"""Rounding error in points from which a sentence mentions it."""


def change_and_sisters(page: Page) -> Html:
    """What moved the unit's rates, and its place among the units of the same parent; the nation has none beside it."""
    return joined(what_moved(page), sisters(page) if parent(page.area_code) else Html(""))


def what_moved(page: Page) -> Html:
    """Every change in the unit's rates, split into participants and denominator; if it cannot be split, why."""
    words, rows = page.words, page.in_order(page.rows("decomposition"), "period", "reason")
    if rows.empty:
        return prose([words.phrase("change.none", area=page.area)])
    messages = {row["break_id"]: words.of(row, "message") for row in page.table("breaks").to_dict("records")}
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "stretch": [_stretch(words, row) for row in rows.itertuples()],
            "change": rows["change_pp"],
            "people": rows["people_pp"],
            "denominator": rows["denominator_pp"],
            "reading": [reading(words, row, messages.get(row.break_id, row.break_id)) for row in rows.itertuples()],
        }
    )
    headings = {"indicator": words.column("indicator")} | {
        name: words.phrase(f"change.{name}") for name in ("stretch", "change", "people", "denominator", "reading")
    }
    form = dict.fromkeys(("change", "people", "denominator"), words.signed_points)
    return table(printed, headings, form, words.phrase("change.caption"))


def reading(words: Words, row, message: str) -> str:
    """One change in a sentence.

    Parameters
    ----------
    words : Words
    row : tuple
        A row of table ``decomposition``, named.
    message : str
        What the break between the two figures means, where there is one.
    """
    times = {"first": words.period(row.period_before), "last": words.period(row.period)}
    rates = {"rate0": words.percent(row.coverage_before_pct, places=2), "rate1": words.percent(row.coverage_pct, places=2)}
    if row.reason:
        return capital(words.phrase(f"change.refused.{row.reason}", message=message, **times, **rates))
    moved = "rise" if row.change_pp > 0 else "fall" if row.change_pp < 0 else "still"
    people = _part(words, "people", row.people_pp, row.participants_change, row.rounded_to)
    denominator = _part(words, "denominator", row.denominator_pp, row.persons_change, row.persons_known_to)
    said = {"basis": capital(basis_name(words, row.path)), "change": _exact_points(words, row.change_pp)}
    text = words.phrase(f"change.moved.{moved}", people=people, denominator=denominator, **said, **times, **rates)
    if row.break_id and row.change_pp > 0 and pd.notna(row.denominator_share_pct):
        about = capital(words.phrase("change.about", amount=words.percent(row.denominator_share_pct, places=0)))
        text += " " + words.phrase("change.across", share=about, message=message)
    if row.margin_pp >= SMALLEST_MARGIN:
        text += " " + words.phrase("change.margin", margin=words.two_decimals(row.margin_pp))
    if "implied" in (row.method_before, row.method):
        text += " " + words.phrase("change.implied")
    return text


def sisters(page: Page) -> Html:
    """The unit among the units of the same parent: distance from the common rate, position in the funnel plot."""
    words, above = page.words, parent(page.area_code)
    rows = page.in_order(page.selections.rows("comparison", page.area_code, "lower_code"))
    if rows.empty:
        counted = len(page.rows("enrolment")) and not len(page.rows("coverage"))
        return prose([words.phrase("sisters.persons_only" if counted else "sisters.none")])
    common = page.rows("funnel", area_code=above).set_index("indicator")["common_pct"]
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "period": [f"{basis_name(words, row.path)} {words.period(row.period)}" for row in rows.itertuples()],
            "rate": rows["coverage_pct"],
            "common": rows["indicator"].map(common),
            "distance": rows["distance_pp"],
            "place": [_place(words, row) for row in rows.itertuples()],
        }
    )
    headings = {"indicator": words.column("indicator")} | {
        name: words.phrase(f"sisters.{name}") for name in ("period", "rate", "common", "distance", "place")
    }
    form = {"rate": words.two_decimals, "common": words.two_decimals, "distance": words.signed_points}
    return table(printed, headings, form, words.phrase("sisters.caption", parent=words.area(above)))


def _place(words: Words, row) -> str:
    if row.reason:
        return words.phrase(f"compare.refused.{row.reason}")
    place = words.phrase(f"sisters.place.{row.funnel_place or 'unknown'}")
    return words.phrase("sisters.where", place=place, below=row.units_lower, others=row.units_other)


def _stretch(words: Words, row) -> str:
    if row.period_before == row.period:
        return words.period(row.period)
    return words.phrase("change.stretch_text", first=words.period(row.period_before), last=words.period(row.period))


def _part(words: Words, name: str, effect_pp: float, change: int, known: int) -> str:
    """What people or denominator did to the rate, and by how many persons they changed, as far as that is known."""
    if not change:
        return words.phrase(f"change.{name}.same")
    size = formats.known(change, known) or 0
    kind = "unclear" if not size else "more" if change > 0 else "fewer"
    persons = words.people(abs(size))
    persons = words.phrase("change.about", amount=persons) if known > 1 else persons
    return words.phrase(f"change.{name}.{kind}", points=words.signed_points(effect_pp), persons=persons)


def _exact_points(words: Words, change_pp: float) -> str:
    unit = words.difference(change_pp).partition(formats.NBSP)[2]
    return f"{words.two_decimals(abs(change_pp))}{formats.NBSP}{unit}"
