"""What the charts and pages say, one file a language: ``make golden`` writes them anew, a person reviews the difference.

The sentences are those of the views built by hand in ``tests/present/conftest.py`` and of the compared communes in
``tests/present/compared_units.py``; a space that must not break is written as ``~``.
"""

from pathlib import Path

from coverage_lib.model.gaps.verdict_inputs import verdict_inputs
from coverage_lib.present.charts import comparison_chart, contribution_chart, funnel_chart, heat_tables, quadrant_chart
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.rate_changes import reading
from coverage_lib.present.words import chart_notes, gap_sentences
from coverage_lib.present.words.projection_sentences import attainment_sentences, outlook_sentences
from coverage_lib.present.words.reform_sentences import sentences_of, successor_note
from coverage_lib.present.words.verdict_sentences import people_sentence, verdict_sentence
from coverage_lib.vocabulary.terms import LANGUAGES
from tests.present.compared_units import compared
from tests.present.conftest import DRAWN, in_language

FOLDER = Path(__file__).parent
UNITS = ("VN", "30", "464", "297", "299", "19363", "19363@2025")


def sentences(lang):
    """The lines of the file of one language."""
    words, lines = Words(lang), []
    for name, build in sorted(DRAWN.items()):
        view = in_language(build(), lang)
        lines += [f"# {name}", gap_sentences.headline(view), gap_sentences.subtitle(view), gap_sentences.next_step(view)]
        lines += [gap_sentences.alt_text(view), *outlook_sentences(view), *attainment_sentences(view)]
        lines += [chart_notes.source_line(view), *chart_notes.notes(view)]
    lines += _of_compared_units(words)
    for code in UNITS:
        lines += [f"# reform {code}", *sentences_of(code, lang), successor_note(code, lang)]
    return [line.replace("\u00a0", "~") for line in lines if line]


def _of_compared_units(words):
    tables = compared()
    page = Page(tables, "464", words.lang)
    rows, parts = page.rows("comparison"), page.rows("contributions")
    funnel, whole = tables["funnel"].iloc[0], tables["common_change"].iloc[0]
    lines = ["# compared units", comparison_chart.comparison_alt(words, rows), heat_tables.indicator_alt(words, rows)]
    lines += [funnel_chart.funnel_alt(words, rows, funnel), quadrant_chart.quadrant_alt(words, parts)]
    lines += [contribution_chart.contribution_alt(words, parts, whole)]
    lines += [reading(words, row, "") for row in tables["decomposition"].itertuples()]
    judged = tables["gap"].merge(verdict_inputs(tables["gap"]), how="left")
    return lines + [verdict_sentence(words, row) + people_sentence(words, row) for _, row in judged.iterrows()]


def write():
    """Write both files."""
    for lang in LANGUAGES:
        (FOLDER / f"sentences.{lang}.txt").write_text("\n".join(sentences(lang)) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    write()
