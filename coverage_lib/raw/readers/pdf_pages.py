"""The lines of a PDF document page by page, with its ruled tables in their places."""

from __future__ import annotations

from pathlib import Path

from coverage_lib.errors import message
from coverage_lib.raw.readers.pdf_tables import is_whole, loose_lines, opened_pdf, ruled_tables
from coverage_lib.raw.readers.running_text import Line
from coverage_lib.raw.safety.sandbox import read_in_sandbox
from coverage_lib.raw.safety.size_limits import MAX_CELLS, MAX_LINES, MAX_PAGES, refusal


def read_pdf_lines(path: Path) -> list[Line]:
    """The lines of every page, counted on each page from 1.

    Raises
    ------
    CoverageError
        If the document is damaged or protected by a password, has too many pages, or is a scan.
    """
    return read_in_sandbox("pdf_pages", "read_pdf_lines_directly", path)


def read_pdf_lines_directly(path: Path) -> list[Line]:
    """The same, in the current process."""
    found: list[Line] = []
    letters, nameless, cells = 0, 0, 0
    with opened_pdf(path) as document:
        if len(document.pages) > MAX_PAGES:
            raise refusal(path, message("document.most_pages", most=MAX_PAGES), f"{len(document.pages)}", "remedy.keep_plan")
        for page_number, page in enumerate(document.pages, 1):
            if not is_whole(page):
                raise refusal(path, "document.intact", message("document.page_damaged", page=page_number), "remedy.ask_for_file")
            letters += len(page.chars)
            nameless += sum(letter["text"].startswith("(cid:") for letter in page.chars)
            if len(page.edges) > MAX_LINES:
                drawn = message("document.lines_on_page", lines=len(page.edges), page=page_number)
                raise refusal(path, message("document.most_lines", most=MAX_LINES), drawn)
            tables = ruled_tables(page)
            parts: list[tuple[float, object]] = [*loose_lines(page, tables)]
            parts += [(table.top, table.grid(f"{page_number}", ())) for table in tables]
            number = 1
            for _, part in sorted(parts, key=lambda each: each[0]):
                if isinstance(part, str):
                    found.append(Line(number, part, page_number))
                    number += 1
                else:
                    found.append(Line(number, "", page_number, grid=part))  # type: ignore[arg-type]
                    number += part.rows  # type: ignore[attr-defined]
                    cells += len(part.cells)  # type: ignore[attr-defined]
            page.close()
            if cells > MAX_CELLS:
                raise refusal(path, message("table.most_cells", most=MAX_CELLS), "found.more", "remedy.keep_plan")
    if not letters:
        raise refusal(path, "document.with_text", "document.scan", "remedy.ask_for_original")
    if nameless > letters / 20:
        raise refusal(path, "document.copyable", "document.nameless_letters", "remedy.ask_for_original")
    return found
