"""Tables of one made-up province for the pages on denominators: two bases, a break, an open chain, a rate that implies a base."""

import datetime as dt
from functools import cache

from coverage_lib.model.rates.adjusted_denominators import adjust
from coverage_lib.raw.records.adjustment_chains import Chain, Step
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import WORKING_AGE, frame, observations

CODE, FORCE = "30", "labour_force_15plus"
SOURCES = (
    {"source_id": "gso", "kind": "denominators", "issuer": "Cục Thống kê", "issued": "2022-06-30", "title": "Lực lượng lao động"},
    {
        "source_id": "plan",
        "kind": "plan",
        "number": "12/KH-UBND",
        "issuer": "UBND tỉnh",
        "issued": "2024-03-01",
        "title": "Kế hoạch",
    },
    {
        "source_id": "press",
        "kind": "participation",
        "issuer": "Báo A",
        "issued": "2024-01-02",
        "title": "Bài báo",
        "authority": "report",
    },
)
BREAK = {"break_id": "b", "base": FORCE, "period": "2021-01-01", "message": "từ 2021: ICLS-19", "message_en": "from 2021: ICLS-19"}


def base(persons, code=FORCE, period="2021-12-31", **fields):
    """A row of ``base_series``."""
    row = {"area_code": CODE, "base": code, "period": period, "source_id": "gso", "cell": f"S!{period}", "persons": persons}
    row |= {"persons_known_to": 1, "method": "published", "basis": "actual", "obs_status": "A"}
    return row | {"stretch": int(code == FORCE and period >= "2021")} | fields


SERIES = (
    base(900_000, period="2019-12-31"), base(910_000, period="2020-12-31"), base(939_900, basis="provisional", obs_status="P"),
    base(1_892_254, "population", "2019-12-31", source_id="plan"),
    base(800_812, WORKING_AGE, "2023-12-31", source_id="press", method="implied", persons_known_to=10_000, in_trajectory=True),
    base(12_000, "workers_abroad", "2023-12-31", source_id="press", method=""),
)  # fmt: skip


def rate(persons, code, pct, source, **fields):
    """A row of ``rates_by_base``."""
    row = {"area_code": CODE, "indicator": "si", "basis": "actual", "period": "2021-12-31", "source_id": "press"}
    row |= {"participants": 360_000, "base": code, "method": "published", "denominator_source": source}
    return row | {"denominator_period": "2021-12-31", "persons": persons, "coverage_pct": pct} | fields


def judged(persons, code, pct, outcome, **fields):
    """A row of ``sensitivity``."""
    row = rate(persons, code, pct, "gso") | {"target_year": 2025, "source_id": "plan", "target_area_code": CODE, "flips": True}
    row |= {"target_base": WORKING_AGE, "target_pct": 42.0, "outcome": outcome, "verdict_pace": "on_track"}
    tipping = 100 * row["participants"] / 42.0
    return (
        row
        | {"tipping_persons": tipping, "distance_persons": tipping - persons, "distance_pct": 100 * (tipping / persons - 1)}
        | fields
    )


def implied(cell, pct, low, high, group, **fields):
    """A row of ``implied_bases``."""
    row = {"source_id": "press", "sheet": "Bài báo", "cell": cell, "area_code": CODE, "period": "2023-12-31", "indicator": "si"}
    row |= {
        "basis": "actual",
        "base": WORKING_AGE,
        "participants": 360_000,
        "rate_pct": pct,
        "persons_low": low,
        "persons_high": high,
    }
    return row | {"base_group": group} | fields


def open_chain():
    """A chain whose second step has no figure."""
    steps = [
        Step("abroad_contract", persons=40_000, source_id="plan", place="tr. 2", date=dt.date(2021, 12, 31), basis="actual", numerator="drops"),
        Step("other_province", source_id="plan", place="tr. 2", asked=True),
    ]  # fmt: skip
    chain = Chain("hai-duong", CODE, FORCE, dt.date(2021, 12, 31), "gso", "labour_force_adjusted", steps)
    gross = {
        "area_code": CODE,
        "period": "2021-12-31",
        "base": FORCE,
        "source_id": "gso",
        "persons": 939_900,
        "method": "published",
    }
    known = frame("sources", *SOURCES)
    return adjust([chain], frame("denominators", gross | {"obs_status": "P", "cell": "S!A1"}), observations().iloc[:0], known)


def small_tables(**others):
    """All tables; those not named are as above, the rest is empty."""
    return {**_small_tables(), **others}


@cache
def _small_tables():
    rows = {
        "sources": SOURCES,
        "breaks": (BREAK,),
        "base_series": SERIES,
        "rates_by_base": (rate(939_900, FORCE, 38.3, "gso"), rate(800_812, WORKING_AGE, 44.95, "press", method="implied")),
        "sensitivity": (
            judged(800_812, WORKING_AGE, 44.95, "reached"),
            judged(939_900, FORCE, 38.3, "would_not_reach", verdict_pace="other_base"),
        ),
        "flip_counts": (
            {"area_code": CODE, "indicator": "si", "target_year": 2025, "source_id": "plan"}
            | {"units_judged": 3, "units_compared": 2, "units_flipping": 1},
        ),
        "implied_bases": (
            implied("F5", 44.95, 800_000, 801_000, 1),
            implied("F7", 48.0, 749_000, 751_000, 0, indicator="ui"),
            implied("F9", 19.0, 1_890_000, 1_895_000, 2, indicator="hi", base="population")
            | {"found_base": "population", "found_source_id": "plan", "found_period": "2023-12-31", "found_persons": 1_892_254},
        ),
    }
    made = {name: frame(name, *given) for name, given in rows.items()} | {"adjustments": open_chain()}
    return {name: empty(name) for name in table_names()} | made
