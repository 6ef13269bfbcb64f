"""Check of parts and totals: compulsory + voluntary = total, unemployment ≤ compulsory, participants ≤ base."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import cell_name, figure, listed, persons, qualified, rate, term, words
from coverage_lib.auditing.figures.printed_figures import CELL, decimals, figures, of_measure
from coverage_lib.auditing.figures.rate_pairs import rates_with_counts
from coverage_lib.model.rates.rounding_intervals import meet
from coverage_lib.vocabulary.terms import parts, terms, whole_of

_UNIT = ["source_id", "area_code", "period", "basis", "measure", "claim", "ambition"]
_KEPT = [*CELL[1:], *_UNIT, "indicator", "area_label", "base", "value", "printed", "qualifier", "resolution", "low", "high"]


def parts_and_whole(observations: pd.DataFrame) -> pd.DataFrame:
    """Check the relations that must hold between the figures of one unit, period and document.

    - Parts add up to their whole: counts to the person, rounded figures within their last digits. A whole that was cut off instead
      of rounded is a note.
    - A scheme whose members all belong to another one (unemployment insurance, compulsory social insurance) has no more of them.
      Judged on counts; on rates only where no counts are printed. Where the wider scheme is not printed, it is whole less part.
    - No more participants than the base has persons, no rate above 100.

    Figures with 'about', 'over' or 'nearly' are taken as wide as these words allow.
    """
    known = figures(observations)
    known = known[known["area_code"].ne("")]
    return table([*_sums(known), *_within(known), *_left_by_parts(known), *_beyond_base(known)])


def _of_scheme(known: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return known.loc[known["indicator"].eq(indicator) & known["measure"].isin(["participants", "rate_pct"]), _KEPT]


def _beside(whole: pd.DataFrame, part: pd.DataFrame, name: str) -> pd.DataFrame:
    """Each total paired with one figure of the part: from the same sheet if possible, otherwise from elsewhere in the document."""
    columns = ["value", "low", "high", "printed", "qualifier", *CELL[1:]]
    other = part[[*_UNIT, *columns]].rename(columns={column: f"{name}_{column}" for column in columns})
    both = whole.merge(other, on=_UNIT)
    both = both.assign(_far=both["sheet"] != both[f"{name}_sheet"]).sort_values("_far", kind="stable")
    return both.drop_duplicates(CELL).drop(columns="_far")


def _sums(known: pd.DataFrame) -> Iterator[dict]:
    for indicator, entry in terms("indicator").items():
        if len(entry.get("parts", [])) != 2:
            continue
        first, second = (_of_scheme(known, part) for part in entry["parts"])
        rows = _beside(_beside(_of_scheme(known, indicator), first, "a"), second, "b")
        low, high = rows["a_low"] + rows["b_low"], rows["a_high"] + rows["b_high"]
        cut = meet(low, high, rows["value"], rows["value"] + rows["resolution"] * (1 - 1e-6))
        off = rows.assign(cut=cut & ((rows["resolution"] > 1) | rows["measure"].eq("rate_pct")))[
            ~meet(low, high, rows["low"], rows["high"])
        ]
        for row in off.itertuples():
            places = decimals(row.resolution)
            yield finding(
                "parts_and_whole",
                "sum_cut" if row.cut else "sum",
                "note" if row.cut else "error",
                row,
                printed=figure(row.value, row.measure, places),
                computed=figure(row.a_value + row.b_value, row.measure, places),
                parts=listed([figure(value, row.measure, places) for value in (row.a_value, row.b_value)], " + "),
                places=listed([cell_name(row.a_sheet, row.a_cell), cell_name(row.b_sheet, row.b_cell)], ", "),
                names=listed([term("indicator", part) for part in entry["parts"]], " + "),
            )


def _within(known: pd.DataFrame) -> Iterator[dict]:
    for indicator, entry in terms("indicator").items():
        if "within" not in entry:
            continue
        rows = _beside(_of_scheme(known, indicator), _of_scheme(known, entry["within"]), "a")
        counted = rows[rows["measure"] == "participants"]
        keys = ["source_id", "area_code", "period", "basis"]
        has_counts = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(counted[keys]))
        rows = rows[rows["measure"].eq("participants") | ~has_counts]
        for row in rows[rows["low"] > rows["a_high"] * (1 + 1e-9)].itertuples():
            places = decimals(row.resolution)
            yield finding(
                "parts_and_whole",
                "within",
                "error",
                row,
                printed=figure(row.value, row.measure, places),
                computed=figure(row.a_value, row.measure, places),
                wider=term("indicator", entry["within"]),
                wider_place=cell_name(row.a_sheet, row.a_cell),
            )


def _left_by_parts(known: pd.DataFrame) -> Iterator[dict]:
    """A scheme within a part (unemployment insurance within compulsory) where only the whole and the other part are printed."""
    for scheme, entry in terms("indicator").items():
        if whole := whole_of(wider := entry.get("within", "")):
            for other in set(parts(whole)) - {wider}:
                yield from _left_by(known, scheme, wider, whole, other)


def _left_by(known: pd.DataFrame, scheme: str, wider: str, whole: str, other: str) -> Iterator[dict]:
    printed = pd.MultiIndex.from_frame(_of_scheme(known, wider)[_UNIT[:-1]])
    wide = known.assign(ambition=False)  # one sentence strives for one scheme and sets the other
    rows = _beside(_beside(_of_scheme(wide, scheme), _of_scheme(wide, whole), "a"), _of_scheme(wide, other), "b")
    rows = rows[~pd.MultiIndex.from_frame(rows[_UNIT[:-1]]).isin(printed)]
    left = rows["a_value"] - rows["b_value"]
    below = rows["b_qualifier"].isin(["over", "at_least", "strive_over"])
    certain = rows["low"] > rows["a_high"] - rows["b_low"] + 1e-9
    for row in rows.assign(left=left, below=below, certain=certain)[
        (rows["value"] > left + 1e-9) | (below & (rows["value"] > left - 1e-9))
    ].itertuples():
        places = decimals(row.resolution)
        yield finding(
            "parts_and_whole",
            "left" if row.certain else "left_open",
            "error" if row.certain else "note",
            row,
            printed=figure(row.value, row.measure, places),
            computed=figure(row.left, row.measure, places),
            whole=qualified(row.a_value, row.measure, row.a_qualifier, places),
            other=qualified(row.b_value, row.measure, row.b_qualifier, places),
            here=qualified(row.value, row.measure, row.qualifier, places),
            less=words("words.less_than") if row.below else "",
            wider=term("indicator", wider),
        )


def _beyond_base(known: pd.DataFrame) -> Iterator[dict]:
    pairs = rates_with_counts(known)
    more = pairs[pairs["participants_low"] > pairs["persons_high"]]
    for row in more.assign(sheet=more["participants_sheet"], cell=more["participants_cell"]).drop_duplicates(CELL).itertuples():
        yield finding(
            "parts_and_whole",
            "base",
            "error",
            row,
            printed=persons(row.participants),
            computed=persons(row.persons),
            base_place=cell_name(row.persons_sheet, row.persons_cell),
        )
    for row in of_measure(known, "rate_pct").query("value > 100").itertuples():
        yield finding(
            "parts_and_whole", "above_100", "error", row, printed=rate(row.value, decimals(row.resolution)), computed=rate(100, 0)
        )
