"""Qualifiers of a figure (about, over, at least), and whether the sentence only strives for it."""

from __future__ import annotations

import re
from functools import cache

from coverage_lib.clean.plan_text.figure_mentions import Mention
from coverage_lib.clean.plan_text.heading_context import Context
from coverage_lib.clean.plan_text.sentence_parts import Sentence
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.word_patterns import inside, words

_BEFORE = ("at_most", "at_least", "over", "nearly", "about")
_UPWARDS = 60  # letters after a figure within which 'and more' may follow


@cache
def pattern_before_figure(key: str) -> re.Pattern[str]:
    """A listed word immediately before a figure, ignoring verbs and other qualifiers."""
    between = "|".join([*words("plan", "verb"), *(each for name in _BEFORE for each in words("plan", name))])
    if key == "rises":
        between = "|".join(["thêm", "bình quân", "mỗi năm", "hằng năm", *(each for n in _BEFORE for each in words("plan", n))])
    entries = "|".join(words("plan", key))
    return re.compile(rf"(?<!\w)(?:{entries})(?: (?:{between}))* ?$")


def qualifier_of(sentence: Sentence, figure: Mention, context: Context) -> str:
    """The qualifier of a figure, combined with 'strive' if the sentence strives for it."""
    lead = sentence.plain[: figure.start]
    own = {"low": "from", "high": "up_to"}.get(figure.part, "")
    if not own:
        found = [(each.start(), name) for name in _BEFORE if (each := pattern_before_figure(name).search(lead))]
        own = min(found)[1] if found else ""
        if inside("plan", "upwards").search(re.split(r"[,;.]", _without_bases(sentence)[figure.end :])[0][:_UPWARDS]):
            own = "at_least"
        elif own == "at_least" and re.search(r"(?<!\w)từ(?: \w+)? ?$", lead):
            own = ""
    begun = max((each.end() for each in re.finditer(r"[.?!](?=\s)", lead)), default=0)
    opened = lead.rfind("(", begun)
    aside = opened >= 0 and ")" not in lead[opened:]
    strives = bool(inside("plan", "strive").search(_without_closed(lead[begun:]))) or (aside and "phấn đấu" in lead[opened:])
    strives = strives or (context.strive and not begun)
    joined = f"strive_{own}" if own else "strive"
    return (joined if joined in terms("qualifier") else own or "strive") if strives else own


def _without_bases(sentence: Sentence) -> str:
    """The sentence with dots for the names of bases: '15 tuổi trở lên' is not a lower bound."""
    text = sentence.plain
    for start, end, _ in sentence.bases:
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


def _without_closed(text: str) -> str:
    """A text without closed brackets: what is strived for inside them ends there."""
    return re.sub(r"\([^()]*\)", " ", text)
