import ast
import csv
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from coverage_lib.vocabulary.phrases import phrase, phrases

FILES = sorted(part for part in Path(str(files("coverage_lib.vocabulary"))).glob("phrases*.csv"))
ENGLISH_ONLY = {"check.base_not_stated.set": {"reason"}}  # the reason in a source record is written in English
ENGLISH_ONLY |= {  # click names the kind of path in English
    f"click.{key}": {"name"} for key in ("not_there", "is_file", "is_directory", "not_readable", "not_writable", "not_executable")
}
LIBRARY = Path(str(files("coverage_lib")))


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_with_the_same_fields():
    assert [key for key, texts in phrases().items() if not all(texts[lang].strip() for lang in ("vi", "en"))] == []
    known = {key: (fields(texts["vi"]), fields(texts["en"])) for key, texts in phrases().items()}
    assert {key: en - vi for key, (vi, en) in known.items() if en - vi} == ENGLISH_ONLY
    assert {key: vi - en for key, (vi, en) in known.items() if vi - en} == {}


def test_no_key_is_written_twice():
    keys = [row["key"] for file in FILES for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_phrase_that_code_asks_for_exists():
    asked = {
        node.args[0].value
        for file in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "phrase" and node.args
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert len(asked) > 50
    assert sorted(asked - set(phrases())) == []


def test_a_forgotten_field_is_an_error_not_a_gap_in_the_sentence():
    with pytest.raises(KeyError):
        phrase("page.data_date")
