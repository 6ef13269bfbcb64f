"""Twenty-six made-up documents of a province that the reader had not seen; the figures were written down before they were read.

The documents and ``expected.csv`` are the work of somebody who did not know the reader: a row a figure, with its cell. Figures in
running text have the sheet ``text``. The first reading found 2,344 of 2,615 and got 39 wrong; see docs/formats.md.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from coverage_lib.deliver.offices.reading_report import Document, read_document
from tests.read.ledgers import faults

HERE = Path(__file__).parent / "thanh_hoa"
DOCUMENTS = sorted((HERE / "documents").iterdir())
EXPECTED = pd.read_csv(HERE / "expected.csv", dtype=str, keep_default_na=False).replace({"indicator": {"si_total": "si"}})
NEWCOMERS = {
    # Persons newly enrolled are no net increase; they are read only where the table proves that they are.
    "02_kh58_hoanghoa_2024.docx": 38,
    "18_bc77_muonglat_30062023.docx": 6,
}
IN_SENTENCES = {"02_kh58_hoanghoa_2024.docx": 3, "07_bc612_cuc_thong_ke_lao_dong_2023.docx": 2, "08_qd187_bao_phu_bhyt_2024.pdf": 1,
                "09_bc45_bhxh_tinh_2023.pdf": 3, "26_phuong_hacthanh_kh21_2026.docx": 1}  # fmt: skip


@cache
def read(file: Path) -> Document:
    return read_document(file)


def figures(file: Path) -> pd.DataFrame:
    observed = read(file).observations
    year = pd.to_datetime(observed["period"]).dt.year.astype("Int64").astype(str)
    return observed[observed["value"].notna()].assign(year=year, area_code=observed["area_code"].str.removesuffix("@2025"))


def keys(rows: pd.DataFrame, with_cell: bool) -> pd.Series:
    """What a figure says, in one text each."""
    names = [*(["cell"] if with_cell else []), "area_code", "indicator", "measure", "year", "basis"]
    return rows[names].agg("|".join, axis=1) + "|" + rows["value"].astype(float).round(4).astype(str)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name[:2])
def test_every_figure_of_its_tables_is_found_and_none_is_wrong(file):
    wanted = EXPECTED[EXPECTED["file"] == file.name]
    wanted = wanted.assign(area_code=wanted["area_code"].str.removesuffix("@2025"))
    in_cells = file.suffix != ".pdf"
    found = figures(file)
    missing = set(keys(wanted, in_cells)) - set(keys(found, in_cells)) if len(wanted) else set()
    if in_cells:  # a cell that was expected and read must say what was expected
        read_cells = set(found["cell"])
        assert {each for each in missing if each.split("|")[0] in read_cells} == set()
    allowed = NEWCOMERS.get(file.name, 0) + IN_SENTENCES.get(file.name, 0)
    assert len(missing) == allowed, sorted(missing)[:10]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name[:2])
def test_every_cell_that_looks_like_a_figure_is_read_or_listed_with_a_reason(file):
    assert faults(read(file)) == []


def test_rows_that_no_unit_bears_are_not_figures():
    codes = pd.concat([figures(file) for file in DOCUMENTS])["area_code"]
    assert (codes != "").all()
