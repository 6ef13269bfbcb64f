"""The register of targets: document and place of each, whether it is a milestone, and whether it is in force.

A document's figure in per cent and in persons for one thing is one row. Which of several documents is in force is decided in
:mod:`coverage_lib.model.targets.target_precedence`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.model.rates.choice_of_figure import first_of, with_address
from coverage_lib.model.targets.target_precedence import decide
from coverage_lib.raw.records.precedence_overrides import Override
from coverage_lib.raw.records.sources import Source
from coverage_lib.vocabulary.table_schemas import conform

_KEY = ["area_code", "year", "indicator", "source_id"]
_JOINED = " | "


def targets(observations: pd.DataFrame, sources: list[Source], overrides: Iterable[Override] = ()) -> pd.DataFrame:
    """Table ``targets``: one row for each unit, year, indicator and document, in per cent or persons or both.

    Parameters
    ----------
    observations : DataFrame
        Table ``observations``; figures whose basis is plan and that are a level (a rate or a number of participants).
    sources : list of Source
        For issuer, dates, authority, and years whose kind is not what the rule makes them.
    overrides : iterable of Override
        Signed records of precedence.

    Returns
    -------
    DataFrame
        ``target_pct`` in per cent of ``base``, ``target_persons`` in persons, ``place`` in the document as it names its parts,
        ``milestone`` (see :func:`milestones`), ``other_cells``: every further printing of the same target in the document, so
        that nothing is lost by the choice of one.

    Raises
    ------
    CoverageError
        Where a record of precedence or a year named in a source record fits no target.
    """
    planned = observations[
        (observations["basis"] == "plan")
        & observations["area_code"].ne("")
        & observations["indicator"].ne("")
        & observations["value"].notna()
        & observations["measure"].isin(["rate_pct", "participants"])
    ].assign(year=lambda rows: rows["period"].dt.year)
    rates = first_of(planned[planned["measure"] == "rate_pct"], _KEY)
    counts = first_of(planned[planned["measure"] == "participants"], _KEY)
    taken = ["value", "qualifier", "address", "place"]
    rows = rates[[*_KEY, "base", *taken]].merge(counts[[*_KEY, *taken]], on=_KEY, how="outer", suffixes=("", "_persons"))
    rows = rows.assign(
        target_pct=rows["value"],
        target_persons=rows["value_persons"],
        qualifier=rows["qualifier"].fillna(rows["qualifier_persons"]),
        cell=_both(rows["address"], rows["address_persons"]),
        place=_both(rows["place"], rows["place_persons"]),
        base=rows["base"].fillna(""),
        milestone=milestones(rows),
    )
    rows = rows.merge(_other_cells(planned, rows), on=_KEY, how="left")
    about = {source.source_id: source for source in sources}
    for name in ("issuer", "authority"):
        rows[name] = rows["source_id"].map(lambda code, name=name: getattr(about[code], name))
    for name in ("issued", "dated"):
        rows[name] = pd.to_datetime(rows["source_id"].map(lambda code, name=name: getattr(about[code], name)))
    rows["milestone"] = _as_recorded(rows, sources)
    return conform(rows.join(decide(rows, overrides)), "targets")


def milestones(rows: pd.DataFrame) -> pd.Series:
    """Which targets are yearly milestones, and which are end targets.

    The rule: a document that assigns consecutive years to one unit and indicator sets a milestone for every year that is followed
    directly by the next one; the last year of such a run, and a single year, is an end target. A source record may name years
    otherwise (``[targets] milestones``, ``ends``).

    Parameters
    ----------
    rows : DataFrame
        ``area_code``, ``year``, ``indicator``, ``source_id``.

    Examples
    --------
    >>> years = [2022, 2023, 2024, 2025, 2030]
    >>> rows = pd.DataFrame({"area_code": "VN", "indicator": "hi", "source_id": "a", "year": years})
    >>> [year for year, milestone in zip(years, milestones(rows)) if milestone]
    [2022, 2023, 2024]
    """
    following = pd.MultiIndex.from_frame(rows[_KEY].assign(year=rows["year"] + 1))
    return pd.Series(following.isin(pd.MultiIndex.from_frame(rows[_KEY])), index=rows.index)


def _as_recorded(rows: pd.DataFrame, sources: list[Source]) -> pd.Series:
    """Milestones, with exceptions from the source records."""
    milestone, problems = rows["milestone"].copy(), []
    for source in sources:
        for kind, years in source.targets.items():
            for year in years:
                chosen = (rows["source_id"] == source.source_id) & (rows["year"] == year)
                milestone[chosen] = kind == "milestones"
                if not chosen.any():
                    place = f"source.toml, targets.{kind}"
                    wanted = message("targets.of_year", year=year)
                    problems.append(Problem(source.source_id, place, wanted, "found.none", "targets.name_year"))
    if problems:
        raise CoverageError("targets.years_without", problems)
    return milestone


def _both(first: pd.Series, second: pd.Series) -> pd.Series:
    """Text of rate and persons, given once if both are the same."""
    differ = first.notna() & second.notna() & (first != second)
    return first.fillna(second).mask(differ, first + _JOINED + second)


def _other_cells(planned: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The other printings of each target, by target."""
    printed = with_address(planned)
    taken = pd.concat(
        [rows[["source_id", "address"]], rows[["source_id", "address_persons"]].set_axis(["source_id", "address"], axis=1)]
    )
    rest = printed[~pd.MultiIndex.from_frame(printed[["source_id", "address"]]).isin(pd.MultiIndex.from_frame(taken.dropna()))]
    return rest.groupby(_KEY)["address"].agg(_JOINED.join).astype("str").rename("other_cells").reset_index()
