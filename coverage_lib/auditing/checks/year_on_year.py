"""Check of year-on-year changes: identical figures, errors by a factor of ten, outliers in a panel, identical units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from coverage_lib.auditing.checks.printed_totals import is_region
from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import Said, cell_name, cell_text, listed, number, period, persons, rate, words
from coverage_lib.auditing.figures.printed_figures import figures, of_measure
from coverage_lib.auditing.figures.unit_panels import MIN_PERIODS, MIN_UNITS, SHORT, break_period, out_of_step

_PANEL = ["source_id", "sheet", "indicator", "base", "measure"]
_LITTLE = 0.25
"""An exchange explains two figures if it takes away all but so much of what is odd about either."""
_MANY = 50
"""Deviations beyond which their exact number says nothing more."""


def year_on_year(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Check the counts of each unit over the periods of one sheet.

    - Ten times off: the ratio of two neighbouring periods lies between 9 and 11, or the inverse.
    - In panels of at least six units and three periods: a figure unchanged to the digit where the others move; a unit out of step
      with the others (``panels.out_of_step``); a period in which the whole panel breaks with the others, which is then left out;
      two units with the same figures throughout.

    Nothing is changed: each finding names the likely cause. Totals and regions do not count as units.
    """
    known = of_measure(figures(observations), "participants", "denominator")
    known = known[~is_region(known["area_label"])]
    known = known.assign(unit=known["area_code"].where(known["area_code"].ne(""), known["area_label"]))
    about = known["source_id"].map(dict(zip(sources["source_id"], sources["area_code"], strict=True)))
    units = known[known["unit"].ne(about) & (known["value"] > 0)]
    units = units[units.groupby(_PANEL)["unit"].transform("nunique") >= MIN_UNITS]
    return table([*_ten_times(known), *(found for _, panel in units.groupby(_PANEL, sort=True) for found in _panel(panel))])


def _ten_times(known: pd.DataFrame) -> Iterator[dict]:
    ordered = known.sort_values("period", kind="stable")
    before = ordered.groupby([*_PANEL, "unit"], sort=False)[["value", "period", "cell"]].shift()
    both = ordered.assign(before=before["value"], before_period=before["period"], before_cell=before["cell"])
    ratio = both["value"] / both["before"].where(both["before"] > 0)
    for row in both[ratio.between(9, 11) | ratio.between(1 / 11, 1 / 9)].itertuples():
        yield finding(
            "year_on_year",
            "ten_times",
            "warning",
            row,
            printed=cell_text(row),
            computed=persons(row.before),
            value=persons(row.value),
            before_period=period(row.before_period),
            before_place=cell_name(row.sheet, row.before_cell),
        )


def _panel(panel: pd.DataFrame) -> Iterator[dict]:
    rows = {(row.unit, row.period): row for row in panel.drop_duplicates(["unit", "period"]).itertuples()}
    printed = panel.pivot_table(index="unit", columns="period", values="value", aggfunc="first")
    values = printed[printed.notna().sum(axis=1) >= MIN_PERIODS]
    if values.shape[0] < MIN_UNITS or values.shape[1] < MIN_PERIODS:
        return
    yield from _unchanged(values, rows)
    yield from _twins(values, rows)
    broken = break_period(values)
    if broken:
        yield _broken(panel, *broken)
    found = out_of_step(values, broken[0] if broken else None)
    for out in found.itertuples():
        yield _stands_out(out, printed, rows, _swapped_with(out, found, rows))


def _unchanged(values: pd.DataFrame, rows: dict) -> Iterator[dict]:
    same = values.diff(axis=1).eq(0)
    moving = same.sum() <= 0.2 * values.notna().sum()  # if many figures are unchanged, an unchanged figure is not suspicious
    still = same.loc[:, moving].stack()
    for unit, when in still[still].index:
        row, before = rows[unit, when], rows[unit, values.columns[values.columns.get_loc(when) - 1]]
        yield finding(
            "year_on_year",
            "unchanged",
            "note",
            row,
            printed=cell_text(row),
            computed=cell_text(before),
            value=persons(row.value),
            before_period=period(before.period),
            before_place=cell_name(before.sheet, before.cell),
        )


def _twins(values: pd.DataFrame, rows: dict) -> Iterator[dict]:
    whole = values.dropna()
    first_of: dict[tuple, str] = {}
    for unit, *series in whole[whole.duplicated(keep=False)].itertuples(name=None):
        row = rows[unit, whole.columns[0]]
        other = rows[first_of.setdefault(tuple(series), unit), whole.columns[0]]
        if other.unit != unit:
            yield finding(
                "year_on_year",
                "twins",
                "note",
                row,
                printed=listed(map(persons, series)),
                computed=other.area_label,
                other=other.area_label,
                other_place=cell_name(other.sheet, other.cell),
                series=listed(map(persons, series)),
            )


def _broken(panel: pd.DataFrame, when: pd.Timestamp, steps: pd.Series, usual: float) -> dict:
    at = next(panel[panel["period"] == when].assign(cell=lambda rows: rows["column"], area_code="", area_label="").itertuples())
    return finding(
        "year_on_year",
        "break",
        "warning",
        at,
        printed=rate(100 * np.expm1(steps.median()), 1),
        computed=rate(100 * np.expm1(usual), 1),
        count=len(steps),
        falling=int((steps < 0).sum()),
        rising=int((steps > 0).sum()),
        sheet=at.sheet,
        column=at.column,
    )


def _stands_out(out, printed: pd.DataFrame, rows: dict, swapped: Said | None) -> dict:
    row, series = rows[out.unit, out.period], printed.loc[out.unit].dropna()
    expected = row.value / np.exp(out.residual)
    place = series.index.get_loc(out.period)
    kind = "plan" if row.basis == "plan" else "actual"
    shown = series if len(series) <= SHORT else series.iloc[max(0, place - 1) : place + 2]
    return finding(
        "year_on_year",
        "high" if out.residual > 0 else "low",
        "note",
        row,
        printed=cell_text(row),
        computed=persons(expected),
        value=persons(row.value),
        deviations=words("words.over", value=_MANY) if out.deviations > _MANY else number(out.deviations, 1),
        series=listed(words("year_on_year.dated", period=period(when), value=persons(value)) for when, value in shown.items()),
        cause=swapped or _joined_by(row, expected, printed, rows) or words(f"year_on_year.cause_{row.measure}_{kind}"),
    )


def _swapped_with(out, found: pd.DataFrame, rows: dict) -> Said | None:
    """Another outlier in the same period, if one of the two units has the figure expected for the other."""
    row = rows[out.unit, out.period]
    for other in found[(found["period"] == out.period) & (found["unit"] != out.unit)].itertuples():
        beside = rows[other.unit, other.period]
        apart = np.log(beside.value / row.value)
        if abs(apart + out.residual) < _LITTLE * abs(out.residual) and abs(apart - other.residual) < _LITTLE * abs(other.residual):
            return words("year_on_year.cause_swapped", other=beside.area_label, other_place=cell_name(beside.sheet, beside.cell))
    return None


def _joined_by(row, expected: float, printed: pd.DataFrame, rows: dict) -> Said | None:
    """A unit whose series ends where this one jumps, and whose people explain the jump to within a tenth."""
    before = printed.columns[printed.columns < row.period]
    if row.value <= expected or before.empty:
        return None
    ended = printed.loc[printed.loc[:, row.period :].isna().all(axis=1), before[-1]].dropna()
    fits = ended[np.abs((expected + ended) / row.value - 1) < 0.1]
    return words("year_on_year.cause_joined", other=rows[fits.index[0], before[-1]].area_label) if len(fits) else None
