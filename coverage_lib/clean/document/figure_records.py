"""Figures of a document stored in columns: attributes shared by a whole column are stored once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

SHARED = ("source_id", "sheet", "indicator", "base", "measure", "period", "basis", "obs_status", "unit", "qualifier", "place")
OWN = ("cell", "area_label", "area_code", "value", "printed")
_NO_VALUE = "O"


@dataclass
class Records:
    """Figures in the order of the document.

    Attributes
    ----------
    shared : list of mapping
        The fields ``SHARED`` of one run of figures after another.
    counts : list of int
        How many figures each run has.
    own : dict of list
        The fields ``OWN``, an entry a figure.

    Examples
    --------
    >>> records = Records()
    >>> shared = dict.fromkeys(SHARED, "") | {"obs_status": "A", "period": None}
    >>> records.add([shared], [1], ["C5"], ["Hồ Xá"], ["19363"], [7.0], ["7"])
    >>> len(records), records.table(["cell", "value", "obs_status"]).to_dict("records")
    (1, [{'cell': 'C5', 'value': 7.0, 'obs_status': 'A'}])
    """

    shared: list[Mapping] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    own: dict[str, list] = field(default_factory=lambda: {name: [] for name in OWN})

    def __len__(self) -> int:
        return len(self.own["cell"])

    def add(self, shared: Sequence[Mapping], counts: Sequence[int], *own: Sequence) -> None:
        """Add runs of figures: the fields that each run shares, the number of figures, and their fields ``OWN``."""
        self.shared += shared
        self.counts += counts
        for kept, new in zip(self.own.values(), own, strict=True):
            kept += new

    def actual_after(self, year: int) -> bool:
        """Whether figures of a later year are among the actual ones."""
        return any(run["basis"] == "actual" and run["period"] and run["period"].year > year for run in self.shared)

    def table(self, columns: Sequence[str]) -> pd.DataFrame:
        """One row for each figure; a figure without a value has status ``O``, whatever the status of its column; none is corrected.

        Texts are of the type ``str``, ``value`` is a float and ``period`` a date to the second.
        """
        value = np.array(self.own["value"], dtype="float64")
        runs = np.repeat(np.arange(len(self.counts)), self.counts)
        made: dict[str, object] = {}
        for name in columns:
            if name == "value":
                made[name] = value
            elif name in OWN:
                made[name] = _texts(pa.array(self.own[name], pa.large_string()))
            elif name == "period":
                days = np.array([None if run[name] is None else run[name].isoformat() for run in self.shared], "datetime64[s]")
                made[name] = days[runs]
            elif name == "correction":
                made[name] = pd.array([""] * len(value), dtype="str")
            else:
                said = [run[name] for run in self.shared]
                of_figures = runs
                if name == "obs_status":
                    of_figures = np.where(np.isnan(value), len(said), runs)
                    said.append(_NO_VALUE)
                made[name] = _texts(pa.array(said, pa.large_string()).take(pa.array(of_figures)))
        return pd.DataFrame(made, columns=list(columns))


def _texts(found: pa.Array) -> object:
    """As a column of texts; by way of Arrow, because pandas alone looks at every text several times."""
    return pd.array(found, dtype="str")
