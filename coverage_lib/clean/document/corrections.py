"""Signed corrections: what is printed, the value read instead, the reason, and who is responsible.

A record names the value it expects to replace. When the source has changed so that the expectation no longer holds, the correction
is an error, never a silent change of something else.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.sources import Source, sha256
from coverage_lib.raw.records.toml_entries import read_toml, toml_entries

_KEYS = ("id", "sheet", "field", "expect", "replace", "why", "signed", "signed_on")
_FIELDS = ("area_code", "area_label", "indicator", "base", "measure", "period", "basis", "value", "qualifier")


def correct(source: Source, observations: pd.DataFrame) -> pd.DataFrame:
    """Observations of one source with its ``corrections.toml`` applied; column ``correction`` has the id of the record.

    Parameters
    ----------
    observations : DataFrame
        Table ``observations`` of this source only. A record without ``cell`` applies to every figure of its sheet with the field.

    Raises
    ------
    CoverageError
        Listing every record that is incomplete, finds nothing or finds another value than it expects.
    """
    record_file = source.folder / "corrections.toml"
    if not record_file.is_file():
        return observations
    document, unread = read_toml(record_file, source.source_id)
    records, unlisted = toml_entries(document, "correction", source.source_id)
    if unread or unlisted:
        raise CoverageError("correction.unreadable", [*unread, *unlisted])
    corrected = observations.copy()
    problems: list[Problem] = []
    for record in records:
        place = f"corrections.toml, {record.get('id', '?')}"
        lacking = [message("record.key", key=key) for key in _KEYS if not str(record.get(key, ""))]
        wrong = [Problem(source.source_id, place, each, "found.nothing") for each in lacking]
        if record.get("field") not in _FIELDS:
            fields = message("correction.field", known=", ".join(_FIELDS))
            wrong.append(Problem(source.source_id, place, fields, repr(record.get("field"))))
        problems += wrong or _apply(source, record, place, corrected)
    if problems:
        raise CoverageError("correction.unfit", problems)
    return corrected


def corrected_sources(file: Path, raw: Path) -> list[str]:
    """The sources below ``data/raw`` that hold this very file and have signed corrections for it, by ``source_id``."""
    own = sha256(file)
    records = sorted(raw.glob("*/*/corrections.toml"))
    return [each.parent.name for each in records if own in map(sha256, filter(Path.is_file, each.parent.iterdir()))]


def _apply(source: Source, record: dict, place: str, observations: pd.DataFrame) -> list[Problem]:
    field, expected = record["field"], record["expect"]
    chosen = observations["sheet"] == record["sheet"]
    if record.get("cell"):
        chosen &= observations["cell"] == record["cell"]
    stated = chosen & observations[field].astype("str").ne("")
    values = observations.loc[stated, field]
    same = values == (pd.Timestamp(expected) if field == "period" else expected)
    if not len(values) or not same.all():
        found = "correction.no_figure" if not len(values) else ", ".join(sorted({repr(value) for value in values[~same]}))
        signed = message("correction.figure", field=field, value=expected, sheet=record["sheet"])
        return [Problem(source.source_id, place, signed, found, "correction.review")]
    observations.loc[stated, field] = pd.Timestamp(record["replace"]) if field == "period" else record["replace"]
    observations.loc[stated, "correction"] = record["id"]
    return []
