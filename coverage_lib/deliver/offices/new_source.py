"""A new document under ``data/raw``: its folder with the file, a partly completed record, and the figures read."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pandas as pd

from coverage_lib.clean.document.person_lists import persons_refused
from coverage_lib.clean.text.text_forms import normalise
from coverage_lib.clean.units.unit_labels import bare_name
from coverage_lib.deliver.offices.folder_check import DRAFT
from coverage_lib.deliver.offices.reading_report import Document, read_document
from coverage_lib.deliver.table_store import csv_of
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.records.sources import FOLDERS, REQUIRED, sha256
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import label

KINDS = {"plan": "plan", "denominators": "denominators", "return": "participation"}
"""What a person calls a document, and what the record calls it."""
KEYS = (
    *("source_id", "kind", "number", "issuer", "issuer_level", "authority", "issued", "issued_not_before", "title", "period"),
    *("area_code", "areas_on", "seen_in", "url", "confidence", "transcribed", "note"),
)
BASE = "reading.base"
_OPEN_BASE = "labour_force_unspecified"
_DATES = {"issued", "issued_not_before", "areas_on"}
_EXPECTED = ["sheet", "cell", "printed", "area_code", "indicator", "base", "measure", "period", "basis", "value", "qualifier"]
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_RECORD = "source.toml"


@dataclass(frozen=True)
class Newcomer:
    """What was created, and what a person still has to do.

    Attributes
    ----------
    folder : Path
    kind : {"plan", "denominators", "return"}
    open : list of str
        Keys of the record that the document does not answer and that it cannot do without.
    problems : list of str
        What the reader did not understand.
    read : int
        Number of observations in the draft of expected values.
    """

    folder: Path
    kind: str
    open: list[str]
    problems: list[str]
    read: int


def newcomer(raw: Path, kind: str, file: Path, source_id: str | None = None, lang: str = "vi") -> Newcomer:
    """Create the folder of a document. An existing folder is never changed; an unreadable document creates none.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    kind : {"plan", "denominators", "return", ""}
        Empty: what the figures of the document say (:func:`kind_of`).
    file : Path
    source_id : str, optional
        Name of the folder; by default the area and the year, or the name of the file, with a number where another document has
        that name already.
    lang : {"vi", "en"}
        Language of the comments in the record.

    Raises
    ------
    CoverageError
        If the document is refused, the name is not valid, or the document has a folder already.
    """
    kind = kind or kind_of(read_document(file, lang=lang))
    document = read_document(file, kind=KINDS[kind], lang=lang)
    if sheets := document.reading.person_sheets:  # the file itself would be kept
        raise persons_refused(file.name, sheets)
    said = _said(kind, document)
    if source_id is None:
        _check_new(file, raw)
    name = _free(_name_of(said, file), raw) if source_id is None else source_id
    said = {"source_id": name} | said
    target = raw / FOLDERS[KINDS[kind]] / name
    _check(name, target)
    wanted = [key for key in KEYS if key not in said and (key in REQUIRED or (kind, key) == ("plan", "issued"))]
    bases = [code for code in document.observations["base"] if code]
    wanted += [BASE] if _OPEN_BASE in bases else []
    draft = document.reading.records.table(_EXPECTED)  # with the qualifiers that a register prints
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=raw) as beside:  # the folder appears whole or not at all
        made = Path(beside) / name
        made.mkdir()
        shutil.copyfile(file, made / file.name)
        record = _record(said, _several(document), made / file.name, wanted, Counter(bases), lang)
        (made / _RECORD).write_text(record, encoding="utf-8", newline="\n")
        (made / DRAFT).write_text(csv_of(draft), encoding="utf-8", newline="\n")
        os.rename(made, target)
    return Newcomer(target, kind, wanted, document.problems, len(draft))


def kind_of(document: Document) -> str:
    """What the figures of a document make it: a plan assigns some, a return counts participants, a release has denominators only.

    Returns
    -------
    {"plan", "denominators", "return"}
    """
    measured = document.observations[document.observations["value"].notna()]
    ours = measured[measured["measure"].ne("denominator")]
    if ours["basis"].eq("plan").any():
        return "plan"
    return "denominators" if len(ours) * 2 < len(measured) or ours.empty else "return"


def _said(kind: str, document: Document) -> dict[str, object]:
    """The keys of the record that the document states."""
    head, observed = document.letterhead, document.observations
    periods = pd.to_datetime(observed["period"]).dropna()
    years = sorted({day.year for day in periods})
    on = _day_of_units(document, head.issued or (periods.max().date() if len(periods) and kind != "plan" else None))
    answers = {
        "kind": KINDS[kind],
        "number": head.number,
        "issuer": head.issuer,
        "issuer_level": head.issuer_level,
        # only a numbered document of an authority binds; whether a plan without a number is a draft, a person knows
        "authority": "report" if kind != "plan" else "binding" if head.number and head.issuer else "",
        "issued": head.issued,
        "title": head.title,
        "period": f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0]) if years else "",
        "area_code": document.areas[0] if len(document.areas) == 1 else "",
        "areas_on": on,
        "transcribed": phrase("new.transcribed", "en"),
    }
    return {key: value for key, value in answers.items() if value}


def _day_of_units(document: Document, day: dt.date | None) -> dt.date | None:
    """The day on which the names are valid: the document's own, but none later than the last on which its units exist."""
    named = {code for code in document.observations["area_code"] if code}
    if day is None or named <= set(areas.areas_on(day).index):
        return day
    last = min((on for _, _, on in document.reading.scopes), default=day)
    return min(day, last)


