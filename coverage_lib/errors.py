"""One way to say what went wrong, in either language: every problem of a kind in one message, with its place and its remedy.

The words stand in ``vocabulary/messages.csv``, each under a key: code raises with keys, or with ``message`` where there are fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from coverage_lib.vocabulary.phrases import phrase, phrases


@dataclass(frozen=True)
class Message:
    """A text of ``messages.csv`` and what fills its fields: data, or messages in turn."""

    key: str
    fields: tuple[tuple[str, object], ...] = ()

    def in_language(self, lang: str = "vi") -> str:
        """The text with its fields filled in."""
        fields = {name: said(each, lang) if isinstance(each, Message) else each for name, each in self.fields}
        return phrases("messages.csv")[self.key][lang].format(**fields)

    def __str__(self) -> str:
        return self.in_language("en")


Wording = Message | str  # a message or its key; any other text is data


def message(key: str, /, **fields: object) -> Message:
    """A text of ``messages.csv``.

    >>> at_most = message("table.most_cells", most=200_000)
    >>> print(at_most, at_most.in_language("vi"), sep="; ")
    at most 200,000 cells; nhiều nhất 200,000 ô
    """
    return Message(key, tuple(fields.items()))


def joined(key: str, parts: Iterable[Wording]) -> Wording:
    """Any number of parts in one text, two by two; nothing for none.

    >>> print(joined("value.either", ["binding", "working", "report"]))
    binding or working or report
    """
    listed = list(parts)
    return reduce(lambda first, other: message(key, first=first, other=other), listed) if listed else ""


def said(words: Wording, lang: str = "vi") -> str:
    """Wording in a language: those of a message or of its key; any other text is data and stays.

    >>> said("file.empty"), said("'PL1'")
    ('tệp rỗng', "'PL1'")
    """
    words = Message(words) if isinstance(words, str) and words in phrases("messages.csv") else words
    return words.in_language(lang) if isinstance(words, Message) else words


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it: keys, messages, or data as they are.

    >>> problem = Problem("a.xlsx", "PL1!C7", "cell.value", "cell.formula_without_value", "remedy.save_in_excel")
    >>> print(problem)
    a.xlsx, PL1!C7: expected a stored value, found a formula without one; open and save it in Excel
    >>> print(problem.in_language("vi"))
    a.xlsx, PL1!C7: cần giá trị đã lưu; thực tế: công thức chưa được tính; hãy mở và lưu lại bằng Excel
    """

    source: Wording
    place: Wording
    expected: Wording
    found: Wording
    remedy: Wording = ""

    def in_language(self, lang: str = "vi") -> str:
        """The problem on one line."""
        where = ", ".join(said(part, lang) for part in (self.source, self.place) if part)
        what = phrase("error.problem", lang, where=where, expected=said(self.expected, lang), found=said(self.found, lang))
        return f"{what}; {said(self.remedy, lang)}" if self.remedy else what

    def __str__(self) -> str:
        return self.in_language("en")


def in_words(each: Problem | Wording, lang: str = "vi") -> str:
    """A problem, or the wording of one, in a language."""
    return each.in_language(lang) if isinstance(each, Problem) else said(each, lang)


class CoverageError(Exception):
    """Unusable input. Contains every problem found, not only the first; a single problem is printed on one line.

    >>> print(CoverageError("file.refused", [Problem("a.pdf", "", "file.any", "file.none")]).in_language("vi"))
    Không đọc được tệp: a.pdf: cần một tệp; thực tế: không có tệp này
    """

    def __init__(self, summary: Wording, problems: Iterable[Problem | Wording] = ()):
        self.summary = summary
        self.problems = list(problems)
        super().__init__(self.summary, self.problems)

    def in_language(self, lang: str = "vi") -> str:
        """The whole message."""
        listed = [each if isinstance(each, str) else each.in_language(lang) for each in self.problems]
        summary = said(self.summary, lang)
        return f"{summary}: {listed[0]}" if len(listed) == 1 else "\n".join([summary, *(f"  - {line}" for line in listed)])

    def __str__(self) -> str:
        return self.in_language("en")
