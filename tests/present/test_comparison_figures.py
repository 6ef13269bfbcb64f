"""Figures of compared units: what they say, what they leave out, and that every unit and value is on them."""

import pandas as pd
import pytest

from coverage_lib.model.comparison.funnel_limits import funnel
from coverage_lib.model.comparison.unit_contributions import between_units, gap_contributions
from coverage_lib.present.charts.contribution_chart import contribution_alt, contribution_chart, contribution_finding
from coverage_lib.present.charts.funnel_chart import funnel_alt, funnel_finding, funnel_plot
from coverage_lib.present.charts.overview_charts import comparison_chart
from coverage_lib.present.charts.quadrant_chart import low_and_slow, quadrant_chart, quadrant_finding
from coverage_lib.present.pages.overview_matrix import ABOVE, BELOW, matrix_chart, matrix_finding
from coverage_lib.vocabulary import formats

COUNTS = {"19363": (2675, 7969), "19366": (920, 2458), "19369": (486, 1678), "19414": (1225, 5163), "19396": (88, 584)}
OF = {"parent": "464", "indicator": "si"}


@pytest.fixture
def rows():
    table = pd.DataFrame(COUNTS.values(), columns=["participants", "persons"]).assign(area_code=list(COUNTS))
    rate = 100 * table["participants"] / table["persons"]
    return table.assign(
        coverage_pct=rate, period=pd.Timestamp("2025-12-31"), period_0=pd.Timestamp("2023-12-31"), basis="plan",
        base="labour_force_working_age", target_pct=45.0, pace_pp=[1.7, 1.2, 2.7, 1.9, 1.5],
    )  # fmt: skip


@pytest.fixture
def moved(rows):
    before = rows["participants"] - [326, 40, 70, 250, 10]
    given = rows.rename(columns={"participants": "participants_1", "persons": "persons_1"})
    found = between_units(given.assign(participants_0=before, persons_0=rows["persons"] - 40, period_1=rows["period"]))
    counts = found.rename(columns={"participants_1": "participants", "persons_1": "persons"})
    return found.assign(gap_persons=gap_contributions(counts, 45.0)["gap_persons"])


def plain(text):
    return text.replace("\u00a0", " ")


def texts(ax):
    return [plain(text.get_text()) for text in ax.texts]


def test_funnel_names_the_units_outside_and_calls_a_plan_a_plan(rows):
    found = funnel(rows, winsorised=0.4)
    outside = found.units[found.units["place"] != "inside"]
    assert 0 < len(outside) < len(rows)
    finding = plain(funnel_finding(found, "vi", "464"))
    assert finding == f"Huyện Vĩnh Linh, chỉ tiêu giao 2025: {len(outside)} trên 5 đơn vị nằm ngoài giới hạn 95 %"
    drawn = texts(funnel_plot(found, **OF))
    assert "Thị trấn Bến Quan" in drawn
    assert "kế hoạch" not in plain(funnel_alt(found, **OF))
    assert "Thị trấn Bến Quan: 37,4 %" in plain(funnel_alt(found, **OF))


def test_funnel_of_equals_says_so_and_of_actual_figures_does_not_speak_of_plans(rows):
    equal = funnel(rows.assign(participants=10, persons=40, basis="actual"))
    assert plain(funnel_finding(equal, "vi", "464")) == "Huyện Vĩnh Linh, thực hiện 2025: cả 5 đơn vị có cùng tỷ lệ 25,0 %"
    assert funnel_plot(equal, **OF).get_ylim()[1] > 25


def test_funnel_tells_which_units_it_leaves_out(rows):
    spoilt = rows.assign(persons=[7969, 2458, 100, 5163, 584])
    figure = funnel_plot(funnel(spoilt), "en", **OF).figure
    said = " ".join(text.get_text() for text in figure.texts)
    assert "Left out: Xã Vĩnh Thái (more participants than the denominator)" in said


def test_quadrant_counts_the_low_and_slow(rows):
    common = (26.3, 1.6)
    assert low_and_slow(rows, common).tolist() == [False, False, False, False, True]
    assert "1 trên 5 đơn vị vừa thấp hơn vừa tăng chậm hơn" in plain(quadrant_finding(rows, common, "vi", "464"))
    assert "no unit is both" in quadrant_finding(rows, (10.0, 0.0), "en", "464")
    ax = quadrant_chart(rows, common, **OF)
    assert "Xã Vĩnh Khê" in texts(ax) or "Thị trấn Hồ Xá" in texts(ax)
    assert ax.get_xlim()[0] < rows["coverage_pct"].min()
    assert ax.get_ylim()[1] > rows["pace_pp"].max()
    assert quadrant_chart(rows.assign(coverage_pct=20.0, pace_pp=0.0), (20.0, 0.0), **OF)


def test_contributions_are_printed_and_add_up(moved):
    ax = contribution_chart(moved, **OF, level=45.0, year=2025)
    printed = texts(ax)
    assert [text for value in moved["contribution_pp"] if (text := formats.points(value, places=2)) not in printed] == []
    assert len([text for text in printed if text.startswith("−")]) >= 5
    finding = plain(contribution_finding(moved, "vi", "464"))
    assert "tỷ lệ chung tăng" in finding
    assert "Thị trấn Hồ Xá góp nhiều nhất" in finding
    assert "chỉ tiêu giao" in finding
    fell = moved.assign(contribution_pp=-moved["contribution_pp"])
    assert "fell by" in contribution_finding(fell, "en", "464")
    assert contribution_alt(moved, "en", **OF).count(";") >= 5
    still = moved.assign(contribution_pp=0.0, mix_pp=0.0, rate_pp=0.0)
    assert contribution_chart(still, **OF)


def test_dot_plot_prints_the_distance_to_the_level_and_draws_one_line_where_it_is_common(rows):
    ax = comparison_chart(rows, **OF)
    assert "−11,4" in texts(ax)
    assert [line for line in ax.lines if set(line.get_xdata()) == {45.0}]
    own = comparison_chart(rows.assign(target_pct=[45.0, 30.0, 45.0, 45.0, None]), **OF)
    assert "+7,4" in texts(own)
    assert not [line for line in own.lines if list(line.get_xdata()) == [45.0, 45.0]]


def test_units_by_indicator_mark_the_side_of_the_level_and_not_by_colour_alone(rows):
    cells = pd.concat([rows.assign(indicator="si"), rows.iloc[:3].assign(indicator="ui", target_pct=20.0)], ignore_index=True)
    cells = cells.assign(gap_pp=cells["coverage_pct"] - cells["target_pct"])
    ax = matrix_chart(cells, parent="464")
    printed = texts(ax)
    assert len(printed) == 10
    assert f"33,6 % {BELOW}" in printed
    assert f"33,6 % {ABOVE}" in printed
    assert printed.count("…") == 2
    assert "5 trên 8 ô dưới mức so sánh; nhiều nhất ở BHXH (5 đơn vị)" in plain(matrix_finding(cells, "vi", "464"))
    none = cells.assign(target_pct=float("nan"), gap_pp=float("nan"))
    assert "no level" in matrix_finding(none, "en", "464")
    assert not [text for text in texts(matrix_chart(none, parent="464")) if BELOW in text or ABOVE in text]
