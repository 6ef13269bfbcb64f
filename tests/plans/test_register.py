"""Every figure of the five plans' target sections is in the register, with its line; the list was made by hand from the texts."""

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

HAND = list(csv.DictReader(Path(__file__).with_name("figures.csv").open(encoding="utf-8", newline="")))
COUNTS = {"bac-kan-2018": 16, "dong-nai-2019": 20, "hai-duong-2022": 18, "hai-duong-2024": 12, "vinh-linh-2023": 37}
TABLE = "Bảng II.2.1"  # stands on the rows of its lines


def line_of(row):
    """The line of the text as received: said by the register, or the row of the table."""
    found = re.search(r", dòng (\d+)$", row.place)
    return int(found[1]) if found else int(re.sub(r"\D", "", row.cell)) if row.sheet == TABLE else 0


@pytest.fixture(scope="module")
def register(processed):
    observed = processed["observations"]
    observed = observed[observed["source_id"].isin(COUNTS)]
    return observed[~observed["sheet"].str.startswith("PL")].assign(
        line=[line_of(row) for row in observed[~observed["sheet"].str.startswith("PL")].itertuples()]
    )


def key(source, line, printed, indicator, base, measure, year, value, qualifier):
    return source, int(line), printed.rstrip("%"), indicator, base, measure, int(year), round(float(value), 6), qualifier


def test_the_hand_made_list_counts_every_plan():
    assert Counter(row["source_id"] for row in HAND) == COUNTS


@pytest.mark.parametrize("source", COUNTS)
def test_the_register_holds_every_figure_of_the_target_section_with_its_line(register, source):
    rows = register[register["source_id"] == source].fillna("")
    held = Counter(
        key(r.source_id, r.line, r.printed, r.indicator, r.base, r.measure, pd.Timestamp(r.period).year, r.value, r.qualifier)
        for r in rows.itertuples()
    )
    asked = Counter(key(*row.values()) for row in HAND if row["source_id"] == source)
    assert held == asked
    assert held.total() == COUNTS[source]


def test_every_rate_of_the_list_is_in_the_table_of_targets(processed):
    targets = processed["targets"]
    named = set(zip(targets["source_id"], targets["indicator"], targets["year"].astype(int), strict=True))
    asked = {(row["source_id"], row["indicator"], int(row["year"])) for row in HAND if row["measure"] == "rate_pct"}
    assert asked <= named
