import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.notation.column_notation import Column, Notation, Undecided, common_mark, notations, read_column
from coverage_lib.vocabulary import formats

MARKS = {",": "vi", ".": "en"}


def column(*texts, kind="count", factor=1, **more):
    return Column(texts, [None] * len(texts), [""] * len(texts), kind, factor, **more)


def stored(*values, shown="General", kind="count", factor=1):
    return Column([str(value) for value in values], values, [shown] * len(values), kind, factor)


def read(columns, *relations, **more):
    """The values of every column, or None for one that is not decided."""
    answers = notations(columns, relations, **more)
    return [
        None if isinstance(answer, Undecided) else [figure.value for figure in read_column(each, answer)]
        for each, answer in zip(columns, answers, strict=True)
    ]


def alone(*texts, **more):
    return read([column(*texts, **more)])[0]


# ---------------------------------------------------------------- a column by itself


@pytest.mark.parametrize(
    ("texts", "more", "values"),
    [
        (["1.499", "2.411", "246"], {}, [1499, 2411, 246]),
        (["1,499", "2,411", "246"], {}, [1499, 2411, 246]),
        (["1.499"], {}, [1499]),
        (["1.499", "2,411"], {}, [1499, 2411]),
        (["1 499", "246"], {}, [1499, 246]),
        (["850", "246"], {}, [850, 246]),
        (["1499.0", "850.0"], {}, [1499, 850]),
        (["1.499 người", "12,3 triệu"], {}, [1499, 12_300_000]),
        (["1.000", "12.000", "500"], {}, [1000, 12000, 500]),
        (["1,000"], {}, [1000]),
        (["12,345 nghìn", "1.499", "246"], {}, [12345, 1499, 246]),
        (["1.499 người", "2,5"], {"factor": 1000}, [1.499, 2.5]),
        (["12,3", "9.8", "7"], {"factor": 1000}, [12.3, 9.8, 7]),
        (["893,353", "45,2"], {"factor": 1000}, [893.353, 45.2]),
        (["893,353"], {"factor": 1000}, [893.353]),
        (["1.234", "0,850"], {"factor": 1000}, [1234, 0.85]),
        (["17.24", "1.234"], {"factor": 1_000_000}, [17.24, 1.234]),
        (["1.234"], {"factor": 1_000_000}, [1.234]),
        (["44904.5", "1,234.5"], {"factor": 1000}, [44904.5, 1234.5]),
        (["12,345"], {"factor": 1000, "most": 3e6}, [12.345]),
        (["19,2%", "100%"], {"kind": "rate"}, [19.2, 100]),
        (["19,2", "20.4", "7"], {"kind": "rate"}, [19.2, 20.4, 7]),
        (["92.60%", "1.234%"], {"kind": "rate"}, [92.6, 1.234]),
        (["1.234", "98.765"], {"kind": "rate"}, [1.234, 98.765]),
        (["250,5"], {"kind": "rate"}, [250.5]),
        (["-1,5%", "+12,25%"], {"kind": "growth"}, [-1.5, 12.25]),
    ],
)
def test_what_a_column_says_by_itself(texts, more, values):
    assert alone(*texts, **more) == values


@pytest.mark.parametrize(
    ("texts", "more", "said"),
    [
        (["12,345", "9,800"], {"factor": 1000}, ("'12,345' is 12.345 or 12345", "'9,800' is 9.8 or 9800")),
        (["12,345", "500"], {"factor": 1000}, ("'12,345' is 12.345 or 12345",)),
        (["1.234"], {"kind": "growth"}, ("'1.234' is 1234 or 1.234",)),
        (["893,353"], {"kind": "rate"}, ("'893,353' is 893.353 or 893353",)),
        (["12,3", "9,8"], {}, ("'12,3' is 12.3", "'9,8' is 9.8")),
        (["12,3", "850", "700"], {}, ("'12,3' is 12.3",)),
        (["19,2%", "1.499"], {}, ("'19,2%' is 19.2",)),
    ],
)
def test_where_both_readings_stand_the_column_is_refused_and_both_are_named(texts, more, said):
    refused = column(*texts, **more)
    (answer,) = notations([refused])
    assert isinstance(answer, Undecided)
    assert tuple(map(str, answer.examples)) == said
    assert answer.reason
    assert [texts[row] for row in answer.rows] == [example.split("'")[1] for example in said]
    assert [figure.kind for figure in read_column(refused, answer)] == ["unreadable"] * len(texts)


