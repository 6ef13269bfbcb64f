"""The layout of a sheet: titles, headers and table bodies, found by the words of the headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coverage_lib.clean.tables.header_meaning import meaning_of
from coverage_lib.clean.tables.table_headers import (
    column_role,
    figure_like,
    find_headers,
    header_paths,
    is_column_numbering,
    is_unit_line,
    tables_side_by_side,
    unclear_headers,
)
from coverage_lib.clean.text.periods import moment_of
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.vocabulary.word_patterns import inside, whole, words

_LETTER = re.compile(r"[^\W\d_]")
_SCANNED = 40  # number of rows read to decide what a column contains


@dataclass(frozen=True)
class Layout:
    """The parts of one table.

    Attributes
    ----------
    form : {"appendix", "register"}
        An appendix has units (or indicators, or periods) down and quantities across; a register has one figure a row.
    rows_are : {"units", "indicators", "periods"}
    header : tuple of int
        First and last header row.
    label_column : int
    paths : dict
        Column → header texts above it, top to bottom. In a register: column → its single header.
    captions : list of (address, text)
        The lines above the header.
    body : tuple of int
        Rows below the header, without repeated headers, column numbers and hidden rows.
    roles : dict
        Columns that describe a row: ``ordinal``, ``group``, ``code``, ``indicator``, ``unit``, ``period``.
    hidden : tuple of int
        Rows of the body that are hidden.
    """

    form: str
    rows_are: str
    header: tuple[int, int]
    label_column: int
    paths: dict[int, tuple[str, ...]]
    captions: list[tuple[str, str]]
    body: tuple[int, ...] = ()
    roles: dict[str, int] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()


def find_layout(grid: Grid) -> Layout | None:
    """The layout of the first table of a sheet, or None if no header is recognised."""
    return next(iter(find_layouts(grid)), None)


def find_layouts(grid: Grid) -> list[Layout]:
    """Every table of a sheet, top to bottom, then left to right."""
    found: list[Layout] = []
    starts = list(find_headers(grid))
    for number, (first, last, columns) in enumerate(starts):
        end = starts[number + 1][0] - 1 if number + 1 < len(starts) else grid.rows
        above = _last_figure_row(grid, starts[number - 1][1], first) if number else 0
        captions = [
            (cell.address, normalise(cell.text)) for row in grid.occupied_between(above + 1, first - 1) for cell in grid.row(row)
        ]
        end = _last_figure_row(grid, last, end + 1) if number + 1 < len(starts) else end
        for left, right, label in tables_side_by_side(columns, grid.columns):
            found.append(_layout(grid, (first, last), label, (left, right), captions, end))
    if not found and (bare := _without_words(grid)):
        found.append(bare)
    return found


# ---------------------------------------------------------------- body


def _last_figure_row(grid: Grid, after: int, before: int) -> int:
    """The last row with figures between two headers: text after it belongs to the second table."""
    for row in reversed(grid.occupied_between(after + 1, before - 1)):
        cells = grid.row(row)
        if len(cells) > 1 and any(figure_like(cell.text) for cell in cells[1:]):
            return row
    return after


def _layout(
    grid: Grid, header: tuple[int, int], labels: list[int], bounds: tuple[int, int], captions: list[tuple[str, str]], end: int
) -> Layout:
    paths = header_paths(grid, header, bounds)
    tops = {column: path[-1] if column_role(path[-1]) else path[0] for column, path in paths.items()}
    if {fold(path[0]) for path in paths.values()}.issuperset(words("header", "register")):
        texts: dict[int, tuple[str, ...]] = {column: (fold(path[0]),) for column, path in paths.items()}
        body = tuple(row for row in grid.occupied_between(header[1] + 1, end) if row not in grid.hidden_rows)
        return Layout("register", "units", header, labels[0], texts, captions, body)
    body, hidden = _body(grid, header, labels[0], bounds, end)
    roles: dict[str, int] = {}
    for column, text in tops.items():
        role = column_role(text)
        if role in ("ordinal", "code", "measure_unit", "note", "indicator", "period", "basis") and column not in labels:
            if role in ("ordinal", "code", "note") or _holds(grid, column, body, role):
                roles.setdefault({"measure_unit": "unit"}.get(role, role), column)
        elif role == "unit" and column in labels and fold(text) in unclear_headers() and _holds(grid, column, body, "measure_unit"):
            roles.setdefault("unit", column)
    former = [column for column in labels if inside("header", "former").search(fold(tops.get(column, "")))]
    labels = [column for column in labels if column not in former] or labels
    rows = [column for column in labels if column != roles.get("unit")] or [roles.pop("indicator", labels[0])]
    rows_are = {"indicator": "indicators", "period": "periods"}.get(column_role(tops.get(rows[-1], "")), "units")
    if rows_are == "periods" and not _holds(grid, rows[-1], body, "period"):
        rows_are = "indicators"  # 'Năm' in the corner heads the years beside it
    if len(rows) > 1 and rows_are == "units":
        roles["group"] = rows[0]
    if rows_are != "units" and roles.get(rows_are[:-1]) == rows[-1]:
        del roles[rows_are[:-1]]
    if rows_are == "indicators" and "unit" not in roles:
        unit = next((c for c, text in tops.items() if c != rows[-1] and fold(text) in unclear_headers()), 0)
        if unit and _holds(grid, unit, body, "measure_unit"):
            roles["unit"] = unit
    taken = {*rows, *former, *roles.values()}
    quantities = {column: path for column, path in paths.items() if column not in taken}
    return Layout("appendix", rows_are, header, rows[-1], quantities, captions, body, roles, hidden)


def _holds(grid: Grid, column: int, body: tuple[int, ...], role: str) -> bool:
    """Whether the cells of a column fit its header: words that describe the row, not figures."""
    texts = [cell.text for row in body[:_SCANNED] if (cell := grid.spread(row, column))]
    if role == "measure_unit":
        told = [bool(whole("row", "measure_unit").fullmatch(fold(text))) for text in texts]
        return bool(told) and sum(told) * 2 >= len(told)
    if role == "period":
        told = [moment_of(text).said for text in texts]
        return bool(told) and sum(told) * 2 >= len(told)
    return sum(bool(_LETTER.search(text)) and not figure_like(text) for text in texts) * 2 > len(texts)


def _body(
    grid: Grid, header: tuple[int, int], label: int, bounds: tuple[int, int], end: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    first, last = header
    top = [fold(cell.text) for cell in grid.row(first)]
    body, hidden, repeated = [], [], 0
    for row in grid.occupied_between(last + 1, end):
        cells = grid.row(row)
        if row <= repeated:
            continue
        if row in grid.hidden_rows:
            hidden.append(row)
        elif len(cells) == len(top) and cells[0].text[:1].isalpha() and [fold(cell.text) for cell in cells] == top:
            repeated = row + last - first
        elif not is_column_numbering([cell for cell in cells if bounds[0] <= cell.column <= bounds[1]], label):
            body.append(row)
    return tuple(body), tuple(hidden)


# ---------------------------------------------------------------- tables whose header has none of the usual words


def _without_words(grid: Grid) -> Layout | None:
    """Rows of labels and figures below texts that head them, or below nothing, if the corner is empty or unusual."""
    for row in grid.occupied:
        cells = grid.row(row)
        label = next((cell for cell in cells if _labels_row(cell.text)), None)
        figures = [cell.column for cell in cells if label and cell.column > label.column and figure_like(cell.text)]
        if label is None or not figures or len(figures) + 2 < len(cells) or is_unit_line(label.text):
            continue
        top = row
        while _only_labels(grid, top - 1, label.column) and _headed(grid, top - 1, figures):
            top -= 1  # 'Số người tham gia': names what the rows below it count
        first = top
        while first > 1 and _heads_figures(grid, first - 1, figures):
            first -= 1
        if first == top:
            first = top = row
        header = (first, top - 1)
        captions = [
            (cell.address, normalise(cell.text)) for number in grid.occupied_between(1, first - 1) for cell in grid.row(number)
        ]
        paths = header_paths(grid, header, (1, grid.columns)) if first < top else {}
        quantities = {
            column: paths.get(column, ()) for column in range(label.column + 1, grid.columns + 1) if first == top or column in paths
        }
        body, hidden = _body(grid, header, label.column, (1, grid.columns), grid.rows)
        roles = {"ordinal": label.column - 1} if label.column > 1 else {}
        units = [c for c, path in quantities.items() if path and column_role(path[-1]) == "measure_unit"]
        if units and _holds(grid, units[0], body, "measure_unit"):
            roles["unit"] = units[0]
            del quantities[units[0]]
        said = meaning_of(label.text)
        rows_are = "indicators" if said.measure or said.indicator else "periods" if moment_of(label.text).year else "units"
        return Layout("appendix", rows_are, header, label.column, quantities, captions, body, roles, hidden)
    return None


def _labels_row(text: str) -> bool:
    return bool(_LETTER.search(text) and not figure_like(text)) or bool(re.fullmatch(r"(?:19|20)\d\d", text.strip()))


def _headed(grid: Grid, row: int, figures: list[int]) -> bool:
    """Whether a header stands above a row, with only rows of labels between."""
    above = next((number for number in range(row - 1, 0, -1) if grid.row(number)), 0)
    if above and _only_labels(grid, above, min(figures) - 1):
        return _headed(grid, above, figures)
    return bool(above) and _heads_figures(grid, above, figures)


def _only_labels(grid: Grid, row: int, last: int) -> bool:
    """Whether a row has texts, none of them to the right of a column."""
    cells = grid.row(row)
    return bool(cells) and all(cell.column <= last for cell in cells)


def _heads_figures(grid: Grid, row: int, figures: list[int]) -> bool:
    """Whether a row has texts over the columns of figures."""
    cells = grid.row(row)
    return (
        len(cells) * 2 >= len(figures)
        and any(cell.column in figures for cell in cells)
        and not any(figure_like(cell.text) for cell in cells)
    )
