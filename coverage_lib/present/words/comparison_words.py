"""Words that figures and tables of compared units share.

Their rows have the unit above in ``area_code``, the unit itself in ``lower_code``.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.context.gap_words import Words

ACTUAL, PLAN = "actual", "plan"


def basis_name(words: Words, path: str) -> str:
    """The kind of a figure; an assigned rate is always named as such.

    >>> basis_name(Words(), "plan"), basis_name(Words(), "actual")
    ('chỉ tiêu giao', 'thực hiện')
    """
    return words.phrase("compare.basis.plan") if path == PLAN else words.label("basis", path)


def circumstances(words: Words, rows: pd.DataFrame) -> dict[str, str]:
    """Whose units, which kind of figure and when: the opening of every finding that compares units."""
    first, period = rows.iloc[0], words.period(rows["period"].max())
    return {"area": words.area(first["area_code"]), "basis": basis_name(words, first["path"]), "period": period}


def rates_subtitle(words: Words, rows: pd.DataFrame) -> str:
    """Indicator, base and the definition of the base."""
    indicator, base = rows["indicator"].iloc[0], rows["base"].iloc[0]
    names = {"indicator": words.label("indicator", indicator), "base": words.label("base", base)}
    return words.phrase("fig.subtitle.rates", **names, definition=words.definition(base))


def listed(words: Words, rows: pd.DataFrame) -> str:
    """Units with a rate each, as text for those who cannot see a chart."""
    pairs = zip(rows["lower_code"], rows["coverage_pct"], strict=True)
    return "; ".join(f"{words.area(code)}: {words.percent(value)}" for code, value in pairs)
