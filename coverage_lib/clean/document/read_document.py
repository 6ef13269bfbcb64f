"""From the grids of one document to records: every printed number with meaning and address, and what was left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coverage_lib.clean.document.figure_records import Records
from coverage_lib.clean.document.person_lists import lists_persons, persons_problem, persons_refused
from coverage_lib.clean.document.row_problems import row_problems, totals_of_some_units
from coverage_lib.clean.notation.column_notation import common_mark
from coverage_lib.clean.tables.appendix_table import Part, read_appendix
from coverage_lib.clean.tables.column_identities import Test, contradicted, find_ratios, proven_results, unconfirmed
from coverage_lib.clean.tables.column_quantities import Quantity
from coverage_lib.clean.tables.header_meaning import Meaning
from coverage_lib.clean.tables.readable_grid import readable
from coverage_lib.clean.tables.register_table import read_register, strands_of
from coverage_lib.clean.tables.sheet_layout import Layout, figure_like, find_layouts
from coverage_lib.clean.tables.table_context import Heading, heading_of, lines_above
from coverage_lib.clean.tables.table_figures import Answer, Block, Strand, Undecided, read_strand
from coverage_lib.clean.text.printed_numbers import Figure
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.clean.units.table_area import area_and_day, areas_named
from coverage_lib.errors import Message, Problem, joined, message
from coverage_lib.raw.readers.grid import Cell, Grid, column_letters
from coverage_lib.vocabulary.terms import label, terms
from coverage_lib.vocabulary.word_patterns import inside

SEPARATOR = " › "
_BASIS = {"plan": "plan"}
_ANY_DAY = dt.date(2024, 1, 1)


@dataclass(frozen=True)
class About:
    """What is known about a document from its source record; values given here take precedence over inferred ones."""

    source_id: str = ""
    kind: str = ""
    area_code: str = ""
    areas_on: dt.date | None = None
    decimal: str = ""
    base: str = ""
    issued: dt.date | None = None


class Understood(NamedTuple):
    """One column, or the rows of one kind: its header, the meaning assigned to it, and its notation."""

    sheet: str
    place: str
    header: str
    meaning: Meaning
    decimal: str
    reason: str


class Skipped(NamedTuple):
    """Something with figures that was left out: place, text, reason as a code of ``terms("skip")``, and detail."""

    place: str
    text: str
    reason: str
    detail: str = ""

    def said(self, lang: str = "vi") -> str:
        """The reason in words.

        >>> Skipped("PL1!D", "Nữ", "foreign", "women").said("en")
        'not one of the quantities of the project: by sex'
        """
        detail = label("foreign", self.detail, lang) if self.detail in terms("foreign") else self.detail
        return label("skip", self.reason, lang) + (f": {detail}" if detail else "")


@dataclass
class Reading:
    """The result of reading a document.

    Attributes
    ----------
    records : Records
        Figures with the columns of the table ``observations``, without ``correction``.
    understood, skipped
        What was made of each column, and what was left out.
    problems : list of Problem
        What a person must look at.
    remarks : list of Problem
        What the figures taken contradict among themselves.
    refused : list of Problem
        Those of the problems for which figures of ours were not read.
    refused_cells : dict
        (sheet, cell) → the problem, where one problem is of many cells of a table whose rows say what is counted.
    captions : list of (sheet, cell, text)
        Lines above the tables.
    person_sheets : list of str
        Sheets that list persons: nothing of them was read.
    scopes : list of (sheet, area code, date)
        The area each table was taken to be about, and the day of its names.
    """

    records: Records = field(default_factory=Records)
    understood: list[Understood] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    refused_cells: dict[tuple[str, str], Problem] = field(default_factory=dict)
    captions: list[tuple[str, str, str]] = field(default_factory=list)
    scopes: list[tuple[str, str, dt.date]] = field(default_factory=list)
    person_sheets: list[str] = field(default_factory=list)


def read_grids(grids: Iterable[Grid], about: About) -> Reading:
    """Read the tables of one document; hidden sheets are only checked for lists of persons, and listed where they hold figures.

    Raises
    ------
    CoverageError
        If the document lists persons and has no other table.
    """
    restored = [readable(grid) for grid in grids]
    reading = Reading(person_sheets=[grid.sheet for grid in restored if lists_persons(grid)])
    rest = [grid for grid in restored if grid.sheet not in reading.person_sheets]
    if reading.person_sheets and not any(not grid.hidden and find_layouts(grid) for grid in rest):
        raise persons_refused(about.source_id, reading.person_sheets)
    reading.refused += [persons_problem(about.source_id, sheet) for sheet in reading.person_sheets]
    reading.skipped += [Skipped(grid.sheet, "", "hidden") for grid in rest if grid.hidden and _has_figures(grid)]
    restored = [grid for grid in rest if not grid.hidden]
    parts = list(_parts(restored, about, reading))
    decided = [[block.decided(about.decimal, "") for block in part.blocks] for part in parts]
    elsewhere = common_mark(answer for blocks in decided for answers in blocks for answer in answers.values())
    for part, answered in zip(parts, decided, strict=True):
        for block, answers in zip(part.blocks, answered, strict=True):
            if elsewhere and any(isinstance(answer, Undecided) for answer in answers.values()):
                answers = block.decided(about.decimal, elsewhere)
            _take(part, block, answers, about, reading)
        reading.skipped += [Skipped(*each) for each in part.left_out]
        reading.refused += [
            Problem(about.source_id, where, lacks, repr(text), "column.say_or_leave_out") for where, text, lacks in part.refused
        ]
        reading.problems += row_problems(part, about.source_id)
    for grid in restored:
        for address in grid.unvalued:
            place = f"{grid.sheet}!{address}"
            reading.refused.append(
                Problem(about.source_id, place, "cell.value", "cell.formula_without_value", "remedy.save_in_excel")
            )
    reading.remarks += totals_of_some_units(parts, about.source_id)
    reading.problems = reading.refused + reading.problems
    return reading


# ---------------------------------------------------------------- tables of a document


def _has_figures(grid: Grid) -> bool:
    return any(figure_like(cell.text) for cell in grid.cells.values())


def _parts(grids: Sequence[Grid], about: About, reading: Reading) -> Iterable[Part]:
    flowing = len(grids) > 1 and any(grid.context for grid in grids)
    before: tuple[Grid, Layout, Heading, Part] | None = None
    general, first_lines = Heading(), []  # type: tuple[Heading, list[str]]
    scope_before = ""
    bases: list[str] = []  # plan or actual, as the tables before said
    for grid in grids:
        if not flowing:
            before, general, first_lines, bases = None, Heading(), [], []
        layouts = find_layouts(grid)
        if flowing and before and _goes_on(grid, layouts, before):
            layouts = [replace(before[1], captions=[], header=(0, 0), body=grid.occupied, hidden=())]
        if not layouts and _has_figures(grid):
            reading.skipped.append(Skipped(grid.sheet, "", "sheet"))
        for number, layout in enumerate(layouts):
            lines = lines_above(layout.captions, grid.context if number == 0 else ())
            reading.captions += [(grid.sheet, address, text) for address, text in layout.captions]
            heading = heading_of(lines, grid.sheet)
            silent = not (heading.indicator or heading.moment.said) and not areas_named(tuple(lines), _ANY_DAY)
            page_of = before[3] if before and flowing and silent and layout.paths == before[1].paths else None
            if before and page_of:
                heading = heading.over(before[2])
            heading = heading.over(general)
            if not heading.basis and len(bases) == 1:  # 'Bảng 3. Tỷ lệ bao phủ BHYT', after tables of targets
                heading = replace(heading, basis=bases[0])
            bases = list(dict.fromkeys([*bases, *([heading.basis] if heading.basis else [])]))
            if not first_lines and lines:
                first_lines = lines
                general = heading_of([line for line in lines if not inside("line", "own_title").match(fold(line))], "")
            said = [*first_lines, *(line for line in lines if line not in first_lines), grid.sheet]
            part = _part(grid, layout, heading, said, about, scope_before, page_of)
            scope_before = part.scope or scope_before
            before = (grid, layout, heading, part)
            reading.scopes.append((grid.sheet, part.scope, part.on))
            yield part


def _goes_on(grid: Grid, layouts: Sequence[Layout], before: tuple[Grid, Layout, Heading, Part]) -> bool:
    """Whether a table without a header continues the table on the previous page."""
    bare = not layouts or layouts[0].header[0] > layouts[0].header[1]
    return bare and grid.columns == before[0].columns and before[1].form == "appendix"


def _part(
    grid: Grid, layout: Layout, heading: Heading, lines: Sequence[str], about: About, scope_before: str, page_of: Part | None
) -> Part:
    default = heading.basis or _BASIS.get(about.kind, "actual")
    if layout.form == "register":
        scope, on = area_and_day(lines, [], about.area_code or scope_before, about.areas_on, [])
        return Part(grid.sheet, scope, on, [strands_of(read_register(grid, layout, scope, on, _BASIS.get(about.kind, default)))])
    if page_of:
        return read_appendix(grid, layout, heading, lines, page_of.scope, page_of.on, default, page_of.groups)
    part = read_appendix(grid, layout, heading, lines, about.area_code, about.areas_on, default)
    if not part.scope and scope_before:
        part = read_appendix(grid, layout, heading, lines, scope_before, about.areas_on or part.on, default)
    return part


# ---------------------------------------------------------------- figures of a table


def _take(part: Part, block: Block, answers: dict[int, Answer], about: About, reading: Reading) -> None:
    read = {key: read_strand(strand, answers[key]) for key, strand in block.strands.items()}
    columns = {key: (strand.quantity, read[key]) for key, strand in block.strands.items()} if block.aligned else {}
    outside = unconfirmed(columns)
    columns = {key: column for key, column in columns.items() if key not in outside}
    open_rates, wrong_rates, led = find_ratios(columns), contradicted(columns), proven_results(columns)
    for key, strand in block.strands.items():
        answer, figures = answers[key], read[key]
        strand.quantity = led.get(key, strand.quantity)
        place = column_letters(key) if block.aligned else next(cell.address for cell in strand.cells if cell)
        header = SEPARATOR.join(strand.path)
        where = f"{part.sheet}!{place}"
        if key in outside:
            reading.skipped.append(Skipped(where, header, "foreign", strand.quantity.supposed))
            continue
        if key in wrong_rates:
            reading.refused.append(_wrong_rate(where, header, wrong_rates[key], block, key, about))
            continue
        if open_rates.get(key) == "ratio":
            reading.skipped.append(Skipped(where, header, "ratio"))
            continue
        if open_rates.get(key) == "open":
            ratio = message("column.maybe_ratio", header=header)
            reading.refused.append(Problem(about.source_id, where, "column.rate", ratio, "column.say_rate_over"))
            continue
        if isinstance(answer, Undecided):
            shown = joined("notation.also", answer.examples or [Message(answer.reason)])
            cells = [cell.address for row in answer.rows[:8] if (cell := strand.cells[row])]
            cells += ["…"] if cells and len(answer.rows) > 8 else []
            found = message("notation.at_cells", shown=shown, cells=", ".join(cells)) if cells else shown
            wanted = message("notation.one_reading", reason=Message(answer.reason))
            reading.refused.append(Problem(about.source_id, where, wanted, found, "notation.state_mark"))
            if not block.aligned:
                reading.refused_cells |= {(part.sheet, cell.address): reading.refused[-1] for cell in strand.cells if cell}
            continue
        reading.understood.append(Understood(part.sheet, place, header, strand.quantity.meaning, answer.decimal, answer.reason))
        _records(part, strand, figures, about, reading)


def _wrong_rate(where: str, header: str, test: Test, block: Block, column: int, about: About) -> Problem:
    """A column of rates that most of its rows contradict, with the first row that does."""
    row = test.fits.index(False)
    rate, count, over = (cell.address if (cell := block.strands[each].cells[row]) else "" for each in (column, *test.columns))
    failing = sum(each is False for each in test.fits)
    found = message("column.rates_fail", header=header, failing=failing, tested=test.tested, rate=rate, count=count, over=over)
    return Problem(about.source_id, where, "column.rates_that_fit", found, "column.say_rate_over")


def _records(part: Part, strand: Strand, figures: Sequence[Figure], about: About, reading: Reading) -> None:
    """The figures of one strand, column by column of the table; a document has thousands of them."""
    kept: list[tuple[int, Cell, Figure]] = []
    for number, (cell, figure) in enumerate(zip(strand.cells, figures, strict=True)):
        if cell is None or figure.kind == "blank":
            continue
        if figure.kind == "unreadable":
            if not strand.rows[number][0] and not strand.each:
                continue
            place, text = f"{part.sheet}!{cell.address}", normalise(cell.text)
            reading.problems.append(Problem(about.source_id, place, "figure.given", repr(text[:40])))
        kept.append((number, cell, figure))
    future = [each for each in kept if _not_yet(strand.each[each[0]] if strand.each else strand.quantity, about)]
    if future:
        place = f"{part.sheet}!{future[0][1].address if strand.each else column_letters(future[0][1].column)}"
        year = (strand.each[future[0][0]] if strand.each else strand.quantity).meaning.period.year  # type: ignore[union-attr]
        found = message("column.actual_of_future", year=year, issued=about.issued)
        reading.refused.append(Problem(about.source_id, place, "column.plan_or_actual", found, "column.say_or_leave_out"))
        kept = [each for each in kept if each not in future]
    if not kept:
        return
    values = [figure.value for _, _, figure in kept]
    factor = strand.quantity.factor
    if strand.quantity.kind == "count" and factor != 1:
        values = [round(value * factor, 6) for value in values]  # rounded: 17.24 × 1,000,000 is not a whole number in binary
    rows = [strand.rows[number] for number, _, _ in kept]
    if strand.each:
        shared = [_fields(strand.each[number], strand.paths[number], part, about) for number, _, _ in kept]
        counts, addresses = [1] * len(kept), [cell.address for _, cell, _ in kept]
    else:
        shared, counts = [_fields(strand.quantity, strand.path, part, about)], [len(kept)]
        column = column_letters(kept[0][1].column)
        addresses = [f"{column}{cell.row}" for _, cell, _ in kept]
    texts = _printed([cell.text for _, cell, _ in kept])
    reading.records.add(shared, counts, addresses, [name for name, _ in rows], [code for _, code in rows], values, texts)


def _not_yet(quantity: Quantity, about: About) -> bool:
    """Whether a figure is called actual, or nothing, although its year begins after the document was issued."""
    said = quantity.meaning
    if not about.issued or quantity.own_basis or said.basis != "actual":
        return False
    return said.period is not None and said.period.year > about.issued.year


def _printed(texts: list[str]) -> list[str]:
    together = "".join(texts)
    plain = together.isascii() and together.isprintable() and " " not in together
    return texts if plain else [normalise(text) for text in texts]


def _fields(quantity: Quantity, path: Sequence[str], part: Part, about: About) -> dict:
    """The fields that all figures of a column share."""
    said = quantity.meaning
    return {
        "source_id": about.source_id,
        "sheet": part.sheet,
        "indicator": "" if said.measure == "denominator" else said.indicator,
        "base": _base(said, about),
        "measure": said.measure,
        "period": said.period,
        "basis": said.basis,
        "obs_status": terms("basis")[said.basis]["obs_status"],
        "unit": said.unit,
        "qualifier": quantity.detail,
        "place": SEPARATOR.join(path),
    }


def _base(said: Meaning, about: About) -> str:
    if said.measure not in ("rate_pct", "denominator"):
        return ""
    natural = terms("indicator").get(said.indicator, {}).get("base", "")
    if said.base == "labour_force_unspecified" and about.base:
        return about.base
    return said.base or about.base or (natural if terms("base").get(natural, {}).get("kind") == "other" else "")
