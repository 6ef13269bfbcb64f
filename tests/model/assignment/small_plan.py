"""A district of three communes as tables by hand: figures of two years, bases, targets."""

import pandas as pd

from tests.builders import WORKING_AGE, frame

DISTRICT, COMMUNES = "207", ("07192", "07195", "07198")
BASES = (1000, 1000, 500)
ASSIGNED = {2024: (80, 270, 40), 2025: (100, 300, 50)}


def points(counts=ASSIGNED, bases=BASES, codes=COMMUNES, **given):
    """Rows of ``trajectory``: {year: persons of each unit}."""
    usual = {"indicator": "si", "path": "plan", "source_id": "plan", "base": WORKING_AGE, "obs_status": "A", "segment": 1}
    return [
        usual
        | {"area_code": code, "period": f"{year}-12-31", "participants": count, "persons": base}
        | {"coverage_pct": 100 * count / base if base else None}
        | given
        for year, each in counts.items()
        for code, count, base in zip(codes, each, bases, strict=True)
        if count is not None
    ]


def goal(year, area_code=DISTRICT, **level):
    """A row of ``targets`` in force."""
    usual = {"indicator": "si", "source_id": "goal", "base": WORKING_AGE, "authority": "binding", "in_force": True}
    return usual | {"area_code": area_code, "year": year} | level


def tables(*rows, goals=(), bases=(), sources=("plan",)):
    """The tables that an assignment needs."""
    listed = [
        {"area_code": code, "period": f"{year}-12-31", "base": WORKING_AGE, "source_id": "bases", "persons": persons}
        for year, each in dict(bases).items()
        for code, persons in zip(COMMUNES, each, strict=True)
    ]
    return {
        "trajectory": frame("trajectory", *(rows or points())),
        "targets": frame("targets", *goals),
        "denominators": frame("denominators", *listed),
        "cascade": frame("cascade"),
        "sources": frame("sources", *({"source_id": each, "number": f"{each}/KH", "kind": "plan"} for each in sources)),
        **{name: frame(name) for name in ("assignment", "assignment_rules", "assignment_units")},
    }


def year_end(year):
    return pd.Timestamp(year=year, month=12, day=31)
