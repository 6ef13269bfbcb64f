import re

import pytest

from coverage_lib.present.blocks import Chart, Html
from coverage_lib.present.pages.denominators_page import DenominatorsPage
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import WORKING_AGE, frame
from tests.present.pages.small_tables import CODE, base, rate, small_tables

NOTHING = {name: empty(name) for name in table_names()}
PARTS = ("definitions", "chart", "waterfalls", "chains", "rates", "outcomes", "flips", "clusters", "register", "provenance")


@pytest.fixture(scope="module")
def page():
    return DenominatorsPage(small_tables(), CODE)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_part_is_there_for_a_unit_with_figures_and_for_one_without(part, lang):
    assert getattr(DenominatorsPage(small_tables(), CODE, lang), part)() is not None
    assert isinstance(getattr(DenominatorsPage(NOTHING, "31", lang), part)(), Html)


@pytest.mark.parametrize(
    ("area_code", "series", "worth"),
    [
        ("30", [base(1), base(2, "population")], True),
        ("30", [base(1), base(2, WORKING_AGE, method="implied")], True),
        ("30", [base(1), base(2, period="2020-12-31")], False),
        ("30", [base(1), base(2, "workers_abroad", method="")], False),
        ("19363", [base(1), base(2, "population")], False),
        ("31", [], False),
    ],
)
def test_pages_are_for_units_with_something_to_compare(area_code, series, worth):
    rows = frame("base_series", *(row | {"area_code": area_code} for row in series))
    assert DenominatorsPage(NOTHING | {"base_series": rows}, area_code).is_worth_making == worth


def test_a_chain_is_worth_a_page_and_shown_open(page):
    assert DenominatorsPage(NOTHING | {"adjustments": page.table("adjustments")}, CODE).is_worth_making
    (drawn,) = page.waterfalls().charts
    assert isinstance(drawn, Chart)
    assert "chuỗi điều chỉnh còn mở" in drawn.alt
    assert drawn.name == "30-hai-duong"
    assert all(each in page.chains().text for each in ("đã yêu cầu, chưa có số", "40.000", "899.900"))
    assert "Chưa có chuỗi điều chỉnh nào" in page.of("31").waterfalls().text


def test_a_what_if_is_called_one_and_the_targets_base_is_named(page):
    text = page.outcomes().text
    assert "giả định: chưa tới mức này" in text
    assert "42 % năm 2025, trên lực lượng lao động trong độ tuổi" in text.replace("\xa0", " ")
    assert text.count("857.142<") == 2  # the whole denominator that still reaches the level, not 857,143
    assert "−82.757" in text


def test_one_row_stands_for_documents_that_set_the_same_target(page):
    rows = page.table("sensitivity")
    twice = frame("sensitivity", *rows.to_dict("records"), *rows.assign(source_id="zz").to_dict("records"))
    assert DenominatorsPage(small_tables(sensitivity=twice), CODE).outcomes().text == page.outcomes().text


def test_rates_are_shown_where_there_are_two(page):
    assert all(each in page.rates().text for each in ("38,30", "44,95", "939.900", "800.812", "Dấu: ≈"))
    alone = frame("rates_by_base", rate(939_900, "labour_force_15plus", 38.3, "gso"))
    assert "hai mẫu số trở lên" in DenominatorsPage(small_tables(rates_by_base=alone), CODE).rates().text


def test_units_that_change_sides_are_counted(page):
    assert re.findall(r'cl-num">(\d+)<', page.flips().text) == ["3", "2", "1"]
    single = page.table("flip_counts").assign(units_compared=0)
    assert "cl-table" not in DenominatorsPage(small_tables(flip_counts=single), CODE).flips().text


def test_groups_of_one_day_have_letters_of_their_own_and_name_the_base_found(page):
    rows = [row for row in page.clusters().text.split("<tr>") if ">2023<" in row]
    letters = {(re.findall(r"<td[^>]*>(.)", row)[0], "BHYT" in row) for row in rows}
    assert letters == {("A", False), ("B", False), ("C", True)}
    assert ["1.892.254" in row for row in rows] == [False, False, True]


def test_the_documents_of_chain_and_targets_are_among_the_sources(page):
    text = page.provenance().text
    assert all(each in text for each in ("12/KH-UBND", "Cục Thống kê", "Báo A"))


def test_pages_of_the_committed_documents(processed):
    whole = DenominatorsPage(processed)
    codes = ("VN", "30", "75", "06", "45", "464", "19363", "31", "01")
    assert [code for code in codes if whole.of(code).is_worth_making] == ["VN", "30", "75", "06", "45", "464"]
    assert "số gốc đã không tính, không trừ lần nữa" in whole.of("30").chains().text
    assert all(each in whole.of("75").rates().text for each in ("91,98", "46,35", "92,00", "44,56"))
    assert "đã đạt" not in whole.of("75").outcomes().text
