"""Time to convert a national table across 1 July 2025: code lists, 10,000 names, and 3.0 million rows.

The table is made up: 10,047 communes × 5 indicators × 60 months, with counts from a fixed seed. It is measured against one pandas
merge of the same rows with the correspondence of communes. Every round runs in a process of its own, so that no list is loaded
before its time is taken; importing the libraries is not counted. Printed are the medians and their ratio.

Run it with ``make bench`` or ``python -m benchmarks.areas --rounds 3``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from coverage_lib.clean.units.resolve_names import resolve
from coverage_lib.model.reform.recast import recast
from coverage_lib.vocabulary.areas import REFORM, areas_on
from coverage_lib.vocabulary.successors import LAST_OLD_DAY, correspondence

INDICATORS = ("si_compulsory", "si_voluntary", "ui", "hi", "hi_household")
MONTHS, NAMES = 60, 10_000
PARTS = ("code lists", "10,000 names", "recast", "one merge")


def national(codes: list[str], months: int = MONTHS) -> pd.DataFrame:
    """Synthetic counts: no figure of any unit."""
    periods = pd.date_range("2020-01-31", periods=months, freq="ME")
    rows = len(codes) * len(INDICATORS) * months
    return pd.DataFrame(
        {
            "area_code": pd.Series(np.repeat(codes, len(INDICATORS) * months), dtype="str"),
            "indicator": pd.Series(np.tile(np.repeat(INDICATORS, months), len(codes)), dtype="str"),
            "period": np.tile(periods, len(codes) * len(INDICATORS)),
            "participants": pd.Series(np.random.default_rng(4).integers(0, 5_000, rows), dtype="Int64"),
        }
    )


def one_round() -> dict[str, float]:
    """Seconds of each part, in a process that has loaded no list yet."""
    marks = [time.perf_counter()]
    pairs = correspondence()
    units = areas_on(LAST_OLD_DAY)
    marks.append(time.perf_counter())
    communes = units[units["level"] == "commune"]
    names = communes["name_vi"].head(NAMES)
    found = resolve(names, LAST_OLD_DAY, communes["parent_code"].head(NAMES))
    marks.append(time.perf_counter())
    table = national(list(communes["area_code"]))
    known = pairs[pairs["level"] == "commune"]
    start = time.perf_counter()
    done = recast(table, REFORM)
    marks.append(marks[-1] + time.perf_counter() - start)
    start = time.perf_counter()
    merged = table.merge(known, left_on="area_code", right_on="old_code", how="left")
    marks.append(marks[-1] + time.perf_counter() - start)
    assert (found["area_code"] == communes["area_code"].head(NAMES)).mean() > 0.99
    assert done.totals.at["participants", "given"] == done.totals.loc["participants", ["recast", "remainder"]].sum()
    assert len(merged) >= len(table)
    return dict(zip(PARTS, np.diff(marks).tolist(), strict=True)) | {"rows": len(table)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="one round in this process, as JSON")
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(one_round()))
        return
    again = [sys.executable, "-m", "benchmarks.areas", "--once"]
    rounds = [json.loads(subprocess.run(again, capture_output=True, text=True, check=True).stdout) for _ in range(asked.rounds)]
    median = {part: statistics.median(each[part] for each in rounds) for part in PARTS}
    ours = [sum(each[part] for part in PARTS[:-1]) for each in rounds]
    print(f"{rounds[0]['rows']:,} synthetic rows; median of {asked.rounds} rounds")
    for part in PARTS:
        print(f"  {part:14}{median[part]:8.2f} s   ({', '.join(f'{each[part]:.2f}' for each in rounds)})")
    ratios = [mine / each["one merge"] for mine, each in zip(ours, rounds, strict=True)]
    print(f"  all but the merge: {statistics.median(ours):.2f} s, {statistics.median(ratios):.2f} × one merge")


if __name__ == "__main__":
    main()
