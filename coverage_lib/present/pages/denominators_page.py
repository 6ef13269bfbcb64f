"""The parts of a unit's page on denominators, each one call of the notebook."""

from __future__ import annotations

from string import ascii_uppercase

import pandas as pd

from coverage_lib.present.blocks import Chart, Gallery, Html, prose
from coverage_lib.present.charts import denominator_chart
from coverage_lib.present.charts import waterfall_chart as falls
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.pages import denominators_in_short
from coverage_lib.present.pages.denominators_in_short import Tables
from coverage_lib.present.pages.unit_briefing import signed_points
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.present.words import denominator_words, provenance
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_level, area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label, terms

_COUNT = ["area_code", "indicator", "basis", "period", "source_id"]
"""A count whose rates over several bases stand side by side."""


def title(area_code: str, lang: str = "vi") -> str:
    """Title of the page."""
    return phrase("bases.title", lang, area=area_name(area_code, lang))


def worth_a_page(tables: Tables, area_code: str) -> bool:
    """Whether there is something to compare: a chain, or two bases, published or implied; communes stand in the page above."""
    if (tables["adjustments"]["area_code"] == area_code).any():
        return True
    rows = denominators_in_short.at_hand(tables, area_code)
    return (
        area_level(area_code) not in ("commune", "special")
        and rows.loc[rows["method"] != denominator_words.UNUSABLE, "base"].nunique() > 1
    )


def chart(tables: Tables, area_code: str, lang: str = "vi") -> Chart | Html:
    """The denominators over time, with breaks."""
    rows = denominators_in_short.at_hand(tables, area_code)
    rows = rows[rows["method"] != denominator_words.UNUSABLE]
    if rows.empty:
        return prose([phrase("bases.chart.none", lang)])
    sources = tables["sources"].set_index("source_id")
    ax = denominator_chart.denominator_chart(rows, tables["breaks"], lang, area_code=area_code, sources=sources)
    alt = denominator_chart.alt_text(rows, tables["breaks"], lang, area_code=area_code)
    return Chart(ax.figure, alt, f"{file_name(area_code)}-denominators")


def waterfalls(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """The waterfall of every chain of the unit, or that there is none."""
    sources = tables["sources"].set_index("source_id")
    drawn = [
        Chart(
            falls.waterfall(chain, lang=lang, sources=sources).figure,
            falls.alt_text(chain, lang),
            f"{file_name(area_code)}-{chain_id}",
        )
        for chain_id, chain in _chains(tables, area_code)
    ]
    return Gallery(drawn) if drawn else prose([phrase("bases.chain.none", lang)])


def chains(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The lines of every chain: persons, share, what is left, state, source; nothing for a unit without one."""
    sources = tables["sources"].set_index("source_id")
    headings = {"step": phrase("bases.chain.step", lang), "persons": phrase("bases.persons", lang)}
    headings |= {name: phrase(f"bases.chain.{name}", lang) for name in ("share", "left", "state", "numerator")}
    headings["source"] = phrase("bases.source", lang)
    made = []
    for chain_id, rows in _chains(tables, area_code):
        printed = pd.DataFrame(
            {
                "step": [falls.line_name(row, lang) for row in rows.itertuples()],
                "persons": rows["persons"],
                "share": rows["share_pct"],
                "left": rows["running_persons"],
                "state": [label("state", code, lang) for code in rows["state"]],
                "numerator": [label("numerator", row.numerator, lang) if row.state == "given" else "" for row in rows.itertuples()],
                "source": [document_name(sources, code, lang) for code in rows["source_id"]],
            }
        )
        ends = {name: label("base", rows[column].iloc[0], lang) for name, column in (("base", "base"), ("result", "result_base"))}
        form = {"persons": formats.count, "share": formats.decimal, "left": formats.count}
        made.append(data_table(printed, headings, lang, form, phrase("bases.chain.caption", lang, chain=chain_id, **ends)))
    return Html("\n".join(each.text for each in made))


def rates(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The rate of each count over every denominator at nearly its date, where there are two or more."""
    rows = tables["rates_by_base"]
    rows = rows[(rows["area_code"] == area_code) & rows.duplicated(_COUNT, keep=False)]
    if rows.empty:
        return prose([phrase("rates.none", lang)])
    sources = tables["sources"].set_index("source_id")
    rows = rows.assign(order=[list(terms("indicator")).index(code) for code in rows["indicator"]])
    rows = rows.sort_values(["order", "period", "source_id", "persons"], kind="stable")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "count": [_count(row, lang) for row in rows.itertuples()],
            "over": [_over(row, lang) for row in rows.itertuples()],
            "persons": rows["persons"],
            "rate": rows["coverage_pct"],
            "source": [document_name(sources, code, lang) for code in rows["denominator_source"]],
        }
    )
    headings = {
        "indicator": column_label("indicator", lang),
        "count": phrase("rates.count", lang),
        "over": phrase("rates.over", lang),
    }
    headings |= {
        "persons": phrase("bases.persons", lang),
        "rate": phrase("sensitivity.rate", lang),
        "source": phrase("bases.source", lang),
    }
    table = data_table(printed, headings, lang, {"persons": formats.count, "rate": _two_decimals}, phrase("rates.caption", lang))
    return Html(table.text + "\n" + prose([denominator_words.mark_notes(rows["method"], lang)]).text)


