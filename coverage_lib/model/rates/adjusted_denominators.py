"""Adjustment chains: a gross denominator minus named, dated and sourced groups of persons.

    D' = D − s₁ − s₂ − … − sₖ          share of step i: 100 · sᵢ / D

A step is refused if the release already excludes these persons (double subtraction), if it has no source, refers to another
unit or another time, uses a flow as a stock, or subtracts more persons than there are. A requested step without a figure
leaves the chain open: what is known is shown, and there is no adjusted denominator. A requested step whose persons the release
already excludes is shown as such and subtracts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from coverage_lib.errors import CoverageError, Problem, Wording, message
from coverage_lib.raw.records.adjustment_chains import Chain, Step
from coverage_lib.vocabulary.table_schemas import conform, empty
from coverage_lib.vocabulary.terms import terms, worst_status

MINUS = " − "
_GROSS = ["area_code", "base", "period", "source_id"]


def adjust(
    chains: Iterable[Chain],
    denominators: pd.DataFrame,
    observations: pd.DataFrame,
    sources: pd.DataFrame,
    excludes: Mapping[str, Iterable[str]] | None = None,
) -> pd.DataFrame:
    """Table ``adjustments``: the lines of every chain.

    Parameters
    ----------
    chains : iterable of Chain
    denominators, observations, sources : DataFrame
        The tables of these names; the gross figure is a row of ``denominators``, a step's reference a row of ``observations``.
    excludes : mapping of str to iterable of str, optional
        source_id → steps whose persons the release already leaves out, as its ``source.toml`` declares; to these come those that
        the definition of the base leaves out (``excludes`` in terms.toml).

    Returns
    -------
    DataFrame
        Table ``adjustments``, in persons: position 0 is the gross figure, then the steps, last the result. ``persons`` of a step is
        what it subtracts; ``running_persons`` what is left, missing from the first open step on. Only a chain without an open step
        ends in a row ``result``.

    Raises
    ------
    CoverageError
        Listing everything that is wrong with any chain: no such gross figure, unknown step, the same step twice, a step without
        source, of another unit, out of time, of a flow, already left out by the release, or a negative result.

    Notes
    -----
    Source of the method: what the plans ask of the statistics office. Assumes that the groups do not overlap.
    """
    problems: list[Problem] = []
    rows: list[dict] = []
    gross_of = denominators.set_index(_GROSS).sort_index()
    printed = observations.assign(address=observations["sheet"] + "!" + observations["cell"]).set_index(["source_id", "address"])
    known = set(sources["source_id"])
    first_to: dict[tuple, str] = {}
    for chain in chains:
        key = (chain.area_code, chain.base, pd.Timestamp(chain.period), chain.source_id)
        if key not in gross_of.index:
            where = message("chain.denominator", key=", ".join(map(str, (chain.area_code, chain.base, chain.period))))
            problems.append(
                Problem(chain.chain_id, "from", where, message("chain.none_in", source=chain.source_id), "chain.name_denominator")
            )
            continue
        gross = gross_of.loc[[key]].iloc[0]
        left_out = {*(excludes or {}).get(chain.source_id, ()), *terms("base").get(chain.base, {}).get("excludes", ())}
        taken = [_taken(chain, step, printed) for step in chain.steps]
        wrong = [
            *_record(chain, first_to.setdefault((*key, chain.result_base), chain.chain_id)),
            *_steps(chain, taken, known, left_out),
        ]
        lines = _lines(chain, gross, taken, left_out)
        wrong += _negative(chain, lines) if not wrong else []
        problems += wrong
        rows += lines if not wrong else []
    if problems:
        raise CoverageError("chain.not_followed", problems)
    return conform(pd.DataFrame(rows), "adjustments") if rows else empty("adjustments")


def adjusted_denominators(adjustments: pd.DataFrame, denominators: pd.DataFrame) -> pd.DataFrame:
    """Table ``denominators`` with the results of complete chains, ``method`` adjusted; ``basis`` is that of the gross figure."""
    results = adjustments[adjustments["state"] == "result"]
    if results.empty:
        return denominators
    gross = results.merge(denominators[[*_GROSS, "basis"]], on=_GROSS)
    rows = gross.assign(base=gross["result_base"], persons=gross["running_persons"], method="adjusted")
    return conform(pd.concat([denominators, rows[denominators.columns]], ignore_index=True), "denominators")


def matching_numerator(denominators: pd.DataFrame, adjustments: pd.DataFrame) -> pd.DataFrame:
    """The denominators over which a rate may be computed: not those that exclude persons still counted as participants.

    A rate whose numerator holds persons that its denominator has lost is too high; not known counts as lost no less.
    """
    steps = adjustments[adjustments["state"] == "given"]
    loose = steps.loc[steps["numerator"] != "drops", ["area_code", "period", "result_base", "source_id", "chain_id"]]
    chains = adjustments[adjustments["chain_id"].isin(loose["chain_id"]) & (adjustments["state"] == "result")]
    key = ["area_code", "period", "base", "source_id"]
    loose_keys = pd.MultiIndex.from_frame(chains[["area_code", "period", "result_base", "source_id"]])
    return denominators[(denominators["method"] != "adjusted") | ~pd.MultiIndex.from_frame(denominators[key]).isin(loose_keys)]


def _taken(chain: Chain, step: Step, printed: pd.DataFrame) -> dict | None:
    """What a step subtracts: persons, day, unit, base and status; None if a reference does not exist."""
    if not step.cell:
        day = pd.Timestamp(step.date) if step.date else pd.NaT
        status = terms("basis").get(step.basis, {}).get("obs_status", "")
        return {"persons": step.persons, "day": day, "area": step.area_code or chain.area_code, "base": "", "obs_status": status}
    if (step.source_id, step.cell) not in printed.index:
        return None
    row = printed.loc[[(step.source_id, step.cell)]].iloc[0]
    counts = row["measure"] in ("participants", "denominator") and pd.notna(row["value"])
    return {
        "persons": round(row["value"]) if counts else None,
        "day": row["period"],
        "area": row["area_code"],
        "base": row["base"],
        "obs_status": row["obs_status"],
    }


def _record(chain: Chain, first: str) -> Iterator[Problem]:
    if first != chain.chain_id:
        already = message("chain.goes_there", first=first)
        yield Problem(chain.chain_id, "result_base", "chain.one", already, "chain.keep_or_own_base")
    if chain.result_base not in terms("base") or chain.result_base == chain.base:
        yield Problem(chain.chain_id, "result_base", "chain.other_base", repr(chain.result_base), "chain.own_base")
    names = [step.name for step in chain.steps]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Problem(chain.chain_id, name, "chain.step_once", message("found.times", count=names.count(name)), "remedy.keep_one")


def _steps(chain: Chain, taken: list[dict | None], known: set[str], left_out: set[str]) -> Iterator[Problem]:
    for step, found in zip(chain.steps, taken, strict=True):

        def wrong(expected: Wording, got: Wording, remedy: str, place: str = step.name) -> Problem:
            return Problem(chain.chain_id, f"step {place}", expected, got, remedy)

        if step.name not in terms("step"):
            yield wrong(message("value.one_of", known=", ".join(terms("step"))), repr(step.name), "chain.add_step")
        if step.name in left_out and not step.asked:
            yield wrong("chain.counted", message("chain.left_out", source=chain.source_id), "chain.remove_step")
        if step.numerator not in terms("numerator"):
            yield wrong(message("chain.numerator", known=", ".join(terms("numerator"))), repr(step.numerator), "chain.say_kept")
        if step.source_id not in known:
            got = repr(step.source_id) if step.source_id else "chain.no_source"
            yield wrong("chain.document", got, "chain.record_document")
        elif found is None:
            nothing = message("chain.nothing_at", source=step.source_id, cell=step.cell)
            yield wrong("chain.printed_figure", nothing, "chain.name_cell")
        elif step.asked:
            if step.persons is not None or step.cell:
                yield wrong("chain.no_figure", "figure.given", "chain.remove_asked")
        else:
            yield from _figure(chain, step, found, wrong)


def _figure(chain: Chain, step: Step, found: dict, wrong) -> Iterator[Problem]:
    if found["persons"] is None or found["persons"] <= 0:
        yield wrong("chain.persons", repr(found["persons"]), "chain.give_figure")
    if not step.cell and not (step.place and step.basis in terms("basis")):
        yield wrong("chain.place_and_basis", f"{step.place!r}, {step.basis!r}", "chain.say_place")
    if terms("base").get(found["base"], {}).get("flow"):
        yield wrong("chain.on_a_day", "chain.leaving", "chain.flow")
    if found["area"] != chain.area_code:
        other = message("chain.of", unit=found["area"]) if found["area"] else "chain.of_no_unit"
        yield wrong(message("chain.of_unit", unit=chain.area_code), other, "chain.take_own")
    printed = str(found["day"])[:10]
    if step.cell and step.date and pd.Timestamp(step.date) != found["day"]:
        yield wrong("chain.printed_day", message("chain.printed_for", date=step.date, day=printed), "chain.leave_date_out")
    gross = pd.Timestamp(chain.period)
    if pd.isna(found["day"]):
        yield wrong("chain.date", "found.none", "chain.say_day")
    elif chain.span_days is None and found["day"].year != gross.year:
        yield wrong(message("chain.day_of_year", year=gross.year), printed, "chain.take_year")
    elif chain.span_days is not None and abs((found["day"] - gross).days) > chain.span_days:
        yield wrong(message("chain.day_within", days=chain.span_days, day=gross.date()), printed, "chain.take_nearer")


def _negative(chain: Chain, lines: list[dict]) -> Iterator[Problem]:
    for line in lines:
        if line["running_persons"] is not None and line["running_persons"] <= 0:
            left, gross = line["running_persons"], lines[0]["persons"]
            wanted = message("chain.persons_left", gross=gross)
            yield Problem(chain.chain_id, f"step {line['step']}", wanted, f"{left:,}", "chain.other_figure")
            return


def _lines(chain: Chain, gross: pd.Series, taken: list[dict | None], left_out: set[str]) -> list[dict]:
    common = {"chain_id": chain.chain_id, "area_code": chain.area_code, "base": chain.base, "result_base": chain.result_base}
    common |= {"period": pd.Timestamp(chain.period)}
    whole = int(gross["persons"])
    first = {
        "step": "", "state": "gross", "persons": whole, "share_pct": 100.0, "running_persons": whole, "most_persons": whole,
        "numerator": "",
        "obs_status": gross["obs_status"], "source_id": chain.source_id, "cell": gross["cell"], "place": "", "note": chain.note,
    }  # fmt: skip
    lines, left = [first], whole
    is_open = False
    for step, found in zip(chain.steps, taken, strict=True):
        persons = None if step.asked or found is None else found["persons"]
        state = "given" if persons is not None else "left_out" if step.name in left_out else "asked"
        is_open = is_open or state == "asked"
        left = left if persons is None else left - persons
        lines.append(
            {
                "step": step.name,
                "state": state,
                "persons": persons,
                "share_pct": None if persons is None else 100 * persons / whole,
                "running_persons": None if is_open else left,
                "most_persons": left,
                "numerator": step.numerator,
                "obs_status": "O" if found is None or persons is None else found["obs_status"],
                "source_id": step.source_id,
                "cell": step.cell,
                "place": step.place,
                "note": step.note,
            }
        )
    given = [step for step, line in zip(chain.steps, lines[1:], strict=True) if line["state"] == "given"]
    if given and not is_open:
        cells = [gross["cell"], *(f"{step.source_id}:{step.cell or step.place}" for step in given)]
        statuses = [line["obs_status"] for line in lines if line["state"] in ("gross", "given")]
        result = {"step": "", "state": "result", "persons": left, "share_pct": 100 * left / whole}
        result |= {"running_persons": left, "most_persons": left}
        result |= {"numerator": "", "obs_status": worst_status(*statuses), "source_id": chain.source_id, "place": "", "note": ""}
        lines.append(result | {"cell": MINUS.join(cells)})
    return [common | line | {"position": position} for position, line in enumerate(lines)]
