"""What one page is about: the tables, a unit, a language, and what is picked from them once for all parts of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.series.passed_breaks import breaks_of, stretches
from coverage_lib.present.context.document_names import Documents
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.unit_view import Break, UnitView
from coverage_lib.vocabulary.areas import ancestors, exists, parent
from coverage_lib.vocabulary.table_schemas import empty
from coverage_lib.vocabulary.terms import terms

Tables = Mapping[str, pd.DataFrame]


class Selections:
    """Rows of the tables by unit, found through one index a table instead of by reading all rows again.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name; one that is absent counts as empty.
    """

    def __init__(self, tables: Tables):
        self._tables = tables
        self._whole: dict[str, pd.DataFrame] = {}
        self._positions: dict[tuple[str, str], dict] = {}
        self._selected: dict[tuple[str, str, str], pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, taken once."""
        if name not in self._whole:
            self._whole[name] = self._tables[name] if name in self._tables else empty(name)
        return self._whole[name]

    def rows(self, name: str, value: str, column: str = "area_code") -> pd.DataFrame:
        """The rows of a table with a value in a column of codes, in the order and with the index of the table."""
        key = (name, column, value)
        if key not in self._selected:
            table = self.table(name)
            if (name, column) not in self._positions:
                self._positions[name, column] = table.groupby(column, sort=False).indices
            self._selected[key] = table.iloc[self._positions[name, column].get(value, [])]
        return self._selected[key]


class Page:
    """The one object that a page and its parts are made from.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    area_code : str
        The unit that the page is about; empty for pages about a document.
    lang : {"vi", "en"}

    Attributes
    ----------
    words : Words
        The language of the page.
    documents : Documents
        The names of documents.

    Raises
    ------
    CoverageError
        If the code names no unit.
    """

    def __init__(self, tables: Tables, area_code: str = "", lang: str = "vi"):
        if area_code and not exists(area_code):
            raise CoverageError(
                "unit.not_known", [Problem("area_code", "", "unit.code_or_nation", repr(area_code), "unit.look_up")]
            )
        self.tables = tables
        self.area_code = area_code
        self.words = Words(lang)
        self.selections = Selections(tables)
        self.documents = Documents(self.table("sources"), self.words)
        self._views: dict[str, UnitView] = {}

    def of(self, area_code: str) -> Self:
        """The same page about another unit; indexes and names are shared."""
        other = object.__new__(type(self))
        other.__dict__.update({name: getattr(self, name) for name in ("tables", "words", "selections", "documents")})
        other.area_code, other._views = area_code, {}
        return other

    @property
    def area(self) -> str:
        """The name of the unit."""
        return self.words.area(self.area_code)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table, for what does not concern one unit."""
        return self.selections.table(name)

    def rows(self, name: str, indicator: str = "", area_code: str | None = None) -> pd.DataFrame:
        """The rows of a table that concern the unit of the page, or another one, and an indicator if one is given."""
        rows = self.selections.rows(name, self.area_code if area_code is None else area_code)
        return rows[rows["indicator"] == indicator] if indicator else rows

    @cached_property
    def indicators(self) -> list[str]:
        """The indicators for which the unit has any figure or target, in the order of the vocabulary."""
        found = {code for name in ("trajectory", "targets", "gap") for code in self.rows(name)["indicator"].unique()}
        return [code for code in terms("indicator") if code in found]

    @cached_property
    def units_below(self) -> list[str]:
        """Units directly below that have any figure or target."""
        known = {code for name in ("trajectory", "targets") for code in self.table(name)["area_code"].unique()}
        return sorted(code for code in known if parent(code) == self.area_code)

    @property
    def views(self) -> list[UnitView]:
        """The view of every indicator of the unit."""
        return [self.view(code) for code in self.indicators]

    def view(self, indicator: str) -> UnitView:
        """What the chart and the sentences about one indicator need; made once."""
        if indicator not in self._views:
            self._views[indicator] = self._view(indicator)
        return self._views[indicator]

    def _view(self, indicator: str) -> UnitView:
        def own_rows(name: str) -> pd.DataFrame:
            return self.rows(name, indicator).reset_index(drop=True)

        trajectory, gap, coverage = own_rows("trajectory"), own_rows("gap"), own_rows("coverage")
        targets = self._targets(indicator, gap)
        base = _base_drawn(trajectory) if len(trajectory) else _base_of(targets)
        drawn = pd.MultiIndex.from_frame(trajectory[["period", "base", "source_id"]])
        beside = ~pd.MultiIndex.from_frame(coverage[["period", "base", "source_id"]]).isin(drawn)
        other = coverage[beside & (coverage["basis"] != "plan")]
        all_breaks = self.table("breaks")
        breaks = breaks_of(self.area_code, base, all_breaks)
        parent_code, parent = self._parent(indicator, base)
        return UnitView(
            self.area_code,
            indicator,
            base,
            trajectory,
            targets,
            gap,
            other.assign(stretch=stretches(other["area_code"], other["base"], other["period"], all_breaks)),
            self.documents,
            self.words,
            parent_code,
            parent,
            tuple(Break(row.period, row.message, row.message_en) for row in breaks.itertuples()),
            projection=own_rows("projection"),
            attainment=own_rows("attainment"),
            backtest=self.table("backtest"),
        )

    def _targets(self, indicator: str, gap: pd.DataFrame) -> pd.DataFrame:
        """The unit's own targets, and those of units above that the table of gaps compares it with."""
        own = self.rows("targets", indicator).reset_index(drop=True).assign(target_area_code=self.area_code)
        key = ["target_area_code", "target_year", "source_id"]
        above = gap.loc[gap["target_area_code"] != self.area_code, key].drop_duplicates()
        set_above = [self.rows("targets", indicator, code) for code in above["target_area_code"].unique()]
        levels = pd.concat(set_above) if set_above else self.rows("targets", indicator).iloc[:0]
        references = above.merge(levels, left_on=key, right_on=["area_code", "year", "source_id"])
        return pd.concat([own, references[own.columns]], ignore_index=True)

    def _parent(self, indicator: str, base: str) -> tuple[str, pd.DataFrame]:
        """The nearest unit above whose rates have the same base."""
        for unit in ancestors(self.area_code) if base else ():
            rows = self.rows("trajectory", indicator, unit)
            rows = rows[(rows["base"] == base) & rows["path"].isin(["actual", "plan"])].reset_index(drop=True)
            if len(rows):
                return unit, rows
        return "", self.table("trajectory").iloc[:0]

    def in_order(self, rows: pd.DataFrame, *then: str) -> pd.DataFrame:
        """Rows in the order of the indicators of the vocabulary, then by further columns."""
        rank = {code: position for position, code in enumerate(terms("indicator"))}
        ordered = rows.assign(order=rows["indicator"].map(rank)).sort_values(["order", *then], kind="stable")
        return ordered.drop(columns="order")


def _base_drawn(trajectory: pd.DataFrame) -> str:
    """The base of the drawn rates; none where the observed figures are persons only and the plan can be shown in persons too."""
    rated = trajectory[trajectory["base"].ne("")]
    seen, plan = (trajectory[trajectory["path"] == name] for name in ("actual", "plan"))
    only_counts = len(seen) > 0 and seen["base"].eq("").all()
    return "" if rated.empty or (only_counts and plan["participants"].notna().any()) else rated["base"].iloc[0]


def _base_of(targets: pd.DataFrame) -> str:
    """The base of the targets, for a unit that has only targets."""
    rates = targets[targets["target_pct"].notna()].sort_values("in_force", ascending=False, kind="stable")
    return rates["base"].iloc[0] if len(rates) else ""
