import re

import pytest

from coverage_lib.present.blocks import Chart, Html
from coverage_lib.present.pages import denominators_page as page
from coverage_lib.vocabulary.table_schemas import empty, table_names

VIEWS = (page.chart, page.waterfalls, page.chains, page.rates, page.outcomes, page.flips, page.clusters)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_part_is_there_for_a_unit_with_figures_and_for_one_without(processed, view, lang):
    assert view(processed, "30", lang) is not None
    nothing = {name: empty(name) for name in table_names()}
    assert isinstance(view(nothing, "31", lang), Html)


def test_pages_are_for_units_with_something_to_compare(processed):
    codes = [code for code in ("VN", "30", "75", "06", "45", "464", "19363", "31", "01") if page.worth_a_page(processed, code)]
    assert codes == ["VN", "30", "75", "06", "45", "464"]


def test_the_chain_of_hai_duong_is_shown_open(processed):
    (drawn,) = page.waterfalls(processed, "30").charts
    assert isinstance(drawn, Chart)
    assert "chuỗi điều chỉnh còn mở" in drawn.alt
    text = page.chains(processed, "30").text
    assert "đã yêu cầu, chưa có số" in text
    assert "số gốc đã không tính, không trừ lần nữa" in text
    assert "Chưa có chuỗi điều chỉnh nào" in page.waterfalls(processed, "75").text


def test_a_what_if_is_called_one_and_the_targets_base_is_named(processed):
    text = page.outcomes(processed, "75").text
    assert "giả định: sẽ tới mức này" in text
    assert "trên lực lượng lao động trong độ tuổi" in text
    assert "đã đạt" not in text


def test_rates_are_shown_where_there_are_two(processed):
    text = page.rates(processed, "75").text
    assert all(each in text for each in ("91,98", "46,35", "92,00", "44,56"))
    assert "hai mẫu số trở lên" in page.rates(processed, "464").text


def test_groups_of_one_day_have_letters_of_their_own(processed):
    text = page.clusters(processed, "VN").text
    rows = [row for row in text.split("<tr>") if ">30/9/2022<" in row]
    letters = {(re.findall(r"<td[^>]*>(.)", row)[0], "BHYT" in row) for row in rows}
    assert len({letter for letter, _ in letters}) == len(letters) == 3


def test_the_documents_of_the_chain_are_among_the_sources(processed):
    assert {"hai-duong-2024", "gso-labour-force-2005-2021"} <= page.sources_of(processed, "30")
