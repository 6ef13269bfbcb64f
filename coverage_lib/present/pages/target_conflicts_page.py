"""What stands against what: targets that contradict each other, and targets that no rate is held against, each with the reason."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.targets.contradicting_targets import contradictions as contradicting
from coverage_lib.present import shims
from coverage_lib.present.blocks import Html, folded, joined, prose
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.target_register_page import order_of, printed_where, register, rule_words
from coverage_lib.present.shims import data_table
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label

_GOAL = ["target_area_code", "target_year", "target_pct", "target_persons"]


def section(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Contradictions and remarks, with the register folded beneath, for the unit's briefing."""
    count = int((tables["targets"]["area_code"] == area_code).sum())
    if not count:
        return register(tables, area_code, lang)
    title = phrase("page.folded", lang, title=phrase("briefing.targets.caption", lang), rows=formats.count(count, lang))
    told = (part(tables, area_code, lang) for part in (contradictions, remarks))
    return joined(*told, folded(title, register(tables, area_code, lang)))


def contradictions(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Different levels for one thing: both with document and place, which one is in force, and by which rule."""
    rows = tables["targets"][tables["targets"]["area_code"] == area_code]
    if rows.empty:
        return Html("")
    rows = contradicting(rows, tables["observations"][tables["observations"]["area_code"] == area_code])
    if rows.empty:
        return prose([phrase("targets.no_contradictions", lang)])
    sources = tables["sources"].set_index("source_id")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "year": rows["year"].astype(str),
            "first": [_side(row, "", sources, lang) for _, row in rows.iterrows()],
            "second": [_side(row, "_b", sources, lang) for _, row in rows.iterrows()],
            "standing": [
                phrase("targets.force", lang, force=_standing(row, lang), rule=_decided(row, tables, lang))
                for _, row in rows.iterrows()
            ],
            "order": order_of(rows["indicator"]),
        }
    ).sort_values(["order", "year"], kind="stable")
    headings = {"indicator": column_label("indicator", lang), "year": column_label("year", lang)} | {
        name: phrase(f"targets.{name}", lang) for name in ("first", "second", "standing")
    }
    return data_table(printed, headings, lang, caption=phrase("targets.contradictions", lang))


def remarks(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Which targets are not held against a rate, and why: another base, no denominator, set in persons."""
    gaps = tables["gap"][tables["gap"]["area_code"] == area_code]
    gaps = gaps.assign(why=gaps["verdict_pace"].where(gaps["target_pct"].notna(), "in_persons"))
    gaps = gaps[gaps["why"].isin(["other_base", "no_rate", "in_persons"])]
    points = tables["trajectory"][tables["trajectory"]["area_code"] == area_code].drop_duplicates("indicator")
    figure_base = points.set_index("indicator")["base"].to_dict()
    groups = gaps.assign(order=order_of(gaps["indicator"])).groupby(["order", "indicator", "why", "base"], sort=True)
    lines = []
    for (_, indicator, why, base), rows in groups:
        listed = [
            phrase("briefing.gap.of", lang, level=shims.level(row, lang), year=row["target_year"])
            if row["target_area_code"] == area_code
            else phrase(
                "briefing.gap.of_other",
                lang,
                level=shims.level(row, lang),
                year=row["target_year"],
                area=area_name(row["target_area_code"], lang),
            )
            for _, row in rows.sort_values("target_year").drop_duplicates(_GOAL).iterrows()
        ]
        fields = {"indicator": label("indicator", indicator, lang, short=True), "targets": "; ".join(dict.fromkeys(listed))}
        if why == "other_base":
            over = figure_base.get(indicator, "")
            fields |= {"base": label("base", base, lang), "figure_base": label("base", over, lang) if over else formats.MISSING}
        lines.append(phrase(f"targets.{why}", lang, **fields))
    return joined(*(prose([line]) for line in lines))


def _value(row: pd.Series, side: str, lang: str) -> str:
    value = row[f"value{side}"]
    level = formats.target(value, lang) if row["measure"] == "rate_pct" else shims.people(value, lang)
    qualifier = row[f"qualifier{side}"]
    return f"{label('qualifier', qualifier, lang)} {level}" if qualifier else level


def _side(row: pd.Series, side: str, sources: pd.DataFrame, lang: str) -> str:
    level = _value(row, side, lang)
    if row["kind"] == "implied" and " + " in row[f"cell{side}"]:
        level = phrase("targets.implied", lang, level=level)
    where = printed_where(sources, row[f"source_id{side}"], row[f"place{side}"], row[f"cell{side}"], lang)
    return f"{level}: {where}"


def _standing(row: pd.Series, lang: str) -> str:
    if row["kind"] == "implied":
        side = "_b" if " + " in row["cell"] else ""
        return _value(row, side, lang)
    if row["in_force"] and row["in_force_b"]:
        return phrase("targets.both", lang)
    if not row["in_force"] and not row["in_force_b"]:
        return phrase("targets.neither", lang)
    return _value(row, "" if row["in_force"] else "_b", lang)


def _decided(row, tables: Tables, lang: str) -> str:
    if row.kind in ("implied", "within"):
        return phrase(f"targets.rule.{row.kind}", lang)
    return rule_words(row.precedence, tables, lang)
