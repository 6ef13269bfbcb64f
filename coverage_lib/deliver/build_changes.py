"""What a build changed, as a person asks it: which figure of which unit, by how much, and what the audit says of it now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coverage_lib.deliver.table_store import Tables
from coverage_lib.model.comparison.revisions import revisions
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import table
from coverage_lib.vocabulary.terms import label

_COMPARED = ("observations", "gap", "findings")
_LISTED = 20  # of a kind; the command diff lists all


def last_build(folder: Path) -> dict[str, pd.DataFrame]:
    """The compared tables of the build before, as far as they are on disk and readable."""
    found = {}
    for name in _COMPARED:
        try:
            found[name] = pd.read_parquet(folder / f"{name}.parquet")
        except (OSError, ValueError):
            continue
    return found


def build_changes(old: Tables, new: Tables, lang: str = "vi") -> Iterator[str]:
    """The differences between two builds, line by line.

    Parameters
    ----------
    old, new : mapping
        Tables ``observations``, ``gap`` and ``findings``; nothing is said where the older build lacks one.
    lang : {"vi", "en"}

    Yields
    ------
    str
        Changed figures with the unit, the indicator, the period, both values and the cell; documents whose figures came or went;
        verdicts that changed; findings that came or went, notes left out.
    """
    if set(old) != set(_COMPARED):
        return
    found = revisions(old, {name: new[name] for name in _COMPARED})
    yield from _some(_figures(old["observations"], new["observations"], lang), lang)
    yield from _documents(old["observations"], new["observations"], lang)
    yield from _some((_verdict(row, lang) for row in found.flipped.itertuples()), lang)
    for key, rows in (("came", found.findings_came), ("went", found.findings_went)):
        gone = set(old["observations"]["source_id"]) ^ set(new["observations"]["source_id"])  # all theirs came or went
        told = rows[rows["severity"].ne("note") & ~rows["source_id"].isin(gone)]
        yield from _some((_finding(key, row, lang) for row in told.itertuples()), lang)


def _some(lines: Iterator[str], lang: str) -> Iterator[str]:
    listed = list(dict.fromkeys(lines))  # five methods often give one verdict
    yield from listed[:_LISTED]
    if len(listed) > _LISTED:
        yield phrase("build.more", lang, count=len(listed) - _LISTED)


def _figures(old: pd.DataFrame, new: pd.DataFrame, lang: str) -> Iterator[str]:
    """The cells that hold another number now."""
    key = table("observations")["key"]
    both = old[[*key, "value"]].merge(new, on=key, suffixes=("_old", ""))
    for row in both[both["value"].ne(both["value_old"]) & (both["value"].notna() | both["value_old"].notna())].itertuples():
        yield phrase(
            "build.figure",
            lang,
            unit=f"{row.area_code} {area_name(row.area_code, lang) if row.area_code else row.area_label}".strip(),
            what=", ".join(_what(row, lang)),
            old=_number(row.value_old, row.measure, lang),
            new=_number(row.value, row.measure, lang),
            change=_number(row.value - row.value_old, row.measure, lang, signed=True),
            cell=f"{row.source_id} {row.sheet}!{row.cell}",
        )


def _what(row, lang: str) -> Iterator[str]:
    if row.indicator:
        yield label("indicator", row.indicator, lang, short=True)
    if row.measure != "participants":
        yield label("measure", row.measure, lang, short=True)
    if pd.notna(row.period):
        yield formats.period(row.period, lang)


def _number(value: float, measure: str, lang: str, signed: bool = False) -> str:
    if pd.isna(value):
        return phrase("diff.empty", lang)
    whole = measure != "rate_pct" and float(value).is_integer()
    return formats.count(value, lang, signed=signed) if whole else formats.decimal(value, lang, places=2, signed=signed)


def _documents(old: pd.DataFrame, new: pd.DataFrame, lang: str) -> Iterator[str]:
    """Documents of which cells came or went."""
    key = table("observations")["key"]
    cells = old[key].merge(new[key], on=key, how="outer", indicator="side")
    for side, name in (("right_only", "came"), ("left_only", "went")):
        for source, count in cells[cells["side"] == side].groupby("source_id").size().items():
            yield phrase(f"build.figures_{name}", lang, source=source, count=count)


def _verdict(row, lang: str) -> str:
    return phrase(
        "build.verdict",
        lang,
        unit=f"{row.area_code} {area_name(row.area_code, lang)}",
        indicator=label("indicator", row.indicator, lang, short=True),
        year=row.target_year,
        old=label("verdict", row.old, lang) if row.old else phrase("diff.empty", lang),
        new=label("verdict", row.new, lang) if row.new else phrase("diff.empty", lang),
    )


def _finding(key: str, row, lang: str) -> str:
    place = f"{row.source_id} {row.sheet}!{row.cell}" if row.cell else row.source_id
    message = row.message if lang == "vi" else row.message_en
    return phrase(f"build.finding_{key}", lang, severity=label("severity", row.severity, lang), place=place, message=message)
