"""Which words of a sentence belong to which figure: words before it, words after it, shared words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coverage_lib.clean.plan_text.figure_mentions import Mention, blank_out
from coverage_lib.clean.tables.header_meaning import name_spans
from coverage_lib.vocabulary.terms import indicators_with, terms, whole_of
from coverage_lib.vocabulary.word_patterns import inside, words

_END = re.compile(r"[.?!](?=\s|$)|;|\n")
_COMMA = re.compile(r"[(),]|(?<=\s)[-–](?=\s)|\*+")


@dataclass(frozen=True)
class Piece:
    """The words around one figure, as positions in its sentence.

    Attributes
    ----------
    near : (int, int)
        From the last mark of separation to the figure.
    back : (int, int)
        From the figure before it, or the beginning of its clause, to the figure.
    behind : (int, int)
        From the figure to the next mark of separation.
    rest : (int, int)
        From the figure to the next figure or the end of its clause.
    """

    near: tuple[int, int]
    back: tuple[int, int]
    behind: tuple[int, int]
    rest: tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """A passage prepared for parsing: text without citations and offices, and the names it contains.

    Attributes
    ----------
    said : str
        Folded text, letter for letter.
    plain : str
        The same with spaces for citations.
    schemes : str
        The same with spaces also for schemes that only name a law, a fund or an office.
    indicators, bases : list of (int, int, str)
        Where which one is named.
    """

    said: str
    plain: str
    schemes: str
    indicators: list[tuple[int, int, str]]
    bases: list[tuple[int, int, str]]


def sentence_of(folded: str) -> Sentence:
    """A folded passage prepared for parsing.

    >>> sentence = sentence_of("bhxh huyện phấn đấu 45% lực lượng lao động tham gia bhxh bắt buộc và tự nguyện")
    >>> [code for _, _, code in sentence.indicators], [code for _, _, code in sentence.bases]
    (['si'], ['labour_force_unspecified'])
    """
    plain = blank_out(folded, "citation")
    schemes = blank_out(plain, "not_scheme")
    found = [(each.start(), each.end(), "pension") for each in inside("plan", "pension").finditer(schemes)]
    found += [(each.start(), each.end(), "si") for each in inside("plan", "both_schemes").finditer(schemes)]
    taken = list(found)
    for start, end, code in name_spans("indicator", schemes):
        if not any(s < end and start < e for s, e, _ in taken):
            found.append((start, end, code))
    return Sentence(folded, plain, schemes, sorted(found), name_spans("base", schemes))


def indicator_in(sentence: Sentence, window: tuple[int, int], last: bool = True) -> str:
    """The one indicator named in part of a sentence; ``several`` for a list, empty if none is named.

    >>> sentence = sentence_of("tỷ lệ tham gia bhxh, bhtn và chỉ số hài lòng của người tham gia bhxh")
    >>> indicator_in(sentence, (0, 27)), indicator_in(sentence, (31, 80))
    ('several', 'satisfaction')
    """
    held = [each for each in sentence.indicators if window[0] <= each[0] and each[1] <= window[1]]
    own = [code for _, _, code in held if code in indicators_with("further")]
    if own:
        return own[-1 if last else 0]
    if not held:
        return ""
    chosen = held[-1] if last else held[0]
    listed = {code for _, _, code in indicators_at(sentence, chosen)} if len(held) > 1 else {chosen[2]}
    return chosen[2] if len(listed) == 1 else "several"


def indicators_at(sentence: Sentence, one: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """The indicators listed together with one of them, separated only by commas and 'and'."""
    place = sentence.indicators.index(one)
    first = final = place
    while first and _joined(sentence, first - 1):
        first -= 1
    while final + 1 < len(sentence.indicators) and _joined(sentence, final):
        final += 1
    return sentence.indicators[first : final + 1]


def _joined(sentence: Sentence, place: int) -> bool:
    one, other = sentence.indicators[place], sentence.indicators[place + 1]
    return re.fullmatch(r"(?:,| và| &|/|\+|\s)+", sentence.plain[one[1] : other[0]]) is not None


@cache
def _words_that_cut() -> re.Pattern[str]:
    return inside("plan", "cut")


@cache
def _items() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words("plan", "item")) + r")(?!\w)")


def pieces(sentence: Sentence, figures: Sequence[Mention]) -> list[Piece]:
    """The words around every figure of a sentence.

    >>> text = "35% lao động tham gia bhxh, trong đó bhxh tự nguyện chiếm 1%; tỷ lệ bhyt đạt 95% dân số"
    >>> from coverage_lib.clean.plan_text.figure_mentions import mentions
    >>> [text[slice(*each.near)] + "|" + text[slice(*each.behind)] for each in pieces(sentence_of(text), mentions(text))]
    ['| lao động tham gia bhxh', ' bhxh tự nguyện chiếm |', ' tỷ lệ bhyt đạt | dân số']
    """
    text = sentence.plain
    whole = _whole_names(sentence)
    ends = [each.span() for each in _END.finditer(text) if not _is_inside(each.span(), whole)]
    marks = [each.span() for pattern in (_COMMA, _words_that_cut()) for each in pattern.finditer(text)]
    lists = _lists(sentence, figures)
    cuts = sorted([*ends, *(span for span in marks if not _is_inside(span, whole) and not _is_inside(span, lists))])
    items = [(each.start(), each.start()) for each in _items().finditer(text) if not _is_counted(text, each, figures)]
    found: list[Piece] = []
    for place, figure in enumerate(figures):
        clause = max((end for _, end in ends if end <= figure.start), default=0)
        before = figures[place - 1].end if place else 0
        pair = place + 1 < len(figures) and figures[place + 1].part in ("high", "of")  # words after both apply to both
        end = figures[place + 1].end if pair else figure.end
        follower = place + 1 + pair
        after = figures[follower].start if follower < len(figures) else len(text)
        closed = min((start for start, _ in ends if start >= end), default=len(text))
        limit = min(after, closed)
        behind = min((start for start, _ in sorted([*cuts, *items]) if start >= end), default=limit)
        taken = found[-1].behind[1] if found and figure.part not in ("high", "of") else 0
        back = max(clause, before, taken if taken <= figure.start else before)
        near = max([back, *(end for _, end in cuts if end <= figure.start)])
        found.append(Piece((near, figure.start), (back, figure.start), (end, min(behind, limit)), (end, limit)))
    return found


def _is_counted(text: str, item: re.Match[str], figures: Sequence[Mention]) -> bool:
    """Whether 'số người' directly follows a per cent sign: it is the base of the share."""
    return item[0].startswith(("số", "tổng")) and any(
        each.unit == "%" and not text[each.end : item.start()].strip() for each in figures if each.end <= item.start()
    )


def _whole_names(sentence: Sentence) -> list[tuple[int, int]]:
    """Names that contain separators."""
    return [(start, end) for start, end, _ in [*sentence.indicators, *sentence.bases]]


def _lists(sentence: Sentence, figures: Sequence[Mention]) -> list[tuple[int, int]]:
    """Places where several indicators are listed, unless the first of them belongs to the figure before it."""
    found = []
    for place in range(len(sentence.indicators) - 1):
        if not _joined(sentence, place):
            continue
        one, other = sentence.indicators[place], sentence.indicators[place + 1]
        figure = next((each for each in reversed(figures) if each.end <= one[0]), None)
        if figure and not re.search(r"[,;.:(]|(?<!\w)(?:trong đó|và)(?!\w)", sentence.plain[figure.end : one[0]]):
            headed = any(start < figure.start for start, _, _ in sentence.indicators)
            if not headed and place + 1 < len(sentence.indicators):
                continue
        found.append((one[1], other[0]))
    return found


def _is_inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def scheme_in(text: str, whole: str) -> str:
    """A scheme named by its qualifier only: 'tự nguyện' after social insurance.

    >>> scheme_in("trong đó: tự nguyện", "si"), scheme_in("hộ gia đình", "si")
    ('si_voluntary', '')
    """
    for code, entry in terms("indicator").items():
        parent = whole_of(code)
        if parent and whole in (parent, *terms("indicator")[parent].get("parts", ())):
            for name in entry.get("as_part", ()):
                if len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                    return code
    return ""
