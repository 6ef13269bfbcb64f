"""One document of unknown layout: its observations, and a short report of what was understood, left out and not read."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from coverage_lib.clean.document.letterhead import Letterhead, letterhead
from coverage_lib.clean.document.read_document import About, Reading, Skipped, Understood, read_grids
from coverage_lib.clean.tables.header_meaning import Meaning
from coverage_lib.clean.text import legacy_encodings
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.table_area import areas_named
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.readers.open_file import read_file
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import REFORM
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import table
from coverage_lib.vocabulary.terms import label
from coverage_lib.vocabulary.word_patterns import inside

_KNOWN = ("foreign", "row", "ratio")  # reasons for which something with figures is known to be none of ours
_LETTERHEAD_CELLS = 60  # a grid without a table that contains more than this is not a letterhead


@dataclass(frozen=True)
class Document:
    """The result of reading one file.

    Attributes
    ----------
    observations : DataFrame
        The columns of table ``observations``, rows in the order of the document; no signed correction is applied.
    grids, unseen : sequence of Grid
        The sheets that are shown, and those that the file hides; sheets that list persons are in neither.
    lang : {"vi", "en"}
        Language of the report, whose lines are worded when they are asked for.
    """

    observations: pd.DataFrame
    reading: Reading
    grids: Sequence[Grid]
    unseen: Sequence[Grid] = ()
    lang: str = "vi"

    @cached_property
    def understood(self) -> list[str]:
        """The interpretation of each column, one line each."""
        return [_understood(each, self.lang) for each in self.reading.understood]

    @cached_property
    def skipped(self) -> list[str]:
        """What was left out and why, one line each."""
        return [
            phrase("read.left_out", self.lang, place=each.place, text=_quoted(each), reason=each.said(self.lang))
            for each in self.reading.skipped
        ]

    @cached_property
    def problems(self) -> list[str]:
        """What was not read although it may be relevant, one line each."""
        return [problem.in_language(self.lang) for problem in self.reading.problems]

    @property
    def is_whole(self) -> bool:
        """Whether every figure was taken, or is known to be none of ours."""
        return not self.reading.problems and all(each.reason in _KNOWN for each in self.reading.skipped)

    @cached_property
    def letterhead(self) -> Letterhead:
        """What the lines around the tables state about the document itself."""
        return letterhead(_lines(self.grids, self.reading))

    @property
    def areas(self) -> list[str]:
        """The areas of the document and its tables, as far as stated."""
        return [code for code in dict.fromkeys([self.letterhead.area_code, *_scopes(self.reading)]) if code]


def read_document(file: Path, sheet: str | None = None, kind: str = "", lang: str = "vi") -> Document:
    """Read a file of any known format.

    Parameters
    ----------
    file : Path
    sheet : str, optional
        The only sheet, table or page to read.
    kind : {"", "plan", "denominators", "participation"}
        Decides whether figures without a word about it are planned or actual; empty: the title does.
    lang : {"vi", "en"}
        Language of the report.

    Raises
    ------
    CoverageError
        If the file is refused as a whole.
    """
    with _uncollected():
        grids = read_file(file, sheet, hidden=True)  # whoever reads a document may keep its file: no list of persons goes along
        reading = read_grids(grids, About(file.name, kind))
        unseen = [grid for grid in grids if grid.hidden and grid.sheet not in reading.person_sheets]
        grids = [grid for grid in grids if not grid.hidden and grid.sheet not in reading.person_sheets]
        head = letterhead(_lines(grids, reading))
        area = (head.area_code or _area_of_source(grids)) if "" in _scopes(reading) else ""
        if area and set(_scopes(reading)) <= {"", area}:
            # the tables do not name their area; the letterhead may be in a table of its own
            reading = read_grids(grids, About(file.name, kind, area, head.issued, issued=head.issued))
        elif head.issued and reading.records.actual_after(head.issued.year):
            reading = read_grids(grids, About(file.name, kind, issued=head.issued))
        return Document(reading.records.table(table("observations")["columns"]), reading, grids, unseen, lang)


def _area_of_source(grids: Sequence[Grid]) -> str:
    """The one area that the lines below the tables name as the source of the figures: 'Nguồn: BHXH tỉnh Thanh Hóa'."""
    lines = [cell.text for grid in grids for cell in grid.cells.values() if inside("row", "source").match(fold(cell.text))]
    named = areas_named(tuple(lines), REFORM - dt.timedelta(days=1)) if lines else ()
    return named[0] if len(named) == 1 else ""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection of cycles while one document is read.

    A document becomes thousands of small objects that all live until it is read. The collector would visit them repeatedly and
    find nothing: a twentieth of the whole time. What is let go meanwhile is freed all the same, as its references end.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def report(document: Document, lang: str = "vi", contradictions: Sequence[str] = ()) -> Iterator[str]:
    """What a person needs to know before using the numbers, line by line; first what the figures contradict among themselves."""
    if contradictions:
        yield phrase("read.contradictions", lang, count=len(contradictions))
        yield from (f"  {line}" for line in contradictions)
    yield phrase("read.read", lang, count=len(document.observations))
    for key in ("understood", "skipped", "problems"):
        lines = getattr(document, key)
        if lines:
            yield phrase(f"read.{key}", lang, count=len(lines))
            yield from (f"  {line}" for line in lines)


def _scopes(reading: Reading) -> list[str]:
    return [code for _, code, _ in reading.scopes]


def _understood(each: Understood, lang: str) -> str:
    place = f"{each.sheet}!{each.place}"
    return phrase("read.column", lang, place=place, header=each.header, meaning=meaning_in_words(each.meaning, lang))


def meaning_in_words(meaning: Meaning, lang: str = "vi") -> str:
    """A meaning in words.

    >>> import datetime as dt
    >>> meaning_in_words(Meaning("hi", "", "participants", dt.date(2024, 12, 31), "actual"), "en")
    'Health insurance, Participants, 2024, actual'
    """
    named = [label(kind, code, lang, short=True) for kind in ("indicator", "measure", "base") if (code := getattr(meaning, kind))]
    period = [formats.period(meaning.period, lang)] if meaning.period else []
    basis = [label("basis", meaning.basis, lang)] if meaning.basis else []
    return ", ".join([*named, *period, *basis, *([meaning.unit] if meaning.unit else [])])


def _quoted(each: Skipped) -> str:
    return f" “{each.text}”" if each.text else ""


def _lines(grids: Sequence[Grid], reading: Reading) -> list[str]:
    """The lines around the tables: those above each header, and all of a small grid without one, such as a letterhead."""
    captions: dict[str, list[str]] = {}
    for sheet, _, text in reading.captions:
        captions.setdefault(sheet, []).append(text)
    tables = {sheet for sheet, _, _ in reading.scopes}
    lines: list[str] = []
    for grid in grids:
        lines += legacy_encodings.restore_all(list(grid.context), [""] * len(grid.context))
        if grid.sheet in tables:
            lines += captions.get(grid.sheet, [])
        elif len(grid.cells) <= _LETTERHEAD_CELLS:
            cells = [grid.cells[place] for place in sorted(grid.cells)]
            lines += legacy_encodings.restore_all([cell.text for cell in cells], [cell.font for cell in cells])
    return [line for text in lines for line in text.splitlines()]
