"""The arithmetic of a whole country gives what the tables of a few units give, row by row."""

import numpy as np
import pandas as pd
import pytest
from coverage_lib.model.gaps.national import assess

from benchmarks.national import synthetic
from coverage_lib.errors import CoverageError
from coverage_lib.model.gaps.gap import gap
from coverage_lib.model.gaps.verdicts import METHODS
from coverage_lib.model.rates.coverage import coverage
from coverage_lib.model.series.projection import limits, projection
from coverage_lib.model.series.trajectory import trajectory
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import frame

KEY = ["area_code", "indicator", "target_year"]
UNITS = 30


def targets():
    rows = [
        {"area_code": area, "indicator": indicator, "base": base, "year": year, "target_pct": level, "source_id": "t"}
        for area, indicator, base, year, level in (
            ("VN", "hi", "population", 2024, 94.0),
            ("VN", "hi", "population", 2025, 95.0),
            ("VN", "si", "labour_force_working_age", 2025, 45.0),
            ("VN", "si", "labour_force_working_age", 2030, 60.0),
            ("01", "si", "labour_force_working_age", 2030, 55.0),
            ("VN", "ui", "labour_force_15plus", 2025, 35.0),  # over another base: never compared
        )
    ]
    return frame("targets", *({**row, "in_force": True, "authority": "binding", "issued": "2020-01-01"} for row in rows))


@pytest.fixture(scope="module")
def both():
    """The tables as the build makes them, and the assessment of the same counts."""
    counts = synthetic(UNITS)[0]
    blank = (counts["area_code"] == counts["area_code"].iloc[0]) & counts["indicator"].eq("ui")
    counts.loc[blank & (counts["period"].dt.year < 2023), "persons"] = 0
    common = {"basis": "actual", "source_id": "s", "obs_status": "A"}
    said = [
        {**row, **common, "rounded_to": 1, "cell": "A!1"} for row in counts.drop(columns=["base", "persons"]).to_dict("records")
    ]
    below = counts[["area_code", "base", "period", "persons"]].drop_duplicates(["area_code", "base", "period"])
    below = below[below["persons"] > 0]
    held = [{**row, **common, "method": "published", "cell": "A!2"} for row in below.to_dict("records")]
    sources = frame("sources", {"source_id": "s", "kind": "participation", "confidence": "high", "issued": "2025-01-01"})
    rated = coverage(empty("observations"), frame("enrolment", *said), frame("denominators", *held), sources)
    points = trajectory(rated, frame("enrolment", *said), targets(), empty("breaks"), sources)
    counts = counts.merge(below, on=["area_code", "base", "period"], how="left", suffixes=("_", "")).drop(columns="persons_")
    return gap(points, targets()), projection(points, empty("breaks")), assess(counts, targets())


def rows_of(table, *more):
    return table.sort_values(KEY)[[*KEY, *more]].astype(dict.fromkeys(KEY[:2], "str")).reset_index(drop=True)


def test_the_same_gaps(both):
    expected, _, found = both
    judged = expected[expected["gap_pp"].notna()]
    assert len(judged) == 4 * UNITS
    numbers = ["target_pct", "coverage_pct", "gap_pp", "gap_persons", "pace_observed_pp"]
    one, two = rows_of(judged, *numbers), rows_of(found.gap, *numbers)
    pd.testing.assert_frame_equal(one, two, check_dtype=False, rtol=1e-12)
    assert rows_of(judged, "target_area_code").values.tolist() == rows_of(found.gap, "target_area_code").values.tolist()


def test_the_same_verdicts(both):
    expected, _, found = both
    judged = expected[expected["gap_pp"].notna()]
    one, two = rows_of(judged, *METHODS, "verdicts_agree"), rows_of(found.gap, *METHODS, "verdicts_agree")
    assert one.astype("str").equals(two.astype("str"))
    assert one["verdict_pace"].nunique() > 2


def test_the_same_projections(both):
    _, expected, found = both
    key = ["area_code", "indicator"]
    one, two = (
        table.astype(dict.fromkeys(key, "str")).sort_values(key).reset_index(drop=True) for table in (expected, found.series)
    )
    for name in ("outlook", "reason", "model", "points"):
        assert one[name].tolist() == two[name].tolist()
    for name in ("coverage_pct", "drift", "spread", "spread_df"):
        np.testing.assert_allclose(one[name].astype(float), two[name].astype(float), rtol=1e-9)
    later = found.gap[found.gap["target_year"] == 2030].merge(expected, on=key, suffixes=("", "_fit"))
    drawn = later[later["outlook"] != "none"].reset_index(drop=True)
    lower, central, upper = limits(drawn.assign(coverage_pct=drawn["coverage_pct_fit"]), 2030 - drawn["period_fit"].dt.year)
    for name, values in (("lower_pct", lower), ("central_pct", central), ("upper_pct", upper)):
        np.testing.assert_allclose(drawn[name], values, rtol=1e-9)


def test_the_order_of_rows_plays_no_part():
    counts, goals = synthetic(3)
    one, two = assess(counts, goals).gap, assess(counts.sample(frac=1, random_state=1), goals).gap
    pd.testing.assert_frame_equal(
        one.sort_values(KEY, ignore_index=True), two.sort_values(KEY, ignore_index=True), check_categorical=False
    )


def test_a_missing_denominator_leaves_its_year_out_and_nothing_else():
    counts, goals = synthetic(2)
    gone = counts.assign(persons=counts["persons"].astype(float).mask(counts["period"].dt.year == 2024))
    found = assess(gone, goals)
    assert found.series["period"].dt.year.unique().tolist() == [2023]
    assert found.gap["gap_pp"].notna().all()


def test_what_cannot_be_judged_is_named_in_one_message():
    counts, goals = synthetic(2)
    with pytest.raises(CoverageError, match="persons"):
        assess(counts.drop(columns="persons"), goals)
    with pytest.raises(CoverageError, match="31 December"):
        assess(counts.assign(period=counts["period"] - pd.Timedelta(days=31)), goals)
    with pytest.raises(CoverageError, match="one row a year"):
        assess(pd.concat([counts, counts.head(1)]), goals)
    with pytest.raises(CoverageError, match="one base a series"):
        assess(counts.assign(base=counts["base"].mask(counts.index == 3, "population")), goals)