def _free(name: str, raw: Path) -> str:
    """The name, with a number where a document of any kind has it already."""
    taken = {each.name for folder in FOLDERS.values() for each in (raw / folder).glob("*")}
    return next(each for number in count(1) if (each := name if number == 1 else f"{name}-{number}") not in taken)


def _check_new(file: Path, raw: Path) -> None:
    """Refuse a file that has a folder already: the same figures must not count twice."""
    own = sha256(file)
    same = [
        each
        for folder in FOLDERS.values()
        for each in (raw / folder).glob("*/*")
        if each.suffix == file.suffix and sha256(each) == own
    ]
    if same:
        problem = Problem(file.name, "", "file.not_recorded", "/".join(same[0].parts[-3:]))
        raise CoverageError("folder.not_made", [problem])


def _name_of(said: dict[str, object], file: Path) -> str:
    """Area and year as in ``vinh-linh-2023``, or the name of the file where one of them is unknown."""
    code, period, issued = str(said.get("area_code", "")), str(said.get("period", "")), said.get("issued")
    year = str(issued.year) if isinstance(issued, dt.date) else period[:4] if said["kind"] == "plan" else period[-4:]
    return slug(f"{bare_name(areas.area_name(code).partition(' (')[0])} {year}" if code and year else file.stem)


def slug(text: str) -> str:
    """A name of small ASCII letters, digits and hyphens.

    >>> slug("Đông Hà 2024"), slug("Phụ lục 1 (sửa)")
    ('dong-ha-2024', 'phu-luc-1-sua')
    """
    plain = unicodedata.normalize("NFD", normalise(text).lower().translate({0x111: "d"})).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _check(name: str, target: Path) -> None:
    if not _NAME.fullmatch(name):
        problem = Problem("--id", name, "folder.id", repr(name))
        raise CoverageError("folder.not_made", [problem])
    if target.exists():
        problem = Problem("/".join(target.parts[-2:]), "", "folder.none_yet", "found.one", "remedy.other_id")
        raise CoverageError("folder.not_made", [problem])


def _several(document: Document) -> dict[str, list[str]]:
    """What the document states in more than one way: a person has to choose."""
    codes = {"area_code": document.areas} if len(document.areas) > 1 else {}
    return (document.letterhead.several or {}) | codes


def _record(
    said: dict[str, object], several: dict[str, list[str]], file: Path, wanted: list[str], bases: Counter[str], lang: str
) -> str:
    """The text of ``source.toml``: known values as keys, unknown ones as comments that say what to fill in."""
    lines = []
    for key in KEYS:
        if key in said:
            value = said[key]
            lines.append(f"{key} = {value.isoformat() if isinstance(value, dt.date) else _quoted(str(value))}")
        else:
            must = phrase("new.must" if key in wanted else "new.may", lang)
            found = several.get(key, [])
            seen = " " + phrase("new.several", lang, values="; ".join(found)) if found else ""
            sample = "2026-12-31" if key in _DATES else '""'
            lines.append(f"# {key} = {sample}  # {must}: {phrase(f'new.key.{key}', lang)}{seen}")
    lines += ["", "[file]", f"name = {_quoted(file.name)}", f'sha256 = "{sha256(file)}"', "", "[reading]"]
    lines += [f"# {phrase('new.base', lang, base=label('base', code, lang), count=n)}" for code, n in sorted(bases.items())]
    lines += [f"# {phrase('new.reading', lang)}", '# decimal = ","']
    asked = f"  # {phrase('new.key.reading.base', lang)}" if BASE in wanted else ""
    lines += [f'# base = "labour_force_working_age"{asked}']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    r"""A TOML basic string; JSON uses the same escapes.

    >>> print(_quoted('a "b"'))
    "a \"b\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
