"""How the reform of 1 July 2025 affected a unit, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd

from coverage_lib.errors import said as said_in
from coverage_lib.present.blocks import Html, prose
from coverage_lib.present.context.page import Page
from coverage_lib.vocabulary.areas import NATION, REFORM, area_level, area_name, areas, areas_on, exists
from coverage_lib.vocabulary.comparable_areas import DISPUTED, INCOMPLETE, comparable_area, comparable_areas, members
from coverage_lib.vocabulary.former_districts import former_district, grouping_name, grouping_of
from coverage_lib.vocabulary.phrases import capital, phrase
from coverage_lib.vocabulary.successors import AGREE, BY_NAME, correspondence, sources_of, successors_of
from coverage_lib.vocabulary.unit_changes import what_became as ended_as

_NAMED = 12
"""So many units are named one by one in a sentence; of more, their number."""


def what_became(page: Page) -> Html:
    """How the reform affected a unit, whether an exact series continues, and its comparable area, as one paragraph."""
    return prose(sentences_of(page.area_code, page.words.lang) or [page.words.phrase("units.nation")])


def sentences_of(area_code: str, lang: str = "vi") -> list[str]:
    """The sentences of :func:`what_became`; none for the nation and for codes of no unit.

    Examples
    --------
    >>> print(sentences_of("19375", "en")[0])
    Since 1 July 2025 Xã Vĩnh Chấp is wholly part of Xã Vĩnh Linh.
    >>> print(sentences_of("288", "en")[-1])
    No exact series exists after 1 July 2025 (2 old communes were split; 4 new communes hold parts of other districts).
    """
    if not exists(area_code) or area_code == NATION:
        return []
    if area_level(area_code) == "district":
        return _district(area_code, lang)
    return _commune_or_province(area_code, lang)


def successor_note(area_code: str, lang: str = "vi") -> str:
    """One short clause for a list of units: the successors of a unit, or its predecessors."""
    went, whole, came = _neighbours()
    heirs = went.get(area_code, [])
    if area_code in heirs:
        return phrase("units.note.kept", lang)
    if area_code.endswith("@2025"):
        return phrase("units.note.from", lang, units=_listed(came.get(area_code, []), lang))
    if heirs:
        return phrase(f"units.note.{'into' if area_code in whole else 'split'}", lang, units=_listed(heirs, lang))
    if exists(area_code) and area_level(area_code) == "district":
        return phrase("units.note.abolished", lang)
    return "" if area_code == NATION else phrase("units.note.unknown", lang)


@cache
def _neighbours() -> tuple[dict[str, list[str]], set[str], dict[str, list[str]]]:
    """Successors of each unit, the units that became part of one as a whole, and the predecessors of each unit."""
    pairs = correspondence()
    went: dict[str, list[str]] = {}
    came: dict[str, list[str]] = {}
    known = pairs[pairs["old_code"].ne("") & pairs["new_code"].ne("")]
    for old, new in zip(known["old_code"], known["new_code"], strict=True):
        went.setdefault(old, []).append(new)
        came.setdefault(new, []).append(old)
    return went, set(pairs.loc[pairs["whole"], "old_code"]), came


def new_name(code: str, lang: str = "vi") -> str:
    """The name of a newer unit without its date, for headings and sentences that already give the date.

    >>> new_name("19363@2025")
    'Xã Vĩnh Linh'
    """
    return _plain_names().get(code, area_name(code, lang))


def _district(area_code: str, lang: str) -> list[str]:
    heirs = successors_of(area_code)
    name = area_name(area_code, lang)
    if len(heirs) and heirs["second_mapping"].eq(BY_NAME).all():
        return [phrase("units.whole", lang, area=name, units=_into(area_code, list(heirs["new_code"]), lang))]
    former = former_district(area_code)
    said = [phrase("units.abolished", lang, area=name, count=len(former.new), units=_listed(list(former.new), lang))]
    if former.exact:
        grouping = grouping_of(area_code)
        return [*said, phrase("units.goes_on", lang, grouping=grouping_name(grouping, lang), code=grouping)]
    reason = former.reason(lang)
    return [*said, f"{capital(reason)}."]


def _commune_or_province(area_code: str, lang: str) -> list[str]:
    heirs, name = successors_of(area_code), area_name(area_code, lang)
    heirs = heirs[heirs["new_code"].ne("")]
    if area_code in set(heirs["new_code"]):
        said = [phrase("units.kept", lang, area=name)]
    elif area_code.endswith("@2025"):
        said = _origin(area_code, lang)
    elif heirs.empty:
        ended = areas().loc[areas()["area_code"] == area_code, "valid_to"].max().date()
        became = said_in(ended_as(area_code, ended), lang) if ended < REFORM else ""
        key = "units.ended_before" if became else "units.no_successor"
        return [phrase(key, lang, area=name, became=became)]
    elif heirs["whole"].all():
        said = [phrase("units.whole", lang, area=name, units=_into(area_code, list(heirs["new_code"]), lang))]
    elif len(heirs) == 1:
        said = [phrase("units.part_unsaid", lang, area=name, units=_into(area_code, list(heirs["new_code"]), lang))]
    else:
        said = [phrase("units.parted", lang, area=name, units=_into(area_code, list(heirs["new_code"]), lang))]
    return [*said, *_second(area_code, lang), *_comparable(area_code, lang)]


def _origin(area_code: str, lang: str) -> list[str]:
    pairs = sources_of(area_code)
    pairs = pairs[pairs["old_code"].ne("")]
    whole, parts = pairs.loc[pairs["whole"], "old_code"], pairs.loc[~pairs["whole"], "old_code"]
    if not len(parts):
        return [phrase("units.from", lang, area=area_name(area_code, lang), units=_listed(list(whole), lang))]
    key = "units.from_parts" if len(whole) else "units.from_parts_only"
    return [phrase(key, lang, area=area_name(area_code, lang), units=_listed(list(whole), lang), parts=_listed(list(parts), lang))]


def _second(area_code: str, lang: str) -> list[str]:
    pairs = pd.concat([successors_of(area_code), sources_of(area_code)])
    differing = pairs[~pairs["second_mapping"].isin([AGREE, BY_NAME, ""])].drop_duplicates(["old_code", "new_code"])
    return [
        phrase(
            "units.second",
            lang,
            area=area_name(row.old_code, lang),
            codes=row.second_mapping.removeprefix("differ: ").replace("|", ", "),
        )
        for row in differing.drop_duplicates("old_code").itertuples()
    ]


def _comparable(area_code: str, lang: str) -> list[str]:
    area = comparable_area(area_code)
    if not area:
        return []
    table = comparable_areas()
    exact = table.loc[table["comparable_area"] == area, "exact"].iloc[0]
    old, new = members(area, "old"), members(area, "new")
    if exact in (DISPUTED, INCOMPLETE):
        return [phrase(f"units.comparable.{exact}", lang, code=area, old=len(old), new=len(new))]
    if len(old) == len(new) == 1:
        return [phrase("units.comparable.alone", lang, code=area)]
    return [phrase("units.comparable.exact", lang, code=area, old=len(old), new=len(new))]


def _into(area_code: str, codes: Sequence[str], lang: str) -> str:
    """The successors in a sentence that gives the date: only a successor with the old name needs its date."""
    if len(codes) == 1 and new_name(codes[0], lang) != area_name(area_code, lang):
        return new_name(codes[0], lang)
    return _listed(codes, lang)


def _listed(codes: Sequence[str], lang: str) -> str:
    if len(codes) > _NAMED:
        return phrase("units.count", lang, count=len(codes))
    if len(codes) == 1:  # many new units have the name of an old one: the date distinguishes them
        return area_name(codes[0], lang)
    return ", ".join(new_name(code, lang) for code in codes)


@cache
def _plain_names() -> dict[str, str]:
    """Names of the newer units without their date, for sentences that already give it."""
    return areas_on(REFORM)["name_vi"].to_dict()
