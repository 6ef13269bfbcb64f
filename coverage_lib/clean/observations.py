"""From the grids of one source to observations: every printed number with what it means and where it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import pandas as pd

from coverage_lib.clean.layout import Layout, find_layout
from coverage_lib.clean.meaning import Meaning, match, meaning_of, period_of
from coverage_lib.clean.names import is_total, resolve_area
from coverage_lib.clean.numbers import Figure, parse_figure, unit_factor, unit_of
from coverage_lib.clean.text import fold, normalise
from coverage_lib.raw.grid import Cell, Grid
from coverage_lib.raw.sources import Source
from coverage_lib.vocabulary.tables import conform, empty
from coverage_lib.vocabulary.terms import terms

_DEFAULT_BASIS = {"plan": "plan", "denominators": "actual", "participation": "actual"}
_SEPARATOR = " › "


def observations_of(source: Source, grids: Iterable[Grid]) -> pd.DataFrame:
    """Table ``observations`` of one source.

    Parameters
    ----------
    source : Source
        Gives what the sheets leave unsaid: the area of totals, the day on which names are valid, the notation of numbers.
    grids : iterable of Grid

    Returns
    -------
    DataFrame
        Counts in persons, rates in per cent. A figure that cannot be read keeps its row, with its text and without a value
        (``obs_status`` O); a unit that is not known keeps its label, with an empty code.
    """
    rows = [row for grid in grids for row in _sheet(source, grid)]
    return conform(pd.DataFrame(rows).assign(correction=""), "observations") if rows else empty("observations")


def captions_of(source: Source, grids: Iterable[Grid]) -> pd.DataFrame:
    """The lines above the header of every sheet: ``source_id``, ``sheet``, ``cell``, ``text``."""
    rows = [
        {"source_id": source.source_id, "sheet": grid.sheet, "cell": address, "text": text}
        for grid in grids
        if (layout := find_layout(grid))
        for address, text in layout.captions
    ]
    return pd.DataFrame(rows, columns=["source_id", "sheet", "cell", "text"], dtype="str")


def _sheet(source: Source, grid: Grid) -> Iterator[dict]:
    layout = find_layout(grid)
    if layout is None:
        return
    read = _register if layout.form == "register" else _appendix
    for cell, label, area_code, meaning, qualifier, place in read(source, grid, layout):
        figure = parse_figure(cell.text, source.reading.get("decimal", ","))
        yield {
            "source_id": source.source_id,
            "sheet": grid.sheet,
            "cell": cell.address,
            "area_label": label,
            "area_code": area_code,
            "indicator": "" if meaning.measure == "denominator" else meaning.indicator,
            "base": _base(meaning, source),
            "measure": meaning.measure,
            "period": meaning.period,
            "basis": meaning.basis,
            "value": _value(figure, meaning),
            "obs_status": _status(figure, meaning),
            "printed": normalise(cell.text),
            "unit": meaning.unit,
            "qualifier": qualifier,
            "place": place,
        }


# ---------------------------------------------------------------- appendix: units down, quantities across

_Found = tuple[Cell, str, str, Meaning, str, str]


def _appendix(source: Source, grid: Grid, layout: Layout) -> Iterator[_Found]:
    columns = _columns(source, grid, layout)
    for row in range(layout.header[1] + 1, grid.rows + 1):
        label_cell = grid.spread(row, layout.label_column)
        if label_cell is None:
            continue
        label = normalise(label_cell.text)
        said = meaning_of(label) if layout.rows_are == "indicators" else Meaning()
        area = source.area_code if layout.rows_are == "indicators" or is_total(label) else None
        for column, meaning in columns.items():
            cell = grid.cells.get((row, column))
            if cell is None:
                continue
            if area is None:
                area = resolve_area(label, source.area_code, source.areas_on)
            yield cell, label, area, said.over(meaning), "", _SEPARATOR.join(layout.paths[column])


def _columns(source: Source, grid: Grid, layout: Layout) -> dict[int, Meaning]:
    """What each column means: its own header first, then the captions of the sheet, then the document."""
    title = " ".join(text for _, text in layout.captions if "kèm theo" not in fold(text))
    units = [unit for _, text in layout.captions if (unit := unit_of(text))]
    general = Meaning(basis=_DEFAULT_BASIS[source.kind]).over(Meaning())
    said = meaning_of(title)
    general = Meaning(said.indicator, said.base, said.measure, said.period, "", units[0] if units else "").over(general)
    if general.unit == "%":
        general = Meaning(measure="rate_pct").over(general)
    columns: dict[int, Meaning] = {}
    for column, path in layout.paths.items():
        meaning = _path_meaning(path)
        if meaning.measure == "increase" and columns:
            before = columns[max(columns)]  # the increase belongs to the period and kind of the figure it leads to
            meaning = Meaning(period=before.period, basis=before.basis).over(meaning)
        meaning = meaning.over(general)
        if meaning.period and not meaning.measure and meaning.indicator:
            meaning = Meaning(measure="participants").over(meaning)  # 'BHXH tự nguyện › Thực hiện năm 2023'
        columns[column] = meaning
    return {
        column: _with_base(meaning, column, columns)
        for column, meaning in columns.items()
        if (meaning.measure and meaning.period) or layout.rows_are == "indicators"
    }


def _path_meaning(path: tuple[str, ...]) -> Meaning:
    meaning = Meaning()
    for text in path:
        meaning = meaning_of(text).over(meaning)
    return meaning


def _with_base(meaning: Meaning, column: int, columns: dict[int, Meaning]) -> Meaning:
    """A rate without a base of its own is over the denominator printed to its left for the same period."""
    if meaning.measure != "rate_pct" or meaning.base:
        return meaning
    left = [c for c, m in columns.items() if c < column and m.measure == "denominator" and m.period == meaning.period]
    return Meaning(base=columns[max(left)].base).over(meaning) if left else meaning


# ---------------------------------------------------------------- register: one figure a row


def _register(source: Source, grid: Grid, layout: Layout) -> Iterator[_Found]:
    column_of = {path[0]: column for column, path in layout.paths.items()}
    for row in range(layout.header[1] + 1, grid.rows + 1):
        figure = grid.cells.get((row, column_of["mức"]))
        if figure is None:
            continue
        text = {name: normalise(cell.text) if (cell := grid.cells.get((row, column))) else "" for name, column in column_of.items()}
        label = text.get("đơn vị") or text.get("địa phương", "")
        meaning = Meaning(
            base=match("base", text.get("so với", "")) or ("eligible" if "thuộc diện" in fold(text.get("so với", "")) else ""),
            period=_date_of(text["thời điểm"]),
            basis=match("basis", text.get("loại số", "")),
            unit=fold(text.get("đơn vị tính", "")),
        ).over(meaning_of(text["chỉ tiêu"]))
        if meaning.unit == "%" and meaning.measure in ("", "participants", "denominator"):
            meaning = Meaning(measure="rate_pct").over(meaning)
        meaning = meaning.over(Meaning(basis=_DEFAULT_BASIS[source.kind]))
        if meaning.base == "eligible":
            meaning = Meaning(base=_eligible(meaning.indicator)).over(meaning)
        area = resolve_area(label, source.area_code, source.areas_on) if label else source.area_code
        yield figure, label, area, meaning, _qualifier(text.get("mức độ", "")), text.get("vị trí", "")


def _date_of(text: str) -> dt.date | None:
    return dt.date(int(text), 12, 31) if re.fullmatch(r"\d{4}", text) else period_of(text)


def _eligible(indicator: str) -> str:
    return next((code for code, entry in terms("base").items() if entry.get("of") == indicator), "")


def _qualifier(text: str) -> str:
    return next((code for code, entry in terms("qualifier").items() if entry["vi"] == fold(text)), fold(text))


# ---------------------------------------------------------------- one figure


def _base(meaning: Meaning, source: Source) -> str:
    if meaning.measure not in ("rate_pct", "denominator"):
        return ""
    pinned = source.reading.get("base", "")
    natural = terms("indicator").get(meaning.indicator, {}).get("base", "")
    if meaning.base == "labour_force_unspecified" and pinned:
        return pinned
    return meaning.base or pinned or (natural if terms("base").get(natural, {}).get("kind") == "other" else "")


def _value(figure: Figure, meaning: Meaning) -> float:
    # rounded, because 17.24 × 1,000,000 is not a whole number in binary
    return round(figure.value * unit_factor(meaning.unit), 6) if meaning.measure not in ("rate_pct", "growth_pct") else figure.value


def _status(figure: Figure, meaning: Meaning) -> str:
    return terms("basis")[meaning.basis]["obs_status"] if figure.value == figure.value else "O"
