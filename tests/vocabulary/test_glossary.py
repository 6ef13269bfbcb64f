"""The committed glossary equals the one generated from the vocabulary."""

from pathlib import Path

from coverage_lib.vocabulary.glossary import KINDS, glossary
from coverage_lib.vocabulary.table_schemas import table_names
from coverage_lib.vocabulary.terms import terms

PAGE = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_committed_page_is_what_the_vocabulary_gives():
    assert PAGE.read_text("utf-8") == glossary()


def test_every_term_and_table_has_its_row():
    page = glossary()
    codes = [code for kind in KINDS for code in terms(kind)] + table_names()
    assert [code for code in codes if f"| `{code}` |" not in page] == []


def test_tables_are_rectangular():
    blocks = [[line for line in part.splitlines() if line.startswith("|")] for part in glossary().split("## ")[1:]]
    widths = [{line.replace("\\|", "").count("|") for line in block} for block in blocks]
    assert all(len(width) == 1 for width in widths)
