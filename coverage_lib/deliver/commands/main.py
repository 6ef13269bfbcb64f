"""The command ``coverage-lib``. Exit codes: 0 done, 1 done with failures (listed), 2 cannot start."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
import pandas as pd

from coverage_lib import __version__
from coverage_lib.deliver.commands.assign import assign
from coverage_lib.deliver.commands.diff import diff
from coverage_lib.deliver.commands.options import language, language_of_documents, stops_in_one_message
from coverage_lib.deliver.commands.read_and_new import check, extract, form, init, new, read
from coverage_lib.deliver.commands.spoken_help import SpokenCommand, SpokenGroup
from coverage_lib.deliver.commands.units_and_recast import recast, units
from coverage_lib.deliver.render.output_formats import FORMATS
from coverage_lib.deliver.table_store import home, open_tables, write_all
from coverage_lib.errors import CoverageError, message
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coverage-lib")
def main() -> None:
    """Coverage of social, unemployment and health insurance against the targets of 2024, 2025 and 2030."""


for _command in (init, read, extract, new, check, form, units, recast, assign, diff):
    main.add_command(_command)


@main.command(cls=SpokenCommand, examples=("build",))
@language
@stops_in_one_message
def build(lang: str) -> None:
    """Read data/raw, audit it and write every table to data/processed; say which figures, verdicts and findings changed."""
    from coverage_lib.deliver.build_changes import build_changes, last_build
    from coverage_lib.deliver.pipeline import build as build_tables  # heavy imports only where they are needed

    before = last_build(home() / "data" / "processed")
    tables, changed = build_tables(home() / "data" / "raw", home() / "data" / "processed")
    for line in _apart(tables["set_apart"], lang):
        click.echo(line, err=True)
    click.echo(
        phrase("cli.built", lang, tables=len(tables), observations=len(tables["observations"]), sources=len(tables["sources"]))
    )
    click.echo(_severities(tables["findings"], lang))
    said = build_changes(before, tables, lang) if before else changed
    for line in said:
        click.echo(f"  {phrase('cli.changed', lang)} {line}")
    sys.exit(1 if len(tables["set_apart"]) else 0)


@main.command(cls=SpokenCommand, examples=("audit", "audit --source vinh-linh-2023 --severity note"))
@click.option("--source", "source_id", metavar="ID")
@click.option("--severity", type=click.Choice(list(terms("severity"))), default="warning", show_default=True)
@language
@stops_in_one_message
def audit(source_id: str | None, severity: str, lang: str) -> None:
    """Print what the audit found, gravest first: document, cell, what is printed, what is computed."""
    tables = open_tables()
    found = tables["findings"]
    if source_id is not None:
        if source_id not in set(tables["sources"]["source_id"]):
            raise CoverageError(message("source.unknown", source=source_id), sorted(tables["sources"]["source_id"]))
        found = found[found["source_id"] == source_id]
    rank = found["severity"].map({code: entry["rank"] for code, entry in terms("severity").items()})
    shown = found.assign(rank=rank)[rank <= terms("severity")[severity]["rank"]].sort_values(
        ["rank", "source_id", "sheet", "cell"], kind="stable"
    )
    for row in shown.itertuples():
        place = f"{row.source_id} {row.sheet}!{row.cell}" if row.cell else row.source_id
        click.echo(f"[{label('severity', row.severity, lang)}] {place}: {row.message if lang == 'vi' else row.message_en}")
    click.echo(_severities(found, lang))


@main.command(cls=SpokenCommand, examples=("render", "render --units VN,464 --lang en --outputs outputs/en"))
@click.option("--units", "wanted", metavar="CODES", default="")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True)
@click.option("--format", "formats", multiple=True, default=["html"], type=click.Choice(list(FORMATS)))
@click.option("--outputs", type=click.Path(file_okay=False, path_type=Path))
@click.option("--notebooks", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--workers", type=click.IntRange(min=1))
@language_of_documents
@stops_in_one_message
def render(
    wanted: str,
    settings: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: Path | None,
    notebooks: Path | None,
    workers: int | None,
    lang: str,
) -> None:
    """Make the briefings, as HTML files that need no network unless told otherwise, with an index page."""
    from tqdm import tqdm

    from coverage_lib.deliver.render import briefing_list, run_notebooks
    from coverage_lib.deliver.render.briefed_units import briefing_units, choose

    root = home()
    outputs, notebooks = (outputs or root / "outputs").resolve(), (notebooks or root / "notebooks").resolve()
    tables = open_tables()
    listed = briefing_units(tables, root / "data" / "raw")
    asked = [code.strip() for code in wanted.split(",") if code.strip()]
    made = briefing_list.jobs(tables, choose(listed, asked), root, notebooks, lang, _settings(settings), everything=not asked)
    made = [replace(job, formats=formats) for job in made]
    with tqdm(run_notebooks.run(made, outputs, workers), total=len(made), unit=phrase("cli.unit", lang), disable=None) as progress:
        results = list(progress)
    failures = sorted((result for result in results if result.error), key=lambda result: result.name)
    for line in _apart(tables["set_apart"], lang):
        click.echo(line, err=True)
    if not asked:
        write_all({outputs / "index.html": briefing_list.index(tables, listed, made, failures, lang).encode()})
    _report(failures, len(made), outputs, lang, with_index=not asked)
    sys.exit(1 if failures or len(tables["set_apart"]) else 0)


def _apart(set_apart: pd.DataFrame, lang: str) -> list[str]:
    """The documents that were set apart, one line a fault; empty if there are none."""
    faults = set_apart["message" if lang == "vi" else "message_en"]
    head = phrase("cli.set_apart", lang, count=set_apart["source_id"].nunique())
    return [head, *(f"  - {each}" for each in faults)] if len(faults) else []


def _settings(given: tuple[str, ...]) -> dict[str, str]:
    wrong = [each for each in given if "=" not in each]
    if wrong:
        raise CoverageError("parameter.name_value", wrong)
    return dict(each.split("=", 1) for each in given)


def _severities(found: pd.DataFrame, lang: str) -> str:
    counts = found["severity"].value_counts()
    return phrase(
        "cli.audited", lang, text=", ".join(f"{counts.get(code, 0)} {label('severity', code, lang)}" for code in terms("severity"))
    )


def _report(failures: list, made: int, outputs: Path, lang: str, *, with_index: bool) -> None:
    """Failures first, then what there is and where."""
    for each in failures:
        click.echo(phrase("cli.failed", lang, name=each.name, reason=each.error), err=True)
    click.echo(phrase("cli.rendered", lang, count=made - len(failures), total=made))
    click.echo(phrase("cli.look", lang, path=outputs / "index.html" if with_index else outputs / "briefings"))
