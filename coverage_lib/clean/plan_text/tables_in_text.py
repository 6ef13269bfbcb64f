"""Tables inside a target section, read like any other table, with the headings above them as title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverage_lib.clean.document.read_document import About, read_grids
from coverage_lib.clean.plan_text.passages import Passage
from coverage_lib.clean.text.text_forms import normalise

_FIELDS = ("cell", "area_label", "area_code", "indicator", "base", "measure", "period", "value", "printed")


@dataclass(frozen=True)
class TableFigure:
    """One figure of a table; row counted from 1 in the table."""

    row: int
    area_label: str
    area_code: str
    indicator: str
    base: str
    measure: str
    period: dt.date
    value: float
    unit: str
    printed: str


def read_table(
    passage: Passage, above: Sequence[str], area_code: str, on: dt.date | None
) -> tuple[list[TableFigure], list[tuple[int, str]]]:
    """The figures of a table, and the rows that could not be read."""
    assert passage.grid is not None
    grid = replace(passage.grid, context=tuple(above) or passage.grid.context)
    reading = read_grids([grid], About("", "plan", area_code, on))
    found: list[TableFigure] = []
    for record in reading.records.table(_FIELDS).dropna(subset=["value", "period"]).to_dict("records"):
        row = int("".join(letter for letter in str(record["cell"]) if letter.isdigit()))
        rate = record["measure"] in ("rate_pct", "growth_pct")
        found.append(
            TableFigure(
                *(row, *_area(record, area_code), str(record["indicator"]), str(record["base"])),
                *(str(record["measure"]), record["period"].date(), float(record["value"]), "%" if rate else "người"),
                normalise(str(record["printed"])).rstrip("% "),
            )
        )
    left = [(1, str(problem)) for problem in reading.problems]
    return sorted(found, key=lambda each: each.row), left


def _area(record: dict[str, object], area_code: str) -> tuple[str, str]:
    """Label and code of a row; empty if it refers to the area of the document."""
    label, code = str(record["area_label"]), str(record["area_code"])
    return ("", "") if code == area_code else (label, code)
