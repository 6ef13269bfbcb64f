"""The sentences are those that a person has reviewed; ``make golden`` writes the files anew."""

import pytest

from coverage_lib.vocabulary.terms import LANGUAGES
from tests.golden.sentences import FOLDER, sentences


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_as_reviewed(lang):
    reviewed = (FOLDER / f"sentences.{lang}.txt").read_text("utf-8").splitlines()
    assert sentences(lang) == reviewed, "make golden, then review the difference"
