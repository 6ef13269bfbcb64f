"""Checks of figures that cannot be used: unknown units, ranges, undefined bases, bases without comparable targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from coverage_lib.auditing.checks.printed_totals import is_region
from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import as_printed, cell_text, term
from coverage_lib.auditing.figures.printed_figures import figures, of_measure
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import terms


def area_unknown(observations: pd.DataFrame) -> pd.DataFrame:
    """Labels that match no unit in the code lists, reported once per sheet at the first figure.

    Statistical regions and provinces abolished before the lists begin are expected (note); any other label is a warning.
    """
    unknown = observations[observations["area_code"].eq("")]
    address = unknown["cell"].str.extract(r"^([A-Z]+)(\d+)$")
    ordered = unknown.assign(_width=address[0].str.len(), _column=address[0], _row=pd.to_numeric(address[1]))
    first = ordered.sort_values(["source_id", "sheet", "_row", "_width", "_column"]).drop_duplicates(
        ["source_id", "sheet", "area_label"]
    )
    is_former = first["area_label"].map(fold).isin(phrase("check.words.former").split(";"))
    severity = {"region": "note", "former": "note", "unknown": "warning"}
    kind = np.select([is_region(first["area_label"]), is_former], ["region", "former"], "unknown")
    return table(
        finding("area_unknown", row.kind, severity[row.kind], row, printed=row.area_label, label=row.area_label)
        for row in first.assign(kind=kind, period=pd.NaT, indicator="").itertuples()
    )


def range_printed(observations: pd.DataFrame) -> pd.DataFrame:
    """Cells that contain digits but no single number, such as '37-38'."""
    unread = observations[observations["value"].isna() & observations["printed"].str.contains(r"\d", regex=True)]
    return table(finding("range_printed", "range", "warning", row, printed=row.printed) for row in unread.itertuples())


def base_not_stated(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rates over a 'labour force' that the source does not define.

    Parameters
    ----------
    observations : DataFrame
    sources : DataFrame
        May have ``base_reason``: why the record sets a base that the source does not define. Each such source gives one note.
    """
    is_open = observations[observations["base"].eq("labour_force_unspecified") & observations["measure"].eq("rate_pct")]
    rows = [finding("base_not_stated", "open", "note", row, printed=cell_text(row)) for row in is_open.itertuples()]
    if "base_reason" in sources:
        set_by_record = sources[sources["base_reason"].fillna("").ne("")]
        rows += [
            finding("base_not_stated", "set", "note", row, reason=row.base_reason)
            for row in set_by_record.assign(sheet="", cell="", period=pd.NaT, indicator="").itertuples()
        ]
    return table(rows)


def base_not_comparable(observations: pd.DataFrame) -> pd.DataFrame:
    """Rates over a base for which no target of the indicator is set; they cannot be compared."""
    usual = {code: entry["base"] for code, entry in terms("indicator").items()}
    rates = of_measure(figures(observations), "rate_pct")
    rates = rates[rates["base"].ne("") & rates["indicator"].ne("")]
    other = rates[rates["base"].ne(rates["indicator"].map(usual)) & rates["base"].ne("labour_force_unspecified")]
    return table(
        finding(
            "base_not_comparable",
            "other",
            "note",
            row,
            printed=cell_text(row),
            shown=as_printed(row),
            base=term("base", row.base),
            usual=term("base", usual[row.indicator]),
        )
        for row in other.itertuples()
    )
