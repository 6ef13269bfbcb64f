"""The commands ``units`` and ``recast``: units on a date, and tables converted across 1 July 2025."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click
import pandas as pd

from coverage_lib.clean.units.units_by_name import units_named
from coverage_lib.deliver.commands.options import language, stops_in_one_message
from coverage_lib.deliver.commands.spoken_help import SpokenCommand
from coverage_lib.deliver.table_store import csv_of, home, open_tables, write_all
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import FIRST_DAY, LAST_DAY, NATION, REFORM, ancestors, area_name, areas, areas_on
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label, known_columns, table_names
from coverage_lib.vocabulary.terms import terms

_DAY = click.DateTime(["%Y-%m-%d"])
_OUT = click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
_LISTED = 20


@click.command(
    cls=SpokenCommand,
    examples=(
        "units",
        "units --on 2025-06-30 --under 464",
        "units --on 2026-01-01 --under 44@2025 --out quang-tri.csv",
        'units --find "dien chau"',
    ),
)
@click.option("--on", "day", type=_DAY)
@click.option("--under", metavar="CODE")
@click.option("--find", "name", metavar="NAME")
@_OUT
@language
@stops_in_one_message
def units(day: dt.datetime | None, under: str | None, name: str | None, out: Path | None, lang: str) -> None:
    """List the units that get a briefing; with --on or --under the official units, with what became of each."""
    if name is not None:
        _found(units_named(name, under or NATION, lang), name, out, lang)
        return
    if day is None and under is None:
        if out:
            raise CoverageError("units.nothing_to_write", [Problem("--out", str(out), "units.on_or_under", "found.neither")])
        _briefings(lang)
        return
    table = official_units(day.date() if day else None, under or NATION, lang)
    if out:
        write_all({out: csv_of(table).encode()})
        click.echo(phrase("recast.written", lang, path=out))
    else:
        for row in table.itertuples():
            indent = "  " * terms("level")[row.level]["rank"]
            note = f"  ({row.successor_note})" if row.successor_note else ""
            click.echo(f"{indent}{row.area_code:<12} {row.name_vi}{note}")
    click.echo(
        phrase("cli.units.count", lang, count=len(table), day=formats.date(pd.Timestamp(table.attrs["day"]), lang)), err=True
    )


def official_units(day: dt.date | None, under: str = NATION, lang: str = "vi") -> pd.DataFrame:
    """The official units on a date at and below a unit, each listed below its parent.

    Parameters
    ----------
    day : date, optional
        Default: a day on which `under` is valid, the last one of the older list if both are.
    under : str
        Area code.
    lang : {"vi", "en"}

    Returns
    -------
    DataFrame
        ``area_code``, ``official_code``, ``level``, ``name_vi``, ``parent_code``, ``valid_from``, ``valid_to`` (empty where the
        list has no such day), ``successor_note``.

    Raises
    ------
    CoverageError
        If no unit has the code, or it is not valid on the day.
    """
    from coverage_lib.present.words.reform_sentences import successor_note

    rows = areas()[areas()["area_code"] == under]
    if rows.empty:
        raise CoverageError("unit.unknown", [Problem("--under", under, "unit.code", "unit.none", "unit.listed_under")])
    chosen = day or (rows["valid_to"].iloc[0].date() if rows["valid_to"].iloc[0] < LAST_DAY else None) or REFORM
    if under == NATION and day is None:
        chosen = REFORM - dt.timedelta(days=1)
    valid = areas_on(chosen)
    if under not in valid.index:
        found = message("unit.not_of_day", unit=area_name(under))
        raise CoverageError("unit.unknown", [Problem("--under", under, message("unit.of_day", day=chosen.isoformat()), found)])
    parents = valid["parent_code"].to_dict()
    chains = {code: _chain(code, parents) for code in valid.index}
    below = [code for code in sorted(chains, key=chains.__getitem__) if under in chains[code]]
    table = valid.loc[below, ["area_code", "official_code", "level", "name_vi", "parent_code", "valid_from", "valid_to"]]
    spells = areas()[areas()["area_code"].isin(below)].groupby("area_code")  # an unchanged unit has a row on either side
    table["valid_from"], table["valid_to"] = spells["valid_from"].min()[below], spells["valid_to"].max()[below]
    table["valid_from"] = table["valid_from"].dt.strftime("%Y-%m-%d").where(table["valid_from"] > FIRST_DAY, "")
    table["valid_to"] = table["valid_to"].dt.strftime("%Y-%m-%d").where(table["valid_to"] < LAST_DAY, "")
    notes = [successor_note(code, lang) for code in below]
    table = table.reset_index(drop=True).assign(successor_note=notes)
    table.attrs["day"] = chosen.isoformat()
    return table


def _found(table: pd.DataFrame, name: str, out: Path | None, lang: str) -> None:
    if table.empty:
        raise CoverageError("unit.unknown", [Problem("--find", name, "unit.name", "unit.none")])
    if out:
        write_all({out: csv_of(table).encode()})
        click.echo(phrase("recast.written", lang, path=out))
        return
    for row in table.itertuples():
        above = ", ".join(
            area_name(code, lang) for code in (row.parent_code, *ancestors(row.parent_code)) if code not in ("", NATION)
        )
        days = [formats.date(pd.Timestamp(day), lang) if day else "…" for day in (row.valid_from, row.valid_to)]
        note = f"; {row.successor_note}" if row.successor_note else ""
        click.echo(f"{row.area_code:<12} {row.name_vi}{f' ({above})' if above else ''}: {days[0]} – {days[1]}{note}")


@click.command(
    cls=SpokenCommand,
    examples=(
        "recast enrolment --to 2025-07-01 --out enrolment-2025.csv",
        "recast so-lieu.csv --to comparable --codes-on 2024-12-31",
    ),
)
@click.argument("table")
@click.option("--to", "to", metavar="DATE", required=True)
@click.option("--codes-on", type=_DAY)
@click.option("--values", metavar="COLUMNS", default="")
@click.option("--weights", type=click.Path(path_type=Path))
@_OUT
@language
@stops_in_one_message
def recast(
    table: str, to: str, codes_on: dt.datetime | None, values: str, weights: Path | None, out: Path | None, lang: str
) -> None:
    """Bring a table of counts to the units of another day; what cannot be brought over exactly is listed."""
    from coverage_lib.model.reform.recast import recast as recast_table
    from coverage_lib.model.reform.split_rows import POPULATION

    given = read_table(table, codes_on is not None)
    asked = [each.strip() for each in values.split(",") if each.strip()]
    done = recast_table(
        given,
        destination(to),
        codes_on=codes_on.date() if codes_on else None,
        values=asked or None,
        apportion=POPULATION if weights else None,
        weights=_texts_of(weights) if weights else None,
    )
    for line in report(done, lang):
        click.echo(line, err=True)
    if out:
        rest = out.with_name(f"{out.stem}-remainder.csv")
        write_all({out: csv_of(done.table).encode(), rest: csv_of(done.remainder).encode()})
        click.echo(phrase("recast.written", lang, path=f"{out}, {rest}"), err=True)
    else:
        click.echo(csv_of(done.table), nl=False)
    sys.exit(0 if done.exact else 1)


def destination(text: str) -> dt.date | str:
    """A date, or the text itself.

    >>> destination("2025-07-01"), destination("comparable")
    (datetime.date(2025, 7, 1), 'comparable')
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def read_table(name: str, dated: bool = False) -> pd.DataFrame:
    """A processed table without its rates, or a file as texts with its known columns in their types.

    Parameters
    ----------
    name : str
    dated : bool
        Whether the day of the codes is given.

    Raises
    ------
    CoverageError
        If there is no such table or file, or its codes could belong to either side of 1 July 2025 and no day is given.
    """
    from coverage_lib.model.reform.column_roles import typed

    path = Path(name)
    if name in table_names():
        return open_tables()[name]
    if not path.is_file():
        expected = message("table.file_or_name", known=", ".join(table_names()))
        raise CoverageError("table.unknown", [Problem("", name, expected, "file.none")])
    rows = _texts_of(path)
    numbers = {each for each in rows.columns if each not in {*known_columns(), "official_code"} and _numeric(rows[each])}
    try:
        rows = typed(rows.assign(**{each: pd.to_numeric(rows[each]).convert_dtypes() for each in numbers}))
    except (ValueError, TypeError) as cause:
        raise CoverageError("table.unreadable", [Problem(path.name, "", "table.typed", str(cause))]) from cause
    if "area_code" in rows.columns and not dated and not rows["area_code"].str.contains("@").any():
        reused = areas().loc[areas()["area_code"].str.endswith("@2025"), "official_code"]
        both = sorted(set(rows["area_code"]) & set(reused))
        if both:
            found = message("codes.two_units", example=both[0], count=len(both))
            problem = Problem(path.name, "area_code", "codes.one_side", found, "codes.give_codes_on")
            raise CoverageError("codes.unclear", [problem])
    return rows


