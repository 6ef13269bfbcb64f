"""The reasons of a unit's verdicts: the default one of each target in a sentence, all methods with their arithmetic in a table."""

from __future__ import annotations

import pandas as pd

from coverage_lib.model.gaps.verdicts import METHODS
from coverage_lib.present.blocks import Format, Html, folded, joined, prose, table
from coverage_lib.present.context.page import Page
from coverage_lib.present.words.verdict_sentences import PACED, arithmetic, people_sentence, verdict_sentence
from coverage_lib.vocabulary.terms import REFERENCE_YEARS

_SAME = ["target_year", "target_area_code", "base", "target_pct", "target_persons"]
_COLUMNS = ("target", "method", "inputs", "ratio", "verdict")


def verdict_reasons(page: Page) -> Html:
    """The reason of every verdict that a distance alone does not explain, the pace in people, and, folded, all methods.

    Left out is what the table of distances says already: a level reached or missed, a plan that suffices or not, no figure at all.
    """
    words = page.words
    found = {indicator: judged(page, indicator) for indicator in page.indicators}
    told = [(indicator, row) for indicator, rows in found.items() for _, row in rows.iterrows() if _needs_reason(row)]
    if not told:
        return Html("")
    reasons = pd.DataFrame(
        {
            "indicator": [words.label("indicator", indicator, short=True) for indicator, _ in told],
            "target": [words.goal(row) for _, row in told],
            "reason": [f"{verdict_sentence(words, row)}." for _, row in told],
            "people": [people_sentence(words, row) for _, row in told],
        }
    )
    headings = {"indicator": words.column("indicator")} | {
        name: words.phrase(f"verdict.{name}") for name in ("target", "reason", "people")
    }
    paced = [verdict_table(page, indicator, paced=True) for indicator, rows in found.items() if _paced(rows).any()]
    given = table(reasons, headings, caption=words.phrase("verdict.caption"))
    return joined(given, folded(words.phrase("verdict.five"), *paced))


def verdict_table(page: Page, indicator: str, *, paced: bool = False) -> Html:
    """The methods side by side, one row each, with every input written out.

    Where one outcome holds for all methods alike, it stands in one row.

    Parameters
    ----------
    page : Page
    indicator : str
    paced : bool
        Only the targets for which a pace is compared.
    """
    words, rows = page.words, judged(page, indicator)
    rows = rows[_paced(rows)] if paced else rows
    lines = [line for _, row in rows.iterrows() for line in _lines(page, row)]
    if not lines:
        return prose([words.phrase("briefing.gap.none")])
    caption = words.phrase("verdict.methods", indicator=words.label("indicator", indicator))
    headings = {name: words.phrase(f"verdict.{name}") for name in _COLUMNS}
    form: dict[str, Format] = {"verdict": words.verdict}
    return table(pd.DataFrame(lines, columns=_COLUMNS), headings, form, caption)


def judged(page: Page, indicator: str) -> pd.DataFrame:
    """The rows of ``gap`` worth a reason, each level once: those compared, else those of the years every unit is judged in.

    They carry the columns of ``verdict_inputs``.
    """
    rows, key = page.rows("gap", indicator), ["area_code", "indicator", "target_year", "source_id"]
    compared = rows["gap_pp"].notna() | rows["gap_persons"].notna()
    rows = rows[compared if compared.any() else rows["target_year"].isin(REFERENCE_YEARS)].drop_duplicates(_SAME)
    return rows.merge(page.rows("verdict_inputs", indicator), on=key, how="left")


def _needs_reason(row: pd.Series) -> bool:
    """Whether a verdict compares paces, cannot be given, differs between methods, or has a pace in persons."""
    return row["verdict_pace"] in (*PACED, "not_defined") or not row["verdicts_agree"] or pd.notna(row["pace_required_persons"])


def _lines(page: Page, row: pd.Series) -> list[tuple]:
    words, given, target = page.words, [row[name] for name in METHODS], page.words.goal(row)
    if len(set(given)) > 1 and _paced(row.to_frame().T).any():
        return [_line(page, name, row, target) for name in METHODS]
    first = (target, words.phrase("verdict.all_methods"), verdict_sentence(words, row), "", given[0])
    # a target reached or an assigned figure reads the same by every method, the milestone of its year apart
    return [first] if len(set(given)) == 1 else [first, _line(page, "verdict_milestone", row, target)]


def _line(page: Page, name: str, row: pd.Series, target: str) -> tuple:
    words, settled = page.words, row[name] in ("met", "missed") and name != "verdict_milestone"
    text = verdict_sentence(words, row) if settled else arithmetic(words, row, name)
    # the ratio of a milestone is the gap itself, which stands in its arithmetic
    ratio = row[f"ratio_{name.removeprefix('verdict_')}"] if name != "verdict_milestone" else None
    return target, words.column(name), text, "" if pd.isna(ratio) else words.two_decimals(ratio), row[name]


def _paced(rows: pd.DataFrame) -> pd.Series:
    return rows[list(METHODS)].isin(PACED).any(axis=1)
