"""A proposed assignment of targets to the units of one area, as the notebook and the appendix tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.assignment.assignment_baseline import Total, given_total, held, needed_total, standing
from coverage_lib.model.assignment.assignment_rules import COLUMNS, RULES, assign
from coverage_lib.present.blocks import Html, prose
from coverage_lib.present.shims import data_table, document_name
from coverage_lib.vocabulary import areas, formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Proposal:
    """An assignment and all it rests on.

    Attributes
    ----------
    area_code, indicator : str
    year : int
    rows : DataFrame
        Of `standing`.
    total : Total
    table : DataFrame
        Of `assign`, the rules that can be applied.
    failed : mapping of str to CoverageError
        Rules that cannot be applied, and why.
    refusal : CoverageError, optional
        Why nothing can be assigned; none where something is.
    sources : DataFrame
        Table ``sources`` by ``source_id``.
    """

    area_code: str
    indicator: str
    year: int
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    total: Total = field(default_factory=lambda: Total(0, "given"))
    table: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    failed: Mapping[str, CoverageError] = field(default_factory=dict)
    refusal: CoverageError | None = None
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)


def title(area_code: str, indicator: str, year: int, lang: str = "vi") -> str:
    """Title of the page."""
    short = label("indicator", indicator, lang, short=True)
    return phrase("assign.title", lang, area=area_name(area_code, lang), indicator=short, year=year)


def propose(tables: Tables, area_code: str, indicator: str, year: int, total: int = 0) -> Proposal:
    """The proposal for a notebook: a total of 0 is the one that the targets in force ask for; a refusal is told, not raised.

    Parameters
    ----------
    tables : mapping
        The tables of ``data/processed`` by name.
    total : int
        Persons of all units together in the target year.
    """
    try:
        return proposed(tables, area_code, indicator, year, persons=total or None)
    except CoverageError as failure:
        return Proposal(area_code, indicator, year, refusal=failure)


def proposed(
    tables: Tables,
    area_code: str,
    indicator: str,
    year: int,
    *,
    persons: int | None = None,
    rate_pct: float | None = None,
    rules: tuple[str, ...] = RULES,
    base_year: int | None = None,
    goal_pct: float | None = None,
) -> Proposal:
    """The proposal by some rules.

    Raises
    ------
    CoverageError
        If no rule can be applied, or what it needs is not there.
    """
    rows = standing(tables, area_code, indicator, year, base_year)
    if persons is None and rate_pct is None:
        total = needed_total(tables, rows, area_code, indicator, year)
    else:
        total = given_total(rows, persons, rate_pct)
    made, failures = [], {}
    for rule in rules:
        try:
            made.append(assign(rows, total.persons, [rule], goal_pct))
        except CoverageError as failure:
            failures[rule] = failure
    if not made:
        raise next(iter(failures.values()))
    sources = tables["sources"].set_index("source_id", drop=False)
    return Proposal(area_code, indicator, year, rows, total, pd.concat(made, ignore_index=True), failures, sources=sources)


def sources_of(proposal: Proposal) -> set[str]:
    """Documents behind today's figures and the total."""
    used = set(proposal.rows["source_id"]) if len(proposal.rows) else set()
    return used | ({proposal.total.source_id} - {""})


def notes(proposal: Proposal, lang: str = "vi") -> list[str]:
    """What the proposal rests on, sentence by sentence: total, today's figures, denominators, boundaries, rules that coincide."""
    rows = proposal.rows
    day = pd.Timestamp(year=proposal.year, month=12, day=31)
    old = proposal.area_code not in areas.areas_on(day.date()).index
    boundaries = [phrase("assign.boundaries", lang)] if old else []
    return [_total(proposal, lang), _today(proposal, lang), *_base(rows, proposal.year, lang), *boundaries, *_same(proposal, lang)]


def in_short(proposal: Proposal, lang: str = "vi") -> Html:
    """What is proposed and on what it rests; for what cannot be assigned, why."""
    if proposal.refusal:
        return prose([phrase("assign.refused", lang, reason=proposal.refusal.in_language(lang))])
    failed = [
        phrase("assign.rule_failed", lang, rule=label("rule", rule, lang), reason=failure.in_language(lang))
        for rule, failure in proposal.failed.items()
    ]
    return prose([phrase("assign.proposal", lang), *notes(proposal, lang), *failed])


def side_by_side(proposal: Proposal, lang: str = "vi") -> Html:
    """Persons of every unit under every rule, with the total as the last row."""
    if proposal.refusal:
        return Html("")
    table = proposal.table
    wide = table.pivot(index="area_code", columns="rule", values="assigned")
    rules = list(dict.fromkeys(table["rule"]))
    units = table.drop_duplicates("area_code").set_index("area_code")[["participants", "persons", "coverage_pct"]]
    units = units.join(wide[rules])
    totals = units.sum(min_count=len(units))
    totals["coverage_pct"] = _rate(proposal.rows["participants"], proposal.rows["persons_today"])
    units.loc[""] = totals
    shown = units.reset_index().assign(area=_names(units.index, lang))
    shown = shown.astype({name: "Float64" for name in ("participants", "persons", "coverage_pct", *rules)})
    headings = {
        "area": phrase("assign.unit", lang),
        "persons": phrase("assign.due_base", lang),
        "participants": phrase("assign.today", lang),
        "coverage_pct": phrase("assign.today_rate", lang),
    } | {rule: capital(label("rule", rule, lang)) for rule in rules}
    counts = dict.fromkeys(("persons", "participants", *rules), formats.count)
    return data_table(shown, headings, lang, counts | {"coverage_pct": _percent}, phrase("assign.table", lang))


