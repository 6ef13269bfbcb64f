"""Rules of precedence in words, and signed records that override them, from ``precedence.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.toml_entries import ill_typed, read_toml, toml_entries
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

FILE = "precedence.toml"
RULES = ("working", "later_issue", "earliest_day", "undecided", "sole")
"""The rules that :mod:`coverage_lib.model.targets.target_precedence` knows, in the order in which they are asked."""
_WORDS = ("vi", "en")
_KINDS = {"year": "year", "signed_on": "day", "in_force": "flag"}  # every other key is a text
_KEYS = ("id", "area", "indicator", "year", "source_id", *_WORDS, "why", "signed", "signed_on")


@dataclass(frozen=True)
class Override:
    """A signed record on one target of one document.

    Attributes
    ----------
    in_force : bool
        Whether the target is in force, whatever the rules say.
    superseded_by : str
        The document that takes its place; empty where none does.
    """

    id: str
    area: str
    indicator: str
    year: int
    source_id: str
    vi: str
    en: str
    why: str
    signed: str
    signed_on: dt.date
    in_force: bool = False
    superseded_by: str = ""


@dataclass(frozen=True)
class Precedence:
    """The wording of the rules, rule → language → sentence, and the signed records."""

    rules: dict[str, dict[str, str]]
    overrides: tuple[Override, ...] = ()


def load_precedence(raw: Path) -> Precedence:
    """Rules and signed records of ``data/raw/precedence.toml``; without the file, the rules without wording.

    Raises
    ------
    CoverageError
        Listing every rule without words, every rule the program does not know or asks in another order, and every record that
        is incomplete, says two things or stands twice.
    """
    file = raw / FILE
    if not file.is_file():
        return Precedence({rule: dict.fromkeys(_WORDS, rule) for rule in RULES})
    document, unread = read_toml(file)
    (rules, unruled), (records, unrecorded) = (toml_entries(document, key, FILE) for key in ("rule", "override"))
    if unread or unruled or unrecorded:
        raise CoverageError("precedence.unreadable", [*unread, *unruled, *unrecorded])
    problems = [
        problem
        for rule in rules
        for problem in ill_typed(rule, dict.fromkeys(("id", *_WORDS), "text"), FILE, f"rule {rule.get('id', '?')}")
    ]
    problems += [Problem(FILE, "", "record.known_key", repr(key)) for key in document if key not in ("rule", "override")]
    problems += [
        Problem(FILE, f"rule {rule.get('id', '?')}", message("record.key", key=key), "found.nothing")
        for rule in rules
        for key in ("id", *_WORDS)
        if not rule.get(key)
    ]
    order = tuple(rule.get("id") for rule in rules)
    if order != RULES:
        found = ", ".join(map(str, order)) or "found.none"
        problems.append(Problem(FILE, "rule", ", ".join(RULES), found, "precedence.order"))
    problems += [problem for record in records for problem in _wrong(record)]
    problems += _twice(records)
    if problems:
        raise CoverageError("precedence.incomplete", problems)
    words = {rule["id"]: {lang: rule[lang] for lang in _WORDS} for rule in rules}
    return Precedence(words, tuple(Override(**record) for record in records))


def precedence_table(precedence: Precedence) -> pd.DataFrame:
    """Table ``precedence``: signed records, then the rules in their order."""
    rows = [
        {
            "rule_id": each.id,
            "rank": 0,
            "message": each.vi,
            "message_en": each.en,
            "why": each.why,
            "signed": each.signed,
            "signed_on": each.signed_on,
        }
        for each in precedence.overrides
    ]
    rows += [
        {"rule_id": rule, "rank": rank, "message": words["vi"], "message_en": words["en"], "why": "", "signed": ""}
        for rank, (rule, words) in enumerate(precedence.rules.items(), start=1)
    ]
    columns = ["rule_id", "rank", "message", "message_en", "why", "signed", "signed_on"]
    return conform(pd.DataFrame(rows, columns=columns), "precedence")


def _wrong(record: dict) -> list[Problem]:
    place = f"override {record.get('id', '?')}"
    lacking = [message("record.key", key=key) for key in _KEYS if not record.get(key)]
    problems = [Problem(FILE, place, each, "found.nothing", "remedy.complete") for each in lacking]
    problems += [Problem(FILE, place, "record.known_key", repr(key)) for key in record if key not in Override.__dataclass_fields__]
    problems += ill_typed(record, {key: _KINDS.get(key, "text") for key in Override.__dataclass_fields__}, FILE, place)
    if problems:
        return problems
    expected = (
        (exists(record["area"]), "precedence.area", "area"),
        (record["indicator"] in terms("indicator"), message("value.one_of", known=", ".join(terms("indicator"))), "indicator"),
        (record["id"] not in RULES, "precedence.own_id", "id"),
    )
    problems = [Problem(FILE, place, what, repr(record.get(key))) for fine, what, key in expected if not fine]
    if "in_force" not in record and not record.get("superseded_by"):
        problems.append(Problem(FILE, place, "precedence.decision", "found.neither", "precedence.say_decision"))
    if record.get("in_force") and record.get("superseded_by"):
        problems.append(Problem(FILE, place, "precedence.one_decision", "found.both", "precedence.one_or_other"))
    return problems


def _twice(records: list[dict]) -> list[Problem]:
    problems, seen = [], set()
    for record in records:
        for name, key in (("id", ("id",)), ("target", ("area", "indicator", "year", "source_id"))):
            value = (name, *(str(record.get(each)) for each in key))
            if value in seen:
                once, found = message("precedence.one_record", kind=name), message("found.twice", what=", ".join(value[1:]))
                problems.append(Problem(FILE, f"override {record.get('id', '?')}", once, found))
            seen.add(value)
    return problems
