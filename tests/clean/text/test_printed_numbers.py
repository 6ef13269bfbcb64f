import datetime as dt
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.text.printed_numbers import parse_figure, parse_figures, shows_whole, stored_figure, unit_factor, unit_of
from coverage_lib.vocabulary import formats

VIETNAMESE = {
    "0": 0,
    "7": 7,
    "850": 850,
    "1.499": 1499,
    "29.334.000": 29_334_000,
    "5763": 5763,
    "19,2%": 19.2,
    "13,01 %": 13.01,
    "0,71": 0.71,
    "1.234,5": 1234.5,
    "54842,94": 54842.94,
    "-5": -5,
    "-1.499": -1499,
    "100%": 100,
    " 1.499 ": 1499,
    "1 499": 1499,
    "1\u00a0499": 1499,
    "012": 12,
    "1\u202f499": 1499,
    "12 345 678,5": 12_345_678.5,
    "'1.499": 1499,
    "’850": 850,
    "１．４９９": 1499,
    "1.4\u00ad99\u200b": 1499,
    "1.499 người": 1499,
    "1.499\nngười": 1499,
    "893 nghìn": 893_000,
    "12,3 triệu": 12_300_000,
    "12,3 triệu người": 12_300_000,
    "7.800 lao động": 7800,
    "1.499(1)": 1499,
    "1.499 (1)": 1499,
    "1.499 (*)": 1499,
    "1.499**": 1499,
    "1.499¹": 1499,
    "19,2%(a)": 19.2,
    "(912)": -912,
    "(1,5%)": -1.5,
    "- 912": -912,
    "–5": -5,
    "−5": -5,
    "+5,2%": 5.2,
}
ENGLISH = {
    "17.24": 17.24,
    "893,353": 893_353,
    "1,234.5": 1234.5,
    "54842.94": 54842.94,
    "34.84%": 34.84,
    "0.123": 0.123,
    "1,499": 1499,
}
REFUSED = [
    "37-38",
    "1.49",
    "1.4990",
    "12.34.567",
    "1..499",
    "1,4,9",
    "19.2%",
    "13.10%",
    "1,234.5",
    "0.123",
    "01.499",
    ".5",
    "5,",
    "1e5",
    "abc",
    "≈ 5",
    "5%%",
    "1/2",
    "1.499.00",
    "#REF!",
    "None",
    "nan",
    "inf",
    "O",
    "1O5",
    "l.499",
    "1 49",
    "0 499",
    "1. 499",
    "12\n345",
    "850\t1.499",
    "-(5)",
    "5 %%",
    "19,2% người",
    "١٢",
    "99999999999999999999",
    "31/12/2023",
    "#N/A",
    "#DIV/0!",
    ".",
    "+",
    "9" * 5000,
]


@pytest.mark.parametrize(("text", "value"), VIETNAMESE.items())
def test_vietnamese_notation(text, value):
    assert parse_figure(text).value == value


@pytest.mark.parametrize(("text", "value"), ENGLISH.items())
def test_english_notation(text, value):
    assert parse_figure(text, ".").value == value


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_figure_in_its_notation_is_not_read(text):
    figure = parse_figure(text)
    assert math.isnan(figure.value)
    assert not figure.readable
    assert not figure.missing


@pytest.mark.parametrize("text", ["1.234,5", "19,2%", "1,49", "37-38", "0,123"])
def test_a_figure_in_the_other_notation_is_not_read(text):
    assert not parse_figure(text, ".").readable


@pytest.mark.parametrize("text", ["-", "–", "—", " - ", "−", "‑"])
@pytest.mark.parametrize("decimal", [",", "."])
def test_a_dash_is_a_true_zero(text, decimal):
    assert parse_figure(text, decimal).value == 0
    assert not parse_figure(text, decimal).missing


@pytest.mark.parametrize(
    ("kind", "texts"),
    {
        "missing": ["...", "..", "…", "n/a", "N/A", ". . .", "……", "...."],
        "not_applicable": ["x", "X", "×", " x "],
        "blank": ["", "  ", "\u00a0", "'"],
    }.items(),
)
def test_what_is_said_instead_of_a_figure(kind, texts):
    for text in texts:
        figure = parse_figure(text)
        assert (figure.kind, figure.readable, figure.missing) == (kind, True, kind != "blank")
        assert math.isnan(figure.value)


def test_a_unit_in_the_cell_outweighs_that_of_the_column():
    assert parse_figure("893,353", factor=1000).value == 893.353
    assert parse_figure("893.353 người", factor=1000).value == 893.353
    assert parse_figure("1,2 triệu", factor=1000).value == 1200


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.926, "0.0%", (92.6, 1, True)),
        (0.926, "0%", (92.6, 0, True)),
        (1, "0.00%", (100, 2, True)),
        (0.926, "", (0.926, 3, False)),
        (92.6, "General", (92.6, 1, False)),
        (92.6, '0.0"%"', (92.6, 1, True)),
        (92.6, "0.0\\%", (92.6, 1, True)),
        (1499, "#,##0", (1499, 0, False)),
        (1499.0, "_-* #,##0\\ _₫_-;-* #,##0\\ _₫_-", (1499, 0, False)),
        (893353, "#,##0,", (893.353, 0, False)),
        (893353000, "#,##0.0,,", (893.353, 1, False)),
        (1499, '#,##0" người"', (1499, 0, False)),
        (-5, "#,##0;(#,##0)", (-5, 0, False)),
    ],
)
def test_a_stored_number_is_read_in_the_unit_it_is_shown_in(value, number_format, shown):
    figure = stored_figure(value, number_format)
    assert (figure.value, figure.decimals, figure.percent) == shown


