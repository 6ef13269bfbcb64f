"""Comparison of two vintages of the processed tables: rows, numbers, verdicts and findings added, removed or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.table_schemas import column, conform, table, table_names

Tables = Mapping[str, pd.DataFrame]
SUMMARY = ("table", "rows_old", "rows_new", "added", "removed", "changed")
CHANGES = ("table", "change", "key", "column", "unit", "old", "new", "difference")
_NUMBERS = ("count", "number", "year")
_CLOSE = 1e-10  # CSV keeps twelve digits of a number, so a CSV and a Parquet of one build are the same


@dataclass(frozen=True)
class Revisions:
    """The differences between two vintages.

    Attributes
    ----------
    summary : DataFrame
        One row a table (`SUMMARY`): rows before and after, rows added, removed, and present in both with another content.
    changes : DataFrame
        One row a difference (`CHANGES`): ``change`` is added, removed or changed; ``key`` the key of the row as text; for changed
        cells ``column``, its ``unit``, ``old`` and ``new`` as text, and for numbers ``difference`` = new − old in that unit.
    flipped : DataFrame
        Verdicts of table ``gap`` that changed: key columns, ``method``, ``old``, ``new``.
    findings_came, findings_went : DataFrame
        Rows of ``findings`` that only the new or only the old vintage has.
    notes : list of str
        Tables and columns that only one vintage has, which are not compared.
    """

    summary: pd.DataFrame
    changes: pd.DataFrame
    flipped: pd.DataFrame
    findings_came: pd.DataFrame
    findings_went: pd.DataFrame
    notes: list[str]

    @property
    def same(self) -> bool:
        """Whether the two vintages are identical."""
        return self.changes.empty and not self.notes


def revisions(old: Tables, new: Tables) -> Revisions:
    """Compare two vintages table by table, by key.

    Parameters
    ----------
    old, new : mapping
        Tables by name; text columns as text, numbers as numbers or as text.

    Raises
    ------
    CoverageError
        If two rows of a table have the same key, or the vintages share no table.

    Examples
    --------
    >>> from coverage_lib.vocabulary.table_schemas import empty
    >>> before = empty("enrolment")
    >>> revisions({"enrolment": before}, {"enrolment": before}).same
    True
    """
    shared = [name for name in table_names() if name in old and name in new]
    if not shared:
        raise CoverageError("vintage.nothing_shared", [Problem("tables", "", "vintage.shared_table", "found.none")])
    notes = [f"{name}: only {'old' if name in old else 'new'}" for name in table_names() if (name in old) != (name in new)]
    summary, changes = [], []
    for name in shared:
        before, after, lacking = _alike(old[name], new[name], name)
        notes += lacking
        found, row = _compared(before, after, name)
        changes.append(found)
        summary.append(row)
    table_of_changes = pd.concat(changes, ignore_index=True).astype({"difference": "float64"})
    came, went = (_findings(tables, table_of_changes, change) for tables, change in ((new, "added"), (old, "removed")))
    return Revisions(pd.DataFrame(summary, columns=list(SUMMARY)), table_of_changes, _flipped(table_of_changes), came, went, notes)


def _alike(old: pd.DataFrame, new: pd.DataFrame, name: str) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Both tables restricted to their common columns and typed; and a line for every column that only one has."""
    columns = table(name)["columns"]
    both = [each for each in columns if each in old and each in new]
    lacking = [f"{name}.{each}: only {'old' if each in old else 'new'}" for each in columns if (each in old) != (each in new)]
    missing = [each for each in table(name)["key"] if each not in both]
    if missing:
        problems = [Problem(name, each, "vintage.key_column", "found.none", "vintage.one_schema") for each in missing]
        raise CoverageError("vintage.key_missing", problems)
    typed = []
    for frame, side in ((old, "old"), (new, "new")):
        full = _typed(frame, name)[both]
        twice = full[full.duplicated(table(name)["key"])]
        if len(twice):
            key = _key_text(twice.head(1), name).iloc[0]
            problem = Problem(f"{side} {name}", key, "vintage.one_row_a_key", "found.several", "remedy.build_again")
            raise CoverageError("vintage.key_twice", [problem])
        typed.append(full)
    return typed[0], typed[1], lacking


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A vintage in the types of the schema; columns that it lacks are empty."""
    columns = table(name)["columns"]
    absent = {each: False if column(each)["dtype"] == "flag" else None for each in columns if each not in frame}
    return conform(frame.assign(**absent), name)


def _compared(old: pd.DataFrame, new: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple]:
    key = table(name)["key"]
    both = old.merge(new, on=key, how="outer", suffixes=("_old", "_new"), indicator=True)
    keys = _key_text(both, name)
    parts = [
        pd.DataFrame({"change": change, "key": keys[both["_merge"] == side], "column": "", "unit": "", "old": "", "new": ""})
        for change, side in (("added", "right_only"), ("removed", "left_only"))
    ]
    paired = both["_merge"] == "both"
    touched = pd.Series(False, index=both.index)
    for each in (each for each in old.columns if each not in key):
        before, after = both[f"{each}_old"], both[f"{each}_new"]
        differs = paired & ~_equal(before, after, column(each)["dtype"])
        touched |= differs
        if differs.any():
            parts.append(_cells(each, keys[differs], before[differs], after[differs]))
    found = pd.concat(parts, ignore_index=True).assign(table=name).reindex(columns=list(CHANGES))
    added, removed = (int((both["_merge"] == side).sum()) for side in ("right_only", "left_only"))
    return found, (name, len(old), len(new), added, removed, int(touched.sum()))


def _equal(before: pd.Series, after: pd.Series, dtype: str) -> pd.Series:
    absent = before.isna() & after.isna()
    if dtype not in _NUMBERS:
        return absent | (before == after).fillna(False).astype(bool)
    one, other = (each.astype("Float64").to_numpy(dtype=float, na_value=np.nan) for each in (before, after))
    return absent | pd.Series(np.isclose(one, other, rtol=_CLOSE, atol=_CLOSE), index=before.index)


def _cells(name: str, keys: pd.Series, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    spec = column(name)
    numbers = spec["dtype"] in ("count", "number")
    change = after.astype("Float64") - before.astype("Float64") if numbers else pd.Series(pd.NA, index=keys.index, dtype="Float64")
    difference = change.to_numpy(dtype=float, na_value=np.nan)
    texts = {side: _text(values, spec["dtype"]) for side, values in (("old", before), ("new", after))}
    return pd.DataFrame(
        {"change": "changed", "key": keys, "column": name, "unit": spec.get("unit", ""), **texts, "difference": difference}
    )


def _text(values: pd.Series, dtype: str) -> pd.Series:
    if dtype == "day":
        return values.dt.strftime("%Y-%m-%d").fillna("")
    if dtype == "number":
        return values.map("{:.12g}".format, na_action="ignore").fillna("").astype("str")
    return values.astype("string").fillna("").astype("str")


def _key_text(rows: pd.DataFrame, name: str) -> pd.Series:
    """The key of each row as one text, in the order of the schema."""
    parts = [_text(rows[each], column(each)["dtype"]) for each in table(name)["key"]]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + " | " + part
    return joined


def _flipped(changes: pd.DataFrame) -> pd.DataFrame:
    rows = changes[
        (changes["table"] == "gap") & changes["column"].isin([each for each in table("gap")["columns"] if "verdict_" in each])
    ]
    key = table("gap")["key"]
    split = rows["key"].str.split(" | ", expand=True, regex=False) if len(rows) else pd.DataFrame(columns=range(len(key)))
    split.columns = key
    return split.assign(method=rows["column"], old=rows["old"], new=rows["new"]).reset_index(drop=True)


def _findings(tables: Tables, changes: pd.DataFrame, change: str) -> pd.DataFrame:
    if "findings" not in tables:
        return pd.DataFrame(columns=table("findings")["columns"])
    keys = changes.loc[(changes["table"] == "findings") & (changes["change"] == change), "key"]
    rows = tables["findings"]
    return rows[_key_text(rows, "findings").isin(keys)].reset_index(drop=True)
