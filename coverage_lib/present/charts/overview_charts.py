"""Figures of the units below one unit: rates beside their level, and rates by year. Ordered to be read, never ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import tick_label, value_limits
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.words import denominator_words
from coverage_lib.present.words.comparison_words import circumstances
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label

ROW = 0.25
"""Inches of a unit's row."""
SHADES = LinearSegmentedColormap.from_list("shades", ["#F1F6FB", "#9DC0DF", "#3F7FB5", chart_style.ACTUAL, "#062F54"])
DARK = 0.46
"""Share of the scale from which a cell is dark enough to need white figures."""
_LEVEL: dict = {"color": chart_style.TARGET, "linewidth": 1.4, "linestyle": (0, (5, 2))}
_MARK_OF = {"plan": "plan", "estimate": "uncertain", "provisional": "uncertain"}


def comparison_chart(rows: pd.DataFrame, lang: str = "vi", *, parent: str, indicator: str) -> Axes:
    """Draw the units below one unit as dots beside the level they are held against.

    Parameters
    ----------
    rows : DataFrame
        One row a unit: ``area_code``, ``period``, ``coverage_pct``, ``basis``, ``base``, ``target_pct`` (may be missing).
    parent, indicator : str

    Returns
    -------
    Axes
    """
    rows = rows.sort_values(["coverage_pct", "area_code"], ignore_index=True)
    names = _marked_names(rows, rows["area_code"], lang)
    with chart_style.use_style():
        left = max(chart_style.text_width(name, 10) for name in names) + 0.15
        keys = _comparison_keys(rows, lang)
        notes = [phrase("fig.compare.note", lang), *denominator_words.remarks(_methods(rows), lang)]
        subtitle = _subtitle(rows, lang, indicator)
        above = 0.36 if rows["target_pct"].notna().any() else 0.12
        _, ax = framed(
            comparison_finding(rows, lang, parent), subtitle, keys, notes, least_plot=ROW * len(rows) + 0.2, left=left, above=above
        )
        _rate_axis(ax, rows, lang)
        line = _common_level(rows)
        if line is not None:
            ax.axvline(line, zorder=1.5, **_LEVEL)
        for y, row in rows.iterrows():
            _draw_row(ax, y, row, lang, diamonds=line is None)
        _gap_column(ax, rows, lang)
        ax.set_ylim(-0.7, len(rows) - 0.3)
        _name_rows(ax, names)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
    return ax


def comparison_finding(rows: pd.DataFrame, lang: str, parent: str) -> str:
    """How many of the units lie below the level they are held against; the full rate decides, not the printed one."""
    held = rows[rows["target_pct"].notna()]
    given = circumstances(rows, parent, lang)
    spread = {"low": formats.percent(rows["coverage_pct"].min(), lang), "high": formats.percent(rows["coverage_pct"].max(), lang)}
    if held.empty:
        return phrase("fig.compare.spread", lang, count=len(rows), **spread, **given)
    below = int((held["coverage_pct"] < held["target_pct"]).sum())
    levels = held["target_pct"].unique()
    level = formats.target(levels[0], lang) if len(levels) == 1 else phrase("fig.compare.own_levels", lang)
    key = {0: "fig.compare.none_below", len(held): "fig.compare.all_below"}.get(below, "fig.compare.below")
    return phrase(key, lang, below=below, count=len(held), level=level, **given)


def comparison_alt(rows: pd.DataFrame, lang: str = "vi", *, parent: str, indicator: str) -> str:
    """What the comparison shows, for those who cannot see it."""
    values = _listed(zip(rows["area_code"], rows["coverage_pct"], strict=True), lang)
    return f"{comparison_finding(rows, lang, parent)}. {_subtitle(rows, lang, indicator)}. {values}."


