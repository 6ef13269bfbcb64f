"""Functions of pages that have not yet been given their context; leaves with the last of them."""

from functools import partial

from coverage_lib.present import blocks
from coverage_lib.present.context.document_names import Documents
from coverage_lib.present.context.gap_words import Words, is_short  # noqa: F401
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary.language import Language
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import label


def _documents(sources, lang):
    if "source_id" not in sources.columns:
        sources = sources.reset_index()
    return Documents(sources.reset_index(drop=True), Language(lang))


def document_name(sources, source_id, lang="vi"):
    return _documents(sources, lang).name(source_id)


def printed_at(sources, source_id, cell, lang="vi"):
    return _documents(sources, lang).printed_at(source_id, cell)


def unit_view(tables, area_code, indicator, lang="vi"):
    return Page(tables, area_code, lang).view(indicator)


def indicators_of(tables, area_code):
    return Page(tables, area_code).indicators


def data_table(frame, columns, lang="vi", formats=None, caption=""):
    headings = columns if isinstance(columns, dict) else {name: column_label(name, lang) for name in columns}
    return blocks.table(frame, headings, {name: partial(_call, form, lang) for name, form in (formats or {}).items()}, caption)


def _call(form, lang, value):
    return form(value, lang)


def verdict_mark(code, lang="vi"):
    return blocks.mark("verdict", code, label("verdict", code, lang))


def severity_mark(code, lang="vi"):
    return blocks.mark("severity", code, label("severity", code, lang))


def mark(kind, code, lang="vi"):
    return blocks.mark(kind, code, label(kind, code, lang))


def level(row, lang="vi"):
    return Words(lang).level(row)


def people(count, lang="vi"):
    return Words(lang).people(count)


def points(value, lang="vi"):
    return Words(lang).difference(value)


def status(row, lang="vi"):
    return Words(lang).status(row)


def provenance_of(tables, source_ids, lang="vi"):
    from coverage_lib.present.words.provenance import provenance

    return provenance(Page(tables, "", lang), source_ids)
