"""Context of a table: what the lines above it, the sheet name and the rest of the document say about all columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coverage_lib.clean.tables.header_meaning import code_named, foreign_reason, meaning_of, names_several
from coverage_lib.clean.text.periods import Moment, joined_moment, moment_of
from coverage_lib.clean.text.printed_numbers import unit_of
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.clean.units.table_area import without_units
from coverage_lib.vocabulary.word_patterns import inside, whole

_LONGEST_TITLE = 300
_RESTRICTING = ("subgroup", "outside", "newcomers", "benefits")


_NEVER = Moment()
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class Heading:
    """What applies to every column of a table, and the fields with contradictory statements.

    ``starts`` is the first year that a title names.

    ``unit_foreign`` is set where the unit line counts something else than persons; ``only`` names the reason where the title
    refers to one group of persons only.
    """

    indicator: str = ""
    base: str = ""
    measure: str = ""
    basis: str = ""
    unit: str = ""
    moment: Moment = _NEVER
    disputed: frozenset[str] = frozenset()
    unit_foreign: str = ""
    only: str = ""
    starts: int = 0
    own: frozenset[str] = field(default_factory=frozenset)

    def over(self, general: Heading) -> Heading:
        """A heading completed by that of the document; deliberately open fields stay open."""
        return Heading(
            self.indicator or ("" if "indicator" in self.own else general.indicator),
            self.base or general.base,
            self.measure or general.measure,
            self.basis or general.basis,
            self.unit or general.unit,
            self.moment if self.moment.year or "moment" in self.own else joined_moment([self.moment, general.moment]),
            self.disputed,
            self.unit_foreign or ("" if self.unit else general.unit_foreign),
            self.only,
            self.starts or general.starts,
            self.own,
        )


def heading_of(lines: Sequence[str], sheet: str) -> Heading:
    """The context from the lines above a table, nearest first, then from the name of its sheet.

    >>> heading = heading_of(["KẾT QUẢ THAM GIA BHYT NĂM 2024", "Đơn vị tính: nghìn người"], "Sheet1")
    >>> heading.indicator, heading.moment.year, heading.unit, heading.basis
    ('hi', 2024, 'nghìn người', 'actual')
    """
    titles = [title for line in reversed(lines) if (title := _title(line))]
    units = [fold(line) for line in reversed(lines) if inside("line", "unit").search(fold(line))]
    own: set[str] = set()
    indicator = _first(titles, "indicator", own)
    base = next((said for each in (*units, *titles) if (said := code_named("base", each))), "")
    measure = next((said for each in titles if (said := _measure(each))), "")
    basis = next((said for each in titles if (said := _basis(each))), "") or _paper(lines)
    moment, disputed = joined_moment(map(moment_of, titles)), set()
    if any(moment_of(each).many for each in titles) and not moment.year:
        own.add("moment")
    name = _without_agency(fold(sheet))
    if said := code_named("indicator", name):
        if indicator and said != indicator:
            disputed.add("indicator")
        elif "indicator" not in own:
            indicator = said
    if (said_when := moment_of(name)).year:
        if moment.year and said_when.year != moment.year:
            disputed.add("moment")
        moment = joined_moment([moment, said_when]) if moment.year == 0 or moment.year == said_when.year else moment
    only = next((code for each in titles[:6] if (code := foreign_reason(each)) in _RESTRICTING), "")
    unit, alien = _unit(units)
    counted = any(inside("time", "until").search(each) and moment_of(each).month for each in titles)  # "đến 31/12/2023"
    basis = basis or ("actual" if counted else _basis(name))
    starts = min((int(year) for each in titles for year in _YEAR.findall(each)), default=0)
    return Heading(indicator, base, measure, basis, unit, moment, frozenset(disputed), alien, only, starts, frozenset(own))


_SENTENCE = re.compile(r"\d ?%|.{50,}[.;]$")
"""Running text above a table, with a rate of its own or as a whole sentence: it is no title."""


@lru_cache(maxsize=1 << 12)
def _title(line: str) -> str:
    """The folded text of a line that describes figures, without the documents it cites and the offices it names."""
    folded = fold(line)
    if attached := inside("line", "attached").search(folded):
        folded = folded[: attached.start()].rstrip("( ")  # 'Chỉ tiêu năm 2024 (Kèm theo Quyết định số …)'
    if not folded or len(folded) > _LONGEST_TITLE or _SENTENCE.search(folded):
        return ""
    for key in ("letterhead", "dated", "numbered"):
        if whole("line", key).fullmatch(folded):
            return ""
    if whole("row", "furniture").fullmatch(folded):
        named = inside("line", "label").match(folded)  # 'Phụ lục 1:' is furniture, what follows it is a title
        folded = folded[named.end() :] if named else ""
    uncited = inside("line", "unit").sub(" ", inside("line", "cited").sub(" ", folded))
    uncited = inside("line", "new_units").sub(" ", uncited)
    return without_units(_without_agency(uncited)).strip()


def _without_agency(folded: str) -> str:
    return inside("line", "agency").sub(" ", folded)


def _first(titles: Iterable[str], kind: str, own: set[str]) -> str:
    """The code in the nearest line that names one; undecided if that line names several."""
    for each in titles:
        if names_several(kind, each):
            own.add(kind)
            return ""
        if code := code_named(kind, each):
            return code
    return ""


def _measure(title: str) -> str:
    """The measure that a title announces; empty if it announces persons and rates together."""
    said = meaning_of(title).measure
    persons = bool(inside("header_words", "count").search(title))
    return "" if said == "rate_pct" and persons else said


@lru_cache(maxsize=1 << 12)
def _basis(title: str) -> str:
    """Plan or actual, from the beginning of a title: 'kết quả thực hiện kế hoạch' is actual, 'kế hoạch thực hiện' a plan."""
    if code_named("basis", title) in ("provisional", "estimate"):
        return code_named("basis", title)
    actual, plan = inside("line", "actual_first").search(title), inside("line", "plan_first").search(title)
    if actual and (not plan or actual.start() < plan.start()):
        return "actual"
    return "plan" if plan else code_named("basis", title)


def _paper(lines: Iterable[str]) -> str:
    """The kind of document to which a table is attached: a plan or a report."""
    folded = [fold(line) for line in lines]
    if any(inside("line", "report_papers").search(each) for each in folded):
        return "actual"
    return "plan" if any(inside("line", "plan_papers").search(each) for each in folded) else ""


def _unit(lines: Sequence[str]) -> tuple[str, str]:
    """The unit in a unit line, or the reason if it is not one of persons or per cent."""
    for line in lines:
        if unit := unit_of(line):
            persons = inside("header_words", "unit_of_persons").search(line) if unit == "%" else None
            return (persons[0] if persons else unit), ""  # 'người, %' is a unit of counts and says no more of rates
        if code := foreign_reason(line):
            return "", code
    return "", ""


def lines_above(captions: Iterable[tuple[str, str]], context: Iterable[str]) -> list[str]:
    """The lines of a document above a table, top to bottom: those outside the grid, then those of the grid."""
    return [normalise(line) for line in context if line.strip()] + [text for _, text in captions]