def heat_table(rows: pd.DataFrame, lang: str = "vi", *, parent: str, indicator: str, kind: str = "rates") -> Axes:
    """Draw rates of units by year as a table whose cells are shaded by value and carry it.

    Parameters
    ----------
    rows : DataFrame
        One row a cell: ``area_code``, ``year``, ``coverage_pct``, ``base``, and for rates ``path`` (actual or plan).
    kind : {"rates", "targets"}
        Whether the values are rates or the targets set.

    Returns
    -------
    Axes
    """
    table = rows.pivot_table(index="area_code", columns="year", values="coverage_pct", aggfunc="first").sort_index(ascending=False)
    planned = set(zip(*(rows.loc[_planned(rows), name] for name in ("area_code", "year")), strict=True))
    mixed = 0 < len(planned) < len(rows)
    names = _marked_names(rows, table.index, lang)
    with chart_style.use_style():
        left = max(chart_style.text_width(name, 10) for name in names) + 0.15
        remarks = {"fig.heat.missing": table.isna().any(axis=None), "fig.heat.italic": mixed}
        notes = [
            *(phrase(key, lang) for key, needed in remarks.items() if needed),
            *denominator_words.remarks(_methods(rows), lang),
        ]
        finding, plot = heat_finding(rows, lang, parent, kind), ROW * 1.15 * len(table)
        _, ax = framed(finding, _subtitle(rows, lang, indicator), [], notes, least_plot=plot, left=left, above=0.12, least_height=0)
        _shade(ax, table, planned if mixed else set(), formats.target if kind == "targets" else formats.percent, lang)
        ax.set_xticks(range(table.shape[1]), [str(year) for year in table.columns])
        _name_rows(ax, names)
        ax.tick_params(axis="x", length=0)
        ax.spines["bottom"].set_visible(False)
        ax.grid(visible=False)
    return ax


def heat_finding(rows: pd.DataFrame, lang: str, parent: str, kind: str) -> str:
    """The range of the values over units in the year that most units have, the latest of several."""
    year = _fullest_year(rows)
    values = rows.loc[rows["year"] == year, "coverage_pct"]
    if kind == "rates" and _planned(rows)[rows["year"] == year].all():
        kind = "plan"
    printed = formats.target if kind == "targets" else formats.percent
    spread = {"low": printed(values.min(), lang), "high": printed(values.max(), lang)}
    key = f"fig.heat.{kind}.same" if spread["low"] == spread["high"] else f"fig.heat.{kind}"
    return phrase(key, lang, area=area_name(parent, lang), year=year, count=len(values), **spread)


def heat_alt(rows: pd.DataFrame, lang: str = "vi", *, parent: str, indicator: str, kind: str = "rates") -> str:
    """What the table shows, for those who cannot see it: the year of its finding in full."""
    last = rows[rows["year"] == _fullest_year(rows)].sort_values("area_code")
    values = _listed(zip(last["area_code"], last["coverage_pct"], strict=True), lang)
    return f"{heat_finding(rows, lang, parent, kind)}. {_subtitle(rows, lang, indicator)}. {values}."


def _fullest_year(rows: pd.DataFrame) -> int:
    """The year that most units have, the latest of several.

    >>> _fullest_year(pd.DataFrame({"area_code": ["a", "b", "a", "b", "a"], "year": [2023, 2023, 2025, 2025, 2030]}))
    2025
    """
    units = rows.groupby("year")["area_code"].nunique()
    return int(units[units == units.max()].index.max())


def _planned(rows: pd.DataFrame) -> pd.Series:
    """Which values are assigned and not observed."""
    return rows["path"] == "plan" if "path" in rows else pd.Series(False, index=rows.index)


def _methods(rows: pd.DataFrame) -> pd.Series:
    return rows["method"] if "method" in rows else pd.Series("", index=rows.index)


def _marked_names(rows: pd.DataFrame, codes: Iterable[str], lang: str) -> list[str]:
    """Names of units, with the mark of an apportioned or adjusted denominator behind any of their rates."""
    marked = rows.assign(method=_methods(rows))[_methods(rows).isin(denominator_words.MARKED)]
    marks = marked.groupby("area_code")["method"].agg(
        lambda each: "".join(denominator_words.mark(one) for one in sorted(set(each)))
    )
    return [area_name(code, lang) + marks.get(code, "") for code in codes]


def _name_rows(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names, va="center_baseline")
    ax.tick_params(axis="y", labelcolor=chart_style.INK)


def _subtitle(rows: pd.DataFrame, lang: str, indicator: str) -> str:
    base = rows["base"].iloc[0]
    return phrase(
        "fig.subtitle.rates",
        lang,
        indicator=label("indicator", indicator, lang),
        base=label("base", base, lang),
        definition=definition(base, lang),
    )


def _listed(values, lang: str) -> str:
    return "; ".join(f"{area_name(code, lang)}: {formats.percent(value, lang)}" for code, value in values)


def _kind(basis: str) -> str:
    return _MARK_OF.get(basis, "actual")


