"""Waterfall chart of an adjustment chain: gross figure, persons subtracted by each step, result; open steps are empty."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits
from coverage_lib.present.kit.chart_frame import framed

ROW = 0.52
LABELS = 2.3
"""Inches of a line, and of the names left of the axes."""
_BAR = 0.58
_COLOURS = {"gross": chart_style.ACTUAL, "given": chart_style.TARGET, "result": chart_style.PLAN}
_ROOM = 1.42
"""Length of the axis as a multiple of the gross figure, to leave space for the numbers next to the bars."""


def waterfall(page: Page, chain: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw one chain.

    Parameters
    ----------
    page : Page
    chain : DataFrame
        The rows of one chain of table ``adjustments``.
    ax : Axes, optional
        Axes to draw on; then without headline and sources, which belong to the page.

    Returns
    -------
    Axes
        In persons; lines from top to bottom in the order of the chain.
    """
    words = page.words
    chain = chain.sort_values("position", kind="stable", ignore_index=True)
    names = [line_name(row, words) for row in chain.itertuples()]
    is_open = (chain["state"] != "result").all()
    if is_open:
        names.append(words.label("state", "result"))
    with chart_style.use_style():
        if ax is None:
            subtitle, plot = words.phrase("waterfall.subtitle", **_said(chain, words)), ROW * len(names) + 0.2
            shape = {"least_plot": plot, "left": LABELS, "above": 0.12, "least_height": 0}
            _, ax = framed(finding(page, chain), subtitle, [], _notes(page, chain), **shape)
        gross = float(chain["persons"].iloc[0])
        left = gross
        for y, row in enumerate(chain.itertuples()):
            left = _draw(ax, y, row, left, gross, words)
        if is_open:
            _empty(ax, len(chain), 0.0, left, words.phrase("waterfall.unknown"), gross)
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.set_xlim(0, gross * _ROOM)
        _, _, ticks = value_limits([gross], rates=False)
        ticks = [tick for tick in ticks if tick <= gross * 1.02]
        ax.set_xticks(ticks, [tick_label(tick, 1, words.lang, rates=False) for tick in ticks])
        ax.set_yticks(range(len(names)), ["\n".join(chart_style.wrap(name, LABELS - 0.15, 10)) for name in names], va="center")
        ax.tick_params(axis="y", labelcolor=chart_style.INK, length=0)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
    return ax


def finding(page: Page, chain: pd.DataFrame) -> str:
    """The result of the chain, or how many of its steps lack a figure."""
    words, area = page.words, page.words.area(chain["area_code"].iloc[0])
    missing = int((chain["state"] == "asked").sum())
    if missing:
        return words.phrase("waterfall.head.open", area=area, missing=missing)
    gross, last = words.count(chain["persons"].iloc[0]), words.count(chain["running_persons"].iloc[-1])
    steps = int((chain["state"] == "given").sum())
    return words.phrase("waterfall.head.complete", area=area, gross=gross, result=last, steps=steps)


def alt_text(page: Page, chain: pd.DataFrame) -> str:
    """What the chart shows, for those who cannot see it."""
    words = page.words
    lines = [f"{line_name(row, words)}: {_value(row, words)}" for row in chain.itertuples()]
    return f"{finding(page, chain)}. {words.phrase('waterfall.subtitle', **_said(chain, words))} {'; '.join(lines)}."


def line_name(row, words: Words) -> str:
    """Name of a line: the state for gross figure and result, the group subtracted for a step."""
    return words.phrase("waterfall.step", step=words.label("step", row.step)) if row.step else words.label("state", row.state)


def _said(chain: pd.DataFrame, words: Words) -> dict[str, str]:
    first = chain.iloc[0]
    ends = {"base": words.label("base", first["base"]), "result": words.label("base", first["result_base"])}
    return ends | {"area": words.area(first["area_code"]), "period": words.period(first["period"])}


def _value(row, words: Words) -> str:
    if row.state in ("asked", "left_out"):
        return words.phrase("waterfall.missing" if row.state == "asked" else "waterfall.left_out")
    persons = words.count(row.persons)
    if row.state != "given":
        return words.phrase("waterfall.value", persons=persons)
    return words.phrase("waterfall.taken", persons=persons, share=words.percent(row.share_pct))


def _draw(ax: Axes, y: int, row, left: float, gross: float, words: Words) -> float:
    """One line of the chain; returns what is left after it, with an open step at most."""
    text, after = _value(row, words), float(row.most_persons)
    if row.state == "asked":
        _empty(ax, y, 0.82 * left, left, text, gross)
    elif row.state == "left_out":
        ax.plot([left, left], [y - _BAR / 2, y + _BAR / 2], color=chart_style.PARENT, linewidth=1.6, linestyle=(0, (2, 2)))
        _beside(ax, y, left, gross, text)
    else:
        start, end = (after, left) if row.state == "given" else (0.0, after)
        ax.barh(y, end - start, left=start, height=_BAR, color=_COLOURS[row.state])
        _beside(ax, y, end, gross, text)
        if row.state == "given":
            ax.plot([start, start], [y + _BAR / 2, y + 1 - _BAR / 2], color=chart_style.MUTED, linewidth=0.8)
    return after


def _empty(ax: Axes, y: int, start: float, end: float, text: str, gross: float) -> None:
    """A bar of unknown length: outline and hatching only."""
    ax.barh(
        y,
        end - start,
        left=start,
        height=_BAR,
        facecolor="white",
        edgecolor=chart_style.PARENT,
        hatch="///",
        linewidth=1.0,
        linestyle="--",
    )
    _beside(ax, y, end, gross, text)


def _beside(ax: Axes, y: int, x: float, gross: float, text: str) -> None:
    lines = "\n".join(chart_style.wrap(text, 1.75, 9.5))
    ax.annotate(lines, (max(x, 0.0), y), xytext=(6, 0), textcoords="offset points", va="center", ha="left", fontsize=9.5)


def _notes(page: Page, chain: pd.DataFrame) -> list[str]:
    words, notes = page.words, []
    for code in ("keeps", "unknown"):
        steps = chain[(chain["state"] == "given") & (chain["numerator"] == code)]["step"]
        if len(steps):
            said = ", ".join(words.label("step", each) for each in steps)
            notes.append(words.phrase(f"waterfall.note.{code}", steps=said))
    names = dict.fromkeys(map(page.documents.name, chain["source_id"]))
    return [*notes, words.phrase("fig.sources", sources="; ".join(names))]