def test_what_is_no_number_stays_what_it_is():
    texts = ["1.499", "...", "x", "", "-", "#REF!", "O"]
    for each in (column(*texts), column("12,345", *texts[1:], factor=1000)):
        (answer,) = notations([each])
        kinds = [figure.kind for figure in read_column(each, answer)]
        number = "unreadable" if isinstance(answer, Undecided) else "number"
        assert kinds == [number, "missing", "not_applicable", "blank", number, "unreadable", "unreadable"]


def test_a_column_without_figures():
    (answer,) = notations([column("...", "", "x")])
    assert isinstance(answer, Notation)
    assert common_mark([answer] * 3) == ""


def test_a_single_misprint_is_refused_by_its_cell():
    texts = ["1.499", "2.411", "5.045", "1.645", "2.41", "1.960", "2.607"]
    (answer,) = notations([column(*texts)])
    assert answer.refused == {4}
    assert [figure.value for figure in read_column(column(*texts), answer)][:4] == [1499, 2411, 5045, 1645]
    assert read_column(column(*texts), answer)[4].kind == "unreadable"


def test_in_a_mixed_column_only_what_can_be_read_both_ways_is_refused():
    mixed = column("12,3", "9.8", "1.234", "7", factor=1000)
    (answer,) = notations([mixed])
    assert answer.refused == {2}
    assert [answer.at(0), answer.at(1)] == [",", "."]


def test_what_the_source_record_pins_is_not_inferred():
    assert read([column("12,345", factor=1000)], pinned=".") == [[12345]]
    assert read([column("12,345", factor=1000)], pinned=",") == [[12.345]]


# ---------------------------------------------------------------- numbers stored as numbers


def test_stored_counts():
    assert read([stored(1499, 246)]) == [[1499, 246]]
    assert read([stored(7882.8, 246.0, shown="#,##0")]) == [[7883, 246]]
    assert read([stored(893.353, 12.5, factor=1000)]) == [[893.353, 12.5]]


def test_counts_that_a_spreadsheet_has_taken_for_fractions_are_refused():
    (answer,) = notations([stored(1.499, 246, 5.0, 7.8)])
    assert isinstance(answer, Undecided)
    assert answer.rows == (0, 3)
    (answer,) = notations([stored(7882.8, *range(20))])
    assert answer.refused == {0}


def test_stored_rates():
    assert read([stored(0.926, 1, shown="0.0%", kind="rate")]) == [[92.6, 100]]
    assert read([stored(92.6, 0.5, kind="rate")]) == [[92.6, 0.5]]
    (answer,) = notations([stored(0.926, 0.931, kind="rate")])
    assert isinstance(answer, Undecided)
    assert tuple(map(str, answer.examples)) == ("'0.926' is 0.926 or 92.6 %", "'0.931' is 0.931 or 93.1 %")
    assert alone("0,71", "0,85", kind="rate") == [0.71, 0.85]


def test_a_rate_that_is_formatted_as_per_cent_twice_is_refused():
    (answer,) = notations([stored(*[0.5] * 9, 92.6, shown="0.0%", kind="rate")])
    assert answer.refused == {9}


@pytest.mark.parametrize(
    "make", [stored, lambda *values, kind: column(*[str(value).replace(".", ",") for value in values], kind=kind)]
)
def test_fractions_are_told_by_their_counts(make):
    n, d = column("926", "500"), column("1.000", "625")
    assert read([n, d, make(0.926, 0.8, kind="rate")], ("rate", 0, 1, 2))[2] == [92.6, 80]
    small = column("9", "5")
    assert read([small, d, make(0.9, 0.8, kind="rate")], ("rate", 0, 1, 2))[2] == [0.9, 0.8]


