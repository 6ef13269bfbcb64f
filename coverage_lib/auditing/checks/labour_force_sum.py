"""Check: do the persons subject to the two social insurance schemes add up to the labour force?"""

from __future__ import annotations

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import cell_name, document, persons, rate, term

TOLERANCE = 0.01
"""Relative difference up to which the two agree: register and survey are different counts of the same people."""

_LABOUR_FORCE = ["labour_force_working_age", "labour_force_15plus"]


def cascade(denominators: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Persons subject to compulsory plus persons eligible for voluntary insurance, compared with the labour force.

    A note in either case: the sum shows to which labour force rates over eligible persons refer.
    """
    place = denominators["cell"].str.rsplit("!", n=1, expand=True).reindex(columns=[0, 1])
    bases = denominators[denominators["method"] == "published"].assign(sheet=place[0], cell=place[1], indicator="")
    keys = ["source_id", "area_code", "period"]
    first, second = (bases[bases["base"] == f"eligible_si_{kind}"] for kind in ("compulsory", "voluntary"))
    both = first.merge(second[[*keys, "persons", "cell"]], on=keys, suffixes=("", "_b")).drop_duplicates(keys)
    labour = bases.loc[bases["base"].isin(_LABOUR_FORCE), ["area_code", "period", "source_id", "sheet", "cell", "persons", "base"]]
    held = both.merge(labour, on=["area_code", "period"], suffixes=("", "_l")).drop_duplicates([*keys, "source_id_l"])
    about = sources.set_index("source_id", drop=False)
    return table(_compared(row, about) for row in held.itertuples())


def _compared(row, about: pd.DataFrame) -> dict:
    total = row.persons + row.persons_b
    apart = abs(total / row.persons_l - 1)
    at = row._replace(cell=f"{row.cell} + {row.cell_b}")
    return finding(
        "cascade",
        "agrees" if apart <= TOLERANCE else "differs",
        "note",
        at,
        printed=persons(total),
        computed=persons(row.persons_l),
        parties=[row.source_id_l],
        first=persons(row.persons),
        second=persons(row.persons_b),
        apart=rate(100 * apart),
        other=document(about.loc[row.source_id_l]),
        other_place=cell_name(row.sheet_l, row.cell_l),
        labour_force=term("base", row.base_l),
    )
