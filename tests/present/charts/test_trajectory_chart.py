import itertools

import numpy as np
import pytest
from matplotlib.colors import same_color

from coverage_lib.present.charts import trajectory_chart, trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import year_of
from tests.present.conftest import in_language

LABELS = 6
"""The drawing order of placed labels."""


def placed(ax):
    renderer = ax.figure.canvas.get_renderer()
    return {text: text.get_window_extent(renderer) for text in ax.texts if text.get_zorder() == LABELS}


def plotted(ax):
    """The lines of data, without leaders and strokes through labels."""
    return [line for line in ax.lines if line.get_zorder() < 5.5]


def within(box, frame):
    return frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1


def inside(box, points):
    return ((box.x0 < points[:, 0]) & (points[:, 0] < box.x1) & (box.y0 < points[:, 1]) & (points[:, 1] < box.y1)).any()


def words(ax):
    return " | ".join(text.get_text().replace("\u00a0", " ").replace("\n", " ") for text in ax.texts)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_labels_overlap_nothing_and_stay_inside(any_view, lang):
    ax = trajectory_chart.trajectory_chart(in_language(any_view, lang))
    labels, frame = placed(ax), ax.get_window_extent()
    for (one, box), (other, second) in itertools.combinations(labels.items(), 2):
        assert not box.overlaps(second), f"{one.get_text()} on {other.get_text()}"
    for text, box in labels.items():
        assert within(box, frame), text.get_text()
        for line in plotted(ax):
            points = line.get_transform().transform(line.get_xydata())
            if line.get_linestyle() != "None":
                points = np.concatenate([np.linspace(*ends, 300) for ends in itertools.pairwise(points)] or [points])
            assert not inside(box, points), text.get_text()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_text_runs_out_of_the_page_or_into_the_axes(any_view, lang):
    ax = trajectory_chart.trajectory_chart(in_language(any_view, lang))
    renderer, page, frame = ax.figure.canvas.get_renderer(), ax.figure.bbox, ax.get_window_extent()
    for text in ax.figure.texts:
        box = text.get_window_extent(renderer)
        assert within(box, page), text.get_text()
        assert box.y0 > frame.y1 or box.y1 < frame.y0, text.get_text()
    for one, other in itertools.combinations(ax.figure.texts, 2):
        first, second = one.get_window_extent(renderer), other.get_window_extent(renderer)
        assert not (first.overlaps(second) and abs(first.y0 - second.y0) > 30), f"{one.get_text()} on {other.get_text()}"


def test_bytes_do_not_depend_on_what_was_drawn_before(views):
    first = chart_style.png(trajectory_chart.trajectory_chart(views["commune"]()).figure)
    chart_style.png(trajectory_chart.trajectory_chart(views["nation"]()).figure)
    assert chart_style.png(trajectory_chart.trajectory_chart(views["commune"]()).figure) == first


def test_nothing_to_draw_is_refused(views):
    with pytest.raises(ValueError, match="nothing to draw"):
        trajectory_chart.trajectory_chart(views["nothing"]())


def test_assigned_path_is_dashed_with_squares_and_said_not_to_be_actual(views):
    ax = trajectory_chart.trajectory_chart(views["commune"]())
    (line,) = [line for line in ax.lines if same_color(line.get_color(), chart_style.PLAN) and line.get_marker() == "s"]
    assert line.is_dashed()
    assert line.get_xdata() == pytest.approx([2023, 2024, 2025])
    assert "Chưa có số thực hiện" in words(ax)
    assert "thiếu 912 người −11,4 điểm %" in words(ax)
    assert "nội suy, không được giao" in words(ax)


def test_lines_stop_at_breaks_and_skip_figures_within_a_year(views):
    view = views["nation"]()
    ax = trajectory_chart.trajectory_chart(view)
    marks = trajectory_lines.MARKS["actual"]
    joined = [line.get_xdata() for line in ax.lines if line.get_marker() == "o" and line.get_linewidth() == marks["linewidth"]]
    assert [list(x) for x in joined] == [[2015, 2016], [2023, 2024, 2025]]
    broken = year_of(view.breaks[0].date)
    assert any(list(line.get_xdata()) == [broken, broken] for line in ax.lines)


def test_estimates_are_hollow(views):
    ax = trajectory_chart.trajectory_chart(views["nation"]())
    hollow = [line for line in ax.lines if line.get_marker() == "o" and same_color(line.get_markerfacecolor(), "white")]
    assert [list(line.get_xdata()) for line in hollow] == [[2025]]


def test_replaced_targets_are_struck_through_and_confirmed_ones_are_not_told_twice(views):
    ax = trajectory_chart.trajectory_chart(views["province_contradicting"]())
    struck = [text for text in placed(ax) if text.get_text().startswith("53")]
    assert len(struck) == 1
    box = struck[0].get_window_extent(ax.figure.canvas.get_renderer())
    strokes = [line.get_transform().transform(line.get_xydata()) for line in ax.lines if line.get_zorder() == 5.5]
    assert any(np.ptp(stroke[:, 1]) == 0 and np.ptp(stroke[:, 0]) == pytest.approx(box.width, abs=3) for stroke in strokes)
    assert words(ax).count("2230/CTHĐ-BCĐ") == 3


def test_targets_over_another_base_are_not_drawn(views):
    ax = trajectory_chart.trajectory_chart(views["province_other_base"]())
    assert not [line for line in ax.lines if line.get_marker() == "D"]


def test_target_in_persons_is_not_put_on_an_axis_of_rates(views):
    ax = trajectory_chart.trajectory_chart(views["nation"]())
    assert max(line.get_ydata()[0] for line in ax.lines if line.get_marker() == "D") == 60


def test_axis_that_does_not_start_at_zero_says_so(views):
    assert "trục tung không bắt đầu từ 0" in words(trajectory_chart.trajectory_chart(views["commune_high"]()))
    assert "trục tung" not in words(trajectory_chart.trajectory_chart(views["commune"]()))


def test_given_axes_get_no_page(views):
    figure = chart_style.new_figure(5, 3)
    ax = figure.add_axes((0.15, 0.15, 0.8, 0.7))
    assert trajectory_chart.trajectory_chart(views["commune"](), ax=ax) is ax
    assert figure.texts == []
