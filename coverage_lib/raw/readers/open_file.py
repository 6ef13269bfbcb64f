"""One door for every format: what a file is, by its content, and whether that is what its name says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.safety.file_types import FOREIGN, KINDS, kind_of
from coverage_lib.raw.safety.size_limits import MAX_COLUMNS, MAX_FILE, MAX_ROWS, refusal

_READERS = {  # kind → module and function; imported when needed, because some libraries are slow to start
    "xlsx": ("xlsx", "read_xlsx"),
    "xls": ("xls", "read_xls"),
    "ods": ("ods", "read_ods"),
    "docx": ("docx_tables", "read_docx"),
    "pdf": ("pdf_tables", "read_pdf"),
    "text": ("csv_text", "read_csv_text"),
}


def readable_suffixes() -> tuple[str, ...]:
    """The suffixes of the files that are read.

    >>> readable_suffixes()
    ('.xlsx', '.xlsm', '.xls', '.ods', '.docx', '.pdf', '.csv', '.tsv', '.txt')
    """
    return tuple(suffix for suffix, kind in KINDS.items() if kind in _READERS)


def read_file(path: Path, sheet: str | None = None, hidden: bool = False) -> list[Grid]:
    """The sheets or tables of a file that people see, each as a grid.

    Parameters
    ----------
    path : Path
    sheet : str, optional
        The name of the only sheet to keep.
    hidden : bool
        Whether the sheets that the file hides come as well, marked as such and behind the others: for those who keep the file.

    Raises
    ------
    CoverageError
        With one problem: the file is missing, empty, damaged, encrypted, too large, of a kind that is not read or not of the kind
        that its name says, or it has no such sheet. Nothing of its content is repeated.
    """
    path = Path(path)
    kind = kind_of_file(path)
    module, function = _READERS[kind]
    reader: Callable[[Path], list[Grid]] = getattr(import_module(f"coverage_lib.raw.readers.{module}"), function)
    try:
        grids = reader(path)
    except CoverageError:
        raise
    except Exception as cause:  # a library met what its authors did not foresee
        raise refusal(
            path, f"{FOREIGN[kind]} that can be read", f"a damaged one ({type(cause).__name__})", "save it again"
        ) from cause
    beyond = next((grid for grid in grids if grid.rows > MAX_ROWS or grid.columns > MAX_COLUMNS), None)
    if beyond:
        raise refusal(path, f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns", "a cell beyond them", "save it again")
    unseen = [grid for grid in grids if grid.hidden]
    grids = [grid for grid in grids if not grid.hidden]
    if not any(grid.cells or grid.unvalued for grid in grids):
        raise refusal(path, "a table", "no cell that holds anything")
    if sheet is None:
        return [*grids, *unseen] if hidden else grids
    kept = [grid for grid in grids if grid.sheet == sheet] or [grid for grid in grids if _same(grid.sheet, sheet)]
    if not kept:
        raise refusal(path, "a sheet of the given name", "others: " + ", ".join(repr(grid.sheet) for grid in grids[:20]))
    return kept


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def kind_of_file(path: Path) -> str:
    """The kind of a file that can be read and whose name does not say otherwise."""
    try:
        if not path.exists():
            raise refusal(path, "a file", "no such file", "check the name")
        if not path.is_file():
            raise refusal(path, "a file", "a folder" if path.is_dir() else "something that is no file")
        size = path.stat().st_size
        if not size:
            raise refusal(path, "a document", "an empty file", "ask for it again")
        if size > MAX_FILE:
            raise refusal(path, f"at most {MAX_FILE // 1_000_000} MB", f"{size // 1_000_000} MB", "keep the tables only")
        kind = kind_of(path)
    except (OSError, ValueError, zipfile.BadZipFile) as cause:
        raise refusal(path, "a file that can be opened", type(cause).__name__, "check its permissions") from cause
    named = KINDS.get(path.suffix.lower(), "")
    if named and named != kind and kind not in ("encrypted", "empty text"):
        remedy = "give it the right ending, or ask for the right file"
        raise refusal(path, f"{FOREIGN[named]}, as its name says", FOREIGN[kind], remedy)
    if kind not in _READERS:
        remedy = "save it without a password" if kind == "encrypted" else "save it as .xlsx, .docx or .csv"
        raise refusal(path, "a spreadsheet, a document with tables or a text table", FOREIGN[kind], remedy)
    return kind
