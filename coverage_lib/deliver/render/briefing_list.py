"""Which documents a run makes, and the index page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from coverage_lib.deliver.render.index_page import MAIN_INDICATORS, Batch, Failure, Link, index_html
from coverage_lib.deliver.render.notebook_parameters import typed
from coverage_lib.deliver.render.run_notebooks import Job, Result
from coverage_lib.deliver.table_store import Tables
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.present.pages import (
    assignment_proposal,
    denominators_page,
    document_audit_page,
    overview,
    target_register_page,
    unit_briefing,
)
from coverage_lib.present.unit_rows import main_gap
from coverage_lib.present.unit_view import indicators_of, unit_view
from coverage_lib.present.words import gap_sentences, provenance
from coverage_lib.present.words.document_names import file_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import NATION, area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

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
        Problem("--set", name, "a parameter that the batch leaves free", repr(name), f"use {_OPTIONS[name]}")
        for name in settings
        if name in _OPTIONS
    ]
    if taken:
        raise CoverageError("A parameter is set by the batch itself", taken)

    def job(kind: str, name: str, notebook: str, title: str, day: pd.Timestamp | None, **given: object) -> Job:
        parameters = typed(notebooks / notebook, {"lang": lang, **given})
        return Job(f"{kind}/{name}", notebooks / notebook, title, home, lang, day, parameters)

    made = [
        job(
            "briefings",
            file_name(code),
            UNIT,
            unit_briefing.title(code, lang),
            provenance.data_date(tables, code),
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
                provenance.data_date(tables, code),
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
                provenance.data_date(tables, code),
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
                f"{file_name(area_code)}-{indicator}-{year}",
                ASSIGNMENT,
                assignment_proposal.title(area_code, indicator, year, lang),
                provenance.data_date(tables, area_code),
                area_code=area_code,
                indicator=indicator,
                year=int(year),
            )
            for area_code, indicator, year in tables["assignment"][["area_code", "indicator", "year"]].itertuples(index=False)
            if area_code in codes
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
        lines=[_lines(tables, code, lang) for code in shown["area_code"]],
    )
    rows["status"] = [_status(tables, row, lang) for row in rows.itertuples()]
    batch = Batch(
        provenance.data_date(tables, NATION),
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


def _lines(tables: Tables, area_code: str, lang: str) -> list[dict[str, str]]:
    """For each main indicator the distance to the target that the chart's headline speaks of, or why there is none."""
    lines = []
    for indicator in MAIN_INDICATORS:
        view = unit_view(tables, area_code, indicator)
        row = main_gap(view)
        if row is not None:
            figure = phrase(
                "index.figure", lang, basis=label("basis", row["basis"], lang), period=formats.period(row["period"], lang)
            )
            lines.append(
                {
                    "indicator": indicator,
                    "verdict": row["verdict_pace"],
                    "text": gap_sentences.status(row, lang),
                    "target": f"{_target(row, lang)} ({figure})",
                }
            )
        elif len(view.gap):
            row = view.gap.iloc[(view.gap["target_year"] - _NEXT_YEAR).abs().argsort(kind="stable").iloc[0]]
            lines.append({"indicator": indicator, "verdict": row["verdict_pace"], "text": "", "target": _target(row, lang)})
    return lines


def _status(tables: Tables, row, lang: str) -> str:
    """What stands under the name: that there are no figures, or those of other schemes where the main ones have none."""
    if not row.has_figures:
        return phrase("index.no_figures", lang)
    if row.lines:
        return ""
    views = [unit_view(tables, row.area_code, indicator) for indicator in indicators_of(tables, row.area_code)]
    gaps = [(view.indicator, gap) for view in views if (gap := main_gap(view)) is not None]
    return "; ".join(
        phrase(
            "index.other",
            lang,
            indicator=label("indicator", code, lang, short=True),
            status=gap_sentences.status(gap, lang),
            target=_target(gap, lang),
        )
        for code, gap in gaps
    )


def _target(row: pd.Series, lang: str) -> str:
    return phrase("briefing.gap.of", lang, level=gap_sentences.level(row, lang), year=row["target_year"])


def _audit_note(tables: Tables, plan: str, lang: str) -> str:
    found = document_audit_page.findings_on(tables["findings"], plan)["severity"].value_counts()
    return phrase(
        "briefing.audit.counts", lang, errors=found.get("error", 0), warnings=found.get("warning", 0), notes=found.get("note", 0)
    )
