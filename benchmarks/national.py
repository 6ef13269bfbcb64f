"""Time for a whole country: 10,047 communes × 5 indicators × 15 years through coverage, gap, verdicts and projection.

The measure is one pandas groupby-mean over the same table. Counts are drawn by chance and belong to no real unit. Printed are the
medians of some rounds, their ratio, and the memory that the work takes beyond the table itself.

Run it with ``make bench`` or ``python -m benchmarks.national --units 1000``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.gap import gap
from coverage_lib.model.series.projection import projection
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.table_schemas import conform, empty, table

BEFORE = areas.REFORM - dt.timedelta(days=1)
INDICATORS = {"si": 45.0, "si_compulsory": 40.0, "si_voluntary": 5.0, "ui": 35.0, "hi": 95.0}  # with a made-up target of 2025
FIRST, YEARS = 2010, 15
ROUNDS = 5
_POINT = {"path": "actual", "obs_status": "A", "method": "counts", "source_id": "made-up", "segment": 1, "rounded_to": 1}
_POINT |= {"persons_known_to": 1, "lower_pct": np.nan, "upper_pct": np.nan}
_TEXTS = ["area_code", "indicator", "base", "path", "obs_status", "method", "source_id"]


def synthetic(units: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A yearly table of made-up counts, and made-up national targets."""
    on = areas.areas_on(BEFORE)
    communes = np.array(sorted(on.index[on["level"] == "commune"])[:units])
    chance = np.random.default_rng(seed)
    shape = (len(communes), len(INDICATORS), YEARS)
    base = np.where(np.array(list(INDICATORS)) == "hi", "population", "labour_force_working_age")
    level = np.array(list(INDICATORS.values())) / 100
    persons = np.broadcast_to(chance.integers(1_500, 12_000, (len(communes), 1, 1)), shape)
    steps = chance.normal(0.01, 0.02, shape).cumsum(axis=2)
    share = 1 / (
        1 + np.exp(-(np.log(level / (1 - level))[None, :, None] - 1 + chance.normal(0, 0.3, shape[:2])[:, :, None] + steps))
    )
    years = np.arange(FIRST, FIRST + YEARS)
    place = np.indices(shape)
    counts = pd.DataFrame(
        {
            "area_code": pd.Series(communes[place[0].ravel()], dtype="str"),
            "indicator": pd.Series(np.array(list(INDICATORS))[place[1].ravel()], dtype="str"),
            "base": pd.Series(base[place[1].ravel()], dtype="str"),
            "period": pd.to_datetime([f"{year}-12-31" for year in years])[place[2].ravel()],
            "participants": np.round(share * persons).astype("int64").ravel(),
            "persons": persons.ravel(),
        }
    )
    rows = [("VN", name, base[number], year, goal) for number, (name, goal) in enumerate(INDICATORS.items()) for year in (2025,)]
    targets = pd.DataFrame(rows, columns=["area_code", "indicator", "base", "year", "target_pct"])
    named = targets.reindex(columns=table("targets")["columns"]).assign(in_force=True, milestone=False, source_id="made-up")
    return counts, conform(named, "targets")


def coverage_to_projection(counts: pd.DataFrame, targets: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables gap and projection of a table of counts, by the functions of the build."""
    points = counts.assign(coverage_pct=100 * counts["participants"] / counts["persons"], **_POINT)
    points = points.astype(dict.fromkeys(_TEXTS, "category"))
    points = points[points["coverage_pct"].notna()]
    return gap(points, targets), projection(points, empty("breaks"))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_047)
    counts, targets = synthetic(parser.parse_args().units)
    ways: dict[str, Callable[[], object]] = {
        "one groupby-mean": lambda: counts.groupby(["area_code", "indicator"])[["participants", "persons"]].mean(),
        "coverage to projection": lambda: coverage_to_projection(counts, targets),
    }
    for work in ways.values():
        work()
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, work in ways.items():
            times[way].append(seconds(work))
    tracemalloc.start()
    gaps, series = coverage_to_projection(counts, targets)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reference = statistics.median(times["one groupby-mean"])
    print(f"{len(counts):,} made-up rows, {len(series):,} series, {len(gaps):,} gaps; median of {ROUNDS} rounds")
    for way, measured in times.items():
        median = statistics.median(measured)
        print(f"  {way:24}{median:8.3f} s{median / reference:8.2f} ×   ({', '.join(f'{each:.3f}' for each in measured)})")
    size = counts.memory_usage(deep=True).sum()
    print(f"  memory beyond the table: {peak / 1e6:.0f} MB at most; the table itself {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
