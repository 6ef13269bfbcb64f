"""Which documents a run makes, and the index page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from coverage_lib.deliver.render.index_page import MAIN_INDICATORS, Batch, Failure, Link, index_html
from coverage_lib.deliver.render.notebook_parameters import typed
from coverage_lib.deliver.render.run_notebooks import Job, Result
from coverage_lib.deliver.table_store import Tables
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.context.document_names import file_name
from coverage_lib.present.context.page import Page
from coverage_lib.present.context.unit_rows import main_gap
from coverage_lib.present.pages import denominators_page, document_audit_page, overview, target_register_page
from coverage_lib.present.pages.assignment_page import AssignmentPage
from coverage_lib.present.pages.unit_page import UnitPage
from coverage_lib.present.words.provenance import data_date
from coverage_lib.vocabulary.areas import NATION, area_name
from coverage_lib.vocabulary.phrases import phrase

_NEXT_YEAR = 2025
"""The target year named for units that have targets only: the one most plans end with."""
_OPTIONS = {"area_code": "--units", "lang": "--lang"}
AUDIT, UNIT, OVERVIEW = "01_appendix_audit.ipynb", "02_unit_trajectory.ipynb", "03_overview.ipynb"
DENOMINATORS, TARGETS, ASSIGNMENT = "04_denominators.ipynb", "05_targets.ipynb", "06_assignment.ipynb"


def jobs(
    tables: Tables, codes: Iterable[str], home: Path, notebooks: Path, lang: str, settings: Mapping[str, object], everything: bool
) -> list[Job]:
    """The documents of a run: a briefing for each unit and, when all are made, the pages about groups of units and documents.

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

    def job(kind: str, name: str, notebook: str, title: str, day: pd.Timestamp | None, **given: object) -> Job:
        parameters = typed(notebooks / notebook, {"lang": lang, **given})
        return Job(f"{kind}/{name}", notebooks / notebook, title, home, lang, day, parameters)

    made = [
        job(
            "briefings",
            file_name(code),
            UNIT,
            UnitPage(tables, code, lang).title,
            data_date(Page(tables, code, lang)),
            area_code=code,
            **settings,
        )
        for code in codes
    ]
    if everything:
        parents = [code for code in codes if len(overview.units_below(tables, code)) > 1]
        made += [
            job(
                "overviews",
                file_name(code),
                OVERVIEW,
                overview.title(code, lang),
                data_date(Page(tables, code, lang)),
                area_code=code,
            )
            for code in parents
        ]
        made += [
            job(
                "denominators",
                file_name(code),
                DENOMINATORS,
                denominators_page.title(code, lang),
                data_date(Page(tables, code, lang)),
                area_code=code,
            )
            for code in codes
            if denominators_page.worth_a_page(tables, code)
        ]
        made += [
            job("targets", file_name(code), TARGETS, target_register_page.title(code, lang), None, area_code=code)
            for code in codes
            if target_register_page.has_page(tables, code)
        ]
        made += [
            job(
                "assignments",
                f"{file_name(page.area_code)}-{page.indicator}-{page.year}",
                ASSIGNMENT,
                page.title,
                data_date(page),
                area_code=page.area_code,
                indicator=page.indicator,
                year=page.year,
            )
            for row in tables["assignment"].itertuples()
            for page in [AssignmentPage(tables, row.area_code, row.indicator, int(row.year), lang=lang)]
            if page.area_code in codes
        ]
        plans = tables["sources"].query("kind == 'plan'")["source_id"]
        made += [
            job(
                "audits",
                plan,
                AUDIT,
                document_audit_page.title(tables, plan, lang),
                document_audit_page.data_date(tables, plan),
                plan_id=plan,
            )
            for plan in plans
        ]
    return made


def index(tables: Tables, units: pd.DataFrame, made: list[Job], failures: list[Result], lang: str) -> str:
    """The index page of the documents made; those that failed are listed first."""
    whole = Page(tables, lang=lang)
    failed = {each.name for each in failures}
    by_kind = {
        kind: [each for each in made if each.name.startswith(kind + "/") and each.name not in failed]
        for kind in ("overviews", "denominators", "targets", "assignments", "audits")
    }
    rendered = {
        each.parameters["area_code"]: each.name for each in made if each.name.startswith("briefings/") and each.name not in failed
    }
    found = tables["findings"].query("severity != 'note'").groupby("area_code").size()
    shown = units[units["area_code"].isin(rendered)]
    rows = shown.assign(
        name=[area_name(code, lang) for code in shown["area_code"]],
        href=[f"{rendered[code]}.html" for code in shown["area_code"]],
        findings=[int(found.get(code, 0)) for code in shown["area_code"]],
        lines=[_lines(whole.of(code)) for code in shown["area_code"]],
    )
    rows["status"] = [_status(whole.of(row.area_code), row) for row in rows.itertuples()]
    batch = Batch(
        data_date(Page(tables, NATION, lang)),
        tuple(Link(f"{each.name}.html", each.title) for each in by_kind["overviews"] + by_kind["assignments"]),
        tuple(
            Link(f"{each.name}.html", each.title, _audit_note(tables, each.parameters["plan_id"], lang))
            for each in by_kind["audits"]
        ),
        tuple(Failure(each.title, each.error) for each in failures),
        tuple(Link(f"{each.name}.html", each.title) for each in by_kind["denominators"]),
        tuple(Link(f"{each.name}.html", each.title) for each in by_kind["targets"]),
    )
    return index_html(rows, batch, lang)


def _lines(page: Page) -> list[dict[str, str]]:
    """For each main indicator the distance to the target that the chart's headline speaks of, or why there is none."""
    lines, words = [], page.words
    for indicator in MAIN_INDICATORS:
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
    """What stands under the name: that there are no figures, or those of other schemes where the main ones have none."""
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


def _audit_note(tables: Tables, plan: str, lang: str) -> str:
    found = document_audit_page.findings_on(tables["findings"], plan)["severity"].value_counts()
    return phrase(
        "briefing.audit.counts", lang, errors=found.get("error", 0), warnings=found.get("warning", 0), notes=found.get("note", 0)
    )
