"""Schemas of the tables in ``data/processed``, from ``tables.toml``: column, type, unit, key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import LANGUAGES

PANDAS_DTYPES = {"text": "str", "count": "Int64", "number": "float64", "flag": "bool", "day": "datetime64[ns]", "year": "Int64"}


@cache
def verdict_methods() -> dict[str, dict]:
    """The methods of verdict, name → names, classes and words of ``verdict_methods.toml``, in its order."""
    return tomllib.loads(files(__package__).joinpath("verdict_methods.toml").read_text("utf-8"))


@cache
def _document() -> dict:
    """``tables.toml``, with a column a method of verdict wherever a table has ``verdict_*`` or ``ratio_*``."""
    document = tomllib.loads(files(__package__).joinpath("tables.toml").read_text("utf-8"))
    for name, method in verdict_methods().items():
        said = {lang: method[lang] for lang in LANGUAGES}
        document["column"][f"verdict_{name}"] = {"dtype": "text", "about": method["about"]} | said
        ratio = {lang: f"{phrase('verdict.ratio', lang)}: {text}" for lang, text in said.items()}
        document["column"][f"ratio_{name}"] = {"dtype": "number"} | method["ratio"] | ratio
    for spec in document["table"].values():
        each = (name.replace("*", method) for name in spec["columns"] for method in (verdict_methods() if "*" in name else [""]))
        spec["columns"] = list(each)
    return document


def table_names() -> list[str]:
    """The tables of ``data/processed``, in the order in which they are computed."""
    return list(_document()["table"])


def table(name: str) -> dict:
    """Description, key and columns of one table."""
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
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return conform(pd.DataFrame(columns=table(name)["columns"]), name)


def texts(column: pd.Series) -> pd.Series:
    """A column of codes as plain text, be it a category; what is missing stays so."""
    if column.dtype != "category":
        return column.astype("str")
    names = column.cat.categories.astype("str").array
    return pd.Series(names.take(column.cat.codes.to_numpy(), allow_fill=True), index=column.index)


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
            typed[each] = texts(typed[each]).fillna("")
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
