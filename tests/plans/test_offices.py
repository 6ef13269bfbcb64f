"""Invented plans as different offices would write them, with the expected results written by hand below each line.

``=> indicator base measure period printed qualifier`` is a target of the line above, ``=? printed what-it-lacks`` one for a person to
decide, ``=x printed reason`` a figure left out. Plans are read as they stand, wrapped, as a Word document and as a PDF document.
"""

import re
import textwrap
from collections import Counter
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coverage_lib.clean.plan_text.outline import outline
from coverage_lib.clean.plan_text.passages import passages
from coverage_lib.clean.plan_text.target_statements import statements
from coverage_lib.raw.readers.running_text import lines_of, read_running_text
from tests.builders import PROJECT

OFFICES = sorted(Path(__file__).with_name("offices").glob("*.txt"))
COUNTED = re.compile(r"(?<![\w.,/-])\d[\d.,]* ?(?:%|phần trăm|người|lao động)(?!\w)")


SPELLED = {"BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BHTN": "bảo hiểm thất nghiệp"}


def spelled(line):
    for short, long in SPELLED.items():
        line = re.sub(rf"(?<![\w/-]){short}(?![\w/-])", long, line)
    return line


def shortened(line):
    for short, long in SPELLED.items():
        line = line.replace(long, short)
    return line.replace("lực lượng lao động trong độ tuổi", "LLLĐ trong độ tuổi")


HANDS = {
    "schemes spelled out": spelled,
    "schemes shortened": shortened,
    "per cent in words": lambda line: re.sub(r"(\d) ?%", r"\1 phần trăm", line),
    "decimal points": lambda line: re.sub(r"(\d),(\d+)(?= ?%)", r"\1.\2", line),
    "other bullets": lambda line: re.sub(r"^- ", "• ", line),
    "no full stops": lambda line: re.sub(r"[.;]$", "", line),
    "hard spaces": lambda line: line.replace(" ", "\u00a0\u00a0"),
}


def plan_of(file):
    """Lines, and what each of them holds: (number of the line, what is written beneath)."""
    lines, asked = [], []
    for row in file.read_text("utf-8").splitlines():
        if row.startswith("="):
            asked.append((len(lines), row))
        else:
            lines.append(row)
    return lines, asked


def said(found):
    for each in found.candidates:
        ended = each.period.isoformat().removesuffix("-12-31")
        codes = (each.indicator, each.base, each.measure, ended, each.printed, each.qualifier)
        yield each.line, "=> " + " ".join(code or "-" for code in codes)
    yield from ((each.line, f"=? {each.printed} {'+'.join(each.lacks)}") for each in found.unclear)
    yield from ((each.line, f"=x {each.printed} {each.why}") for each in found.left_out)


@pytest.mark.parametrize("file", OFFICES, ids=lambda file: file.stem)
def test_a_plan_gives_its_targets_and_says_what_else_it_holds(file):
    lines, asked = plan_of(file)
    assert sorted(said(statements(lines_of(lines)))) == sorted(asked)


@pytest.mark.parametrize("file", OFFICES, ids=lambda file: file.stem)
def test_every_counted_figure_of_a_target_section_is_taken_or_left_out_with_a_reason(file):
    lines, _ = plan_of(file)
    found = statements(lines_of(lines))
    placed = [each for each in outline(passages(lines_of(lines))) if each.section == "target"]
    printed = Counter(
        (each.line, re.match(r"[\d.,]+", each.printed)[0]) for each in [*found.candidates, *found.unclear, *found.left_out]
    )
    for each in placed:
        for figure in COUNTED.finditer(each.passage.text):
            key = each.passage.line_at(figure.start()).number, re.match(r"\d[\d.,]*", figure[0])[0]
            assert printed[key], (figure[0], each.passage.text)


@pytest.mark.parametrize("file", OFFICES, ids=lambda file: file.stem)
def test_wrapping_changes_nothing(file):
    lines, asked = plan_of(file)
    wrapped, owner = [], {}
    for number, line in enumerate(lines, 1):
        for piece in textwrap.wrap(line, 78, break_on_hyphens=False):
            wrapped.append(piece)
            owner[len(wrapped)] = number
    found = [(owner[number], text) for number, text in said(statements(lines_of(wrapped)))]
    assert sorted(found) == sorted(asked)


@pytest.mark.parametrize("hand", HANDS)
def test_another_hand_writes_the_same(hand):
    def plain(text):
        return re.sub(r"(=x [\d.,]+) ?(?:%|phần trăm)", r"\1%", text).replace(",", ".")

    for file in OFFICES:
        lines, asked = plan_of(file)
        found = [(number, plain(text)) for number, text in said(statements(lines_of([HANDS[hand](line) for line in lines])))]
        assert sorted(found) == sorted((number, plain(text)) for number, text in asked), file.stem


@pytest.mark.parametrize("file", OFFICES[::3], ids=lambda file: file.stem)
def test_a_word_document_gives_the_same(file, tmp_path):
    lines, asked = plan_of(file)
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    assert sorted(said(statements(read_running_text(tmp_path / "a.docx")))) == sorted(asked)


def test_a_pdf_document_gives_the_same(tmp_path):
    pdfmetrics.registerFont(
        TTFont("Sans", str(PROJECT / "coverage_lib" / "present" / "kit" / "fonts" / "LiberationSans-Regular.ttf"))
    )
    for file in OFFICES[:3]:
        lines, asked = plan_of(file)
        canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
        pieces = [piece for line in lines for piece in textwrap.wrap(line, 84, break_on_hyphens=False)]
        for place, piece in enumerate(pieces):
            if place % 40 == 0:
                canvas.showPage() if place else None
                canvas.setFont("Sans", 11)
            canvas.drawString(56, 800 - 18 * (place % 40), piece)
        canvas.save()
        found = Counter(text for _, text in said(statements(read_running_text(tmp_path / "a.pdf"))))
        assert found == Counter(text for _, text in asked)
