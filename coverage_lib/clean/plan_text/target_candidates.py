"""Candidate targets from a plan's text, and figures that were left out with the reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """A figure of a target section, for a person to confirm.

    Attributes
    ----------
    line, page : int
        Its place in the file as received; page 0 if there are no pages.
    path : str
        Numbers of the headings, such as II.2.a.
    area_label, area_code : str
        The unit that its line names; empty for the area of the document.
    indicator, base, measure, qualifier, unit, printed : str
    stated_base : bool
        Whether the text names the base; otherwise it is the usual one of the indicator.
    period : date
    value : float
        In the unit.
    """

    line: int
    page: int
    path: str
    area_label: str
    area_code: str
    indicator: str
    base: str
    stated_base: bool
    measure: str
    period: dt.date | None
    value: float
    unit: str
    qualifier: str
    printed: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A figure that was left out: place, printed text, and the reason as a key of the phrases ``extract.not.*``."""

    line: int
    page: int
    path: str
    printed: str
    why: str
    detail: str = ""


@dataclass
class Statements:
    """The result for one document.

    Attributes
    ----------
    candidates : list of Candidate
        Complete ones, in the order of the document.
    unclear : list of Candidate
        Figures that look like targets but whose indicator or year is not known.
    left_out : list of LeftOut
    sections : list of str
        The headings that open target sections.
    """

    candidates: list[Candidate] = field(default_factory=list)
    unclear: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
