"""All checks in the order in which findings are listed: figures, sums, documents, sources, years, labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from coverage_lib.auditing.checks.conflicting_sources import conflicting_actuals
from coverage_lib.auditing.checks.headings import caption_number, caption_scheme
from coverage_lib.auditing.checks.implied_denominators import implied_denominators
from coverage_lib.auditing.checks.labour_force_sum import cascade
from coverage_lib.auditing.checks.parts_and_wholes import parts_and_whole
from coverage_lib.auditing.checks.printed_changes import growth, increase
from coverage_lib.auditing.checks.printed_rates import printed_rate
from coverage_lib.auditing.checks.printed_totals import total_rows
from coverage_lib.auditing.checks.repeated_figures import same_denominator, text_against_table
from coverage_lib.auditing.checks.target_conflicts import contradicting_targets
from coverage_lib.auditing.checks.unusable_figures import area_unknown, base_not_comparable, base_not_stated, range_printed
from coverage_lib.auditing.checks.year_on_year import year_on_year
from coverage_lib.vocabulary.table_schemas import conform, table
from coverage_lib.vocabulary.terms import terms

CHECKS: tuple[tuple[Callable[..., pd.DataFrame], tuple[str, ...]], ...] = (
    (printed_rate, ("observations",)),
    (growth, ("observations",)),
    (total_rows, ("observations", "sources")),
    (increase, ("observations",)),
    (parts_and_whole, ("observations",)),
    (same_denominator, ("observations",)),
    (text_against_table, ("observations",)),
    (caption_number, ("sources", "captions")),
    (caption_scheme, ("observations", "captions")),
    (contradicting_targets, ("target_pairs", "targets", "sources")),
    (conflicting_actuals, ("observations", "sources")),
    (implied_denominators, ("observations", "sources", "implied_bases")),
    (year_on_year, ("observations", "sources")),
    (area_unknown, ("observations",)),
    (range_printed, ("observations",)),
    (base_not_stated, ("observations", "sources")),
    (base_not_comparable, ("observations",)),
    (cascade, ("denominators", "sources")),
)
"""Each check with the tables it takes."""


_JOINED: dict[str, Callable[[pd.Series], str]] = {
    "message": " ".join,
    "message_en": " ".join,
    "parties": lambda each: " ".join(sorted(set(" ".join(each).split()))),
}
"""Columns of findings at one cell that say something of all of them."""


def run(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Table ``findings``: the findings of all checks, one row per check, document and cell.

    Parameters
    ----------
    tables : mapping
        The tables that the checks take, by name. ``sources`` may also carry ``base_reason`` (see ``base_not_stated``); ``captions``
        are the heading lines of every sheet: ``source_id``, ``sheet``, ``cell``, ``text``.
    """
    found = pd.concat([check(*(tables[name] for name in takes)) for check, takes in CHECKS], ignore_index=True)
    return conform(_one_per_cell(found), "findings")


def _one_per_cell(found: pd.DataFrame) -> pd.DataFrame:
    """Findings of one check at one cell merged into one row: the highest severity, and the sentences joined."""
    key = table("findings")["key"]
    rank = {code: entry["rank"] for code, entry in terms("severity").items()}
    ordered = found.sort_values("severity", key=lambda column: column.map(rank), kind="stable")
    said = ordered.groupby(key, sort=False, as_index=False).agg(_JOINED)
    return ordered.drop(columns=list(_JOINED)).drop_duplicates(key).merge(said, on=key)
