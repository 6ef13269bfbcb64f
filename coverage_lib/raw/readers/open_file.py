"""Open a file of any supported format: its type by content, and whether the name agrees."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from coverage_lib.errors import CoverageError, Message, message
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.safety.file_types import KINDS, kind_of
from coverage_lib.raw.safety.size_limits import MAX_COLUMNS, MAX_FILE, MAX_ROWS, refusal

_READERS = {  # kind → module and function; imported when needed, because some libraries are slow to start
    "xlsx": ("xlsx", "read_xlsx"),
    "xls": ("xls", "read_xls"),
    "ods": ("ods", "read_ods"),
    "docx": ("docx_tables", "read_docx"),
    "pdf": ("pdf_tables", "read_pdf"),
    "text": ("csv_text", "read_csv_text"),
    "html": ("html_tables", "read_html"),
}


def readable_suffixes() -> tuple[str, ...]:
    """The suffixes of the supported files.

    >>> readable_suffixes()
    ('.xlsx', '.xlsm', '.xls', '.ods', '.docx', '.pdf', '.csv', '.tsv', '.txt', '.html', '.htm')
    """
    return tuple(suffix for suffix, kind in KINDS.items() if kind in _READERS)


def read_file(path: Path, sheet: str | None = None, hidden: bool = False) -> list[Grid]:
    """The visible sheets or tables of a file, each as a grid.

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
        wanted = message("file.readable", kind=Message(f"kind.{kind}"))
        raise refusal(path, wanted, message("file.damaged", cause=type(cause).__name__), "remedy.save_again") from cause
    beyond = next((grid for grid in grids if grid.rows > MAX_ROWS or grid.columns > MAX_COLUMNS), None)
    if beyond:
        limit = message("sheet.most_rows_columns", rows=MAX_ROWS, columns=MAX_COLUMNS)
        raise refusal(path, limit, "sheet.cell_beyond", "remedy.save_again")
    unseen = [grid for grid in grids if grid.hidden]
    grids = [grid for grid in grids if not grid.hidden]
    if not any(grid.cells or grid.unvalued for grid in grids):
        raise refusal(path, "table.any", "table.empty")
    if sheet is None:
        return [*grids, *unseen] if hidden else grids
    kept = [grid for grid in grids if grid.sheet == sheet] or [grid for grid in grids if _same(grid.sheet, sheet)]
    if not kept:
        others = message("sheet.others", names=", ".join(repr(grid.sheet) for grid in grids[:20]))
        raise refusal(path, "sheet.named", others)
    return kept


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def kind_of_file(path: Path) -> str:
    """The type of a supported file whose name does not contradict its content."""
    try:
        if not path.exists():
            raise refusal(path, "file.any", "file.none", "remedy.check_name")
        if not path.is_file():
            raise refusal(path, "file.any", "file.folder" if path.is_dir() else "file.no_file")
        size = path.stat().st_size
        if not size:
            raise refusal(path, "document.any", "file.empty", "remedy.ask_again")
        if size > MAX_FILE:
            limit, found = message("file.most_size", most=MAX_FILE // 1_000_000), message("file.size", size=size // 1_000_000)
            raise refusal(path, limit, found, "remedy.keep_tables")
        kind = kind_of(path)
    except (OSError, ValueError, zipfile.BadZipFile) as cause:
        raise refusal(path, "file.can_be_opened", type(cause).__name__, "remedy.check_permissions") from cause
    named = KINDS.get(path.suffix.lower(), "")
    web_page = kind == "html" and named == "xls"  # what many programs write under that name
    if named and named != kind and kind not in ("encrypted", "empty_text") and not web_page:
        raise refusal(path, message("file.as_named", kind=Message(f"kind.{named}")), f"kind.{kind}", "remedy.right_ending")
    if kind not in _READERS:
        remedy = "remedy.remove_password" if kind == "encrypted" else "remedy.save_as_known"
        raise refusal(path, "file.any_readable", f"kind.{kind}", remedy)
    return kind
