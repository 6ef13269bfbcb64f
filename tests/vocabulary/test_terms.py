import tomllib
from importlib.resources import files
from itertools import permutations

import pytest

from coverage_lib.clean.tables.header_meaning import code_named
from coverage_lib.vocabulary.terms import LANGUAGES, definition, label, parts, terms, worst_status

DOCUMENT = tomllib.loads(files("coverage_lib.vocabulary").joinpath("terms.toml").read_text("utf-8"))
TERMS = [(kind, code) for kind, entries in DOCUMENT.items() for code in entries]
ALIASES = [
    (kind, code, alias)
    for kind, entries in DOCUMENT.items()
    for code, entry in entries.items()
    for alias in entry.get("aliases", [])
]


def test_every_term_has_a_name_in_both_languages():
    names = {(kind, code): [label(kind, code, lang) for lang in LANGUAGES] for kind, code in TERMS}
    assert [term for term, given in names.items() if not all(name.strip() for name in given)] == []
    assert [term for term, given in names.items() if given[0] == given[1]] == []


@pytest.mark.parametrize("setting", ["{}", "Biểu 1. {} (năm 2024)"])
def test_every_alias_is_read_as_its_own_code(setting):
    # no alias is swallowed by a longer one of another code: the longest match wins, and each stands alone here
    texts = [(kind, code, setting.format(each)) for kind, code, alias in ALIASES for each in (alias, alias.upper())]
    assert [(text, found, code) for kind, code, text in texts if (found := code_named(kind, text)) != code] == []


def test_no_alias_belongs_to_two_codes():
    pairs = [(kind, alias) for kind, _, alias in ALIASES]
    assert sorted({pair for pair in pairs if pairs.count(pair) > 1}) == []


def test_every_base_is_defined_in_both_languages():
    assert [code for code in DOCUMENT["base"] if definition(code, "vi") == definition(code, "en")] == []


def test_terms_refer_to_terms_that_exist():
    indicators, bases = terms("indicator"), terms("base")
    assert {entry["base"] for entry in indicators.values()} <= set(bases)
    assert {code for entry in indicators.values() for code in [*entry.get("parts", []), entry.get("within", "si")]} <= set(
        indicators
    )
    assert {entry["of"] for entry in bases.values() if "of" in entry} <= set(indicators)
    assert {entry["obs_status"] for entry in terms("basis").values()} <= set(terms("status"))


def test_only_social_insurance_is_a_sum():
    assert {code: parts(code) for code in terms("indicator") if parts(code)} == {"si": ["si_compulsory", "si_voluntary"]}


def test_the_worst_status_wins_in_any_order():
    for order in permutations(["A", "O", "E", "P"]):
        assert worst_status(*order) == "O"
        assert worst_status(*(status for status in order if status != "O")) == "E"


def test_nothing_known_is_missing():
    assert worst_status() == worst_status("", "?") == "O"


def test_a_short_name_falls_back_to_the_full_one():
    assert label("indicator", "hi", short=True) == "BHYT"
    assert label("verdict", "met", short=True) == "đã đạt"
