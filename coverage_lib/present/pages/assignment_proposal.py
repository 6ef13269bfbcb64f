"""A proposed assignment of targets to the units of one area, as the notebook and the appendix tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.model.assignment.proposed_assignment import TABLES, propose
from coverage_lib.present.blocks import Html, data_table, prose
from coverage_lib.present.words.document_names import document_name
from coverage_lib.vocabulary import areas, formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.messages import failure_said
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label, terms

Tables = Mapping[str, pd.DataFrame]
RULES = tuple(terms("rule"))


@dataclass(frozen=True)
class Proposal:
    """The rows of a proposal.

    Attributes
    ----------
    area_code, indicator : str
    year : int
    whole : Series
        Its row of table ``assignment``.
    rules, units : DataFrame
        Its rows of ``assignment_rules`` and ``assignment_units``.
    refusal : CoverageError, optional
        Why nothing can be assigned; none where something is.
    sources : DataFrame
        Table ``sources`` by ``source_id``.
    """

    area_code: str
    indicator: str
    year: int
    whole: pd.Series
    rules: pd.DataFrame
    units: pd.DataFrame
    refusal: CoverageError | None = None
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)


def title(area_code: str, indicator: str, year: int, lang: str = "vi") -> str:
    """Title of the page."""
    short = label("indicator", indicator, lang, short=True)
    return phrase("assign.title", lang, area=area_name(area_code, lang), indicator=short, year=year)


def proposal(tables: Tables, area_code: str, indicator: str, year: int, total: int = 0) -> Proposal:
    """The proposal for a notebook; a refusal is told, not raised.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name, in which the usual proposals stand.
    total : int
        Persons of all units together in the target year; 0 is what the targets in force ask for.
    """
    key = (area_code, indicator, year)
    try:
        if total or _rows(tables["assignment"], key).empty:
            tables = {**tables, **propose(tables, *key, persons=total or None)}
    except CoverageError as failure:
        whole, rules, units = (tables[name].head(0) for name in TABLES)
        return Proposal(*key, whole, rules, units, failure)
    return proposal_of(tables, *key)


def proposal_of(tables: Tables, area_code: str, indicator: str, year: int) -> Proposal:
    """The proposal that stands in the tables."""
    whole, rules, units = (_rows(tables[name], (area_code, indicator, year)) for name in TABLES)
    rules, units = (rows.sort_values("rule", key=lambda codes: codes.map(RULES.index), kind="stable") for rows in (rules, units))
    return Proposal(area_code, indicator, year, whole.iloc[0], rules, units, sources=tables["sources"].set_index("source_id"))


def _rows(table: pd.DataFrame, key: tuple[str, str, int]) -> pd.DataFrame:
    return table[(table["area_code"] == key[0]) & (table["indicator"] == key[1]) & (table["year"] == key[2])]


def sources_of(proposal: Proposal) -> set[str]:
    """Documents behind today's figures and the total."""
    return set() if proposal.refusal else {*proposal.units["source_id"], proposal.whole["source_id"]} - {""}


def notes(proposal: Proposal, lang: str = "vi") -> list[str]:
    """What the proposal rests on, sentence by sentence: total, today's figures, denominators, boundaries, rules that coincide."""
    day = pd.Timestamp(year=proposal.year, month=12, day=31)
    old = proposal.area_code not in areas.areas_on(day.date()).index
    boundaries = [phrase("assign.boundaries", lang)] if old else []
    return [_total(proposal, lang), _today(proposal, lang), *_base(proposal, lang), *boundaries, *_same(proposal, lang)]


def failed(proposal: Proposal, lang: str = "vi") -> list[str]:
    """The rules that cannot be applied, each with its reason."""
    rows = proposal.rules[proposal.rules["message"] != ""]
    reasons = rows["message" if lang == "vi" else "message_en"]
    return [
        phrase("assign.rule_failed", lang, rule=label("rule", rule, lang), reason=reason)
        for rule, reason in zip(rows["rule"], reasons, strict=True)
    ]


def in_short(proposal: Proposal, lang: str = "vi") -> Html:
    """What is proposed and on what it rests; for what cannot be assigned, why."""
    if proposal.refusal:
        return prose([phrase("assign.refused", lang, reason=failure_said(proposal.refusal, lang))])
    return prose([phrase("assign.proposal", lang), *notes(proposal, lang), *failed(proposal, lang)])


def side_by_side(proposal: Proposal, lang: str = "vi") -> Html:
    """Persons of every unit under every rule, with the total as the last row."""
    if proposal.refusal:
        return Html("")
    shown = _wide(proposal, ["participants", "persons", "coverage_pct"])
    rules = [name for name in shown if name in RULES]
    shown = shown.assign(area=_names(shown["lower_code"], lang))
    headings = {
        "area": phrase("assign.unit", lang),
        "persons": phrase("assign.due_base", lang),
        "participants": phrase("assign.today", lang),
        "coverage_pct": phrase("assign.today_rate", lang),
    } | {rule: capital(label("rule", rule, lang)) for rule in rules}
    counts = dict.fromkeys(("persons", "participants", *rules), formats.count)
    return data_table(shown, headings, lang, counts | {"coverage_pct": _percent}, phrase("assign.table", lang))


def printed(proposal: Proposal, lang: str = "vi") -> list[str]:
    """The rules side by side as lines of text: units down, persons across, the total last."""
    shown = _wide(proposal, ["participants"])
    columns = shown.drop(columns="lower_code")
    heads = [label("rule", name, lang) if name in RULES else phrase("assign.today", lang) for name in columns]
    cells = [[formats.count(value, lang) for value in row] for row in columns.itertuples(index=False)]
    names = [phrase("assign.unit", lang), *_names(shown["lower_code"], lang)]
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


