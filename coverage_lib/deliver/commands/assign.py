"""The command ``assign``: a total allocated to the units of an area, printed and written as the appendix of a plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coverage_lib.deliver.commands.options import language_of_documents, stops_in_one_message
from coverage_lib.deliver.commands.spoken_help import SpokenCommand
from coverage_lib.deliver.table_store import open_tables, write_all
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import terms

if TYPE_CHECKING:  # drawing is loaded when it is needed
    from coverage_lib.present.context.proposal import Proposal


@click.command(
    cls=SpokenCommand,
    examples=(
        "assign --area 464 --indicator si_voluntary --year 2026 --total 8200",
        "assign --area 464 --indicator si_voluntary --year 2026 --rate 15 --rule same_share --out phan-bo.xlsx",
    ),
)
@click.option("--area", "area_code", metavar="CODE", required=True)
@click.option("--indicator", metavar="CODE", required=True)
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@click.option("--total", type=click.IntRange(min=0))
@click.option("--rate", type=click.FloatRange(0, 100))
@click.option("--rule", type=click.Choice(["all", *terms("rule")]), default="all", show_default=True)
@click.option("--goal", type=click.FloatRange(0, 100))
@click.option("--base-year", type=click.IntRange(2000, 2100))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@language_of_documents
@stops_in_one_message
def assign(
    area_code: str,
    indicator: str,
    year: int,
    total: int | None,
    rate: float | None,
    rule: str,
    goal: float | None,
    base_year: int | None,
    out: Path | None,
    lang: str,
) -> None:
    """Assign a total to the units of an area by four rules, side by side."""
    from coverage_lib.deliver.offices.assignment_workbook import workbook_of
    from coverage_lib.model.assignment.proposed_assignment import propose
    from coverage_lib.present.context.proposal import proposal
    from coverage_lib.present.pages.assignment_page import AssignmentPage
    from coverage_lib.present.words.assignment_sentences import failed, notes

    _check(total, rate, out)
    tables = open_tables()
    rules = tuple(terms("rule")) if rule == "all" else (rule,)
    key = (area_code, indicator, year)
    tables |= propose(tables, *key, persons=total, rate_pct=rate, rules=rules, base_year=base_year, goal_pct=goal)
    page = AssignmentPage(tables, *key, lang=lang)
    made = proposal(page, indicator, year)
    if out:
        write_all({out: workbook_of(proposal(AssignmentPage(tables, *key), indicator, year))})
    click.echo(page.title)
    for line in printed(made):
        click.echo(line)
    for line in notes(made):
        click.echo(f"- {line}")
    if out:
        click.echo(phrase("assign.made", lang, path=out, sheets=made.units["rule"].nunique()))
    for line in failed(made):
        click.echo(line, err=True)
    sys.exit(1 if failed(made) else 0)


def printed(proposal: Proposal) -> list[str]:
    """The rules side by side as lines of text: units down, persons across, the total last."""
    from coverage_lib.present.words.assignment_sentences import unit_names

    words, shown = proposal.words, proposal.side_by_side("participants")
    columns = shown.drop(columns="lower_code")
    heads = [words.phrase("assign.today") if name == "participants" else words.label("rule", name) for name in columns]
    cells = [[words.count(value) for value in row] for row in columns.itertuples(index=False)]
    names = [words.phrase("assign.unit"), *unit_names(shown["lower_code"], words)]
    first = max(map(len, names))
    return [
        f"{name:<{first}}  " + "  ".join(f"{cell:>{len(head)}}" for cell, head in zip(line, heads, strict=True))
        for name, line in zip(names, [heads, *cells], strict=True)
    ]


def _check(total: int | None, rate: float | None, out: Path | None) -> None:
    problems = []
    if total is not None and rate is not None:
        problems.append(Problem("--total, --rate", "", "option.one_of_two", "found.both", "remedy.leave_one_out"))
    if out and out.suffix.lower() != ".xlsx":
        problems.append(Problem("--out", str(out), "file.xlsx_name", out.suffix or "file.no_ending"))
    if out and out.exists():  # it may have been worked on
        problems.append(Problem("--out", str(out), "file.none_yet", "found.one", "remedy.other_name"))
    if problems:
        raise CoverageError("assignment.not_made", problems)
