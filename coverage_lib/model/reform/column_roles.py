"""Roles of table columns when units are added up: a figure to sum, a mark to combine, or part of the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.table_schemas import PANDAS_DTYPES, column, known_columns

_RATES = {"per cent", "percentage points", "percentage points a year"}


@dataclass(frozen=True)
class Roles:
    """Names of columns by their role.

    Attributes
    ----------
    values : list of str
        Additive: summed.
    marks : dict
        Column → ``worst``, ``max`` or ``join``.
    key : list of str
        All others: rows are summed only where these agree.
    """

    values: list[str]
    marks: dict[str, str]
    key: list[str]


def roles(table: pd.DataFrame, values: Sequence[str] | None = None) -> Roles:
    """Roles of the columns of a table, from ``tables.toml``.

    Parameters
    ----------
    table : DataFrame
        Its column ``area_code`` is left out.
    values : sequence of str, optional
        Columns of counts to sum that the vocabulary does not know, or does not call additive. Default: the additive ones.

    Raises
    ------
    CoverageError
        Naming every rate, which is recomputed from counts and never summed; every other number that is not known to be additive;
        and a table without any figure to sum.

    Examples
    --------
    >>> roles(pd.DataFrame({"area_code": ["464"], "period": ["2024-12-31"], "participants": [5], "obs_status": ["A"]}))
    Roles(values=['participants'], marks={'obs_status': 'worst'}, key=['period'])
    """
    found, marks, key, problems = [], {}, [], []
    for name in table.columns.drop("area_code"):
        entry = column(name) if name in known_columns() else {}
        number = entry.get("dtype") in ("count", "number") or (not entry and pd.api.types.is_numeric_dtype(table[name]))
        if entry.get("unit") in _RATES:
            problems.append(Problem("", name, "additive.counts", entry["unit"], "additive.recast_counts"))
        elif entry.get("additive") if values is None else name in values:
            found.append(name)
        elif entry.get("over_units"):
            marks[name] = entry["over_units"]
        elif number:
            problems.append(Problem("", name, "additive.known", "additive.unknown", "additive.leave_out_or_name"))
        else:
            key.append(name)
    absent = [name for name in values or () if name not in table.columns]
    problems += [Problem("", name, "column.of_table", "column.none") for name in absent]
    words = [name for name in found if not pd.api.types.is_numeric_dtype(table[name])]
    problems += [Problem("", name, "column.numbers", str(table[name].dtype)) for name in words]
    if not found and not problems:
        problems.append(Problem("", "", "column.of_counts", ", ".join(map(str, table.columns))))
    if problems:
        raise CoverageError("additive.none", problems)
    return Roles(found, marks, key)


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Known columns in the types of the vocabulary, as after reading them from a file of texts."""
    types = {name: column(name)["dtype"] for name in table.columns if name in known_columns()}
    days = {name: pd.to_datetime(table[name]) for name, kind in types.items() if kind == "day"}
    numbers = {name: pd.to_numeric(table[name]) for name, kind in types.items() if kind in ("count", "number", "year")}
    counts = {name: numbers[name].astype("Float64").astype("Int64") for name in numbers if PANDAS_DTYPES[types[name]] == "Int64"}
    return table.assign(**days | numbers | counts)
