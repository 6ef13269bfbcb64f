"""Leaves when every page has its context."""

from coverage_lib.present.blocks import Chart, Gallery  # noqa: F401
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import findings_table as _findings
from coverage_lib.present.parts.unit_figures import gap_persons  # noqa: F401
from coverage_lib.vocabulary import formats


def goal(row, lang):
    return Words(lang).goal(row)


def figure_compared(row, lang):
    return Words(lang).figure_compared(row)


def signed_points(value, lang):
    return formats.points(value, lang, places=2)


def signed_count(value, lang):
    return formats.count(value, lang, signed=True)


def findings_in_two(rows, aside, key, sources, lang="vi"):
    return _findings.findings_in_two(Page({"sources": sources.reset_index(drop=True)}, "", lang), rows, aside, key)


def findings_table(rows, sources, lang="vi"):
    return _findings.findings_table(Page({"sources": sources.reset_index(drop=True)}, "", lang), rows)
