"""Tables of five communes compared with each other: what they were assigned in 2023 and 2025, and one level for all."""

from coverage_lib.model.comparison.decomposition import decomposition
from coverage_lib.model.comparison.funnel_limits import funnels
from coverage_lib.model.comparison.inequality import inequality_of_units
from coverage_lib.model.comparison.unit_contributions import contributions
from coverage_lib.model.comparison.units_compared import persons_to_add, units_compared
from coverage_lib.model.gaps.gap import gap
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import WORKING_AGE, frame

COUNTS = {"19363": (2675, 7969), "19366": (920, 2458), "19369": (486, 1678), "19414": (1225, 5163), "19396": (88, 584)}
_MADE = {}
BEFORE = {"19363": (2349, 7929), "19366": (880, 2418), "19369": (416, 1638), "19414": (975, 5123), "19396": (78, 544)}


def figure(code, year, count, **fields):
    people, persons = count
    row = {"area_code": code, "indicator": "si", "path": "plan", "base": WORKING_AGE, "period": f"{year}-12-31", "segment": 1}
    row |= {"participants": people, "persons": persons, "coverage_pct": 100 * people / persons, "method": "counts"}
    return row | {"source_id": "plan", "obs_status": "A", "rounded_to": 1, "persons_known_to": 1, "margin_pp": 0.0} | fields


def level(code, pct, **fields):
    row = {"area_code": code, "indicator": "si", "year": 2025, "base": WORKING_AGE, "source_id": "goal", "target_pct": pct}
    return row | {"in_force": True, "authority": "binding"} | fields


def compared(**given):
    """The tables of a page on these communes; see :func:`_compared`. The same arguments give the same tables, made once."""
    key = repr(sorted(given.items()))
    if key not in _MADE:
        _MADE[key] = _compared(**given)
    return dict(_MADE[key])


def _compared(counts=COUNTS, before=BEFORE, pct=45.0, indicators=("si",), **fields):
    """Made from figures and levels by the functions of the build.

    Parameters
    ----------
    counts, before : mapping of area code to (participants, denominator)
        Of 2025 and of 2023.
    pct : float, mapping or None
        The level of all units, of some by code, or of none.
    fields : values
        Columns of the figures that differ from the usual ones.
    """
    rows = [
        figure(code, year, count, indicator=indicator, **fields)
        for indicator in indicators
        for year, of_year in ((2023, before), (2025, counts))
        for code, count in of_year.items()
    ]
    levels = pct if isinstance(pct, dict) else {"VN": pct} if pct else {}
    goals = [level(code, each, indicator=indicator) for indicator in indicators for code, each in levels.items()]
    tables = {name: empty(name) for name in table_names()}
    tables["trajectory"] = frame("trajectory", *rows)
    tables["targets"] = frame("targets", *goals) if goals else tables["targets"]
    tables["gap"] = gap(tables["trajectory"], tables["targets"])
    tables["enrolment"] = frame("enrolment", *({name: row[name] for name in ("area_code", "indicator", "period")} for row in rows))
    tables["decomposition"] = decomposition(tables["trajectory"], tables["coverage"], tables["breaks"])
    tables["comparison"], tables["funnel"] = funnels(units_compared(tables["trajectory"], tables["gap"]))
    tables["common_change"], tables["contributions"] = contributions(tables["comparison"], tables["decomposition"])
    tables["inequality"] = inequality_of_units(tables["comparison"], tables["trajectory"], tables["targets"])
    tables["persons_to_add"] = persons_to_add(tables["gap"])
    return tables
