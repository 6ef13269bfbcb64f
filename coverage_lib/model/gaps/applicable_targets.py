"""Which targets each unit's indicator is compared with: its own, and for the years of reference those of a unit above."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.model.gaps.compared_figures import UNIT as _UNIT
from coverage_lib.model.gaps.compared_figures import Points
from coverage_lib.vocabulary.areas import beside_levels_above, nearest
from coverage_lib.vocabulary.terms import REFERENCE_YEARS


def applicable_targets(targets: pd.DataFrame, points: Points) -> pd.DataFrame:
    """The targets that each unit's indicator is compared with.

    A unit's own targets in force; and for 2024, 2025 and 2030, where it has none of its own or only those of the plan that assigned
    its path, the target rate of the nearest unit above that another document set. Targets in persons concern only the unit they are
    set for.

    Parameters
    ----------
    targets : DataFrame
        Table ``targets``.
    points : Points
        Observed and assigned points of table ``trajectory``.

    Returns
    -------
    DataFrame
        Columns of ``targets`` in force, with ``area_code`` the unit judged and ``target_area_code`` the unit the target is set for.
    """
    own = targets[targets["in_force"]].rename(columns={"year": "target_year"})
    own = own.assign(target_area_code=own["area_code"])
    assigned = points.rows.loc[(points.rows["path"] == "plan").to_numpy(), [*_UNIT, "source_id"]].drop_duplicates()
    without_points = own.loc[np.maximum(*(points.last(each) for each in points.series(own))) < 0, _UNIT].drop_duplicates()
    units = pd.concat([points.of_units(), without_points])
    rates = own[own["target_pct"].notna() & own["target_year"].isin(REFERENCE_YEARS)].drop(columns="target_area_code")
    above = beside_levels_above(units, rates, ["indicator"])
    above = _without(above[above["rank"] > 0], assigned, [*_UNIT, "source_id"])
    above = _without(above, _without(own, assigned, [*_UNIT, "source_id"]), [*_UNIT, "target_year"])
    above = nearest(above, [*_UNIT, "target_year"]).rename(columns={"upper_code": "target_area_code"})
    return pd.concat([own, above[own.columns]], ignore_index=True)


def _without(rows: pd.DataFrame, taken: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows whose key is not among the given ones."""
    gone = np.flatnonzero(rows[key[0]].isin(taken[key[0]]))
    gone = gone[pd.MultiIndex.from_frame(rows[key].iloc[gone]).isin(pd.MultiIndex.from_frame(taken[key]))]
    return rows.drop(rows.index[gone]) if len(gone) else rows
