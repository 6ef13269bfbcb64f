"""The method on one page: sources → observations → tables → findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coverage_lib.auditing.check_list import CHECKS
from coverage_lib.auditing.check_list import run as run_checks
from coverage_lib.auditing.implied_bases import implied_bases
from coverage_lib.clean.document.corrections import correct
from coverage_lib.clean.document.observations import read_source
from coverage_lib.deliver.table_store import Tables, write_tables
from coverage_lib.errors import CoverageError, Problem, Wording, in_words, message
from coverage_lib.model.assignment.plan_assignment import plan_assignment
from coverage_lib.model.assignment.proposed_assignment import TABLES as PROPOSED
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
from coverage_lib.model.series.territory_breaks import territory_breaks
from coverage_lib.model.series.trajectory import trajectory
from coverage_lib.model.targets.target_pairs import target_pairs
from coverage_lib.model.targets.target_path import target_path
from coverage_lib.model.targets.target_register import targets
from coverage_lib.raw.readers.open_file import read_file
from coverage_lib.raw.records.adjustment_chains import FOLDER, Chain, load_adjustments
from coverage_lib.raw.records.exit_rates import load_exit_rates
from coverage_lib.raw.records.precedence_overrides import Precedence, load_precedence, precedence_table
from coverage_lib.raw.records.series_breaks import load_breaks
from coverage_lib.raw.records.sources import Source, sources_and_faults, sources_table
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


class ComputedTables(Mapping[str, pd.DataFrame]):
    """The tables that follow from observations, by name; each is computed when it is first asked for.

    Parameters
    ----------
    observed : DataFrame
        Table ``observations``.
    captions : DataFrame
        Heading lines of every sheet: ``source_id``, ``sheet``, ``cell``, ``text``.
    sources : list of Source
        The documents of the observations.
    records : Records, optional
    faults : mapping of str to list of Problem, optional
        The documents that are set apart, by name, with what is wrong with each.
    """

    def __init__(
        self,
        observed: pd.DataFrame,
        captions: pd.DataFrame,
        sources: list[Source],
        records: Records | None = None,
        faults: Mapping[str, Sequence[Problem | Wording]] | None = None,
    ):
        self.listed, self.signed = sources, records or Records()
        self._held = {"observations": observed, "captions": captions, "sources": sources_table(sources)}
        self._held["set_apart"] = _set_apart(faults or {})
        breaks = [
            each
            for each in (self.signed.breaks, territory_breaks(observed, {each.source_id: each.areas_on for each in sources}))
            if len(each)
        ]
        self._held["breaks"] = pd.concat(breaks, ignore_index=True) if breaks else self.signed.breaks
        self._held |= {"precedence": precedence_table(self.signed.precedence)}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._held:
            names = next((names for names in _STEPS if name in names), None)
            if names is None:
                raise KeyError(name)
            made = _STEPS[names](self)
            self._held |= zip(names, made if isinstance(made, tuple) else [made], strict=True)
        return self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in table_names()

    def __iter__(self) -> Iterator[str]:
        return iter(table_names())

    def __len__(self) -> int:
        return len(table_names())


def tables_from(raw: Path) -> ComputedTables:
    """The tables that follow from the folders of ``data/raw``; a faulty document is set apart and stops no other.

    Raises
    ------
    CoverageError
        If no document can be read, or a signed record about all documents is not as it must be.
    """
    sources, faults = sources_and_faults(raw)
    read, wrong = _observe(sources)
    faults |= wrong
    if not read:
        raise CoverageError(
            "sources.unreadable" if wrong else "sources.not_as_recorded",
            [problem for problems in faults.values() for problem in problems],
        )
    chains = load_adjustments(raw)
    without = {each.chain_id: sorted({each.source_id, *(step.source_id for step in each.steps)} & faults.keys()) for each in chains}
    faults |= {
        f"{FOLDER}/{name}": [message("chain.set_apart", chain=name, sources=", ".join(apart))]
        for name, apart in without.items()
        if apart
    }
    followed = [each for each in chains if not without[each.chain_id]]
    records = Records(load_breaks(raw), load_precedence(raw), followed, load_exit_rates(raw))
    observed = conform(pd.concat([figures for figures, _ in read.values()]), "observations")
    captions = pd.concat([lines for _, lines in read.values()], ignore_index=True)
    return ComputedTables(observed, captions, [each for each in sources if each.source_id in read], records, faults)


def _set_apart(faults: Mapping[str, Sequence[Problem | Wording]]) -> pd.DataFrame:
    """Table ``set_apart``: one row a fault of a document."""
    rows = [
        {"source_id": name, "message": in_words(each, "vi"), "message_en": in_words(each, "en")}
        for name, problems in sorted(faults.items())
        for each in problems
    ]
    return conform(pd.DataFrame(rows).drop_duplicates(), "set_apart") if rows else empty("set_apart")


def _adjustments(of: ComputedTables) -> pd.DataFrame:
    excludes = {source.source_id: source.excludes for source in of.listed}
    return adjust(of.signed.adjustments, of["printed_denominators"], of["observations"], of["sources"], excludes)


def _findings(of: ComputedTables) -> pd.DataFrame:
    reasons = {source.source_id: source.reading.get("base_reason", "") for source in of.listed}
    documents = of["sources"].assign(base_reason=of["sources"]["source_id"].map(reasons))
    taken = {name for _, takes in CHECKS for name in takes}
    return run_checks({name: of[name] for name in taken} | {"sources": documents})


_STEPS: dict[tuple[str, ...], Callable[[ComputedTables], pd.DataFrame | tuple[pd.DataFrame, ...]]] = {
    ("enrolment",): lambda of: enrolment(of["observations"]),
    ("printed_denominators",): lambda of: denominators(of["observations"]),
    ("adjustments",): _adjustments,
    ("denominators",): lambda of: adjusted_denominators(of["adjustments"], of["printed_denominators"]),
    ("usable_denominators",): lambda of: matching_numerator(of["denominators"], of["adjustments"]),
    ("targets",): lambda of: targets(of["observations"], of.listed, of.signed.precedence.overrides),
    ("target_pairs",): lambda of: target_pairs(of["targets"], of["observations"]),
    ("target_path",): lambda of: target_path(of["targets"], of["breaks"]),
    ("coverage",): lambda of: coverage(of["observations"], of["enrolment"], of["usable_denominators"], of["sources"]),
    ("points",): lambda of: trajectory(of["coverage"], of["enrolment"], of["targets"], of["breaks"], of["sources"]),
    ("cascade", "cascade_units"): lambda of: cascade(
        of["targets"], of["observations"], of["denominators"], of["points"], of.listed
    ),
    ("cascade_counts",): lambda of: cascade_counts(of["cascade"], of["cascade_units"]),
    ("projection",): lambda of: projection(of["points"], of["breaks"]),
    ("backtest",): lambda of: backtest(of["points"]),
    ("gap",): lambda of: gap(of["points"], of["targets"], of.signed.exit_rates),
    ("verdict_inputs",): lambda of: verdict_inputs(of["gap"]),
    ("attainment",): lambda of: attainment(of["gap"], of["projection"]),
    ("sensitivity",): lambda of: sensitivity(of["gap"], of["points"], of["usable_denominators"], of["coverage"], of["breaks"]),
    ("flip_counts",): lambda of: flip_counts(of["sensitivity"]),
    ("rates_by_base",): lambda of: rates_by_base(of["enrolment"], of["usable_denominators"], of["coverage"], of["breaks"]),
    ("base_series",): lambda of: base_series(of["denominators"], of["coverage"], of["observations"], of["points"], of["breaks"]),
    ("trajectory",): lambda of: with_projected(of["points"], of["projection"]),
    PROPOSED: lambda of: tuple(proposals(of).values()),
    ("plan_assignment_units", "plan_assignment_rules"): lambda of: plan_assignment(of["trajectory"]),
    ("decomposition",): lambda of: decomposition(of["trajectory"], of["coverage"], of["breaks"]),
    ("comparison", "funnel"): lambda of: funnels(units_compared(of["trajectory"], of["gap"])),
    ("common_change", "contributions"): lambda of: contributions(of["comparison"], of["decomposition"]),
    ("inequality",): lambda of: inequality_of_units(of["comparison"], of["trajectory"], of["targets"]),
    ("persons_to_add",): lambda of: persons_to_add(of["gap"]),
    ("plan_after_reform", "plan_totals"): lambda of: plan_after_reform(of["enrolment"], of["denominators"], of["coverage"]),
    ("implied_bases",): lambda of: implied_bases(of["observations"], of["denominators"]),
    ("findings",): _findings,
}
"""What each table is computed from: names of the tables made at once → the function of the method, given the tables it takes.

