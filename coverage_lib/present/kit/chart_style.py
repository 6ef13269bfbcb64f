"""Style of all charts: one font included in the package, a few colours with a fixed meaning, reproducible bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from matplotlib import style as mpl_style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

DPI = 160
SHORTEST_LAST_LINE = 0.4
"""Share of the width below which the last line of a headline looks lost."""

# Each colour has one meaning. Hue, lightness and always also marker or line style tell them apart, so neither a colour-blind reader
# nor a grey print loses anything.
INK = "#1B2733"
MUTED = "#5B6875"
RULE = "#E4E8EC"
ACTUAL = "#0B5394"
PLAN = "#00735C"
TARGET = "#B93E07"
REFERENCE = "#F6C9A8"
PARENT = "#8D99A6"
OTHER = "#8566A3"


@cache
def _folder() -> Path:
    with as_file(files(__package__)) as folder:
        return Path(folder)


@cache
def load_fonts() -> tuple[Path, ...]:
    """Make the included font known to matplotlib, before any installed font of the same family name.

    Older installed versions of the family lack Vietnamese letters, and matplotlib takes the first of equals.
    """
    paths = tuple(sorted((_folder() / "fonts").glob("*.ttf")))
    for path in paths:
        fontManager.addfont(path)
        fontManager.ttflist.insert(0, fontManager.ttflist.pop())
    return paths


@contextmanager
def use_style() -> Iterator[None]:
    """Draw with the style of the project, whatever the settings of the session; these are restored afterwards."""
    load_fonts()
    with mpl_style.context(str(_folder() / "style.mplstyle"), after_reset=True):
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure in inches, independent of any window system and of pyplot."""
    figure = Figure(figsize=(width, height), dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """A figure as PNG: drawn once, without software name or date, so equal figures give equal bytes."""
    buffer = BytesIO()
    with use_style():
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


@cache
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The width of one line of text in inches, the same whatever the session has set.

    >>> text_width("Hồ Xá", 10) < text_width("Hồ Xá", 10, "bold") < text_width("Hồ Xá", 20)
    True
    """
    face = _face("Bold" if weight == "bold" else "Regular")
    face.set_size(size, DPI)
    face.set_text(text, flags=LoadFlags.NO_HINTING)
    return face.get_width_height()[0] / 64 / DPI


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines no wider than so many inches, at ordinary spaces only: "45 %" stays together.

    >>> wrap("một hai ba bốn", 0.6, 10)
    ['một hai', 'ba bốn']
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balanced(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into as few lines as :func:`wrap` does, but leave no short last line.

    >>> balanced("một hai ba bốn năm", 1.1, 10), wrap("một hai ba bốn năm", 1.1, 10)
    (['một hai ba', 'bốn năm'], ['một hai ba bốn', 'năm'])
    """
    lines = wrap(text, width, size, weight)
    for share in range(97, 50, -3):
        if len(lines) == 1 or text_width(lines[-1], size, weight) >= SHORTEST_LAST_LINE * width:
            break
        narrower = wrap(text, width * share / 100, size, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


@cache
def _face(name: str) -> FT2Font:
    return FT2Font(str(_folder() / "fonts" / f"LiberationSans-{name}.ttf"))
