"""Rows of a document whose unit a person should check: unknown names, codes of another name, totals of some units only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from coverage_lib.clean.tables.appendix_table import Part
from coverage_lib.clean.units.unit_index import unit_of_other_day, units_on
from coverage_lib.clean.units.unit_labels import is_bare_total, is_total, plain_label
from coverage_lib.clean.units.unit_names import suggested_unit
from coverage_lib.errors import Problem, message
from coverage_lib.vocabulary.areas import REFORM, ancestors, area_name, exists


def row_problems(part: Part, source_id: str) -> Iterator[Problem]:
    """Rows of a table without a unit, or with a code that belongs to another name."""
    for name, code, row, printed in dict.fromkeys(part.labels):
        place = f"{part.sheet}!{row}"
        named = {printed, f"{printed}@{REFORM.year}"}
        if code and (code in named or not any(map(exists, named))):
            continue
        if code:
            yield Problem(source_id, place, "unit.code_of_name", f"{printed}, {name!r}", "unit.look_up")
        elif is_total(plain_label(name)):
            yield Problem(source_id, place, "total.area", repr(name), "total.name_area")
        elif was := unit_of_other_day(name, part.scope, part.on):
            yield Problem(source_id, place, "unit.name", was, "unit.say_day")
        elif near := suggested_unit(name, part.scope, part.on):
            yield Problem(source_id, place, "unit.name", repr(name), message("remedy.did_you_mean", meant=near))
        else:
            yield Problem(source_id, place, "unit.name", repr(name), "unit.look_up")


def totals_of_some_units(parts: Sequence[Part], source_id: str) -> Iterator[Problem]:
    """Bare totals of tables that list only some units of their area: the sum of 11 districts out of 27 may not be the province."""
    listed = {code for part in parts for _, code, _, _ in part.labels if code}
    unknown = sum(not code and not is_total(plain_label(name)) for part in parts for name, code, _, _ in part.labels)
    unknown += sum(reason in ("hidden", "no_label", "row") for part in parts for _, _, reason, _ in part.left_out)
    for part in parts:
        totals = [(name, row) for name, code, row, _ in part.labels if code == part.scope and is_bare_total(name)]
        below = frozenset(unit.code for unit in units_on(part.on).below.get(part.scope, ())) if totals else frozenset()
        covered = {each if each in below else _above(each, below) for each in listed - {part.scope}} - {""} if below else set()
        if not covered or len(covered) + unknown >= len(below):
            continue
        for name, row in dict.fromkeys(totals):
            shown = message("total.over_some", label=name, area=area_name(part.scope), listed=len(covered), all=len(below))
            yield Problem(source_id, f"{part.sheet}!{row}", "total.over_all", shown, "total.name_area")


@lru_cache(maxsize=1 << 14)
def _above(code: str, units: frozenset[str]) -> str:
    """The unit above a code that is one of these; empty if none is."""
    return next((each for each in ancestors(code) if each in units), "")
