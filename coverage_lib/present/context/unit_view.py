"""All table rows that a chart or a page about one unit and indicator needs; nothing is computed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from coverage_lib.present.context.document_names import Documents
from coverage_lib.present.context.gap_words import Words


@dataclass(frozen=True)
class Break:
    """A date on which the definition of a series changes, and the reason."""

    date: pd.Timestamp
    vi: str
    en: str


@dataclass(frozen=True)
class UnitView:
    """One unit and one indicator.

    Attributes
    ----------
    area_code, indicator : str
    base : str
        Definition of the denominator of the drawn rates; empty where no rate can be computed (charts in persons).
    trajectory : DataFrame
        Rows of table ``trajectory`` of this unit and indicator. ``path`` actual: observed; ``segment`` 0 marks figures within a
        year that no line joins. ``path`` plan: the path assigned to the unit. ``path`` required: from the last known point to the
        targets.
    targets : DataFrame
        Columns of table ``targets`` plus ``target_area_code``: the unit's own targets (also superseded ones) and, where a unit
        above sets a level that applies, that reference.
    gap : DataFrame
        Rows of table ``gap``.
    other : DataFrame
        Rows of table ``coverage`` shown with the main series: same day from another source, or another base; ``stretch``
        counts the breaks of their own base that they have passed.
    documents : Documents
        The names of documents.
    words : Words
        The language in which the view is shown.
    parent_code : str
        Unit above whose line is drawn pale for comparison; empty if there is none.
    parent : DataFrame
        Its trajectory rows.
    breaks : tuple of Break
    projection, attainment : DataFrame
        Rows of the tables of these names, of this unit and indicator.
    backtest : DataFrame
        Table ``backtest``, of all units.
    """

    area_code: str
    indicator: str
    base: str
    trajectory: pd.DataFrame
    targets: pd.DataFrame
    gap: pd.DataFrame
    other: pd.DataFrame
    documents: Documents
    words: Words
    parent_code: str = ""
    parent: pd.DataFrame = field(default_factory=pd.DataFrame)
    breaks: tuple[Break, ...] = ()
    projection: pd.DataFrame = field(default_factory=pd.DataFrame)
    attainment: pd.DataFrame = field(default_factory=pd.DataFrame)
    backtest: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def observed(self) -> pd.DataFrame:
        """Observed points, earliest first."""
        return self._path("actual")

    @property
    def plan(self) -> pd.DataFrame:
        """The path assigned to the unit, earliest first."""
        return self._path("plan")

    @property
    def required(self) -> pd.DataFrame:
        """The path required from the last known point, earliest first."""
        return self._path("required")

    def _path(self, name: str) -> pd.DataFrame:
        return self.trajectory[self.trajectory["path"] == name].sort_values("period")
