"""Page: do the targets of the units below add up to the target above, what is missing, and what would each have to be?"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.present.blocks import Chart, Format, Gallery, Html, folded, joined, prose, table
from coverage_lib.present.charts.cascade_chart import cascade_alt, cascade_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page

_KEY = ["area_code", "indicator", "year", "source_id", "measure"]
_FEWEST = 3
"""Dots that make a chart."""


def sums(page: Page) -> Html:
    """One line for each target of the unit: sum of lower targets, difference in persons, what cannot be added and why."""
    words, rows = page.words, _upper(page)
    if rows.empty:
        return prose([words.phrase("cascade.none")])
    printed = pd.DataFrame(
        {
            "indicator": [words.label("indicator", code, short=True) for code in rows["indicator"]],
            "upper": [_goal(page, row) for _, row in rows.iterrows()],
            "document": rows["source_id"].map(page.documents.name),
            "people": rows["target_persons"],
            "counted": [_count_of(page, row.units_counted, row.units) for row in rows.itertuples()],
            "sum": rows["sum_persons"],
            "difference": rows["difference_persons"],
            "below": [_lower(page, row) for row in rows.itertuples()],
            "outcome": [words.label("cascade", code) for code in rows["status"]],
        }
    )
    given = {"indicator": words.column("indicator"), "document": words.phrase("targets.document")}
    headings = {name: given[name] if name in given else words.phrase(f"cascade.{name}") for name in printed.columns}
    form: dict[str, Format] = {"people": words.count, "sum": words.count, "difference": words.signed_count}
    held = words.phrase("cascade.held") if rows["denominator_held"].any() else ""
    return joined(
        table(printed, headings, form, words.phrase("cascade.caption")),
        prose([words.phrase("cascade.note"), held]),
        *(prose([line]) for line in _missing(page, rows)),
    )


def charts(page: Page) -> Gallery | Html:
    """For every indicator with three or more lower rates over the base of the upper one: dots against its line, latest year."""
    drawn = []
    for upper, units in _latest(page):
        rates = units[units["target_pct"].notna() & (units["base"] == upper["base"])]
        if len(rates) >= _FEWEST and pd.notna(upper["target_pct"]):
            chart, alt = cascade_chart(page.words, upper, rates), cascade_alt(page.words, upper, rates)
            drawn.append(Chart(chart.figure, alt, f"{file_name(page.area_code)}-cascade-{upper['indicator']}"))
    return Gallery(drawn) if drawn else Html("")


def units(page: Page) -> Html:
    """The target of each unit below, and what it would have to be at one rate or one rise for all; latest complete year."""
    return joined(*(_units(page, upper, rows) for upper, rows in _latest(page)))


def _units(page: Page, upper: pd.Series, rows: pd.DataFrame) -> Html:
    words = page.words
    if upper["units_counted"] < upper["units"] or pd.isna(upper["same_rate_pct"]) or rows["persons"].isna().any():
        return Html("")
    headings = {
        "lower_code": words.phrase("page.unit"),
        "target_pct": words.phrase("cascade.own"),
        "target_persons": words.phrase("cascade.own_persons"),
        "same_rate_persons": words.phrase("cascade.same_rate", level=words.percent(upper["same_rate_pct"], places=2)),
    }
    if rows["same_rise_pct"].notna().any():
        headings |= {
            "start_pct": words.phrase("cascade.start"),
            "same_rise_pct": words.phrase("cascade.same_rise", points=words.signed_points(upper["same_rise_pp"])),
            "same_rise_persons": words.phrase("cascade.same_rise_persons"),
        }
    rates = dict.fromkeys(("target_pct", "start_pct", "same_rise_pct"), words.percent)
    counts = dict.fromkeys(("target_persons", "same_rate_persons", "same_rise_persons"), words.count)
    indicator, level = words.label("indicator", upper["indicator"]), words.level(upper)
    caption = words.phrase("cascade.units", indicator=indicator, year=upper["year"], level=level)
    told = table(rows, headings, {"lower_code": words.area, **rates, **counts}, caption)
    return folded(words.counted(caption, len(rows)), told)


def _goal(page: Page, row: pd.Series) -> str:
    """The upper target in words with its year."""
    words = page.words
    increase = row["measure"] == "increase"
    level = words.phrase("cascade.increase", persons=words.count(row["target_persons"])) if increase else words.level(row)
    return words.phrase("briefing.gap.of", level=level, year=row["year"])


def _upper(page: Page) -> pd.DataFrame:
    """The targets of the unit beside which units below set any, with the numbers of these."""
    rows = page.rows("cascade").merge(page.rows("cascade_counts"), on=_KEY, how="left")
    return page.in_order(rows, "year", "source_id").reset_index(drop=True)


def _below(page: Page, upper) -> pd.DataFrame:
    """The units below one target."""
    rows = page.rows("cascade_units", upper["indicator"])
    return rows[(rows[_KEY] == upper[_KEY]).all(axis=1)].sort_values("lower_code", ignore_index=True)


def _latest(page: Page) -> Iterator[tuple[pd.Series, pd.DataFrame]]:
    """For every indicator the target for which most lower units set one, the latest of several, with its units."""
    rows = _upper(page)
    rows = page.in_order(rows[rows["measure"] != "increase"], "units_set", "year")
    for _, upper in rows.drop_duplicates("indicator", keep="last").iterrows():
        yield upper, _below(page, upper)


def _count_of(page: Page, counted: int, of: int) -> str:
    return page.words.phrase("cascade.counted_of", counted=counted, units=of)


def _lower(page: Page, row) -> str:
    """How many of the lower rates over the base of the upper one are lower than it."""
    return _count_of(page, row.units_set_lower, row.units_rated) if row.units_rated and pd.notna(row.target_pct) else ""


def _missing(page: Page, rows: pd.DataFrame) -> list[str]:
    """The units without a target (if these are the majority, those with one), and those on another base; each set once."""
    words, lines = page.words, []
    for name in ("missing", "other_base"):
        for codes, some in rows[rows[name].ne("")].groupby(name, sort=False):
            upper, listed, key = some.iloc[0], codes.split(), f"cascade.{name}"
            if name == "missing" and len(listed) > upper["units_seen"]:
                below = _below(page, upper)
                key, listed = "cascade.seen", below.loc[below["status"].ne("missing"), "lower_code"]
            names = ", ".join(words.area(code) for code in listed)
            lines.append(words.phrase(key, names=names, count=len(listed), units=upper["units"], what=_concerned(page, some)))
    return lines


def _concerned(page: Page, rows: pd.DataFrame) -> str:
    words = page.words
    return "; ".join(
        words.phrase(
            "cascade.what",
            indicator=words.label("indicator", indicator, short=True),
            years=", ".join(str(year) for year in some["year"].unique()),
            document=page.documents.name(source),
        )
        for (indicator, source), some in rows.groupby(["indicator", "source_id"], sort=False)
    )
