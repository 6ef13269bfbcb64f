"""A proposed assignment in sentences and tables, for its page, the command line and the appendix."""

from __future__ import annotations

from typing import Any

import pandas as pd

from coverage_lib.present.blocks import Html, joined, prose, table
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.proposal import RULES, Proposal
from coverage_lib.vocabulary import areas


def sources_of(proposal: Proposal) -> set[str]:
    """Documents behind today's figures and the total."""
    return {*proposal.units["source_id"], proposal.whole["source_id"]} - {""}


def notes(proposal: Proposal) -> list[str]:
    """What the proposal rests on, sentence by sentence: total, today's figures, denominators, boundaries, rules that coincide."""
    day = pd.Timestamp(year=int(proposal.whole["year"]), month=12, day=31)
    old = proposal.whole["area_code"] not in areas.areas_on(day.date()).index
    boundaries = [proposal.words.phrase("assign.boundaries")] if old else []
    return [_total(proposal), _today(proposal), *_base(proposal), *boundaries, *_same(proposal)]


def failed(proposal: Proposal) -> list[str]:
    """The rules that cannot be applied, each with its reason."""
    words = proposal.words
    return [
        words.phrase("assign.rule_failed", rule=words.label("rule", row["rule"]), reason=words.of(row, "message"))
        for _, row in proposal.rules[proposal.rules["message"] != ""].iterrows()
    ]


def in_short(proposal: Proposal) -> Html:
    """What is proposed and on what it rests."""
    return prose([proposal.words.phrase("assign.proposal"), *notes(proposal), *failed(proposal)])


def side_by_side(proposal: Proposal) -> Html:
    """Persons of every unit under every rule, with the total as the last row."""
    words = proposal.words
    shown = _wide(proposal, ["participants", "persons", "coverage_pct"])
    rules = [name for name in shown if name in RULES]
    headings = {
        "area": words.phrase("assign.unit"),
        "persons": words.phrase("assign.due_base"),
        "participants": words.phrase("assign.today"),
        "coverage_pct": words.phrase("assign.today_rate"),
    } | {rule: capital(words.label("rule", rule)) for rule in rules}
    forms = dict.fromkeys(("persons", "participants", *rules), words.count) | {"coverage_pct": words.two_decimals}
    return table(shown.assign(area=_names(shown["lower_code"], words)), headings, forms, words.phrase("assign.table"))


def printed(proposal: Proposal) -> list[str]:
    """The rules side by side as lines of text: units down, persons across, the total last."""
    words = proposal.words
    shown = _wide(proposal, ["participants"])
    columns = shown.drop(columns="lower_code")
    heads = [words.label("rule", name) if name in RULES else words.phrase("assign.today") for name in columns]
    cells = [[words.count(value) for value in row] for row in columns.itertuples(index=False)]
    names = [words.phrase("assign.unit"), *_names(shown["lower_code"], words)]
    first = max(map(len, names))
    return [
        f"{name:<{first}}  " + "  ".join(f"{cell:>{len(head)}}" for cell, head in zip(line, heads, strict=True))
        for name, line in zip(names, [heads, *cells], strict=True)
    ]


def _wide(proposal: Proposal, columns: list[str]) -> pd.DataFrame:
    """One row a unit, by code, with a column a rule; last the row of all units, whose code is empty."""
    units = proposal.units
    wide = units.pivot(index=["lower_code", *columns], columns="rule", values="assigned")[list(dict.fromkeys(units["rule"]))]
    whole = dict.fromkeys(wide, proposal.whole["assigned"]) | dict(proposal.whole[columns]) | {"lower_code": ""}
    rows = pd.concat([wide.reset_index(), pd.DataFrame([whole])], ignore_index=True)
    return rows.astype({name: "Float64" for name in rows if name != "lower_code"})


def one_rule(proposal: Proposal, rule: str) -> Html:
    """Today, proposal, increase and the bound that holds, for one rule."""
    words, rows = proposal.words, proposal.under(rule)
    if rows.empty:
        return Html("")
    held = [words.label("bound", code) if code else "" for code in rows["bound"]]
    columns: dict[str, tuple[str, Any]] = {
        "area": ("assign.unit", str),
        "participants": ("assign.today", words.count),
        "coverage_pct": ("assign.today_rate", words.two_decimals),
        "assigned": ("assign.assigned", words.count),
        "assigned_pct": ("assign.assigned_rate", words.two_decimals),
        "increase": ("assign.increase", words.signed_count),
        "increase_pp": ("assign.increase_pp", words.signed_points),
        "held": ("assign.bound", str),
    }
    headings = {name: words.phrase(key) for name, (key, _) in columns.items()}
    title = words.phrase("assign.one_rule", rule=words.label("rule", rule))
    shown = rows.assign(area=_names(rows["lower_code"], words), held=held)
    return table(shown, headings, {name: form for name, (_, form) in columns.items()}, title)


