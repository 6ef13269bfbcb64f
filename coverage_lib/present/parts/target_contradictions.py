"""Targets that contradict each other, and targets that no rate is compared with, each with the reason."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, folded, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.targets_by_document import printed_where, register, rule_words, stated_value
from coverage_lib.vocabulary import formats

_GOAL = ["target_area_code", "target_year", "target_pct", "target_persons"]


def in_short(page: Page) -> Html:
    """Contradictions and remarks, with the register folded below, for the unit's briefing."""
    count = len(page.rows("targets"))
    if not count:
        return register(page)
    title = page.words.counted(page.words.phrase("briefing.targets.caption"), count)
    return joined(contradictions(page), remarks(page), folded(title, register(page)))


def contradictions(page: Page) -> Html:
    """Different levels for the same target: both with document and place, the one in force, and the rule."""
    words, rows = page.words, page.rows("target_pairs")
    if page.rows("targets").empty:
        return Html("")
    rows = page.in_order(_by_value(page, rows[rows["differs"]]), "year")
    if rows.empty:
        return prose([words.phrase("targets.no_contradictions")])
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "year": rows["year"].astype(str),
            "first": [_side(page, row, "") for _, row in rows.iterrows()],
            "second": [_side(page, row, "other_") for _, row in rows.iterrows()],
            "standing": [
                words.phrase("targets.force", force=_in_force(page, row), rule=_rule(page, row)) for _, row in rows.iterrows()
            ],
        }
    )
    headings = {name: words.column(name) for name in ("indicator", "year")}
    headings |= {name: words.phrase(f"targets.{name}") for name in ("first", "second", "standing")}
    return table(printed, headings, caption=words.phrase("targets.contradictions"))


def remarks(page: Page) -> Html:
    """Which targets are not compared with a rate, and why: another base, no denominator, set in persons."""
    words, gaps = page.words, page.rows("gap")
    gaps = gaps.assign(why=gaps["verdict_pace"].where(gaps["target_pct"].notna(), "in_persons"))
    gaps = page.in_order(gaps[gaps["why"].isin(["other_base", "no_rate", "in_persons"])], "why", "base", "target_year")
    figure_base = page.rows("trajectory").drop_duplicates("indicator").set_index("indicator")["base"].to_dict()
    lines = []
    for (indicator, why, base), rows in gaps.groupby(["indicator", "why", "base"], sort=False):
        goals = dict.fromkeys(words.goal(row) for _, row in rows.drop_duplicates(_GOAL).iterrows())
        fields = {"indicator": words.label("indicator", indicator, short=True), "targets": "; ".join(goals)}
        if why == "other_base":
            over = figure_base.get(indicator, "")
            fields |= {"base": words.label("base", base), "figure_base": words.label("base", over) if over else formats.MISSING}
        lines.append(words.phrase(f"targets.{why}", **fields))
    return joined(*(prose([line]) for line in lines))


def _by_value(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs with several places of one document that print the same other level, as one; the places as the register lists them."""
    listed = " | ".join(page.rows("targets")["other_cells"])
    rows = rows.sort_values("other_cell", key=lambda cells: cells.map(listed.find), kind="stable")
    places = {name: lambda each: " | ".join(dict.fromkeys(each)) for name in ("other_cell", "other_place")}
    same = [name for name in rows.columns if name not in places]
    return rows.groupby(same, sort=False, dropna=False).agg(places).reset_index()[rows.columns]


def _value(page: Page, row: pd.Series, side: str) -> str:
    return stated_value(page, row[f"{side}value"], row["measure"], row[f"{side}qualifier"])


def _side(page: Page, row: pd.Series, side: str) -> str:
    level = _value(page, row, side)
    if row["between"] == "implied" and " + " in row[f"{side}cell"]:
        level = page.words.phrase("targets.implied", level=level)
    return f"{level}: {printed_where(page, row[f'{side}source_id'], row[f'{side}place'], row[f'{side}cell'])}"


def _in_force(page: Page, row: pd.Series) -> str:
    """The level that is in force of the two; of a level implied and a stated one, the stated one."""
    if row["between"] == "implied":
        return _value(page, row, "other_" if " + " in row["cell"] else "")
    if row["in_force"] == row["other_in_force"]:
        return page.words.phrase("targets.both" if row["in_force"] else "targets.neither")
    return _value(page, row, "" if row["in_force"] else "other_")


def _rule(page: Page, row: pd.Series) -> str:
    if row["between"] in ("implied", "within"):
        return page.words.phrase(f"targets.rule.{row['between']}")
    return rule_words(page, row["precedence"])