def one_rule(proposal: Proposal, rule: str, lang: str = "vi") -> Html:
    """Today, proposal, increase and the bound that holds, for one rule."""
    rows = by_rule(proposal, rule)
    if rows.empty:
        return Html("")
    shown = rows.assign(
        area=_names(rows["lower_code"], lang), held=[label("bound", code, lang) if code else "" for code in rows["bound"]]
    )
    headings = {
        "area": phrase("assign.unit", lang),
        "participants": phrase("assign.today", lang),
        "coverage_pct": phrase("assign.today_rate", lang),
        "assigned": phrase("assign.assigned", lang),
        "assigned_pct": phrase("assign.assigned_rate", lang),
        "increase": phrase("assign.increase", lang),
        "increase_pp": phrase("assign.increase_pp", lang),
        "held": phrase("assign.bound", lang),
    }
    forms = {
        "participants": formats.count,
        "coverage_pct": _percent,
        "assigned": formats.count,
        "assigned_pct": _percent,
        "increase": _signed,
        "increase_pp": _points,
    }
    return data_table(shown, headings, lang, forms, phrase("assign.one_rule", lang, rule=label("rule", rule, lang)))


def bounds(proposal: Proposal, lang: str = "vi") -> Html:
    """Which units are held by a floor or a cap, rule by rule."""
    if proposal.refusal:
        return Html("")
    lines = [phrase("assign.bounds_explained", lang)]
    for rule, rows in proposal.units.groupby("rule", sort=False):
        name = capital(label("rule", str(rule), lang))
        bound = rows[rows["bound"] != ""]
        lines += [] if len(bound) else [phrase("assign.bounds_none", lang, rule=name)]
        for code, group in bound.groupby("bound", sort=True):
            units = ", ".join(_names(group["lower_code"], lang))
            said = label("bound", str(code), lang)
            lines.append(phrase("assign.bounds", lang, rule=name, count=len(group), bound=said, units=units))
    return Html("\n".join(prose([line]).text for line in lines))


def by_rule(proposal: Proposal, rule: str) -> pd.DataFrame:
    """The units under one rule; none where it cannot be applied.

    Raises
    ------
    CoverageError
        If the rule does not exist, naming those that do.
    """
    if rule not in RULES:
        raise CoverageError("There is no such rule", [Problem("rule", rule, f"one of {', '.join(RULES)}", "another")])
    return proposal.units[proposal.units["rule"] == rule]


def _total(proposal: Proposal, lang: str) -> str:
    whole = proposal.whole
    key, rate = f"assign.total_{whole['assigned_by']}", whole["level_pct"]
    if whole["assigned_by"] == "given" and pd.notna(whole["assigned_pct"]):
        key, rate = "assign.total_given_rate", whole["assigned_pct"]
    shown = formats.target(rate, lang) if whole["assigned_by"] == "rate" else formats.percent(rate, lang, places=2)
    return phrase(
        key,
        lang,
        persons=formats.count(whole["assigned"], lang),
        rate=shown,
        level=formats.target(whole["target_pct"], lang),
        year=whole["target_year"],
        area=area_name(whole["target_area_code"], lang),
        document=document_name(proposal.sources, whole["source_id"], lang),
        increase=formats.count(whole["yearly_increase"], lang),
    )


def _today(proposal: Proposal, lang: str) -> str:
    whole = proposal.whole
    return phrase(
        f"assign.today_{whole['basis']}",
        lang,
        persons=formats.count(whole["participants"], lang),
        period=when(whole["period"], lang),
        units=whole["units"],
        document="; ".join(document_name(proposal.sources, each, lang) for each in sorted(set(proposal.units["source_id"]))),
    )


def _base(proposal: Proposal, lang: str) -> list[str]:
    units, whole = proposal.units.drop_duplicates("lower_code"), proposal.whole
    without = units[units["persons"].isna()]
    if len(without) == len(units):
        return [phrase("assign.base_unknown", lang)]
    periods = ", ".join(when(day, lang) for day in sorted(units["base_period"].dropna().unique()))
    key = "assign.base_held" if whole["denominator_held"] else "assign.base_known"
    said = [phrase(key, lang, base=label("base", whole["base"], lang), year=proposal.year, periods=periods)]
    names = ", ".join(_names(without["lower_code"], lang))
    return [*said, *([phrase("assign.base_none", lang, units=names)] if names else [])]


def _same(proposal: Proposal, lang: str) -> list[str]:
    """Rules that give every unit the same."""
    key = "assign.same_held" if proposal.whole["denominator_held"] else "assign.same"
    return [
        phrase(
            key if {one, other} == {"same_rise", "by_base"} else "assign.same",
            lang,
            one=label("rule", one, lang),
            other=label("rule", other, lang),
        )
        for one, others in zip(proposal.rules["rule"], proposal.rules["same_as"], strict=True)
        for other in others.split()
    ]


def when(day: pd.Timestamp, lang: str = "vi") -> str:
    """A day as a sentence names it: a year-end is its year."""
    key = "assign.year" if (day.month, day.day) == (12, 31) else "assign.day"
    return phrase(key, lang, period=formats.period(day, lang))


def _names(codes, lang: str) -> list[str]:
    """Names of units; an empty code is the total."""
    return [area_name(code, lang) if code else phrase("assign.total", lang) for code in codes]


def capital(text: str) -> str:
    """A text with a capital at its head.

    >>> capital("cùng tỷ lệ")
    'Cùng tỷ lệ'
    """
    return text[:1].upper() + text[1:]


def _percent(value: float, lang: str) -> str:
    return formats.decimal(value, lang, places=2)


def _points(value: float, lang: str) -> str:
    return formats.points(value, lang, places=2)


def _signed(value: float, lang: str) -> str:
    return formats.count(value, lang, signed=True)
