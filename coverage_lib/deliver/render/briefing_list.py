"""The documents that a run renders, and the index page that lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from coverage_lib.deliver.render.index_page import Batch, Failure, Link, index_html
from coverage_lib.deliver.render.notebook_parameters import typed
from coverage_lib.deliver.render.page_subjects import SUBJECTS, day_of, title_of
from coverage_lib.deliver.render.run_notebooks import Job, Result
from coverage_lib.deliver.table_store import Tables
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.context.unit_rows import main_gap
from coverage_lib.present.pages.document_page import DocumentPage
from coverage_lib.present.words.provenance import data_date
from coverage_lib.vocabulary.areas import NATION, area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import indicators_with

_NEXT_YEAR = 2025
"""The target year named for units that have targets only: the one most plans end with."""
_OPTIONS = {"area_code": "--units", "lang": "--lang"}


@cache
def kinds() -> dict[str, dict]:
    """The kinds of documents in the order of ``pages.toml``."""
    return tomllib.loads((files("coverage_lib.deliver") / "pages.toml").read_text("utf-8"))


def jobs(
    tables: Tables, codes: Sequence[str], home: Path, notebooks: Path, lang: str, settings: Mapping[str, object], everything: bool
) -> list[Job]:
    """The documents of a run: one briefing for each unit and, in a full run, the pages about groups of units and documents.

    Parameters
    ----------
    settings : mapping
        Further notebook parameters, as given with ``--set``; checked against the unit notebook before anything is rendered.
    """
    taken = [
        Problem("--set", name, "parameter.free", repr(name), message("remedy.use", option=_OPTIONS[name]))
        for name in settings
        if name in _OPTIONS
    ]
    if taken:
        raise CoverageError("parameter.taken", taken)
    made, whole = [], Page(tables, lang=lang)
    for kind, entry in kinds().items():
        briefing = "heading" not in entry
        if not (briefing or everything):
            continue
        notebook = notebooks / f"{entry['notebook']}.ipynb"
        for about in SUBJECTS[entry["about"]](tables, codes):
            page = whole.of(str(about.get("area_code", "")))
            name = "-".join(file_name(str(value)) for value in about.values())
            day = None if entry.get("undated") else day_of(page, about)
            parameters = typed(notebook, {"lang": lang, **about, **(settings if briefing else {})})
            made.append(Job(f"{kind}/{name}", notebook, title_of(page, entry["title"], about), home, lang, day, parameters))
    return made


def index(tables: Tables, units: pd.DataFrame, made: list[Job], failures: list[Result], lang: str) -> str:
    """The index page of the rendered documents; failed ones are listed first."""
    whole = Page(tables, lang=lang)
    failed = {each.name for each in failures}
    lists: dict[str, list[Link]] = {entry["heading"]: [] for entry in kinds().values() if "heading" in entry}
    rendered = {}
    for each in made:
        heading, about = kinds()[each.name.partition("/")[0]].get("heading"), each.parameters
        if each.name in failed:
            continue
        if heading:
            note = DocumentPage(tables, about["plan_id"], lang).severities if "plan_id" in about else ""
            lists[heading].append(Link(f"{each.name}.html", each.title, note))
        else:
            rendered[about["area_code"]] = f"{each.name}.html"
    found = tables["findings"].query("severity != 'note'").groupby("area_code").size()
    shown = units[units["area_code"].isin(rendered)]
    rows = shown.assign(
        name=[area_name(code, lang) for code in shown["area_code"]],
        href=[rendered[code] for code in shown["area_code"]],
        findings=[int(found.get(code, 0)) for code in shown["area_code"]],
        lines=[_lines(whole.of(code)) for code in shown["area_code"]],
    )
    rows["status"] = [_status(whole.of(row.area_code), row) for row in rows.itertuples()]
    pages = {phrase(heading, lang): tuple(links) for heading, links in lists.items()}
    apart = tables["set_apart"]
    reasons = apart["message" if lang == "vi" else "message_en"]
    told = [Failure(name, reason) for name, reason in zip(apart["source_id"], reasons, strict=True)]
    told += [Failure(each.title, each.error) for each in failures]
    return index_html(rows, Batch(data_date(whole.of(NATION)), pages, tuple(told)), lang)


def _lines(page: Page) -> list[dict[str, str]]:
    """For each main indicator the distance to the target named in the chart's headline, or why there is none."""
    lines, words = [], page.words
    for indicator in indicators_with("headline"):
        view = page.view(indicator)
        row = main_gap(view)
        if row is not None:
            figure = words.phrase("index.figure", basis=words.label("basis", row["basis"]), period=words.period(row["period"]))
            text, target = words.status(row), f"{_target(page, row)} ({figure})"
            lines.append({"indicator": indicator, "verdict": row["verdict_pace"], "text": text, "target": target})
        elif len(view.gap):
            row = view.gap.iloc[(view.gap["target_year"] - _NEXT_YEAR).abs().argsort(kind="stable").iloc[0]]
            lines.append({"indicator": indicator, "verdict": row["verdict_pace"], "text": "", "target": _target(page, row)})
    return lines


def _status(page: Page, row) -> str:
    """The text below the name: that there are no figures, or those of other schemes if the main ones have none."""
    words = page.words
    if not row.has_figures:
        return words.phrase("index.no_figures")
    if row.lines:
        return ""
    gaps = [(view.indicator, gap) for view in page.views if (gap := main_gap(view)) is not None]
    return "; ".join(
        words.phrase(
            "index.other", indicator=words.label("indicator", code, short=True), status=words.status(gap), target=_target(page, gap)
        )
        for code, gap in gaps
    )


def _target(page: Page, row: pd.Series) -> str:
    return page.words.phrase("briefing.gap.of", level=page.words.level(row), year=row["target_year"])
