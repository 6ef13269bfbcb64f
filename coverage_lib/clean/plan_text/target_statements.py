"""From the lines of a plan to its candidate targets: indicator, unit and year of each, and the figures left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coverage_lib.clean.plan_text.figure_mentions import blank_out, dates_said, mentions
from coverage_lib.clean.plan_text.heading_context import Context, context_of
from coverage_lib.clean.plan_text.outline import Node, Placed, folded_title, outline
from coverage_lib.clean.plan_text.passages import Passage, passages
from coverage_lib.clean.plan_text.sentence_parts import sentence_of
from coverage_lib.clean.plan_text.tables_in_text import read_table
from coverage_lib.clean.plan_text.target_candidates import Candidate, LeftOut, Statements
from coverage_lib.clean.plan_text.target_parser import TargetFigure, parse_targets
from coverage_lib.clean.tables.header_meaning import name_spans
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.target_units import area_before, area_of_item
from coverage_lib.raw.readers.running_text import Line
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.word_patterns import inside

_OPEN = ("", "target")
_NUMBERED = "ngày|tháng|khoản|điều|điểm|quý|chỉ tiêu|phụ lục|biểu|mẫu|bảng|mục|số|lần thứ"
_NO_FIGURES = re.compile(rf"(?<![\d.,])\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?(?![\d.,%])|(?:{_NUMBERED}) \d+")
_COMPLETED = re.compile(r"\d ?(?:%|phần trăm) (?:so với |so )?(?:kế hoạch|chỉ tiêu|mục tiêu)[^,;.]*")
_DAY = re.compile(r"\d{1,2}(?: tháng |[/.-])\d{1,2}(?: năm |[/.-])((?:19|20)\d\d)(?!\d)")


@dataclass
class _Running:
    """Context that earlier passages give to later ones next to or below them."""

    by_passage: dict[int, Context] = field(default_factory=dict)
    label: tuple[tuple[int, ...], Context] | None = None  # a year that opens a paragraph holds for the paragraphs after it
    last: Context = field(default_factory=Context)
    areas: dict[int, tuple[str, str]] = field(default_factory=dict)


def statements(lines: Sequence[Line], area_code: str = "", on: dt.date | None = None, issued: dt.date | None = None) -> Statements:
    """The figures of the target sections of a plan.

    A document without any such section, such as a press article, is searched for sentences that set a goal and name its year.

    Parameters
    ----------
    lines : sequence of Line
    area_code : str
        The area of the document, below which units named on single lines are looked up.
    on : date, optional
        The day on which their names are valid.
    issued : date, optional
        The date of the document: years that ended before are results. Otherwise the latest date named in its preamble.

    Examples
    --------
    >>> from coverage_lib.raw.readers.running_text import lines_of
    >>> found = statements(lines_of(["II. MỤC TIÊU", "1. Năm 2027", "- Tỷ lệ bao phủ BHYT đạt 91,5% dân số."]))
    >>> [(each.line, each.path, each.indicator, each.value, each.period.year) for each in found.candidates]
    [(3, 'II.1', 'hi', 91.5, 2027)]
    """
    placed = list(outline(passages(lines)))
    title = context_of(_title_of(placed))
    made = issued.year if issued else _made_not_before(placed)
    past = dt.date(made, 1, 1) if made else None
    found = Statements()
    has_section = any(each.section == "target" for each in placed)
    found.sections = [_heading(each) for each in placed if each.is_heading and _opens_target(each)]
    running = _Running()
    for each in placed:
        context = replace(_context(each, running, title), local=area_code != areas.NATION)
        label, code = _area(each, running, area_code, on)
        goals = has_section and each.section == "target"
        if each.passage.grid is not None:
            if goals:
                _take_table(found, each, area_code, on)
            continue
        tells = each.section == "results" and any(node.section == "target" for node in each.above)
        if tells:
            read = parse_targets(each.passage.folded, context, past)
            _take(found, each, [replace(one, against="past") for one in read], (label, code), area_code, on, others=False)
        elif goals or (not has_section and each.section in _OPEN):
            read = parse_targets(each.passage.folded, context, past)
            if not goals:
                read = [one for one in read if _is_goal(each.passage, one)]
            _take(found, each, read, (label, code), area_code, on, others=goals)
        else:
            read = []
        _remember(running, each, context, read)
    _give_the_only_year(found)
    found.candidates = _with_the_only_base(found.candidates)
    return found


def _give_the_only_year(found: Statements) -> None:
    """Give figures that lack only their year the year of all the others, if these have one in common."""
    named = {each.period for each in found.candidates}
    if len(named) == 1:
        dated = [replace(each, period=next(iter(named)), lacks=()) for each in found.unclear if each.lacks == ("year",)]
        found.unclear = [each for each in found.unclear if each.lacks != ("year",)]
        found.candidates = sorted([*found.candidates, *dated], key=lambda each: (each.page, each.line))


def _with_the_only_base(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give rates without a stated labour force the only one that the document names."""
    kinds = {code: entry["kind"] for code, entry in terms("base").items()}
    named = {each.base for each in candidates if each.stated_base and kinds.get(each.base) == "labour_force"}
    if len(named) != 1:
        return list(candidates)
    usual = {code for code, entry in terms("indicator").items() if kinds[entry["base"]] == "labour_force"}
    return [
        replace(each, base=next(iter(named)), stated_base=True)
        if each.measure == "rate_pct" and not each.base and each.indicator in usual
        else each
        for each in candidates
    ]


