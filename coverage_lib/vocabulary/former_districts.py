"""Analytical groupings: sums of units that are not an official unit, such as a former district after 1 July 2025.

Their codes begin with ``G:`` and are in no list of units, so that none is mistaken for an official unit and no join finds both.
Some are recorded in ``groupings.toml``. The others are derived: a former district whose communes all became part of new communes
that contain nothing else continues as the sum of these; otherwise no exact series exists and the reason is given.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from coverage_lib.errors import CoverageError, Message, Problem, Wording, message
from coverage_lib.vocabulary.areas import REFORM, area_level, area_name, exists, parents
from coverage_lib.vocabulary.comparable_areas import EXACT, comparable_areas
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.successors import BY_NAME, correspondence

MARK = "G:"
_KEYS = ("vi", "en", "members", "valid_from", "district", "why")
COLUMNS = ["grouping", "area_code", "valid_from", "district", "exact", "origin"]


@dataclass(frozen=True)
class FormerDistrict:
    """The status of a district of the older list after 1 July 2025.

    Attributes
    ----------
    area_code : str
    old : tuple of str
        Its communes until 30 June 2025.
    new : tuple of str
        The communes that hold its territory since then, as far as the mapping says.
    split : tuple of str
        Its communes that were split.
    shared : tuple of str
        The new communes that hold something of another district, too.
    unknown : tuple of str
        Its communes without a successor in the mapping.
    doubtful : tuple of str
        The new communes over which the mappings disagree, or a source of which may be missing.
    """

    area_code: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    split: tuple[str, ...]
    shared: tuple[str, ...]
    unknown: tuple[str, ...]
    doubtful: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the sum over its new communes equals the district, so that a series continues.

        A commune that was split does no harm where all its parts stayed in new communes that hold nothing else.
        """
        return bool(self.new) and not (self.shared or self.unknown or self.doubtful)

    def reason(self, lang: str = "vi") -> str:
        """The reason why no exact series exists, in a clause; empty if one does."""
        if self.exact:
            return ""
        kinds = ("split", "shared", "unknown", "doubtful")
        found = [phrase(f"units.{kind}", lang, count=len(getattr(self, kind))) for kind in kinds if getattr(self, kind)]
        return phrase("units.not_exact", lang, reasons="; ".join(found))


@cache
def former_district(area_code: str) -> FormerDistrict:
    """How the reform of 1 July 2025 affected a district.

    Raises
    ------
    CoverageError
        If the code names no district.

    Examples
    --------
    >>> one = former_district("464"); one.exact, len(one.old), len(one.new)
    (True, 18, 5)
    >>> other = former_district("297"); other.exact, len(other.split)
    (False, 8)
    """
    if not exists(area_code) or area_level(area_code) != "district":
        raise CoverageError("district.none", [Problem("", "", "district.code", repr(area_code))])
    pairs = _with_districts()
    own = pairs[pairs["district"] == area_code]
    new = sorted(set(own["new_code"]) - {""})
    sources = pairs[pairs["new_code"].isin(new)]
    foreign = sources.loc[sources["district"] != area_code, "new_code"]
    parted = own.loc[~own["whole"] & own["new_code"].ne(""), "old_code"]
    lost = own.loc[own["new_code"].eq(""), "old_code"]
    doubt = [code for code in new if _exactness()[code] != EXACT]
    return FormerDistrict(
        area_code,
        tuple(sorted(set(own["old_code"]))),
        tuple(new),
        tuple(sorted(set(parted))),
        tuple(sorted(set(foreign))),
        tuple(sorted(set(lost))),
        tuple(doubt),
    )


def is_grouping(code: str) -> bool:
    """Whether a code denotes a grouping, recorded or derived.

    >>> is_grouping("G:vinh-linh"), is_grouping("464")
    (True, False)
    """
    return code in _codes()


def members(code: str) -> list[str]:
    """The units of a grouping, by area code.

    >>> len(members("G:vinh-linh"))
    5
    """
    table = groupings()
    return table.loc[table["grouping"] == code, "area_code"].tolist()


def grouping_of(district: str) -> str:
    """The grouping that continues a former district; empty if no exact one exists.

    >>> grouping_of("464"), grouping_of("288")
    ('G:vinh-linh', '')
    """
    table = groupings()
    found = table.loc[table["district"] == district, "grouping"]
    return found.iloc[0] if len(found) else ""


def grouping_name(code: str, lang: str = "vi") -> str:
    """The name of a grouping in Vietnamese or English; another code is returned as it is.

    >>> grouping_name("G:vinh-linh", "en"), grouping_name("G:465", "en")
    ('Vĩnh Linh (5 communes since 1 July 2025)', 'former Huyện Hướng Hóa (7 communes since 1 July 2025)')
    """
    if code in _written():
        return _written()[code][lang]
    if not is_grouping(code):
        return code
    district = code.removeprefix(MARK)
    return phrase("units.former", lang, area=area_name(district, lang), count=len(members(code)))


