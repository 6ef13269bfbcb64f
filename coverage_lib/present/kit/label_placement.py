"""Placement of direct labels so that they overlap neither each other nor a line, a mark or the edge of the axes.

The axes become a map of small cells; every line, mark and placed label occupies its cells. For a label of a given size, the number
of occupied cells below every possible position is the difference of four entries of the map's cumulative sums, so all positions
are evaluated at once and the nearest empty one is used. No trial and error, no randomness: equal figures get equal labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from matplotlib.text import Text

from coverage_lib.present.kit import chart_style

CELL = 3.0
"""Pixels of a cell's side."""
MARGIN = 7.0
"""Pixels kept free around a label."""
LEADER_FROM = 24.0
"""A label farther than this many pixels from its point gets a thin line to it."""
TURN = 14.0
"""Pixels a label may move to be on its preferred side."""
LEADERS_TRIED = 1500
CROSSING = 60.0
"""Pixels a label will move to spare its leader the crossing of a line or mark."""
CLEAR = 12.0
"""A leader starts so many pixels from its point, outside the mark."""


@dataclass(frozen=True)
class Label:
    """A text that belongs to a point.

    Attributes
    ----------
    text : str
    x, y : float
        The point, in data coordinates.
    toward : tuple of float
        Preferred side of the point for the label.
    strike : bool
        Draw a line through the text: no longer valid.
    leader : bool
        Whether a thin line may lead from a distant label to its point.
    reach : float
        A label without free space within so many pixels of its point is left out.
    """

    text: str
    x: float
    y: float
    toward: tuple[float, float] = (0.0, 1.0)
    size: float = 10.0
    color: str = chart_style.INK
    weight: str = "normal"
    italic: bool = False
    strike: bool = False
    leader: bool = True
    reach: float = np.inf


