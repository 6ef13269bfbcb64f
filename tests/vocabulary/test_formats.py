import datetime as dt

import pandas as pd
import pytest

from coverage_lib.vocabulary import formats

NBSP = formats.NBSP


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1499, "1.499", "1,499"),
        (20_110_000, "20.110.000", "20,110,000"),
        (-912, "−912", "−912"),
    ],
)
def test_counts(value, vi, en):
    assert (formats.count(value), formats.count(value, "en")) == (vi, en)


@pytest.mark.parametrize(("value", "text"), [(912, "+912"), (0, "0"), (-0.4, "0"), (0.4, "0"), (-912, "−912")])
def test_a_signed_count_has_no_sign_at_zero(value, text):
    assert formats.count(value, signed=True) == text


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [(19.2179, 1, "19,2", "19.2"), (95.15, 2, "95,15", "95.15"), (1234.5, 1, "1.234,5", "1,234.5"), (-7.25, 2, "−7,25", "−7.25"),
     (45.0, 0, "45", "45")],
)  # fmt: skip
def test_decimals(value, places, vi, en):
    assert (formats.decimal(value, places=places), formats.decimal(value, "en", places=places)) == (vi, en)


def test_what_rounds_to_zero_has_no_sign():
    assert formats.decimal(-0.04, places=1, signed=True) == "0,0"
    assert formats.points(-0.04) == "0,0"
    assert formats.points(-0.06) == "−0,1"


def test_per_cent_stands_apart_in_vietnamese_only():
    assert formats.percent(94.2) == f"94,2{NBSP}%"
    assert formats.percent(94.2, "en") == "94.2%"


@pytest.mark.parametrize(("value", "text"), [(45.0, "45"), (2.5, "2,5"), (95.15, "95,15"), (0.71, "0,71"), (33.333, "33,33")])
def test_a_target_keeps_the_decimals_it_was_set_with(value, text):
    assert formats.target(value) == f"{text}{NBSP}%"


@pytest.mark.parametrize(
    "write", [formats.count, formats.decimal, formats.percent, formats.target, formats.points, formats.date, formats.period]
)
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_missing_is_an_ellipsis_and_never_nan(write, missing):
    assert write(missing) == "…"


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [(dt.date(2024, 12, 31), "2024", "2024"), (dt.date(2022, 9, 30), "30/9/2022", "30 September 2022"),
     (pd.Timestamp("2021-12-30"), "30/12/2021", "30 December 2021")],
)  # fmt: skip
def test_only_the_last_day_of_a_year_is_its_year(day, vi, en):
    assert (formats.period(day), formats.period(day, "en")) == (vi, en)
