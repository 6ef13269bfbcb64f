"""A proposed assignment as its page, its chart and its appendix show it: rows of the tables, and nothing computed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.context.document_names import Documents
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary.terms import terms

RULES = tuple(terms("rule"))


@dataclass(frozen=True)
class Proposal:
    """What the rules would assign to the units of one area.

    Attributes
    ----------
    whole : Series
        A row of table ``assignment``.
    rules, units : DataFrame
        Its rows of ``assignment_rules`` and ``assignment_units``, in the order of the rules.
    documents : Documents
    words : Words
    """

    whole: pd.Series
    rules: pd.DataFrame
    units: pd.DataFrame
    documents: Documents
    words: Words

    def under(self, rule: str) -> pd.DataFrame:
        """The units under one rule; none where it cannot be applied.

        Raises
        ------
        CoverageError
            If the rule does not exist, naming those that do.
        """
        if rule not in RULES:
            known = message("value.one_of", known=", ".join(RULES))
            raise CoverageError("rule.unknown", [Problem("rule", rule, known, "found.another")])
        return self.units[self.units["rule"] == rule]

    def side_by_side(self, *columns: str) -> pd.DataFrame:
        """One row a unit, by code, with these columns and one a rule; last the row of all units, whose code is empty."""
        wide = self.units.pivot(index=["lower_code", *columns], columns="rule", values="assigned")
        wide = wide[list(dict.fromkeys(self.units["rule"]))]
        whole = dict.fromkeys(wide, self.whole["assigned"]) | dict(self.whole[list(columns)]) | {"lower_code": ""}
        rows = pd.concat([wide.reset_index(), pd.DataFrame([whole])], ignore_index=True)
        return rows.astype({name: "Float64" for name in rows if name != "lower_code"})

    @property
    def documents_used(self) -> set[str]:
        """The documents behind today's figures and the total."""
        return {each for each in (*self.units["source_id"], self.whole["source_id"]) if each}

    @property
    def common_pct(self) -> float | None:
        """The rate that the total makes over all units, per cent; none where a unit has no denominator."""
        rate = self.whole["assigned_pct"]
        return None if pd.isna(rate) else float(rate)


def proposal(page: Page, indicator: str, year: int) -> Proposal:
    """The proposal that the tables of a page hold for its area."""
    found = [page.rows(name, indicator) for name in ("assignment", "assignment_rules", "assignment_units")]
    whole, *parts = (rows[rows["year"] == year] for rows in found)
    rules, units = (rows.sort_values("rule", key=lambda codes: codes.map(RULES.index), kind="stable") for rows in parts)
    return Proposal(whole.iloc[0], rules, units, page.documents, page.words)
