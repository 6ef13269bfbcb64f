"""Records of adjustment chains in ``data/raw/adjustments``: a gross denominator and the steps to subtract, one per file.

This module checks that a record is complete and well typed; whether its steps may be taken is for
:mod:`coverage_lib.model.rates.adjusted_denominators`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.raw.records.toml_entries import KINDS, read_toml, toml_entries

FOLDER = "adjustments"


@dataclass(frozen=True)
class Step:
    """One group of persons to subtract: reference to a printed figure, or persons with source, place and date, or requested.

    Attributes
    ----------
    name : str
        Whom the step subtracts, code of kind ``step`` in terms.toml.
    source_id, cell : str
        Document, and ``sheet!cell`` of the printed figure in ``observations``.
    persons : int or None
        The figure itself where no cell holds it; then ``place``, ``date`` and ``basis`` are needed.
    date : date or None
        Day of the figure; that of the printed one if it is a reference.
    area_code : str
        Unit of the figure where it is told; a reference has its own.
    numerator : {"keeps", "drops", "unknown"}
        Whether these persons are still counted among the participants.
    asked : bool
        Requested by the document of ``source_id`` but not available: the chain stays open.
    """

    name: str
    source_id: str = ""
    cell: str = ""
    persons: int | None = None
    place: str = ""
    date: dt.date | None = None
    area_code: str = ""
    basis: str = ""
    numerator: str = "unknown"
    asked: bool = False
    note: str = ""


@dataclass(frozen=True)
class Chain:
    """A gross figure (unit, base, period, source: a row of ``denominators``), the steps in order, and the base they arrive at.

    ``span_days`` widens the time a step may lie from the gross figure; without it a step is of the same calendar year.
    """

    chain_id: str
    area_code: str
    base: str
    period: dt.date
    source_id: str
    result_base: str
    steps: tuple[Step, ...]
    span_days: int | None = None
    note: str = ""


_KINDS = {"persons": "persons", "span_days": "days", "asked": "flag", "date": "day", "period": "day"}  # every other key is a text
_GROSS = ("base", "period", "source_id")


def load_adjustments(raw: Path) -> list[Chain]:
    """Every chain below ``data/raw/adjustments``, by file name; there may be none.

    Raises
    ------
    CoverageError
        Listing every file that is not valid TOML, every key that is missing, unknown or of the wrong type.
    """
    chains: list[Chain] = []
    problems: list[Problem] = []
    for file in sorted((raw / FOLDER).glob("*.toml")):
        document, unread = read_toml(file)
        steps, unlisted = toml_entries(document, "step", file.name)
        problems += [*unread, *unlisted]
        if unread or unlisted:
            continue
        chain, wrong = _chain(file.stem, document, steps)
        problems += [Problem(file.name, *each) for each in wrong]
        chains += [chain] if chain else []
    if problems:
        raise CoverageError("chain.incomplete", problems)
    return chains


def _chain(chain_id: str, document: dict, steps: list[dict]) -> tuple[Chain | None, list[tuple]]:
    gross = document.pop("from", {})
    document = {key: value for key, value in document.items() if key != "step"}
    is_table, said = KINDS["table"]
    if not is_table(gross):
        return None, [("from", said, repr(gross))]
    wrong = _wrong(document, Chain, "", {"area_code", "result_base"}, {"chain_id", "steps", *_GROSS})
    wrong += [("from", message("record.key", key=key), "found.nothing", "record.complete") for key in _GROSS if not gross.get(key)]
    wrong += _wrong(gross, Chain, "from", set(), set(Chain.__dataclass_fields__) - set(_GROSS))
    if not steps:
        wrong.append(("", "chain.at_least_one_step", "found.none", "chain.gross_alone"))
    for number, step in enumerate(steps, 1):
        wrong += _wrong(step, Step, f"step {number}", {"name"}, set())
    if wrong:
        return None, wrong
    return Chain(chain_id, steps=tuple(Step(**step) for step in steps), **document, **gross), []


def _wrong(entries: dict, kind: type, place: str, needed: set[str], forbidden: set[str]) -> list[tuple]:
    known = {each.name: each for each in fields(kind) if each.name not in forbidden}
    lacking = [message("record.key", key=key) for key in sorted(needed - set(entries))]
    found: list[tuple] = [(place, each, "found.nothing", "record.complete") for each in lacking]
    others = message("record.known_keys", known=", ".join(known))
    found += [(place, "record.known_key", repr(key), others) for key in entries if key not in known]
    for key, value in entries.items():
        if key in known:
            is_of_kind, said = KINDS[_KINDS.get(key, "text")]
            default = known[key].default
            if not is_of_kind(value):
                found.append((f"{place} {key}".strip(), said, repr(value)))
            elif value == "" and default is MISSING:
                found.append((f"{place} {key}".strip(), said, "found.nothing", "record.complete"))
    return found
