"""The outline of a plan: the headings above each passage, and whether they introduce targets, results or tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coverage_lib.clean.plan_text.passages import Passage
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.word_patterns import words

_RANK = {"part": 0.0, "upper": 1.0, "roman": 2.0, "article": 2.0, "capitals": 2.0, "number": 3.0, "letter": 6.0, "round": 7.0}
_NUMBERED = set(_RANK) - {"capitals"} | {"dotted"}
_SHOWN = {"article", "roman", "upper", "number", "dotted", "letter", "round"}
_LONGEST_TITLE, _LONGEST_PLAIN = 240, 160
_YEAR_LABEL = re.compile(r"\W*(?:\w+ ){0,4}?năm (?:19|20)\d\d(?: ?[-–] ?(?:năm )?(?:19|20)\d\d)?\W*")
_BULLET = 8.0
_FIGURE = re.compile(r"\d ?%|\d (?:người|lao động)")


@dataclass(frozen=True)
class Node:
    """A heading, or an item with the context it gives to the text below it."""

    passage: Passage
    rank: float
    kind: str
    section: str


@dataclass(frozen=True)
class Placed:
    """A passage with the headings above it.

    Attributes
    ----------
    above : tuple of Node
        From the uppermost heading down.
    section : {"target", "results", "task", "appendix", ""}
        The kind of its section, by the nearest heading that announces one.
    path : str
        Such as ``II.2.a``; empty above the first heading.
    title : bool
        Whether it stands before the first heading, where a document names itself.
    """

    passage: Passage
    above: tuple[Node, ...]
    section: str
    path: str
    title: bool
    is_heading: bool = False


@dataclass
class _State:
    stack: list[Node] = field(default_factory=list)
    appendix: bool = False
    opened: bool = False  # a numbered heading has been met
    roman_first: bool = False


def outline(passages: Sequence[Passage]) -> Iterator[Placed]:
    """Every passage with its headings, top to bottom."""
    state = _State()
    for passage in passages:
        folded = passage.folded
        if passage.grid is None:
            if _at_start("begins").fullmatch(folded):
                state = _State()
            elif not passage.kind and _at_start("appendix").match(folded) and len(folded) < _LONGEST_PLAIN:
                state.appendix, state.stack = True, []
            elif not passage.kind and _at_start("ends").match(folded):
                state.stack = []
        above = _above(passage, state)
        section = "" if passage.grid is not None else section_of(passage, above)
        kind = _heading_kind(passage, section)
        node = Node(passage, _rank(kind, passage, state, above), kind, section) if kind else None
        within = section or next((each.section for each in reversed(above) if each.section), "")
        if section == "target" and not _opens(folded, above):
            within, section = next((each.section for each in reversed(above) if each.section), ""), ""
        if state.appendix:
            within = "appendix"
        path = _path([*above, node] if node and kind in _NUMBERED else above)
        yield Placed(passage, tuple(above), within, path, not state.opened and not above, node is not None)
        if node:
            state.stack = [*above, Node(passage, node.rank, kind, section)]
            state.opened = state.opened or kind in _NUMBERED or kind == "capitals"
            state.roman_first = state.roman_first or kind == "roman"


def section_of(passage: Passage, above: Sequence[Node] = ()) -> str:
    """The kind of section that a heading announces; empty if it announces none or is not a heading.

    >>> from coverage_lib.clean.plan_text.passages import passages
    >>> from coverage_lib.raw.readers.running_text import lines_of
    >>> titles = ["II. MỤC TIÊU, CHỈ TIÊU", "III. NHIỆM VỤ, GIẢI PHÁP THỰC HIỆN MỤC TIÊU", "I. KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023"]
    >>> [section_of(each) for each in passages(lines_of(titles))]
    ['target', 'task', 'results']
    """
    folded = passage.folded
    title = re.split(r"[:.](?= |$)", folded, maxsplit=1)[0] if len(folded) > _LONGEST_TITLE else folded
    if passage.kind == "article":
        named = any(word in folded for word in words("plan", "target_words"))
        sets = _at_start("target").match(folded) or _at_start("adopts").match(folded)
        return "target" if named and (sets or _inside("announced").search(folded)) else ""
    if not passage.kind and not _is_plain_heading(passage):
        return ""
    if passage.kind == "bullet" and not folded.rstrip().endswith(":") and not _leads(folded):
        return ""
    if len(title) > _LONGEST_TITLE:
        return ""
    if _at_start("results").match(title):
        return "results"
    if _at_start("target").match(title) and (passage.kind or _at_start("core").match(title) or _at_start("strives").match(title)):
        return "target"
    return "task" if _at_start("task").match(title) and passage.kind != "bullet" else ""


def _leads(folded: str) -> bool:
    """Whether an item begins with a short title of its own: 'mục tiêu: …'."""
    return bool(re.match(r"[^:]{3,60}: ", folded))


def _opens(folded: str, above: Sequence[Node]) -> bool:
    """Below tasks, only a heading that consists of the word 'targets' opens a target section."""
    outer = next((each.section for each in reversed(above) if each.section), "")
    return outer not in ("task", "results") or (bool(_at_start("core").fullmatch(folded)) and outer == "task" and len(folded) < 60)


def _is_plain_heading(passage: Passage) -> bool:
    """An unnumbered line that can only be a heading: in capitals, or short and either with a colon or without any full stop."""
    text = passage.text
    if len(text) > _LONGEST_PLAIN or (_FIGURE.search(text) and not text.endswith(":")):
        return False
    if text.isupper() or text.endswith(":"):
        return True
    return len(text) < 100 and not text.endswith((".", ";", ","))


def _heading_kind(passage: Passage, section: str) -> str:
    """The rank at which a passage heads those that follow; empty if it heads none."""
    if passage.grid is not None:
        return ""
    if passage.kind == "bullet":
        return f"bullet {passage.mark}"
    if passage.kind:
        return passage.kind
    if not _is_plain_heading(passage):
        return ""
    if _YEAR_LABEL.fullmatch(passage.folded):
        return "label"
    if section and passage.text.isupper():
        return "capitals"
    return "plain" if section or passage.text.endswith(":") else ""


def _above(passage: Passage, state: _State) -> list[Node]:
    """The headings above a passage."""
    stack = list(state.stack)
    if passage.grid is not None:
        return stack
    if passage.kind == "bullet":
        kind = f"bullet {passage.mark}"
        for place, node in enumerate(stack):
            if node.kind == kind:
                return stack[:place]
        return stack
    if passage.kind:
        rank = _numbered_rank(passage, state, stack)
        same = next((place for place, node in enumerate(stack) if node.kind == passage.kind and node.rank == rank), None)
        return stack[:same] if same is not None else [node for node in stack if node.rank < rank]
    stack = [node for node in stack if not node.kind.startswith("bullet")]
    if _is_plain_heading(passage):
        label = bool(_YEAR_LABEL.fullmatch(passage.folded))
        while stack and (stack[-1].kind == "label" or (stack[-1].kind == "plain" and not label)):
            stack.pop()
        if passage.text.isupper() and section_of(passage):
            stack = [node for node in stack if node.rank < _RANK["capitals"]]
    return stack


def _numbered_rank(passage: Passage, state: _State, stack: Sequence[Node]) -> float:
    if passage.kind == "dotted":
        return _RANK["number"] + 0.5 * passage.mark.count(".")
    if passage.kind == "upper" and state.roman_first:
        return _RANK["roman"] + 0.5
    if passage.kind == "round" and not any(node.kind in ("number", "letter") for node in stack):
        return _RANK["number"]
    return _RANK[passage.kind]


def _rank(kind: str, passage: Passage, state: _State, above: Sequence[Node]) -> float:
    top = above[-1].rank if above else 0.0
    if kind in _NUMBERED:
        return _numbered_rank(passage, state, above)
    if kind.startswith("bullet"):
        return max(_BULLET, top + 0.25)
    if kind == "capitals":
        return _RANK["capitals"]
    return max(top, _RANK["capitals"]) + 0.125


def _path(above: Sequence[Node | None]) -> str:
    """The numbers of the headings, such as II.2.a; a number that repeats those above it replaces them."""
    parts: list[str] = []
    for node in above:
        if node is None or node.kind not in _SHOWN:
            continue
        mark = node.passage.mark if node.kind != "article" else f"Điều {node.passage.mark}"
        if node.kind == "dotted":
            while parts and (mark == parts[-1] or mark.startswith(parts[-1] + ".")):
                parts.pop()
        parts.append(mark)
    return ".".join(parts)


@lru_cache
def _at_start(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in words("plan", key)))


@lru_cache
def _inside(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?<!\\w)(?:{each})" for each in words("plan", key)))


def folded_title(placed: Sequence[Placed]) -> str:
    """The title of a document: the lines before its first heading, without those that cite or introduce."""
    kept = []
    for each in placed:
        if not each.title:
            break
        folded = fold(each.passage.text)
        if not each.passage.kind and not _at_start("preamble").match(folded) and not _at_start("appendix").match(folded):
            kept.append(folded)
    return " . ".join(kept)
