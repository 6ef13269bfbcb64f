"""The tables of one source, from the grids of its file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from coverage_lib.clean.document.figure_records import OWN, SHARED
from coverage_lib.clean.document.read_document import About, read_grids
from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.table_schemas import conform


def about(source: Source) -> About:
    """What the source record says about its document; anything it omits is inferred from the document."""
    return About(
        source.source_id,
        source.kind,
        source.area_code,
        source.areas_on,
        source.reading.get("decimal", ""),
        source.reading.get("base", ""),
        source.issued,
    )


class SourceTables(NamedTuple):
    """What one document says.

    Attributes
    ----------
    observations : DataFrame
        Table ``observations``.
    captions : DataFrame
        The lines above its tables, decoded as its figures are: ``source_id``, ``sheet``, ``cell``, ``text``.
    """

    observations: pd.DataFrame
    captions: pd.DataFrame


def read_source(source: Source, grids: Iterable[Grid]) -> SourceTables:
    """Table ``observations`` of one source, and the lines above its tables.

    Parameters
    ----------
    source : Source
        Gives what the sheets leave unsaid: the area of totals, the day on which names are valid, the notation of numbers.
    grids : iterable of Grid

    Returns
    -------
    SourceTables
        Counts in persons, rates in per cent. A figure that cannot be read keeps its row, with its text and without a value
        (``obs_status`` O); a unit that is not known keeps its label, with an empty code.

    Raises
    ------
    CoverageError
        If figures of ours cannot be read: a column whose notation, scheme or year stays open, a formula without a value.
    """
    reading = read_grids(grids, about(source))
    if reading.refused:  # a sheet that lists persons is one of them: a source keeps its whole file
        raise CoverageError("figures.unreadable", reading.refused)
    captions = pd.DataFrame(reading.captions, columns=["sheet", "cell", "text"], dtype="str").assign(source_id=source.source_id)
    observed = reading.records.table([*SHARED, *OWN]).assign(correction="")
    return SourceTables(conform(observed, "observations"), captions[["source_id", "sheet", "cell", "text"]])
