"""Small documents, grids and tables made by hand, so that each test shows its own figures."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl.utils import range_boundaries

from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.raw.records.sources import FOLDERS, Source, sha256
from coverage_lib.vocabulary.table_schemas import conform, table

PROJECT = Path(__file__).parents[1]
RAW = PROJECT / "data" / "raw"
REGISTER = ("Vị trí", "Đơn vị", "Chỉ tiêu", "So với", "Thời điểm", "Mức", "Đơn vị tính", "Mức độ", "Loại số", "Nơi đọc")
WORKING_AGE = "labour_force_working_age"

_RECORD = {
    "kind": "plan",
    "issuer": "Ủy ban nhân dân huyện Vĩnh Linh",
    "issuer_level": "district",
    "authority": "binding",
    "issued": dt.date(2023, 7, 31),
    "title": "Kế hoạch",
    "period": "2023-2025",
    "area_code": "464",
    "areas_on": dt.date(2023, 7, 31),
    "transcribed": "by hand",
}
_OBSERVATION = {
    "source_id": "a",
    "sheet": "PL",
    "area_label": "",
    "area_code": "464",
    "indicator": "si",
    "base": "",
    "measure": "participants",
    "period": "2024-12-31",
    "basis": "plan",
    "value": 1.0,
    "obs_status": "A",
    "printed": "",
    "unit": "",
    "qualifier": "",
    "place": "",
    "correction": "",
}
_TEXT_OF_MISSING = {"text": "", "flag": False}


def grid(*rows, merged=(), name="PL1"):
    """A sheet from rows of texts; None is an empty cell. Merged ranges as in a spreadsheet: ``A5:A6``."""
    cells = {
        (row, column): Cell(row, column, text, text)
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
        if text is not None
    }
    bounds = [range_boundaries(each) for each in merged]
    return Grid(name, cells, [(top, left, bottom, right) for left, top, right, bottom in bounds])


def register(*figures, name="Mục II"):
    """A sheet with one figure a row; each figure names the columns that matter to it."""
    usual = {"Chỉ tiêu": "Số người tham gia BHXH", "Thời điểm": "2024", "Đơn vị tính": "người", "Loại số": "Mục tiêu"}
    body = [tuple((usual | figure).get(column) for column in REGISTER) for figure in figures]
    return grid(("Số liệu nêu trong văn bản",), (), REGISTER, *body, name=name)


def workbook(path, sheets, merged=(), states=None):
    """An .xlsx file: sheet name → rows of values."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for each in merged:
            sheet.merge_cells(each)
        sheet.sheet_state = (states or {}).get(name, "visible")
    book.save(path)
    return path


def source(**fields):
    """A source record in memory."""
    return Source(**{"source_id": "a", "file": Path("plans/a/a.xlsx"), "sha256": ""} | _RECORD | fields)


def source_folder(raw, source_id, sheets, **fields):
    """A folder of ``data/raw`` with its workbook and its record."""
    record = {"source_id": source_id} | _RECORD | fields
    folder = raw / FOLDERS[record["kind"]] / source_id
    folder.mkdir(parents=True)
    file = workbook(folder / "a.xlsx", sheets)
    write_record(folder, record | {"file": {"name": file.name, "sha256": sha256(file)}})
    return folder


def write_record(folder, record):
    """``source.toml`` of a folder; keys without a value are left out."""
    plain = {key: value for key, value in record.items() if not isinstance(value, dict) and value is not None}
    tables = {key: value for key, value in record.items() if isinstance(value, dict)}
    lines = [_line(*entry) for entry in plain.items()]
    for name, entries in tables.items():
        lines += [f"[{name}]", *(_line(*entry) for entry in entries.items())]
    (folder / "source.toml").write_text("\n".join(lines) + "\n", "utf-8")


def rows_of(*grids):
    """The rows of grids as ``workbook`` takes them."""
    return {
        each.sheet: [[cell.text if (cell := each.cells.get((row, column))) else None for column in range(1, each.columns + 1)]
                     for row in range(1, each.rows + 1)]
        for each in grids
    }  # fmt: skip


def frame(name, *rows):
    """A conforming table; columns that a row leaves out are empty."""
    spec = table(name)["columns"]
    return conform(pd.DataFrame([{column: row.get(column) for column in spec} for row in rows], columns=spec), name)


def observations(*rows):
    """Table ``observations``; each row its own cell A1, A2, … unless it names one."""
    return frame("observations", *(_OBSERVATION | {"cell": f"A{number}"} | row for number, row in enumerate(rows, 1)))


def figure(indicator="si", value=None, **fields):
    """An observed or planned count, or a rate where ``base`` is given."""
    measure = "rate_pct" if fields.get("base") else "participants"
    return {"indicator": indicator, "value": value, "measure": measure} | fields


def denominator(value, base=WORKING_AGE, **fields):
    """A printed denominator."""
    return {"indicator": "", "base": base, "measure": "denominator", "value": value} | fields


def _line(key, value):
    return f"{key} = {value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)}"


def notebook(path, *cells, parameters=""):
    """A notebook of code cells, the first one tagged ``parameters``."""
    tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[tagged, *map(new_code_cell, cells)], metadata=kernel), path)
    return path


def command(*arguments, cwd, **environment):
    """Run ``coverage-lib`` as people do, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "coverage_lib", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
