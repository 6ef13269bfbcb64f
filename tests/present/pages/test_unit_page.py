"""The briefing of a unit as a whole: what it costs to put together."""

from collections import Counter

import pytest

from coverage_lib.present.context.page import Page
from coverage_lib.present.pages.unit_page import UnitPage

MOST_LOOKUPS = 60
PARTS = (
    "in_short", "distances", "verdict_reasons", "change_and_sisters", "conflicts", "before_and_after_reform", "missing", "figures",
    "denominators", "findings", "provenance",
)  # fmt: skip


class Counted(dict):
    """Tables that count how often one is taken."""

    def __init__(self, tables):
        super().__init__(tables)
        self.taken = Counter()

    def __getitem__(self, name):
        self.taken[name] += 1
        return super().__getitem__(name)


@pytest.mark.parametrize("area_code", ["464", "VN"])
def test_a_briefing_looks_few_tables_up_and_builds_each_view_once(processed, area_code, monkeypatch):
    built, build = [], Page._view
    monkeypatch.setattr(Page, "_view", lambda page, indicator: built.append((page.area_code, indicator)) or build(page, indicator))
    tables = Counted(processed)
    page = UnitPage(tables, area_code)
    for part in PARTS:
        getattr(page, part)()
    assert sum(tables.taken.values()) < MOST_LOOKUPS, tables.taken
    assert max(Counter(built).values()) == 1
    assert {code for _, code in built} >= set(page.indicators)
