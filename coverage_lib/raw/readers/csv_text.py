"""Text tables (.csv, .tsv, .txt) as one grid; row numbers are line numbers."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from coverage_lib.errors import message
from coverage_lib.raw.readers.grid import Cell, Grid
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_LETTERS, MAX_TEXT, refusal
from coverage_lib.raw.safety.text_encoding import decoded_text

_DELIMITERS = "\t;|,"  # a comma also occurs in numbers and sentences: it is tried last
_SAMPLE = 500  # lines
_SAID = re.compile(r'^"?sep=([^\w"])"?$', re.IGNORECASE)  # how a file tells Excel

_FIGURE = re.compile(r"\s*[-+]?\d[\d.,\s]*%?\s*")


def read_csv_text(path: Path) -> list[Grid]:
    """The table of a text file; lines above it are single cells of its first column.

    Raises
    ------
    CoverageError
        If the file is not text, is too large, or has no column separator.
    """
    content = path.read_bytes()
    if len(content) > MAX_TEXT:
        limit, size = message("text.most_size", most=MAX_TEXT // 1_000_000), message("file.size", size=len(content) // 1_000_000)
        raise refusal(path, limit, size, "remedy.keep_table")
    text = decoded_text(content)
    if text is None:
        raise refusal(path, "kind.text", "kind.binary")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    said = _SAID.match(lines[0].strip())
    delimiter = said[1] if said else delimiter_of(lines)
    if not delimiter:
        raise refusal(path, "text.columns_separated", "text.no_columns", "remedy.save_as_csv")
    if said:
        lines[0] = ""
    cells: dict[tuple[int, int], Cell] = {}
    header, figures = 0, False
    for row, texts in _rows(lines, delimiter):
        width = max((number for number, text in enumerate(texts, 1) if text.strip()), default=0)
        figures = figures or any(_FIGURE.fullmatch(text) for text in texts[1:])
        header = header if figures and header > 1 else max(header, width)
        if delimiter == "," and width > header:
            limit, found = message("text.most_columns", most=header), message("text.columns", count=width)
            raise refusal(path, limit, found, "remedy.quote_commas", message("place.line", number=row))
        for column, text in enumerate(texts, 1):
            if text.strip():
                cells[row, column] = Cell(row, column, text, text, "")
        if max(map(len, texts), default=0) > MAX_LETTERS:
            limit = message("cell.most_letters", most=MAX_LETTERS)
            raise refusal(path, limit, "found.more", "remedy.save_as_csv_again", message("place.line", number=row))
        if len(cells) > MAX_CELLS:
            raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_table")
    return [Grid(path.stem, cells)]


def delimiter_of(lines: list[str]) -> str:
    """What separates columns: the mark that splits most lines into equally many.

    >>> delimiter_of(["Xã;Số người;Tỷ lệ", "A;1.499;19,2", "B;2.411;20,0"])
    ';'
    >>> delimiter_of(["Không có bảng nào, chỉ có lời"])
    ''
    """
    sample = [line for line in lines if line.strip()][:_SAMPLE]
    best, most = "", 0.0
    quoting = _quoting(lines)
    for delimiter in _DELIMITERS:
        widths = Counter(width for line in sample if (width := len(_split(line, delimiter, quoting))) > 1)
        split, same = sum(widths.values()), max(widths.values(), default=0)
        if split < 2:
            continue
        if same >= len(sample) / 2:
            return delimiter
        if split + same > most:
            best, most = delimiter, split + same
    return best


def _quoting(lines: list[str]) -> Literal[0, 3]:
    """A mark of quotation that is never closed must not swallow the rest of the file."""
    return csv.QUOTE_NONE if sum(line.count('"') for line in lines) % 2 else csv.QUOTE_MINIMAL


def _split(line: str, delimiter: str, quoting: Literal[0, 3]) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t"), [])
    except csv.Error:
        return []


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and texts of every row."""
    quoting = _quoting(lines)
    widths = Counter(len(_split(line, delimiter, quoting)) for line in lines[:_SAMPLE] if line.strip())
    usual = widths.most_common(1)[0][0] if widths else 0
    above = 0
    for line in lines:
        if line.strip() and (len(_split(line, delimiter, quoting)) >= usual > 1 or not _is_prose(line, delimiter)):
            break
        above += 1
        if line.strip():
            yield above, [line.strip().strip('"')]
    reader = csv.reader(
        (line + "\n" for line in lines[above:]), delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t"
    )
    start = above + 1
    while True:
        try:
            texts = next(reader, None)
        except csv.Error:  # a cell longer than any real one
            texts = []
        if texts is None:
            return
        yield start, texts
        start = above + reader.line_num + 1


def _is_prose(line: str, delimiter: str) -> bool:
    """A line of words, in which commas are followed by spaces.

    >>> _is_prose("UBND huyện A, tỉnh B", ","), _is_prose(",,Năm 2023", ","), _is_prose("A;B", ";")
    (True, False, False)
    """
    if delimiter != ",":
        return delimiter not in line
    return re.search(r",(?!\s)", line) is None and '"' not in line
