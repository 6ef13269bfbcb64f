"""Messages about unusable input in the language of the person: code words them in English, ``messages.csv`` has the Vietnamese.

An entry is the English text as the code writes it, with ``{}`` for each part that changes. A message is looked up whole, then by
the entries with gaps, the most particular first; what fills a gap is looked up in turn. A text without an entry stays as it is,
and a test finds it.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.vocabulary.phrases import phrase

GAP = "{}"


@cache
def messages() -> dict[str, str]:
    """English text → Vietnamese text."""
    lines = files(__package__).joinpath("messages.csv").read_text("utf-8").splitlines()
    return {row["en"]: row["vi"] for row in csv.DictReader(lines)}


def in_language(text: str, lang: str = "vi") -> str:
    """A piece of a message in a language.

    >>> in_language("at most 200,000 cells"), in_language("an empty file"), in_language("'PL1'")
    ('nhiều nhất 200,000 ô', 'tệp rỗng', "'PL1'")
    """
    if lang == "en" or not text:
        return text
    if text in messages():
        return messages()[text]
    for pattern, meant in _with_gaps():
        if found := pattern.fullmatch(text):
            return meant.format(*(in_language(part, lang) for part in found.groups()))
    return text


@cache
def _with_gaps() -> list[tuple[re.Pattern[str], str]]:
    """Patterns, those with most words of their own first."""
    gapped = [english for english in messages() if GAP in english and english.strip("{} ,.;:'")]
    gapped.sort(key=lambda english: (-len(english.replace(GAP, "")), english))
    return [(re.compile("(.+?)".join(map(re.escape, english.split(GAP))), re.DOTALL), messages()[english]) for english in gapped]


def problem_said(problem: Problem | str, lang: str = "vi") -> str:
    """One problem on one line.

    >>> problem_said(Problem("a.xlsx", "", "a table", "no cell that holds anything"))
    'a.xlsx: cần một bảng; thực tế: không ô nào có nội dung'
    """
    if isinstance(problem, str):
        return in_language(problem, lang)
    if lang == "en":
        return str(problem)
    where = ", ".join(in_language(part, lang) for part in (problem.source, problem.place) if part)
    said = phrase(
        "error.problem", lang, where=where, expected=in_language(problem.expected, lang), found=in_language(problem.found, lang)
    )
    return f"{said}; {in_language(problem.remedy, lang)}" if problem.remedy else said


def failure_said(failure: CoverageError, lang: str = "vi") -> str:
    """The whole message of an error; a single problem stands on one line with its summary.

    >>> problem = Problem("a.pdf", "", "a file", "no such file", "check the name")
    >>> print(failure_said(CoverageError("The file cannot be read", [problem])))
    Không đọc được tệp: a.pdf: cần một tệp; thực tế: không có tệp này; hãy kiểm tra lại tên
    """
    summary = in_language(failure.summary, lang)
    said = [problem_said(problem, lang) for problem in failure.problems]
    return f"{summary}: {said[0]}" if len(said) == 1 else "\n".join([summary, *(f"  - {line}" for line in said)])
