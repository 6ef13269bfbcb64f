"""A district's plan in the communes that hold its territory since 1 July 2025: targets, denominators, rates, and what adds up."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from coverage_lib.model.reform.plan_in_new_units import plan_after, totals
from coverage_lib.present.blocks import Format, Html, joined, prose
from coverage_lib.present.context.page import Page
from coverage_lib.present.shims import data_table
from coverage_lib.present.words.reform_sentences import new_name, what_became
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level, area_name, children, exists
from coverage_lib.vocabulary.former_districts import MARK, former_district, grouping_of
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import LANGUAGES, label, terms

_PLAN = "plan"


def after(tables: Mapping[str, pd.DataFrame], area_code: str, lang: str = "vi") -> Html:
    """What became of the unit on 1 July 2025 and, for a former district that goes on exactly, its plan in its new communes."""
    said = what_became(Page({}, area_code, lang))
    if not exists(area_code) or area_level(area_code) != "district" or not former_district(area_code).exact:
        return said
    return joined(said, plan_table(tables, area_code, lang))


def plan_table(tables: Mapping[str, pd.DataFrame], district: str, lang: str = "vi") -> Html:
    """The plan of a former district in its new communes and in their sum: persons with denominators, then rates.

    Parameters
    ----------
    tables : mapping
        ``enrolment``, ``denominators`` and ``coverage``.
    district : str
        A district that goes on exactly (:func:`coverage_lib.vocabulary.former_districts.former_district`).
    """
    plan = plan_after(tables, district)
    plan = plan[plan["basis"] == _PLAN]
    if not grouping_of(district) or plan.empty:
        return prose([phrase("units.plan.none", lang, area=area_name(district, lang))])
    sums = totals(tables, district, plan)
    parts = [prose(_kept(sums, district, lang))]
    for source_id in plan["source_id"].drop_duplicates():
        own, own_sums = plan[plan["source_id"] == source_id], sums[sums["source_id"] == source_id]
        parts += [_persons(own, own_sums, district, lang), _rates(own, district, lang)]
    return joined(*parts)


def _kept(sums: pd.DataFrame, district: str, lang: str) -> list[str]:
    """How many totals were held against each other, the largest of them, and where the district's own figure is another."""
    same = sums[sums["older"] == sums["newer"]]
    indicators = sums[sums["column"] == "participants"]
    shown = indicators.loc[indicators["newer"].astype("float64").idxmax()]
    counts = {"same": len(same), "all": len(sums), "old": len(children(district)), "new": len(former_district(district).new)}
    said = [
        phrase(
            "units.plan.kept",
            lang,
            **counts,
            indicator=label("indicator", shown["code"], lang, short=True),
            period=formats.period(shown["period"], lang),
            older=formats.count(shown["older"], lang),
            newer=formats.count(shown["newer"], lang),
        )
    ]
    other = sums[sums["printed"].notna() & (sums["printed"] != sums["newer"])]
    if other.empty:
        return said
    each = "; ".join(
        phrase(
            "units.plan.other.one",
            lang,
            indicator=label("indicator" if row.column == "participants" else "base", row.code, lang, short=True),
            period=formats.period(row.period, lang),
            newer=formats.count(row.newer, lang),
            printed=formats.count(row.printed, lang),
        )
        for row in other.itertuples()
    )
    return [*said, phrase("units.plan.other", lang, count=len(other), places=each)]


def _persons(plan: pd.DataFrame, sums: pd.DataFrame, district: str, lang: str) -> Html:
    counts = plan.pivot(index=["indicator", "period"], columns="area_code", values="participants")
    based = plan[plan["base"].ne("")].drop_duplicates(["area_code", "base", "period"])
    below = based.pivot(index=["base", "period"], columns="area_code", values="persons")
    rows = pd.concat([_in_order(counts, "indicator"), _in_order(below, "base")])
    printed = sums.set_index(["code", "period"])["printed"]
    return _table(rows.assign(printed=printed.reindex(rows.index)), district, "units.plan.caption", formats.count, lang)


def _rates(plan: pd.DataFrame, district: str, lang: str) -> Html:
    rates = plan[plan["coverage_pct"].notna()].pivot(index=["indicator", "period"], columns="area_code", values="coverage_pct")
    return _table(_in_order(rates, "indicator"), district, "units.plan.rates", _two_decimals, lang) if len(rates) else Html("")


def _in_order(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    place = {code: number for number, code in enumerate(terms(kind))}
    order = sorted(rows.index, key=lambda each: (place[each[0]], each[1]))
    rows = rows.loc[order].rename_axis(index=["code", "period"])
    return rows.assign(**{lang: [_capital(label(kind, code, lang, short=True)) for code, _ in rows.index] for lang in LANGUAGES})


def _table(rows: pd.DataFrame, district: str, caption: str, form: Format, lang: str) -> Html:
    units = sorted(name for name in rows.columns if "@" in str(name))
    whole = [name for name in rows.columns if str(name).startswith(MARK)]
    headings = {"what": phrase("units.plan.what", lang) if "printed" in rows.columns else column_label("indicator", lang)}
    headings |= {"year": column_label("period", lang)}
    headings |= {code: new_name(code, lang) for code in units} | {code: phrase("units.plan.sum", lang) for code in whole}
    headings |= {"printed": phrase("units.plan.printed", lang)} if "printed" in rows.columns else {}
    shown = rows.reset_index().assign(what=lambda each: each[lang])
    shown["year"] = [formats.period(day, lang) for day in shown["period"]]
    numbers = dict.fromkeys([*units, *whole, "printed"], form)
    return data_table(shown, headings, lang, numbers, phrase(caption, lang, area=area_name(district, lang)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _two_decimals(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)
