import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.text.periods import Moment, is_relative, joined_moment, last_day, moment_of, period_of, without_time

YEARS = st.integers(1990, 2049)
MONTHS = st.integers(1, 12)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)))
def test_a_day_is_read_in_every_usual_way_of_writing_it(day):
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        assert period_of(text) == day


@given(MONTHS, YEARS)
def test_a_month_ends_on_its_last_day(month, year):
    last = last_day(Moment(year, month))
    assert (last + dt.timedelta(days=1)).day == 1
    for text in (f"tháng {month}/{year}", f"T{month:02d}.{year}", f"đến hết tháng {month} năm {year}", f"{month:02d}/{year}"):
        assert period_of(text) == last


@given(st.integers(1, 4), YEARS)
def test_a_quarter_ends_with_its_third_month(quarter, year):
    roman = ("I", "II", "III", "IV")[quarter - 1]
    assert period_of(f"Quý {roman}/{year}") == period_of(f"quý {quarter} năm {year}") == last_day(Moment(year, 3 * quarter))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6 tháng đầu năm 2024", Moment(2024, 6)),
        ("6 tháng cuối năm 2024", Moment(2024, 12)),
        ("9 tháng 2024", Moment(2024, 9)),
        ("Tháng 7", Moment(0, 7)),
        ("từ 01/01 đến 30/9/2024", Moment(2024, 9, 30)),
        ("giai đoạn 2023-2025", Moment(many=True)),
        ("năm 2023 và năm 2024", Moment(many=True)),
        ("Số người", Moment()),
        ("31/13/2024", Moment(many=True)),
    ],
)
def test_what_a_text_says_of_time(text, said):
    assert moment_of(text) == said


def test_several_years_or_a_month_alone_are_no_period():
    assert period_of("2023-2025") is None
    assert period_of("tháng 7") is None
    assert last_day(Moment(2023, 2, 30)) is None


def test_the_more_particular_text_comes_first():
    assert joined_moment([Moment(0, 7), Moment(2024)]) == Moment(2024, 7)
    assert joined_moment([Moment(2023), Moment(2024, 8)]) == Moment(2023)
    assert joined_moment([Moment(many=True), Moment(2024)]) == Moment(2024)
    assert joined_moment([]) == Moment()


def test_what_is_left_when_time_is_taken_out():
    assert without_time("Thực hiện đến hết tháng 8/2024").split() == ["thực", "hiện", "đến", "hết"]
    assert is_relative("so với đầu năm")
    assert not is_relative("đến 31/12/2024")