Besides the tables of ``data/processed`` there are ``printed_denominators`` and ``usable_denominators`` (as published; those whose
numerator matches) and ``points`` (the trajectory before anything is projected).
"""


def build(raw: Path, processed: Path) -> tuple[Tables, list[str]]:
    """Compute the tables and write them; also return what changed against the committed ledger.

    Raises
    ------
    CoverageError
        If no document can be read, or a table breaks its schema.
    """
    tables = validated(tables_from(raw))
    return tables, write_tables(tables, processed)


def validated(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables, all computed and each checked against its schema; every violation of every table in one error."""
    from pandera.errors import SchemaErrors

    problems = []
    for name in table_names():
        try:
            schema(name).validate(tables[name], lazy=True)
        except SchemaErrors as found:
            problems += [f"table {name}: {case}" for case in found.failure_cases.head(20).itertuples(index=False)]
    if problems:
        raise CoverageError("tables.not_as_schema", problems)
    return dict(tables)


def _observe(sources: Sequence[Source]) -> tuple[dict[str, tuple[pd.DataFrame, pd.DataFrame]], dict[str, list[Problem | Wording]]]:
    """The observations and heading lines of each document, and what is wrong with those that cannot be read."""
    read, faults = {}, {}  # type: tuple[dict[str, tuple[pd.DataFrame, pd.DataFrame]], dict[str, list[Problem | Wording]]]
    for source in sources:
        try:
            found = read_source(source, read_file(source.file, hidden=True))
            read[source.source_id] = correct(source, found.observations), found.captions
        except CoverageError as failure:
            faults[source.source_id] = failure.problems or [failure.summary]
    return read, faults