def _opens_target(placed: Placed) -> bool:
    above = next((node.section for node in reversed(placed.above) if node.section), "")
    return placed.section == "target" and above != "target"


def _heading(placed: Placed) -> str:
    mark = f"{placed.passage.mark}. " if placed.passage.kind and placed.passage.kind != "bullet" else ""
    return f"{mark}{placed.passage.text}"[:120]


def _title_of(placed: Sequence[Placed]) -> str:
    """The title without the documents that the plan implements."""
    return blank_out(folded_title(placed), "citation")


def _made_not_before(placed: Sequence[Placed]) -> int:
    """The latest year of a full date above the first heading: a document cites only older documents."""
    days = [each for one in placed if one.title for each in _DAY.findall(one.passage.folded)]
    return max((int(year) for year in days), default=0)


# ---------------------------------------------------------------- context


def _context(placed: Placed, running: _Running, title: Context) -> Context:
    """The context that headings above a passage, and the paragraph before it, give to it."""
    context = Context()
    for node in reversed(placed.above):
        context = context.over(_said_by(node, running))
    if not placed.passage.kind or not (context.period or context.weak):
        key = tuple(id(node.passage) for node in placed.above)
        if running.label and running.label[0] == key and (not placed.passage.kind or not context.period):
            context = Context(period=running.label[1].period).over(context)
    if not placed.passage.kind and inside("plan", "as_part").match(placed.passage.folded):
        context = running.last.over(context)
    strive = any(_said_by(node, running).strive for node in placed.above)
    return replace(context.over(replace(title, base="", measure="", newly=False, quoted=False)), strive=strive)


def _said_by(node: Node, running: _Running) -> Context:
    return running.by_passage.get(id(node.passage)) or context_of(node.passage.folded)


def _remember(running: _Running, placed: Placed, context: Context, read: Sequence[TargetFigure]) -> None:
    """The context that a passage gives to those below it: an item with figures passes on that of its last figure."""
    passage = placed.passage
    taken = [one for one in read if not one.against and one.mention.unit]
    if taken:
        last = taken[-1]
        own = Context(last.indicator if last.named else "", last.base, "", last.period if last.own_year else None)
        kept = own if len({one.indicator for one in taken}) == 1 else replace(own, indicator="")
        if len({one.period for one in taken}) > 1:
            kept = replace(kept, period=None)
        running.by_passage[id(passage)] = kept
        running.last = Context(taken[0].indicator, last.base, "", last.period)
    elif placed.is_heading:
        running.by_passage[id(passage)] = context_of(passage.folded)
    lead = re.match(r"\W*(?:\w+ ){0,4}?năm (?:19|20)\d\d\s*[:,]", passage.folded)
    if lead:
        timed = dates_said(lead[0])
        if len(timed) == 1 and not timed[0].weak:
            running.label = (tuple(id(node.passage) for node in placed.above), Context(period=timed[0].period))
    elif passage.kind and passage.kind != "bullet":
        running.label = None


def _is_goal(passage: Passage, aim: TargetFigure) -> bool:
    """Outside target sections: a sentence that strives for a figure and names its year."""
    lead = passage.folded[: aim.mention.start]
    begun = max((each.end() for each in re.finditer(r"[.?!](?=\s)", lead)), default=0)
    said = _COMPLETED.sub(" ", lead[begun:])
    goals = [each.end() for each in inside("plan", "goal").finditer(said)]
    return bool(goals) and not inside("plan", "told").search(said[goals[-1] :]) and aim.own_year and not aim.lacks


