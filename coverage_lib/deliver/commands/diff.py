"""The command ``diff``: compare two folders of processed tables, as a summary and, in full, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
import pandas as pd

from coverage_lib.deliver.commands.options import language, stops_in_one_message
from coverage_lib.deliver.commands.spoken_help import SpokenCommand
from coverage_lib.deliver.table_store import csv_of, write_all
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.comparison.revisions import Revisions, revisions
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column, column_label, table, table_names
from coverage_lib.vocabulary.terms import label

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_UNITS = {"persons": "persons", "per cent": "pct", "percentage points": "pp", "percentage points a year": "pace"}


@click.command(
    cls=SpokenCommand,
    examples=("diff before/data/processed data/processed", "diff before/data/processed data/processed --out changes.csv --lang en"),
)
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True)
@language
@stops_in_one_message
def diff(old: Path, new: Path, out: Path | None, limit: int, lang: str) -> None:
    """Compare two folders of processed tables (CSV or Parquet): rows, numbers, verdicts and findings that changed."""
    found = revisions(open_vintage(old), open_vintage(new))
    for line in told(found, limit, lang):
        click.echo(line)
    if out:
        content = csv_of(found.changes)
        write_all({out: content.encode()})
        click.echo(phrase("diff.written", lang, count=len(found.changes), path=out))


def open_vintage(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables in a folder, as Parquet or else CSV; tables and columns of an older schema may be missing.

    Raises
    ------
    CoverageError
        If the folder holds none, naming the files looked for; or if a file cannot be read.
    """
    tables, problems = {}, []
    for name in table_names():
        for file, reader in ((folder / f"{name}.parquet", pd.read_parquet), (folder / f"{name}.csv", _read_csv)):
            if file.is_file():
                try:
                    tables[name] = _as_text(reader(file))
                except (ValueError, OSError) as cause:
                    problems.append(Problem(str(folder), file.name, "table.any", str(cause).splitlines()[0], "remedy.build_again"))
                break
    if problems:
        raise CoverageError("vintage.unreadable", problems)
    if not tables:
        expected = message("vintage.tables", name=table_names()[0])
        raise CoverageError("vintage.none", [Problem(str(folder), "", expected, "found.none", "vintage.build")])
    return tables


def told(found: Revisions, limit: int, lang: str = "vi") -> Iterator[str]:
    """The changes, line by line: tables, verdicts, findings."""
    if found.same:
        yield phrase("diff.same", lang, tables=len(found.summary))
    for what in found.notes:
        yield phrase("diff.lacking", lang, what=what)
    for row in found.summary[found.summary[["added", "removed", "changed"]].sum(axis=1) > 0].itertuples():
        counts = {"added": row.added, "removed": row.removed, "changed": row.changed}
        yield phrase("diff.table", lang, table=row.table, old=row.rows_old, new=row.rows_new, **counts)
        changes = found.changes[found.changes["table"] == row.table]
        yield from (f"  {_difference(each, lang)}" for each in islice(changes.itertuples(), limit))
        if len(changes) > limit:
            yield f"  {phrase('diff.more', lang, count=len(changes) - limit)}"
    if len(found.flipped):
        yield phrase("diff.flipped", lang, count=len(found.flipped))
        yield from (f"  {_flip(each, lang)}" for each in found.flipped.itertuples())
    for key, rows in (("came", found.findings_came), ("went", found.findings_went)):
        if len(rows):
            yield phrase(f"diff.{key}", lang, count=len(rows))
            for each in rows.itertuples():
                message = each.message if lang == "vi" else each.message_en
                yield "  " + phrase("diff.finding", lang, severity=label("severity", each.severity, lang), message=message)


def _difference(row, lang: str) -> str:
    if row.change != "changed":
        return phrase(f"diff.{row.change}", lang, key=row.key)
    old, new = (_shown(text, row.column, lang) for text in (row.old, row.new))
    difference = ""
    if pd.notna(row.difference):
        size = formats.count(row.difference, lang, signed=True)
        if column(row.column)["dtype"] == "number":
            size = formats.decimal(row.difference, lang, places=_places(row.difference), signed=True)
        unit = phrase(f"diff.unit.{_UNITS[row.unit]}", lang) if row.unit in _UNITS else row.unit
        difference = phrase("diff.difference", lang, difference=size, unit=unit)
    return phrase("diff.cell", lang, key=row.key, column=column_label(row.column, lang), old=old, new=new, difference=difference)


def _shown(text: str, name: str, lang: str) -> str:
    if not text:
        return phrase("diff.empty", lang)
    kind = column(name)["dtype"]
    if kind == "count":
        return formats.count(float(text), lang)
    return formats.decimal(float(text), lang, places=_places(float(text))) if kind == "number" else text


def _places(value: float) -> int:
    """Decimals that show a number with about two significant digits, so that a small change is not printed as zero.

    >>> _places(12.345), _places(0.004)
    (2, 4)
    """
    return next((places for places in range(2, 10) if abs(value) >= 10 ** (1 - places)), 10) if value else 2


def _flip(row, lang: str) -> str:
    return phrase(
        "diff.flip",
        lang,
        area=area_name(row.area_code, lang),
        indicator=label("indicator", row.indicator, lang, short=True),
        year=row.target_year,
        source=row.source_id,
        method=column_label(row.method, lang),
        old=label("verdict", row.old, lang),
        new=label("verdict", row.new, lang),
    )


def _read_csv(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with uniform flags and missing values, whichever file format it was read from."""
    known = {each: column(each)["dtype"] for name in table_names() for each in table(name)["columns"]}
    kinds = {each: known.get(each, "text") for each in frame}
    for each, kind in kinds.items():
        if kind == "flag":
            frame[each] = frame[each].astype(str).str.lower().eq("true")
        elif kind != "text":
            frame[each] = frame[each].replace("", None) if frame[each].dtype in (object, "str") else frame[each]
    return frame
