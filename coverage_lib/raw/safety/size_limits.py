"""Size limits for reading, and the common form of a refusal."""

from __future__ import annotations

from pathlib import Path

from coverage_lib.errors import CoverageError, Problem, Wording

MAX_FILE = 100_000_000  # bytes on disk
MAX_CELLS = 200_000  # 60 columns for every commune of the country; more would not fit into memory
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of one sheet, as in Excel
MAX_LETTERS = 32_767  # of one cell, as in Excel
MAX_SHEETS = 250
MAX_UNPACKED = 300_000_000  # bytes of all parts of an archive together
MAX_PART = 60_000_000  # bytes of one XML part, which is held in memory
MAX_RATIO = 200  # unpacked to packed; office documents reach 30
MAX_TEXT = 20_000_000  # bytes of a text file
MAX_RUNNING = 3_000_000  # letters of running text; a plan has some tens of thousands
MAX_PAGES = 100
MAX_LINES = 6_000  # ruled lines on one page of a PDF document
MAX_MEMORY = 450_000_000  # bytes that a reader in a process of its own may claim
MAX_SECONDS = 60  # of computing, in such a process; a small file gets FEWEST_SECONDS
FEWEST_SECONDS = 15


def seconds_for(size: int) -> int:
    """Time allowed to read a file of a given size: a small file that takes long is damaged.

    >>> seconds_for(20_000), seconds_for(1_000_000), seconds_for(50_000_000)
    (15, 25, 60)
    """
    return min(MAX_SECONDS, FEWEST_SECONDS + size // 100_000)


def refusal(path: Path, expected: Wording, found: Wording, remedy: str = "", place: Wording = "") -> CoverageError:
    """The error for a file that is not read, on one line and without its content.

    >>> print(refusal(Path("a.xlsx"), "kind.xlsx", "kind.pdf", "remedy.ask_for_file"))
    The file cannot be read: a.xlsx: expected an Excel workbook (.xlsx), found a PDF document; ask for the file again
    """
    name = " ".join(path.name.encode("utf-8", "replace").decode("utf-8").split())
    return CoverageError("file.refused", [Problem(name, place, expected, found, remedy)])
