"""Schemas of the tables in ``data/processed``, from ``tables.toml``: column, type, unit, key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

PANDAS_DTYPES = {"text": "str", "count": "Int64", "number": "float64", "flag": "bool", "day": "datetime64[ns]", "year": "Int64"}


@cache
def _document() -> dict:
    return tomllib.loads(files(__package__).joinpath("tables.toml").read_text("utf-8"))


def table_names() -> list[str]:
    """The tables of ``data/processed``, in the order in which they are computed."""
    return list(_document()["table"])


def table(name: str) -> dict:
    """About, key and columns of one table."""
    return _document()["table"][name]


def known_columns() -> frozenset[str]:
    """The names of all columns of the vocabulary."""
    return frozenset(_document()["column"])


def column(name: str) -> dict:
    """Type, unit and labels of one column.

    >>> column("gap_pp")["unit"]
    'percentage points'
    """
    return _document()["column"][name]


def column_label(name: str, lang: str = "vi") -> str:
    """The heading of a column in Vietnamese or English."""
    return column(name)[lang]


def empty(name: str) -> pd.DataFrame:
    """A table without rows, with its columns and types."""
    return conform(pd.DataFrame(columns=table(name)["columns"]), name)


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns of a table in their order and types, sorted by its key; text is never missing but empty.

    Parameters
    ----------
    frame : DataFrame
        Must hold every column of the table; further columns are dropped.
    name : str
        Table name.

    Raises
    ------
    KeyError
        If a column of the table is absent.
    """
    spec = table(name)
    typed = frame[spec["columns"]].copy()
    for each in spec["columns"]:
        kind = column(each)["dtype"]
        if kind == "text":
            typed[each] = typed[each].fillna("").astype("str")
        elif kind == "day":
            typed[each] = pd.to_datetime(typed[each]).astype(PANDAS_DTYPES[kind])
        elif kind in ("count", "year"):
            typed[each] = pd.to_numeric(typed[each]).astype("Float64").round().astype("Int64")
        else:
            typed[each] = typed[each].astype(PANDAS_DTYPES[kind])
    return typed.sort_values(spec["key"], kind="stable", ignore_index=True)


@cache
def schema(name: str):
    """The pandera schema of a table: types, missing values, unique key."""
    import pandera.pandas as pa  # heavy, and only the pipeline validates

    columns = {}
    for each in table(name)["columns"]:
        kind = column(each)["dtype"]
        in_key = each in table(name)["key"]
        checks = [pa.Check.str_length(min_value=1)] if kind == "text" and in_key and each not in _MAY_BE_EMPTY else None
        columns[each] = pa.Column(
            PANDAS_DTYPES[kind], nullable=kind in ("count", "number", "day", "year") and not in_key, checks=checks
        )
    return pa.DataFrameSchema(columns, unique=table(name)["key"], strict=True, ordered=True, name=name)


# A finding about a whole document has no cell; an unknown area keeps its label and an empty code; most changes cross no break.
_MAY_BE_EMPTY = {"sheet", "cell", "base", "area_code", "break_id"}
