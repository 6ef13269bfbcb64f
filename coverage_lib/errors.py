"""One way to say what went wrong: every problem of a kind in one message, each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    >>> str(Problem("vinh-linh-2023", "PL1!C7", "a count such as 1.499", "'12,3,4'", "correct the workbook"))
    "vinh-linh-2023, PL1!C7: expected a count such as 1.499, found '12,3,4'; correct the workbook"
    """

    source: str
    place: str
    expected: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.source, self.place) if part)
        what = f"{where}: expected {self.expected}, found {self.found}"
        return f"{what}; {self.remedy}" if self.remedy else what


class CoverageError(Exception):
    """Input that cannot be used. Carries every problem found, not only the first; a single one stands on one line.

    >>> print(CoverageError("A cell cannot be read", [Problem("a", "B2", "a count", "'x'")]))
    A cell cannot be read: a, B2: expected a count, found 'x'
    """

    def __init__(self, summary: str, problems: Iterable[Problem | str] = ()):
        self.summary = summary
        self.problems = list(problems)
        if len(self.problems) == 1:
            super().__init__(f"{summary}: {self.problems[0]}")
        else:
            super().__init__("\n".join([summary, *(f"  - {problem}" for problem in self.problems)]))
