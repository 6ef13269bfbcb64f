"""The coded words of the project: indicators, bases, measures, statuses, verdicts.

The codes, their labels and the names that documents use for them are in ``terms.toml``; this module only looks them up.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from coverage_lib.vocabulary.phrases import phrase

LANGUAGES = ("vi", "en")
REFERENCE_YEARS = (2024, 2025, 2030)
"""The years for which plans set targets and every trajectory is judged."""


@cache
def terms(kind: str) -> dict[str, dict]:
    """All terms of one kind, code → its entry, in the order of ``terms.toml``.

    Parameters
    ----------
    kind : {"indicator", "base", "measure", "basis", "status", "qualifier", "level", "verdict", "severity", "unit", "rule", "bound",
            "method", "step", "state", "numerator", "outcome"}

    Examples
    --------
    >>> list(terms("severity"))
    ['error', 'warning', 'note']
    """
    return _document()[kind]


@cache
def _document() -> dict:
    return tomllib.loads(files(__package__).joinpath("terms.toml").read_text("utf-8"))


def label(kind: str, code: str, lang: str = "vi", *, short: bool = False) -> str:
    """The name of a coded word in Vietnamese or English; of a base that no document states, that it is not stated.

    Examples
    --------
    >>> label("indicator", "ui", short=True)
    'BHTN'
    >>> label("base", "population", "en")
    'population'
    >>> label("base", "", "en")
    'denominator not stated'
    """
    if (kind, code) == ("base", ""):
        return phrase("base.not_stated", lang)
    entry = terms(kind)[code]
    return (short and entry.get(f"short_{lang}")) or entry[lang]


def definition(base: str, lang: str = "vi") -> str:
    """The definition of a base, as printed beneath a chart; that none is stated, where no document does."""
    if not base:
        return phrase("base.not_stated.definition", lang)
    return terms("base")[base][f"definition_{lang}"]


@cache
def indicators_with(role: str) -> tuple[str, ...]:
    """The indicators that have a role, in the order of the vocabulary.

    >>> indicators_with("headline")
    ('si', 'ui', 'hi')
    """
    return tuple(code for code, entry in terms("indicator").items() if role in entry.get("roles", ()))


def counts_persons(indicator: str) -> bool:
    """Whether an indicator counts participants, over a base of persons.

    >>> counts_persons("ui"), counts_persons("satisfaction")
    (True, False)
    """
    return base_kind(indicator) != "other"


def base_kind(indicator: str) -> str:
    """The kind of the base over which an indicator is usually set.

    >>> base_kind("hi")
    'population'
    """
    return terms("base")[terms("indicator")[indicator]["base"]]["kind"]


def own_base(indicator: str) -> str:
    """The base that belongs to one indicator only: the persons eligible for it; empty if there is none.

    >>> own_base("ui"), own_base("hi")
    ('eligible_ui', '')
    """
    return next((code for code, entry in terms("base").items() if entry.get("of") == indicator), "")


def parts(indicator: str) -> list[str]:
    """The indicators that an indicator sums, if it is a sum.

    >>> parts("si"), parts("hi")
    (['si_compulsory', 'si_voluntary'], [])
    """
    return list(terms("indicator")[indicator].get("parts", []))


def whole_of(indicator: str) -> str:
    """The indicator of which another one is a part or a group; empty if there is none.

    >>> whole_of("si_voluntary"), whole_of("hi_household"), whole_of("ui")
    ('si', 'hi', '')
    """
    groups = {code: terms("indicator")[code]["within"] for code in indicators_with("group")}
    return next((code for code in terms("indicator") if indicator in parts(code)), groups.get(indicator, ""))


def worst_status(*statuses: str) -> str:
    """The worst of several OBS_STATUS codes: a result is no better than its weakest input.

    >>> worst_status("A", "E", "P")
    'E'
    """
    rank = terms("status")
    known = [status for status in statuses if status in rank]
    return max(known, key=lambda status: rank[status]["rank"]) if known else "O"
