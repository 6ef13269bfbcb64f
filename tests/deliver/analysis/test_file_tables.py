"""``cl.read``: one file as observations, and what it says of what was left out or corrected."""

import warnings

import pytest

import coverage_lib as cl
from coverage_lib.vocabulary.table_schemas import table
from tests.builders import RAW, source_folder

PLAN = "docs/examples/ke-hoach-gio-linh.csv"


def test_a_file_alone_has_the_columns_of_the_built_table(processed):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plan = cl.read(PLAN)
    assert list(plan.columns) == table("observations")["columns"] == list(processed["observations"].columns)
    assert plan.dtypes.astype(str).to_dict() == processed["observations"].dtypes.astype(str).to_dict()
    assert plan.attrs["documents"]["ke-hoach-gio-linh.csv"]["number"] == "45/KH-UBND"


def test_signed_corrections_of_the_very_file_are_told(tmp_path, monkeypatch):
    corrected = sorted(RAW.glob("*/*/corrections.toml"))
    assert corrected
    (file,) = (each for each in corrected[0].parent.iterdir() if each.suffix == ".xlsx")
    with pytest.warns(cl.ReadingWarning, match=f"signed corrections in data/raw .{corrected[0].parent.name}."):
        cl.read(file, lang="en")
    monkeypatch.chdir(tmp_path)  # no project, so nobody can have signed anything
    with warnings.catch_warnings():
        warnings.simplefilter("error", cl.ReadingWarning)
        cl.read(file)


def test_figures_that_were_not_read_are_told(tmp_path):
    sheet = {"PL": [["Đơn vị", "Số người tham gia BHXH tự nguyện"], ["Xã Vĩnh Thái", "1.050"], ["Xã Không Có", "20"]]}
    folder = source_folder(tmp_path, "plan", sheet)
    (file,) = folder.glob("*.xlsx")
    with pytest.warns(cl.ReadingWarning):
        found = cl.read(file)
    assert found.attrs["problems"]
