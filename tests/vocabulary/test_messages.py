"""Every message about unusable input has its Vietnamese words: the code is read for the texts it can say."""

import ast
import csv
import re
from collections import Counter

import pytest

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.safety.file_types import FOREIGN
from coverage_lib.vocabulary.messages import GAP, failure_said, in_language, messages, problem_said
from tests.builders import PROJECT

FIRST = {"Problem": 2, "refusal": 1, "CoverageError": 0}  # the argument from which on the words of a message stand
LOCAL = {"remedy", "found", "expected", "limit", "summary", "lacks"}  # names under which a function keeps such words
_LETTER = re.compile(r"[A-Za-z]{2}")


def texts(node):
    """The texts that an expression can be, with gaps for what is only known when it runs."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(each.value if isinstance(each, ast.Constant) else GAP for each in node.values)]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in texts(node.left) or [GAP] for right in texts(node.right) or [GAP]]
    return []


def spoken(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FIRST:
            words = node.args[FIRST[node.func.id] :][: 1 if node.func.id == "CoverageError" else None]
            named = [each.value for each in node.keywords if each.arg not in ("place", "source")]
            for each in [*words, *named]:
                yield from texts(each)
        kept = isinstance(node, ast.Assign) and {getattr(each, "id", "") for each in node.targets} & LOCAL
        if kept or (isinstance(node, ast.keyword) and node.arg == "refused"):
            yield from texts(node.value)


def said_by_the_code():
    found = {}
    for path in sorted((PROJECT / "coverage_lib").rglob("*.py")):
        source = path.read_text("utf-8")
        if "errors import" in source or "refusal" in source or path.stem == "quantities":
            for text in spoken(ast.parse(source)):
                if _LETTER.search(text.replace(GAP, "")):
                    found.setdefault(text, f"{path.parent.name}/{path.name}")
    return found


SAID = said_by_the_code()


def test_the_code_is_found_to_speak():
    assert len(SAID) > 150


@pytest.mark.parametrize("text", sorted(SAID), ids=lambda text: re.sub(r"\W+", "-", text)[:50])
def test_every_message_has_vietnamese_words(text):
    said = text.replace(GAP, "7")
    assert text in messages() or in_language(said) != said, f"add it to messages.csv; said in {SAID[text]}"


@pytest.mark.parametrize("text", FOREIGN.values())
def test_every_kind_of_file_has_a_vietnamese_name(text):
    assert text in messages()


@pytest.mark.parametrize(("english", "vietnamese"), messages().items(), ids=lambda text: re.sub(r"\W+", "-", text)[:40])
def test_an_entry_keeps_its_gaps(english, vietnamese):
    assert vietnamese.count(GAP) == english.count(GAP)
    assert vietnamese.strip()


def test_what_fills_a_gap_is_said_in_vietnamese_too():
    assert in_language("an Excel workbook (.xlsx), as its name says") == "sổ Excel (.xlsx) như tên tệp"


def test_a_text_without_an_entry_stays():
    assert in_language("'Xã Vĩnh Thái'") == "'Xã Vĩnh Thái'"


def test_english_stays_english():
    problem = Problem("a.xlsx", "", "a table", "no cell that holds anything")
    assert problem_said(problem, "en") == str(problem)
    assert failure_said(CoverageError("The file cannot be read", [problem]), "en") == str(
        CoverageError("The file cannot be read", [problem])
    )


def test_several_problems_stand_in_a_list():
    error = CoverageError("Unknown units", [Problem("", "1", "a value", "nothing"), Problem("", "2", "a value", "nothing")])
    assert failure_said(error).splitlines() == [
        "Không rõ đơn vị",
        "  - 1: cần một giá trị; thực tế: không có gì",
        "  - 2: cần một giá trị; thực tế: không có gì",
    ]


@pytest.mark.parametrize("name", ["messages.csv", "phrases.csv"])
def test_every_entry_stands_once(name):
    lines = (PROJECT / "coverage_lib" / "vocabulary" / name).read_text("utf-8").splitlines()
    keys = [row[0] for row in csv.reader(lines)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
