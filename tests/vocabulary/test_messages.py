"""Every message about unusable input stands under a key in two languages: the code is read for the keys it raises."""

import ast
import csv
import pickle
import re
from collections import Counter
from string import Formatter

import pytest

from coverage_lib.errors import CoverageError, Message, Problem, message, said
from coverage_lib.raw.safety.file_types import KINDS
from coverage_lib.vocabulary.phrases import phrases
from tests.builders import PROJECT

MESSAGES = phrases("messages.csv")
WORDS = {  # the arguments in which the words of a message stand
    "Problem": slice(2, 5),
    "refusal": slice(1, 4),
    "CoverageError": slice(0, 1),
    "undecided": slice(1, 2),
    "Undecided": slice(0, 1),
    "wrong": slice(0, 3),
    "message": slice(0, 1),
    "Message": slice(0, 1),
    "joined": slice(0, 1),
}
FILLED = {"message", "joined"}
NAMED = {"expected", "found", "remedy", "refused", "summary"}
LOCAL = NAMED | {"lacks", "limit", "wanted"}  # names under which a function keeps such words
RETURNED = {"missing_part": "column_quantities", "_remedy": "successors"}  # functions whose answer is a key
_LETTER = re.compile(r"[A-Za-z]{2}")
_GROUP = "|".join(sorted({key.partition(".")[0] for key in MESSAGES}))
_KEY = re.compile(rf"(?:{_GROUP})\.(?!toml|csv|xlsx|css)\w+")
_PATTERN = re.compile(rf"(?:{_GROUP})\\\.")  # of keys, dot escaped


def literals(node):
    """The texts that an expression can be, each as a pattern: what is only known when it runs may be anything."""
    if isinstance(node, ast.Constant):
        return [re.escape(node.value)] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(each.value) if isinstance(each, ast.Constant) else r"\w*" for each in node.values)]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [text for each in node.values for text in literals(each)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return literals(node.left) + literals(node.right)
    return []


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def spoken(tree, module):
    """The texts in the places of messages, each with whether fields are given beside it."""
    for node in ast.walk(tree):
        said_here = []
        if isinstance(node, ast.Call):
            said_here += [each.value for each in node.keywords if each.arg in NAMED and name_of(node) not in (*FILLED, "phrase")]
            said_here += node.args[WORDS[name_of(node)]] if name_of(node) in WORDS else []
        elif isinstance(node, ast.Assign) and {getattr(each, "id", "") for each in node.targets} & LOCAL:
            said_here.append(node.value)
        elif isinstance(node, ast.FunctionDef) and RETURNED.get(node.name) == module:
            said_here += [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
        filled = isinstance(node, ast.Call) and name_of(node) in FILLED
        yield from ((text, filled) for each in said_here for text in literals(each))


def modules():
    for path in sorted((PROJECT / "coverage_lib").rglob("*.py")):
        source = path.read_text("utf-8")
        if re.search(r"errors import|import .*\brefusal\b", source) or path.stem in ("column_quantities", "toml_entries"):
            yield path, ast.parse(source)


SAID, BARE, NAMED_ANYWHERE = {}, set(), set()
for _path, _tree in modules():
    for _text, _filled in spoken(_tree, _path.stem):
        if _LETTER.search(_text):
            SAID.setdefault(_text, f"{_path.parent.name}/{_path.name}")
            BARE |= set() if _filled else {_text}
    _parts = {id(each) for node in ast.walk(_tree) if isinstance(node, ast.JoinedStr) for each in node.values}
    NAMED_ANYWHERE |= {text for node in ast.walk(_tree) if id(node) not in _parts for text in literals(node)}


def fields(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def test_the_code_is_found_to_speak():
    assert len(SAID) > 300


def test_a_literal_text_is_a_key():
    foreign = {text: module for text, module in SAID.items() if not any(re.fullmatch(text, key) for key in MESSAGES)}
    assert foreign == {}, "no keys of messages.csv"


def test_what_looks_like_a_key_is_one():
    looks = {text.replace("\\.", ".") for text in NAMED_ANYWHERE if _KEY.fullmatch(text.replace("\\.", "."))}
    assert looks - set(MESSAGES) - set(phrases()) == set()


def test_every_key_is_used():
    patterns = [re.compile(text) for text in NAMED_ANYWHERE if _PATTERN.match(text)]
    assert [key for key in MESSAGES if not any(pattern.fullmatch(key) for pattern in patterns)] == []


def test_every_kind_of_file_has_a_name():
    kinds = {*KINDS.values(), "binary", "empty_text", "encrypted", "office", "old"}
    assert {f"kind.{kind}" for kind in kinds} - set(MESSAGES) == set()


def test_both_languages_have_words_and_the_same_fields():
    assert [key for key, texts in MESSAGES.items() if not texts["vi"].strip() or not texts["en"].strip()] == []
    assert [key for key, texts in MESSAGES.items() if fields(texts["vi"]) != fields(texts["en"])] == []
    filled = {key: message(key, **dict.fromkeys(fields(texts["en"]), 7)) for key, texts in MESSAGES.items()}
    assert [key for key, text in filled.items() if "{" in text.in_language("vi") + text.in_language("en")] == []


def test_the_fields_given_are_those_of_the_text():
    wrong = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) == "message" and isinstance(node.args[0], ast.Constant):
                given = sorted(each.arg for each in node.keywords)
                if given != fields(MESSAGES[node.args[0].value]["en"]):
                    wrong.append((path.name, node.args[0].value, given))
    assert wrong == []


def test_a_key_that_is_raised_bare_has_no_fields():
    bare = [key for key in MESSAGES if any(re.fullmatch(text, key) for text in BARE)]
    assert [key for key in bare if fields(MESSAGES[key]["en"])] == []


def test_what_fills_a_field_is_said_in_the_language_too():
    named = message("file.as_named", kind=Message("kind.xlsx"))
    assert named.in_language("vi") == "sổ Excel (.xlsx) như tên tệp"
    assert str(named) == "an Excel workbook (.xlsx), as its name says"


def test_a_text_that_is_no_key_stays():
    assert said("'Xã Vĩnh Thái'") == "'Xã Vĩnh Thái'"


def test_english_is_what_the_error_says_itself():
    problem = Problem("a.xlsx", "", "table.any", "table.empty")
    assert problem.in_language("en") == str(problem) == "a.xlsx: expected a table, found no cell that holds anything"
    refused = CoverageError("file.refused", [problem])
    assert refused.in_language("en") == str(refused) == f"The file cannot be read: {problem}"


def test_several_problems_stand_in_a_list():
    error = CoverageError(
        "unit.unknown", [Problem("", "1", "record.value", "found.nothing"), Problem("", "2", "record.value", "found.nothing")]
    )
    assert error.in_language("vi").splitlines() == [
        "Không rõ đơn vị",
        "  - 1: cần một giá trị; thực tế: không có gì",
        "  - 2: cần một giá trị; thực tế: không có gì",
    ]


def test_an_error_crosses_the_border_of_a_process():
    error = CoverageError("file.refused", [Problem("a.pdf", "", message("document.most_pages", most=100), "101")])
    back = pickle.loads(pickle.dumps(error))
    assert (back.summary, back.problems) == (error.summary, error.problems)
    assert str(back) == str(error) == "The file cannot be read: a.pdf: expected at most 100 pages, found 101"


@pytest.mark.parametrize("name", ["messages.csv", "phrases.csv"])
def test_every_entry_stands_once(name):
    lines = (PROJECT / "coverage_lib" / "vocabulary" / name).read_text("utf-8").splitlines()
    keys = [row[0] for row in csv.reader(lines)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
