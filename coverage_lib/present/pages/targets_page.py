"""The page of a unit's targets by document: each part is a method that a cell of its notebook calls."""

from __future__ import annotations

from coverage_lib.present.blocks import Gallery, Html
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import lower_targets, plan_in_communes, target_contradictions, target_years, targets_by_document
from coverage_lib.present.words.provenance import provenance, sources_of
from coverage_lib.vocabulary.areas import area_level


class TargetsPage(Page):
    """Which document sets which target for a unit, which is in force, and what the units below add up to.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    area_code : str
    lang : {"vi", "en"}

    Examples
    --------
    >>> import coverage_lib as cl
    >>> tables = cl.tables(cl.read("docs/examples/ke-hoach-gio-linh.csv"))
    >>> "1,120" in cl.targets(tables, "19495", "en").register().text
    True
    """

    @property
    def is_worth_making(self) -> bool:
        """Whether a unit above the communes has a plan of its own, several documents, or targets below it."""
        if area_level(self.area_code) not in ("nation", "province", "district"):
            return False
        named = set(self.rows("targets")["source_id"])
        own = self.selections.rows("sources", self.area_code)
        return len(named) > 1 or bool(named & set(own.loc[own["kind"] == "plan", "source_id"])) or len(self.rows("cascade")) > 0

    def register(self) -> Html:
        """Every target with document and place, in force or superseded, and by which rule."""
        return targets_by_document.register(self)

    def changes(self) -> Html:
        """Increases and growth rates that documents assign, which are no level."""
        return targets_by_document.changes(self)

    def further(self) -> Html:
        """Indicators that are no coverage, each with its own base."""
        return targets_by_document.further(self)

    def contradictions(self) -> Html:
        """Different levels for one thing, which one is in force, and by which rule."""
        return target_contradictions.contradictions(self)

    def remarks(self) -> Html:
        """Which targets no rate is compared with, and why."""
        return target_contradictions.remarks(self)

    def by_year(self) -> Html:
        """The targets year by year: what documents set, and what lies between."""
        return target_years.by_year(self)

    def sums(self) -> Html:
        """Whether the targets of the units below add up to the target of the unit."""
        return lower_targets.sums(self)

    def charts(self) -> Gallery | Html:
        """The targets of the units below as dots against the line of the target above."""
        return lower_targets.charts(self)

    def units(self) -> Html:
        """What each unit below is set, and what it would have to be at one rate and at one rise for all."""
        return lower_targets.units(self)

    def after_reform(self) -> Html:
        """What became of the unit on 1 July 2025, and its plan in its new communes."""
        return plan_in_communes.after_reform(self)

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        return provenance(self, sources_of(self))
