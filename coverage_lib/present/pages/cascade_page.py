"""Do the targets of the units below add up to the target above, what is missing, and what each would have to be."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present import shims
from coverage_lib.present.blocks import Chart, Gallery, Html, folded, joined, prose
from coverage_lib.present.charts.cascade_chart import cascade_alt, cascade_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages import unit_briefing
from coverage_lib.present.pages.target_register_page import order_of
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label

_KEY = ["area_code", "indicator", "year", "source_id", "measure"]
_FEWEST = 3
"""Dots that make a chart."""


def sums(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """One line a target of the unit: the lower targets added, the difference in persons, and what cannot be added and why."""
    rows = _of(tables["cascade"], area_code)
    if rows.empty:
        return prose([phrase("cascade.none", lang)])
    sources = tables["sources"].set_index("source_id")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "upper": [upper_level(row, lang) for _, row in rows.iterrows()],
            "document": [document_name(sources, code, lang) for code in rows["source_id"]],
            "people": rows["target_persons"],
            "counted": [
                phrase("cascade.counted_of", lang, counted=row.units_counted, units=row.units) for row in rows.itertuples()
            ],
            "sum": rows["sum_persons"],
            "difference": rows["difference_persons"],
            "below": [_below(tables, row, lang) for _, row in rows.iterrows()],
            "outcome": [label("cascade", code, lang) for code in rows["status"]],
        }
    )
    headings = {"indicator": column_label("indicator", lang), "document": phrase("targets.document", lang)} | {
        name: phrase(f"cascade.{name}", lang) for name in ("upper", "people", "counted", "sum", "difference", "below", "outcome")
    }
    headings = {name: headings[name] for name in printed.columns}
    formed = {"people": formats.count, "sum": formats.count, "difference": unit_briefing.signed_count}
    held = phrase("cascade.held", lang) if rows["denominator_held"].any() else ""
    return joined(
        data_table(printed, headings, lang, formed, phrase("cascade.caption", lang)),
        prose([phrase("cascade.note", lang), held]),
        *(prose([line]) for line in _missing(tables, rows, sources, lang)),
    )


def charts(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with three or more lower rates over the base of the upper one: dots against its line, latest year."""
    drawn = []
    for upper, units in _latest(tables, area_code):
        rates = units[units["target_pct"].notna() & (units["base"] == upper["base"])]
        if len(rates) >= _FEWEST and pd.notna(upper["target_pct"]):
            name = f"{file_name(area_code)}-cascade-{upper['indicator']}"
            drawn.append(Chart(cascade_chart(upper, rates, lang).figure, cascade_alt(upper, rates, lang), name))
    return Gallery(drawn) if drawn else Html("")


