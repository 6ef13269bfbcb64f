"""Display objects of the notebooks (text, charts, tables) for screen and print.

They do not write files. Their style is in ``html.css``, which is in the head of the documents and which a notebook loads once with
:func:`stylesheet`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure, SubFigure

from coverage_lib.present.kit import chart_style
from coverage_lib.vocabulary.formats import MISSING

CSS_PIXELS_PER_INCH = 96
SENTENCE = 60
"""Characters from which a column holds sentences, which keep a readable width on a phone."""
WORDS = 12
"""Characters up to which a column holds a word or two, which are not broken."""
_TAG = r"<[^>]*>"
_SHORT = ' class="cl-short"'

# Tone and symbol of every coded judgement. Solid shapes mean actual figures and hollow ones plans. No
# two judgements of opposite sense share a shape, so that they survive grey print and colour-blind eyes; all are characters of the
# WGL4 set, which the text fonts of every system hold.
MARKS: dict[str, dict[str, tuple[str, str]]] = {
    "verdict": {
        "met": ("good", "●"), "on_track": ("good", "▲"), "plan_meets": ("good", "○"), "near": ("watch", "≈"),
        "too_slow": ("watch", "►"), "far_too_slow": ("bad", "▼"), "falling": ("bad", "↓"), "missed": ("bad", "■"),
        "short": ("bad", "▬"), "plan_short": ("bad", "□"), "other_base": ("plain", "≠"), "no_actual": ("plain", "–"),
        "not_defined": ("plain", "–"), "no_rate": ("plain", "–"),
    },
    "severity": {"error": ("bad", "■"), "warning": ("watch", "▲"), "note": ("plain", "○")},
}  # fmt: skip

Format = Callable[[Any], "str | Html"]


@dataclass(frozen=True, repr=False)
class Html:
    """A piece of finished HTML shown by a notebook.

    >>> Html("<b>5</b>")
    Html(8 characters)
    """

    text: str

    def _repr_html_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Html({len(self.text)} characters)"


class Chart:
    """A figure with its alternative text and the name of its file.

    Parameters
    ----------
    figure : Figure
        Drawn once, at first sight, at its own size and resolution; no window system knows of it, so nothing shows it twice.
    alt : str
        What the chart says, for those who do not see it.
    name : str
        File name without ending, ASCII, unique in the notebook.
    """

    def __init__(self, figure: Figure | SubFigure, alt: str, name: str):
        assert isinstance(figure, Figure)  # charts are drawn on figures of their own
        self.figure, self.alt, self.name = figure, alt, name

    @cached_property
    def png(self) -> bytes:
        """The drawn figure; equal figures give equal bytes."""
        return chart_style.png(self.figure)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in self.figure.get_size_inches())
        metadata = {"image/png": {"alt": self.alt, "width": width, "height": height}, "coverage_lib": {"name": self.name}}
        return {"image/png": b64encode(self.png).decode("ascii"), "text/plain": self.alt}, metadata

    def __repr__(self) -> str:
        return f"Chart({self.name!r})"


class Gallery:
    """Several charts, one below the other."""

    def __init__(self, charts: list[Chart]):
        self.charts = charts

    def _ipython_display_(self) -> None:
        for chart in self.charts:
            display(chart)

    def __len__(self) -> int:
        return len(self.charts)


@cache
def content_css() -> str:
    """Style rules for the objects of this module; every selector begins with ``cl-`` so that nothing else is affected."""
    return files(__package__).joinpath("html.css").read_text("utf-8")


def stylesheet() -> Html:
    """The look of tables and marks inside JupyterLab: shown once, by the set-up cell.

    >>> stylesheet().text.startswith("<style>")
    True
    """
    return Html(f"<style>\n{content_css()}</style>")


def mark(kind: str, code: str, word: str) -> Html:
    """A verdict or a severity as symbol, word and colour; the word alone is sufficient.

    >>> mark("severity", "error", "error").text
    '<span class="cl-mark cl-bad"><span aria-hidden="true">■</span> error</span>'
    """
    tone, symbol = MARKS[kind][code]
    word = escape(word, quote=False)
    return Html(f'<span class="cl-mark cl-{tone}"><span aria-hidden="true">{symbol}</span> {word}</span>')


def prose(sentences: Iterable[str]) -> Html:
    """One paragraph of sentences; empty ones are left out.

    >>> prose(["Một.", "", "Hai & ba."]).text
    '<p class="cl-prose">Một. Hai &amp; ba.</p>'
    """
    return Html(f'<p class="cl-prose">{escape(" ".join(filter(None, sentences)), quote=False)}</p>')


def joined(*parts: Html) -> Html:
    """Several pieces one below the other, as one.

    >>> joined(prose(["Một."]), Html(""), prose(["Hai."])).text.count("<p")
    2
    """
    return Html("\n".join(part.text for part in parts if part.text))


def folded(summary: str, *parts: Html) -> Html:
    """Reference material that opens on a click, so that the main text stays short; in print only its title is shown.

    >>> folded("Bảng", prose(["Một."]), Html("")).text.count("<p")
    1
    >>> folded("Bảng", Html(""))
    Html(0 characters)
    """
    within = joined(*parts).text
    title = escape(summary, quote=False)
    return Html(f'<details class="cl-fold"><summary>{title}</summary>\n{within}\n</details>' if within else "")


def provenance(entries: Iterable[tuple[str, str]], title: str) -> Html:
    """The small print at the end of a briefing: pairs of label and text.

    >>> "<dt>Nguồn</dt><dd>Kế hoạch 12/KH-UBND</dd>" in provenance([("Nguồn", "Kế hoạch 12/KH-UBND")], "Nguồn gốc").text
    True
    """
    pairs = "".join(f"<dt>{escape(term, quote=False)}</dt><dd>{escape(text, quote=False)}</dd>" for term, text in entries)
    return Html(f'<section class="cl-provenance"><h2>{escape(title)}</h2><dl>{pairs}</dl></section>')


def table(frame: pd.DataFrame, headings: Mapping[str, str], formats: Mapping[str, Format] | None = None, caption: str = "") -> Html:
    """A table that screen readers can read and printers can break between rows.

    Parameters
    ----------
    frame : DataFrame
        One row a line, in the order to print.
    headings : mapping of str to str
        The columns to print, each with its heading. The first one heads its row.
    formats : mapping of str to callable, optional
        ``format(value)`` of a column, such as the methods of :class:`coverage_lib.vocabulary.language.Language`. Numbers must
        have one, so that none is printed with the separators of another language.
    caption : str
        What the table shows; also its name for screen readers.

    Raises
    ------
    ValueError
        If a column of numbers or days has no format.

    Examples
    --------
    >>> frame = pd.DataFrame({"area": ["Hồ Xá"], "n": [1499]})
    >>> '<td class="cl-num">1.499</td>' in table(frame, {"area": "Xã", "n": "Người"}, {"n": lambda value: "1.499"}).text
    True
    """
    printed = pd.DataFrame({name: _texts(frame[name], (formats or {}).get(name)) for name in headings})
    kinds = [_kind(frame[name]) for name in headings]
    head = "".join(f'<th scope="col"{kind}>{escape(text)}</th>' for text, kind in zip(headings.values(), kinds, strict=True))
    body = "\n".join(_row(cells, kinds) for cells in printed.itertuples(index=False))
    title = f"<caption>{escape(caption, quote=False)}</caption>" if caption else ""
    # The box scrolls sideways where the page is narrow; the keyboard reaches it and a screen reader says what it holds.
    region = f' role="region" aria-label="{escape(caption)}"' if caption else ""
    return Html(
        f'<div class="cl-scroll" tabindex="0"{region}>\n<table class="cl-table">{title}\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _texts(values: pd.Series, form: Format | None) -> list[str]:
    if form is None and not (pd.api.types.is_string_dtype(values) or values.dtype == object):
        raise ValueError(f"column {values.name!r} holds {values.dtype}: give it a format")
    cells = values.fillna(MISSING) if form is None else (form(value) for value in values)
    return [cell.text if isinstance(cell, Html) else escape(str(cell), quote=False) for cell in cells]


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(values):
        return ' class="cl-num"'
    if values.dtype != "str":
        return ""
    longest = values.str.replace(_TAG, "", regex=True).str.len().max()
    return ' class="cl-long"' if longest > SENTENCE else _SHORT if longest <= WORDS else ""


def _row(cells: Iterable[str], kinds: Sequence[str]) -> str:
    kinds = ["" if kinds[0] == _SHORT else kinds[0], *kinds[1:]]  # the cell that heads its row may wrap
    first, *rest = (f"{kind}>{cell}" for cell, kind in zip(cells, kinds, strict=True))
    return f'<tr><th scope="row"{first}</th>' + "".join(f"<td{each}</td>" for each in rest) + "</tr>"
