"""The sentences of a proposed assignment: what the total, today's figures and the denominators are, and which rules coincide."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.proposal import Proposal
from coverage_lib.vocabulary import areas


def notes(proposal: Proposal) -> list[str]:
    """The basis of the proposal in sentences: total, today's figures, denominators, boundaries, rules that coincide."""
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
    names = ", ".join(unit_names(without["lower_code"], words))
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


def unit_names(codes: Iterable[str], words: Words) -> list[str]:
    """Names of units; an empty code is the total."""
    return [words.area(code) if code else words.phrase("assign.total") for code in codes]
