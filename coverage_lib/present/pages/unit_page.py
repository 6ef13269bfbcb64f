"""The briefing of one unit: each part is a method that a cell of its notebook calls."""

from __future__ import annotations

import pandas as pd

from coverage_lib.errors import CoverageError, Message, Problem, message
from coverage_lib.present.blocks import Chart, Gallery, Html, prose, table
from coverage_lib.present.charts.trajectory_chart import drawable, trajectory_chart
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.context.unit_view import UnitView
from coverage_lib.present.parts import denominators_in_short, rate_changes, target_contradictions, unit_figures, verdict_reasons
from coverage_lib.present.parts.findings_table import findings_in_two
from coverage_lib.present.words import gap_sentences
from coverage_lib.present.words.provenance import provenance, sources_of
from coverage_lib.present.words.reform_sentences import what_became
from coverage_lib.vocabulary.phrases import capital
from coverage_lib.vocabulary.terms import terms

ALL = "all"


class UnitPage(Page):
    """One administrative unit: where it stands against its targets, why, and from which figures one knows it.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    area_code : str
        Code of the unit; ``@2025`` is appended for units that came into being on 1 July 2025.
    lang : {"vi", "en"}

    Examples
    --------
    >>> import coverage_lib as cl
    >>> tables = cl.tables(cl.read("docs/examples/ke-hoach-gio-linh.csv"))
    >>> cl.unit(tables, "19495", "en").indicators
    ['si', 'si_compulsory', 'si_voluntary']
    """

    @property
    def _drawn(self) -> list[UnitView]:
        return [view for view in self.views if drawable(view)]

    def in_short(self) -> Html:
        """The finding of every indicator in a sentence; for a unit without figures, that there are none."""
        say, views = self.words.phrase, self._drawn
        if not views:
            return prose([say("briefing.nothing", area=self.area), say("briefing.missing.ask")])
        findings = [gap_sentences.headline(view).removeprefix(f"{self.area}: ") for view in views]  # the title names the unit
        rows = pd.DataFrame(
            {
                "indicator": [self.words.label("indicator", view.indicator, short=True) for view in views],
                "finding": [f"{capital(text)}." for text in findings],
            }
        )
        return table(rows, {"indicator": self.words.column("indicator"), "finding": say("briefing.in_short")})

    def chart(self, indicator: str) -> Chart:
        """The trajectory chart of one indicator, with its alternative text.

        Raises
        ------
        CoverageError
            If the code is no indicator, or the unit has neither a figure nor a target of it.
        """
        self._refuse_unknown([indicator])
        view = self.view(indicator)
        if not drawable(view):
            drawn = message("value.one_of", known=", ".join(each.indicator for each in self._drawn) or Message("found.none"))
            raise CoverageError("indicator.not_drawn", [Problem("indicator", self.area_code, drawn, repr(indicator))])
        return Chart(trajectory_chart(view).figure, gap_sentences.alt_text(view), f"{file_name(self.area_code)}-{indicator}")

    def charts(self, indicators: str = ALL) -> Gallery | Html:
        """The trajectory chart of every indicator of the unit, or of the given ones.

        Parameters
        ----------
        indicators : str
            Codes separated by commas, or ``all``.

        Raises
        ------
        CoverageError
            Naming every code that is not an indicator.
        """
        wanted = list(terms("indicator")) if indicators == ALL else [code.strip() for code in indicators.split(",")]
        self._refuse_unknown(wanted)
        drawn = [self.chart(view.indicator) for view in self._drawn if view.indicator in wanted]
        return Gallery(drawn) if drawn else prose([self.words.phrase("briefing.nothing_to_draw")])

    @staticmethod
    def _refuse_unknown(indicators: list[str]) -> None:
        known = message("value.one_of", known=", ".join(terms("indicator")))
        unknown = [Problem("indicators", code, known, repr(code)) for code in indicators if code not in terms("indicator")]
        if unknown:
            raise CoverageError("indicator.unknown", unknown)

    def distances(self) -> Html:
        """Distance to every target, in points and in people, with verdict."""
        return unit_figures.distances(self)

    def verdict_reasons(self) -> Html:
        """Why each verdict reads as it does."""
        return verdict_reasons.verdict_reasons(self)

    def change_and_sisters(self) -> Html:
        """What moved the rates, and where the unit stands among units of its kind."""
        return rate_changes.change_and_sisters(self)

    def conflicts(self) -> Html:
        """Targets that contradict each other, and targets that no rate is compared with."""
        return target_contradictions.in_short(self)

    def before_and_after_reform(self) -> Html:
        """What became of the unit on 1 July 2025."""
        return what_became(self)

    def missing(self) -> Html:
        """Which of target, plan, actual figure and denominator each scheme has."""
        return unit_figures.missing(self)

    def figures(self) -> Html:
        """Every count and rate of the unit, with the cells it comes from."""
        return unit_figures.figures(self)

    def denominators(self) -> Html:
        """The bases of the unit's rates in a sentence, compared, and every available denominator with its source."""
        return denominators_in_short.in_short(self)

    def findings(self) -> Html:
        """Audit findings about the unit's figures: errors and warnings; notes and contradicting targets folded below.

        Contradicting targets are, with the rule that decides, in the part on targets.
        """
        rows = self.rows("findings")
        aside = (rows["severity"] == "note") | (rows["check"] == "contradicting_targets")
        return findings_in_two(self, rows, aside, "briefing.audit.aside")

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        return provenance(self, sources_of(self))
