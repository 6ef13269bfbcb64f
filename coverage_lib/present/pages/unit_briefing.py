"""The parts of a unit's briefing, each one call of the notebook. Every number shown stands in the tables given."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import display

from coverage_lib.errors import CoverageError, Problem
from coverage_lib.present.blocks import Chart, Format, Html, data_table, folded, joined, prose, severity_mark, verdict_mark
from coverage_lib.present.charts.trajectory_chart import drawable, trajectory_chart
from coverage_lib.present.pages import denominators_in_short
from coverage_lib.present.unit_view import indicators_of, unit_view
from coverage_lib.present.words import gap_sentences
from coverage_lib.present.words.document_names import document_name, file_name, printed_at
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.areas import area_name
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.table_schemas import column_label
from coverage_lib.vocabulary.terms import REFERENCE_YEARS, label, terms

Tables = Mapping[str, pd.DataFrame]
ALL = "all"
_SCHEMES = ("si", "si_compulsory", "si_voluntary", "ui", "hi")


class Gallery:
    """Several charts shown one below the other."""

    def __init__(self, charts: list[Chart]):
        self.charts = charts

    def _ipython_display_(self) -> None:
        for chart in self.charts:
            display(chart)

    def __len__(self) -> int:
        return len(self.charts)


def title(area_code: str, lang: str = "vi") -> str:
    """Title of a unit's briefing."""
    return phrase("briefing.title", lang, area=area_name(area_code, lang))


def in_short(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The finding of every indicator in a sentence; for a unit without figures, that there are none."""
    views = [unit_view(tables, area_code, indicator) for indicator in indicators_of(tables, area_code)]
    views = [view for view in views if drawable(view)]
    if not views:
        return prose([phrase("briefing.nothing", lang, area=area_name(area_code, lang)), phrase("briefing.missing.ask", lang)])
    rows = pd.DataFrame(
        {
            "indicator": [label("indicator", view.indicator, lang, short=True) for view in views],
            "finding": [_unnamed(gap_sentences.headline(view, lang), area_code, lang) + "." for view in views],
        }
    )
    return data_table(rows, {"indicator": column_label("indicator", lang), "finding": phrase("briefing.in_short", lang)}, lang)


def _unnamed(sentence: str, area_code: str, lang: str) -> str:
    """A finding without the name of the unit, which is the title of the page."""
    text = sentence.removeprefix(f"{area_name(area_code, lang)}: ")
    return text[:1].upper() + text[1:]


def charts(tables: Tables, area_code: str, lang: str = "vi", indicators: str = ALL) -> Gallery | Html:
    """The trajectory chart of every indicator the unit has, or of those named.

    Parameters
    ----------
    indicators : str
        Codes separated by commas, or ``all``.

    Raises
    ------
    CoverageError
        Naming every code that is no indicator.
    """
    wanted = list(terms("indicator")) if indicators == ALL else [code.strip() for code in indicators.split(",")]
    known = ", ".join(terms("indicator"))
    unknown = [Problem("indicators", code, f"one of {known}", repr(code)) for code in wanted if code not in terms("indicator")]
    if unknown:
        raise CoverageError("Unknown indicators", unknown)
    views = [unit_view(tables, area_code, code) for code in indicators_of(tables, area_code) if code in wanted]
    drawn = [
        Chart(trajectory_chart(view, lang).figure, gap_sentences.alt_text(view, lang), f"{file_name(area_code)}-{view.indicator}")
        for view in views
        if drawable(view)
    ]
    return Gallery(drawn) if drawn else prose([phrase("briefing.nothing_to_draw", lang)])


def missing(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Which of target, plan, actual figure and denominator each scheme has, and which are missing."""
    there = {
        "target": _pairs(tables["targets"], area_code),
        "plan": _pairs(tables["enrolment"].query("basis == 'plan'"), area_code),
        "actual": _pairs(tables["enrolment"].query("basis != 'plan'"), area_code)
        | _pairs(tables["coverage"].query("basis != 'plan'"), area_code),
    }
    bases = tables["denominators"].loc[tables["denominators"]["area_code"] == area_code, "base"].unique()
    kinds = {terms("base")[base]["kind"] for base in bases}
    own = {terms("base")[base].get("of") for base in bases}
    rows = []
    for code in _SCHEMES:
        has = {name: code in found for name, found in there.items()}
        has["denominator"] = terms("base")[terms("indicator")[code]["base"]]["kind"] in kinds or code in own
        rows.append(
            {"indicator": label("indicator", code, lang)}
            | {name: phrase(f"briefing.missing.{'have' if found else 'lack'}", lang) for name, found in has.items()}
        )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"briefing.missing.{name}", lang) for name in ("target", "plan", "actual", "denominator")
    }
    return data_table(pd.DataFrame(rows), headings, lang, caption=phrase("briefing.missing.caption", lang))