class InkMap:
    """Which cells of a rectangle of pixels are occupied.

    >>> ink = InkMap(100, 60)
    >>> ink.box(0, 0, 50, 60)
    >>> ink.place(20, 10, (45.0, 30.0), (0.0, 1.0)).tolist()
    [51.0, 33.0]
    """

    def __init__(self, width: float, height: float):
        self.cells = np.zeros((int(height / CELL), int(width / CELL)), dtype=np.int32)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Mark a rectangle given in pixels as occupied."""
        low = np.floor(np.array([y0, x0]) / CELL).astype(int).clip(0)
        high = np.ceil(np.array([y1, x1]) / CELL).astype(int).clip(0)
        self.cells[low[0] : high[0], low[1] : high[1]] = 1

    def polyline(self, points: np.ndarray) -> None:
        """Mark the straight segments between points given in pixels as occupied."""
        for start, end in pairwise(points):
            if np.isfinite([start, end]).all():
                self._dots(_between(start, end))

    def area(self, outline: Outline) -> None:
        """Mark everything within a closed outline given in pixels as occupied."""
        rows, columns = self.cells.shape
        y, x = np.mgrid[:rows, :columns]
        middles = (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) * CELL
        self.cells[outline.contains_points(middles).reshape(rows, columns)] = 1

    def _dots(self, points: np.ndarray) -> None:
        row, column = (points[:, ::-1] / CELL).astype(int).T
        inside = (row >= 0) & (row < self.cells.shape[0]) & (column >= 0) & (column < self.cells.shape[1])
        self.cells[row[inside], column[inside]] = 1

    def crosses(self, start: np.ndarray, end: np.ndarray) -> bool:
        """Whether a straight line meets an occupied cell."""
        row, column = (_between(start, end)[:, ::-1] / CELL).astype(int).T
        rows, columns = self.cells.shape
        return bool(self.cells[row.clip(0, rows - 1), column.clip(0, columns - 1)].any())

    def place(
        self,
        width: float,
        height: float,
        point: np.ndarray | tuple[float, float],
        toward: tuple[float, float],
        words: InkMap | None = None,
    ) -> np.ndarray:
        """Lower left corner, in pixels, of the best position for a box of a given size, margins included.

        The fewest occupied cells decide (none, if possible), then the distance from the point and the side of it. With
        ``words``, a map of the labels alone, positions whose leader would run through a label are passed over.
        """
        rows, columns = (min(int(np.ceil(side / CELL)), most) for side, most in zip((height, width), self.cells.shape, strict=True))
        sums = np.pad(self.cells, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
        ink = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
        left, bottom = np.arange(ink.shape[1]) * CELL, np.arange(ink.shape[0])[:, None] * CELL
        x, y = point
        away = np.hypot(
            np.maximum(np.maximum(left - x, x - left - width), 0), np.maximum(np.maximum(bottom - y, y - bottom - height), 0)
        )
        off_x, off_y = left + width / 2 - x, bottom + height / 2 - y
        length = np.hypot(*toward) * np.maximum(np.hypot(off_x, off_y), 1.0)
        cost = away + TURN * (1 - (off_x * toward[0] + off_y * toward[1]) / length)
        cost = np.where(ink == ink.min(), cost, np.inf)
        best = np.array(np.unravel_index(np.argmin(cost), cost.shape))
        if words is None or away[tuple(best)] <= LEADER_FROM:
            return best[::-1] * CELL
        return self._with_leader(cost, width, height, np.array(point), words)

    def _with_leader(self, cost: np.ndarray, width: float, height: float, point: np.ndarray, words: InkMap) -> np.ndarray:
        """The cheapest position including its leader line: crossing lines costs more, crossing a label is excluded."""
        order = np.argsort(cost, axis=None, kind="stable")[: np.isfinite(cost).sum()]
        best, least = order[0], np.inf
        for flat in order[:: max(len(order) // LEADERS_TRIED, 1)]:
            if cost.flat[flat] >= least:
                break
            corner = np.array(np.unravel_index(flat, cost.shape))[::-1] * CELL
            end = _nearest(corner + MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, point)
            ahead = (end - point) / max(np.hypot(*(end - point)), 1.0)
            if words.crosses(point + CLEAR * ahead, end):
                continue
            total = cost.flat[flat] + (CROSSING if self.crosses(point + 2 * CLEAR * ahead, end) else 0.0)
            if total < least:
                best, least = flat, total
        return np.array(np.unravel_index(best, cost.shape))[::-1] * CELL


def place_labels(ax: Axes, labels: list[Label]) -> list[Text]:
    """Draw labels on axes whose lines and limits are final; the first label of the list is placed first.

    Every Line2D of the axes, every band and every text already on it is kept free; grid lines are not. Returns the texts drawn.
    """
    frame = ax.get_window_extent()
    ink, words = InkMap(frame.width, frame.height), InkMap(frame.width, frame.height)
    for line in ax.lines:
        _ink_line(ink, line, frame.p0)
    for band in ax.collections:
        for outline in band.get_paths():
            ink.area(Outline(ax.transData.transform(outline.vertices) - frame.p0, outline.codes))
    for text in ax.texts:
        box = text.get_window_extent()
        ink.box(*(box.p0 - frame.p0 - MARGIN), *(box.p1 - frame.p0 + MARGIN))
        words.box(*(box.p0 - frame.p0), *(box.p1 - frame.p0))
    placed = (_place(ax, label, ink, words) for label in labels)
    return [text for text in placed if text is not None]


def _place(ax: Axes, label: Label, ink: InkMap, words: InkMap) -> Text | None:
    frame = ax.get_window_extent()
    point = ax.transData.transform((label.x, label.y)) - frame.p0
    text = ax.text(
        0,
        0,
        label.text,
        transform=ax.transAxes,
        fontsize=label.size,
        color=label.color,
        weight=label.weight,
        ha="left",
        va="bottom",
        style="italic" if label.italic else "normal",
        linespacing=1.15,
        zorder=6,
    )
    box = text.get_window_extent()
    size = np.array([box.width, box.height])
    corner = ink.place(size[0] + 2 * MARGIN, size[1] + 2 * MARGIN, point, label.toward, words if label.leader else None) + MARGIN
    end = _nearest(corner, size[0], size[1], point)
    away = np.hypot(*(end - point))
    if away > label.reach:
        text.remove()
        return None
    text.set_position((corner + frame.p0 - box.p0) / frame.size)
    ink.box(*(corner - MARGIN), *(corner + size + MARGIN))
    words.box(*corner, *(corner + size))
    if label.leader and away > LEADER_FROM:
        leader = np.array([point + (end - point) * CLEAR / away, end])
        _axes_line(ax, leader / frame.size, color=label.color, linewidth=0.6, alpha=0.7)
        ink.polyline(leader)
    if label.strike:
        middle = corner[1] + size[1] * 0.52
        _axes_line(
            ax, np.array([[corner[0], middle], [corner[0] + size[0], middle]]) / frame.size, color=label.color, linewidth=0.9
        )
    return text


def _axes_line(ax: Axes, points: np.ndarray, **kwargs) -> None:
    ax.add_artist(Line2D(*points.T, transform=ax.transAxes, zorder=5.5, **kwargs))


def _ink_line(ink: InkMap, line: Line2D, origin: np.ndarray) -> None:
    points = line.get_transform().transform(line.get_xydata()) - origin
    if line.get_linestyle() not in ("None", "none", ""):
        ink.polyline(points)
    if line.get_marker() not in ("None", "none", "", None):
        half = (line.get_markersize() / 2 + line.get_markeredgewidth()) * line.figure.dpi / 72
        for x, y in points[np.isfinite(points).all(axis=1)]:
            ink.box(x - half, y - half, x + half, y + half)


def _between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return np.linspace(start, end, max(int(np.hypot(*(end - start)) / CELL * 2), 2))


def _nearest(corner: np.ndarray, width: float, height: float, point: np.ndarray) -> np.ndarray:
    """The point of a box that lies nearest to a point."""
    return np.clip(point, corner, corner + np.array([width, height]))
