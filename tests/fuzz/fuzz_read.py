"""Read thousands of damaged files: each is read or refused in one line, within limits of time and memory.

Run it with ``python -m tests.fuzz.fuzz_read --cases 10000``; ``--first`` and ``--keep FOLDER`` make a failing case again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.fuzz.cells import spoilt
from tests.fuzz.mutations import mutated, timeless
from tests.layouts import LAYOUTS
from tests.layouts.tables import Layout

SECONDS = 20  # longer is a hang
MEGABYTES = 500  # of the process that reads, its own libraries included
ADDRESS_SPACE = 2_000_000_000
SEED = "coverage"
_CORPUS = (
    "printed_form_of_four_appendices", "three_header_rows_scheme_year_measure", "months_across_of_one_year",
    "group_headers_not_merged", "several_tables_stacked_in_one_sheet",
    "roman_districts_over_arabic_communes_with_equal_names", "column_numbers_notes_and_signatures",
    "numbers_stored_as_numbers_and_rates_as_fractions", "thousands_of_persons_in_the_unit_line",
    "formulas_without_a_stored_value", "a_legacy_font_named_vntime", "a_legacy_encoding_known_by_content_only",
    "a_delimited_file_in_tcvn3", "workbook_with_macros", "workbook_of_the_old_format", "open_document_sheet",
    "document_with_two_tables", "document_with_three_header_rows_merged_both_ways", "ruled_tables_on_pages",
    "semicolons_and_a_byte_order_mark", "commas_in_numbers_and_between_them", "tabs_in_utf_16", "bars_between_columns",
    "women_households_and_remarks_beside_the_people", "spaces_inside_words",
)  # fmt: skip
_RARE = {".pdf": 0.1, ".docx": 0.5}  # slow to read: fewer of them


@dataclass
class Outcome:
    """What became of one case: ``read``, ``refused``, or the name of a failure with what is known of it."""

    case: int
    kind: str
    told: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


@dataclass
class Tally:
    """All cases of one run."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def failures(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.kind not in ("read", "refused")]

    def __str__(self) -> str:
        counts = Counter(each.kind for each in self.outcomes)
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(counts.items()))
        slowest = max(self.outcomes, key=lambda each: each.seconds)
        longest = f"slowest {slowest.seconds:.1f} s (case {slowest.case})"
        return f"{len(self.outcomes):,} cases: {kinds}; {longest}; at most {max(each.megabytes for each in self.outcomes):.0f} MB"


@cache
def corpus() -> tuple[list[Layout], list[float]]:
    """The layouts that are spoilt, and how often each is taken."""
    chosen = [layout for layout in LAYOUTS if layout.name in _CORPUS]
    assert len(chosen) == len(_CORPUS)
    return chosen, [_RARE.get(layout.suffix, 1.0) for layout in chosen]


@cache
def _sound(name: str) -> bytes:
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    with tempfile.TemporaryDirectory() as folder:
        return timeless(layout.file(Path(folder)).read_bytes())


def make(case: int, folder: Path) -> Path:
    """The file of one case, the same on every machine."""
    dice = random.Random(f"{SEED}{case}")
    layout = dice.choices(*corpus())[0]
    path = folder / f"case{case}{layout.suffix}"
    content = _sound(layout.name) if layout.suffix == ".pdf" or dice.random() < 0.65 else _rewritten(layout, path, dice)
    if content is None or dice.random() < 0.2 or content == _sound(layout.name):
        content = mutated(content or _sound(layout.name), layout.suffix, dice)
    path.write_bytes(content)
    return path


def _rewritten(layout: Layout, path: Path, dice: random.Random) -> bytes | None:
    """The layout with spoilt tables, soundly written; none if they are such that no library writes them."""
    try:
        layout.write(path, spoilt(layout.tables, dice))
    except (ValueError, TypeError):
        return None
    return timeless(path.read_bytes())


def _peak_megabytes() -> float:
    """The most memory this process has held. Not ``ru_maxrss``, which a process inherits from the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def attempt(case: int, path: Path) -> Outcome:
    """Read one file in this process."""
    from coverage_lib.deliver.offices.reading_report import read_document, report
    from coverage_lib.deliver.table_store import csv_of
    from coverage_lib.errors import CoverageError

    start = time.perf_counter()
    try:
        document = read_document(path)
        csv_of(document.observations)
        list(report(document))
        kind, told = "read", ""
    except CoverageError as refusal:
        lines = str(refusal).splitlines()
        kind, told = ("refused", "") if len(lines) == 1 else ("refused in several lines", str(refusal)[:2000])
    except BaseException:  # everything else is what this program looks for
        kind, told = "traceback", traceback.format_exc()[-3000:]
    peak = _peak_megabytes()
    if peak > MEGABYTES and kind in ("read", "refused"):
        kind, told = "memory", f"{peak:.0f} MB"
    return Outcome(case, kind, told, time.perf_counter() - start, peak)


def _work(pipe: Connection, folder: str) -> None:
    """Child: make and read cases until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    import warnings

    import coverage_lib.deliver.offices.reading_report  # noqa: F401

    warnings.simplefilter("ignore")
    while (case := pipe.recv()) is not None:
        path = make(case, Path(folder))
        pipe.send("made")
        outcome = attempt(case, path)
        pipe.send(outcome)
        path.unlink()


class Worker:
    """A child process with the case it is at and the moment it began."""

    def __init__(self, folder: str):
        self.folder = folder
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.folder))  # may start a process of its own
        self.process.start()
        theirs.close()
        self.case: int | None = None

    def give(self, case: int | None) -> None:
        self.case, self.since = case, time.monotonic()
        self.pipe.send(case)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run(first: int, cases: int, workers: int = 2, patience: int = SECONDS) -> Tally:
    """Cases ``first`` … in child processes; one that hangs or dies is replaced and its case is a failure."""
    todo, tally = iter(range(first, first + cases)), Tally()
    with tempfile.TemporaryDirectory() as folder:
        pool = [Worker(folder) for _ in range(workers)]
        for worker in pool:
            worker.give(next(todo, None))
        while busy := [worker for worker in pool if worker.case is not None]:
            ready = wait([worker.pipe for worker in busy], timeout=1)
            for worker in busy:
                outcome: object = None
                if worker.pipe in ready:
                    try:
                        outcome = worker.pipe.recv()
                    except EOFError:
                        outcome = Outcome(worker.case or 0, "died", f"exit code {worker.process.exitcode}")
                elif time.monotonic() - worker.since > patience + 40:  # the time of making a file and of starting is not counted
                    outcome = Outcome(worker.case or 0, "hang", seconds=float(patience))
                if isinstance(outcome, Outcome):
                    if outcome.kind not in ("died", "hang") and outcome.seconds > patience:
                        outcome.kind = "slow"
                    tally.outcomes.append(outcome)
                    if outcome.kind in ("died", "hang", "memory"):  # the memory of a process never falls again
                        worker.end()
                        worker.start()
                    worker.give(next(todo, None))
                elif outcome == "made":
                    worker.since = time.monotonic() - 40
        for worker in pool:
            worker.process.join(5)
            worker.end()
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="write the files of the cases here instead of reading them")
    chosen = parser.parse_args()
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        for case in range(chosen.first, chosen.first + chosen.cases):
            print(make(case, chosen.keep))
        return 0
    tally = run(chosen.first, chosen.cases, chosen.workers)
    for failure in tally.failures:
        print(f"case {failure.case}: {failure.kind}\n{failure.told}", file=sys.stderr)
    print(tally)
    return bool(tally.failures)


if __name__ == "__main__":
    sys.exit(main())