def _comparison_keys(rows: pd.DataFrame, lang: str) -> list[Key]:
    kinds = dict.fromkeys(_kind(basis) for basis in rows["basis"])
    keys = [Key(phrase(f"fig.key.{kind}", lang), trajectory_lines.MARKS[kind] | {"linewidth": 0}) for kind in kinds]
    level = _common_level(rows)
    if level is not None:
        keys.append(Key(phrase("fig.compare.key.line", lang, level=formats.target(level, lang)), _LEVEL))
    elif rows["target_pct"].notna().any():
        keys.append(Key(phrase("fig.compare.key.target", lang), trajectory_lines.MARKS["reference"]))
    return keys


def _rate_axis(ax: Axes, rows: pd.DataFrame, lang: str) -> None:
    low, high, ticks = value_limits([*rows["coverage_pct"], *rows["target_pct"].dropna()], rates=True)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    column = 0.16 if rows["target_pct"].notna().any() else 0.04  # room for the distances printed on the right
    ax.set_xlim(low, high + column * (high - low))
    ax.set_xticks(ticks, [tick_label(tick, step, lang, rates=True) for tick in ticks])
    if low > 0:
        ax.annotate(
            phrase("fig.axis.not_zero_across", lang),
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, 5),
            textcoords="offset points",
            fontsize=9,
            weight="bold",
        )


def _common_level(rows: pd.DataFrame) -> float | None:
    """The level that all units are held against; none where they differ or a unit has none."""
    levels = rows["target_pct"].unique()
    return float(levels[0]) if len(levels) == 1 and pd.notna(levels[0]) else None


def _gap_column(ax: Axes, rows: pd.DataFrame, lang: str) -> None:
    """The distance of every unit to its level, in points, right of the marks: negative is a shortfall."""
    if rows["target_pct"].isna().all():
        return
    ax.annotate(
        phrase("fig.gap.column", lang), (1, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=9,
        color=chart_style.MUTED, style="italic", ha="right",
    )  # fmt: skip
    for y, gap in enumerate(rows["coverage_pct"] - rows["target_pct"].astype("float64")):
        text = formats.points(gap, lang)
        ax.text(0.995, y, text, transform=ax.get_yaxis_transform(), fontsize=9, ha="right", va="center_baseline")


def _draw_row(ax: Axes, y: int, row: pd.Series, lang: str, *, diamonds: bool) -> None:
    """One unit: its mark, its level, the way between them, and its rate printed on the side away from the level."""
    rate, target = float(row["coverage_pct"]), row["target_pct"]
    if pd.notna(target):
        ax.plot([rate, target], [y, y], color=chart_style.PARENT, linewidth=1.0, zorder=1)
        if diamonds:
            ax.plot([target], [y], zorder=2, **trajectory_lines.MARKS["reference"] | {"markersize": 6.5})
    ax.plot([rate], [y], zorder=3, **trajectory_lines.MARKS[_kind(row["basis"])] | {"linewidth": 0})
    side = 1 if pd.notna(target) and rate >= target else -1
    ax.annotate(
        formats.percent(rate, lang),
        (rate, y),
        xytext=(7 * side, 0),
        textcoords="offset points",
        fontsize=9,
        va="center_baseline",
        ha="left" if side > 0 else "right",
    )


def _shade(ax: Axes, table: pd.DataFrame, planned: set, printed: Callable[..., str], lang: str) -> None:
    """The cells with their figures, those of ``planned`` (area code, year) in italics."""
    values = table.to_numpy(dtype=float)
    low, high = np.nanmin(values), np.nanmax(values)
    share = (values - low) / max(high - low, 1.0)
    for (y, x), value in np.ndenumerate(values):
        missing = np.isnan(value)
        face = (
            {"facecolor": "white", "edgecolor": chart_style.RULE, "hatch": "////"}
            if missing
            else {"facecolor": SHADES(share[y, x])}
        )
        ax.add_patch(Rectangle((x - 0.49, y - 0.47), 0.98, 0.94, linewidth=0, **face))
        color = chart_style.MUTED if missing else "white" if share[y, x] >= DARK else chart_style.INK
        slant = "italic" if (table.index[y], table.columns[x]) in planned else "normal"
        ax.text(x, y, printed(value, lang), ha="center", va="center_baseline", fontsize=9.5, color=color, style=slant)
    ax.set_xlim(-0.5, values.shape[1] - 0.5)
    ax.set_ylim(-0.5, values.shape[0] - 0.5)
