"""Targets extracted from a plan's text: a table to review, and the register form for a person to confirm."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import xlsxwriter

from coverage_lib.clean.document.letterhead import Letterhead, letterhead
from coverage_lib.clean.document.person_lists import refuse_persons
from coverage_lib.clean.plan_text.target_candidates import Candidate, LeftOut, Statements
from coverage_lib.clean.plan_text.target_statements import statements
from coverage_lib.clean.text import legacy_encodings
from coverage_lib.clean.text.text_forms import normalise
from coverage_lib.clean.units.table_area import area_and_day
from coverage_lib.clean.units.unit_index import units_on
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.readers.running_text import Line, read_running_text
from coverage_lib.vocabulary import areas, formats
from coverage_lib.vocabulary.phrases import capital, phrase
from coverage_lib.vocabulary.terms import label, terms

COLUMNS = (
    *("line", "page", "place", "area_label", "area_code", "indicator", "base", "measure", "period", "value", "unit", "qualifier"),
    "printed",
)
REGISTER = ("place", "area", "indicator", "base", "year", "value", "unit", "qualifier", "basis", "seen_in")
_SHOWN = ("line", "place", "area", "indicator", "base", "year", "value", "unit", "qualifier", "printed")
_CREATED = dt.datetime(2000, 1, 1)  # a fixed day, so that the same text gives the same bytes
_HEAD = 80  # lines in which a document names itself
_TITLE = 12  # lines in which a unit can only be that of the document
_OWN_RATES = ("pension", "e_transactions")


@dataclass(frozen=True)
class Extract:
    """The result of extracting targets from a document.

    Attributes
    ----------
    figures : DataFrame
        `COLUMNS`, in the order of the document; rates in per cent, counts in their ``unit``; ``line`` as in the file received.
    found : Statements
    head : Letterhead
    area_code : str
    paragraphs : bool
        Whether ``line`` counts paragraphs.
    """

    figures: pd.DataFrame
    found: Statements
    head: Letterhead
    area_code: str
    paragraphs: bool
    name: str

    @property
    def complete(self) -> bool:
        """Whether something was found and every figure is fully identified."""
        return len(self.figures) > 0 and not self.found.unclear


def extract(file: Path, area_code: str = "") -> Extract:
    """The figures of a plan's target sections.

    Parameters
    ----------
    file : Path
        ``.txt``, ``.docx`` or ``.pdf``.
    area_code : str, optional
        The area of the plan, where its text does not say.

    Raises
    ------
    CoverageError
        If the file is refused as a whole, or the area does not exist.
    """
    if area_code and not areas.exists(area_code):
        problem = Problem("--area", area_code, "unit.any_code", "unit.none")
        raise CoverageError("plan.not_extracted", [problem])
    lines = read_running_text(file)
    refuse_persons([line.grid for line in lines if line.grid], file.name)
    head = _letterhead(lines)
    code = area_code or head.area_code
    on = head.issued or _day_for(code)
    found = statements(lines, code, on, head.issued)
    paragraphs = not any(line.page for line in lines) and file.suffix.lower() == ".docx"
    rows = [
        (
            *(each.line, each.page, place_of(each, paragraphs), each.area_label, each.area_code if each.area_label else code),
            *(each.indicator, each.base, each.measure, each.period, each.value, each.unit, each.qualifier, each.printed),
        )
        for each in found.candidates
    ]
    figures = pd.DataFrame(rows, columns=list(COLUMNS))
    figures["period"] = pd.to_datetime(figures["period"])
    return Extract(figures, found, head, code, paragraphs, file.name)


def _letterhead(lines: Sequence[Line]) -> Letterhead:
    restored = legacy_encodings.restore_all([line.text for line in lines], [line.font for line in lines])
    texts = [part for text in restored for part in re.split(r"\s{3,}|\t", text) if part.strip()]  # two columns of a letterhead
    told = letterhead(texts[:_HEAD])
    if told.area_code:
        return told
    code = letterhead(texts).area_code or area_and_day(texts[:_TITLE], [], "", None, [])[0]
    return replace(told, area_code=code)


def _day_for(code: str) -> dt.date | None:
    before = areas.REFORM - dt.timedelta(days=1)
    return next((day for day in (before, areas.REFORM) if code and code in units_on(day).units), None)


def place_of(each: Candidate | LeftOut, paragraphs: bool = False, lang: str = "vi") -> str:
    """The place of a figure in the words of the register.

    >>> place_of(LeftOut(14, 0, "II.1", "4", "uncounted")), place_of(LeftOut(3, 2, "", "4", "uncounted"))
    ('Mục II.1, dòng 14', 'Trang 2, dòng 3')
    """
    parts = []
    if each.path:
        article = " " in each.path  # it names itself
        parts.append(each.path if article else phrase("extract.place.section", lang, path=each.path))
    if each.page:
        parts.append(phrase("extract.place.page", lang, page=each.page))
    parts.append(phrase("extract.place.paragraph" if paragraphs else "extract.place.line", lang, line=each.line))
    text = ", ".join(parts)
    return capital(text)


# ---------------------------------------------------------------- what is printed


def report(read: Extract, lang: str = "vi") -> Iterator[str]:
    """What a person needs to know in addition to the table, line by line."""
    found = read.found
    yield from (phrase("extract.section", lang, heading=each) for each in found.sections)
    if not found.sections and not found.candidates:
        yield phrase("extract.no_section", lang)
    elif not found.sections:
        yield phrase("extract.goals", lang, count=len(found.candidates))
    elif not found.candidates:
        yield phrase("extract.none", lang)
    else:
        yield phrase("extract.count", lang, count=len(found.candidates))
    if found.unclear:
        yield phrase("extract.unclear", lang, count=len(found.unclear))
        for one in found.unclear:
            lacks = ", ".join(phrase(f"extract.lacks.{each}", lang) for each in one.lacks)
            printed = f"{one.printed} {one.unit}".strip()
            yield "  " + phrase(
                "extract.unclear_line", lang, place=place_of(one, read.paragraphs, lang), printed=printed, lacks=lacks
            )
    if found.left_out:
        yield phrase("extract.left_out", lang, count=len(found.left_out))
        for each in found.left_out:
            reason = phrase(f"extract.not.{each.why}", lang)
            yield "  " + phrase(
                "extract.left_line", lang, place=place_of(each, read.paragraphs, lang), printed=each.printed, reason=reason
            )


def table_of(read: Extract, lang: str = "vi") -> Iterator[str]:
    """The figures as lines of aligned columns."""
    rows = [[phrase(f"extract.column.{name}", lang) for name in _SHOWN]]
    for each in read.found.candidates:
        section = place_of(each, read.paragraphs, lang).rsplit(", ", 1)[0] if each.path or each.page else ""
        base = label("base", each.base, lang) if each.base else ""
        rows.append(
            [
                *(str(each.line), section, each.area_label or _area_name(read.area_code, lang), _quantity(each, lang), base),
                *(_period(each, lang), _value(each, lang), _unit(each.unit, lang)),
                *(label("qualifier", each.qualifier, lang) if each.qualifier else "", each.printed),
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(_SHOWN))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _area_name(code: str, lang: str) -> str:
    return areas.area_name(code, lang) if code else ""


def _value(each: Candidate, lang: str) -> str:
    places = len(f"{each.value:.12g}".partition(".")[2])
    return formats.decimal(each.value, lang, places=places) if places else formats.count(each.value, lang)


def _unit(unit: str, lang: str) -> str:
    return unit if unit == "%" or lang == "vi" else phrase("unit.persons", lang)


def _period(each: Candidate, lang: str) -> str:
    return formats.period(each.period, lang) if each.period else ""


def _quantity(each: Candidate, lang: str = "vi") -> str:
    """The indicator in the words of the register, as the reader of registers understands them."""
    if each.measure == "denominator":
        name = label("base", each.base, lang)
        return f"{label('measure', 'denominator', lang)}: {name}" if lang != "vi" else _counted(name, each.base)
    if each.indicator == "satisfaction":
        return label("indicator", each.indicator, lang, short=True)
    name = label("indicator", each.indicator, lang, short=lang == "vi" and each.indicator != "pension")
    if each.measure == "rate_pct" and each.indicator in _OWN_RATES:
        return phrase("extract.indicator.own_rate", lang, name=name[:1].lower() + name[1:])
    if each.indicator == "pension":
        name = name[:1].lower() + name[1:]
    return phrase(f"extract.indicator.{each.measure}", lang, name=name)


def _counted(name: str, base: str) -> str:
    text = phrase("extract.indicator.eligible", name=name) if terms("base")[base]["kind"] == "eligible" else name
    return capital(text)


# ---------------------------------------------------------------- the register form


def register_form(read: Extract) -> bytes:
    """One row for each figure, in the register layout of ``data/raw/plans``: an .xlsx file for a person to confirm."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": phrase("extract.sheet"), "created": _CREATED})
    text = book.add_format({"num_format": "@", "font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True})
    bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 12, "border": 1, "bg_color": "#E7E6E6"})
    sheet = book.add_worksheet(phrase("extract.sheet"))
    head = read.head
    area = _area_name(read.area_code, "vi")
    title = phrase("extract.title", title=normalise(head.title) or read.name)
    sheet.write_string(0, 0, f"{title} ({area})" if area else title)
    if head.number and head.issued and head.issuer:
        day = f"{head.issued.day}/{head.issued.month}/{head.issued.year}"
        sheet.write_string(1, 0, phrase("extract.attached", number=head.number, day=day, issuer=head.issuer))
    sheet.write_row(2, 0, [phrase(f"extract.register.{name}") for name in REGISTER], bold)
    for row, each in enumerate(read.found.candidates, 3):
        for column, entry in enumerate(_entries(each, read)):
            if entry:
                sheet.write_string(row, column, entry, text)
    for column, width in enumerate((22, 24, 44, 34, 12, 12, 14, 18, 12, 12)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 0)
    book.close()
    return buffer.getvalue()


def _entries(each: Candidate, read: Extract) -> list[str]:
    period = each.period
    assert period is not None
    year = str(period.year) if (period.month, period.day) == (12, 31) else f"{period.day}/{period.month}/{period.year}"
    base = terms("base")[each.base]["vi"] if each.measure == "rate_pct" and each.base else ""
    area = each.area_label or _area_name(read.area_code, "vi")
    qualifier = terms("qualifier")[each.qualifier]["vi"] if each.qualifier else ""
    return [
        *(place_of(each, read.paragraphs), area, _quantity(each), base, year, each.printed, each.unit, qualifier),
        phrase("extract.register.plan"),
        "",
    ]
