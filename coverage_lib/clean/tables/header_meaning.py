"""The meaning of header text: indicator, base, measure, period, basis, unit, and the words not understood."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from functools import cache, lru_cache

from coverage_lib.clean.text.periods import period_of, without_time
from coverage_lib.clean.text.printed_numbers import unit_of
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.word_patterns import inside

__all__ = ["Meaning", "code_named", "foreign_reason", "meaning_of", "period_of", "unknown_words"]

_UNIT_WORDS = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|1[.,]000)(?: người)?(?!\w)")
_RATE = re.compile(r"(?<!\w)(tỷ lệ|tỉ lệ)(?!\w)")
_OF_ALL = ("indicator", "base", "measure", "basis")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known about a figure from one or several texts; empty where nothing is stated."""

    indicator: str = ""
    base: str = ""
    measure: str = ""
    period: dt.date | None = None
    basis: str = ""
    unit: str = ""

    def over(self, general: Meaning) -> Meaning:
        """A meaning completed by a more general one (a column over its sheet, a sheet over its document)."""
        return Meaning(*[getattr(self, name) or getattr(general, name) for name in _FIELDS])


_FIELDS = tuple(each.name for each in fields(Meaning))


@cache
def _aliases(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all names of a kind, longer ones first, and name → code."""
    codes = {alias: code for code, entry in terms(kind).items() for alias in entry.get("aliases", [])}
    names = "|".join(re.escape(alias) for alias in sorted(codes, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)"), codes


def name_spans(kind: str, folded: str) -> list[tuple[int, int, str]]:
    """Positions of names of a kind in a text: longer ones first, none overlapping another."""
    pattern, codes = _aliases(kind)
    found, start = [], 0
    while match_ := pattern.search(folded, start):
        found.append((match_.start(), match_.end(), codes[match_[0]]))
        start = match_.start() + 1  # names may overlap: 'kế hoạch thực hiện'
    kept: list[tuple[int, int, str]] = []
    for each in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(each[1] <= start or end <= each[0] for start, end, _ in kept):
            kept.append(each)
    return sorted(kept)


@lru_cache(maxsize=1 << 14)
def code_named(kind: str, text: str) -> str:
    """The code named in a text: the longest name wins; empty if none or several different ones.

    >>> code_named("indicator", "Người tham gia BHXH tự nguyện"), code_named("indicator", "BHXH, BHYT và BHTN")
    ('si_voluntary', '')
    """
    codes = {code for _, _, code in name_spans(kind, fold(text))}
    return codes.pop() if len(codes) == 1 else ""


@lru_cache(maxsize=1 << 14)
def names_several(kind: str, text: str) -> bool:
    """Whether a text names more than one code of a kind."""
    return len({code for _, _, code in name_spans(kind, fold(text))}) > 1


@lru_cache(maxsize=1 << 14)
def meaning_of(text: str) -> Meaning:
    """The meaning of one text.

    >>> meaning_of("Số người TG").measure, meaning_of("Dân số").measure, meaning_of("Tỷ lệ %").measure
    ('participants', 'denominator', 'rate_pct')
    >>> meaning_of("Thực hiện năm 2023").period.isoformat()
    '2023-12-31'
    """
    folded = fold(text)
    base, unit, measure = code_named("base", text), unit_of(text), code_named("measure", text)
    if measure == "increase" and unit == "%":
        measure = "growth_pct"
    named = {code for _, _, code in name_spans("measure", folded)}
    if "growth_pct" in named:
        measure = "growth_pct"  # 'tỷ lệ tăng', 'tăng trưởng người tham gia'
    elif "increase" in named:
        measure = measure or "increase"
    elif _RATE.search(folded):
        measure = "rate_pct"  # a rate is named by what it counts as well: 'tỷ lệ người tham gia'
    elif base and (not measure or base.startswith("eligible")):
        measure = "rate_pct" if unit == "%" else "denominator"
    elif base and measure == "participants" and _over_base(folded):
        measure = "rate_pct" if unit == "%" else measure
    return Meaning(code_named("indicator", text), base, measure, period_of(text), code_named("basis", text), unit)


def _over_base(folded: str) -> bool:
    return "/" in folded or "%" in folded


@lru_cache(maxsize=1 << 14)
def foreign_reason(text: str) -> str:
    """The reason why a header is outside the scope, as a code of the vocabulary; empty if there is none.

    A name of ours that holds such a word is ours: households in 'BHYT hộ gia đình'.

    >>> [foreign_reason(text) for text in ("Số thẻ BHYT", "BHYT hộ gia đình", "Tỷ lệ hoàn thành so với kế hoạch", "Nữ")]
    ['cards', '', 'completion', 'women']
    """
    folded = without_time(text)
    ours = [span for kind in _OF_ALL for span in name_spans(kind, folded)]
    for start, end, code in name_spans("foreign", folded):
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in ours):
            return code
    return ""


def counted_as(text: str) -> str:
    """A header outside the scope in the words for what it may count all the same; unchanged if it can be nothing of ours.

    >>> counted_as("Số thẻ BHYT phải đạt"), counted_as("Số thu")
    ('số người có thẻ bhyt phải đạt', 'Số thu')
    """
    folded = fold(text)
    for outside, ours in terms("foreign").get(foreign_reason(text), {}).get("counts_as", {}).items():
        if re.search(rf"(?<!\w){outside}(?!\w)", folded):
            return re.sub(rf"(?<!\w){outside}(?!\w)", ours, folded)
    return text


@lru_cache(maxsize=1 << 14)
def unknown_words(text: str) -> str:
    """The words of a header that are neither vocabulary names nor filler words; empty if all is understood.

    >>> unknown_words("Số người tham gia BHYT đến hết tháng 8/2024"), unknown_words("Số người tham gia BHYT trong trường")
    ('', 'trường')
    """
    folded = without_time(text)
    for start, end, _ in sorted((span for kind in _OF_ALL for span in name_spans(kind, folded)), reverse=True):
        folded = folded[:start] + " " * (end - start) + folded[end:]
    if unit_of(text):
        folded = _UNIT_WORDS.sub(" ", folded)
    left = inside("neutral", "phrases").sub(" ", folded)
    return " ".join(re.findall(r"[^\W\d_]+", left))
