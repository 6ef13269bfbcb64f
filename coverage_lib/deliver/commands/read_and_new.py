"""The commands for documents from and to offices: read a file, create its folder, write the return form."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from coverage_lib.deliver.commands.options import language, stops_in_one_message
from coverage_lib.deliver.table_store import csv_of, home, write_all
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import indicators_with

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@_FILE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the observations to this CSV file.")
@click.option("--sheet", metavar="NAME", help="Only this sheet, table or page.")
@click.option(
    "--report",
    "ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this CSV file what became of every figure.",
)
@language
@stops_in_one_message
def read(file: Path, out: Path | None, sheet: str | None, ledger: Path | None, lang: str) -> None:
    """Print the observations of one document as CSV, and on the side what was understood of it.

    Exit code 0: read; 1: read, but some columns or cells are not (they are listed); 2: refused.

    \b
    Examples:
      coverage-lib read phu-luc.xlsx --out phu-luc.csv --report phu-luc-cells.csv
      coverage-lib read ke-hoach.docx --sheet "Bảng 2" --lang en
    """  # noqa: D301
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


@click.command()
@click.argument("files", metavar="[plan|denominators|return] FILE...", nargs=-1, required=True)
@click.option("--id", "source_id", metavar="ID", help="Name of the folder, for one file. Default: made from area and year.")
@language
@stops_in_one_message
def new(files: tuple[str, ...], source_id: str | None, lang: str) -> None:
    """Make the folder of each document under data/raw, its record filled in as far as the document says.

    Without a kind, the figures of each document decide. Open questions are listed at the end, document by document.
    Exit code 0: all folders made; 1: some are not (listed); 2: none is.

    \b
    Examples:
      coverage-lib new plan ke-hoach-127.xlsx
      coverage-lib new van-ban/*.xlsx
      coverage-lib new return bieu-464.xlsx --id vinh-linh-2026
    """  # noqa: D301
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


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@language
@stops_in_one_message
def check(folder: Path | None, lang: str) -> None:
    """Say what each document under data/raw still lacks, before anything is built.

    Exit code 0: nothing is missing; 1: something is (listed); 2: there is no document.

    \b
    Examples:
      coverage-lib check
      coverage-lib check data/raw --lang en
    """  # noqa: D301
    from coverage_lib.deliver.offices.folder_check import folder_check

    checked, lacking = folder_check(folder or home() / "data" / "raw", lang)
    for line in lacking:
        click.echo(line)
    click.echo(phrase("check.done", lang, count=checked, lacking=len(lacking)))
    sys.exit(1 if lacking else 0)


@click.command()
@click.option("--area", "area_code", metavar="CODE", required=True, help="The area whose units report, such as 464.")
@click.option("--indicators", metavar="CODES", default="", help="Such as si_voluntary,hi. Default: the four with targets.")
@click.option("--period", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the period. Default: a year end of the area.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: bieu-CODE-PERIOD.xlsx here.")
@language
@stops_in_one_message
def form(area_code: str, indicators: str, period: dt.datetime | None, out: Path | None, lang: str) -> None:
    """Write the return form (.xlsx) that an office fills in and 'read' reads back.

    \b
    Examples:
      coverage-lib form --area 464
      coverage-lib form --area 44@2025 --indicators si_voluntary,hi --period 2026-12-31 --out bieu.xlsx
    """  # noqa: D301
    from coverage_lib.deliver.offices import return_form as forms

    asked = [code.strip() for code in indicators.split(",") if code.strip()] or list(indicators_with("form"))
    day = period.date() if period else forms.period_for(area_code)
    content = forms.form(area_code, asked, day)
    path = out or Path(f"bieu-{area_code.replace('@', '-')}-{day.isoformat()}.xlsx")
    if path.exists():  # it may have been filled in
        raise CoverageError("form.not_written", [Problem(str(path), "", "file.none_yet", "found.one", "remedy.other_out")])
    write_all({path: content})
    click.echo(phrase("form.made", lang, path=path, units=len(forms.units_of(area_code, day))))


@click.command()
@_FILE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the register form (.xlsx) to this file.")
@click.option("--area", "area_code", metavar="CODE", default="", help="The area of the plan, where its text does not say.")
@language
@stops_in_one_message
def extract(file: Path, out: Path | None, area_code: str, lang: str) -> None:
    """Print the targets that the running text of a plan sets, each with its line, for a person to confirm.

    Only target sections are read. What stands there and is not taken is listed on the side, with the reason.
    Exit code 0: done; 1: nothing found, or some figures lack their indicator or year (they are listed); 2: refused.

    \b
    Examples:
      coverage-lib extract ke-hoach.docx
      coverage-lib extract ke-hoach.txt --out muc-tieu.xlsx --area 464
    """  # noqa: D301
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