@pytest.mark.parametrize("value", [True, None, "1", math.nan, math.inf, dt.datetime(2024, 5, 12)])
def test_what_is_stored_otherwise_is_no_number(value):
    assert not stored_figure(value).readable


def test_which_formats_show_whole_numbers():
    formats = ["0", "#,##0", "# ##0_);(# ##0)", "General", "", "@", "0.0", "0%", "#,##0,"]
    assert list(map(shows_whole, formats)) == [True, True, True, False, False, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "decimals", "percent"),
    [("19,2%", 1, True), ("95,15", 2, False), ("45%", 0, True), ("1.499", 0, False), ("7,00", 2, False)],
)
def test_the_decimals_shown_are_kept(text, decimals, percent):
    figure = parse_figure(text)
    assert (figure.decimals, figure.percent) == (decimals, percent)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["vi", "en"]))
def test_every_count_that_is_printed_is_read_again(value, lang):
    text = formats.count(value, lang).replace("−", "-")
    assert parse_figure(text, {"vi": ",", "en": "."}[lang]).value == value


@given(st.integers(0, 10**8), st.integers(1, 4), st.sampled_from(["vi", "en"]))
def test_every_decimal_that_is_printed_is_read_again(units, places, lang):
    value = units / 10**places
    figure = parse_figure(formats.percent(value, lang, places=places), {"vi": ",", "en": "."}[lang])
    assert (figure.value, figure.decimals, figure.percent) == (pytest.approx(value, abs=1e-9), places, True)


@given(st.integers(1000, 10**9))
def test_a_count_is_never_read_in_the_wrong_notation_as_another_count(value):
    figure = parse_figure(formats.count(value, "vi"), ".")
    assert not figure.readable or figure.decimals == 3  # '1.499' with a decimal point shows three decimals, which gives it away


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_mark_or_nothing(text):
    figure = parse_figure(text)
    assert figure.readable == (figure.kind in ("blank", "missing", "not_applicable") or math.isfinite(figure.value))
    assert (figure.kind == "number") == math.isfinite(figure.value)


@given(st.lists(st.sampled_from([*VIETNAMESE, *ENGLISH, *REFUSED])), st.sampled_from([",", "."]))
def test_a_column_is_read_as_its_cells(texts, decimal):
    assert repr(parse_figures(texts, decimal)) == repr([parse_figure(text, decimal) for text in texts])


@given(st.text(alphabet="0123456789.,% -()+x…*¹\u00a0\n", max_size=10), st.sampled_from([",", "."]))
def test_a_text_of_figures_is_read_as_its_digits_or_not_at_all(text, decimal):
    figure = parse_figure(text, decimal)
    if figure.kind == "number" and figure.value:
        digits = re.sub(r"[^0-9]", "", f"{abs(figure.value):.{figure.decimals}f}").lstrip("0")
        assert digits in re.sub(r"[^0-9]", "", text)


@given(st.floats(0, 2, allow_nan=False).map(lambda value: round(value, 6)), st.integers(0, 3))
def test_every_share_that_is_formatted_as_per_cent_is_read(value, places):
    figure = stored_figure(value, "0" + "." * bool(places) + "0" * places + "%")
    assert (figure.value, figure.decimals, figure.percent) == (pytest.approx(100 * value, abs=1e-12), places, True)


@pytest.mark.parametrize(
    ("unit", "factor"), [("người", 1), ("", 1), ("Nghìn người", 1_000), ("ngàn người", 1_000), ("triệu người", 1_000_000), ("%", 1)]
)
def test_persons_in_a_unit(unit, factor):
    assert unit_factor(unit) == factor


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đơn vị tính: Nghìn người", "nghìn người"),
        ("ĐVT: người", "người"),
        ("Đơn vị: triệu người", "triệu người"),
        ("Triệu người", "triệu người"),
        ("Đơn vị tính: % dân số", "%"),
        ("Tỷ lệ (%)", "%"),
        ("Số người tham gia BHXH", ""),
        ("người dân", ""),
        ("Người", "người"),
        ("Lao động", ""),
        ("Dân số (nghìn người)", "nghìn người"),
        ("Dân số (Đơn vị tính: 1.000 người)", "nghìn người"),
        ("ĐVT: 1000 người", "nghìn người"),
        ("Số người (triệu)", "triệu người"),
        ("ĐVT: triệu", "triệu người"),
        ("ĐVT: triệu đồng", ""),
        ("Số tiền (nghìn đồng)", ""),
        ("ĐVT: Người; tỷ lệ: %", "người"),
        ("Đơn vị tính: người, %", "người"),
        ("", ""),
    ],
)
def test_the_unit_a_text_names(text, unit):
    assert unit_of(text) == unit
