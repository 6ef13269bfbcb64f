"""Units against printed totals."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import Said, cell_text, persons, quantity, words
from coverage_lib.auditing.figures.printed_figures import figures
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.clean.units.unit_labels import is_total
from coverage_lib.vocabulary import areas
from coverage_lib.vocabulary.phrases import phrase

_COLUMN = ["source_id", "sheet", "column", "indicator", "base", "measure", "period", "basis"]


def total_rows(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Compare the sum of the units in every column of counts with the printed total.

    Counts of persons add up exactly: off by one is a finding. Of counts rounded to a unit v, m items may differ from their total by
    (m + 1)·v/2. A column that adds up gives a note, so that it is seen to have been judged; one with units missing cannot be judged
    and says what is left for them. A row counts as total if it is named so or if the column holds every unit below the document's
    area. Rows of regions, and units below another unit of the column, are parts of what is added and are left out; rows without a
    code are added only where that brings the sum nearer (an abolished unit counts, a subtotal by another name does not).
    """
    known = figures(observations)
    listed = observations.assign(column=observations["cell"].str.extract(r"^([A-Z]+)", expand=False))
    listed = listed[listed["measure"].isin(["participants", "denominator", "increase"])].drop(columns="value")
    columns = listed.merge(
        known[["source_id", "sheet", "cell", "value", "resolution"]], how="left", on=["source_id", "sheet", "cell"]
    )
    about = dict(zip(sources["source_id"], sources["area_code"], strict=True))
    columns["is_sum"] = columns["area_code"].eq(columns["source_id"].map(about)) & columns["area_code"].ne("")
    former = columns["area_code"].eq("") & columns["value"].isna()  # an abolished unit has no figure to give
    columns = columns[columns["is_sum"] | ~(is_region(columns["area_label"]) | former)]
    columns = columns[columns.groupby(_COLUMN)["is_sum"].transform("sum") == 1]
    return table(found for _, column in columns.groupby(_COLUMN, sort=True) for found in _column(column))


def is_region(labels: pd.Series) -> pd.Series:
    """Which labels name one of the six statistical regions.

    >>> is_region(pd.Series(["TÂY NGUYÊN", "Hà Tây"])).tolist()
    [True, False]
    """
    return labels.map(fold).isin(phrase("check.words.regions").split(";"))


def _column(column: pd.DataFrame) -> Iterator[dict]:
    totals, units = column[column["is_sum"]], column[~column["is_sum"]]
    if len(units) < 2 or totals["value"].isna().any():
        return
    total = next(totals.itertuples())
    if not is_total(total.area_label) and not _complete(total.area_code, set(units["area_code"])):
        return
    units = _added(units, total.value)
    added, missing = units["value"].sum(), int(units["value"].isna().sum())
    if missing == len(units):
        return
    unit = float(column["resolution"].max())
    tolerance = 0.0 if unit <= 1 else (len(units) + 1) * unit / 2
    difference = added - total.value
    fields: dict[str, Said | str | int] = {"total": persons(total.value), "quantity": quantity(total.measure)}
    fields |= {"count": len(units), "missing": missing}
    if missing:
        variant, severity = "incomplete", "note"
        fields["left"] = persons(-difference)
        if difference > tolerance:
            variant, severity = "exceeds", "error"
    elif abs(difference) <= tolerance:
        variant, severity = ("exact" if difference == 0 else "within"), "note"
    else:
        variant, severity = "off", "error"
    fields["difference"] = words("words.more" if difference > 0 else "words.less", by=persons(abs(difference)))
    yield finding("total_rows", variant, severity, total, cell_text(total), persons(added), (), **fields)


def _added(units: pd.DataFrame, total: float) -> pd.DataFrame:
    """The rows that a total includes: see ``total_rows``."""
    codes = set(units["area_code"]) - {""}
    below = units["area_code"].map(lambda code: bool(code) and not codes.isdisjoint(areas.ancestors(code)))
    rows = units[~below]
    coded = rows[rows["area_code"].ne("")]
    return min((rows, coded), key=lambda each: abs(each["value"].sum() - total)) if len(coded) else rows


def _complete(area_code: str, units: set[str]) -> bool:
    lists = (areas.children(area_code), areas.children(area_code, areas.REFORM))
    return any(below and set(below) <= units for below in lists)
