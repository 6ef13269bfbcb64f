"""The page of one assignment: what is proposed, by one rule and by all, and what plans assigned; each part a method for a cell."""

from __future__ import annotations

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.proposed_assignment import propose
from coverage_lib.present.blocks import Chart, Html, prose
from coverage_lib.present.charts.assignment_chart import dumbbell_alt, dumbbell_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page, Tables
from coverage_lib.present.context.proposal import Proposal, proposal
from coverage_lib.present.pages import assignment_in_plan, assignment_proposal
from coverage_lib.present.words.provenance import provenance
from coverage_lib.vocabulary.messages import failure_said


class AssignmentPage(Page):
    """A total shared out among the units below an area by the rules side by side, and an audit of what plans assigned to them.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name, in which the usual proposals stand; another is computed.
    area_code : str
        The area whose units are assigned.
    indicator : str
    year : int
        Target year.
    total : int
        Persons of all units together; 0 is what the targets in force ask for.
    lang : {"vi", "en"}
    """

    def __init__(self, tables: Tables, area_code: str, indicator: str, year: int, total: int = 0, lang: str = "vi"):
        super().__init__(tables, area_code, lang)
        self.indicator, self.year = indicator, year
        self.refusal: CoverageError | None = None
        self.proposal = self._proposal(total)

    def _proposal(self, total: int) -> Proposal | None:
        """What the tables hold, else what is computed; none, with the reason kept, where nothing can be."""
        if not total and self.year in set(self.rows("assignment", self.indicator)["year"]):
            return proposal(self, self.indicator, self.year)
        try:
            made = propose(self.tables, self.area_code, self.indicator, self.year, persons=total or None)
        except CoverageError as failure:
            self.refusal = failure
            return None
        return proposal(Page({**self.tables, **made}, self.area_code, self.words.lang), self.indicator, self.year)

    @property
    def title(self) -> str:
        """Title of the page."""
        short = self.words.label("indicator", self.indicator, short=True)
        return self.words.phrase("assign.title", area=self.area, indicator=short, year=self.year)

    def in_short(self) -> Html:
        """What is proposed and on what it rests; for what cannot be assigned, why."""
        if self.refusal:
            return prose([self.words.phrase("assign.refused", reason=failure_said(self.refusal, self.words.lang))])
        return self._part(assignment_proposal.in_short)

    def side_by_side(self) -> Html:
        """Persons of every unit under every rule, with the total as the last row."""
        return self._part(assignment_proposal.side_by_side)

    def chart(self, rule: str) -> Chart | Html:
        """From today's level to the proposed one under one rule; nothing where the rule cannot be applied.

        Raises
        ------
        CoverageError
            If the rule does not exist.
        """
        if self.proposal is None or self.proposal.under(rule).empty:
            return Html("")
        name = f"{file_name(self.area_code)}-assign-{self.indicator}-{self.year}-{rule}"
        return Chart(dumbbell_chart(self.proposal, rule).figure, dumbbell_alt(self.proposal, rule), name)

    def one_rule(self, rule: str) -> Html:
        """Today, proposal, increase and the bound that holds, for one rule."""
        return self._part(assignment_proposal.one_rule, rule)

    def bounds(self) -> Html:
        """Which units are held by a floor or a cap, rule by rule."""
        return self._part(assignment_proposal.bounds)

    def in_plan(self) -> Html:
        """What plans themselves assigned: sums, increases, and the rule they come nearest to."""
        return assignment_in_plan.in_plan(self, self.indicator)

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        used = self.rows("plan_assignment_units", self.indicator)["source_id"]
        return provenance(self, {*used, *(assignment_proposal.sources_of(self.proposal) if self.proposal else ())})

    def _part(self, part, *given: str) -> Html:
        return part(self.proposal, *given) if self.proposal else Html("")
