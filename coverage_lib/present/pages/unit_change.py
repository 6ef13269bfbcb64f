"""What moved a unit's rates, and where the unit stands among its sisters: one call of its briefing.

A rise is never printed without what it consists of: more people, or a denominator that changed.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, joined, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import rows_of
from coverage_lib.present.pages.unit_briefing import signed_points
from coverage_lib.present.shims import data_table, people, points
from coverage_lib.present.words.comparison_words import basis_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name, parent
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label, terms

SMALLEST_MARGIN = 0.005
"""Points of rounding that a sentence tells of."""


def change_and_sisters(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """What moved the unit's rates, and its place among the units of the same parent."""
    beside = sisters(tables, area_code, lang) if parent(area_code) else Html("")  # the nation has no sisters
    return joined(what_moved(tables, area_code, lang), beside)


def what_moved(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Every change of the unit's rates, split into people and denominator; where it cannot be split, why."""
    rows = moves(tables, area_code)
    if rows.empty:
        return prose([phrase("change.none", lang, area=area_name(area_code, lang))])
    messages = tables["breaks"].set_index("break_id")["message" if lang == "vi" else "message_en"]
    messages = messages[~messages.index.duplicated()]
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "stretch": [_stretch(row, lang) for row in rows.itertuples()],
            "change": rows["change_pp"],
            "people": rows["people_pp"],
            "denominator": rows["denominator_pp"],
            "reading": pd.Series([reading(row, messages, lang) for row in rows.itertuples()], dtype="str"),
        }
    )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"change.{name}", lang) for name in ("stretch", "change", "people", "denominator", "reading")
    }
    number = dict.fromkeys(("change", "people", "denominator"), signed_points)
    return data_table(printed, headings, lang, number, phrase("change.caption", lang))


def moves(tables: Tables, area_code: str) -> pd.DataFrame:
    """The changes of one unit that a page tells of: rows of table ``decomposition`` by indicator and date."""
    rows = pd.concat([rows_of(tables, "decomposition", area_code, indicator) for indicator in terms("indicator")])
    order = rows["indicator"].map(list(terms("indicator")).index)
    return rows.assign(order=order).sort_values(["order", "period", "reason"], kind="stable", ignore_index=True)


def reading(row, messages: pd.Series, lang: str = "vi") -> str:
    """One change in a sentence.

    Parameters
    ----------
    row : tuple
        A row of :func:`moves`, named.
    messages : Series
        What each break means, by ``break_id``.
    """
    message = messages.get(row.break_id, row.break_id) if row.break_id else ""
    times = {"first": formats.period(row.period_before, lang), "last": formats.period(row.period, lang)}
    ends = {"rate0": row.coverage_before_pct, "rate1": row.coverage_pct}
    rates = {name: formats.percent(value, lang, places=2) for name, value in ends.items()}
    if row.reason:
        return _capital(phrase(f"change.refused.{row.reason}", lang, message=message, **times, **rates))
    size = _exact_points(row.change_pp, lang)
    text = phrase(
        f"change.moved.{'rise' if row.change_pp > 0 else 'fall' if row.change_pp < 0 else 'still'}",
        lang, basis=_capital(basis_name(row.path, lang)), change=size,
        people=_part("people", row.people_pp, row.participants_change, row.rounded_to, lang),
        denominator=_part("denominator", row.denominator_pp, row.persons_change, row.persons_known_to, lang), **times, **rates,
    )  # fmt: skip
    if row.break_id and row.change_pp > 0 and pd.notna(row.denominator_share_pct):
        share = formats.percent(row.denominator_share_pct, lang, places=0)
        about = _capital(phrase("change.about", lang, amount=share))
        text += " " + phrase("change.across", lang, share=about, message=message)
    if row.margin_pp >= SMALLEST_MARGIN:
        text += " " + phrase("change.margin", lang, margin=formats.decimal(row.margin_pp, lang, places=2))
    if "implied" in (row.method_before, row.method):
        text += " " + phrase("change.implied", lang)
    return text


def sisters(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Where the unit stands among the units of the same parent: distance from all of them together, place in the funnel."""
    above, lines = parent(area_code), []
    compared = tables["comparison"][tables["comparison"]["lower_code"] == area_code].set_index("indicator")
    for indicator in terms("indicator"):
        for unit in compared[compared.index == indicator].itertuples():
            place = phrase(f"sisters.place.{unit.funnel_place or 'unknown'}", lang)
            where = {"place": place, "below": unit.units_lower, "others": unit.units_other}
            lines.append(
                {
                    "indicator": label("indicator", indicator, lang, short=True),
                    "period": f"{basis_name(unit.path, lang)} {formats.period(unit.period, lang)}",
                    "rate": unit.coverage_pct,
                    "common": rows_of(tables, "funnel", above, indicator)["common_pct"].iloc[0],
                    "distance": unit.distance_pp,
                    "place": phrase(f"compare.refused.{unit.reason}", lang)
                    if unit.reason
                    else phrase("sisters.where", lang, **where),
                }
            )
    if not lines:
        counted = tables["enrolment"]["area_code"].eq(area_code).any() and not tables["coverage"]["area_code"].eq(area_code).any()
        return prose([phrase("sisters.persons_only" if counted else "sisters.none", lang)])
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"sisters.{name}", lang) for name in ("period", "rate", "common", "distance", "place")
    }
    rate = {"rate": _rate, "common": _rate, "distance": signed_points}
    return data_table(pd.DataFrame(lines), headings, lang, rate, phrase("sisters.caption", lang, parent=area_name(above, lang)))


def _stretch(row, lang: str) -> str:
    if row.period_before == row.period:
        return formats.period(row.period, lang)
    return phrase("change.stretch_text", lang, first=formats.period(row.period_before, lang), last=formats.period(row.period, lang))


def _part(name: str, effect_pp: float, change: int, known: int, lang: str) -> str:
    """What people or denominator did to the rate, and by how many persons they changed, as far as that is known."""
    if not change:
        return phrase(f"change.{name}.same", lang)
    size = formats.known(change, known) or 0
    kind = "unclear" if not size else "more" if change > 0 else "fewer"
    persons = people(abs(size), lang)
    persons = phrase("change.about", lang, amount=persons) if known > 1 else persons
    return phrase(f"change.{name}.{kind}", lang, points=signed_points(effect_pp, lang), persons=persons)


def _exact_points(change_pp: float, lang: str) -> str:
    unit = points(change_pp, lang).partition(formats.NBSP)[2]
    return f"{formats.decimal(abs(change_pp), lang, places=2)}{formats.NBSP}{unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rate(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)
