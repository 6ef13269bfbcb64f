"""Layout of a chart page: finding at the top, key and sources below, all measured before anything is drawn.

Nothing is cut off and nothing is drawn twice: every line is wrapped by its measured width, and the height of the figure follows
from the number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from coverage_lib.present.kit import chart_style

WIDTH = 9.2
HEIGHT = 5.4
MARGIN = 0.3
LEFT_AXIS = 0.62
"""Room for the numbers of the value axis."""
YEAR_NUMBERS = 0.3
AXIS_TITLE = 0.36
"""Room between the texts on top and the axes, for the title of the value axis."""
LINE = 1.32 / 72
"""Height of a line in inches for each point of its size."""
DESCENT = 0.3 / 72
"""Height of the baseline above the foot of its line, for each point of size."""
HEADLINE, SUBTITLE, SMALL = 14.5, 10.0, 8.8
_HANDLE, _AFTER_HANDLE, _BETWEEN = 0.28, 0.07, 0.24


@dataclass(frozen=True)
class Key:
    """One kind of mark and its meaning; ``mark`` are settings of a Line2D."""

    text: str
    mark: dict = field(hash=False)


def framed(
    headline: str,
    subtitle: str,
    keys: list[Key],
    notes: list[str],
    *,
    least_plot: float = 2.9,
    left: float = LEFT_AXIS,
    above: float = AXIS_TITLE,
    least_height: float = HEIGHT,
) -> tuple[Figure, Axes]:
    """A figure with its texts in place and empty axes in the remaining space.

    Parameters
    ----------
    headline, subtitle : str
    keys : list of Key
        Marks to explain beneath the axes.
    notes : list of str
        Small print: denominators, sources, remarks; each starts a new line.
    least_plot : float
        Inches that the axes get at least; the figure grows beyond its usual height when the texts need it.
    left : float
        Inches left of the axes for their labels.
    above : float
        Inches between the texts on top and the axes.
    least_height : float
        Inches below which the whole figure does not shrink.

    Returns
    -------
    figure, axes
    """
    width = WIDTH - 2 * MARGIN
    titles = chart_style.balanced(headline, width, HEADLINE, "bold")
    subtitles = chart_style.wrap(subtitle, width, SUBTITLE)
    rows = _key_rows(keys, width)
    small = [line for note in notes for line in chart_style.wrap(note, width, SMALL)]
    top = MARGIN * 0.8 + len(titles) * HEADLINE * LINE + 0.05 + len(subtitles) * SUBTITLE * LINE + above
    bottom = YEAR_NUMBERS + 0.12 + len(rows) * (SMALL + 1.5) * LINE + 0.06 + len(small) * SMALL * LINE + MARGIN * 0.6
    height = max(least_height, top + least_plot + bottom)
    figure = chart_style.new_figure(WIDTH, height)
    y = _write(figure, titles, height - MARGIN * 0.8, HEADLINE, weight="bold", color=chart_style.INK) - 0.05
    _write(figure, subtitles, y, SUBTITLE, color=chart_style.MUTED)
    y = bottom - YEAR_NUMBERS - 0.12
    for row in rows:
        _draw_keys(figure, row, y - (SMALL + 1.5) * LINE / 2)
        y -= (SMALL + 1.5) * LINE
    _write(figure, small, y - 0.06, SMALL, color=chart_style.MUTED)
    plot_width, plot_height = WIDTH - 2 * MARGIN - left, height - top - bottom
    return figure, figure.add_axes(((MARGIN + left) / WIDTH, bottom / height, plot_width / WIDTH, plot_height / height))


def _write(figure: Figure, lines: list[str], y: float, size: float, **kwargs) -> float:
    """Write lines downwards from a height in inches; returns the height below them."""
    for line in lines:
        y -= size * LINE
        baseline = y + size * DESCENT
        figure.text(MARGIN / WIDTH, baseline / figure.get_figheight(), line, fontsize=size, va="baseline", ha="left", **kwargs)
    return y


def _key_width(key: Key) -> float:
    return _HANDLE + _AFTER_HANDLE + chart_style.text_width(key.text, SMALL)


def _key_rows(keys: list[Key], width: float) -> list[list[Key]]:
    rows: list[list[Key]] = []
    for key in keys:
        if rows and sum(_key_width(each) + _BETWEEN for each in rows[-1]) + _key_width(key) <= width:
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def _draw_keys(figure: Figure, row: list[Key], y: float) -> None:
    x, height = MARGIN, figure.get_figheight()
    for key in row:
        ends = [x / WIDTH, (x + _HANDLE / 2) / WIDTH, (x + _HANDLE) / WIDTH]
        figure.add_artist(Line2D(ends, [y / height] * 3, markevery=[1], transform=figure.transFigure, **key.mark))
        text_x = (x + _HANDLE + _AFTER_HANDLE) / WIDTH
        figure.text(text_x, y / height, key.text, fontsize=SMALL, va="center_baseline", ha="left", color=chart_style.INK)
        x += _key_width(key) + _BETWEEN
