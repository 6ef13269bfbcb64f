import pytest

from coverage_lib.present.charts.comparison_chart import comparison_alt, comparison_chart, comparison_finding
from coverage_lib.present.context.gap_words import Words
from tests.present.compared_units import COUNTS, compared

VI, EN = Words("vi"), Words("en")


def rows(**given):
    return compared(**given)["comparison"]


def plain(text):
    return text.replace("\u00a0", " ")


def texts(ax):
    return [plain(text.get_text()) for text in ax.texts]


def test_units_are_ordered_by_rate_without_ranks():
    names = [tick.get_text() for tick in comparison_chart(VI, rows()).get_yticklabels()]
    assert names == ["Xã Vĩnh Hòa", "Thị trấn Cửa Tùng", "Xã Vĩnh Thái", "Thị trấn Hồ Xá", "Thị trấn Bến Quan"]


def test_a_level_met_exactly_is_not_counted_below():
    exact = {"19363": (450, 1000), "19366": (400, 1000)}
    assert "1 trên 2 đơn vị dưới 45 %" in plain(comparison_finding(VI, rows(counts=exact)))
    assert "all 5 units at or above 15%" in comparison_finding(EN, rows(pct=15.0))
    assert "all 5 units below 60%" in comparison_finding(EN, rows(pct=60.0))


def test_the_full_rate_decides():
    nearly = dict.fromkeys(COUNTS, (4496, 10_000))
    assert "cả 5 đơn vị đều dưới 45 %" in plain(comparison_finding(VI, rows(counts=nearly)))


def test_units_without_a_level_are_still_shown():
    without = rows(pct=None)
    assert "37,4 %" in texts(comparison_chart(VI, without))
    assert "từ 15,1 % đến 37,4 %" in plain(comparison_finding(VI, without))


def test_the_distance_to_the_level_is_printed_and_one_line_drawn_where_it_is_common():
    ax = comparison_chart(VI, rows())
    assert "−11,4" in texts(ax)
    assert [line for line in ax.lines if set(line.get_xdata()) == {45.0}]
    own = comparison_chart(VI, rows(pct={"19363": 45.0, "19366": 30.0, "19369": 45.0}))
    assert "+7,4" in texts(own)
    assert not [line for line in own.lines if list(line.get_xdata()) == [45.0, 45.0]]


def test_the_alternative_text_lists_the_units():
    assert "Thị trấn Bến Quan: 37,4 %" in plain(comparison_alt(VI, rows()))


@pytest.mark.parametrize(("method", "marked"), [("apportioned", 5), ("counts", 0)])
def test_an_apportioned_denominator_is_marked_beside_the_unit_and_explained(method, marked):
    ax = comparison_chart(VI, rows(method=method))
    assert len([each for each in ax.get_yticklabels() if "†" in each.get_text()]) == marked
    assert any("† Mẫu số phân bổ" in each.get_text() for each in ax.figure.texts) == bool(marked)
