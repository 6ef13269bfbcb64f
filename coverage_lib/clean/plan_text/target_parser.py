"""Parse the targets of a sentence: indicator, base, measure, year and qualifier, or the reason for leaving it out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverage_lib.clean.plan_text.excluded_figures import reason_against, strange_words
from coverage_lib.clean.plan_text.figure_mentions import DateSaid, Mention, dates_said, mentions
from coverage_lib.clean.plan_text.heading_context import Context
from coverage_lib.clean.plan_text.qualifiers import pattern_before_figure, qualifier_of
from coverage_lib.clean.plan_text.quoted_targets import is_quoted
from coverage_lib.clean.plan_text.sentence_parts import Piece, Sentence, indicator_in, indicators_at, pieces, scheme_in, sentence_of
from coverage_lib.clean.tables.header_meaning import code_named, name_spans
from coverage_lib.vocabulary.terms import own_base, terms
from coverage_lib.vocabulary.word_patterns import inside

_ELIGIBLE = "eligible"
_SHARED = ("money", "subgroup", "institutions", "past")  # reasons that hold on for figures listed with the one they were found at
_SETS = re.compile(r"(?<!\w)(?:phấn đấu|lên|đến|tới|năm|đạt)(?!\w)")


@dataclass(frozen=True)
class TargetFigure:
    """One figure of a sentence.

    Attributes
    ----------
    mention : Mention
    indicator, base, measure, qualifier : str
        Codes of the vocabulary; base empty where nothing names it.
    period : date, optional
    against : str
        Why it is not a target (``extract.not.*`` of the phrases); empty for a target.
    lacks : tuple of str
        What is not known of a target: ``indicator``, ``several``, ``year``.
    named : bool
        Whether the sentence itself names the indicator.
    words : str
        Words that were not understood.
    """

    mention: Mention
    indicator: str = ""
    base: str = ""
    measure: str = ""
    period: dt.date | None = None
    qualifier: str = ""
    against: str = ""
    lacks: tuple[str, ...] = ()
    named: bool = False
    words: str = ""
    own_year: bool = False
    year_at: int = -1
    topic: str = ""


def parse_targets(folded: str, context: Context, past: dt.date | None = None) -> list[TargetFigure]:
    """All figures of a passage.

    Parameters
    ----------
    folded : str
        The passage, folded.
    context : Context
    past : date, optional
        Years that ended before it are results, not targets.

    Examples
    --------
    >>> said = "đến hết năm 2025, tỷ lệ bao phủ bhyt đạt 95,5% dân số; bhxh tự nguyện 4.500 người, bằng 3,1% lllđ trong độ tuổi"
    >>> [(each.indicator, each.measure, each.mention.printed, each.period.year) for each in parse_targets(said, Context())]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('hi', 'rate_pct', '95,5', 2025), ('si_voluntary', 'participants', '4.500', 2025), ('si_voluntary', 'rate_pct', '3,1', 2025)]
    """
    sentence = sentence_of(folded)
    figures = _counted(sentence, mentions(sentence.plain))
    timed = dates_said(sentence.plain)
    found: list[TargetFigure] = []
    around = pieces(sentence, figures)
    listed = _listed(sentence, figures, around, timed)
    for place, (figure, piece) in enumerate(zip(figures, around, strict=True)):
        before = found[-1] if found else None
        found.append(_aim(sentence, figure, piece, context, before, timed, figures, place, listed.get(place, ()), past))
        if figure.part == "high" and before and before.measure == "rate_pct" and not before.base:
            found[-2] = replace(before, base=found[-1].base)
    return found


def _counted(sentence: Sentence, figures: list[Mention]) -> list[Mention]:
    """Rates and persons; also a bare number after 'số người …:' or in a line of per cent values."""
    kept = []
    for figure in figures:
        if figure.unit or figure.value != figure.value:
            kept += [figure] if figure.unit else []
            continue
        lead = sentence.plain[: figure.start].rstrip()
        clause = re.split(r"[;.](?= )", lead)[-1]
        if not re.search(r"(?:[:=]|(?<!\w)(?:là|đạt|khoảng|ít nhất|trên|tối thiểu))$", lead) or not re.match(
            r"\s*(?:$|[;,.)(])", sentence.plain[figure.end :]
        ):
            continue
        if re.search(r"\(%\)|tỷ lệ %|% ", clause):
            kept.append(replace(figure, unit="%"))
        elif re.search(r"(?<!\w)(?:số người|số lao động|số đối tượng|người)(?!\w)", clause) and figure.value == int(figure.value):
            kept.append(replace(figure, unit="người"))
    return kept


def _aim(
    sentence: Sentence,
    figure: Mention,
    piece: Piece,
    context: Context,
    before: TargetFigure | None,
    timed: Sequence[DateSaid],
    figures: Sequence[Mention],
    place: int,
    listed: tuple[object, ...],
    past: dt.date | None,
) -> TargetFigure:
    near, behind = sentence.plain[slice(*piece.near)], sentence.plain[slice(*piece.behind)]
    between = sentence.plain[before.mention.end : figure.start] if before else ""
    own, is_named = _indicator(sentence, piece, context, before)
    own = next((each for each in listed if isinstance(each, str)), own)
    period, own_year = _period(sentence, piece, timed, context, figure, before)
    period = next((each for each in listed if isinstance(each, dt.date)), period)
    measure, base = _measure(sentence, figure, piece, context, before)
    base = base or _base(sentence, piece, context, before, own, figure)
    if measure == _ELIGIBLE:
        measure, base = "denominator", own_base(own)
    elif base == _ELIGIBLE:
        base = own_base(own)
    if figure.part == "of" and before:
        own, is_named = before.topic, before.named
    if figure.part == "high" and before:  # of a range: everything but the number is given once
        own, measure, base, period, own_year, is_named = (
            *(before.topic, before.measure, before.base or base, before.period, before.own_year),
            before.named,
        )
    topic = "" if own == "several" else own
    if measure == "denominator":
        own, is_named = "" if base else own, is_named or bool(base)
    elif not own and base in ("population",) and measure == "rate_pct" and not strange_words(f"{near} {behind}"):
        own = "hi"
    against = reason_against(
        sentence,
        figure,
        piece,
        own,
        base,
        figures,
        place,
        after_rate=before is not None and before.measure == "rate_pct",
        spanning=context.weak is not None,
    )
    if not against and context.newly and measure in ("participants", "increase"):
        against = "newcomers"
    if not against and before and before.against in _SHARED and not is_named and not _SETS.search(between):
        against = before.against
    if not against and period and own_year and not listed and _is_past(sentence, figure, period, past, context):
        against = "past"
    if not against and context.local and (context.quoted or is_quoted(sentence.said[: figure.start])):
        against = "quoted"
    unknown = "" if is_named else strange_words(f"{near} {behind}")
    if figure.part == "high" and before:
        against, unknown = against or before.against, unknown or before.words
    lacks = []
    if not against:
        if own == "several":
            lacks.append("several")
        elif (measure != "denominator" and (not own or (unknown and not is_named))) or (measure == "denominator" and not base):
            lacks.append("indicator")
        if period is None:
            lacks.append("year")
    own = "" if own == "several" or "indicator" in lacks else own
    if measure in ("participants", "increase", "growth_pct", "denominator") and measure != "denominator":
        base = ""
    qualifier = qualifier_of(sentence, figure, context)
    behind_it = [each.start for each in timed if piece.behind[0] <= each.start and each.end <= piece.behind[1] and not each.weak]
    year_at = behind_it[0] if behind_it else before.year_at if before else -1
    return TargetFigure(
        figure, own, base, measure, period, qualifier, against, tuple(lacks), is_named, unknown, own_year, year_at, topic
    )


def _indicator(sentence: Sentence, piece: Piece, context: Context, before: TargetFigure | None) -> tuple[str, bool]:
    """The indicator of a figure, and whether it is named directly: just before it, after it, or further before."""
    near, behind = indicator_in(sentence, piece.near), indicator_in(sentence, piece.behind, last=False)
    if near and behind and near != behind and behind.startswith(near) and near != "several":
        return behind, True  # 'bhxh: 35% lao động tham gia bhxh bắt buộc'
    if near == "several" and behind and behind != "several":
        return behind, True
    if near or behind:
        return near or behind, True
    carried = (before.topic if before else "") or context.indicator
    part = scheme_in(sentence.plain[slice(*piece.near)], carried) or scheme_in(sentence.plain[slice(*piece.behind)], carried)
    if part:
        return part, True
    if back := indicator_in(sentence, piece.back):
        return back, True
    # a figure takes the indicator of the text before it only if the words between add nothing else
    if before and before.topic and (not before.against or not strange_words(sentence.plain[slice(*piece.near)])):
        return before.topic, False
    if context.indicator:
        return context.indicator, False
    rest = indicator_in(sentence, piece.rest, last=False)
    return rest, bool(rest)


def _period(
    sentence: Sentence, piece: Piece, timed: Sequence[DateSaid], context: Context, figure: Mention, before: TargetFigure | None
) -> tuple[dt.date | None, bool]:
    """The date of a figure: after it before the next separator, else the nearest before it, else the only one in the sentence."""
    behind = [each for each in timed if piece.behind[0] <= each.start and each.end <= piece.behind[1] and not each.weak]
    if behind:
        return behind[0].period, True
    bracket = re.match(r"[^;.()]{0,40}\(([^()]*)\)", sentence.plain[figure.end :])
    if bracket and not re.search(r"\d ?(?:%|phần trăm|người|lao động)", bracket[1]):
        inner = [each for each in timed if figure.end + bracket.start(1) <= each.start < figure.end + bracket.end(1)]
        if len(inner) == 1 and not inner[0].weak:
            return inner[0].period, True
    taken = before.year_at if before else -1  # a year behind an earlier figure is that figure's
    firm = [each for each in timed if each.end <= figure.start and not each.weak and each.start != taken]
    if firm:
        return firm[-1].period, True
    closing = [each.period for each in timed if each.start >= figure.end and not each.weak and _closes(sentence, figure, each)]
    if closing:
        return closing[0], True
    if context.period:
        return context.period, False
    if before and before.period and before.own_year and not before.against:
        return before.period, True
    later = {each.period for each in timed if not each.weak and each.start >= figure.end}
    if len(later) == 1 and not context.weak:
        return later.pop(), True
    weak = [each.period for each in timed if each.weak]
    return (weak[-1], True) if weak else (context.weak, False)


def _closes(sentence: Sentence, figure: Mention, said: DateSaid) -> bool:
    """Whether a date ends the sentence of a figure, so that it applies to all its figures."""
    between, behind = sentence.plain[figure.end : said.start], sentence.plain[said.end :]
    return not re.search(r"[.?!](?=\s)|[(]", between) and re.match(r"\s*(?:[.;]|$)", behind) is not None


def _is_past(sentence: Sentence, figure: Mention, period: dt.date, past: dt.date | None, context: Context) -> bool:
    """Whether the year had ended when the document was issued, or is in brackets next to the target year."""
    lead = sentence.plain[: figure.start]
    aside = "(" in lead and ")" not in lead[lead.rfind("(") :]
    return (past is not None and period < past) or (aside and context.period is not None and period < context.period)


def _measure(sentence: Sentence, figure: Mention, piece: Piece, context: Context, before: TargetFigure | None) -> tuple[str, str]:
    """Measure and, for denominators, base."""
    near, back = sentence.plain[slice(*piece.near)], sentence.plain[slice(*piece.back)]
    if figure.part == "of":
        usual = terms("indicator").get(before.topic, {}).get("base", "") if before else ""
        if before and inside("plan", "eligible").search(sentence.plain[slice(*piece.behind)]):
            usual = own_base(before.topic) or usual
        return "denominator", (before.base if before else "") or usual
    rising = pattern_before_figure("rises").search(sentence.plain[: figure.start])
    if figure.unit == "%":
        grows = any(code == "growth_pct" for _, _, code in name_spans("measure", near) or name_spans("measure", back))
        if grows or (rising and not _lifts(back)):
            return "growth_pct", ""
        if context.measure == "growth_pct" and not code_named("measure", near):
            return "growth_pct", ""
        return "rate_pct", ""
    if rising or "increase" in (code_named("measure", near), context.measure if not code_named("measure", near) else ""):
        return "increase", ""
    subject = inside("plan", "eligible").search(near) or (
        inside("plan", "eligible").search(back) and not inside("plan", "eligible").search(near) and near != back
    )
    if subject or (context.measure == _ELIGIBLE and not (before and before.measure == "participants")):
        return _ELIGIBLE, ""
    base = _named_base(sentence, piece.near)
    if (
        base
        and not re.search(r"(?<!\w)tham gia(?!\w)", near)
        and not indicator_in(sentence, piece.near)
        and base != "population_past_retirement"
    ):
        return "denominator", base
    return "participants", ""


def _lifts(text: str) -> bool:
    """Whether a rate is raised to the figure, not by it."""
    return bool(re.search(r"(?<!\w)(?:lên|đạt|tới|thành)(?:[^,;.]{0,20})$", text) and not re.search(r"tăng(?: \w+){0,2} ?$", text))


def _named_base(sentence: Sentence, window: tuple[int, int]) -> str:
    held = [code for start, end, code in sentence.bases if window[0] <= start and end <= window[1]]
    return held[-1] if held else ""


def _base(sentence: Sentence, piece: Piece, context: Context, before: TargetFigure | None, own: str, figure: Mention) -> str:
    """The base of a rate: named next to it, else that of the previous figure or headings, if it fits the indicator."""
    if figure.unit != "%":
        return ""
    near, behind = sentence.plain[slice(*piece.near)], sentence.plain[slice(*piece.behind)]
    said = _named_base(sentence, piece.behind) or _named_base(sentence, piece.near) or _named_base(sentence, piece.back)
    if said:
        return said
    if inside("plan", "eligible").search(f"{near} {behind}"):
        return _ELIGIBLE
    if own in ("hi", "hi_household") and inside("plan", "of_people").search(f"{near} {behind}"):
        return "population"
    shared = before and (before.measure == "rate_pct" or (before.mention.part == "of" and before.base.startswith(_ELIGIBLE)))
    for carried in (before.base if before and shared else "", context.base):
        if carried and (carried == _ELIGIBLE or carried.startswith(_ELIGIBLE)):
            return _ELIGIBLE
        if carried and own and _fits(carried, own):
            return carried
    return ""


def _fits(base: str, indicator: str) -> bool:
    usual = terms("indicator").get(indicator, {}).get("base", "")
    return bool(usual) and terms("base")[base]["kind"] == terms("base")[usual]["kind"] and base != "population_past_retirement"


# ---------------------------------------------------------------- lists: 'lần lượt đạt 93%, 94%, 95%'


def _listed(
    sentence: Sentence, figures: Sequence[Mention], around: Sequence[Piece], timed: Sequence[DateSaid]
) -> dict[int, tuple[object, ...]]:
    """For figures listed 'respectively', the indicator or date of each."""
    found: dict[int, tuple[object, ...]] = {}
    for cue in inside("plan", "respectively").finditer(sentence.plain):
        start = max((each.end for each in figures if each.end <= cue.start()), default=0)
        run = [place for place, each in enumerate(figures) if each.start >= cue.end()]
        for length in range(1, len(run)):
            gap = sentence.plain[figures[run[length - 1]].end : figures[run[length]].start]
            if not re.fullmatch(r"[\s,;]*(?:và|,)?[\s]*(?:đạt |khoảng |là )*", gap):
                run = run[:length]
                break
        dates = [each.period for each in timed if start <= each.start and each.end <= cue.start() and not each.weak]
        held = [each for each in sentence.indicators if start <= each[0] and each[1] <= cue.start()]
        codes = [code for _, _, code in indicators_at(sentence, held[-1])] if held else []
        behind = [each.period for each in timed if run and each.start >= figures[run[-1]].end and not each.weak]
        for values in (codes, dates, behind):
            if len(values) == len(run) > 1:
                for place, value in zip(run, values, strict=True):
                    found[place] = (*found.get(place, ()), value)
    return found
