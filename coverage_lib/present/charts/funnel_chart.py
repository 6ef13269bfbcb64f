"""Funnel plot: rates of sister units by size, with the limits inside which units of that size usually lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from coverage_lib.model.comparison.funnel_limits import Funnel, Z
from coverage_lib.present.charts import trajectory_lines
from coverage_lib.present.kit import chart_style
from coverage_lib.present.kit.axis_scales import nice_step, tick_label
from coverage_lib.present.kit.chart_frame import Key, framed
from coverage_lib.present.kit.label_placement import Label, place_labels
from coverage_lib.present.words.comparison_words import PLAN, circumstances, listed, rates_subtitle
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

LINES: dict[str, dict] = {
    "common": {"color": chart_style.INK, "linewidth": 1.1},
    "inner": {"color": chart_style.MUTED, "linewidth": 1.4, "linestyle": (0, (5, 2))},
    "outer": {"color": chart_style.MUTED, "linewidth": 1.0, "linestyle": (0, (1, 1.5))},
    "chance": {"color": chart_style.PARENT, "linewidth": 0.8},
}
OUT: dict = {
    "color": chart_style.TARGET,
    "linewidth": 0,
    "marker": "D",
    "markersize": 8,
    "markerfacecolor": "white",
    "markeredgewidth": 1.8,
}
_STEPS = 160
_LABELLED = 30
"""Units up to which every one is named; of more, those outside the limits."""


def funnel_plot(found: Funnel, lang: str = "vi", *, parent: str, indicator: str) -> Axes:
    """Draw units by the size of their denominator and their rate, with the common rate and the limits around it.

    Parameters
    ----------
    found : Funnel
        Without a ``refusal``; ``units`` with ``area_code``, ``period``, ``basis``, ``base``.
    parent, indicator : str

    Returns
    -------
    Axes
    """
    rows = found.units[found.units["refusal"] == ""]
    base = label("base", rows["base"].iloc[0], lang)
    with chart_style.use_style():
        subtitle = rates_subtitle(rows, indicator, lang)
        _, ax = framed(funnel_finding(found, lang, parent), subtitle, _keys(found, rows, lang), _notes(found, lang))
        _limits(ax, found, rows, lang)
        outside = rows["place"] != "inside"
        for kind, which in (("in", ~outside), ("out", outside)):
            mark = OUT if kind == "out" else _mark(rows)
            ax.plot(rows.loc[which, "persons"].astype(float), rows.loc[which, "rate_pct"], zorder=4, **mark | {"linewidth": 0})
        ax.set_xlabel(phrase("fig.funnel.axis", lang, base=base), fontsize=9, color=chart_style.MUTED, style="italic", labelpad=2)
        if ax.get_ylim()[0] > 0:
            ax.annotate(
                phrase("fig.axis.not_zero", lang), (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points",
                fontsize=9, weight="bold",
            )  # fmt: skip
        place_labels(ax, _labels(rows, outside, lang))
    return ax


def funnel_finding(found: Funnel, lang: str, parent: str) -> str:
    """How many of the units lie outside the adjusted limits."""
    rows = found.units[found.units["refusal"] == ""]
    given = {**circumstances(rows, parent, lang), "count": len(rows)}
    if np.ptp(rows["rate_pct"]) < 1e-9:
        return phrase("fig.funnel.equal", lang, rate=formats.percent(found.theta_pct, lang), **given)
    outside = int((rows["place"] != "inside").sum())
    return phrase(
        "fig.funnel.outside" if outside else "fig.funnel.inside", lang, **given, **{"outside": outside} if outside else {}
    )


def funnel_alt(found: Funnel, lang: str = "vi", *, parent: str, indicator: str) -> str:
    """What the funnel shows, for those who cannot see it."""
    rows = found.units[found.units["refusal"] == ""]
    common = phrase("fig.funnel.key.common", lang, rate=formats.percent(found.theta_pct, lang))
    finding = funnel_finding(found, lang, parent)
    return f"{finding}. {rates_subtitle(rows, indicator, lang)}. {common}. {listed(rows, 'rate_pct', lang)}."


def _mark(rows: pd.DataFrame) -> dict:
    return trajectory_lines.MARKS["plan" if rows["basis"].iloc[0] == PLAN else "actual"]


def _limits(ax: Axes, found: Funnel, rows: pd.DataFrame, lang: str) -> None:
    sizes = rows["persons"].astype(float)
    right = sizes.max() * 1.08
    step = nice_step(right)
    persons = np.linspace(max(sizes.min() * 0.6, 1.0), right, _STEPS)
    drawn = {
        "inner": found.limits(persons, Z[0]),
        "outer": found.limits(persons, Z[1]),
        "chance": found.limits(persons, Z[0], adjusted=False),
    }
    for kind, limits in drawn.items():
        if kind != "chance" or found.tau2 > 0:
            for column in limits:
                ax.plot(persons, limits[column], zorder=2, **LINES[kind])
    ax.plot([persons[0], right], [found.theta_pct] * 2, zorder=2.5, **LINES["common"])
    shown = pd.concat([rows["rate_pct"], drawn["outer"].stack()])
    low, high = shown.min(), shown.max()
    room = 0.06 * max(high - low, 1.0)
    low, high = max(low - room, 0.0) if low - room > 0.15 * high else 0.0, min(high + room, 103.0)
    every = nice_step(high - low)
    ticks = np.arange(np.ceil(low / every - 1e-9) * every, min(high, 100.0) + 1e-9, every)
    ax.set_yticks(ticks, [tick_label(tick, every, lang, rates=True) for tick in ticks])
    ax.set_ylim(low, high)
    places = np.arange(0, right + 1, step)
    ax.set_xticks(places, [formats.count(place, lang) for place in places])
    ax.set_xlim(0, right)


def _labels(rows: pd.DataFrame, outside: pd.Series, lang: str) -> list[Label]:
    rows = rows.assign(out=outside).sort_values(["out", "z_adjusted"], ascending=[False, False], kind="stable")
    rows = rows if len(rows) <= _LABELLED else rows[rows["out"]].head(_LABELLED)
    return [
        Label(
            area_name(row.area_code, lang), float(row.persons), float(row.rate_pct), size=9 if row.out else 8.5,
            toward=(0.6, 1.0) if row.distance_pp >= 0 else (0.6, -1.0), weight="bold" if row.out else "normal",
            color=chart_style.INK if row.out else chart_style.MUTED, reach=np.inf if row.out else 60.0,
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def _keys(found: Funnel, rows: pd.DataFrame, lang: str) -> list[Key]:
    common = phrase("fig.funnel.key.common", lang, rate=formats.percent(found.theta_pct, lang))
    kind = "plan" if rows["basis"].iloc[0] == PLAN else "actual"
    keys = [Key(phrase(f"fig.key.{kind}", lang), _mark(rows) | {"linewidth": 0})]
    if (rows["place"] != "inside").any():
        keys.append(Key(phrase("fig.funnel.key.out", lang), OUT))
    keys += [Key(common, LINES["common"]), Key(phrase("fig.funnel.key.inner", lang), LINES["inner"])]
    keys.append(Key(phrase("fig.funnel.key.outer", lang), LINES["outer"]))
    return [*keys, Key(phrase("fig.funnel.key.chance", lang), LINES["chance"])] if found.tau2 > 0 else keys


def _notes(found: Funnel, lang: str) -> list[str]:
    left = found.units[found.units["refusal"] != ""]
    notes = [phrase("fig.funnel.note", lang, phi=formats.decimal(found.phi, lang))]
    if len(left):
        units = "; ".join(
            f"{area_name(row.area_code, lang)} ({phrase(f'compare.refused.{row.refusal}', lang)})" for row in left.itertuples()
        )
        notes.append(phrase("fig.funnel.left_out", lang, units=units))
    return notes