def distances(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Distance to every target of 2024, 2025 and 2030 and to the unit's other targets, with verdict.

    Targets that nothing can be held against stand in a sentence beneath.
    """
    rows = tables["gap"][tables["gap"]["area_code"] == area_code]
    if rows.empty:
        return prose([phrase("briefing.gap.none", lang)])
    compared = rows["gap_pp"].notna() | rows["gap_persons"].notna()
    rows = rows[compared | rows["target_year"].isin(REFERENCE_YEARS)]
    sources = tables["sources"].set_index("source_id")
    names = rows["source_id"].map(lambda code: document_name(sources, code, lang))
    same = ["indicator", "target_year", "target_area_code", "base", "target_pct", "target_persons"]
    rows = rows.assign(documents=names.groupby([rows[name] for name in same], dropna=False).transform("; ".join)).drop_duplicates(
        same
    )
    order = [list(terms("indicator")).index(code) for code in rows["indicator"]]
    rows = rows.assign(order=order).sort_values("order", kind="stable")
    without = rows["verdict_pace"] == "no_actual"
    alone = _without_actual(rows[without], lang)
    rows = rows[~without]
    if rows.empty:
        return alone
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "target": [goal(row, lang) for _, row in rows.iterrows()],
            "document": rows["documents"],
            "figure": [figure_compared(row, lang) for _, row in rows.iterrows()],
            "points": rows["gap_pp"],
            "persons": gap_persons(rows),
            "pace": [_pace(row, lang) for _, row in rows.iterrows()],
            "verdict": rows["verdict_pace"],
        }
    )
    headings = {"indicator": column_label("indicator", lang)} | {
        name: phrase(f"briefing.gap.{name}", lang)
        for name in ("target", "document", "figure", "points", "persons", "pace", "verdict")
    }
    table = data_table(
        printed,
        headings,
        lang,
        {"points": signed_points, "persons": signed_count, "verdict": verdict_mark},
        phrase("briefing.gap.caption", lang),
    )
    return joined(table, alone)


def _without_actual(rows: pd.DataFrame, lang: str) -> Html:
    """The targets that wait for a figure, one clause an indicator."""
    said = [
        phrase(
            "briefing.gap.waiting_one",
            lang,
            indicator=label("indicator", indicator, lang, short=True),
            targets=", ".join(goal(row, lang) for _, row in some.iterrows()),
        )
        for indicator, some in rows.groupby("indicator", sort=False)
    ]
    return prose([phrase("briefing.gap.waiting", lang, targets="; ".join(said))]) if said else Html("")


def figures(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """Every count and rate of the unit, with the cells it comes from."""
    rated = tables["coverage"][tables["coverage"]["area_code"] == area_code]
    counted = tables["enrolment"][tables["enrolment"]["area_code"] == area_code]
    key = ["indicator", "period", "basis", "source_id"]
    alone = ~pd.MultiIndex.from_frame(counted[key]).isin(pd.MultiIndex.from_frame(rated[key]))
    rows = pd.concat([rated, counted[alone].assign(base="", method="", coverage_pct=float("nan"))], ignore_index=True)
    if rows.empty:
        return prose([phrase("briefing.figures.none", lang)])
    sources = tables["sources"].set_index("source_id")
    order = [list(terms("indicator")).index(code) for code in rows["indicator"]]
    rows = rows.assign(order=order).sort_values(["order", "period", "base", "source_id"], kind="stable")
    printed = pd.DataFrame(
        {
            "indicator": [label("indicator", code, lang, short=True) for code in rows["indicator"]],
            "period": rows["period"],
            "basis": [label("basis", code, lang) for code in rows["basis"]],
            "participants": rows["participants"],
            "persons": pd.Series(
                [formats.known(*each) for each in zip(rows["persons"], rows["persons_known_to"], strict=True)],
                index=rows.index,
                dtype="Int64",
            ),
            "rate": rows["coverage_pct"],
            "base": [_base(row, lang) for row in rows.itertuples()],
            "place": [printed_at(sources, row.source_id, row.cell, lang) for row in rows.itertuples()],
        }
    )
    headings = {name: column_label(name, lang) for name in ("indicator", "period", "basis", "participants", "persons")} | {
        "rate": phrase("briefing.figures.rate", lang),
        "base": column_label("base", lang),
        "place": phrase("briefing.figures.place", lang),
    }
    form: dict[str, Format] = {
        "period": formats.period,
        "participants": formats.count,
        "persons": formats.count,
        "rate": _two_decimals,
    }
    caption = phrase("briefing.figures.caption", lang)
    return folded(_counted(caption, len(printed), lang), data_table(printed, headings, lang, form, caption))


def denominators(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """The bases of the unit's rates in a line, compared, and every denominator at hand with its source."""
    return denominators_in_short.in_short(tables, area_code, lang)


def findings(tables: Tables, area_code: str, lang: str = "vi") -> Html:
    """What the audit found about the unit's figures: errors and what to check; notes and contradicting targets folded beneath.

    Contradicting targets stand, with the rule that decides, in the part on targets.
    """
    rows = tables["findings"][tables["findings"]["area_code"] == area_code]
    aside = (rows["severity"] == "note") | (rows["check"] == "contradicting_targets")
    return findings_in_two(rows, aside, "briefing.audit.aside", tables["sources"], lang)


def findings_in_two(rows: pd.DataFrame, aside: pd.Series, key: str, sources: pd.DataFrame, lang: str = "vi") -> Html:
    """Findings in full, and those set aside in a folded table whose title is phrase ``key``."""
    rest = rows[aside]
    if rest.empty:
        return findings_table(rows, sources, lang)
    title = _counted(phrase(key, lang), len(rest), lang)
    first = prose([phrase("briefing.audit.nothing_grave", lang)]) if aside.all() else findings_table(rows[~aside], sources, lang)
    return joined(first, folded(title, findings_table(rest, sources, lang)))


def findings_table(rows: pd.DataFrame, sources: pd.DataFrame, lang: str = "vi") -> Html:
    """Findings as a table: severity, place, what is printed, what is computed, and the sentence."""
    if rows.empty:
        return prose([phrase("briefing.audit.none", lang)])
    named = sources.set_index("source_id")
    rank = rows["severity"].map({code: entry["rank"] for code, entry in terms("severity").items()})
    rows = rows.assign(rank=rank).sort_values(["rank", "source_id", "sheet", "cell"], kind="stable")
    printed = pd.DataFrame(
        {
            "severity": rows["severity"],
            "place": [
                f"{document_name(named, row.source_id, lang)}" + (f": {row.sheet}!{row.cell}" if row.cell else "")
                for row in rows.itertuples()
            ],
            **{name: [_value(row, name) for row in rows.itertuples()] for name in ("printed", "computed")},
            "message": rows["message" if lang == "vi" else "message_en"],
        }
    )
    headings = {"severity": column_label("severity", lang), "place": phrase("briefing.figures.place", lang)} | {
        name: column_label(column, lang)
        for name, column in (("printed", "printed_value"), ("computed", "computed_value"), ("message", "message"))
    }
    return data_table(printed, headings, lang, {"severity": severity_mark}, phrase("briefing.audit.caption", lang))


def _value(row, name: str) -> str:
    """A value of a finding as the document would print it: in Vietnamese notation, whatever the language of the page."""
    value, text = getattr(row, f"{name}_value"), getattr(row, f"{name}_text")
    return text or ("" if pd.isna(value) else formats.amount(value, row.value_unit, decimals=row.decimals))


def _counted(title: str, rows: int, lang: str) -> str:
    return phrase("page.folded", lang, title=title, rows=formats.count(rows, lang))


def _pairs(table: pd.DataFrame, area_code: str) -> set[str]:
    return set(table.loc[table["area_code"] == area_code, "indicator"])


def gap_persons(rows: pd.DataFrame) -> pd.Series:
    """Gaps in persons, rounded to what is known of the counts behind them."""
    values = [formats.known(*each) for each in zip(rows["gap_persons"], rows["rounded_to"], strict=True)]
    return pd.Series(values, index=rows.index, dtype="Int64")


def goal(row: pd.Series, lang: str) -> str:
    """What a target is: its level, its year and, where it is a reference, whose."""
    key = "briefing.gap.of" if row["target_area_code"] == row["area_code"] else "briefing.gap.of_other"
    return phrase(
        key, lang, level=gap_sentences.level(row, lang), year=row["target_year"], area=area_name(row["target_area_code"], lang)
    )


def figure_compared(row: pd.Series, lang: str) -> str:
    """The figure held against a target, with its kind and period."""
    if not row["basis"]:
        return formats.MISSING
    in_persons = pd.isna(row["target_pct"]) or pd.isna(row["coverage_pct"])
    value = (
        f"{formats.count(row['participants'], lang)} {phrase('unit.persons', lang)}"
        if in_persons
        else formats.percent(row["coverage_pct"], lang, places=2)
    )
    return f"{value} ({label('basis', row['basis'], lang)} {formats.period(row['period'], lang)})"


def _pace(row: pd.Series, lang: str) -> str:
    if pd.isna(row["pace_required_pp"]) or row["pace_required_pp"] <= 0:
        return ""
    required = formats.points(row["pace_required_pp"], lang, places=2)
    if pd.isna(row["pace_observed_pp"]):
        return phrase("briefing.gap.pace_required", lang, required=required)
    return f"{formats.points(row['pace_observed_pp'], lang, places=2)} / {required}"


def _base(row, lang: str) -> str:
    if not row.base:
        return ""
    name = label("base", row.base, lang)
    return name if row.method == "counts" else f"{name} ({phrase(f'briefing.figures.method.{row.method}', lang)})"


def signed_points(value: float | None, lang: str) -> str:
    """A gap in points, as a format of a table."""
    return formats.points(value, lang, places=2)


def signed_count(value: float | None, lang: str) -> str:
    """A gap in persons, as a format of a table."""
    return formats.count(value, lang, signed=True)


def _two_decimals(value: float | None, lang: str) -> str:
    return formats.decimal(value, lang, places=2)
