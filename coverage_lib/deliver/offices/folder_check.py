"""What the documents under ``data/raw`` still lack before tables are built from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coverage_lib.clean.document.corrections import correct
from coverage_lib.clean.document.observations import read_source
from coverage_lib.errors import CoverageError, in_words
from coverage_lib.raw.readers.open_file import read_file
from coverage_lib.raw.records.sources import Source, sources_and_faults
from coverage_lib.vocabulary.phrases import phrase

DRAFT = "expected.draft.csv"
"""The figures as read, until a person has checked them against the document and renamed the file."""


def folder_check(raw: Path, lang: str = "vi") -> tuple[int, list[str]]:
    """The number of documents, and one line for each thing that is missing.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``, or another one of its layout.
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If there is no document.
    """
    sources, faults = sources_and_faults(raw)
    lines = [in_words(problem, lang) for problems in faults.values() for problem in problems]
    for source in sources:
        lines += _of_source(source, lang)
    return len(sources) + len(faults), lines


def _of_source(source: Source, lang: str) -> Iterator[str]:
    """What is wrong with the figures of one document, and whether a person has checked them."""
    try:
        read = read_source(source, read_file(source.file, hidden=True))
        correct(source, read.observations)
    except CoverageError as failure:
        yield from (in_words(each, lang) for each in failure.problems or [failure.summary])
        return
    unknown = read.observations.loc[read.observations["area_code"].eq(""), "area_label"].drop_duplicates()
    for name in unknown:
        yield phrase("check.unit", lang, source=source.source_id, name=name)
    unread = read.observations.loc[read.observations["obs_status"].eq("O"), ["sheet", "cell", "printed"]]
    for row in unread.itertuples():
        yield phrase("check.figure", lang, source=source.source_id, cell=f"{row.sheet}!{row.cell}", printed=row.printed)
    if (source.folder / DRAFT).is_file():
        yield phrase("check.draft", lang, source=source.source_id, file=DRAFT)
