"""Reasons why a figure in a target section is not a target: past result, subsidy, group of persons, plan completion, …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from coverage_lib.clean.plan_text.figure_mentions import Mention
from coverage_lib.clean.plan_text.sentence_parts import Piece, Sentence
from coverage_lib.clean.tables.header_meaning import name_spans
from coverage_lib.clean.text.periods import moment_of
from coverage_lib.clean.units.table_area import without_units
from coverage_lib.vocabulary.terms import indicators_with
from coverage_lib.vocabulary.word_patterns import inside, words

_GROUPS_OF_VOLUNTARY = ("nông dân", "phi chính thức")  # voluntary insurance is theirs by law
_NOT_NEW = re.compile(r"nông thôn mới|đổi mới|năm mới|xây dựng mới")
_COMPARED = re.compile(r"(?:so với|thực hiện|cùng kỳ)[^,;.()]{0,30}$")
_WITHIN = re.compile(
    r"\s*(?:số )?(?:người lao động|lao động|nlđ|người)[^,;.]{0,40}?(?<!\w)(?:doanh nghiệp|đơn vị|cơ quan|khu công nghiệp)"
)
_OF_WORKERS = re.compile(rf"(?<!\w)của {_WITHIN.pattern[3:]}")
_OPEN_BRACKET = re.compile(r"\(([^()]*)$")


def reason_against(
    sentence: Sentence,
    figure: Mention,
    piece: Piece,
    indicator: str,
    base: str,
    figures: Sequence[Mention],
    place: int,
    after_rate: bool,
    spanning: bool = False,
) -> str:
    """The reason why a figure is not a target, as a key of the phrases ``extract.not.*``; empty if there is none.

    ``spanning`` says that the headings set a span of years, and no single one.
    """
    lead = sentence.plain[: figure.start]
    near, behind = sentence.plain[slice(*piece.near)], sentence.plain[slice(*piece.behind)]
    tail = sentence.plain[figure.end :].lstrip()
    if _beginning("points").match(tail):
        return "points"
    if _just("falls").search(lead):
        return "falling"
    if figure.unit == "%" and after_rate and _just("rises").search(lead) and inside("plan", "rises").search(near):
        return "points"  # a rise of a rate that has just been given
    if _is_start_of_change(sentence, figure, figures, place):
        return "past"
    if _beginning("completion").match(behind.strip()) or _just("completed").search(near):
        return "completion"
    bracket = _OPEN_BRACKET.search(lead)
    told = f"{sentence.plain[slice(*piece.back)]} {bracket[1] if bracket else ''}"
    if _is_done(told) or (bracket and _COMPARED.search(lead[: bracket.start()])):
        return "past"
    if re.match(r"\s*(?:người |lao động )?(?:hiện )?đang tham gia(?!\w)", sentence.plain[figure.end :]):
        return "past"  # the stock that is kept
    if indicator == "satisfaction" and inside("plan", "other_surveyed").search(f"{near} ; {behind}"):
        return "other"
    if _each(near):
        return "each"
    if figure.unit != "%" and inside("plan", "yearly").search(re.split(r"[;.](?=\s)", lead)[-1]):
        own = moment_of(sentence.plain)
        if own.many or (spanning and not own.year):
            return "yearly"  # of every year of a span: the level of none of them
    around = without_units(f"{near} ; {behind}")
    if inside("plan", "support").search(around):
        return "money"
    if _beginning("institutions").match(re.sub(r"^(?:số|các|tổng số) ", "", behind.strip())) or _rate_of_institutions(near):
        return "institutions"
    if inside("plan", "part_of_area").search(re.split(r"[;.,](?=\s)", lead)[-1]) or _hamlet().search(lead):
        return "part"
    if _OF_WORKERS.search(near):
        return "subgroup"
    if figure.unit == "%" and _WITHIN.match(behind):
        return "subgroup"
    if figure.unit != "%" and _newly(near):
        return "newcomers"
    return _foreign(f"{near} % {behind}", indicator, base)


def _is_done(told: str) -> bool:
    """Whether the sentence reports a result and sets no target after it."""
    ends = [each.end() for each in inside("plan", "done").finditer(told)]
    return bool(ends) and not re.search(r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|đến năm|đến hết năm)(?!\w)", told[ends[-1] :])


def _is_start_of_change(sentence: Sentence, figure: Mention, figures: Sequence[Mention], place: int) -> bool:
    """'từ 92% … lên 95%': the first figure is the present level."""
    if place + 1 >= len(figures) or figure.part:
        return False
    between = sentence.plain[figure.end : figures[place + 1].start]
    goes_on = re.search(r"(?<!\w)(?:lên|đến|tới)(?: (?:" + "|".join(words("plan", "verb")) + r"|trên|khoảng|ít nhất))* ?$", between)
    begins = re.search(r"(?<!\w)từ(?: (?:mức|tỷ lệ|khoảng|trên|gần))* ?$", sentence.plain[: figure.start])
    return bool(begins and len(between) < 80 and (goes_on or re.search(r"(?<!\w)(?<!trở )lên(?!\w)", between)))


def _each(near: str) -> bool:
    found = inside("plan", "each_one").search(near)
    return bool(found) and not re.match(rf" (?:{'|'.join(words('plan', 'not_each'))})(?!\w)", near[found.end() :])  # type: ignore[union-attr]


def _rate_of_institutions(near: str) -> bool:
    listed = "|".join(words("plan", "institutions"))
    return bool(re.search(rf"(?<!\w)(?:tỷ lệ|tỉ lệ|số|100%) (?:các |số )?(?:{listed})(?!\w)(?! (?:hội|viên))", near))


def _newly(near: str) -> bool:
    text = _NOT_NEW.sub(" ", without_units(near))
    return bool(re.search(r"(?<!\w)(?:mới|vận động|khai thác)(?!\w)", text) or _just("newly").search(text))


@lru_cache(maxsize=1 << 12)
def _foreign(text: str, indicator: str, base: str) -> str:
    """The kind of group or benefit that words around a figure name."""
    for start, end, code in name_spans("foreign", text):
        word = text[start:end]
        if code == "subgroup":
            by_law = indicator in ("si_voluntary", "si", "hi_household") and any(each in word for each in _GROUPS_OF_VOLUNTARY)
            if not by_law and indicator not in indicators_with("further"):
                return "subgroup"
        elif code == "women" or (code == "outside" and word not in ("giảm", "vận động", "khai thác", "phải tham gia", "tiềm năng")):
            if "thuộc diện" not in text:
                return "subgroup" if code == "women" else "outside"
        elif code == "benefits" and indicator not in indicators_with("further") and word != "hưởng":
            return "benefits"
        elif code == "share" and word != "đóng góp":
            return "share"
    return ""


@cache
def _hamlet() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in words("plan", "hamlet")))


@cache
def _beginning(key: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(words("plan", key)) + r")(?!\w)")


@cache
def _just(key: str) -> re.Pattern[str]:
    """A word immediately before a figure, ignoring words that may come between."""
    between = "|".join(["ít nhất", "tối thiểu", "khoảng", "trên", "thêm", "bình quân", "đạt", "được", "từ", "còn", "dưới", "xuống"])
    return re.compile("(?<!\\w)(?:" + "|".join(words("plan", key)) + rf")(?: (?:{between}))* ?$")


@lru_cache(maxsize=1 << 12)
def strange_words(text: str) -> str:
    """The words around a figure that are neither vocabulary names nor filler words.

    >>> strange_words("đạt tỷ lệ"), strange_words("tỷ lệ lao động qua đào tạo đạt")
    ('', 'đào tạo')
    """
    left = without_units(text)
    for kind in ("indicator", "base", "measure"):
        for start, end, _ in name_spans(kind, left):
            left = left[:start] + " " * (end - start) + left[end:]
    left = re.sub(r"(?:tháng|quý|ngày) [\divx/.]+|[\d/.,%]+", " ", left)
    left = inside("plan", "neutral").sub(" ", left)
    left = inside("neutral", "phrases").sub(" ", left)
    return " ".join(re.findall(r"[^\W\d_]+", left))