@cache
def groupings() -> pd.DataFrame:
    """Every grouping with its members.

    Returns
    -------
    DataFrame
        One row a member; columns ``grouping``, ``area_code``, ``valid_from``, ``district`` (former district, if it is one),
        ``exact``, ``origin`` (written: ``groupings.toml``; derived: from the correspondence).

    Raises
    ------
    CoverageError
        If ``groupings.toml`` names unknown units, units of several levels, or other members than its former district has.
    """
    return pd.concat([_written_table(), _derived()], ignore_index=True)[COLUMNS]


@cache
def _codes() -> frozenset[str]:
    return frozenset(groupings()["grouping"])


@cache
def _written() -> dict[str, dict]:
    return written_from(files(__package__).joinpath("groupings.toml").read_text("utf-8"))


def written_from(text: str) -> dict[str, dict]:
    """The entries of a ``groupings.toml``, checked against the code lists and the correspondence.

    Raises
    ------
    CoverageError
        If the text is not valid TOML, or listing every fault of any entry.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        problem = Problem("groupings.toml", "", "record.toml", str(cause))
        raise CoverageError("groupings.unfit", [problem]) from cause
    problems = [Problem("groupings.toml", code, *each) for code, entry in document.items() for each in wrong(code, entry)]
    if problems:
        raise CoverageError("groupings.unfit", problems)
    return document


def _written_table() -> pd.DataFrame:
    rows = [
        (code, each, pd.Timestamp(entry["valid_from"]), entry.get("district", ""), True)
        for code, entry in _written().items()
        for each in entry["members"]
    ]
    return pd.DataFrame(rows, columns=COLUMNS[:-1]).assign(origin="written")


def wrong(code: str, entry: object) -> list[tuple[Wording, str]]:
    """The faults of an entry of ``groupings.toml``, as pairs of expected and found.

    >>> words = {"vi": "a", "en": "a", "why": "a", "valid_from": REFORM}
    >>> wrong("G:a", words | {"members": ["19363@2025", "99999"]})
    [('groupings.members', "'99999'")]
    """
    if not isinstance(entry, dict):
        return [("value.table", repr(entry))]
    given = entry.get("members")
    listed = given if isinstance(given, list) else []
    texts = [(key, "value.text") for key in ("vi", "en", "why") if not (isinstance(entry.get(key), str) and entry[key])]
    days = [("valid_from", "value.day")] if type(entry.get("valid_from")) is not dt.date else []
    keyed = [(message("groupings.value", value=Message(said), key=key), entry.get(key, "")) for key, said in texts + days]
    found: list[tuple[Wording, str]] = [(expected, repr(value)) for expected, value in keyed]
    found += [("record.known_key", repr(key)) for key in entry if key not in _KEYS]
    found += [] if listed else [("groupings.members", repr(given))]
    found += [("groupings.members", repr(each)) for each in listed if not (isinstance(each, str) and exists(each))]
    district = entry.get("district", "")
    if "district" in entry and not (isinstance(district, str) and exists(district) and area_level(district) == "district"):
        found.append(("district.code", repr(district)))
    if found:
        return found
    whole = list(former_district(district).new) if district else []
    levels = sorted({area_level(each) for each in entry["members"]})
    return [
        *([("groupings.member_once", ", ".join(entry["members"]))] if len(set(listed)) < len(listed) else []),
        *([] if code.startswith(MARK) else [(message("groupings.mark", mark=MARK), repr(code))]),
        *([("groupings.one_level", ", ".join(levels))] if len(levels) > 1 else []),
        *(
            [(message("groupings.of_district", district=district, codes=", ".join(whole)), ", ".join(entry["members"]))]
            if district and sorted(entry["members"]) != whole
            else []
        ),
    ]


@cache
def _derived() -> pd.DataFrame:
    """Former districts that continue exactly and are not recorded."""
    pairs = _with_districts()
    doubtful = {code for code, exact in _exactness().items() if exact != EXACT}
    bad = pairs["new_code"].eq("") | pairs["new_code"].isin(doubtful)
    shared = pairs.groupby("new_code")["district"].transform("nunique").gt(1)
    inexact = set(pairs.loc[bad | shared, "district"]) | {each["district"] for each in _written().values() if "district" in each}
    kept = pairs[~pairs["district"].isin(inexact)].drop_duplicates(["district", "new_code"])
    kept = kept.assign(grouping=MARK + kept["district"], area_code=kept["new_code"], valid_from=pd.Timestamp(REFORM), exact=True)
    return kept.assign(origin="derived")[COLUMNS].sort_values(["grouping", "area_code"], ignore_index=True)


@cache
def _with_districts() -> pd.DataFrame:
    """The pairs of communes, and of island districts, each with the district of its older unit."""
    pairs = correspondence()
    pairs = pairs[(pairs["level"] == "commune") | (pairs["second_mapping"] == BY_NAME)]
    of_commune = pairs["old_code"].map(parents()).fillna("")
    return pairs.assign(district=of_commune.where(pairs["level"] == "commune", pairs["old_code"]))


@cache
def _exactness() -> dict[str, str]:
    table = comparable_areas()
    new = table[table["side"] == "new"]
    return dict(zip(new["area_code"], new["exact"], strict=True))
