"""The table of observations of one source, from the grids of its file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from coverage_lib.clean.document.figure_records import OWN, SHARED
from coverage_lib.clean.document.read_document import About, read_grids
from coverage_lib.clean.tables.sheet_layout import find_layouts
from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.table_schemas import conform


def about(source: Source) -> About:
    """What the record of a source says of its document; whatever it leaves out is inferred from the document."""
    return About(
        source.source_id,
        source.kind,
        source.area_code,
        source.areas_on,
        source.reading.get("decimal", ""),
        source.reading.get("base", ""),
    )


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

    Raises
    ------
    CoverageError
        If figures of ours cannot be read: a column whose notation, scheme or year stays open, a formula without a value.
    """
    reading = read_grids(grids, about(source))
    if reading.refused:
        raise CoverageError("figures.unreadable", reading.refused)
    return conform(reading.records.table([*SHARED, *OWN]).assign(correction=""), "observations")


def captions_of(source: Source, grids: Iterable[Grid]) -> pd.DataFrame:
    """The lines above the header of every table: ``source_id``, ``sheet``, ``cell``, ``text``."""
    rows = [
        {"source_id": source.source_id, "sheet": grid.sheet, "cell": address, "text": text}
        for grid in grids
        if not grid.hidden
        for layout in find_layouts(grid)
        for address, text in layout.captions
    ]
    return pd.DataFrame(rows, columns=["source_id", "sheet", "cell", "text"], dtype="str")
