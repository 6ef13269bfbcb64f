"""The return form: a protected workbook with the units of one area as rows and the quantities as columns."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_range

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.vocabulary import areas, formats
from coverage_lib.vocabulary.phrases import capital, phrase
from coverage_lib.vocabulary.terms import counts_persons, indicators_with, label, terms

"""The default indicators of a form: the schemes for which plans set targets."""
LARGEST = 200_000_000
"""No count of persons in Viet Nam is above this."""
YEAR_ENDS = (dt.date(2025, 12, 31), dt.date(2024, 12, 31))
"""The periods tried, in this order, where none is asked for: units abolished on 1 July 2025 report for 2024."""
_CREATED = dt.datetime(2000, 1, 1)  # a fixed day, so that the same form has the same bytes
_FIRST_ENTRY = 3  # columns before the entries: ordinal, code, name
_RIGHTS = {"format_columns": True, "select_locked_cells": True, "select_unlocked_cells": True}
_PAPER_A4 = 9


@dataclass(frozen=True)
class Column:
    """One column of entries: participants of an indicator, or persons in a base."""

    measure: str
    code: str

    @property
    def headers(self) -> tuple[str, str]:
        """The header of the column, as the reader of documents understands it; the lower part includes the period."""
        counted = label("measure", self.measure)
        if self.measure == "participants":
            return label("indicator", self.code), counted
        name = label("base", self.code)
        return counted, capital(name)


def countable() -> list[str]:
    """The indicators that count persons: a satisfaction score or a share of transactions has no participants.

    >>> countable()
    ['si', 'si_compulsory', 'si_voluntary', 'ui', 'hi', 'hi_household', 'pension']
    """
    return list(filter(counts_persons, terms("indicator")))


def columns_of(indicators: Sequence[str]) -> list[Column]:
    """The columns of a form: the participants of every indicator, then each base over which they are rated, once.

    >>> [column.code for column in columns_of(["ui", "si", "hi"])]
    ['ui', 'si', 'hi', 'labour_force_working_age', 'population']
    """
    bases = dict.fromkeys(terms("indicator")[code]["base"] for code in indicators)
    return [*(Column("participants", code) for code in indicators), *(Column("denominator", code) for code in bases)]


def period_for(area_code: str) -> dt.date:
    """The default period of a form: the last known year-end on which the unit exists.

    >>> period_for("464").isoformat(), period_for("01").isoformat()
    ('2024-12-31', '2025-12-31')
    """
    return next((day for day in YEAR_ENDS if area_code in areas.areas_on(day).index), YEAR_ENDS[0])


def units_of(area_code: str, period: dt.date) -> list[str]:
    """The rows of a form: the units directly below an area, or the area itself if it has none.

    >>> len(units_of("464", dt.date(2024, 12, 31))), units_of("19363", dt.date(2024, 12, 31))
    (18, ['19363'])
    """
    return areas.children(area_code, period) or [area_code]


def form(area_code: str, indicators: Sequence[str] = indicators_with("form"), period: dt.date | None = None) -> bytes:
    """The return form of one area as an .xlsx file.

    Parameters
    ----------
    area_code : str
    indicators : sequence of str
        Must count persons; see `countable`.
    period : date, optional
        The last day of the period reported on; decides which units there are.

    Raises
    ------
    CoverageError
        Naming an area that does not exist on that day, and every indicator that is unknown or counts no persons.
    """
    period = period or period_for(area_code)
    indicators = list(dict.fromkeys(indicators))
    _check(area_code, indicators, period)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": phrase("form.title"), "created": _CREATED})
    _Sheet(book).write(area_code, columns_of(indicators), period)
    book.close()
    return buffer.getvalue()


def _check(area_code: str, indicators: list[str], period: dt.date) -> None:
    problems = []
    if not areas.exists(area_code):
        problems.append(Problem("--area", area_code, "unit.any_code", "unit.none"))
    elif area_code not in areas.areas_on(period).index:
        remedy = "form.other_period" if period >= areas.REFORM else "form.period_from_reform"
        found = message("unit.none_on_day", unit=areas.area_name(area_code))
        problems.append(Problem("--area", area_code, message("unit.on_day", day=period.isoformat()), found, remedy))
    known = ", ".join(countable())
    problems += [
        Problem(
            "--indicators", code, "indicator.of_persons", "found.another" if code in terms("indicator") else "found.none", known
        )
        for code in indicators
        if code not in countable()
    ]
    if not indicators:
        problems.append(Problem("--indicators", "", "indicator.at_least_one", "found.none", known))
    if problems:
        raise CoverageError("form.not_made", problems)


class _Sheet:
    """The one sheet of a form, written from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook):
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        boxed = plain | {"border": 1}
        head = boxed | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
        self.sheet = book.add_worksheet(phrase("form.sheet"))
        self.title = book.add_format(plain | {"bold": True, "font_size": 14, "align": "center"})
        self.line = book.add_format(plain | {"text_wrap": True})
        self.head = book.add_format(head)
        self.text = book.add_format(boxed | {"num_format": "@"})
        self.entry = book.add_format(boxed | {"num_format": "#,##0", "locked": False, "bg_color": "#FFF9E5"})
        self.sum_text = book.add_format(boxed | {"num_format": "@", "bold": True})
        self.sum = book.add_format(boxed | {"num_format": "#,##0", "bold": True, "align": "right"})

    def write(self, area_code: str, columns: list[Column], period: dt.date) -> None:
        """Instructions, header, one row for each unit and, if there are several, their total."""
        last = _FIRST_ENTRY + len(columns) - 1
        header = self._instructions(area_code, period, last)
        self._header(header, columns, period)
        first, units = header + 2, units_of(area_code, period)
        names = areas.areas_on(period)["name_vi"]
        for offset, code in enumerate(units):
            name = areas.area_name(code) if code == areas.NATION else names[code]
            self.sheet.write_row(first + offset, 0, [str(offset + 1), code, name], self.text)
            for column in range(_FIRST_ENTRY, last + 1):
                self.sheet.write_blank(first + offset, column, None, self.entry)
        end = first + len(units) - 1
        if units != [area_code]:
            self._total(area_code, first, end, last)
        self._validation(first, end, last)
        self._set_up(header, first, last)

    def _instructions(self, area_code: str, period: dt.date, last: int) -> int:
        name = areas.area_name(area_code) if area_code == areas.NATION else areas.areas_on(period).at[area_code, "name_vi"]
        self.sheet.merge_range(0, 0, 0, last, phrase("form.title"), self.title)
        self.sheet.merge_range(1, 0, 1, last, phrase("form.area", name=name, code=area_code), self.title)
        lines = [
            phrase("form.entries"),
            phrase("form.whole", largest=formats.count(LARGEST)),
            phrase("form.blank"),
            phrase("form.rows"),
            phrase("form.unit"),
        ]
        for row, text in enumerate(lines, 2):
            self.sheet.merge_range(row, 0, row, last, text, self.line)
            self.sheet.set_row(row, 32 if last < 2 * _FIRST_ENTRY else 18)  # the lines break on a narrow form
        return 2 + len(lines)

    def _header(self, row: int, columns: list[Column], period: dt.date) -> None:
        for column, key in enumerate(("form.ordinal", "form.code", "form.name")):
            self.sheet.merge_range(row, column, row + 1, column, phrase(key), self.head)
        year = (period.month, period.day) == (12, 31)
        for position, asked in enumerate(columns, _FIRST_ENTRY):
            upper, lower = asked.headers
            key = "form.year" if year else "form.day"
            self.sheet.write_string(row, position, upper, self.head)
            self.sheet.write_string(row + 1, position, phrase(key, what=lower, period=formats.period(period)), self.head)

    def _total(self, area_code: str, first: int, end: int, last: int) -> None:
        self.sheet.write_row(end + 1, 0, ["", area_code, phrase("form.total")], self.sum_text)
        for column in range(_FIRST_ENTRY, last + 1):
            entries = xl_range(first, column, end, column)
            # the sum of some units only would be read as the figure of the whole area; until all are there it is marked as missing
            formula = f'=IF(COUNT({entries})=ROWS({entries}),SUM({entries}),"{formats.MISSING}")'
            self.sheet.write_formula(end + 1, column, formula, self.sum, formats.MISSING)

    def _validation(self, first: int, end: int, last: int) -> None:
        self.sheet.data_validation(
            first,
            _FIRST_ENTRY,
            end,
            last,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": LARGEST,
                "input_title": phrase("form.input_title"),
                "input_message": phrase("form.input"),
                "error_title": phrase("form.error_title"),
                "error_message": phrase("form.error", largest=formats.count(LARGEST)),
            },
        )

    def _set_up(self, header: int, first: int, last: int) -> None:
        for column, width in ((0, 6), (1, 12), (2, 30)):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(_FIRST_ENTRY, last, 20)
        self.sheet.set_row(header, 48)
        self.sheet.set_row(header + 1, 64)
        self.sheet.freeze_panes(first, _FIRST_ENTRY)
        self.sheet.protect("", _RIGHTS)  # against slips, not against people: no password
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER_A4)
        self.sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(header, header + 1)
        self.sheet.set_footer("&C&P/&N")
