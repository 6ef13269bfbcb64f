"""Random reports are read exactly; what cannot be known is left out and reported, never guessed."""

import pytest

from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.vocabulary import areas
from tests.layouts.drawn import drawn
from tests.layouts.figures import BEFORE
from tests.read.test_layouts import differences, records_of

EXAMPLES = 60


@pytest.fixture(scope="module")
def districts():
    on = areas.areas_on(BEFORE)
    return [code for code in on.index[on["level"] == "district"] if 5 <= len(areas.children(code, BEFORE)) <= 25]


def wrong(seed, districts, folder):
    """What is wrong with the reading of one drawn report; empty if nothing is."""
    layout, habits = drawn(seed, districts)
    document = read_document(layout.file(folder))
    extra, missing = differences(records_of(document.observations), layout.records, layout.within)
    if extra or (missing and not document.problems):
        return {"seed": seed, "habits": habits, "extra": extra[:3], "missing": missing[:3], "counts": (len(extra), len(missing))}
    return {}


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_a_drawn_report_is_read_right_or_said_to_be_unreadable(seed, districts, tmp_path):
    assert wrong(seed, districts, tmp_path) == {}


def test_most_of_them_are_read_completely(districts, tmp_path):
    whole = 0
    for seed in range(0, EXAMPLES, 3):
        layout, _ = drawn(seed, districts)
        whole += len(read_document(layout.file(tmp_path)).observations) == len(layout.records)
    assert whole >= EXAMPLES // 3 * 0.9
