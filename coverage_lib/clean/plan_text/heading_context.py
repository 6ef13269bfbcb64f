"""Context of a figure in running text: indicator, base, period and unit from headings and preceding sentences."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from coverage_lib.clean.plan_text.figure_mentions import dates_said
from coverage_lib.clean.plan_text.quoted_targets import heads_quoted
from coverage_lib.clean.plan_text.sentence_parts import indicator_in, sentence_of
from coverage_lib.clean.tables.header_meaning import code_named
from coverage_lib.vocabulary.terms import indicators_with
from coverage_lib.vocabulary.word_patterns import inside

_ELIGIBLE = "eligible"


@dataclass(frozen=True)
class Context:
    """What headings and preceding sentences say about a figure; empty where they say nothing.

    Attributes
    ----------
    indicator : str
        ``several`` where a heading names a list.
    base, measure : str
        ``eligible`` as base or measure: persons subject to the scheme, whichever it is.
    period : date, optional
    weak : date, optional
        The end of a span of years, for want of a single one.
    strive : bool
        Whether the sentence that announces a list strives for it.
    newly : bool
        Whether a heading refers to newly enrolled participants only.
    quoted : bool
        Whether a heading announces targets of others.
    local : bool
        Whether the document is of a part of the country.
    """

    indicator: str = ""
    base: str = ""
    measure: str = ""
    period: dt.date | None = None
    weak: dt.date | None = None
    strive: bool = False
    newly: bool = False
    quoted: bool = False
    local: bool = False

    def over(self, general: Context) -> Context:
        """A context completed by a more general one; its own period, even a span, takes precedence."""
        timed = self.period or self.weak
        return Context(
            self.indicator or general.indicator,
            self.base or general.base,
            self.measure or general.measure,
            self.period if timed else general.period,
            self.weak if timed else general.weak,
            self.strive,
            self.newly or general.newly,
            self.quoted or general.quoted,
            self.local or general.local,
        )


def context_of(folded: str, *, whole: bool = True) -> Context:
    """The context that a heading, or an item without its figures, gives to the text below it.

    >>> said = context_of("giai đoạn đến năm 2021"), context_of("c) tỷ lệ tham gia (so với số người thuộc diện phải tham gia):")
    >>> said[0].period.year, said[1].base
    (2021, 'eligible')
    """
    sentence = sentence_of(folded)
    timed = dates_said(sentence.plain)
    firm = {each.period for each in timed if not each.weak}
    weak = {each.period for each in timed if each.weak}
    indicator = indicator_in(sentence, (0, len(folded)))
    codes = {code for _, _, code in sentence.indicators}
    if len(codes) > 1 and indicator not in indicators_with("further"):
        indicator = "several"
    bases = {code for _, _, code in sentence.bases}
    subject = bool(inside("plan", "eligible").search(folded))
    rate = bool(re.search(r"(?<!\w)(?:tỷ lệ|tỉ lệ)(?!\w)|%", folded))
    rise = code_named("measure", folded) if code_named("measure", folded) in ("increase", "growth_pct") else ""
    return Context(
        indicator,
        bases.pop() if len(bases) == 1 else (_ELIGIBLE if subject and rate else ""),
        _ELIGIBLE if subject and not rate else rise or ("rate_pct" if rate else ""),
        firm.pop() if len(firm) == 1 else None,
        weak.pop() if len(weak) == 1 and not firm else None,
        folded.rstrip().endswith(":") and bool(inside("plan", "strive").search(folded)),
        bool(re.search(r"(?<!\w)(?:phát triển mới|tăng mới|tham gia mới|người mới)(?!\w)", folded)),
        heads_quoted(folded),
    )
