"""The observations of one file, and the tables that follow from observations: functions of ``import coverage_lib as cl``."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from coverage_lib.clean.document.corrections import corrected_sources
from coverage_lib.deliver.offices.reading_report import Document, read_document
from coverage_lib.deliver.pipeline import ComputedTables
from coverage_lib.deliver.table_store import home
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.areas import NATION, REFORM, ancestors
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import conform, table

Given: TypeAlias = pd.DataFrame | Mapping[str, pd.DataFrame]
"""Observations, or all tables by name."""


class ReadingWarning(UserWarning):
    """A file was read without something that may belong to it: figures left out, or corrections signed for it.

    Examples
    --------
    >>> warnings.simplefilter("error", ReadingWarning)  # stop instead of going on
    """


def read(path: str | Path, lang: str = "vi") -> pd.DataFrame:
    """The observations of one file, in the columns of table ``observations``.

    Parameters
    ----------
    path : str or Path
        A document of any format that the tool reads: .xlsx, .xls, .ods, .csv, .docx, .pdf, .html.
    lang : {"vi", "en"}
        Language of warnings.

    Returns
    -------
    DataFrame
        Counts in persons, rates in per cent, one row a printed figure, with its cell. ``attrs["documents"]`` holds what the file
        says of itself, ``attrs["left_out"]`` what was left out and why, ``attrs["problems"]`` what may be ours and was not read.

    Warns
    -----
    ReadingWarning
        If figures that may be ours were not read, or if corrections are signed for this very file in ``data/raw``: they are
        applied to the tables (:func:`coverage_lib.open_tables`), not here.

    Raises
    ------
    CoverageError
        If the file is refused as a whole.

    Examples
    --------
    >>> plan = read("docs/examples/ke-hoach-gio-linh.csv")
    >>> plan.loc[plan["cell"] == "D5", ["area_code", "indicator", "measure", "value"]].to_dict("records")
    [{'area_code': '19495', 'indicator': 'si_compulsory', 'measure': 'participants', 'value': 1120.0}]
    """
    file = Path(path)
    document = read_document(file, lang=lang)
    head = document.letterhead
    said = {name: getattr(head, name) for name in ("issuer", "issuer_level", "title", "number", "issued", "area_code")}
    observed = conform(document.observations, "observations")
    observed.attrs = {"documents": {file.name: said}, "left_out": document.skipped, "problems": document.problems}
    notes = [phrase("read.corrected", lang, file=file.name, source=each) for each in _corrected(file)]
    if document.problems:
        notes.insert(0, "\n  ".join([phrase("read.problems", lang, count=len(document.problems)), *document.problems]))
    for note in notes:
        warnings.warn(note, ReadingWarning, stacklevel=2)
    return observed


def tables(*observations: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """All tables that follow from the observations of one or several files, as if these were the whole of ``data/raw``.

    Parameters
    ----------
    *observations : DataFrame
        Table ``observations``, as :func:`coverage_lib.read` gives it for a file.

    Returns
    -------
    mapping of str to DataFrame
        The tables of ``data/processed`` by name, each computed when it is first taken. Breaks, corrections and rules of precedence
        signed in a project are not applied.

    Raises
    ------
    CoverageError
        If a frame lacks columns of the table.

    Examples
    --------
    >>> {"coverage", "gap", "findings"} <= set(tables(small_plan()))
    True
    """
    wanted = table("observations")["columns"]
    lacking = [
        Problem(f"frame {number}", "", message("observations.column", column=name), "observations.no_column", "observations.read")
        for number, frame in enumerate(observations, 1)
        for name in wanted
        if name not in frame
    ]
    if lacking or not observations:
        raise CoverageError("observations.none", lacking)
    observed = conform(pd.concat(observations, ignore_index=True), "observations")
    about = {name: given for frame in observations for name, given in frame.attrs.get("documents", {}).items()}
    sources = [_source(name, rows, about.get(name, {})) for name, rows in observed.groupby("source_id")]
    return ComputedTables(observed, pd.DataFrame(columns=["source_id", "sheet", "cell", "text"], dtype="str"), sources)


def coverage(given: Given) -> pd.DataFrame:
    """Table ``coverage``: participants over a denominator of stated definition, in per cent at full precision.

    Examples
    --------
    >>> coverage(small_plan())[["area_code", "indicator", "participants", "persons", "coverage_pct"]].round(2).values.tolist()
    [['19363', 'si_voluntary', 1050, 7969, 13.18]]
    """
    return tables_of(given)["coverage"]


def gap(given: Given) -> pd.DataFrame:
    """Table ``gap``: coverage − target for every unit and target, in points and in persons; a shortfall is negative.

    Examples
    --------
    >>> gap(small_plan())[["target_year", "target_persons", "verdict_pace"]].values.tolist()
    [[2025, 1050, 'no_actual']]
    """
    return tables_of(given)["gap"]


def audit(given: Given) -> pd.DataFrame:
    """Table ``findings``: what the checks find wrong, contradictory or unusual in the documents.

    Examples
    --------
    >>> audit(small_plan())["message_en"].tolist()
    ['The copy at hand of “example” does not show the number and the date of issue.']
    """
    return tables_of(given)["findings"]


def self_check(document: Document) -> list[str]:
    """What the figures of one document contradict among themselves, before anybody uses them: sums, rates, parts, years.

    Returns
    -------
    list of str
        In the language of the document's report: totals over some units only, and the findings of the checks of figures that
        are errors or warnings.
    """
    remarks = [problem.in_language(document.lang) for problem in document.reading.remarks]
    if document.observations.empty:
        return remarks
    findings = tables(conform(document.observations, "observations"))["findings"]
    grave = findings[findings["severity"].isin(["error", "warning"]) & findings["check"].isin(_OF_FIGURES)]
    return remarks + grave["message_en" if document.lang == "en" else "message"].tolist()


_OF_FIGURES = (
    "printed_rate",
    "growth",
    "total_rows",
    "increase",
    "parts_and_whole",
    "same_denominator",
    "text_against_table",
    "year_on_year",
)


def small_plan() -> pd.DataFrame:
    """Observations of a plan of two figures, for the examples of this module; made up."""
    common = {
        "source_id": "example",
        "sheet": "PL",
        "area_label": "Ho Xa",
        "area_code": "19363",
        "basis": "plan",
        "obs_status": "A",
    }
    rows = [
        {"cell": "B2", "measure": "participants", "indicator": "si_voluntary", "base": "", "value": 1050},
        {"cell": "C2", "measure": "denominator", "indicator": "", "base": "labour_force_working_age", "value": 7969},
    ]
    period = pd.Timestamp("2025-12-31")
    columns = table("observations")["columns"]
    return conform(pd.DataFrame([common | row | {"period": period} for row in rows], columns=columns, dtype=object), "observations")


def _corrected(file: Path) -> list[str]:
    """The sources of the project at hand, if there is one, with signed corrections for a file."""
    try:
        return corrected_sources(file, home() / "data" / "raw")
    except CoverageError:  # no project folder: nobody can have signed anything
        return []


def tables_of(given: Given) -> Mapping[str, pd.DataFrame]:
    """The tables themselves, or those that follow from observations."""
    return tables(given) if isinstance(given, pd.DataFrame) else given


def _source(source_id: str, rows: pd.DataFrame, said: Mapping) -> Source:
    """The record of a file nobody has described yet: what the file says of itself, else what its figures suggest."""
    after_reform = rows["area_code"].str.endswith("@2025").any()
    return Source(
        source_id=source_id,
        kind="plan" if (rows["basis"] == "plan").any() else "participation",
        issuer=said.get("issuer", ""),
        issuer_level=said.get("issuer_level") or "province",
        authority="binding",
        title=said.get("title") or source_id,
        period="",
        area_code=said.get("area_code") or _area_of(rows),
        areas_on=REFORM if after_reform else REFORM - dt.timedelta(days=1),
        file=Path(source_id),
        sha256="",
        transcribed="",
        number=said.get("number", ""),
        issued=said.get("issued"),
    )


def _area_of(rows: pd.DataFrame) -> str:
    """The nearest unit at or above all units of the figures."""
    codes = [code for code in rows["area_code"].unique() if code]
    lines = [[code, *ancestors(code)] for code in codes]
    return next((code for code in lines[0] if all(code in line for line in lines)), NATION) if lines else NATION