def test_only_rates_without_a_sign_are_scaled():
    rates = Column(["92,6%", "0.8", ""], [None, 0.8, None], ["", "General", ""], "rate")
    assert read([column("926", "500", "1"), column("1.000", "625", "9"), rates], ("rate", 0, 1, 2))[2][:2] == [92.6, 80]


# ---------------------------------------------------------------- arithmetic


def test_a_rate_decides_over_its_counts():
    n, p = column("1.499", "246"), column("19,2%", "10,2%", kind="rate")
    assert read([n, column("7,807", "2,412", factor=1000), p], ("rate", 0, 1, 2))[1] == [7.807, 2.412]
    assert read([n, column("7,807", "2,412", factor=1000), p])[1] is None


def test_an_increase_decides_over_its_ends():
    before, after = column("12,345", "900", factor=1000), column("12,400", "1,000", factor=1000)
    assert read([before, column("55", "100", factor=1000), after], ("sum", 0, 1, 2))[::2] == [[12345, 900], [12400, 1000]]
    assert read([before, column("0,055", "0,1", factor=1000), column("12,4", "900,1", factor=1000)], ("sum", 0, 1, 2))[0] == [
        12.345,
        900,
    ]


def test_a_total_decides_over_its_rows():
    assert read([column("850", "1.499", "2.349", factor=1000)], ("total", 0, 2, [0, 1])) == [[850, 1499, 2349]]
    assert read([column("1.400", "1.499", "2.899", factor=1000)], ("total", 0, 2, [0, 1])) == [None]  # both readings add up


def test_a_total_that_is_off_by_a_person_still_decides():
    assert read([column("850", "1.499", "2.350", factor=1000)], ("total", 0, 2, [0, 1])) == [[850, 1499, 2350]]


def test_a_misprinted_rate_does_not_hinder():
    texts = [f"{n / 1000:.3f}" for n in range(7000, 7012)]
    rates = [f"{100 * 1000 / n:.1f}".replace(".", ",") for n in range(7000, 7012)]
    rates[3] = "41,2"
    columns = [column(*["1.000"] * 12), column(*texts, factor=1000), column(*rates, kind="rate")]
    assert read(columns, ("rate", 0, 1, 2))[1][0] == 7.0


def test_arithmetic_decides_single_figures_of_a_mixed_column():
    d = column("12,3", "9.8", "1.234", factor=1000)
    assert read([column("1.230", "980", "617"), d, column("10%", "10%", "50%", kind="rate")], ("rate", 0, 1, 2))[1] == [
        12.3,
        9.8,
        1.234,
    ]


def test_a_figure_that_only_the_other_mark_would_reconcile_is_refused():
    n = column("1.250", "617", *["980"] * 8)
    d = ["12,5", "1.234", *["9,8"] * 8]
    p = ["10%", "50%", *["10%"] * 8]
    columns = [n, column(*d, factor=1000), column(*p, kind="rate")]
    assert read(columns)[1][:3] == [12.5, 1234, 9.8]
    found = read(columns, ("rate", 0, 1, 2))[1]
    assert math.isnan(found[1])
    assert [found[0], *found[2:]] == [12.5, *[9.8] * 8]
    few = [column(*each.texts[:3], kind=each.kind, factor=each.factor) for each in columns]
    assert read(few, ("rate", 0, 1, 2))[1] is None


def test_relations_that_hold_nowhere_or_lack_figures_decide_nothing():
    d = column("12,345", "9,800", factor=1000)
    for p in (column("55%", "66%", kind="rate"), column("...", "", kind="rate"), column("x", kind="rate")):
        assert read([column("1.499", "246"), d, p], ("rate", 0, 1, 2))[1] is None
    assert read([column("0", "0"), column("0", "-"), column("0%", "0%", kind="rate")], ("rate", 0, 1, 2))[0] == [0, 0]


# ---------------------------------------------------------------- neighbours

COMMAS = [column("1.499", "246"), column("19,2", "8,7", kind="rate"), column("20,2", "9,7", kind="rate")]
POINTS = [column("1,499", "246"), column("19.2", "8.7", kind="rate"), column("20.2", "9.7", kind="rate")]
OPEN = column("12,345", "9,800", factor=1000)


