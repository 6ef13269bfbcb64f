"""Chart of the denominators of a unit over time: one series for each definition and source, interrupted at its breaks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.present.context.base_rows import denominators
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits, year_limits, year_of, year_position, year_ticks
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.vocabulary.terms import terms

_MOST_SOURCES = 5
_ROOM_RIGHT = 0.3
"""Share of the years shown that is kept free on the right, for names."""
_FOLD = 1.45
_SHAPES = ("o", "s", "^", "D", "v", "P", "*")
_MARKS: dict[str, dict] = {
    "actual": {"color": chart_style.ACTUAL, "linewidth": 1.8, "markersize": 4.5},
    "uncertain": {
        "color": chart_style.ACTUAL, "linewidth": 1.8, "markersize": 6, "markerfacecolor": "white", "markeredgewidth": 1.4,
    },
    "plan": {"color": chart_style.PLAN, "linewidth": 1.6, "linestyle": (0, (4, 2)), "markersize": 4.5},
    "apportioned": {
        "color": chart_style.TARGET, "linewidth": 1.2, "linestyle": (0, (1, 2)), "markersize": 6, "markerfacecolor": "white",
    },
    "adjusted": {"color": chart_style.TARGET, "linewidth": 1.2, "linestyle": (0, (6, 2)), "markersize": 6},
    "implied": {"color": chart_style.OTHER, "linewidth": 0, "marker": "x", "markersize": 6, "markeredgewidth": 1.4},
}  # fmt: skip


def pieces(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The figures that may be joined: same base, source, method and time series segment.

    Implied values are joined to nothing, so each of them is a piece of its own.

    >>> rows = pd.DataFrame({"base": ["population"] * 3, "source_id": "a", "kind": "actual", "stretch": [0, 0, 1],
    ...                      "period": pd.to_datetime(["2017-12-31", "2018-12-31", "2019-12-31"])})
    >>> [len(piece) for piece in pieces(rows)], [len(piece) for piece in pieces(rows.assign(kind="implied"))]
    ([2, 1], [1, 1, 1])
    """
    rows = rows.sort_values("period", kind="stable", ignore_index=True)
    alone = pd.Series(rows.index, index=rows.index).where(rows["kind"] == "implied", -1)
    kind = rows["kind"].replace("uncertain", "actual")
    return [piece for _, piece in rows.groupby([rows["base"], rows["source_id"], kind, rows["stretch"], alone], sort=True)]


def denominator_chart(page: Page, ax: Axes | None = None) -> Axes:
    """Draw every denominator of a unit, in persons, over the years; lines stop at breaks, and a mark says why.

    Parameters
    ----------
    page : Page
        The unit; it must have a denominator.
    ax : Axes, optional
        Axes to draw on; then without headline, key and sources.

    Returns
    -------
    Axes
    """
    words, rows = page.words, denominators(page)
    rows = rows.assign(kind=[_kind(row) for row in rows.itertuples()])
    shapes = dict(zip([code for code in terms("base") if code in set(rows["base"])], _SHAPES, strict=False))
    shown = _breaks(page, rows)
    low, high, ticks = value_limits(rows["persons"].astype(float), rates=False)
    labels = [tick_label(tick, 1, words.lang, rates=False) for tick in ticks]
    with chart_style.use_style():
        if ax is None:
            left = max(chart_style.text_width(text, 10) for text in labels) + 0.12
            subtitle = words.phrase("bases.chart.subtitle")
            _, ax = framed(finding(page), subtitle, _keys(rows, words), [_source_line(page, rows)], left=left)
        first, last = year_limits([*year_position(rows["period"]), *(year_of(each.period) for each in shown.itertuples())])
        ax.set_xlim(first - 0.4, last + max(_ROOM_RIGHT * (last - first), 1.0))
        ax.set_ylim(low, high)
        years = year_ticks(first, last)
        ax.set_xticks(years, [str(year) for year in years])
        ax.set_yticks(ticks, labels)
        for piece in pieces(rows):
            _draw(ax, piece, shapes)
        for each in shown.itertuples():
            ax.axvline(year_of(each.period), color=chart_style.MUTED, linewidth=1.0, linestyle=(0, (2, 2)), zorder=1)
        place_labels(ax, [*_names(rows, words), *_break_labels(shown, high, words)])
        unit = ax.text(-0.005, 1.02, words.phrase("bases.chart.axis"), transform=ax.transAxes, va="bottom", ha="right")
        unit.set(fontsize=9, color=chart_style.MUTED, style="italic")
    return ax


