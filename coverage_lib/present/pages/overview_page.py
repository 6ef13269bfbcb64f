"""The overview of a unit's units: each part is a method that a cell of its notebook calls."""

from __future__ import annotations

from coverage_lib.present.blocks import Gallery, Html
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import comparison_charts, comparison_tables
from coverage_lib.present.words.provenance import provenance, sources_of


class OverviewPage(Page):
    """The units directly below a unit, compared with each other and with their targets; no league table.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    area_code : str
        Code of the unit above.
    lang : {"vi", "en"}

    Examples
    --------
    >>> import coverage_lib as cl
    >>> tables = cl.tables(cl.read("docs/examples/ke-hoach-gio-linh.csv"))
    >>> cl.overview(tables, "466", "en").units_below
    ['19495', '19496', '19543']
    """

    @property
    def is_worth_making(self) -> bool:
        """Whether there are units to compare."""
        return len(self.units_below) > 1

    def comparisons(self) -> Gallery | Html:
        """For every indicator with comparable rates, the units as dots beside their target; ordered by rate, not ranked."""
        return comparison_charts.dots(self)

    def persons(self) -> Html:
        """Units without a rate: persons at the latest count and persons assigned, and what is to be added."""
        return comparison_tables.persons(self)

    def by_indicator(self) -> Gallery | Html:
        """The units by indicator, the latest comparable rate of each."""
        return comparison_charts.by_indicator(self)

    def by_year(self) -> Gallery | Html:
        """The units by year: rates observed or assigned; where there are none, the targets set for the units."""
        return comparison_charts.by_year(self)

    def funnels(self) -> Gallery | Html:
        """Which units lie outside what their size explains."""
        return comparison_charts.funnels(self)

    def quadrants(self) -> Gallery | Html:
        """Which units are low and slow: level against pace."""
        return comparison_charts.quadrants(self)

    def contributions(self) -> Gallery | Html:
        """The parts of the units in the common change and gap."""
        return comparison_charts.contributions(self)

    def inequality(self) -> Html:
        """Absolute and relative inequality between the units."""
        return comparison_tables.inequality(self)

    def distances(self) -> Html:
        """Distance of every unit to the levels of 2024, 2025 and 2030."""
        return comparison_tables.distances(self)

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        return provenance(self, {each for code in self.units_below for each in sources_of(self.of(code))})