def units(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """What each unit below is set, and what it would have to be at one rate and at one rise for all; latest year with all units."""
    parts = []
    for upper, rows in _latest(tables, area_code):
        if upper["units_counted"] < upper["units"] or pd.isna(upper["same_rate_pct"]) or rows["persons"].isna().any():
            continue
        printed = pd.DataFrame(
            {
                "area": [area_name(code, lang) for code in rows["lower_code"]],
                "own": [formats.percent(value, lang) for value in rows["target_pct"]],
                "own_persons": rows["target_persons"],
                "same_rate": rows["same_rate_persons"],
                "start": [formats.percent(value, lang) for value in rows["start_pct"]],
                "same_rise": [formats.percent(value, lang) for value in rows["same_rise_pct"]],
                "same_rise_persons": rows["same_rise_persons"],
            }
        )
        level = formats.percent(upper["same_rate_pct"], lang, places=2)
        rise = formats.points(upper["same_rise_pp"], lang, places=2)
        headings = {
            "area": phrase("page.unit", lang),
            "own": phrase("cascade.own", lang),
            "own_persons": phrase("cascade.own_persons", lang),
            "same_rate": phrase("cascade.same_rate", lang, level=level),
        }
        if rows["same_rise_pct"].notna().any():
            headings |= {
                "start": phrase("cascade.start", lang),
                "same_rise": phrase("cascade.same_rise", lang, points=rise),
                "same_rise_persons": phrase("cascade.same_rise_persons", lang),
            }
        caption = phrase(
            "cascade.units", lang, indicator=label("indicator", upper["indicator"], lang), year=upper["year"],
            level=shims.level(upper, lang),
        )  # fmt: skip
        formed = dict.fromkeys(("own_persons", "same_rate", "same_rise_persons"), formats.count)
        title = phrase("page.folded", lang, title=caption, rows=formats.count(len(printed), lang))
        parts.append(folded(title, data_table(printed, headings, lang, formed, caption)))
    return joined(*parts)


def upper_level(row: pd.Series, lang: str) -> str:
    """The upper target in words with its year."""
    if row["measure"] == "increase":
        level = phrase("cascade.increase", lang, persons=formats.count(row["target_persons"], lang))
    else:
        level = shims.level(row, lang)
    return phrase("briefing.gap.of", lang, level=level, year=row["year"])


def _of(cascade: pd.DataFrame, area_code: str) -> pd.DataFrame:
    rows = cascade[cascade["area_code"] == area_code]
    rows = rows.assign(order=order_of(rows["indicator"]))
    return rows.sort_values(["order", "year", "source_id"], kind="stable", ignore_index=True)


def _latest(tables: Tables, area_code: str):
    """For every indicator the level beside which most units set one, the latest of several, with its units."""
    rows = _of(tables["cascade"], area_code)
    seen = rows["units"] - rows["missing"].str.split().str.len() - rows["other_base"].str.split().str.len()
    rows = rows[rows["measure"] != "increase"].assign(seen=seen).sort_values(["order", "seen", "year"], kind="stable")
    for _, upper in rows.drop_duplicates("indicator", keep="last").iterrows():
        units = tables["cascade_units"]
        chosen = (units[_KEY] == upper[_KEY]).all(axis=1)
        yield upper, units[chosen].sort_values("lower_code", ignore_index=True)


def _below(tables: Tables, upper: pd.Series, lang: str) -> str:
    """How many of the lower rates over the base of the upper one are lower than it."""
    units = tables["cascade_units"]
    units = units[(units[_KEY] == upper[_KEY]).all(axis=1) & units["target_pct"].notna() & (units["base"] == upper["base"])]
    if units.empty or pd.isna(upper["target_pct"]):
        return ""
    below = int((units["target_pct"] < upper["target_pct"]).sum())
    return phrase("cascade.counted_of", lang, counted=below, units=len(units))


def _missing(tables: Tables, rows: pd.DataFrame, sources: pd.DataFrame, lang: str) -> list[str]:
    """The units without a target (where they are most of all, those with one), and those on another base; each set of them once."""
    lines = []
    for name in ("missing", "other_base"):
        for codes, some in rows[rows[name].ne("")].groupby(name, sort=False):
            upper, listed = some.iloc[0], codes.split()
            fields = {"count": len(listed), "units": upper["units"], "what": _concerned(some, sources, lang)}
            key = f"cascade.{name}"
            if name == "missing" and 2 * len(listed) > upper["units"]:
                key, listed = "cascade.seen", _seen(tables, upper)
                fields["count"] = len(listed)
            lines.append(phrase(key, lang, names=", ".join(area_name(code, lang) for code in listed), **fields))
    return lines


def _seen(tables: Tables, upper: pd.Series) -> list[str]:
    units = tables["cascade_units"]
    return list(units.loc[(units[_KEY] == upper[_KEY]).all(axis=1) & units["status"].ne("missing"), "lower_code"])


def _concerned(rows: pd.DataFrame, sources: pd.DataFrame, lang: str) -> str:
    return "; ".join(
        phrase(
            "cascade.what",
            lang,
            indicator=label("indicator", indicator, lang, short=True),
            years=", ".join(str(year) for year in some["year"].unique()),
            document=document_name(sources, source, lang),
        )
        for (indicator, source), some in rows.groupby(["indicator", "source_id"], sort=False)
    )
