import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.notation.figure_column import Notation
from coverage_lib.clean.tables.column_identities import find_ratios
from coverage_lib.clean.tables.column_quantities import Quantity
from coverage_lib.clean.tables.header_meaning import Meaning
from coverage_lib.clean.tables.table_figures import Block, Strand, read_strand, relations_of
from coverage_lib.clean.text.printed_numbers import parse_figure
from coverage_lib.raw.readers.grid import Cell

POPULATION = Quantity(Meaning("", "population", "denominator", dt.date(2024, 12, 31), "actual"))
RATE = Quantity(Meaning("hi", "population", "rate_pct", dt.date(2024, 12, 31), "actual"))
BARE = Quantity(Meaning("hi", "", "rate_pct", dt.date(2024, 12, 31), "actual"), bare=True)


def counted(year, measure="participants"):
    return Quantity(Meaning("hi", "", measure, dt.date(year, 12, 31), "actual"))


def strand(quantity, *texts):
    cells = [Cell(row, 3, text) if text else None for row, text in enumerate(texts, 5)]
    return Strand(quantity, cells, [("", "")] * len(texts))


def values(*numbers):
    return [parse_figure(str(number), ".") for number in numbers]


def test_a_strand_keeps_a_place_for_every_row():
    made = strand(counted(2024), "1.499", "", "7")
    assert (list(made.column.texts), made.column.kind, made.column.factor) == (["1.499", "", "7"], "count", 1)
    assert [figure.kind for figure in read_strand(made, Notation(",", ""))] == ["number", "blank", "number"]


@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=8))
def test_counts_of_persons_are_read_as_they_were_written(counts):
    texts = [f"{count:,}".replace(",", ".") for count in counts]
    block = Block({3: strand(counted(2024), *texts)}, [])
    answer = block.decided("", "")[3]
    assert [figure.value for figure in read_strand(block.strands[3], answer)] == counts


def test_columns_stand_in_the_relations_their_meanings_say():
    quantities = {3: POPULATION, 4: counted(2024), 5: RATE}
    assert ("rate", 1, 0, 2) in relations_of(quantities, [], [])
    growth = {3: counted(2023), 4: counted(2024, "increase"), 5: counted(2024)}
    assert ("sum", 0, 1, 2) in relations_of(growth, [], [])
    assert ("total", 0, 2, [0, 1]) in relations_of({3: counted(2024)}, [2], [0, 1])


def test_rates_are_not_summed_and_one_row_is_no_sum():
    assert relations_of({3: RATE}, [2], [0, 1]) == []
    assert relations_of({3: counted(2024)}, [1], [0]) == []


@pytest.mark.parametrize(("rates", "found"), [((50, 25), {5: "ratio"}), ((-50, -75), {5: "ratio"}), ((91, 88), {5: "open"})])
def test_a_bare_rate_beside_two_counts_may_be_their_ratio(rates, found):
    block = {
        3: (counted(2023), values(200, 400)),
        4: (counted(2024), values(100, 100)),
        5: (BARE, [parse_figure(str(rate)) for rate in rates]),
    }
    assert find_ratios(block) == found


def test_a_bare_rate_that_is_the_count_over_the_denominator_is_coverage():
    block = {3: (POPULATION, values(200, 400)), 4: (counted(2024), values(100, 100)), 5: (BARE, values(50, 25))}
    assert find_ratios(block) == {}


def test_a_rate_that_says_what_it_is_over_is_not_asked():
    assert find_ratios({3: (counted(2023), values(200)), 4: (counted(2024), values(100)), 5: (RATE, values(50))}) == {}
