"""Everything one chart or one page about a unit needs, picked from the tables and nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from coverage_lib.model.series.passed_breaks import breaks_of, stretches
from coverage_lib.vocabulary.areas import ancestors
from coverage_lib.vocabulary.table_schemas import empty
from coverage_lib.vocabulary.terms import terms


@dataclass(frozen=True)
class Break:
    """A day on which a series changes its meaning, and why."""

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
        Rows of table ``coverage`` that stand beside the drawn series: same day from another source, or another base; ``stretch``
        counts the breaks of their own base that they have passed.
    parent_code : str
        Unit above whose line is drawn pale for comparison; empty if there is none.
    parent : DataFrame
        Its trajectory rows.
    breaks : tuple of Break
    sources : DataFrame
        Table ``sources`` indexed by ``source_id``.
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
    sources: pd.DataFrame
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


def unit_view(tables: Mapping[str, pd.DataFrame], area_code: str, indicator: str) -> UnitView:
    """Pick what a chart or a page about one unit and indicator needs.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    """
    trajectory = _rows(tables["trajectory"], area_code, indicator)
    gap = _rows(tables["gap"], area_code, indicator)
    rated = trajectory[trajectory["base"].ne("")]
    own = _rows(tables["targets"], area_code, indicator).assign(target_area_code=area_code)
    references = gap.loc[gap["target_area_code"] != area_code, ["target_area_code", "target_year", "source_id"]].drop_duplicates()
    references = references.merge(
        tables["targets"][tables["targets"]["indicator"] == indicator],
        left_on=["target_area_code", "target_year", "source_id"],
        right_on=["area_code", "year", "source_id"],
    )
    targets = pd.concat([own, references[own.columns]], ignore_index=True)
    base = rated["base"].iloc[0] if len(rated) else "" if len(trajectory) else _base_of(targets)
    coverage = _rows(tables["coverage"], area_code, indicator)
    drawn = pd.MultiIndex.from_frame(trajectory[["period", "base", "source_id"]])
    beside = ~pd.MultiIndex.from_frame(coverage[["period", "base", "source_id"]]).isin(drawn)
    parent_code, parent = _parent(tables["trajectory"], area_code, indicator, base)
    breaks = breaks_of(area_code, base, tables["breaks"])
    return UnitView(
        area_code,
        indicator,
        base,
        trajectory,
        targets,
        gap,
        coverage[beside & (coverage["basis"] != "plan")].assign(
            stretch=lambda rows: stretches(rows["area_code"], rows["base"], rows["period"], tables["breaks"])
        ),
        tables["sources"].set_index("source_id", drop=False),
        parent_code,
        parent,
        tuple(Break(row.period, row.message, row.message_en) for row in breaks.itertuples()),
        projection=_rows(tables["projection"], area_code, indicator) if "projection" in tables else empty("projection"),
        attainment=_rows(tables["attainment"], area_code, indicator) if "attainment" in tables else empty("attainment"),
        backtest=tables["backtest"] if "backtest" in tables else empty("backtest"),
    )


def indicators_of(tables: Mapping[str, pd.DataFrame], area_code: str) -> list[str]:
    """The indicators for which a unit has any figure or target, in the order of the vocabulary."""
    found = set()
    for name in ("trajectory", "targets", "gap"):
        table = tables[name]
        found |= set(table.loc[table["area_code"] == area_code, "indicator"])
    return [code for code in terms("indicator") if code in found]


def _rows(table: pd.DataFrame, area_code: str, indicator: str) -> pd.DataFrame:
    return table[(table["area_code"] == area_code) & (table["indicator"] == indicator)].reset_index(drop=True)


def _base_of(targets: pd.DataFrame) -> str:
    """The base of the targets, for a unit that has nothing but targets."""
    rates = targets[targets["target_pct"].notna()].sort_values("in_force", ascending=False, kind="stable")
    return rates["base"].iloc[0] if len(rates) else ""


def _parent(trajectory: pd.DataFrame, area_code: str, indicator: str, base: str) -> tuple[str, pd.DataFrame]:
    """The nearest unit above whose rates stand over the same base."""
    for unit in ancestors(area_code) if base else ():
        rows = _rows(trajectory, unit, indicator)
        rows = rows[(rows["base"] == base) & rows["path"].isin(["actual", "plan"])]
        if len(rows):
            return unit, rows
    return "", trajectory.iloc[:0]
