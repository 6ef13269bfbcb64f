"""Headers of tables: first and last row, columns with row labels, and the header texts above every other column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coverage_lib.clean.tables.header_meaning import meaning_of
from coverage_lib.clean.text.periods import moment_of
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.clean.units.unit_labels import plain_label, type_of
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.vocabulary.word_patterns import inside, whole, words

_FIGURE = re.compile(r"['(]?[-+−–]?\s?\d[\d.,\s]*\s?%?\)?|[-–…x]|\.{2,3}")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*")
_LETTER = re.compile(r"[^\W\d_]")
_COLUMN_MARK = re.compile(r"\(?\[?(?:[^\W\d_]|\d{1,2})\]?\)?(?:\s*[=:(].*)?", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def column_role(text: str) -> str:
    """The role of a column by its header cell: ordinal, unit, indicator, period, measure_unit, code, note; empty for quantities.

    >>> [column_role(text) for text in ("STT", "Xã, phường, thị trấn", "Nội dung", "Số người TG", "Mã đơn vị")]
    ['ordinal', 'unit', 'indicator', '', 'code']
    """
    folded = fold(text)
    for role in ("ordinal", "code", "measure_unit", "note", "indicator", "period", "basis"):
        if whole("header", role).fullmatch(folded):
            return role
    if len(folded) > 80 or folded.endswith(":"):
        return ""
    if inside("header", "residence").search(folded):
        return ""
    spelled = re.findall(r"[^\W\d_]+", re.sub(r"\(.*?\)", " ", folded))
    known, core = set(words("unit_header", "words")), set(words("unit_header", "core"))
    if spelled and known.issuperset(spelled) and not core.isdisjoint(spelled) and not re.search(r"\d", folded):
        return "unit"
    return ""


def figure_like(text: str) -> bool:
    """Whether a text looks like a figure or replaces one; a bare year does not."""
    return bool(_FIGURE.fullmatch(text.strip())) and not _YEAR.fullmatch(text)


def find_headers(grid: Grid) -> Iterator[tuple[int, int, list[int]]]:
    """First and last row and label columns of every header; a header repeated on the next page is not counted again."""
    below, seen, register = 1, None, False
    for row in grid.occupied:
        if row < below or row in grid.hidden_rows or not (labels := _label_columns(grid, row)):
            continue
        first = _first_header_row(grid, row, labels[0])
        last = _last_header_row(grid, row, labels[0])
        written = [[fold(cell.text) for cell in grid.row(number)] for number in grid.occupied_between(first, last)]
        if register and not _is_register(grid, row):
            continue
        register = _is_register(grid, row)
        if written != seen or _titled(grid, first):
            yield first, last, labels
        seen, below = written, last + 1


def _is_register(grid: Grid, row: int) -> bool:
    return {fold(cell.text) for cell in grid.row(row)}.issuperset(words("header", "register"))


def _titled(grid: Grid, first: int) -> bool:
    """Whether the line above a repeated header has a title of its own: then it heads another table."""
    above = next((grid.row(row) for row in range(first - 1, max(first - 4, 0), -1) if grid.row(row)), [])
    texts = [normalise(cell.text) for cell in above]
    if len(texts) != 1 or inside("row", "continued").search(folded := fold(texts[0])):
        return False
    if whole("row", "furniture").fullmatch(folded) and not whole("row", "titled").fullmatch(folded):
        return False
    said = meaning_of(texts[0])
    return bool(said.indicator or said.base or moment_of(texts[0]).said or type_of(plain_label(texts[0])))


def _label_columns(grid: Grid, row: int) -> list[int]:
    cells = grid.row(row)
    if len(cells) < 2:
        return []
    roles: dict[int, str] = {}
    for cell in cells:
        text = cell.text
        if text[:1].isdigit() and ((text.isdigit() and len(text) < 4) or (not _LETTER.search(text) and not moment_of(text).said)):
            return []
        if (role := column_role(text)) and not (role == "unit" and _spans_names(grid, cell)):
            roles[cell.column] = role
    if not roles:
        return []
    if _is_register(grid, row):
        return [min(roles)]
    units = [column for column, role in roles.items() if role == "unit"]
    others = [column for column, role in roles.items() if role == "indicator"] or [c for c, r in roles.items() if r == "period"]
    ordinal = [column for column, role in roles.items() if role == "ordinal"]
    if others and units and min(others) < min(units) and all(fold(grid.cells[row, u].text) in unclear_headers() for u in units):
        units = []  # 'Chỉ tiêu | Đơn vị | Năm 2023': the second is a unit of measure
    if units or others:
        return units or others[:1]
    beside = ordinal[0] + 1 if ordinal else 0
    return [beside] if ordinal and (row, beside) in grid.cells and len(cells) > 2 else []


def _spans_names(grid: Grid, cell: Cell) -> bool:
    """Whether 'Huyện' heads several columns, each with the name of one: then it is no column of labels."""
    _, left, bottom, right = grid.range_of(cell.row, cell.column)
    below = [each for each in grid.row(bottom + 1) if left <= each.column <= right]
    return right > left and len(below) > 1 and all(_LETTER.search(each.text) and not column_role(each.text) for each in below)


def unclear_headers() -> tuple[str, ...]:
    """Headers that may mean administrative units or units of measure."""
    return words("header", "measure_unit_or_unit")


def _first_header_row(grid: Grid, row: int, label: int) -> int:
    """A header may begin above its label: years over several columns, while the label is in the lower row only."""
    first = row
    while first > 1:
        cells = grid.row(first - 1)
        beside = [cell for cell in cells if cell.column > label]
        if not cells or len(beside) < len(cells) or any(is_unit_line(cell.text) or figure_like(cell.text) for cell in cells):
            return first
        spans = any(grid.range_of(first - 1, cell.column)[3] > cell.column for cell in cells)
        below = {cell.column for cell in grid.row(first)}
        said = all(_says(cell.text) for cell in cells)
        if not said or not (len(cells) > 1 or spans) or not all(cell.column in below for cell in cells):
            return first
        first -= 1
    return first


def _says(text: str) -> bool:
    said = meaning_of(text)
    return bool(said.indicator or said.base or said.measure or said.basis or moment_of(text).said)


def is_unit_line(text: str) -> bool:
    """Whether a line states the unit of measure."""
    return bool(inside("line", "unit").match(fold(text).lstrip("( ")))


def _last_header_row(grid: Grid, row: int, label: int) -> int:
    last = grid.range_of(row, label)[2]
    while last < grid.rows and grid.spread(last + 1, label) is None and _continues(grid, last + 1, label):
        last += 1
    return last


def _continues(grid: Grid, row: int, label: int) -> bool:
    """A header continues while a row has words, years or per cent signs and no label of its own."""
    cells = grid.row(row)
    if not cells or any(cell.column < label and not cell.text.isspace() for cell in cells):
        return False
    return all(
        (_LETTER.search(cell.text) and not figure_like(cell.text) and not _COLUMN_MARK.fullmatch(cell.text.strip()))
        or _YEAR.fullmatch(cell.text)
        or moment_of(cell.text).said
        or cell.text.strip(" ()") == "%"
        for cell in cells
    )


def tables_side_by_side(labels: list[int], columns: int) -> list[tuple[int, int, list[int]]]:
    """Adjacent label columns describe one table (district, commune); others start a new table to the right."""
    groups: list[list[int]] = []
    for column in labels:
        if groups and column - groups[-1][-1] <= 2:
            groups[-1].append(column)
        else:
            groups.append([column])
    starts = [1, *[group[0] - 1 for group in groups[1:]]]
    return [
        (left, [*starts, columns + 1][number + 1] - 1, group)
        for number, (left, group) in enumerate(zip(starts, groups, strict=True))
    ]


def header_paths(grid: Grid, header: tuple[int, int], bounds: tuple[int, int]) -> dict[int, tuple[str, ...]]:
    """Header texts above every column. Where cells are not merged, a group header also heads the empty cells to its right, as far
    as the row below has headers of their own.
    """
    first, last = header
    origins: dict[int, list[tuple[int, int]]] = {column: [] for column in range(bounds[0], bounds[1] + 1)}
    for row in grid.occupied_between(first, last):
        before: Cell | None = None
        upper = {column: tuple(places) for column, places in origins.items()}
        for column in range(bounds[0], bounds[1] + 1):
            cell = grid.spread(row, column)
            if cell is None and before is not None and row < last and _heads(grid, before, row, column, last):
                if upper[before.column] == upper[column]:
                    cell = before
            elif cell is not None:
                before = cell
            if cell is not None and (not origins[column] or origins[column][-1] != (cell.row, cell.column)):
                origins[column].append((cell.row, cell.column))
            if cell is None:
                before = None
    paths = {}
    for column, places in origins.items():
        texts: list[str] = []
        for place in places:
            text = normalise(grid.cells[place].text)
            if not texts or texts[-1] != text:
                texts.append(text)
        if texts:
            paths[column] = tuple(texts)
    return paths


def _heads(grid: Grid, group: Cell, row: int, column: int, last: int) -> bool:
    _, left, bottom, right = grid.range_of(group.row, group.column)
    if right > left or bottom > row:
        return False  # what is merged heads exactly what it spans
    below = [any((number, place) in grid.cells for number in range(row + 1, last + 1)) for place in (group.column, column)]
    return all(below)


def is_column_numbering(cells: list[Cell], label: int) -> bool:
    """'A B 1 2 3=1/2' or '(1) (2) (3)': the row that numbers the columns."""
    if len(cells) < 2 or not all(_COLUMN_MARK.fullmatch(cell.text.strip()) for cell in cells):
        return False
    numbers = [int(found[0]) for cell in cells if (found := re.search(r"\d+", cell.text.split("=")[0].split(":")[0]))]
    steady = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return steady and (len(cells) > 2 or not numbers or numbers[0] == 1)
