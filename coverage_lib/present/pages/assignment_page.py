"""The page of one assignment: what is proposed, by one rule and by all, and what plans assigned; each part a method for a cell."""

from __future__ import annotations

from typing import Any

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.proposed_assignment import propose
from coverage_lib.present.blocks import Chart, Html, joined, prose, table
from coverage_lib.present.charts.assignment_chart import dumbbell_alt, dumbbell_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page, Tables
from coverage_lib.present.context.proposal import RULES, Proposal, proposal
from coverage_lib.present.parts.assignment_in_plan import assigned_in_plan
from coverage_lib.present.words.assignment_sentences import failed, notes, unit_names
from coverage_lib.present.words.provenance import provenance
from coverage_lib.vocabulary.phrases import capital


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

    Examples
    --------
    >>> import coverage_lib as cl
    >>> tables = cl.tables(cl.read("docs/examples/ke-hoach-gio-linh.csv"))
    >>> cl.assignment(tables, "466", "si_voluntary", 2026, lang="en").title
    'Huyện Gio Linh: proposed assignment of Voluntary SI targets for 2026'
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
        return proposal(Page(made | {"sources": self.table("sources")}, self.area_code, self.words.lang), self.indicator, self.year)

    @property
    def title(self) -> str:
        """Title of the page."""
        short = self.words.label("indicator", self.indicator, short=True)
        return self.words.phrase("assign.title", area=self.area, indicator=short, year=self.year)

    def in_short(self) -> Html:
        """What is proposed and on which basis; if nothing can be assigned, why."""
        say = self.words.phrase
        if self.refusal:
            return prose([say("assign.refused", reason=self.refusal.in_language(self.words.lang))])
        return prose([say("assign.proposal"), *notes(self.proposal), *failed(self.proposal)]) if self.proposal else Html("")

    def side_by_side(self) -> Html:
        """Persons of every unit under every rule, with the total as the last row."""
        if self.proposal is None:
            return Html("")
        words, shown = self.words, self.proposal.side_by_side("participants", "persons", "coverage_pct")
        rules = [name for name in shown if name in RULES]
        headings = {
            "area": words.phrase("assign.unit"),
            "persons": words.phrase("assign.due_base"),
            "participants": words.phrase("assign.today"),
            "coverage_pct": words.phrase("assign.today_rate"),
        } | {rule: capital(words.label("rule", rule)) for rule in rules}
        forms = dict.fromkeys(("persons", "participants", *rules), words.count) | {"coverage_pct": words.two_decimals}
        return table(shown.assign(area=unit_names(shown["lower_code"], words)), headings, forms, words.phrase("assign.table"))

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
        """Today, proposal, increase and the bound that holds, for one rule; nothing where it cannot be applied.

        Raises
        ------
        CoverageError
            If the rule does not exist.
        """
        if self.proposal is None or (rows := self.proposal.under(rule)).empty:
            return Html("")
        words = self.words
        columns: dict[str, tuple[str, Any]] = {
            "area": ("assign.unit", str),
            "participants": ("assign.today", words.count),
            "coverage_pct": ("assign.today_rate", words.two_decimals),
            "assigned": ("assign.assigned", words.count),
            "assigned_pct": ("assign.assigned_rate", words.two_decimals),
            "increase": ("assign.increase", words.signed_count),
            "increase_pp": ("assign.increase_pp", words.signed_points),
            "held": ("assign.bound", str),
        }
        held = [words.label("bound", code) if code else "" for code in rows["bound"]]
        headings = {name: words.phrase(key) for name, (key, _) in columns.items()}
        title = words.phrase("assign.one_rule", rule=words.label("rule", rule))
        shown = rows.assign(area=unit_names(rows["lower_code"], words), held=held)
        return table(shown, headings, {name: form for name, (_, form) in columns.items()}, title)

    def bounds(self) -> Html:
        """Which units are at a lower or upper bound, rule by rule."""
        if self.proposal is None:
            return Html("")
        words = self.words
        lines = [words.phrase("assign.bounds_explained")]
        for rule, rows in self.proposal.units.groupby("rule", sort=False):
            name = capital(words.label("rule", str(rule)))
            bound = rows[rows["bound"] != ""]
            lines += [] if len(bound) else [words.phrase("assign.bounds_none", rule=name)]
            for code, group in bound.groupby("bound", sort=True):
                units = ", ".join(unit_names(group["lower_code"], words))
                said = words.label("bound", str(code))
                lines.append(words.phrase("assign.bounds", rule=name, count=len(group), bound=said, units=units))
        return joined(*(prose([line]) for line in lines))

    def in_plan(self) -> Html:
        """What plans themselves assigned: sums, increases, and the rule they come nearest to."""
        return assigned_in_plan(self, self.indicator)

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        used = self.rows("plan_assignment_units", self.indicator)["source_id"]
        return provenance(self, {*used, *(self.proposal.documents_used if self.proposal else ())})