def bounds(proposal: Proposal) -> Html:
    """Which units are held by a floor or a cap, rule by rule."""
    words = proposal.words
    lines = [words.phrase("assign.bounds_explained")]
    for rule, rows in proposal.units.groupby("rule", sort=False):
        name = capital(words.label("rule", str(rule)))
        bound = rows[rows["bound"] != ""]
        lines += [] if len(bound) else [words.phrase("assign.bounds_none", rule=name)]
        for code, group in bound.groupby("bound", sort=True):
            units = ", ".join(_names(group["lower_code"], words))
            said = words.label("bound", str(code))
            lines.append(words.phrase("assign.bounds", rule=name, count=len(group), bound=said, units=units))
    return joined(*(prose([line]) for line in lines))


def _total(proposal: Proposal) -> str:
    words, whole = proposal.words, proposal.whole
    key, rate = f"assign.total_{whole['assigned_by']}", whole["level_pct"]
    if whole["assigned_by"] == "given" and proposal.common_pct is not None:
        key, rate = "assign.total_given_rate", proposal.common_pct
    return words.phrase(
        key,
        persons=words.count(whole["assigned"]),
        rate=words.target(rate) if whole["assigned_by"] == "rate" else words.percent(rate, places=2),
        level=words.target(whole["target_pct"]),
        year=whole["target_year"],
        area=words.area(whole["target_area_code"]),
        document=proposal.documents.name(whole["source_id"]),
        increase=words.count(whole["yearly_increase"]),
    )


def _today(proposal: Proposal) -> str:
    words, whole = proposal.words, proposal.whole
    return words.phrase(
        f"assign.today_{whole['basis']}",
        persons=words.count(whole["participants"]),
        period=when(words, whole["period"]),
        units=whole["units"],
        document="; ".join(map(proposal.documents.name, sorted(set(proposal.units["source_id"])))),
    )


def _base(proposal: Proposal) -> list[str]:
    words, whole, units = proposal.words, proposal.whole, proposal.units.drop_duplicates("lower_code")
    without = units[units["persons"].isna()]
    if len(without) == len(units):
        return [words.phrase("assign.base_unknown")]
    periods = ", ".join(when(words, day) for day in sorted(units["base_period"].dropna().unique()))
    key = "assign.base_held" if whole["denominator_held"] else "assign.base_known"
    said = [words.phrase(key, base=words.label("base", whole["base"]), year=whole["year"], periods=periods)]
    names = ", ".join(_names(without["lower_code"], words))
    return [*said, *([words.phrase("assign.base_none", units=names)] if names else [])]


def _same(proposal: Proposal) -> list[str]:
    """Rules that give every unit the same; of those two that a held denominator makes one, that it does."""
    words = proposal.words
    pairs = [(row.rule, other) for row in proposal.rules.itertuples() for other in row.same_as.split()]
    held = {"same_rise", "by_base"} if proposal.whole["denominator_held"] else set()
    keys = ("assign.same_held" if set(pair) == held else "assign.same" for pair in pairs)
    return [
        words.phrase(key, one=words.label("rule", one), other=words.label("rule", other))
        for key, (one, other) in zip(keys, pairs, strict=True)
    ]


def when(words: Words, day: pd.Timestamp) -> str:
    """A day as the sentences of an assignment name it: a year-end is its year."""
    key = "assign.year" if (day.month, day.day) == (12, 31) else "assign.day"
    return words.phrase(key, period=words.period(day))


def _names(codes: pd.Series, words: Words) -> list[str]:
    """Names of units; an empty code is the total."""
    return [words.area(code) if code else words.phrase("assign.total") for code in codes]


def capital(text: str) -> str:
    """A text with a capital at its head.

    >>> capital("cùng tỷ lệ")
    'Cùng tỷ lệ'
    """
    return text[:1].upper() + text[1:]
