"""Builders for the audit's tables, and the findings on the documents of the project."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from coverage_lib.auditing import CHECKS, run
from coverage_lib.vocabulary.table_schemas import conform, table

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"


def _filled(rows: list[dict], name: str, defaults: dict) -> pd.DataFrame:
    blank = dict.fromkeys(table(name)["columns"])
    return conform(pd.DataFrame([blank | defaults | row for row in rows], columns=list(blank)), name)


@pytest.fixture
def observe():
    """Rows → table observations; a row needs a cell, the printed text and a value, the rest has defaults."""

    def build(*rows: dict, **shared) -> pd.DataFrame:
        defaults = {
            "source_id": "plan-a",
            "sheet": "PL",
            "area_label": "Xã A",
            "area_code": "19366",
            "indicator": "si",
            "measure": "participants",
            "period": "2023-12-31",
            "basis": "actual",
            "obs_status": "A",
            "unit": "người",
        }
        return _filled(list(rows), "observations", defaults | shared)

    return build


@pytest.fixture
def sources():
    """Table sources with two plans of district 464 and two publications on the nation."""
    rows = [
        {
            "source_id": "plan-a",
            "kind": "plan",
            "number": "1/KH-UBND",
            "issuer": "UBND A",
            "issued": "2023-07-31",
            "area_code": "464",
        },
        {
            "source_id": "plan-b",
            "kind": "plan",
            "number": "2/KH-UBND",
            "issuer": "UBND B",
            "issued": "2024-05-01",
            "area_code": "464",
        },
        {"source_id": "press-a", "kind": "participation", "issuer": "Báo A", "issued": "2024-01-02", "area_code": "VN"},
        {"source_id": "press-b", "kind": "participation", "issuer": "Báo B", "issued": "2024-01-03", "area_code": "VN"},
    ]
    authority = {"plan": "binding", "participation": "report"}
    return _filled([row | {"authority": authority[row["kind"]]} for row in rows], "sources", {"title": "…"})


@pytest.fixture
def set_targets():
    """Rows → table targets."""

    def build(*rows: dict) -> pd.DataFrame:
        defaults = {
            "area_code": "464",
            "year": 2025,
            "indicator": "si",
            "source_id": "plan-a",
            "base": "labour_force_working_age",
            "qualifier": "",
            "issued": "2023-07-31",
            "authority": "binding",
            "in_force": True,
            "cell": "Mục II!F4",
        }
        return _filled(list(rows), "targets", defaults)

    return build


@pytest.fixture(scope="session")
def documents(read_and_built) -> dict[str, pd.DataFrame]:
    """The tables that the checks take, from data/raw."""
    return {name: read_and_built[name] for name in {name for _, takes in CHECKS for name in takes}}


@pytest.fixture(scope="session")
def findings(documents) -> pd.DataFrame:
    """What the audit finds on data/raw."""
    return run(documents)
