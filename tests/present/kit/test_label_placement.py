import numpy as np
from matplotlib.lines import Line2D

from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.label_placement import CLEAR, MARGIN, InkMap, Label, place_labels


def axes_with(*lines):
    figure = chart_style.new_figure(6, 4)
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    ax.set(xlim=(0, 10), ylim=(0, 10))
    for x, y, marks in lines:
        ax.add_line(Line2D(x, y, **marks))
    return ax


def boxes(ax, texts):
    renderer = ax.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in texts]


def test_labels_of_one_point_stand_apart_and_inside():
    with chart_style.use_style():
        ax = axes_with()
        found = boxes(ax, place_labels(ax, [Label(f"Huyện {number}", 9.9, 9.9) for number in range(8)]))
    frame = ax.get_window_extent()
    assert len(found) == 8
    assert not any(one.overlaps(other) for at, one in enumerate(found) for other in found[:at])
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in found)


def test_label_takes_the_side_it_prefers_when_free():
    with chart_style.use_style():
        for toward, axis, sign in (((1, 0), 0, 1), ((-1, 0), 0, -1), ((0, 1), 1, 1), ((0, -1), 1, -1)):
            ax = axes_with(([5], [5], {"marker": "o"}))
            (box,) = boxes(ax, place_labels(ax, [Label("45", 5, 5, toward=toward)]))
            off = (box.p0 + box.p1) / 2 - ax.transData.transform((5, 5))
            assert off[axis] * sign > 0
            assert abs(off[axis]) > abs(off[1 - axis])


def test_label_without_room_near_by_is_left_out_when_it_may_be():
    with chart_style.use_style():
        ax = axes_with((np.linspace(3, 7, 400), 5 + 1.5 * np.sin(np.linspace(0, 900, 400)), {}))
        assert place_labels(ax, [Label("45 % năm 2025", 5, 5, reach=5.0)]) == []
        assert len(place_labels(ax, [Label("45 % năm 2025", 5, 5)])) == 1


def test_leader_goes_around_words():
    point = np.array([150.0, 150.0])
    ink, words = InkMap(300, 300), InkMap(300, 300)
    ink.box(0, 80, 300, 205)
    words.box(0, 170, 300, 200)
    straight, around = (ink.place(60, 30, point, (0.0, 1.0), each) for each in (None, words))
    ends = [np.clip(point, corner + MARGIN, corner + np.array([60.0, 30.0]) - MARGIN) for corner in (straight, around)]
    assert [words.crosses(point + CLEAR * (end - point) / np.hypot(*(end - point)), end) for end in ends] == [True, False]
