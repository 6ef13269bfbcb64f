"""The waterfall of an adjustment chain: gross figure, what each step takes, what is left; open steps stand empty."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits
from coverage_lib.present.kit.chart_frame import framed
from coverage_lib.present.shims import document_name
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

ROW = 0.52
LABELS = 2.3
"""Inches of a line, and of the names left of the axes."""
_BAR = 0.58
_COLOURS = {"gross": chart_style.ACTUAL, "given": chart_style.TARGET, "result": chart_style.PLAN}
_ROOM = 1.42
"""The axis goes this many times as far as the gross figure, for the numbers beside the bars."""


def waterfall(chain: pd.DataFrame, ax: Axes | None = None, lang: str = "vi", *, sources: pd.DataFrame | None = None) -> Axes:
    """Draw one chain.

    Parameters
    ----------
    chain : DataFrame
        The rows of one chain of table ``adjustments``.
    ax : Axes, optional
        Axes to draw on; then without headline and sources, which belong to the page.
    lang : {"vi", "en"}
    sources : DataFrame, optional
        Table ``sources`` indexed by ``source_id``, for the line of sources.

    Returns
    -------
    Axes
        In persons; lines from top to bottom in the order of the chain.
    """
    chain = chain.sort_values("position", kind="stable", ignore_index=True)
    names = [line_name(row, lang) for row in chain.itertuples()]
    is_open = (chain["state"] != "result").all()
    if is_open:
        names.append(label("state", "result", lang))
    with chart_style.use_style():
        if ax is None:
            subtitle = phrase("waterfall.subtitle", lang, **_said(chain, lang))
            plot = ROW * len(names) + 0.2
            _, ax = framed(
                finding(chain, lang),
                subtitle,
                [],
                _notes(chain, sources, lang),
                least_plot=plot,
                left=LABELS,
                above=0.12,
                least_height=0,
            )
        gross = float(chain["persons"].iloc[0])
        left = gross
        for y, row in enumerate(chain.itertuples()):
            left = _draw(ax, y, row, left, gross, lang)
        if is_open:
            _empty(ax, len(chain), 0.0, left, phrase("waterfall.unknown", lang), gross)
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.set_xlim(0, gross * _ROOM)
        _, _, ticks = value_limits([gross], rates=False)
        ticks = [tick for tick in ticks if tick <= gross * 1.02]
        ax.set_xticks(ticks, [tick_label(tick, 1, lang, rates=False) for tick in ticks])
        ax.set_yticks(range(len(names)), ["\n".join(chart_style.wrap(name, LABELS - 0.15, 10)) for name in names], va="center")
        ax.tick_params(axis="y", labelcolor=chart_style.INK, length=0)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
    return ax


def finding(chain: pd.DataFrame, lang: str = "vi") -> str:
    """What the chain comes to, or how many of its steps lack a figure."""
    said = _said(chain, lang)
    missing = int((chain["state"] == "asked").sum())
    if missing:
        return phrase("waterfall.head.open", lang, area=said["area"], missing=missing)
    last = formats.count(chain["running_persons"].iloc[-1], lang)
    gross, steps = formats.count(chain["persons"].iloc[0], lang), int((chain["state"] == "given").sum())
    return phrase("waterfall.head.complete", lang, area=said["area"], gross=gross, result=last, steps=steps)


def alt_text(chain: pd.DataFrame, lang: str = "vi") -> str:
    """What the chart shows, for those who cannot see it."""
    lines = [f"{line_name(row, lang)}: {_value(row, lang)}" for row in chain.itertuples()]
    return f"{finding(chain, lang)}. {phrase('waterfall.subtitle', lang, **_said(chain, lang))} {'; '.join(lines)}."


def line_name(row, lang: str = "vi") -> str:
    """Name of a line: the state of gross figure and result, whom a step takes."""
    if not row.step:
        return label("state", row.state, lang)
    return phrase("waterfall.step", lang, step=label("step", row.step, lang))


def _said(chain: pd.DataFrame, lang: str) -> dict[str, str]:
    first = chain.iloc[0]
    return {
        "area": area_name(first["area_code"], lang),
        "base": label("base", first["base"], lang),
        "result": label("base", first["result_base"], lang),
        "period": formats.period(first["period"], lang),
    }


def _value(row, lang: str) -> str:
    if row.state in ("asked", "left_out"):
        return phrase("waterfall.missing" if row.state == "asked" else "waterfall.left_out", lang)
    persons = formats.count(row.persons, lang)
    if row.state != "given":
        return phrase("waterfall.value", lang, persons=persons)
    return phrase("waterfall.taken", lang, persons=persons, share=formats.percent(row.share_pct, lang))


def _draw(ax: Axes, y: int, row, left: float, gross: float, lang: str) -> float:
    """One line of the chain; returns what is left after it."""
    text = _value(row, lang)
    if row.state == "asked":
        _empty(ax, y, 0.82 * left, left, text, gross)
        return left
    if row.state == "left_out":
        ax.plot([left, left], [y - _BAR / 2, y + _BAR / 2], color=chart_style.PARENT, linewidth=1.6, linestyle=(0, (2, 2)))
        _beside(ax, y, left, gross, text)
        return left
    start = left - row.persons if row.state == "given" else 0.0
    ax.barh(y, float(left if row.state == "given" else row.persons) - start, left=start, height=_BAR, color=_COLOURS[row.state])
    _beside(ax, y, float(left if row.state == "given" else row.persons), gross, text)
    if row.state == "given":
        ax.plot([start, start], [y + _BAR / 2, y + 1 - _BAR / 2], color=chart_style.MUTED, linewidth=0.8)
        return start
    return float(row.persons)


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


def _notes(chain: pd.DataFrame, sources: pd.DataFrame | None, lang: str) -> list[str]:
    notes = []
    for code in ("keeps", "unknown"):
        steps = chain[(chain["state"] == "given") & (chain["numerator"] == code)]["step"]
        if len(steps):
            said = ", ".join(label("step", each, lang) for each in steps)
            notes.append(phrase(f"waterfall.note.{code}", lang, steps=said))
    if sources is not None:
        names = dict.fromkeys(document_name(sources, each, lang) for each in chain["source_id"])
        notes.append(phrase("fig.sources", lang, sources="; ".join(names)))
    return notes
