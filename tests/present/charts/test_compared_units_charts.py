"""Funnel, quadrants and contributions: what they say, what they leave out, and that every unit and value is on them."""

from coverage_lib.present.charts.contribution_chart import contribution_alt, contribution_chart, contribution_finding
from coverage_lib.present.charts.funnel_chart import funnel_alt, funnel_finding, funnel_plot
from coverage_lib.present.charts.quadrant_chart import quadrant_alt, quadrant_chart, quadrant_finding
from coverage_lib.present.context.gap_words import Words
from tests.present.compared_units import BEFORE, COUNTS, compared

VI, EN = Words("vi"), Words("en")


def plain(text):
    return text.replace("\u00a0", " ")


def texts(ax):
    return [plain(text.get_text()) for text in ax.texts]


def funnel(**given):
    tables = compared(**given)
    return tables["comparison"], tables["funnel"].iloc[0]


def moved(**given):
    tables = compared(**given)
    return tables["contributions"], tables["common_change"].iloc[0]


def test_a_funnel_names_the_units_outside_and_calls_a_plan_a_plan():
    units, limits = funnel()
    assert units.loc[units["funnel_place"] != "inside", "lower_code"].tolist() == ["19396"]
    assert (
        plain(funnel_finding(VI, units, limits)) == "Huyện Vĩnh Linh, chỉ tiêu giao 2025: 1 trên 5 đơn vị nằm ngoài giới hạn 95 %"
    )
    assert "Xã Vĩnh Hòa" in texts(funnel_plot(VI, units, limits))
    assert "kế hoạch" not in plain(funnel_alt(VI, units, limits))
    assert "Thị trấn Bến Quan: 37,4 %" in plain(funnel_alt(VI, units, limits))


def test_a_funnel_of_equals_says_so_and_of_actual_figures_does_not_speak_of_plans():
    units, limits = funnel(counts=dict.fromkeys(COUNTS, (10, 40)), path="actual")
    assert plain(funnel_finding(VI, units, limits)) == "Huyện Vĩnh Linh, thực hiện 2025: cả 5 đơn vị có cùng tỷ lệ 25,0 %"
    assert funnel_plot(VI, units, limits).get_ylim()[1] > 25


def test_a_funnel_tells_which_units_it_leaves_out():
    figure = funnel_plot(EN, *funnel(counts=COUNTS | {"19369": (486, 100)})).figure
    said = " ".join(text.get_text() for text in figure.texts)
    assert "Left out: Xã Vĩnh Thái (more participants than the denominator)" in said


def test_quadrants_count_the_low_and_slow():
    rows, common = moved()
    slow = COUNTS | {"19369": (486, 1640)}
    assert "2 trên 5 đơn vị vừa thấp hơn vừa tăng chậm hơn" in plain(quadrant_finding(VI, rows))
    assert "Xã Vĩnh Hòa: 15,1 %" in plain(quadrant_alt(VI, rows))
    assert plain(quadrant_finding(VI, moved(counts=slow)[0])).startswith("Huyện Vĩnh Linh, chỉ tiêu giao 2025: ")
    ax = quadrant_chart(VI, rows, common)
    assert "Xã Vĩnh Hòa" in texts(ax)
    assert ax.get_xlim()[0] < rows["coverage_pct"].min()
    assert ax.get_ylim()[1] > rows["pace_observed_pp"].max()
    equal = moved(counts=dict.fromkeys(COUNTS, (30, 100)), before=dict.fromkeys(COUNTS, (30, 100)))
    assert "no unit is both" in quadrant_finding(EN, equal[0])
    assert quadrant_chart(VI, *equal)


def test_contributions_are_printed_and_add_up():
    rows, whole = moved()
    printed = texts(contribution_chart(VI, rows, whole))
    assert [text for value in rows["contribution_pp"] if (text := VI.signed_points(value)) not in printed] == []
    assert len([text for text in printed if text.startswith("−")]) >= 5
    finding = plain(contribution_finding(VI, rows, whole))
    assert "tỷ lệ chung tăng" in finding
    assert "Thị trấn Hồ Xá góp nhiều nhất" in finding
    assert "chỉ tiêu giao" in finding
    assert contribution_alt(EN, rows, whole).endswith("Xã Vĩnh Hòa: 0.00.")


def test_contributions_to_a_fall_and_to_no_change():
    assert "fell by" in contribution_finding(EN, *moved(counts=BEFORE, before=COUNTS))
    assert contribution_chart(VI, *moved(counts=COUNTS, before=COUNTS))