def test_columns_that_agree_decide_for_one_that_is_open():
    assert read([*COMMAS, OPEN])[-1] == [12.345, 9.8]
    assert read([*POINTS, OPEN])[-1] == [12345, 9800]
    assert read([OPEN], elsewhere=common_mark(notations(COMMAS))) == [[12.345, 9.8]]


def test_few_or_disagreeing_columns_do_not():
    assert read([*COMMAS[1:], OPEN])[-1] is None  # rates say little about how counts are written
    assert read([COMMAS[0], *POINTS[1:], OPEN])[-1] is None
    assert read([*POINTS[1:], OPEN], elsewhere=",")[-1] is None
    assert read([OPEN]) == [None]


def test_neighbours_do_not_decide_against_arithmetic():
    n, d = column("13,640", "6,197", factor=1000), column("84.426", "35.089", factor=1000)
    p = column("16,16", "17,66", kind="rate")
    assert read([n, d, p, *COMMAS], ("rate", 0, 1, 2))[:2] == [None, None]


def test_rates_that_only_their_range_decides_are_doubted_where_all_else_is_written_otherwise():
    rates = column("1.234", "98.765", kind="rate")
    assert read([*POINTS, rates])[-1] == [1.234, 98.765]
    assert read([*COMMAS, rates])[-1] is None
    confirmed = [column("617", "1.234"), column("50.000", "1.249"), column("1.234", "98.799", kind="rate")]
    assert read([*COMMAS, *confirmed], ("rate", 3, 4, 5))[-1] == [1.234, 98.799]


# ---------------------------------------------------------------- properties


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.sampled_from(list(MARKS)))
def test_every_column_of_persons_is_read(values, mark):
    assert alone(*[formats.count(value, MARKS[mark]) for value in values]) == values


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12), st.integers(0, 2), st.sampled_from(list(MARKS)))
def test_every_column_of_rates_is_read(tenths, places, mark):
    values = [round(value / 10, places) for value in tenths]
    texts = [formats.decimal(value, MARKS[mark], places=places) for value in values]
    assert alone(*texts, kind="rate") == [pytest.approx(float(text.replace(",", "."))) for text in texts]


@given(
    st.lists(st.integers(1, 2_000_000), min_size=1, max_size=10),
    st.integers(0, 3),
    st.sampled_from(list(MARKS)),
    st.sampled_from([1_000, 1_000_000]),
)
def test_a_column_in_thousands_or_millions_is_read_right_or_not_at_all(units, places, mark, factor):
    units = [min(unit, 200_000_000 * 10**places // factor) for unit in units]  # there are no more people
    texts = [formats.decimal(unit / 10**places, MARKS[mark], places=places) for unit in units]
    values = alone(*texts, factor=factor)
    if values is not None:
        for unit, value in zip(units, values, strict=True):
            assert math.isnan(value) or value == pytest.approx(unit / 10**places)


@given(st.data())
def test_a_table_of_mixed_conventions_is_read_right_or_not_at_all(data):
    rows = data.draw(st.integers(1, 8))
    factor = data.draw(st.sampled_from([1, 1000]))
    places = data.draw(st.integers(0, 3)) if factor > 1 else 0
    wholes = data.draw(st.lists(st.integers(100, 90_000), min_size=rows, max_size=rows))
    parts = [data.draw(st.integers(1, whole)) for whole in wholes]
    marks = [data.draw(st.sampled_from(list(MARKS))) for _ in range(3)]
    n, d = (
        [formats.decimal(value / 10**places, MARKS[mark], places=places) for value in values]
        for values, mark in zip((parts, wholes), marks, strict=False)
    )
    p = [formats.decimal(100 * part / whole, MARKS[marks[2]], places=1) for part, whole in zip(parts, wholes, strict=True)]
    columns = [column(*n, factor=factor), column(*d, factor=factor), column(*p, kind="rate")]
    relations = [("rate", 0, 1, 2)] if data.draw(st.booleans()) else []
    for values, truth in zip(read(columns, *relations)[:2], (parts, wholes), strict=True):
        for value, unit in zip(values or [], truth, strict=False):
            assert math.isnan(value) or value == pytest.approx(unit / 10**places)
