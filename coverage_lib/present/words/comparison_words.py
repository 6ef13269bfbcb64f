"""Words that figures and tables of compared units share.

Their rows have the unit above in ``area_code``, the unit itself in ``lower_code``.
"""

from __future__ import annotations

import pandas as pd

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import definition, label

ACTUAL, PLAN = "actual", "plan"


def basis_name(path: str, lang: str = "vi") -> str:
    """What kind of figure it is; a rate that was only assigned is never called anything else.

    >>> basis_name("plan"), basis_name("actual")
    ('chỉ tiêu giao', 'thực hiện')
    """
    return phrase("compare.basis.plan", lang) if path == PLAN else label("basis", path, lang)


def circumstances(rows: pd.DataFrame, lang: str = "vi") -> dict[str, str]:
    """Whose units, which kind of figure and when: the opening of every finding on compared units."""
    first, period = rows.iloc[0], formats.period(rows["period"].max(), lang)
    return {"area": area_name(first["area_code"], lang), "basis": basis_name(first["path"], lang), "period": period}


def rates_subtitle(rows: pd.DataFrame, lang: str = "vi") -> str:
    """Indicator, base and the definition of the base."""
    indicator, base = rows["indicator"].iloc[0], rows["base"].iloc[0]
    names = {"indicator": label("indicator", indicator, lang), "base": label("base", base, lang)}
    return phrase("fig.subtitle.rates", lang, **names, definition=definition(base, lang))


def listed(rows: pd.DataFrame, lang: str = "vi") -> str:
    """Units with a rate each, for those who cannot see a figure."""
    pairs = zip(rows["lower_code"], rows["coverage_pct"], strict=True)
    return "; ".join(f"{area_name(code, lang)}: {formats.percent(value, lang)}" for code, value in pairs)
