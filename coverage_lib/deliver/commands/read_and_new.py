"""The commands for documents from and to offices: make a project folder, read a file, create its folder, write the return form."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from coverage_lib.deliver.commands.options import language, language_of_documents, stops_in_one_message
from coverage_lib.deliver.commands.spoken_help import SpokenCommand
from coverage_lib.deliver.offices.workspace import init as make_workspace
from coverage_lib.deliver.offices.workspace import office
from coverage_lib.deliver.table_store import csv_of, home, write_all
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import indicators_with

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command(
    cls=SpokenCommand,
    examples=("read phu-luc.xlsx --out phu-luc.csv --report phu-luc-cells.csv", "read ke-hoach.xlsx --sheet PL1 --lang en"),
)
@_FILE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", metavar="NAME")
@click.option("--report", "ledger", type=click.Path(dir_okay=False, path_type=Path))
@language
@stops_in_one_message
def read(file: Path, out: Path | None, sheet: str | None, ledger: Path | None, lang: str) -> None:
    """Print the observations of one document as CSV, and on the side what was understood of it."""
    from coverage_lib.deliver.analysis.file_tables import self_check  # heavy imports only where they are needed
    from coverage_lib.deliver.offices.reading_report import read_document, report

    for option, written in (("--out", out), ("--report", ledger)):
        if written and written.resolve() == file.resolve():
            raise CoverageError("observations.not_written", [Problem(option, str(written), "file.another", "file.document_itself")])
    document = read_document(file, sheet, lang=lang)
    table = csv_of(document.observations)
    if out:
        write_all({out: table.encode()})
    if ledger:
        from coverage_lib.deliver.offices.cell_ledger import cell_ledger

        cells = cell_ledger(document)
        write_all({ledger: csv_of(cells).encode()})
        taken = int(cells["state"].eq("read").sum())
        click.echo(phrase("read.ledger", lang, cells=len(cells), read=taken, left=len(cells) - taken, file=ledger), err=True)
    for line in report(document, lang, self_check(document)):
        click.echo(line, err=True)
    if not out:
        click.echo(table, nl=False)
    sys.exit(0 if document.is_whole else 1)


@click.command(cls=SpokenCommand, examples=("init bhxh-vinh-linh",))
@click.argument("folder", type=click.Path(path_type=Path))
@language
@stops_in_one_message
def init(folder: Path, lang: str) -> None:
    """Make the project folder of an office."""
    made, kept = make_workspace(folder, lang)
    click.echo(phrase("init.made", lang, count=len(made), folder=folder))
    for path in (each for each in kept if each.name != ".gitkeep"):
        click.echo(phrase("init.kept", lang, path=path))
    click.echo(phrase("init.next", lang, folder=folder))


@click.command(
    cls=SpokenCommand, examples=("new plan ke-hoach-127.xlsx", "new van-ban/*.xlsx", "new return bieu-464.xlsx --id vinh-linh-2026")
)
@click.argument("files", metavar="[plan|denominators|return] FILE...", nargs=-1, required=True)
@click.option("--id", "source_id", metavar="ID")
@language
@stops_in_one_message
def new(files: tuple[str, ...], source_id: str | None, lang: str) -> None:
    """Make the folder of each document under data/raw, its record filled in as far as the document says."""
    from coverage_lib.deliver.offices.new_source import KINDS, newcomer

    kind, named = (files[0], files[1:]) if files[0] in KINDS else ("", files)
    if source_id is not None and len(named) > 1:
        raise CoverageError(
            "folder.not_made", [Problem("--id", source_id, "folder.one_file", message("folder.files", count=len(named)))]
        )
    if not named:
        raise CoverageError("folder.not_made", [Problem("FILE", "", "file.any", "found.none")])
    made, refused = [], []
    for name in named:
        try:
            made.append(newcomer(home() / "data" / "raw", kind, Path(name), source_id, lang))
        except CoverageError as failure:
            refused.append(failure)
    if not made:
        raise (
            refused[0]
            if len(refused) == 1
            else CoverageError("folder.none_made", [p for each in refused for p in each.problems or [each.summary]])
        )
    for fault in refused:
        click.echo(fault.in_language(lang), err=True)
    for each in made:
        click.echo(phrase("new.made", lang, folder=each.folder, kind=phrase(f"new.kind.{each.kind}", lang)))
        for key in each.open:
            click.echo("  " + phrase("new.fill", lang, key=key, what=phrase(f"new.key.{key}", lang)))
        for problem in each.problems:
            click.echo("  " + phrase("new.problem", lang, problem=problem))
        click.echo("  " + phrase("new.check", lang, count=each.read))
    sys.exit(1 if refused else 0)


@click.command(cls=SpokenCommand, examples=("check", "check data/raw --lang en"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@language
@stops_in_one_message
def check(folder: Path | None, lang: str) -> None:
    """Say what each document under data/raw still lacks, before anything is built."""
    from coverage_lib.deliver.offices.folder_check import folder_check

    checked, lacking = folder_check(folder or home() / "data" / "raw", lang)
    for line in lacking:
        click.echo(line)
    click.echo(phrase("check.done", lang, count=checked, lacking=len(lacking)))
    sys.exit(1 if lacking else 0)


@click.command(
    cls=SpokenCommand,
    examples=("form --area 464", "form --area 44@2025 --indicators si_voluntary,hi --period 2026-12-31 --out bieu.xlsx"),
)
@click.option("--area", "area_code", metavar="CODE", default=lambda: office().get("area"), required=True)
@click.option("--indicators", metavar="CODES", default="")
@click.option("--period", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@language_of_documents
@stops_in_one_message
def form(area_code: str, indicators: str, period: dt.datetime | None, out: Path | None, lang: str) -> None:
    """Write the return form (.xlsx) that an office fills in and 'read' reads back."""
    from coverage_lib.deliver.offices import return_form as forms

    asked = [code.strip() for code in indicators.split(",") if code.strip()] or list(indicators_with("form"))
    day = period.date() if period else forms.period_for(area_code)
    content = forms.form(area_code, asked, day)
    path = out or Path(f"bieu-{area_code.replace('@', '-')}-{day.isoformat()}.xlsx")
    if path.exists():  # it may have been filled in
        raise CoverageError("form.not_written", [Problem(str(path), "", "file.none_yet", "found.one", "remedy.other_out")])
    write_all({path: content})
    click.echo(phrase("form.made", lang, path=path, units=len(forms.units_of(area_code, day))))


@click.command(cls=SpokenCommand, examples=("extract ke-hoach.docx", "extract ke-hoach.txt --out muc-tieu.xlsx --area 464"))
@_FILE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--area", "area_code", metavar="CODE", default="")
@language
@stops_in_one_message
def extract(file: Path, out: Path | None, area_code: str, lang: str) -> None:
    """Print the targets that the running text of a plan sets, each with its line, for a person to confirm."""
    from coverage_lib.deliver.offices.extracted_targets import extract as extract_targets
    from coverage_lib.deliver.offices.extracted_targets import register_form, report, table_of

    if out and (out.resolve() == file.resolve() or out.exists()):
        raise CoverageError("register.not_written", [Problem("--out", str(out), "file.new", "file.already_there")])
    if out and out.suffix.lower() != ".xlsx":
        raise CoverageError("register.not_written", [Problem("--out", str(out), "file.xlsx_name", repr(out.suffix))])
    found = extract_targets(file, area_code)
    for line in report(found, lang):
        click.echo(line, err=True)
    if len(found.figures):
        for line in table_of(found, lang):
            click.echo(line)
        if out:
            write_all({out: register_form(found)})
            click.echo(phrase("extract.written", lang, count=len(found.figures), path=out), err=True)
    sys.exit(0 if found.complete else 1)