def finding(page: Page) -> str:
    """The base with most counted figures: ends of its last joined piece, and whether a break separates earlier figures."""
    words, rows = page.words, denominators(page)
    counted = rows[rows["method"] != "implied"] if (rows["method"] != "implied").any() else rows
    longest = counted["base"].value_counts().sort_index().idxmax()
    series = counted[counted["base"] == longest].sort_values("period", kind="stable")
    stretch, last = series["stretch"], series.iloc[-1]
    broken = stretch.min() < stretch.max()
    alike = (stretch == stretch.max()) & (series["source_id"] == last["source_id"]) & (series["method"] == last["method"])
    first = series[alike & (series["basis"].eq("plan") == (last["basis"] == "plan"))].iloc[0]
    said = {"area": page.area, "base": words.label("base", longest)}
    said |= {"last_persons": words.count(last["persons"]), "last": words.period(last["period"])}
    said |= {"first_persons": words.count(first["persons"]), "first": words.period(first["period"])}
    said |= {"break": words.date(_breaks(page, series)["period"].max())} if broken else {}
    text = words.phrase("bases.chart.head_one" if first["period"] == last["period"] else "bases.chart.head", **said)
    return text + words.phrase("bases.chart.broken", **said) if broken else text


def alt_text(page: Page) -> str:
    """What the chart shows, for those who cannot see it: every figure, and the breaks."""
    words, rows = page.words, denominators(page)
    parts = [f"{finding(page)}."]
    for base, series in rows.groupby("base", sort=True):
        values = [
            words.phrase("bases.chart.alt_value", period=words.period(row.period), persons=words.count(row.persons))
            for row in series.sort_values("period", kind="stable").itertuples()
        ]
        parts.append(words.phrase("bases.chart.alt", base=words.label("base", base), values="; ".join(values)))
    return " ".join([*parts, *(f"{text}." for text in words.of(_breaks(page, rows), "message"))])


def _kind(row) -> str:
    if row.method != "published":
        return row.method
    return "plan" if row.basis == "plan" else "uncertain" if row.obs_status in ("P", "E") else "actual"


def _breaks(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """The breaks of the unit's bases that lie within their figures."""
    breaks = page.table("breaks")
    here = breaks[breaks["area_code"].isin(["", page.area_code]) & breaks["base"].isin(rows["base"])]
    ends = rows.groupby("base")["period"].agg(["min", "max"])
    within = (here["period"] > here["base"].map(ends["min"])) & (here["period"] <= here["base"].map(ends["max"]))
    return here[within].sort_values("period", kind="stable")


def _draw(ax: Axes, piece: pd.DataFrame, shapes: dict[str, str]) -> None:
    x, y = year_position(piece["period"]), piece["persons"].to_numpy(dtype=float)
    kind = piece["kind"].replace("uncertain", "actual").iloc[0]
    shape = {"marker": shapes.get(piece["base"].iloc[0], "o")}
    ax.plot(x, y, zorder=3, **shape | _MARKS[kind])
    unsure = (piece["kind"] == "uncertain").to_numpy()
    if unsure.any():
        ax.plot(x[unsure], y[unsure], zorder=3.5, **shape | _MARKS["uncertain"] | {"linewidth": 0})


def _names(rows: pd.DataFrame, words: Words) -> list[Label]:
    """The name of each base at its last figure."""
    ends = rows.sort_values("period", kind="stable").drop_duplicates("base", keep="last")[
        ::-1
    ]  # the outermost takes its place first
    return [
        Label(
            "\n".join(chart_style.balanced(words.label("base", row.base), _FOLD, 9.5)),
            year_of(row.period), float(row.persons), toward=(1, 0), size=9.5, color=_MARKS[row.kind]["color"], weight="bold",
        )
        for row in ends.itertuples()
    ]  # fmt: skip


def _break_labels(shown: pd.DataFrame, top: float, words: Words) -> list[Label]:
    texts = [(text, year_of(day)) for text, day in zip(words.of(shown, "message"), shown["period"], strict=True)]
    return [
        Label(
            "\n".join(chart_style.balanced(text, _FOLD, 9)),
            x,
            top,
            toward=(-0.7, -0.7),
            size=9,
            color=chart_style.MUTED,
            leader=False,
        )
        for text, x in texts
    ]


def _keys(rows: pd.DataFrame, words: Words) -> list[Key]:
    kinds = [kind for kind in _MARKS if kind in set(rows["kind"])]
    return [Key(words.phrase(f"bases.chart.key.{kind}"), {"marker": "o"} | _MARKS[kind]) for kind in kinds]


def _source_line(page: Page, rows: pd.DataFrame) -> str:
    used = rows.groupby("source_id").size().sort_values(ascending=False, kind="stable").index
    names = list(dict.fromkeys(map(page.documents.name, used)))
    text = "; ".join(names[:_MOST_SOURCES])
    if len(names) > _MOST_SOURCES:
        text = page.words.phrase("fig.sources.more", sources=text, count=len(names) - _MOST_SOURCES)
    return page.words.phrase("fig.sources", sources=text)
