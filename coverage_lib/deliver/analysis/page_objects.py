"""The pages as objects whose methods are their parts: functions of ``import coverage_lib as cl``.

All take the tables of :func:`coverage_lib.open_tables`, or the observations of a file.
"""

from __future__ import annotations

from coverage_lib.deliver.analysis.file_tables import Given, tables_of
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.pages.assignment_page import AssignmentPage
from coverage_lib.present.pages.denominators_page import DenominatorsPage
from coverage_lib.present.pages.document_page import DocumentPage
from coverage_lib.present.pages.overview_page import OverviewPage
from coverage_lib.present.pages.targets_page import TargetsPage
from coverage_lib.present.pages.unit_page import UnitPage
from coverage_lib.vocabulary.areas import exists


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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> unit(small_plan(), "19363", "en").indicators
    ['si_voluntary']
    """
    return UnitPage(tables_of(given), _known(area_code), lang)


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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> overview(small_plan(), "464", "en").units_below
    ['19363']
    """
    return OverviewPage(tables_of(given), _known(area_code), lang)


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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> "7,969" in denominators(small_plan(), "19363", "en").definitions().text
    True
    """
    return DenominatorsPage(tables_of(given), _known(area_code), lang)


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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> "1,050" in targets(small_plan(), "19363", "en").register().text
    True
    """
    return TargetsPage(tables_of(given), _known(area_code), lang)


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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> document(small_plan(), "example", "en").severities
    '0 errors, 1 to check, 0 notes'
    """
    held = tables_of(given)
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
    >>> from coverage_lib.deliver.analysis.file_tables import small_plan
    >>> print(assignment(small_plan(), "464", "si_voluntary", 2026, lang="en").in_short().text[:51])
    <p class="cl-prose">No proposal can be made: A unit
    """
    return AssignmentPage(tables_of(given), _known(area_code), indicator, year, total, lang)


def _known(area_code: str) -> str:
    if not exists(area_code):
        raise CoverageError("unit.not_known", [Problem("area_code", "", "unit.code_or_nation", repr(area_code), "unit.look_up")])
    return area_code
