"""The tables of ``data/processed`` on disk: CSV and Parquet, ``datapackage.json`` and the committed ``ledger.csv``."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary.table_schemas import column, conform, table, table_names

Tables = Mapping[str, pd.DataFrame]
"""All tables of ``data/processed`` by name."""

_LEDGER = ["table", "column", "rows", "present", "sum", "sha256"]
_FRICTIONLESS = {"text": "string", "count": "integer", "number": "number", "flag": "boolean", "day": "date", "year": "integer"}


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files completely or not at all: they replace the old ones only when every one is complete."""
    parts = {path: path.with_name(path.name + ".part") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path].write_bytes(content)
        for path, part in parts.items():
            os.replace(part, path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def write_tables(tables: Tables, folder: Path) -> list[str]:
    """Write every table; return a line for each one whose content differs from the committed ledger.

    Everything is made in part files first; a failure leaves the last good tables.
    """
    contents = {f"{name}.csv": csv_of(tables[name]).encode() for name in table_names()}
    ledger = _ledger(tables, contents)
    contents["datapackage.json"] = json.dumps(_datapackage(contents), ensure_ascii=False, indent=1).encode() + b"\n"
    contents["ledger.csv"] = csv_of(ledger).encode()
    changed = _changes(folder / "ledger.csv", ledger)
    contents |= {f"{name}.parquet": _parquet(tables[name]) for name in table_names()}
    write_all({folder / name: content for name, content in contents.items()})
    return changed


def open_tables(folder: Path | None = None) -> dict[str, pd.DataFrame]:
    """Load the tables, by default from the project of the working directory.

    Raises
    ------
    CoverageError
        If a table is missing or not as its schema says.

    Examples
    --------
    >>> open_tables()["sources"].loc[lambda rows: rows["source_id"] == "vinh-linh-2023", "number"].tolist()
    ['127/KH-UBND']
    """
    folder = folder or home() / "data" / "processed"
    missing = [
        Problem(f"{name}.parquet", "", message("tables.in_folder", folder=folder.name), "file.none", "remedy.build")
        for name in table_names()
        if not (folder / f"{name}.parquet").is_file()
    ]
    if missing:
        raise CoverageError("tables.none", missing)
    try:
        return {name: conform(pd.read_parquet(folder / f"{name}.parquet"), name) for name in table_names()}
    except (KeyError, ValueError, OSError) as cause:
        raise CoverageError("tables.unreadable", [message("tables.build_again", cause=cause)]) from cause


def home() -> Path:
    """The project folder: the nearest one at or above the working directory that holds ``data/raw`` or ``data/processed``."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir() or (folder / "data" / "processed").is_dir():
            return folder
    raise CoverageError("project.none", [Problem(str(here), "", "project.folder", "found.none", "project.change_folder")])


def csv_of(frame: pd.DataFrame) -> str:
    """A table as CSV, the same bytes on every machine."""
    # twelve digits: more than any document prints, fewer than machines differ in
    return frame.to_csv(index=False, float_format="%.12g", date_format="%Y-%m-%d", lineterminator="\n")


def _parquet(frame: pd.DataFrame) -> bytes:
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    for position, field in enumerate(arrow.schema):
        if pa.types.is_timestamp(field.type):
            arrow = arrow.set_column(position, field.name, arrow.column(position).cast(pa.date32()))
    buffer = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata(None), buffer)
    return buffer.getvalue()


def _ledger(tables: Tables, contents: Mapping[str, bytes]) -> pd.DataFrame:
    """Rows, hash and sums of every table, so that a reviewer sees every changed number."""
    rows = []
    for name in table_names():
        frame = tables[name]
        digest = hashlib.sha256(contents[f"{name}.csv"]).hexdigest()[:16]
        rows.append({"table": name, "column": "", "rows": len(frame), "present": len(frame), "sum": "", "sha256": digest})
        for each in table(name)["columns"]:
            if column(each)["dtype"] in ("count", "number"):
                values = frame[each].dropna().astype("float64")
                rows.append(
                    {
                        "table": name,
                        "column": each,
                        "rows": len(frame),
                        "present": len(values),
                        "sum": f"{values.sum():.10g}",
                        "sha256": "",
                    }
                )
    return pd.DataFrame(rows, columns=_LEDGER)


def _changes(path: Path, ledger: pd.DataFrame) -> list[str]:
    if not path.is_file():
        return []
    before = _committed(path)
    after = ledger.astype(str).set_index(["table", "column"])
    lines = []
    for key in after.index:
        if key not in before.index or not before.loc[key].equals(after.loc[key]):
            old = "new" if key not in before.index else f"{before.at[key, 'rows']} rows, sum {before.at[key, 'sum'] or '–'}"
            lines.append(
                f"{'.'.join(part for part in key if part)}: {old} → {after.at[key, 'rows']} rows, sum {after.at[key, 'sum'] or '–'}"
            )
    return lines


def _committed(path: Path) -> pd.DataFrame:
    """The ledger on disk; refused if truncated, left with merge conflict markers or edited by hand."""
    remedy = "ledger.restore"
    expected = message("ledger.rows", columns=", ".join(_LEDGER))
    try:
        before = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        fault = "" if list(before.columns) == _LEDGER else message("ledger.columns", columns=", ".join(map(str, before.columns)))
    except (ValueError, pd.errors.ParserError) as cause:
        before, fault = pd.DataFrame(columns=_LEDGER), str(cause)
    twice = before[before.duplicated(["table", "column"])] if not fault else before.head(0)
    if len(twice):
        fault = message("found.twice", what=".".join(part for part in twice[["table", "column"]].iloc[0] if part))
    if fault:
        raise CoverageError("ledger.unreadable", [Problem(path.name, "", expected, fault, remedy)])
    return before.set_index(["table", "column"])


def _datapackage(contents: Mapping[str, bytes]) -> dict:
    """A Frictionless Data Package describing the CSV files."""
    return {
        "name": "coverage-processed",
        "profile": "tabular-data-package",
        "title": "Coverage of social, unemployment and health insurance",
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "title": table(name)["about"],
                "encoding": "utf-8",
                "bytes": len(contents[f"{name}.csv"]),
                "hash": "sha256:" + hashlib.sha256(contents[f"{name}.csv"]).hexdigest(),
                "schema": {
                    "fields": [
                        {
                            "name": each,
                            "type": _FRICTIONLESS[column(each)["dtype"]],
                            "title": column(each)["en"],
                            "description": column(each)["about"],
                        }
                        for each in table(name)["columns"]
                    ],
                    "primaryKey": table(name)["key"],
                    "missingValues": [""],
                },
            }
            for name in table_names()
        ],
    }
