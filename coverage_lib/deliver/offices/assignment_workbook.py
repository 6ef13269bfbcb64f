"""The appendix of a proposed assignment: a workbook in the printed layout of such plans, one sheet for each rule.

Totals and rates are formulas with stored values, so that the sheet can be changed by hand and read without a spreadsheet.
"""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from coverage_lib.present.context.proposal import Proposal
from coverage_lib.present.words.assignment_sentences import notes, when
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.language import Language
from coverage_lib.vocabulary.phrases import capital
from coverage_lib.vocabulary.terms import terms

_CREATED = dt.datetime(2000, 1, 1)  # a fixed day, so that the same assignment has the same bytes
_LAST = 7  # ordinal, unit, and three columns for each of two years
_PAPER_A4 = 9
_HEAD = 5  # row of the header, from 0: three lines of title, the rule, a blank one


def workbook_of(proposal: Proposal) -> bytes:
    """The appendix as an .xlsx file, in the language of the proposal: one sheet a rule, and beneath each table what it rests on."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheets = _Sheet(book, proposal)
    book.set_properties({"title": sheets.title, "created": _CREATED})
    for rule, assigned in proposal.units.groupby("rule", sort=False):
        sheets.write(str(rule), assigned)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """Writes one sheet after another into a workbook."""

    def __init__(self, book, proposal: Proposal):
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        boxed = plain | {"border": 1}
        bold = boxed | {"bold": True}
        self.book, self.whole, self.words, self.notes = book, proposal.whole, proposal.words, notes(proposal)
        short = self.words.label("indicator", self.whole["indicator"], short=True)
        self.title = self.words.phrase("assign.sheet_title", indicator=short.upper(), year=self.whole["year"])
        self.heading = book.add_format(plain | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True})
        self.aside = book.add_format(plain | {"italic": True, "align": "center", "text_wrap": True})
        self.note = book.add_format(plain | {"italic": True, "font_size": 11, "text_wrap": True, "valign": "top"})
        self.head = book.add_format(bold | {"align": "center", "text_wrap": True})
        self.body = [book.add_format(boxed | {"num_format": form}) for form in ("@", "#,##0", "0.00%")]
        self.sum = [book.add_format(bold | {"num_format": form}) for form in ("@", "#,##0", "0.00%")]
        self.missing = book.add_format(boxed | {"align": "right"})

    def write(self, rule: str, units: pd.DataFrame) -> None:
        """Title, header, one row for each unit, their total, notes."""
        say, name = self.words.phrase, self.words.label("rule", rule)
        sheet = self.book.add_worksheet(capital(name))
        aside = say("assign.unissued", area=self.words.area(self.whole["area_code"]))
        about = say("assign.rule", rule=name, about=terms("rule")[rule][f"about_{self.words.lang}"])
        for row, (text, form) in enumerate(
            ((say("assign.heading"), self.heading), (self.title, self.heading), (aside, self.aside), (about, self.aside))
        ):
            sheet.merge_range(row, 0, row, _LAST, text, form)
        self._header(sheet)
        first = _HEAD + 2
        for offset, unit in enumerate(units.itertuples()):
            row = first + offset
            sheet.write_row(row, 0, [str(offset + 1), self.words.area(unit.lower_code)], self.body[0])
            self._triple(sheet, row, 2, unit.participants, unit.persons_today, self.body)
            self._triple(sheet, row, 5, unit.assigned, unit.persons, self.body)
        end = first + len(units) - 1
        sheet.merge_range(end + 1, 0, end + 1, 1, say("assign.total"), self.sum[0])
        self._sums(sheet, first, end, 2, units["participants"], units["persons_today"])
        self._sums(sheet, first, end, 5, units["assigned"], units["persons"])
        for offset, text in enumerate(self.notes):
            sheet.merge_range(end + 3 + offset, 0, end + 3 + offset, _LAST, text, self.note)
            sheet.set_row(end + 3 + offset, 16 * (1 + len(text) // 105))
        self._set_up(sheet)

    def _header(self, sheet) -> None:
        say, whole = self.words.phrase, self.whole
        for column, key in enumerate(("assign.ordinal", "assign.unit")):
            sheet.merge_range(_HEAD, column, _HEAD + 1, column, say(key), self.head)
        today = say(f"assign.{whole['basis']}_group", period=when(self.words, whole["period"]))
        for column, text in ((2, today), (5, say("assign.due_group", year=whole["year"]))):
            sheet.merge_range(_HEAD, column, _HEAD, column + 2, text, self.head)
            texts = [say("assign.participants"), base_name(whole["base"], self.words), say("assign.rate")]
            sheet.write_row(_HEAD + 1, column, texts, self.head)

    def _triple(self, sheet, row: int, column: int, count, base, forms) -> None:
        """Participants, denominator, and the rate as a formula."""
        sheet.write_number(row, column, int(count), forms[1])
        if pd.isna(base):
            sheet.write_string(row, column + 1, formats.MISSING, self.missing)
        else:
            sheet.write_number(row, column + 1, int(base), forms[1])
        self._rate(sheet, row, column, count, base, forms[2])

    def _sums(self, sheet, first: int, end: int, column: int, counts: pd.Series, bases: pd.Series) -> None:
        """The total row: sums and rate as formulas; a partial sum of denominators is not shown as the total."""
        for place, values in ((column, counts), (column + 1, bases)):
            cells = xl_range(first, place, end, place)
            value = int(values.sum()) if values.notna().all() else formats.MISSING
            sheet.write_formula(
                end + 1, place, f'=IF(COUNT({cells})=ROWS({cells}),SUM({cells}),"{formats.MISSING}")', self.sum[1], value
            )
        base = bases.sum() if bases.notna().all() else pd.NA
        self._rate(sheet, end + 1, column, counts.sum(), base, self.sum[2])

    def _rate(self, sheet, row: int, column: int, count, base, form) -> None:
        count_cell, base_cell = xl_rowcol_to_cell(row, column), xl_rowcol_to_cell(row, column + 1)
        known = pd.notna(base) and base > 0
        formula = f'=IF(N({base_cell})>0,{count_cell}/{base_cell},"{formats.MISSING}")'
        sheet.write_formula(row, column + 2, formula, form, int(count) / int(base) if known else formats.MISSING)

    def _set_up(self, sheet) -> None:
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, _LAST, 13)
        sheet.set_row(1, 38)
        sheet.set_row(3, 34)
        sheet.freeze_panes(_HEAD + 2, 2)
        sheet.set_paper(_PAPER_A4)
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD, _HEAD + 1)
        sheet.set_footer("&C&P/&N")


def base_name(base: str, words: Language) -> str:
    """The abbreviation of a base in the header of an appendix.

    >>> base_name("population", Language("vi"))
    'Dân số'
    """
    return capital(terms("base")[base].get(f"head_{words.lang}") or words.label("base", base))
