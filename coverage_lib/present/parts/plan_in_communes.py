"""A district's plan in the communes that cover its territory since 1 July 2025: targets, denominators, rates, sums."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Format, Html, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.present.words.reform_sentences import new_name, what_became
from coverage_lib.vocabulary.areas import area_level, children, exists
from coverage_lib.vocabulary.former_districts import MARK, former_district
from coverage_lib.vocabulary.phrases import capital
from coverage_lib.vocabulary.terms import terms


def after_reform(page: Page) -> Html:
    """How the reform of 1 July 2025 affected the unit and, for a district that continues exactly, its plan in the new communes."""
    district = page.area_code
    if not exists(district) or area_level(district) != "district" or not former_district(district).exact:
        return what_became(page)
    return joined(what_became(page), plan(page))


def plan(page: Page) -> Html:
    """The plan of a former district in its new communes and in their sum: persons with denominators, then rates."""
    rows, sums = page.rows("plan_after_reform"), page.rows("plan_totals")
    if rows.empty:
        return prose([page.words.phrase("units.plan.none", area=page.area)])
    parts = [prose(_kept(page, sums))]
    for source_id in rows["source_id"].drop_duplicates():
        own = rows[rows["source_id"] == source_id]
        parts += [_persons(page, own, sums[sums["source_id"] == source_id]), _rates(page, own)]
    return joined(*parts)


def _kept(page: Page, sums: pd.DataFrame) -> list[str]:
    """How many totals were compared, the largest of them, and where the district's own figure is another."""
    words, district = page.words, page.area_code
    same = sums["older_persons"] == sums["newer_persons"]
    participants = sums[sums["measure"] == "participants"]
    largest = participants.loc[participants["newer_persons"].astype("float64").idxmax()]
    counts = {"same": same.sum(), "all": len(sums), "old": len(children(district)), "new": len(former_district(district).new)}
    ends = {"older": words.count(largest["older_persons"]), "newer": words.count(largest["newer_persons"])}
    said = [words.phrase("units.plan.kept", **counts, **_named(page, largest), **ends)]
    other = sums[sums["printed_persons"].notna() & (sums["printed_persons"] != sums["newer_persons"])]
    if other.empty:
        return said
    each = "; ".join(
        words.phrase(
            "units.plan.other.one",
            **_named(page, row),
            newer=words.count(row["newer_persons"]),
            printed=words.count(row["printed_persons"]),
        )
        for _, row in other.iterrows()
    )
    return [*said, words.phrase("units.plan.other", count=len(other), places=each)]


def _named(page: Page, row: pd.Series) -> dict[str, str]:
    kind = "indicator" if row["measure"] == "participants" else "base"
    return {"indicator": page.words.label(kind, row["quantity"], short=True), "period": page.words.period(row["period"])}


def _persons(page: Page, plan: pd.DataFrame, sums: pd.DataFrame) -> Html:
    counts = plan.pivot(index=["indicator", "period"], columns="new_code", values="participants")
    based = plan[plan["base"].ne("")].drop_duplicates(["new_code", "base", "period"])
    below = based.pivot(index=["base", "period"], columns="new_code", values="persons")
    rows = pd.concat([_in_order(page, counts, "indicator"), _in_order(page, below, "base")])
    printed = sums.set_index(["quantity", "period"])["printed_persons"]
    return _table(page, rows.assign(printed=printed.reindex(rows.index)), "units.plan.caption", page.words.count)


def _rates(page: Page, plan: pd.DataFrame) -> Html:
    rates = plan[plan["coverage_pct"].notna()].pivot(index=["indicator", "period"], columns="new_code", values="coverage_pct")
    if rates.empty:
        return Html("")
    return _table(page, _in_order(page, rates, "indicator"), "units.plan.rates", page.words.two_decimals)


def _in_order(page: Page, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    place = {code: number for number, code in enumerate(terms(kind))}
    rows = rows.loc[sorted(rows.index, key=lambda each: (place[each[0]], each[1]))].rename_axis(index=["quantity", "period"])
    names = [page.words.label(kind, code, short=True) for code, _ in rows.index]
    return rows.assign(what=[capital(name) for name in names])


def _table(page: Page, rows: pd.DataFrame, caption: str, form: Format) -> Html:
    words = page.words
    units = sorted(name for name in rows.columns if "@" in str(name))
    whole = [name for name in rows.columns if str(name).startswith(MARK)]
    headings = {"what": words.phrase("units.plan.what") if "printed" in rows else words.column("indicator")}
    headings |= {"period": words.column("period")} | {code: new_name(code, words.lang) for code in units}
    headings |= dict.fromkeys(whole, words.phrase("units.plan.sum"))
    headings |= {"printed": words.phrase("units.plan.printed")} if "printed" in rows else {}
    forms: dict[str, Format] = {"period": words.period, **dict.fromkeys([*units, *whole, "printed"], form)}
    return table(rows.reset_index(), headings, forms, words.phrase(caption, area=page.area))