def report(done, lang: str = "vi") -> list[str]:
    """What was given, what was converted and how, what was not and why, and the units without a figure."""
    lines = [
        phrase(
            "recast.into",
            lang,
            values=column_label(name, lang) if name in known_columns() else name,
            **{each: formats.count(value, lang) for each, value in done.totals.loc[name].items()},
        )
        for name in done.values
    ]
    for key, kind, rows in (("rows", "how", done.table), ("left", "why", done.remainder)):
        for code, count in rows["recast"].value_counts().sort_index().items():
            text = phrase(f"recast.{kind}.{code}", lang)
            lines.append("  " + phrase(f"recast.{key}", lang, count=formats.count(count, lang), **{kind: text}))
    for row in done.missing.head(_LISTED).itertuples():
        name = area_name(row.area_code, lang)
        why = phrase(f"recast.why.{row.recast}", lang)
        lines.append(
            "    " + phrase("recast.missing", lang, unit=name, code=row.area_code, why=why, sources=row.sources, split=row.split)
        )
    if len(done.missing) > _LISTED:
        lines.append("    " + phrase("recast.more", lang, count=len(done.missing) - _LISTED))
    return lines


def _briefings(lang: str) -> None:
    from coverage_lib.deliver.render.briefed_units import briefing_units

    for row in briefing_units(open_tables(), home() / "data" / "raw").itertuples():
        indent = "  " * terms("level")[row.level]["rank"]
        without = "" if row.has_figures else f"  ({phrase('cli.no_figures', lang)})"
        click.echo(f"{indent}{row.area_code:<12} {area_name(row.area_code, lang)}{without}")


