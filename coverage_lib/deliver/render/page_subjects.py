"""What the pages of a run are about: for each kind of subject, the parameters of one notebook after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from coverage_lib.deliver.table_store import Tables
from coverage_lib.present.context.page import Page
from coverage_lib.present.pages.denominators_page import DenominatorsPage
from coverage_lib.present.pages.overview_page import OverviewPage
from coverage_lib.present.pages.targets_page import TargetsPage
from coverage_lib.present.words.provenance import data_date

Parameters = dict[str, object]


def _units(codes: Iterable[str]) -> list[Parameters]:
    return [{"area_code": code} for code in codes]


def _worth_making(
    kind: type[OverviewPage | DenominatorsPage | TargetsPage], tables: Tables, codes: Sequence[str]
) -> list[Parameters]:
    """The units for which a page of a kind has something to show."""
    whole = kind(tables)
    return _units(code for code in codes if whole.of(code).is_worth_making)


def _proposals(tables: Tables, codes: Sequence[str]) -> list[Parameters]:
    rows = tables["assignment"]
    return rows.loc[rows["area_code"].isin(codes), ["area_code", "indicator", "year"]].to_dict("records")


SUBJECTS: dict[str, Callable[[Tables, Sequence[str]], list[Parameters]]] = {
    "units": lambda tables, codes: _units(codes),
    "units_with_units_below": lambda tables, codes: _worth_making(OverviewPage, tables, codes),
    "units_with_bases_to_compare": lambda tables, codes: _worth_making(DenominatorsPage, tables, codes),
    "units_with_targets_by_document": lambda tables, codes: _worth_making(TargetsPage, tables, codes),
    "proposals": _proposals,
    "plans": lambda tables, codes: [{"plan_id": each} for each in tables["sources"].query("kind == 'plan'")["source_id"]],
}
"""Name of a subject in ``pages.toml`` → from the tables and the codes of the units of a run, the parameters of each notebook."""


def title_of(page: Page, key: str, about: Parameters) -> str:
    """The title of a document: a phrase that names the unit, the indicator and the year, or the document that it is about."""
    words, fields = page.words, dict(about)
    if "area_code" in about:
        fields["area"] = page.area
    if "indicator" in about:
        fields["indicator"] = words.label("indicator", str(about["indicator"]), short=True)
    if "plan_id" in about:
        fields["document"] = page.documents.name(str(about["plan_id"]))
    return words.phrase(key, **fields)


def day_of(page: Page, about: Parameters) -> pd.Timestamp | None:
    """The day to which the data of a page go; for the audit of a document the day on which it was issued, if it shows one."""
    if "plan_id" not in about:
        return data_date(page)
    issued = page.documents[str(about["plan_id"])]["issued"]
    return issued if pd.notna(issued) else None
