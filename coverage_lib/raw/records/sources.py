"""Source records: who issued a document, when, how it was obtained, and that its file is unchanged."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, Wording, joined, message
from coverage_lib.raw.records.toml_entries import KINDS, ill_typed, read_toml
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.table_schemas import conform
from coverage_lib.vocabulary.terms import terms

FOLDERS = {"plan": "plans", "denominators": "denominators", "participation": "participation"}
AUTHORITIES = ("binding", "working", "report")
LEVELS = ("nation", "province", "district", "press")
_KINDS = (
    dict.fromkeys(("issued", "issued_not_before", "areas_on"), "day")
    | dict.fromkeys(("file", "reading", "targets"), "table")
    | {"excludes": "texts"}
)
_TEXTS = (
    "source_id", "kind", "issuer", "issuer_level", "authority", "title", "period", "area_code", "transcribed", "number", "seen_in",
    "url", "confidence", "note", "excludes_reason",
)  # fmt: skip
REQUIRED = ("source_id", "kind", "issuer", "issuer_level", "authority", "title", "period", "area_code", "areas_on", "transcribed")


@dataclass(frozen=True)
class Source:
    """One document or publication, as its ``source.toml`` records it.

    Attributes
    ----------
    source_id : str
        Name of the folder.
    kind : {"plan", "denominators", "participation"}
    issuer_level : {"nation", "province", "district", "press"}
    authority : {"binding", "working", "report"}
        Only binding documents set targets that are in force.
    issued, issued_not_before : date or None
        The date of issue; if the available copy shows none, the earliest date that the document itself allows.
    area_code : str
        The area that total rows and figures without an area are about.
    areas_on : date
        The day on which the unit names of the document are valid.
    file : Path
    excludes : list of str
        Steps of an adjustment chain whose persons the figures of this release already leave out (kind ``step`` of terms.toml), with
        ``excludes_reason``: where that is said.
    reading : dict
        What cannot be known from the file itself: ``decimal``, ``base``.
    targets : dict
        Exceptions to the rule for target years: ``milestones`` and ``ends``, lists of years that are yearly milestones or end
        targets contrary to the rule of :func:`coverage_lib.model.targets.target_register.milestones`.
    """

    source_id: str
    kind: str
    issuer: str
    issuer_level: str
    authority: str
    title: str
    period: str
    area_code: str
    areas_on: dt.date
    file: Path
    sha256: str
    transcribed: str
    number: str = ""
    issued: dt.date | None = None
    issued_not_before: dt.date | None = None
    seen_in: str = ""
    url: str = ""
    confidence: str = ""
    note: str = ""
    excludes: list[str] = field(default_factory=list)
    excludes_reason: str = ""
    reading: dict = field(default_factory=dict)
    targets: dict = field(default_factory=dict)

    @property
    def dated(self) -> dt.date | None:
        """The date used to order documents: that of issue, or the earliest possible one."""
        return self.issued or self.issued_not_before

    @property
    def folder(self) -> Path:
        """The folder under ``data/raw``."""
        return self.file.parent


def load_sources(raw: Path) -> list[Source]:
    """Every source below ``data/raw``, each with its file present and unchanged.

    Raises
    ------
    CoverageError
        Listing every record that is incomplete, every file that is missing and every checksum that differs.
    """
    sources, faults = sources_and_faults(raw)
    if faults:
        raise CoverageError("sources.not_as_recorded", [problem for problems in faults.values() for problem in problems])
    return sources


def sources_and_faults(raw: Path) -> tuple[list[Source], dict[str, list[Problem | Wording]]]:
    """The sources that are as recorded, and by name what is wrong with each of the others.

    Raises
    ------
    CoverageError
        If there is no source at all.
    """
    sources: list[Source] = []
    faults: dict[str, list[Problem | Wording]] = {}
    for kind, folder in FOLDERS.items():
        for record in sorted((raw / folder).glob("*/source.toml")):
            found, wrong = _read_record(record, kind)
            if wrong or found is None:
                faults[record.parent.name] = [*wrong]
            else:
                sources.append(found)
    if not sources and not faults:
        none = Problem(str(raw), "", "sources.folders", "found.none", "sources.run_or_pass")
        raise CoverageError("sources.not_as_recorded", [none])
    return sources, faults


def _read_record(record: Path, kind: str) -> tuple[Source | None, list[Problem]]:
    name = record.parent.name
    document, problems = read_toml(record, name)
    problems = problems or ill_typed(document, _KINDS | dict.fromkeys(_TEXTS, "text"), name, "source.toml,")
    if problems:
        return None, problems
    problems = [
        Problem(name, f"source.toml, {key}", "record.value", "found.nothing", "record.complete")
        for key in REQUIRED
        if not document.get(key)
    ]
    expected = {"source_id": (name,), "kind": (kind,), "authority": AUTHORITIES, "issuer_level": LEVELS}
    problems += [
        Problem(name, f"source.toml, {key}", joined("value.either", allowed), repr(document[key]))
        for key, allowed in expected.items()
        if document.get(key) and document[key] not in allowed
    ]
    if document.get("area_code") and not exists(document["area_code"]):
        problems.append(Problem(name, "source.toml, area_code", "unit.code_or_nation", repr(document["area_code"])))
    unknown = [step for step in document.get("excludes", []) if step not in terms("step")]
    steps = message("source.steps", known=", ".join(terms("step")))
    problems += [Problem(name, "source.toml, excludes", steps, repr(step)) for step in unknown]
    if document.get("excludes") and not document.get("excludes_reason"):
        problems.append(Problem(name, "source.toml, excludes_reason", "source.excludes_reason", "found.nothing"))
    problems += _wrong_years(name, document.get("targets", {}))
    entry = document.pop("file", {})
    untyped = ill_typed(entry, {"name": "text", "sha256": "text"}, name, "source.toml, file.")
    if untyped:
        return None, [*problems, *untyped]
    file = record.parent / entry.get("name", "")
    if not entry.get("name") or not file.is_file():
        found = "file.none" if entry.get("name") else "source.no_file_named"
        problems.append(Problem(name, str(entry.get("name", "source.toml, file")), "source.file", found, "source.put_back"))
    elif (checksum := sha256(file)) != entry.get("sha256"):
        recorded = message("source.checksum", sha256=entry.get("sha256"))
        problems.append(Problem(name, file.name, recorded, checksum, "source.record_or_restore"))
    known = set(Source.__dataclass_fields__)
    problems += [Problem(name, f"source.toml, {key}", "record.known_key", repr(key)) for key in document if key not in known]
    if problems:
        return None, problems
    return Source(**document, file=file, sha256=entry["sha256"]), []


def _wrong_years(name: str, given: dict) -> list[Problem]:
    """Years named as milestones or ends of targets: lists of years, none in both."""
    problems = [
        Problem(name, f"source.toml, targets.{key}", "targets.lists", repr(years))
        for key, years in given.items()
        if key not in ("milestones", "ends") or not isinstance(years, list) or not all(KINDS["year"][0](year) for year in years)
    ]
    both = set() if problems else set(given.get("milestones", ())) & set(given.get("ends", ()))
    twice = [message("targets.in_both_lists", year=year) for year in sorted(both)]
    return problems + [Problem(name, "source.toml, targets", "targets.one_list", each) for each in twice]


def sha256(path: Path) -> str:
    """Checksum of a file as hexadecimal text."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sources_table(sources: Iterable[Source]) -> pd.DataFrame:
    """Table ``sources``: one row a document."""
    names = [name for name in Source.__dataclass_fields__ if name not in ("reading", "targets", "file")]
    rows = [[*(getattr(source, name) for name in names), "/".join(source.file.parts[-3:])] for source in sources]
    return conform(pd.DataFrame(rows, columns=[*names, "file"]), "sources")
