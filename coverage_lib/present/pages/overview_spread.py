"""How far apart the units of one parent are: funnel, level against pace, inequality; each one call of the overview."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.comparison.decomposition import changes
from coverage_lib.model.comparison.funnel_limits import funnel
from coverage_lib.model.comparison.inequality import inequality as measured
from coverage_lib.present.blocks import Chart, Gallery, Html, prose
from coverage_lib.present.charts.funnel_chart import funnel_alt, funnel_plot
from coverage_lib.present.charts.quadrant_chart import quadrant_alt, quadrant_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Tables
from coverage_lib.present.pages.overview import comparable, units_below
from coverage_lib.present.shims import data_table
from coverage_lib.present.words.comparison_words import basis_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name, children
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label, terms


def nothing_to_compare(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Why there is nothing to compare: no denominators, or no units at all."""
    counted = tables["enrolment"]
    in_persons = counted["area_code"].isin(units_below(tables, area_code)).any()
    if in_persons:
        return prose([phrase("compare.persons_only", lang, area=area_name(area_code, lang))])
    return prose([phrase("overview.none", lang)])


def funnels(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with comparable rates, the units in a funnel; a sentence where none can be computed."""
    charts, said = [], []
    for indicator in terms("indicator"):
        rows = comparable(tables, area_code, indicator)
        if rows.empty:
            continue
        found = funnel(rows)
        if found.refusal:
            said.append(phrase(f"compare.refused.{found.refusal}", lang, indicator=label("indicator", indicator, lang, short=True)))
            continue
        options = {"parent": area_code, "indicator": indicator}
        drawn, alt = funnel_plot(found, lang, **options).figure, funnel_alt(found, lang, **options)
        charts.append(Chart(drawn, alt, f"{file_name(area_code)}-funnel-{indicator}"))
    return _shown(charts, said, tables, area_code, lang)


def paces(tables: Tables, rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Units with the change behind their latest rate: the rows of :func:`overview.comparable` with both ends and ``pace_pp``.

    The first end is the earliest year-end of the same stretch, the same for all units; units without it are left out.
    """
    given = tables["trajectory"]
    given = given[given["area_code"].isin(rows["area_code"]) & (given["indicator"] == indicator)]
    spans = changes(given, tables["breaks"])
    spans = spans[(spans["refusal"] == "") & (spans["path"] == rows["basis"].iloc[0]) & (spans["base"] == rows["base"].iloc[0])]
    joined = rows.drop(columns=["participants", "persons"]).merge(
        spans.rename(columns={"period_1": "period"}).drop(columns=["indicator", "base", "path"]), on=["area_code", "period"]
    )
    if joined.empty:
        return joined.assign(pace_pp=pd.Series(dtype="float64"))
    joined = joined[joined["period_0"] == joined["period_0"].mode().iloc[0]]
    years = (joined["period"] - joined["period_0"]).dt.days / 365.25
    return joined.assign(pace_pp=joined["change_pp"] / years.round(2))


def together(rows: pd.DataFrame) -> tuple[float, float]:
    """Rate and pace of all units together, from their summed counts."""
    rates = [100 * rows[f"participants_{end}"].sum() / rows[f"persons_{end}"].sum() for end in (0, 1)]
    years = round((rows["period"].iloc[0] - rows["period_0"].iloc[0]).days / 365.25, 2)
    return float(rates[1]), float((rates[1] - rates[0]) / years)


def quadrants(tables: Tables, area_code: str, lang: str = "vi") -> Gallery | Html:
    """For every indicator with rates on two dates, level against pace."""
    charts, said = [], []
    for indicator in terms("indicator"):
        rows = comparable(tables, area_code, indicator)
        if rows.empty:
            continue
        moved = paces(tables, rows, indicator)
        if len(moved) < 2:
            said.append(phrase("compare.refused.no_pace", lang, indicator=label("indicator", indicator, lang, short=True)))
            continue
        common, options = together(moved), {"parent": area_code, "indicator": indicator}
        drawn, alt = quadrant_chart(moved, common, lang, **options).figure, quadrant_alt(moved, common, lang, **options)
        charts.append(Chart(drawn, alt, f"{file_name(area_code)}-pace-{indicator}"))
    return _shown(charts, said, tables, area_code, lang)


def inequality(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Absolute and relative inequality between the units below, per indicator at the first and the last date."""
    groups = []
    expected = set(children(area_code)) | set(units_below(tables, area_code))
    for number, indicator in enumerate(terms("indicator")):
        rows = comparable(tables, area_code, indicator)
        if rows.empty:
            continue
        given = tables["trajectory"]
        given = given[(given["indicator"] == indicator) & given["area_code"].isin(expected) & (given["segment"] > 0)]
        given = given[(given["path"] == rows["basis"].iloc[0]) & (given["base"] == rows["base"].iloc[0])]
        for period in sorted({given["period"].min(), rows["period"].max()}):
            units = pd.DataFrame({"area_code": sorted(expected), "order": number, "indicator": indicator, "period": period})
            units["basis"] = rows["basis"].iloc[0]
            counts = given.loc[given["period"] == period, ["area_code", "participants", "persons"]]
            groups.append(units.merge(counts, on="area_code", how="left"))
    if not groups:
        return nothing_to_compare(tables, area_code, lang)
    found = measured(pd.concat(groups, ignore_index=True), ["order", "indicator", "period", "basis"])
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in found["indicator"]],
            "period": [f"{basis_name(row.basis, lang)} {formats.period(row.period, lang)}" for row in found.itertuples()],
            "units": [_counted(row, lang) for row in found.itertuples()],
            "mean": found["mean_pct"],
            "absolute": found["mean_difference_pp"],
            "relative": found["relative_pct"],
            "theil": found["theil"],
            "reference": found["reference_pct"],
            "persons": found["attributable_persons"],
        }
    )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"inequality.{name}", lang)
        for name in ("period", "units", "mean", "absolute", "relative", "theil", "reference", "persons")
    }
    decimals = dict.fromkeys(("mean", "absolute", "relative", "theil", "reference"), _two_places)
    table = data_table(printed, headings, lang, {**decimals, "persons": formats.count}, phrase("inequality.caption", lang))
    return Html(table.text + prose([phrase("inequality.note", lang)]).text)


def _counted(row, lang: str) -> str:
    text = f"{row.units} ({row.unknown})"
    return f"{text}; {phrase('compare.refused.much_unknown', lang)}" if row.refusal == "much_unknown" else text


def _two_places(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)


def _shown(charts: list[Chart], said: list[str], tables: Tables, area_code: str, lang: str) -> Gallery | Html:
    if charts:
        return Gallery(charts)
    return prose(said) if said else nothing_to_compare(tables, area_code, lang)