def outcomes(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Each figure over every denominator against each target: side of the level, verdict, tipping denominator, distance."""
    rows = tables["sensitivity"][tables["sensitivity"]["area_code"] == area_code]
    if rows.empty:
        return prose([phrase("sensitivity.none", lang)])
    rows = rows.drop_duplicates([name for name in rows.columns if name != "source_id"])
    rows = rows.assign(order=[list(terms("indicator")).index(code) for code in rows["indicator"]])
    rows = rows.sort_values(["order", "target_year", "target_pct", "persons"], kind="stable")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "target": [_goal(row, lang) for row in rows.itertuples()],
            "count": [_count(row, lang) for row in rows.itertuples()],
            "over": [f"{_over(row, lang)}: {formats.count(row.persons, lang)}" for row in rows.itertuples()],
            "rate": rows["coverage_pct"],
            "outcome": [_outcome(row, lang) for row in rows.itertuples()],
            "tipping": rows["tipping_persons"],
            "distance": rows["distance_persons"],
            "distance_pct": rows["distance_pct"],
        }
    )
    headings = {"indicator": column_label("indicator", lang), "target": phrase("sensitivity.target", lang)}
    headings |= {name: phrase(f"rates.{name}", lang) for name in ("count", "over")}
    headings |= {name: phrase(f"sensitivity.{name}", lang) for name in ("rate", "outcome", "tipping", "distance", "distance_pct")}
    form = {"rate": _two_decimals, "tipping": _floor, "distance": _signed, "distance_pct": signed_points}
    table = data_table(printed, headings, lang, form, phrase("sensitivity.caption", lang))
    return Html(table.text + "\n" + prose([denominator_words.mark_notes(rows["method"], lang)]).text)


def flips(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """How many units, the unit and those below it, change sides with the denominator."""
    rows = tables["flip_counts"][tables["flip_counts"]["area_code"] == area_code]
    if rows.empty:
        return prose([phrase("sensitivity.none", lang)])
    rows = rows[rows["units_compared"] > 0]
    if rows.empty:
        return prose([phrase("sensitivity.flips.single", lang)])
    sources = tables["sources"].set_index("source_id")
    printed = rows.assign(
        order=[list(terms("indicator")).index(code) for code in rows["indicator"]],
        indicator=[label("indicator", code, lang, short=True) for code in rows["indicator"]],
        target_year=rows["target_year"].astype(str),
        source=[document_name(sources, code, lang) for code in rows["source_id"]],
    ).sort_values(["order", "target_year", "source"], kind="stable")
    headings = {"indicator": column_label("indicator", lang), "target_year": column_label("target_year", lang)}
    headings |= {"source": phrase("briefing.gap.document", lang)}
    counted = ("units_judged", "units_compared", "units_flipping")
    headings |= {name: phrase(f"sensitivity.flips.{name}", lang) for name in counted}
    return data_table(printed, headings, lang, dict.fromkeys(counted, formats.count), phrase("sensitivity.flips", lang))


def clusters(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The denominators that printed rates imply, grouped, with the known base that lies within a group."""
    rows = tables["implied_bases"][tables["implied_bases"]["area_code"] == area_code]
    if rows.empty:
        return prose([phrase("implied.none", lang)])
    rows = rows.sort_values(["period", "base_group", "persons_low", "source_id", "cell"], kind="stable")
    sources = tables["sources"].set_index("source_id")
    printed = pd.DataFrame(
        {
            "period": [formats.period(day, lang) for day in rows["period"]],
            "group": [ascii_uppercase[number % len(ascii_uppercase)] for number in rows["base_group"]],
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "count": rows["participants"],
            "rate": rows["rate_pct"],
            "base": [label("base", code, lang) for code in rows["base"]],
            "low": rows["persons_low"],
            "high": rows["persons_high"],
            "source": [document_name(sources, code, lang) for code in rows["source_id"]],
            "found": [_found(row, sources, lang) for row in rows.itertuples()],
        }
    )
    headings = {name: column_label(name, lang) for name in ("period", "indicator", "base")} | {"count": phrase("rates.count", lang)}
    headings |= {name: phrase(f"implied.{name}", lang) for name in ("group", "rate", "low", "high", "found")}
    headings["source"] = phrase("bases.source", lang)
    form = {"count": formats.count, "rate": _two_decimals, "low": formats.count, "high": formats.count}
    return data_table(printed, {name: headings[name] for name in printed.columns}, lang, form, phrase("implied.caption", lang))


def sources_of(tables: Tables, area_code: str) -> set[str]:
    """Documents behind anything the page shows."""
    shown = denominators_in_short.at_hand(tables, area_code)["source_id"]
    steps = tables["adjustments"].loc[tables["adjustments"]["area_code"] == area_code, "source_id"]
    goals = tables["sensitivity"].loc[tables["sensitivity"]["area_code"] == area_code, "source_id"]
    return provenance.sources_of(Page(tables, area_code)) | set(shown) | set(steps) | set(goals)


def _chains(tables: Tables, area_code: str):
    rows = tables["adjustments"]
    return rows[rows["area_code"] == area_code].groupby("chain_id", sort=True)


def _found(row, sources: pd.DataFrame, lang: str) -> str:
    if pd.isna(row.found_persons):
        return phrase("implied.not_found", lang)
    return phrase(
        "implied.found_value",
        lang,
        base=label("base", row.found_base, lang),
        persons=formats.count(row.found_persons, lang),
        period=formats.period(row.found_period, lang),
        source=document_name(sources, row.found_source_id, lang),
    )


def _count(row, lang: str) -> str:
    basis, persons = label("basis", row.basis, lang), formats.count(row.participants, lang)
    return phrase("rates.count_value", lang, persons=persons, basis=basis, period=formats.period(row.period, lang))


def _over(row, lang: str) -> str:
    base, period = label("base", row.base, lang), formats.period(row.denominator_period, lang)
    return phrase("rates.over_value", lang, base=base, mark=denominator_words.mark(row.method), period=period)


def _goal(row, lang: str) -> str:
    own = row.target_area_code == row.area_code
    said = {"level": formats.target(row.target_pct, lang), "year": row.target_year, "base": label("base", row.target_base, lang)}
    return phrase("sensitivity.goal", lang, **said) if own else phrase(
        "sensitivity.goal_of", lang, **said, area=area_name(row.target_area_code, lang)
    )  # fmt: skip


def _outcome(row, lang: str) -> str:
    """Side of the level; beside it the verdict, which over another base than the target's speaks of the pace alone."""
    said = label("outcome", row.outcome, lang)
    if row.verdict_pace in ("not_defined", "other_base"):
        return said
    return phrase("sensitivity.verdict", lang, outcome=said, verdict=label("verdict", row.verdict_pace, lang))


def _two_decimals(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)


def _signed(value: float | None, lang: str) -> str:
    return formats.count(value, lang, signed=True)


def _floor(value: float, lang: str) -> str:
    """The largest whole denominator at which the level is still reached."""
    return formats.count(int(value), lang)
