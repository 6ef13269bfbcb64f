"""Which figures of its bases a page on a unit speaks of. Nothing is computed here, only chosen and ordered."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary.terms import terms

UNUSABLE = ""
"""Method of what is not a denominator."""


def at_hand(page: Page) -> pd.DataFrame:
    """The unit's rows of ``base_series``: by base in the order of the vocabulary, then by period."""
    order = {code: place for place, code in enumerate(terms("base"))}
    rows = page.rows("base_series")
    rows = rows.assign(order=rows["base"].map(order))
    return rows.sort_values(["order", "period", "method", "source_id"], kind="stable", ignore_index=True).drop(columns="order")


def denominators(page: Page) -> pd.DataFrame:
    """The same without what is printed but is not a denominator."""
    rows = at_hand(page)
    return rows[rows["method"] != UNUSABLE]


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last figure of each base; for one day a counted one before an implied one, the most reliable first."""
    rank = rows["method"].map({code: place for place, code in enumerate(terms("method"))}).fillna(0)
    order, ascending = ["period", "rank", "persons_known_to", "source_id"], [False, True, True, True]
    last = rows.assign(rank=rank).sort_values(order, ascending=ascending, kind="stable").drop_duplicates("base")
    return last.sort_index().drop(columns="rank")
