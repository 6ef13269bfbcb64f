"""The method in one page: sources → observations → tables → findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coverage_lib.auditing.check_list import run as run_checks
from coverage_lib.auditing.implied_bases import implied_bases
from coverage_lib.clean.document.corrections import correct
from coverage_lib.clean.document.observations import read_source
from coverage_lib.deliver.table_store import Tables, write_tables
from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.plan_assignment import plan_assignment
from coverage_lib.model.assignment.proposed_assignment import proposals
from coverage_lib.model.comparison.decomposition import decomposition
from coverage_lib.model.comparison.funnel_limits import funnels
from coverage_lib.model.comparison.inequality import inequality_of_units
from coverage_lib.model.comparison.unit_contributions import contributions
from coverage_lib.model.comparison.units_compared import persons_to_add, units_compared
from coverage_lib.model.gaps.attainment_year import attainment
from coverage_lib.model.gaps.gap import gap
from coverage_lib.model.gaps.rates_by_base import rates_by_base
from coverage_lib.model.gaps.sensitivity import flip_counts, sensitivity
from coverage_lib.model.gaps.target_cascade import cascade, cascade_counts
from coverage_lib.model.gaps.verdict_inputs import verdict_inputs
from coverage_lib.model.rates.adjusted_denominators import adjust, adjusted_denominators, matching_numerator
from coverage_lib.model.rates.coverage import coverage
from coverage_lib.model.rates.denominators import denominators
from coverage_lib.model.rates.enrolment import enrolment
from coverage_lib.model.reform.plan_in_new_units import plan_after_reform
from coverage_lib.model.series.backtest import backtest
from coverage_lib.model.series.base_series import base_series
from coverage_lib.model.series.projection import projection, with_projected
from coverage_lib.model.series.trajectory import trajectory
from coverage_lib.model.targets.target_pairs import target_pairs
from coverage_lib.model.targets.target_path import target_path
from coverage_lib.model.targets.target_register import targets
from coverage_lib.raw.readers.open_file import read_file
from coverage_lib.raw.records.adjustment_chains import Chain, load_adjustments
from coverage_lib.raw.records.exit_rates import load_exit_rates
from coverage_lib.raw.records.precedence_overrides import Precedence, load_precedence, precedence_table
from coverage_lib.raw.records.series_breaks import load_breaks
from coverage_lib.raw.records.sources import Source, load_sources, sources_table
from coverage_lib.vocabulary.table_schemas import conform, empty, schema, table_names


@dataclass(frozen=True)
class Records:
    """What people have written and signed about the documents; by default nothing.

    Attributes
    ----------
    breaks : DataFrame
        Table ``breaks``.
    precedence : Precedence
    adjustments : list of Chain
    exit_rates : DataFrame
        As :func:`coverage_lib.raw.records.exit_rates.load_exit_rates` gives them.
    """

    breaks: pd.DataFrame = field(default_factory=lambda: empty("breaks"))
    precedence: Precedence = field(default_factory=lambda: Precedence({}))
    adjustments: list[Chain] = field(default_factory=list)
    exit_rates: pd.DataFrame | None = None


def compute(raw: Path) -> dict[str, pd.DataFrame]:
    """Every table of ``data/processed``, from the folders of ``data/raw``.

    Raises
    ------
    CoverageError
        If a source is not as recorded, cannot be read, or a table breaks its schema.
    """
    sources = load_sources(raw)
    observed, captions = _observe(sources)
    records = Records(load_breaks(raw), load_precedence(raw), load_adjustments(raw), load_exit_rates(raw))
    return tables_of(observed, captions, sources, records)


def tables_of(
    observed: pd.DataFrame, captions: pd.DataFrame, sources: list[Source], records: Records | None = None
) -> dict[str, pd.DataFrame]:
    """Every table that follows from observations, by name.

    Parameters
    ----------
    observed : DataFrame
        Table ``observations``.
    captions : DataFrame
        Heading lines of every sheet: ``source_id``, ``sheet``, ``cell``, ``text``.
    sources : list of Source
        The documents of the observations.
    records : Records, optional

    Raises
    ------
    CoverageError
        If a record fits no figure, or a table breaks its schema.
    """
    records = records or Records()
    tables: dict[str, pd.DataFrame] = {"sources": sources_table(sources), "breaks": records.breaks, "observations": observed}
    tables["precedence"] = precedence_table(records.precedence)
    tables["enrolment"] = enrolment(observed)
    printed = denominators(observed)
    excludes = {source.source_id: source.excludes for source in sources}
    tables["adjustments"] = adjust(records.adjustments, printed, observed, tables["sources"], excludes)
    tables["denominators"] = adjusted_denominators(tables["adjustments"], printed)
    usable = matching_numerator(tables["denominators"], tables["adjustments"])
    tables["targets"] = targets(observed, sources, records.precedence.overrides)
    tables["target_pairs"] = target_pairs(tables["targets"], observed)
    tables["target_path"] = target_path(tables["targets"], tables["breaks"])
    tables["coverage"] = coverage(observed, tables["enrolment"], usable, tables["sources"])
    tables["trajectory"] = trajectory(
        tables["coverage"], tables["enrolment"], tables["targets"], tables["breaks"], tables["sources"]
    )
    tables["cascade"], tables["cascade_units"] = cascade(
        tables["targets"], observed, tables["denominators"], tables["trajectory"], sources
    )
    tables["cascade_counts"] = cascade_counts(tables["cascade"], tables["cascade_units"])
    tables["plan_after_reform"], tables["plan_totals"] = plan_after_reform(
        tables["enrolment"], tables["denominators"], tables["coverage"]
    )
    tables["projection"] = projection(tables["trajectory"], tables["breaks"])
    tables["backtest"] = backtest(tables["trajectory"])
    tables["gap"] = gap(tables["trajectory"], tables["targets"], records.exit_rates)
    tables["verdict_inputs"] = verdict_inputs(tables["gap"])
    tables["attainment"] = attainment(tables["gap"], tables["projection"])
    tables["sensitivity"] = sensitivity(tables["gap"], tables["trajectory"], usable, tables["coverage"], tables["breaks"])
    tables["flip_counts"] = flip_counts(tables["sensitivity"])
    tables["rates_by_base"] = rates_by_base(tables["enrolment"], usable, tables["coverage"], tables["breaks"])
    tables["base_series"] = base_series(
        tables["denominators"], tables["coverage"], observed, tables["trajectory"], tables["breaks"]
    )
    tables["trajectory"] = with_projected(tables["trajectory"], tables["projection"])
    tables |= proposals(tables)
    tables["plan_assignment_units"], tables["plan_assignment_rules"] = plan_assignment(tables["trajectory"])
    tables["decomposition"] = decomposition(tables["trajectory"], tables["coverage"], tables["breaks"])
    tables["comparison"], tables["funnel"] = funnels(units_compared(tables["trajectory"], tables["gap"]))
    tables["common_change"], tables["contributions"] = contributions(tables["comparison"], tables["decomposition"])
    tables["inequality"] = inequality_of_units(tables["comparison"], tables["trajectory"], tables["targets"])
    tables["persons_to_add"] = persons_to_add(tables["gap"])
    reasons = {source.source_id: source.reading.get("base_reason", "") for source in sources}
    documents = tables["sources"].assign(base_reason=tables["sources"]["source_id"].map(reasons))
    tables["implied_bases"] = implied_bases(observed, tables["denominators"])
    tables["findings"] = run_checks(tables | {"sources": documents, "captions": captions})
    return validated(tables)


def build(raw: Path, processed: Path) -> tuple[Tables, list[str]]:
    """Compute the tables and write them; also return what changed against the committed ledger."""
    tables = compute(raw)
    return tables, write_tables(tables, processed)


def validated(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables, each held to its schema; every violation of every table in one error."""
    from pandera.errors import SchemaErrors

    problems = []
    for name in table_names():
        try:
            schema(name).validate(tables[name], lazy=True)
        except SchemaErrors as found:
            problems += [f"table {name}: {case}" for case in found.failure_cases.head(20).itertuples(index=False)]
    if problems:
        raise CoverageError("tables.not_as_schema", problems)
    return tables


def _observe(sources: list[Source]) -> tuple[pd.DataFrame, pd.DataFrame]:
    observed, captions, failures = [], [], []
    for source in sources:
        try:
            read = read_source(source, read_file(source.file, hidden=True))
            observed.append(correct(source, read.observations))
            captions.append(read.captions)
        except CoverageError as failure:
            failures += failure.problems or [failure.summary]
    if failures:
        raise CoverageError("sources.unreadable", failures)
    return conform(pd.concat(observed), "observations"), pd.concat(captions, ignore_index=True)
