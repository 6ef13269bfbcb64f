"""The running text of a document as numbered lines, with its tables in their places: input for target extraction."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.raw.readers.open_file import kind_of_file
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_RUNNING, MAX_TEXT, refusal
from coverage_lib.raw.safety.text_encoding import decoded_text

_READERS = {"docx": ("docx_paragraphs", "read_docx_lines"), "pdf": ("pdf_pages", "read_pdf_lines")}
_TABLES = ("xlsx", "xls", "ods")
_FEWEST_ROWS = 2  # lines with tabs before they are a table


@dataclass(frozen=True)
class Line:
    """One line of a text file or of a page, one paragraph of a Word document, or one table.

    Attributes
    ----------
    number : int
        Counted from 1: the line in a text file or on its page, the paragraph in a Word document (a row of a table counts as one).
    text : str
        As it stands; empty for a table.
    page : int
        0 where the format knows no pages.
    font : str
        The name of its font where the file says, for letters from before Unicode.
    mark : str
        The number or bullet that the program itself puts before a paragraph.
    grid : Grid, optional
        The table that stands here; row r is line ``number + r - 1``.
    """

    number: int
    text: str
    page: int = 0
    font: str = ""
    mark: str = ""
    grid: Grid | None = None


def read_running_text(path: Path) -> list[Line]:
    """The lines of a document, top to bottom.

    Raises
    ------
    CoverageError
        With one problem: the file is refused as for tables (missing, damaged, encrypted, not what its name says, a scan), is a
        spreadsheet, or is longer than any plan.
    """
    path = Path(path)
    kind = kind_of_file(path)
    if kind in _TABLES:
        raise refusal(path, "plan.text", "kind.spreadsheet", "plan.use_read")
    if kind == "text":
        lines = _text_lines(path)
    else:
        module, function = _READERS[kind]
        try:
            lines = getattr(import_module(f"coverage_lib.raw.readers.{module}"), function)(path)
        except (OSError, ValueError, KeyError, AttributeError, TypeError, IndexError) as cause:  # met by a library
            found = message("file.damaged", cause=type(cause).__name__)
            raise refusal(path, "document.readable", found, "remedy.save_again") from cause
    if sum(len(line.text) for line in lines) > MAX_RUNNING:
        raise refusal(path, message("plan.most_letters", most=MAX_RUNNING), "plan.longer", "remedy.keep_plan")
    if not any(line.text.strip() or line.grid for line in lines):
        raise refusal(path, "value.text", "plan.no_words")
    return lines


def _text_lines(path: Path) -> list[Line]:
    content = path.read_bytes()
    if len(content) > MAX_TEXT:
        limit, size = message("text.most_size", most=MAX_TEXT // 1_000_000), message("file.size", size=len(content) // 1_000_000)
        raise refusal(path, limit, size, "remedy.keep_plan")
    text = decoded_text(content)
    if text is None:
        raise refusal(path, "value.text", "kind.binary")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return lines_of(rows, path)


def lines_of(rows: list[str], path: Path = Path("text")) -> list[Line]:
    r"""Lines of plain text; neighbouring ones with tabs inside are the rows of a table.

    >>> [(line.number, line.text, bool(line.grid)) for line in lines_of(["Mục tiêu", "Xã\t2024", "A\t120", "", "1.\tTên"])]
    [(1, 'Mục tiêu', False), (2, '', True), (4, '', False), (5, '1.\tTên', False)]
    """
    lines: list[Line] = []
    held: list[str] = []
    cells = 0
    for number, row in enumerate([*rows, ""], 1):
        if _is_row(row):
            held.append(row)
            cells += row.count("\t")
            if cells > MAX_CELLS:
                raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_plan")
            continue
        lines += _flushed(held, number)
        held = []
        if number <= len(rows):
            lines.append(Line(number, row))
    return lines


def _is_row(row: str) -> bool:
    """A tab inside the line, other than one after a number or bullet."""
    inner = row.strip(" ")
    pieces = [piece.strip() for piece in inner.split("\t")]
    filled = [piece for piece in pieces if piece]
    if len(pieces) < 2 or not filled:
        return False
    if not pieces[0] and len(filled) == 1:
        return False  # an indented paragraph
    return len(pieces) > 2 or not (len(filled[0]) <= 5 and len(filled) == 2 and len(filled[1]) > 20)


def _flushed(held: list[str], number: int) -> list[Line]:
    """The rows that ended before a line: a table, or lines where there are too few of them."""
    start = number - len(held)
    if len(held) < _FEWEST_ROWS:
        return [Line(start + offset, row) for offset, row in enumerate(held)]
    cells = {
        (row, column): Cell(row, column, text.strip(), text.strip(), "")
        for row, line in enumerate(held, 1)
        for column, text in enumerate(line.split("\t"), 1)
        if text.strip()
    }
    return [Line(start, "", grid=Grid(str(start), cells, _over(held)))]


def _over(held: list[str]) -> list[tuple[int, int, int, int]]:
    """Header cells above the columns to their right: text keeps no merged cells, only the empty cells after one."""
    merged: list[tuple[int, int, int, int]] = []
    width = max(len(line.split("\t")) for line in held)
    for row, line in enumerate(held[:2], 1):
        texts = [text.strip() for text in line.split("\t")]
        texts += [""] * (width - len(texts))
        below = [text.strip() for text in held[row].split("\t")] if row < len(held) else []
        if any(any(letter.isdigit() for letter in text[:1]) for text in texts[1:]):
            break  # figures: the header is over
        for column, text in enumerate(texts[1:], 2):
            end = column
            while text and end < width and not texts[end] and end < len(below) and below[end]:
                end += 1
            if end > column:
                merged.append((row, column, row, end))
    return merged
