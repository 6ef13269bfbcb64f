"""What moved a unit's rates, and where the unit stands among its sisters: one call of its briefing.

A rise is never printed without what it consists of: more people, or a denominator that changed.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.comparison.decomposition import changes, over_denominators
from coverage_lib.model.comparison.funnel_limits import funnel
from coverage_lib.present.blocks import Html, joined, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import comparable
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
    """The changes of one unit that a page tells of, by indicator and date; columns as of :func:`decomposition.changes`."""
    given = {name: tables[name][tables[name]["area_code"] == area_code] for name in ("trajectory", "coverage")}
    breaks = tables["breaks"][tables["breaks"]["area_code"].isin(["", area_code])]
    rows = pd.concat([changes(given["trajectory"], breaks), over_denominators(given["coverage"], breaks)], ignore_index=True)
    order = {code: number for number, code in enumerate(terms("indicator"))}
    rows = rows.assign(order=rows["indicator"].map(order)).sort_values(["order", "period_1", "refusal"], kind="stable")
    return rows.drop(columns="order").reset_index(drop=True)


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
    times = {"first": formats.period(row.period_0, lang), "last": formats.period(row.period_1, lang)}
    rates = {f"rate{end}": formats.percent(getattr(row, f"coverage_pct_{end}"), lang, places=2) for end in (0, 1)}
    if row.refusal:
        return _capital(phrase(f"change.refused.{row.refusal}", lang, message=message, **times, **rates))
    size = _exact_points(row.change_pp, lang)
    text = phrase(
        f"change.moved.{'rise' if row.change_pp > 0 else 'fall' if row.change_pp < 0 else 'still'}",
        lang, basis=_capital(basis_name(row.path, lang)), change=size,
        people=_people(row, lang), denominator=_denominator(row, lang), **times, **rates,
    )  # fmt: skip
    if row.break_id and row.change_pp > 0 and row.denominator_pp > 0:
        share = formats.percent(100 * row.denominator_pp / row.change_pp, lang, places=0)
        about = _capital(phrase("change.about", lang, amount=share))
        text += " " + phrase("change.across", lang, share=about, message=message)
    if row.margin_pp >= SMALLEST_MARGIN:
        text += " " + phrase("change.margin", lang, margin=formats.decimal(row.margin_pp, lang, places=2))
    if "implied" in (row.method_0, row.method_1):
        text += " " + phrase("change.implied", lang)
    return text


def sisters(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Where the unit stands among the units of the same parent: distance from all of them together, place in the funnel."""
    above = parent(area_code)
    lines = []
    for indicator in terms("indicator") if above else ():
        rows = comparable(tables, above, indicator)
        if not (rows["area_code"] == area_code).any():
            continue
        found = funnel(rows)
        unit = found.units[found.units["area_code"] == area_code].iloc[0]
        others = found.units[(found.units["refusal"] == "") & (found.units["area_code"] != area_code)]
        known = unit["refusal"] == ""
        place = phrase(f"sisters.place.{unit['place'] or 'unknown'}", lang)
        lines.append(
            {
                "indicator": label("indicator", indicator, lang, short=True),
                "period": f"{basis_name(unit['basis'], lang)} {formats.period(unit['period'], lang)}",
                "rate": unit["coverage_pct"],
                "common": found.theta_pct,
                "distance": unit["distance_pp"] if known else float("nan"),
                "place": phrase(
                    "sisters.where", lang, place=place, below=int((others["rate_pct"] < unit["rate_pct"]).sum()), others=len(others)
                )
                if known
                else phrase(f"compare.refused.{unit['refusal']}", lang),
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
    if pd.isna(row.period_0):
        return formats.period(row.period_1, lang)
    return phrase("change.stretch_text", lang, first=formats.period(row.period_0, lang), last=formats.period(row.period_1, lang))


def _people(row, lang: str) -> str:
    change = int(row.participants_1 - row.participants_0)
    if not change:
        return phrase("change.people.same", lang)
    known = max((each for each in (row.rounded_to_0, row.rounded_to_1) if pd.notna(each)), default=1)
    if not formats.known(change, known):
        return phrase("change.people.unclear", lang, points=signed_points(row.people_pp, lang))
    return phrase(
        f"change.people.{'more' if change > 0 else 'fewer'}",
        lang, points=signed_points(row.people_pp, lang), persons=_about(change, known, lang),
    )  # fmt: skip


def _denominator(row, lang: str) -> str:
    change = int(row.persons_1 - row.persons_0)
    if not change:
        return phrase("change.denominator.same", lang)
    known = max((each for each in (row.persons_known_to_0, row.persons_known_to_1) if pd.notna(each)), default=1)
    if not formats.known(change, known):
        return phrase("change.denominator.unclear", lang, points=signed_points(row.denominator_pp, lang))
    return phrase(
        f"change.denominator.{'more' if change > 0 else 'fewer'}",
        lang, points=signed_points(row.denominator_pp, lang), persons=_about(change, known, lang),
    )  # fmt: skip


def _about(change: int, known: int, lang: str) -> str:
    text = people(abs(formats.known(change, known) or 0), lang)
    return phrase("change.about", lang, amount=text) if known > 1 else text


def _exact_points(change_pp: float, lang: str) -> str:
    unit = points(change_pp, lang).partition(formats.NBSP)[2]
    return f"{formats.decimal(abs(change_pp), lang, places=2)}{formats.NBSP}{unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rate(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)
