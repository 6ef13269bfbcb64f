"""The page on the denominators of one unit: each part is a method that a cell of its notebook calls."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

import pandas as pd

from coverage_lib.present.blocks import Chart, Format, Gallery, Html, joined, prose, table
from coverage_lib.present.charts import denominator_chart, waterfall_chart
from coverage_lib.present.context.base_rows import at_hand, denominators
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import denominators_in_short
from coverage_lib.present.words import provenance
from coverage_lib.present.words.denominator_words import mark
from coverage_lib.vocabulary.areas import area_level

_COUNT = ["indicator", "basis", "period", "source_id"]
"""A count whose rates over several bases are shown side by side."""


class DenominatorsPage(Page):
    """The denominators of one unit: their definitions, the rate over each, and where the result depends on the denominator.

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
    >>> "4,210" in cl.denominators(tables, "19495", "en").definitions().text
    True
    """

    @property
    def is_worth_making(self) -> bool:
        """Whether a page is needed: a chain, or two bases, published or implied; communes are on the page of the unit above."""
        if len(self.rows("adjustments")):
            return True
        return area_level(self.area_code) not in ("commune", "special") and denominators(self)["base"].nunique() > 1

    def definitions(self) -> Html:
        """The definitions side by side, each with its latest figure and the periods at hand."""
        return denominators_in_short.definitions(self)

    def chart(self) -> Chart | Html:
        """The denominators over time, with breaks."""
        if denominators(self).empty:
            return prose([self.words.phrase("bases.chart.none")])
        figure = denominator_chart.denominator_chart(self).figure
        return Chart(figure, denominator_chart.alt_text(self), f"{file_name(self.area_code)}-denominators")

    def waterfalls(self) -> Gallery | Html:
        """The waterfall of every chain of the unit, or a sentence that there is none."""
        drawn = [
            Chart(
                waterfall_chart.waterfall(self, chain).figure,
                waterfall_chart.alt_text(self, chain),
                f"{file_name(self.area_code)}-{chain_id}",
            )
            for chain_id, chain in self._chains()
        ]
        return Gallery(drawn) if drawn else prose([self.words.phrase("bases.chain.none")])

    def chains(self) -> Html:
        """The lines of every chain: persons, share, remaining persons, state, source; empty for a unit without one."""
        return joined(*(self._chain(chain_id, rows) for chain_id, rows in self._chains()))

    def rates(self) -> Html:
        """The rate of each count over every available denominator of nearly the same date, if there are two or more."""
        words, rows = self.words, self.rows("rates_by_base")
        rows = self.in_order(rows[rows.duplicated(_COUNT, keep=False)], "period", "source_id", "persons")
        if rows.empty:
            return prose([words.phrase("rates.none")])
        printed = pd.DataFrame(
            {
                "indicator": self._indicators(rows),
                "count": [self._count(row) for row in rows.itertuples()],
                "over": [self._over(row) for row in rows.itertuples()],
                "persons": rows["persons"],
                "rate": rows["coverage_pct"],
                "source": [self.documents.name(code) for code in rows["denominator_source"]],
            }
        )
        headings = {"indicator": words.column("indicator")} | {name: words.phrase(f"rates.{name}") for name in ("count", "over")}
        headings |= {"persons": words.phrase("bases.persons"), "rate": words.phrase("sensitivity.rate")}
        headings |= {"source": words.phrase("bases.source")}
        form: dict[str, Format] = {"persons": words.count, "rate": words.two_decimals}
        return denominators_in_short.with_marks(self, table(printed, headings, form, words.phrase("rates.caption")), rows["method"])

    def outcomes(self) -> Html:
        """Each figure over every denominator for each target: side of the level, verdict, tipping denominator, distance."""
        words, rows = self.words, self.rows("sensitivity")
        if rows.empty:
            return prose([words.phrase("sensitivity.none")])
        rows = rows.drop_duplicates([name for name in rows.columns if name != "source_id"])
        rows = self.in_order(rows, "target_year", "target_pct", "persons")
        printed = pd.DataFrame(
            {
                "indicator": self._indicators(rows),
                "target": [self._goal(row) for row in rows.itertuples()],
                "count": [self._count(row) for row in rows.itertuples()],
                "over": [f"{self._over(row)}: {words.count(row.persons)}" for row in rows.itertuples()],
                "rate": rows["coverage_pct"],
                "outcome": [self._outcome(row) for row in rows.itertuples()],
                "tipping": rows["tipping_persons"],
                "distance": rows["distance_persons"],
                "distance_pct": rows["distance_pct"],
            }
        )
        said = {name: "rates" if name in ("count", "over") else "sensitivity" for name in printed.columns}
        headings = {name: words.phrase(f"{kind}.{name}") for name, kind in said.items() if name != "indicator"}
        form: dict[str, Format] = {"rate": words.two_decimals, "distance": words.signed_count, "distance_pct": words.signed_points}
        form["tipping"] = lambda persons: words.count(int(persons))  # the largest whole denominator that still reaches the level
        shown = table(printed, {"indicator": words.column("indicator")} | headings, form, words.phrase("sensitivity.caption"))
        return denominators_in_short.with_marks(self, shown, rows["method"])

    def flips(self) -> Html:
        """How many units, of this unit and those below it, change sides with the denominator."""
        words, rows = self.words, self.rows("flip_counts")
        if rows.empty:
            return prose([words.phrase("sensitivity.none")])
        rows = rows[rows["units_compared"] > 0]
        if rows.empty:
            return prose([words.phrase("sensitivity.flips.single")])
        rows = self.in_order(rows.assign(source=[self.documents.name(code) for code in rows["source_id"]]), "target_year", "source")
        printed = rows.assign(indicator=self._indicators(rows), target_year=rows["target_year"].astype(str))
        headings = {name: words.column(name) for name in ("indicator", "target_year")}
        headings |= {"source": words.phrase("briefing.gap.document")}
        counted = ("units_judged", "units_compared", "units_flipping")
        headings |= {name: words.phrase(f"sensitivity.flips.{name}") for name in counted}
        return table(printed, headings, dict.fromkeys(counted, words.count), words.phrase("sensitivity.flips"))

    def clusters(self) -> Html:
        """Implied denominators grouped into clusters, with the known base in each cluster."""
        words, rows = self.words, self.rows("implied_bases")
        if rows.empty:
            return prose([words.phrase("implied.none")])
        rows = rows.sort_values(["period", "base_group", "persons_low", "source_id", "cell"], kind="stable")
        printed = pd.DataFrame(
            {
                "period": [words.period(day) for day in rows["period"]],
                "group": [ascii_uppercase[number % len(ascii_uppercase)] for number in rows["base_group"]],
                "indicator": self._indicators(rows),
                "count": rows["participants"],
                "rate": rows["rate_pct"],
                "base": [words.label("base", code) for code in rows["base"]],
                "low": rows["persons_low"],
                "high": rows["persons_high"],
                "source": [self.documents.name(code) for code in rows["source_id"]],
                "found": [self._found(row) for row in rows.itertuples()],
            }
        )
        headings = {name: words.column(name) for name in ("period", "indicator", "base")} | {"count": words.phrase("rates.count")}
        headings |= {name: words.phrase(f"implied.{name}") for name in ("group", "rate", "low", "high", "found")}
        headings["source"] = words.phrase("bases.source")
        form: dict[str, Format] = {"count": words.count, "rate": words.two_decimals, "low": words.count, "high": words.count}
        return table(printed, {name: headings[name] for name in printed.columns}, form, words.phrase("implied.caption"))

    def register(self) -> Html:
        """Every figure by definition and period, with document and cell."""
        return denominators_in_short.register(self)

    def provenance(self) -> Html:
        """Data, method and documents behind the page."""
        shown = [at_hand(self), self.rows("adjustments"), self.rows("sensitivity")]
        used = {source for rows in shown for source in rows["source_id"]}
        return provenance.provenance(self, provenance.sources_of(self) | used)

    def _chains(self) -> Iterator[tuple[str, pd.DataFrame]]:
        yield from self.rows("adjustments").groupby("chain_id", sort=True)

    def _chain(self, chain_id: str, rows: pd.DataFrame) -> Html:
        words = self.words
        printed = pd.DataFrame(
            {
                "step": [waterfall_chart.line_name(row, words) for row in rows.itertuples()],
                "persons": rows["persons"],
                "share": rows["share_pct"],
                "left": rows["running_persons"],
                "state": [words.label("state", code) for code in rows["state"]],
                "numerator": [words.label("numerator", row.numerator) if row.state == "given" else "" for row in rows.itertuples()],
                "source": [self.documents.name(code) for code in rows["source_id"]],
            }
        )
        headings = {"step": words.phrase("bases.chain.step"), "persons": words.phrase("bases.persons")}
        headings |= {name: words.phrase(f"bases.chain.{name}") for name in ("share", "left", "state", "numerator")}
        headings["source"] = words.phrase("bases.source")
        ends = {name: words.label("base", rows[column].iloc[0]) for name, column in (("base", "base"), ("result", "result_base"))}
        form = {"persons": words.count, "share": words.decimal, "left": words.count}
        return table(printed, headings, form, words.phrase("bases.chain.caption", chain=chain_id, **ends))

    def _indicators(self, rows: pd.DataFrame) -> list[str]:
        return [self.words.label("indicator", code, short=True) for code in rows["indicator"]]

    def _count(self, row) -> str:
        words = self.words
        basis, period = words.label("basis", row.basis), words.period(row.period)
        return words.phrase("rates.count_value", persons=words.count(row.participants), basis=basis, period=period)

    def _over(self, row) -> str:
        base, period = self.words.label("base", row.base), self.words.period(row.denominator_period)
        return self.words.phrase("rates.over_value", base=base, mark=mark(row.method), period=period)

    def _goal(self, row) -> str:
        words, own = self.words, row.target_area_code == row.area_code
        said = {"level": words.target(row.target_pct), "year": row.target_year, "base": words.label("base", row.target_base)}
        key = "sensitivity.goal" if own else "sensitivity.goal_of"
        return words.phrase(key, **said, area=words.area(row.target_area_code))

    def _outcome(self, row) -> str:
        """Side of the level, and the verdict; over another base than the target's the verdict speaks of the pace alone."""
        said = self.words.label("outcome", row.outcome)
        if row.verdict_pace in ("not_defined", "other_base"):
            return said
        return self.words.phrase("sensitivity.verdict", outcome=said, verdict=self.words.label("verdict", row.verdict_pace))

    def _found(self, row) -> str:
        words = self.words
        if pd.isna(row.found_persons):
            return words.phrase("implied.not_found")
        return words.phrase(
            "implied.found_value",
            base=words.label("base", row.found_base),
            persons=words.count(row.found_persons),
            period=words.period(row.found_period),
            source=self.documents.name(row.found_source_id),
        )
