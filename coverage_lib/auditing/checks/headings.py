"""Checks of headings: the document number and date in "issued with …", and the scheme that a sheet title names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table
from coverage_lib.auditing.figures.finding_words import listed, persons, term, words
from coverage_lib.auditing.figures.printed_figures import figures, of_measure
from coverage_lib.clean.tables.header_meaning import code_named
from coverage_lib.clean.text.text_forms import fold, normalise
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.phrases import phrase


def caption_number(sources: pd.DataFrame, captions: pd.DataFrame) -> pd.DataFrame:
    """Compare number and date in headings 'issued with … number …' with the document; binding documents need both.

    Only headings that name the document they belong to are judged: a title may well cite another one.
    """
    return table([*_unnumbered(sources), *_headings(sources, captions)])


def _unnumbered(sources: pd.DataFrame) -> Iterator[dict]:
    plans = sources[sources["kind"].eq("plan") & sources["authority"].eq("binding")]
    for row in plans.assign(sheet="", cell="", period=pd.NaT, indicator="").itertuples():
        lacks = [key for key, missing in (("number", not row.number), ("date", pd.isna(row.issued))) if missing]
        if lacks:
            yield finding(
                "caption_number", "missing", "warning", row, lacks=_both(f"words.{key}" for key in lacks), title=row.title
            )


def _headings(sources: pd.DataFrame, captions: pd.DataFrame) -> Iterator[dict]:
    said = captions.merge(sources[["source_id", "number", "issued", "area_code"]], on="source_id")
    said["found"] = said["text"].map(named_document)
    for row in said.assign(indicator="", period=pd.NaT)[said["found"].notna()].itertuples():
        number, date = row.found
        wrong = []
        if row.number and number and fold(number) != fold(row.number):
            wrong.append("number")
        if pd.notna(row.issued) and date is not None and date != row.issued:
            wrong.append("date")
        if wrong:
            printed = [number if key == "number" else formats.date(date) for key in wrong]
            right = [row.number if key == "number" else formats.date(row.issued) for key in wrong]
            yield finding(
                "caption_number",
                "differs",
                "error",
                row,
                printed=listed(printed, ", "),
                computed=listed(right, ", "),
                wrong=_both(f"words.{key}" for key in wrong),
                number=row.number,
            )


def _both(keys):
    named = [words(key) for key in keys]
    return lambda lang: phrase("check.words.and", lang).join(name(lang) for name in named)


def named_document(text: str) -> tuple[str, pd.Timestamp | None] | None:
    """Number and date of the document that a heading cites; empty if it cites none.

    >>> named_document("(Ban hành kèm theo Kế hoạch số 12/KH-UBND, ngày 31 tháng 7 năm 2023)")
    ('12/KH-UBND', Timestamp('2023-07-31 00:00:00'))
    >>> named_document("Thực hiện Nghị quyết số 28-NQ/TW") is None
    True
    """
    text = normalise(text)
    found = re.search(phrase("check.words.issued_with"), text, flags=re.IGNORECASE)
    if not found:
        return None
    day = re.search(phrase("check.words.date_pattern"), text[found.end() :], flags=re.IGNORECASE)
    parts = [int(part) for part in day.groups() if part] if day else []
    date = pd.to_datetime(f"{parts[2]}-{parts[1]}-{parts[0]}", errors="coerce") if parts else None
    return found[1].strip().replace(" ", ""), None if date is None or pd.isna(date) else date


def caption_scheme(observations: pd.DataFrame, captions: pd.DataFrame) -> pd.DataFrame:
    """Sheets whose title names another scheme than their figures: a signed correction says so, or the totals are those that the
    document itself gives for another scheme.

    A sheet is judged if its title names exactly one scheme.
    """
    titles = captions.assign(named=captions["text"].map(lambda text: "" if named_document(text) else code_named("indicator", text)))
    titles = titles[titles["named"].ne("")].drop_duplicates(["source_id", "sheet"])
    known = figures(observations)
    return table(found for title in titles.itertuples() for found in _scheme(title, known[known["source_id"] == title.source_id]))


def _scheme(title, known: pd.DataFrame) -> Iterator[dict]:
    counts = of_measure(known, "participants")
    here = counts["sheet"] == title.sheet
    corrected = known[known["sheet"].eq(title.sheet) & known["correction"].ne("") & known["indicator"].ne("")]
    meant = corrected["indicator"].unique()
    if len(meant) != 1 or meant[0] == title.named:
        meant = _same_totals(title.named, counts[here], counts[~here])
    if len(meant) != 1 or meant[0] == title.named:
        return
    shared = _shared(counts[here], counts[~here & counts["indicator"].eq(meant[0])])
    evidence = words("caption_scheme.evidence", totals=listed(map(persons, shared)), meant=term("indicator", meant[0]))
    yield finding(
        "caption_scheme",
        "differs",
        "error",
        title,
        printed=term("indicator", title.named),
        computed=term("indicator", meant[0]),
        evidence=evidence if shared else "",
    )


def _same_totals(named: str, shown: pd.DataFrame, elsewhere: pd.DataFrame) -> list[str]:
    """The other schemes whose totals in the document equal those of this sheet, in two periods at least."""
    if set(shown["indicator"]) != {named} or _shared(shown, elsewhere[elsewhere["indicator"] == named]):
        return []
    others = [other for other in elsewhere["indicator"].unique() if other != named]
    return [other for other in others if len(_shared(shown, elsewhere[elsewhere["indicator"] == other])) >= 2]


def _shared(shown: pd.DataFrame, elsewhere: pd.DataFrame) -> list[float]:
    """Counts that both tables give for the same unit and period, in order of period."""
    both = shown.merge(elsewhere[["area_code", "period", "value"]], on=["area_code", "period", "value"])
    return both.sort_values("period")["value"].drop_duplicates().tolist()
