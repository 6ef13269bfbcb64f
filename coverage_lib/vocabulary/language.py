"""One of the two languages: its phrases, the names of coded words, columns and units, and its formats of numbers and dates."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pandas as pd

from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import LANGUAGES, definition, label


class Language:
    """Everything a page says in one language, so that no sentence can mix two.

    Parameters
    ----------
    lang : {"vi", "en"}

    Attributes
    ----------
    lang : str
    count, decimal, percent, target, points, date, period : callable
        The functions of :mod:`coverage_lib.vocabulary.formats`, in this language.

    Examples
    --------
    >>> english = Language("en")
    >>> english.phrase("unit.persons"), english.label("indicator", "ui"), english.count(1499), english.percent(19.22)
    ('persons', 'Unemployment insurance', '1,499', '19.2%')
    >>> Language("vi").area("464")
    'Huyện Vĩnh Linh'
    """

    def __init__(self, lang: str = "vi"):
        assert lang in LANGUAGES, lang
        self.lang = lang
        self.count = partial(formats.count, lang=lang)
        self.decimal = partial(formats.decimal, lang=lang)
        self.percent = partial(formats.percent, lang=lang)
        self.target = partial(formats.target, lang=lang)
        self.points = partial(formats.points, lang=lang)
        self.date = partial(formats.date, lang=lang)
        self.period = partial(formats.period, lang=lang)

    def phrase(self, key: str, /, **fields: object) -> str:
        """A fixed phrase with its fields filled in."""
        return phrase(key, self.lang, **fields)

    def label(self, kind: str, code: str, *, short: bool = False) -> str:
        """The name of a coded word."""
        return label(kind, code, self.lang, short=short)

    def column(self, name: str) -> str:
        """The heading of a column of the tables."""
        return column_label(name, self.lang)

    def definition(self, base: str) -> str:
        """The definition of a base, as printed beneath a chart."""
        return definition(base, self.lang)

    def area(self, code: str) -> str:
        """The full name of a unit."""
        return area_name(code, self.lang)

    def of(self, row: Any, name: str) -> str:
        """A sentence that a table holds in both languages: column ``name`` in Vietnamese, ``name_en`` in English."""
        return row[name if self.lang == "vi" else f"{name}_en"]

    def two_decimals(self, value: float | None) -> str:
        """A rate in a column of rates, without its unit."""
        return self.decimal(value, places=2)

    def signed_points(self, value: float | None) -> str:
        """A gap in points in a column of gaps."""
        return self.points(value, places=2)

    def signed_count(self, value: float | None) -> str:
        """A gap in persons in a column of gaps."""
        return self.count(value, signed=True)

    def moment(self, day: dt.date | pd.Timestamp) -> str:
        """When a figure applies.

        >>> Language("en").moment(pd.Timestamp("2024-12-31")), Language("vi").moment(pd.Timestamp("2022-09-30"))
        ('the end of 2024', '30/9/2022')
        """
        key = "fig.year_end" if (day.month, day.day) == (12, 31) else "fig.day"
        return self.phrase(key, period=self.period(day))
