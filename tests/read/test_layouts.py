"""Every layout gives exactly the figures from which it was built: nothing wrong, nothing missing, nothing extra."""

import math
from collections import Counter

import pytest

from coverage_lib.deliver.offices.reading_report import read_document
from tests.layouts import LAYOUTS
from tests.layouts.tables import Record
from tests.read.ledgers import faults


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """Layout name → what was read of it, read once."""
    folder, known = tmp_path_factory.mktemp("layouts"), {}

    def once(layout):
        if layout.name not in known:
            known[layout.name] = read_document(layout.file(folder))
        return known[layout.name]

    return once


def records_of(observations):
    return [
        Record(
            row["area_code"],
            row["indicator"],
            row["base"],
            row["measure"],
            None if row["period"] != row["period"] else row["period"].date(),
            row["basis"],
            None if math.isnan(row["value"]) else float(row["value"]),
        )
        for row in observations.to_dict("records")
    ]


def differences(found, expected, within):
    """What was found and is not expected, and the other way round; values compared with a tolerance."""
    left, extra = Counter(expected), []
    for record in found:
        match = (
            record if left[record] > 0 else next((each for each in left if left[each] > 0 and close(record, each, within)), None)
        )
        if match is None:
            extra.append(record)
        else:
            left[match] -= 1
    return extra, list(left.elements())


def close(one, other, within):
    if one[:-1] != other[:-1] or one.value is None or other.value is None:
        return False
    return abs(one.value - other.value) <= within


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read_exactly(layout, documents):
    document = documents(layout)
    extra, missing = differences(records_of(document.observations), layout.records, layout.within)
    if layout.may_refuse and missing:
        assert document.skipped or document.problems
        missing = []
    assert (extra[:5], missing[:5], len(extra), len(missing)) == ([], [], 0, 0)


@pytest.mark.parametrize("layout", [each for each in LAYOUTS if each.unsaid], ids=lambda layout: layout.name)
def test_what_is_left_out_is_said(layout, documents):
    document = documents(layout)
    said = "\n".join(document.skipped + document.problems).lower()
    assert [word for word in layout.unsaid if word.lower() not in said] == []


@pytest.mark.parametrize("layout", [each for each in LAYOUTS if each.problems], ids=lambda layout: layout.name)
def test_what_cannot_be_read_is_named(layout, documents):
    said = "\n".join(documents(layout).problems)
    assert [word for word in layout.problems if word not in said] == []


def test_there_are_many_layouts_and_each_has_a_name_of_its_own():
    assert len(LAYOUTS) >= 90
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
    assert {layout.suffix for layout in LAYOUTS} == {".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".pdf", ".csv", ".tsv", ".txt"}


def test_the_comparison_notices_every_kind_of_difference():
    known = LAYOUTS[0].records[:3]
    wrong = known[0]._replace(value=known[0].value + 1)
    assert differences(known, known, 1e-6) == ([], [])
    assert differences([wrong, *known[1:]], known, 1e-6) == ([wrong], [known[0]])
    assert differences(known[1:], known, 1e-6) == ([], [known[0]])
    assert differences([known[0], *known], known, 1e-6) == ([known[0]], [])
    unread = known[0]._replace(value=None)
    assert differences([unread], [known[0]], 1e9) == ([unread], [known[0]])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_figure_of_a_layout_is_read_or_listed(layout, documents):
    assert faults(documents(layout)) == []
