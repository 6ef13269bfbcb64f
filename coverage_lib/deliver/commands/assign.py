"""The command ``assign``: a total shared out among the units of an area, printed, and written as the appendix of a plan."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coverage_lib.deliver.commands.options import language, stops_in_one_message
from coverage_lib.deliver.table_store import open_tables, write_all
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms


@click.command()
@click.option("--area", "area_code", metavar="CODE", required=True, help="The area whose units are assigned, such as 464.")
@click.option("--indicator", metavar="CODE", required=True, help="Such as si_voluntary.")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="Target year.")
@click.option("--total", type=click.IntRange(min=0), help="Persons of all units together. Default: what the targets in force ask.")
@click.option("--rate", type=click.FloatRange(0, 100), help="The total as per cent of the base of all units, rounded up.")
@click.option("--rule", type=click.Choice(["all", *terms("rule")]), default="all", show_default=True, help="One rule or all four.")
@click.option(
    "--goal", type=click.FloatRange(0, 100), help="Level to which same_share measures gaps. Default: the area's own rate."
)
@click.option(
    "--base-year", type=click.IntRange(2000, 2100), help="Year of the denominators. Default: the target year, else the latest."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the appendix to this .xlsx file.")
@language
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
    """Assign a total to the units of an area by four rules, side by side.

    Exit code 0: done; 1: done, but a rule cannot be applied (it is named); 2: nothing can be assigned.

    \b
    Examples:
      coverage-lib assign --area 464 --indicator si_voluntary --year 2026 --total 8200
      coverage-lib assign --area 464 --indicator si_voluntary --year 2026 --rate 15 --rule same_share --out phan-bo.xlsx
    """  # noqa: D301
    from coverage_lib.deliver.offices.assignment_workbook import proposal
    from coverage_lib.present.pages import assignment_proposal

    _check(total, rate, out)
    rules = tuple(terms("rule")) if rule == "all" else (rule,)
    made = assignment_proposal.proposed(
        open_tables(), area_code, indicator, year, persons=total, rate_pct=rate, rules=rules, base_year=base_year, goal_pct=goal
    )
    if out:
        book = proposal(made.table, made.rows, area_code, indicator, year, assignment_proposal.notes(made))
        write_all({out: book})
    click.echo(assignment_proposal.title(area_code, indicator, year, lang))
    for line in assignment_proposal.printed(made, lang):
        click.echo(line)
    for line in assignment_proposal.notes(made, lang):
        click.echo(f"- {line}")
    if out:
        click.echo(phrase("assign.made", lang, path=out, sheets=made.table["rule"].nunique()))
    for failed, reason in made.failed.items():
        click.echo(phrase("assign.rule_failed", lang, rule=label("rule", failed, lang), reason=reason.in_language(lang)), err=True)
    sys.exit(1 if made.failed else 0)


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
