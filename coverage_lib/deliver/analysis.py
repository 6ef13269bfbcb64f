"""What an analyst asks of one file or of all tables: functions behind ``import coverage_lib as cl``."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from coverage_lib.clean.document.corrections import corrected_sources
from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.deliver.pipeline import ComputedTables
from coverage_lib.deliver.table_store import home
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.pages.assignment_page import AssignmentPage
from coverage_lib.present.pages.denominators_page import DenominatorsPage
from coverage_lib.present.pages.document_page import DocumentPage
from coverage_lib.present.pages.overview_page import OverviewPage
from coverage_lib.present.pages.targets_page import TargetsPage
from coverage_lib.present.pages.unit_page import UnitPage
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.areas import NATION, REFORM, ancestors, exists
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
        A document of any format that the tool reads: .xlsx, .xls, .ods, .csv, .docx, .pdf.
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
    notes = (
        ["\n  ".join([phrase("read.problems", lang, count=len(document.problems)), *document.problems])]
        if document.problems
        else []
    )
    notes += [phrase("read.corrected", lang, file=file.name, source=each) for each in _corrected(file)]
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
    return _tables(given)["coverage"]


def gap(given: Given) -> pd.DataFrame:
    """Table ``gap``: coverage − target for every unit and target, in points and in persons; a shortfall is negative.

    Examples
    --------
    >>> gap(small_plan())[["target_year", "target_persons", "verdict_pace"]].values.tolist()
    [[2025, 1050, 'no_actual']]
    """
    return _tables(given)["gap"]


def audit(given: Given) -> pd.DataFrame:
    """Table ``findings``: what the checks find wrong, contradictory or unusual in the documents.

    Examples
    --------
    >>> audit(small_plan())["message_en"].tolist()
    ['The copy at hand of “example” does not show the number and the date of issue.']
    """
    return _tables(given)["findings"]


def unit(given: Given, area_code: str, lang: str = "vi") -> UnitPage:
    """A unit with its views, charts, findings and every part of its briefing.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    area_code : str
        Official code; ``@2025`` is appended for units that came into being on 1 July 2025.
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If the code names no unit.

    Examples
    --------
    >>> unit(small_plan(), "19363", "en").indicators
    ['si_voluntary']
    """
    return UnitPage(_tables(given), _known(area_code), lang)


def overview(given: Given, area_code: str, lang: str = "vi") -> OverviewPage:
    """The units directly below a unit, compared with each other and with their targets; no league table.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    area_code : str
        Code of the unit above.
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If the code names no unit.

    Examples
    --------
    >>> overview(small_plan(), "464", "en").units_below
    ['19363']
    """
    return OverviewPage(_tables(given), _known(area_code), lang)


def denominators(given: Given, area_code: str, lang: str = "vi") -> DenominatorsPage:
    """The denominators of a unit side by side, the rate over each, and where the result depends on the denominator.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    area_code : str
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If the code names no unit.

    Examples
    --------
    >>> "7,969" in denominators(small_plan(), "19363", "en").definitions().text
    True
    """
    return DenominatorsPage(_tables(given), _known(area_code), lang)


def targets(given: Given, area_code: str, lang: str = "vi") -> TargetsPage:
    """The targets of a unit by document: which is in force, which contradict each other, what the units below add up to.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    area_code : str
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If the code names no unit.

    Examples
    --------
    >>> "1,050" in targets(small_plan(), "19363", "en").register().text
    True
    """
    return TargetsPage(_tables(given), _known(area_code), lang)


def document(given: Given, source_id: str, lang: str = "vi") -> DocumentPage:
    """One document: what was read, how its headers were understood, and the findings about it.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    source_id : str
        Folder of the document below ``data/raw``.
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If there is no such document.

    Examples
    --------
    >>> document(small_plan(), "example", "en").severities
    '0 errors, 1 to check, 0 notes'
    """
    held = _tables(given)
    if source_id not in (known := sorted(held["sources"]["source_id"])):
        raise CoverageError(message("source.unknown", source=source_id), known)
    return DocumentPage(held, source_id, lang)


def assignment(given: Given, area_code: str, indicator: str, year: int, total: int = 0, lang: str = "vi") -> AssignmentPage:
    """A total shared out among the units below an area by four rules side by side, and what plans themselves assigned.

    Parameters
    ----------
    given : mapping of str to DataFrame, or DataFrame
        The tables of :func:`coverage_lib.open_tables`, or observations of a file.
    area_code, indicator : str
    year : int
        Target year.
    total : int
        Persons of all units together; 0 is what the targets in force ask for.
    lang : {"vi", "en"}

    Raises
    ------
    CoverageError
        If the code names no unit. A total that cannot be shared out is told on the page.

    Examples
    --------
    >>> print(assignment(small_plan(), "464", "si_voluntary", 2026, lang="en").in_short().text[:51])
    <p class="cl-prose">No proposal can be made: A unit
    """
    return AssignmentPage(_tables(given), _known(area_code), indicator, year, total, lang)


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


def _known(area_code: str) -> str:
    if not exists(area_code):
        raise CoverageError("unit.not_known", [Problem("area_code", "", "unit.code_or_nation", repr(area_code), "unit.look_up")])
    return area_code


def _tables(given: Given) -> Mapping[str, pd.DataFrame]:
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