# ---------------------------------------------------------------- taking


def _area(placed: Placed, running: _Running, area_code: str, on: dt.date | None) -> tuple[str, str]:
    """The unit to which an item, or a heading above it, refers."""
    own = area_of_item(placed.passage.text, area_code, on)
    if not own[0]:
        own = next(
            (running.areas[id(n.passage)] for n in reversed(placed.above) if running.areas.get(id(n.passage), ("",))[0]), own
        )
    running.areas[id(placed.passage)] = own
    return own


def _take(
    found: Statements,
    placed: Placed,
    read: Sequence[TargetFigure],
    area: tuple[str, str],
    area_code: str,
    on: dt.date | None,
    *,
    others: bool,
) -> None:
    passage = placed.passage
    clause_area = area
    for aim in read:
        line = passage.line_at(aim.mention.start)
        shown = _as_printed(passage, aim)
        if aim.against:
            found.left_out.append(LeftOut(line.number, line.page, placed.path, shown, aim.against))
            continue
        clause_area = area_before(passage.text, aim.mention.start, area_code, on) or clause_area
        usual = terms("indicator").get(aim.indicator, {}).get("base", "") if aim.measure == "rate_pct" else ""
        usual = "" if usual and terms("base")[usual]["kind"] == "labour_force" else usual
        one = Candidate(
            *(line.number, line.page, placed.path, *clause_area, aim.indicator, aim.base or usual, bool(aim.base), aim.measure),
            *(aim.period, aim.mention.value, aim.mention.unit, aim.qualifier, aim.mention.printed, aim.lacks),
        )
        if "indicator" in aim.lacks and not _may_be_ours(passage, aim):
            found.left_out.append(LeftOut(line.number, line.page, placed.path, shown, "other", aim.words))
        else:
            (found.unclear if aim.lacks else found.candidates).append(one)
    if others:
        _others(found, placed, {aim.mention.start for aim in read})


def _may_be_ours(passage: Passage, aim: TargetFigure) -> bool:
    """Whether the sentence of a figure without an indicator is about insurance at all."""
    folded = passage.folded
    start = max((each.end() for each in re.finditer(r"[;.](?=\s)", folded) if each.end() <= aim.mention.start), default=0)
    end = min(
        (each.start() for each in re.finditer(r"[;.](?=\s|$)", folded) if each.start() >= aim.mention.end), default=len(folded)
    )
    return not aim.words or bool(sentence_of(folded[start:end]).indicators)


def _others(found: Statements, placed: Placed, taken: set[int]) -> None:
    """Numbers in a target section that are neither rates, counts of persons, dates nor document numbers."""
    passage = placed.passage
    text = blank_out(passage.folded, "citation")
    for said in dates_said(text):
        text = text[: said.start] + " " * (said.end - said.start) + text[said.end :]
    for start, end, _ in name_spans("base", text):  # '15 tuổi trở lên'
        text = text[:start] + " " * (end - start) + text[end:]
    text = _NO_FIGURES.sub(lambda each: " " * len(each[0]), text)
    for each in mentions(text):
        if each.start not in taken and not each.unit and not re.match(r"(?:19|20)\d\d$", each.printed):
            line = passage.line_at(each.start)
            points = inside("plan", "points").match(text[each.end :].lstrip())
            why = "points" if points else "uncounted"
            found.left_out.append(LeftOut(line.number, line.page, placed.path, each.printed, why))


def _as_printed(passage: Passage, aim: TargetFigure) -> str:
    return " ".join(passage.text[aim.mention.start : aim.mention.end].split())


def _take_table(found: Statements, placed: Placed, area_code: str, on: dt.date | None) -> None:
    """The figures of a table inside a target section, read like any other table."""
    above = [_heading_text(node) for node in placed.above]
    rows, left = read_table(placed.passage, above, area_code, on)
    line = placed.passage.first
    for row, text in left:
        found.left_out.append(LeftOut(line.number + row - 1, line.page, placed.path, text, "table"))
    for each in rows:
        found.candidates.append(
            Candidate(
                *(line.number + each.row - 1, line.page, placed.path, each.area_label, each.area_code, each.indicator, each.base),
                *(bool(each.base), each.measure, each.period, each.value, each.unit, "", each.printed),
            )
        )


def _heading_text(node: Node) -> str:
    return node.passage.text if fold(node.passage.text) else ""
