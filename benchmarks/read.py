"""Time to read the documents of a whole country: 700 workbooks in the printed form, four sheets of 18 units each.

Three rounds, each timing in turn openpyxl merely loading the files, python-calamine, our raw floor (file → grids) and the whole
reading (file → observations); printed are the medians, their ratios and, from one profiled pass, what our own time is spent on.

Run it with ``make bench`` or ``python -m benchmarks.read --files 100``.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.raw.readers.open_file import read_file
from coverage_lib.vocabulary import areas
from tests.layouts.figures import BEFORE, units
from tests.layouts.forms import plan_sheet
from tests.layouts.tables import Said, Table
from tests.layouts.writers import xlsx

SCHEMES = ("si_compulsory", "si_voluntary", "ui", "hi")
UNITS = 18
ROUNDS = 3


def districts() -> list[str]:
    """The districts of the country that have 18 communes or more."""
    on = areas.areas_on(BEFORE)
    return [code for code in on.index[on["level"] == "district"] if len(areas.children(code, BEFORE)) >= UNITS]


def write(folder: Path, files: int) -> list[Path]:
    """The workbooks, each about another district or another year."""
    codes, paths = districts(), []
    for number in range(files):
        area, first = codes[number % len(codes)], 2020 + number // len(codes)
        name = units(areas.parent(area), BEFORE)
        title = f"UBND {dict(name)[area]}"
        tables: list[Table] = []
        for scheme in SCHEMES:
            table = plan_sheet(Said(), scheme, area, (first, first + 1, first + 2), name=f"PL {scheme}", first=UNITS)
            table.above = [title, *table.above[1:2]]
            tables.append(table)
        paths.append(folder / f"{number:03d}.xlsx")
        xlsx(paths[-1], tables)
    return paths


def load(path: Path) -> int:
    """What openpyxl needs to hold the workbook, and nothing made of it."""
    return len(openpyxl.load_workbook(path, data_only=True).worksheets)


def calamine(path: Path) -> int:
    """The same cells by python-calamine."""
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    gc.collect()
    start = time.perf_counter()
    for path in paths:
        work(path)
    return time.perf_counter() - start


def profile(paths: list[Path]) -> dict[str, float]:
    """Share of the whole reading by module of ours, or by library; own time of each function, so that nothing counts twice."""
    profiler = cProfile.Profile()
    profiler.runcall(seconds, read_document, paths)
    shares: dict[str, float] = defaultdict(float)
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        place = _place(file)
        if place:
            shares[place] += own
        else:  # a built-in: charge it to whoever calls it
            for (caller, _, _), timing in callers.items():
                shares[_place(caller) or "python"] += timing[2]
    total = sum(shares.values())
    return {place: own / total for place, own in sorted(shares.items(), key=lambda each: -each[1])}


def _place(file: str) -> str:
    path = Path(file)
    if "coverage_lib" in path.parts:
        return "coverage_lib/" + "/".join(path.parts[path.parts.index("coverage_lib") + 1 :])
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    if file.startswith(("~", "<")):
        return ""
    return f"python {path.stem}" if path.stem in {"zipfile", "ElementTree", "re"} else "python"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=700)
    files = parser.parse_args().files
    ways: dict[str, Callable[[Path], object]] = {
        "openpyxl loads": load,
        "python-calamine": calamine,
        "file → grids": read_file,
        "file → observations": read_document,
    }
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), files)
        for work in ways.values():
            work(paths[0])  # imports and caches that a process fills once
        times: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, work in ways.items():
                times[way].append(seconds(work, paths))
        parts = profile(paths[: max(1, files // 7)])
    reference = statistics.median(times["openpyxl loads"])
    print(f"{files} workbooks, {len(SCHEMES)} sheets of {UNITS} units; median of {ROUNDS} rounds")
    for way, measured in times.items():
        median = statistics.median(measured)
        print(f"  {way:22}{median:8.2f} s{median / reference:8.2f} × openpyxl   ({', '.join(f'{each:.2f}' for each in measured)})")
    print("What the whole reading spends its time on (own time, profiled):")
    for place, share in list(parts.items())[:14]:
        print(f"  {share:6.1%}  {place}")


if __name__ == "__main__":
    main()
