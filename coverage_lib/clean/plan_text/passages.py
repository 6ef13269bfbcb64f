"""Passages of a document (headings, paragraphs, list items), with wrapped lines joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coverage_lib.clean.text import legacy_encodings
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.raw.readers.grid import Grid
from coverage_lib.raw.readers.running_text import Line

_MARKS = [
    ("part", re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương) (?:THỨ |thứ )?([IVX]+|\d{1,2}|NHẤT|nhất|HAI|hai|BA|ba)\b[.:)]? ?")),
    ("article", re.compile(r"(?:ĐIỀU|Điều) (\d{1,3}) ?[.:] ?")),
    ("roman", re.compile(r"(?:MỤC |Mục )?([IVX]{1,6}) ?[.)/:–-]+ ?(?=[^\W\d_])|(?:MỤC|Mục) ([IVX]{1,6})[.:]? ?(?=[^\W\d_])")),
    ("upper", re.compile(r"([A-HĐ]) ?[.)/:–-] ?(?=[^\W\d_]{2})")),
    ("dotted", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)/:-]? ?(?=[^\W\d_])|[.)] (?=\d+(?:[.,]\d+)*\D))")),
    ("number", re.compile(r"(\d{1,2})(?: ?[./:-] ?(?=[^\W\d_(“\"])|[.] (?=\d+(?:[.,]\d+)* ?(?:%|phần trăm|[^\W\d_]{2})))")),
    ("round", re.compile(r"\(?(\d{1,2})\)(?: ?(?=[^\W\d_(])| (?=\d))")),
    ("letter", re.compile(r"\(?([a-zđ])\) ?(?=\S)|([a-zđ])[./] ?(?=[^\W\d_]{2})")),
    ("bullet", re.compile(r"([-–—−‒+•●○▪■◦·⁃*]|o(?= ))+ ?(?=\S)")),
]
_TERMINAL = tuple(".;:!?")
_FURNITURE = re.compile(r"[-–— ]*\d{1,3}[-–— ]*|[-_*=.…/\\ ]+|trang \d+(?:/\d+)?", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"(?:19|20)\d\d$")
_WRAPPED = 130  # letters: a text whose long lines are shorter was wrapped
_MANY = 6
_LONGEST = 20_000  # letters of a passage
_ALONE, _BARE = ("article", "part"), 20  # headings whose number may be on a line of its own


@dataclass(frozen=True)
class Passage:
    """One heading, paragraph or item.

    Attributes
    ----------
    kind, mark : str
        The kind of its number or bullet (``roman``, ``number``, ``dotted``, ``letter``, ``bullet`` …) and the number itself.
    text : str
        Its words without the mark, composed, on one line.
    starts : tuple of (int, Line)
        Where in the text each of its lines begins.
    grid : Grid, optional
        The table, where it is one.
    """

    kind: str
    mark: str
    text: str
    starts: tuple[tuple[int, Line], ...]
    grid: Grid | None = None

    @cached_property
    def folded(self) -> str:
        """The text folded for comparison, character by character."""
        folded = fold(self.text)
        return folded if len(folded) == len(self.text) else self.text.lower()

    @property
    def first(self) -> Line:
        """The line it begins on."""
        return self.starts[0][1]

    def line_at(self, place: int) -> Line:
        """The line that contains a character."""
        return self.starts[bisect_right([start for start, _ in self.starts], place) - 1][1]


def passages(lines: Sequence[Line]) -> list[Passage]:
    """The passages of a document, top to bottom.

    >>> from coverage_lib.raw.readers.running_text import lines_of
    >>> [(each.mark, each.text) for each in passages(lines_of(["1. Năm 2024", "- Tỷ lệ bao phủ", "đạt 90%;", "- Số người"]))]
    [('1', 'Năm 2024'), ('-', 'Tỷ lệ bao phủ đạt 90%;'), ('-', 'Số người')]
    """
    restored = legacy_encodings.restore_all([line.text for line in lines], [line.font for line in lines])
    texts = [normalise(text.replace("**", " ")) for text in restored]
    full = _width(texts)
    found: list[Passage] = []
    blank, last = False, ""
    for line, text in zip(lines, texts, strict=True):
        if line.grid is not None:
            found.append(Passage("table", "", "", ((0, line),), line.grid))
            last = ""
            continue
        if not text or _FURNITURE.fullmatch(text):
            blank = blank or not text
            continue
        kind, mark, rest = _marked(text, line.mark)
        if found and last and _continues(last, text, kind, found[-1], full, blank=blank):
            before = found.pop()
            if before.kind in _ALONE and before.text == last:  # its number was on a line of its own
                found.append(Passage(before.kind, before.mark, text, ((0, line),)))
            else:
                joined = f"{before.text} {text}"
                found.append(Passage(before.kind, before.mark, joined, (*before.starts, (len(before.text) + 1, line))))
        else:
            found.append(Passage(kind, mark, rest, ((0, line),)))
        blank, last = False, text
    return found


def _marked(text: str, given: str) -> tuple[str, str, str]:
    """Kind, mark and rest of a line that begins with a number or bullet; the mark may be given by the program."""
    if given:
        kind, mark, _ = _marked(f"{given} {(text[:1].isalpha() and text) or 'x'}", "")
        return (kind, mark, text) if kind else ("bullet", "-", text)
    for kind, pattern in _MARKS:
        if found := pattern.match(text):
            mark = next(part for part in (*found.groups(), found[0]) if part)
            rest = text[found.end() :]
            return kind, "-" if mark in "–—−‒" else mark, rest.strip("* ") or text
    return "", "", text.strip("* ") or text


def _width(texts: Sequence[str]) -> int:
    """The minimum length of a wrapped line; 0 for a text whose lines are whole paragraphs."""
    lengths = sorted(len(text) for text in texts if len(text) > 20)
    if len(lengths) < _MANY:
        return 0
    usual = lengths[len(lengths) * 9 // 10]
    near = sum(length > 0.75 * usual for length in lengths)
    return int(0.8 * usual) if usual <= _WRAPPED and near * 3 > len(lengths) else 0


def _continues(last: str, text: str, kind: str, before: Passage, full: int, *, blank: bool) -> bool:
    """Whether a line continues the passage before it."""
    if before.grid is not None or len(before.text) > _LONGEST:
        return False
    if before.kind in _ALONE and not kind and before.text == last and len(last) < _BARE:
        return True
    if kind:  # '2019' and '- 2020' on two lines are one span of years; any other mark begins a passage
        return kind == "bullet" and bool(_YEAR_AT_END.search(last)) and text.lstrip("-–— ")[:2] in ("19", "20") and not blank
    ended = last.endswith(_TERMINAL)
    wrapped = bool(full) and len(last) >= full and not blank
    if text[0].islower():
        return not ended or (wrapped and last.endswith((":", ";")))
    if text[0].isdigit() and last.endswith(":") and not blank:
        return True  # the figure of what was announced
    if text[0].isdigit() or text[0] in '%(),;“"':
        return not ended and (wrapped or (not blank and text[0] != "(" and not _is_heading(last)))
    if ended:
        return False
    if last.isupper() and text.isupper() and not blank and before.kind:
        return True
    return wrapped and not (last.isupper() and not text.isupper())


def _is_heading(text: str) -> bool:
    return text.isupper() or bool(_YEAR_AT_END.search(text) and len(text) < 40)