def _chain(code: str, parents: dict[str, str]) -> tuple[str, ...]:
    chain = [code]
    while parents.get(chain[-1]):
        chain.append(parents[chain[-1]])
    return tuple(reversed(chain))


def _texts_of(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise CoverageError("table.unknown", [Problem("", str(path), "file.any", "file.none")])
    try:
        if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
            return _columns_once(pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine"), path)
        return _columns_once(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"), path)
    except (OSError, CoverageError):
        raise
    except Exception as cause:  # the readers of spreadsheets have errors of their own
        found = " ".join(str(cause).split())
        raise CoverageError("table.unreadable", [Problem(path.name, "", "table.csv_or_excel", found)]) from cause


def _columns_once(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The table, unless a column occurs twice: readers would rename the second one name.1, and nobody would notice."""
    names = list(rows.columns)
    twice = [name for name in names if isinstance(name, str) and name.endswith(".1") and name.removesuffix(".1") in names]
    if twice:
        problems = [Problem(path.name, name.removesuffix(".1"), "table.column_once", "table.column_several") for name in twice]
        raise CoverageError("table.unreadable", problems)
    return rows


def _numeric(column: pd.Series) -> bool:
    filled = column[column.ne("")]
    return bool(len(filled)) and bool(pd.to_numeric(filled, errors="coerce").notna().all())
