"""Words that figures and tables of compared units share."""

from __future__ import annotations

import pandas as pd

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label

ACTUAL, PLAN = "actual", "plan"


def basis_name(basis: str, lang: str = "vi") -> str:
    """What kind of figure it is; a rate that was only assigned is never called anything else.

    >>> basis_name("plan"), basis_name("actual")
    ('chỉ tiêu giao', 'thực hiện')
    """
    return phrase("compare.basis.plan", lang) if basis == PLAN else label("basis", basis, lang)


def circumstances(rows: pd.DataFrame, parent: str, lang: str = "vi") -> dict[str, str]:
    """Whose units, which kind of figure and when: the opening of every finding on compared units."""
    period = formats.period(rows["period"].max(), lang)
    return {"area": area_name(parent, lang), "basis": basis_name(rows["basis"].iloc[0], lang), "period": period}


def rates_subtitle(rows: pd.DataFrame, indicator: str, lang: str = "vi") -> str:
    """Indicator, base and the definition of the base."""
    base = rows["base"].iloc[0]
    names = {"indicator": label("indicator", indicator, lang), "base": label("base", base, lang)}
    return phrase("fig.subtitle.rates", lang, **names, definition=definition(base, lang))


def listed(rows: pd.DataFrame, column: str, lang: str = "vi") -> str:
    """Units with a rate each, for those who cannot see a figure."""
    pairs = zip(rows["area_code"], rows[column], strict=True)
    return "; ".join(f"{area_name(code, lang)}: {formats.percent(value, lang)}" for code, value in pairs)