def printed(proposal: Proposal, lang: str = "vi") -> list[str]:
    """The four rules side by side as lines of text: units down, persons across, the total last."""
    table = proposal.table
    rules = list(dict.fromkeys(table["rule"]))
    today = table.drop_duplicates("area_code").set_index("area_code")["participants"]
    wide = table.pivot(index="area_code", columns="rule", values="assigned")[rules]
    columns = pd.concat([today.rename("today"), wide], axis=1)
    columns.loc[""] = columns.sum()
    heads = [phrase("assign.today", lang), *(label("rule", rule, lang) for rule in rules)]
    cells = [[formats.count(value, lang) for value in row] for row in columns.itertuples(index=False)]
    names = [phrase("assign.unit", lang), *_names(columns.index, lang)]
    first = max(map(len, names))
    return [
        f"{name:<{first}}  " + "  ".join(f"{cell:>{len(head)}}" for cell, head in zip(line, heads, strict=True))
        for name, line in zip(names, [heads, *cells], strict=True)
    ]


def one_rule(proposal: Proposal, rule: str, lang: str = "vi") -> Html:
    """Today, proposal, increase and the bound that holds, for one rule."""
    require_rule(rule)
    rows = proposal.table[proposal.table["rule"] == rule]
    if rows.empty:
        return Html("")
    shown = rows.assign(
        area=_names(rows["area_code"], lang), held=[label("bound", code, lang) if code else "" for code in rows["bound"]]
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
    for rule, rows in proposal.table.groupby("rule", sort=False):
        name = capital(label("rule", str(rule), lang))
        bound = rows[rows["bound"] != ""]
        lines += [] if len(bound) else [phrase("assign.bounds_none", lang, rule=name)]
        for code, group in bound.groupby("bound", sort=True):
            units = ", ".join(_names(group["area_code"], lang))
            said = label("bound", str(code), lang)
            lines.append(phrase("assign.bounds", lang, rule=name, count=len(group), bound=said, units=units))
    return Html("\n".join(prose([line]).text for line in lines))


def require_rule(rule: str) -> None:
    """Stop at a rule that does not exist, naming those that do."""
    if rule not in RULES:
        known = message("value.one_of", known=", ".join(RULES))
        raise CoverageError("rule.unknown", [Problem("rule", rule, known, "found.another")])


def _total(proposal: Proposal, lang: str) -> str:
    total = proposal.total
    key = f"assign.total_{total.reason}"
    if total.reason == "given" and not pd.isna(total.rate_pct):
        key = "assign.total_given_rate"
    rate = formats.target(total.rate_pct, lang) if total.reason == "rate" else formats.percent(total.rate_pct, lang, places=2)
    return phrase(
        key,
        lang,
        persons=formats.count(total.persons, lang),
        rate=rate,
        level=formats.target(total.target_pct, lang),
        year=total.target_year,
        area=area_name(total.target_area_code, lang),
        document=document_name(proposal.sources, total.source_id, lang),
        increase=formats.count(total.increase, lang),
    )


def _today(proposal: Proposal, lang: str) -> str:
    rows = proposal.rows
    period = rows["period"].max()
    when = "assign.year" if (period.month, period.day) == (12, 31) else "assign.day"
    return phrase(
        f"assign.today_{rows['basis'].iloc[0]}",
        lang,
        persons=formats.count(rows["participants"].sum(), lang),
        period=phrase(when, lang, period=formats.period(period, lang)),
        units=len(rows),
        document="; ".join(document_name(proposal.sources, each, lang) for each in sorted(set(rows["source_id"]))),
    )


def _base(rows: pd.DataFrame, year: int, lang: str) -> list[str]:
    without = rows[rows["persons"].isna()]
    if len(without) == len(rows):
        return [phrase("assign.base_unknown", lang)]
    days = sorted(rows["base_period"].dropna().unique())
    periods = ", ".join(_when(pd.Timestamp(day), lang) for day in days)
    key = "assign.base_held" if held(rows, year) else "assign.base_known"
    said = [phrase(key, lang, base=label("base", rows["base"].iloc[0], lang), year=year, periods=periods)]
    units = ", ".join(_names(without["area_code"], lang))
    return [*said, *([phrase("assign.base_none", lang, units=units)] if units else [])]


def _same(proposal: Proposal, lang: str) -> list[str]:
    """Rules that give every unit the same."""
    wide = proposal.table.pivot(index="area_code", columns="rule", values="assigned")
    rules = [rule for rule in RULES if rule in wide]
    key = "assign.same_held" if held(proposal.rows, proposal.year) else "assign.same"
    return [
        phrase(
            key if {one, other} == {"same_rise", "by_base"} else "assign.same",
            lang,
            one=label("rule", one, lang),
            other=label("rule", other, lang),
        )
        for one, other in combinations(rules, 2)
        if (wide[one] == wide[other]).all()
    ]


def _when(day: pd.Timestamp, lang: str) -> str:
    key = "assign.year" if (day.month, day.day) == (12, 31) else "assign.day"
    return phrase(key, lang, period=formats.period(day, lang))


def _names(codes, lang: str) -> list[str]:
    """Names of units; an empty code is the total."""
    return [area_name(code, lang) if code else phrase("assign.total", lang) for code in codes]


def _rate(counts: pd.Series, bases: pd.Series) -> float:
    return 100 * float(counts.sum()) / float(bases.sum()) if bases.notna().all() and bases.sum() else float("nan")


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
