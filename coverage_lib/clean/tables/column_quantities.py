"""The quantity in each column of a table: from its own header, then neighbouring columns, then lines above the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from coverage_lib.clean.tables.header_meaning import Meaning, counted_as, foreign_reason, meaning_of, names_several, unknown_words
from coverage_lib.clean.tables.table_context import Heading
from coverage_lib.clean.text.periods import Moment, is_relative, joined_moment, last_day, moment_of
from coverage_lib.clean.text.printed_numbers import unit_factor
from coverage_lib.clean.text.text_forms import fold
from coverage_lib.vocabulary.terms import terms
from coverage_lib.vocabulary.word_patterns import inside, words

COUNTS = ("participants", "denominator", "increase")
ACTUAL = ("actual", "provisional", "estimate")
_NEVER = Moment()


@dataclass(frozen=True, slots=True)
class Quantity:
    """The quantity in a column or row.

    Attributes
    ----------
    moment : When
        The period in its own header, before the lines above the table are used.
    own_basis : bool
        Whether its own header says plan or actual.
    bare : bool
        A rate whose header says neither what it is over nor that it is coverage: it may be a ratio of other columns.
    persons : bool
        Whether its own header says that it counts persons.
    until : bool
        Whether its own header counts up to a day or month: "đến 31/12/2024".
    supposed : str
        Code of what its header says, where it is read as a quantity of ours only if the arithmetic confirms it, such as cards.
    led : bool
        An increase whose result is known.
    refused, reason, detail : str
        Why it is not read: a problem, or a code of the vocabulary for what is simply not ours; and the words concerned.
    """

    meaning: Meaning
    moment: Moment = _NEVER
    own_basis: bool = False
    bare: bool = False
    persons: bool = False
    until: bool = False
    supposed: str = ""
    led: bool = False
    refused: str = ""
    reason: str = ""
    detail: str = ""

    @property
    def read(self) -> bool:
        """Whether figures are taken from the column."""
        return not self.refused and not self.reason

    @property
    def kind(self) -> str:
        """The kind of the figures, for the decision on notation."""
        return "count" if self.meaning.measure in COUNTS else "growth" if self.meaning.measure == "growth_pct" else "rate"

    @property
    def factor(self) -> int:
        """Persons in one unit of its figures."""
        return unit_factor(self.meaning.unit) if self.kind == "count" else 1


@lru_cache(maxsize=1 << 13)
def quantity_of(path: tuple[str, ...]) -> Quantity:
    """The meaning of header texts, lower ones before higher ones; every word must be understood.

    >>> quantity_of(("BHXH tự nguyện", "Thực hiện năm 2023")).meaning.indicator, quantity_of(("BHYT", "Nữ")).detail
    ('si_voluntary', 'women')
    """
    said = Meaning()
    above = ""
    for text in path:
        text = _as_part(text, said.indicator)
        together = f"{above} {text}" if above.endswith(words("time", "comparing")) else text
        if reason := foreign_reason(together):
            return Quantity(said, reason="foreign", detail=reason)
        if is_relative(text):
            return Quantity(said, reason="foreign", detail="same_period")
        if strange := unknown_words(text):
            return Quantity(said, reason="unknown", detail=strange)
        own = _taking_part(text, meaning_of(text))
        if said.indicator and own.indicator and not _within(own.indicator, said.indicator):
            return Quantity(said, refused="column.contradiction")
        if said.base and own.base and own.base != said.base and not (own.base.startswith("eligible") or said.measure == "rate_pct"):
            return Quantity(said, refused="column.contradiction")
        if said.measure in ("increase", "growth_pct") and own.measure == "participants":
            own = replace(own, measure="")  # 'Tăng so với năm 2022', in the row of the participants
        said = (
            own.over(said) if own.measure or not (own.base and said.measure == "rate_pct") else replace(own, measure="").over(said)
        )
        above = fold(text)
    if not said.indicator and any(names_several("indicator", text) for text in path) and said.measure != "denominator":
        return Quantity(said, refused="column.one_scheme")
    if not said.basis and any(names_several("basis", text) for text in path):
        return Quantity(said, refused="column.plan_or_actual")
    changes = said.measure in ("increase", "growth_pct")
    moments = [moment_of(inside("time", "against").sub(" ", fold(text)) if changes else text) for text in reversed(path)]
    persons = (unit_factor(said.unit) == 1 and said.unit not in ("", "%")) or (
        not said.unit and any(inside("header_words", "persons").search(fold(text)) for text in path)
    )
    if said.measure == "increase" and said.unit == "%":
        said = replace(said, measure="growth_pct")
    if not said.measure and said.unit == "%":
        said = replace(said, measure="rate_pct")
    bare = said.measure == "rate_pct" and not said.base and all(_bare_rate(text) for text in path)
    moment = joined_moment(moments)
    until = bool(moment.month) and any(inside("time", "until").search(fold(text)) for text in path)
    return Quantity(replace(said, period=None), moment, bool(said.basis), bare, persons, until)


def supposed_quantity(quantity: Quantity, path: tuple[str, ...]) -> Quantity | None:
    """What a column outside the scope may count all the same, if its figures fit their neighbours; None if it cannot.

    >>> supposed_quantity(quantity_of(("Số thẻ BHYT",)), ("Số thẻ BHYT",)).meaning.measure
    'participants'
    """
    meant = tuple(map(counted_as, path)) if quantity.reason == "foreign" else path
    return replace(said, supposed=quantity.detail) if meant != path and (said := quantity_of(meant)).read else None


def _as_part(text: str, whole_: str) -> str:
    """'Tự nguyện' under 'BHXH' is the voluntary scheme, 'hộ gia đình' under 'BHYT' that of households."""
    folded = inside("row", "part").sub("", fold(text)).strip(" :-")
    for code, entry in terms("indicator").items():
        if whole_ and folded in entry.get("as_part", ()) and code != whole_ and _within(code, whole_):
            return entry["aliases"][0]
    return text


def _taking_part(text: str, said: Meaning) -> Meaning:
    """'Lực lượng lao động tham gia BHXH' counts participants, not the labour force."""
    takes_part = inside("header_words", "takes_part").search(fold(text))
    if said.measure == "denominator" and takes_part and not said.base.startswith("eligible"):
        return replace(said, base="", measure="participants")
    return said


def _bare_rate(text: str) -> bool:
    said = meaning_of(text)
    return not inside("header_words", "coverage").search(fold(text)) or said.measure != "rate_pct"


def _within(part: str, whole_: str) -> bool:
    """Whether one scheme equals another or is part of it."""
    entries = terms("indicator")
    while part:
        if part == whole_:
            return True
        parent = entries[part].get("within", "")
        part = parent or next((code for code, entry in entries.items() if part in entry.get("parts", [])), "")
    return False


# ---------------------------------------------------------------- a column under its heading


def fill_from_heading(quantity: Quantity, heading: Heading, default_basis: str, also_actual: bool = False) -> Quantity:
    """A column completed by the lines above its table; refused if something needed is missing or ambiguous.

    Parameters
    ----------
    default_basis : str
        Basis where neither header nor heading says one.
    also_actual : bool
        Whether the table has columns of actual figures as well: a plan next to them is one for the year.
    """
    if not quantity.read:
        return quantity
    said = quantity.meaning
    if heading.only and not (heading.only == "outside" and said.measure and (said.indicator or said.base)):
        return replace(quantity, reason="foreign", detail=heading.only)
    measure = said.measure
    if not measure and heading.unit == "%" and not quantity.persons:
        measure = "rate_pct"
    if not measure:
        shared = heading.measure
        rate_of_persons = shared == "rate_pct" and (quantity.persons or said.unit not in ("", "%"))
        shared = "" if rate_of_persons or (shared == "denominator" and said.indicator) else shared
        measure = shared or ("participants" if said.indicator or heading.indicator else "")
    counts = measure in COUNTS
    unit = said.unit or ("" if counts and heading.unit == "%" else heading.unit)  # 'số người' under 'ĐVT: %' is printed in persons
    if counts and not said.unit and heading.unit_foreign and not (quantity.persons and heading.unit_foreign == "money"):
        return replace(quantity, reason="foreign", detail=heading.unit_foreign)
    indicator = said.indicator
    if not indicator and measure != "denominator":
        if "indicator" in heading.disputed:
            return replace(quantity, refused="column.one_scheme_above")
        indicator = heading.indicator
    base = said.base or (heading.base if measure in ("denominator", "rate_pct") else "")
    basis = said.basis or ("actual" if _counted_before(quantity, heading) else heading.basis or default_basis)
    moment, trouble = _moment(quantity, heading, basis, also_actual)
    if trouble:
        return replace(quantity, refused=trouble)
    meaning = Meaning(indicator, base, measure, last_day(moment), basis, unit)
    return replace(quantity, meaning=meaning)


def _counted_before(quantity: Quantity, heading: Heading) -> bool:
    """Whether a column is of a time before the one that the title plans: an earlier year, or up to a day within it."""
    own, planned = quantity.moment, heading.moment.year
    within = quantity.until and (own.year, own.month) < (planned, 12) and planned > 0
    return heading.basis == "plan" and own.year > 0 and (own.year < heading.starts or within)


def _moment(quantity: Quantity, heading: Heading, basis: str, also_actual: bool) -> tuple[Moment, str]:
    own, general = quantity.moment, heading.moment
    if own.year and own.month:
        return own, ""
    if own.year:
        fits = general.year == own.year and general.month and basis != "plan"
        return (general if fits else own), ""
    if "moment" in heading.disputed:
        return own, "column.one_year_above"
    if own.month:
        return joined_moment([own, general]), ""
    if basis == "plan" and quantity.own_basis and also_actual:
        return Moment(general.year), ""
    return general, ""


def missing_part(quantity: Quantity) -> str:
    """What a column lacks: a scheme, a base or a period; empty if nothing is missing."""
    said = quantity.meaning
    if not said.measure:
        return "column.quantity"
    if said.measure == "denominator" and not said.base:
        return "column.denominator"
    if said.measure != "denominator" and not said.indicator:
        return "column.scheme"
    return "" if said.period else "column.year"


# ---------------------------------------------------------------- columns among their neighbours


def fill_from_columns(columns: Mapping[int, Quantity], paths: Mapping[int, tuple[str, ...]]) -> dict[int, Quantity]:
    """Columns completed by one another: the result of an increase, the count of a rate, the base of a rate."""
    done = dict(columns)
    for column, quantity in columns.items():
        if quantity.read and not quantity.led and quantity.meaning.measure in ("increase", "growth_pct"):
            done[column] = _leading_to(column, quantity, columns, paths)
        elif quantity.read and quantity.meaning.measure == "rate_pct":
            if not quantity.meaning.indicator:
                quantity = _of_the_counts_before(column, quantity, columns)
                done[column] = quantity
            count = count_of_rate(column, quantity, columns)
            if count and not (quantity.moment.year or quantity.moment.month) and count in columns:
                meaning = replace(quantity.meaning, period=columns[count].meaning.period)
                meaning = meaning if quantity.own_basis else replace(meaning, basis=columns[count].meaning.basis)
                done[column] = replace(quantity, meaning=meaning)
    for column, quantity in list(done.items()):
        baseless = quantity.read and quantity.meaning.measure == "rate_pct" and not quantity.meaning.base
        if baseless and (over := denominator_of_rate(column, quantity, done)):
            done[column] = replace(quantity, meaning=replace(quantity.meaning, base=done[over].meaning.base))
    return done


def _of_the_counts_before(column: int, quantity: Quantity, columns: Mapping[int, Quantity]) -> Quantity:
    """A rate without a scheme belongs to the scheme counted to its left, if only one was counted since the last rate."""
    rates = [c for c, q in columns.items() if c < column and q.read and q.meaning.measure == "rate_pct"]
    since = max(rates, default=0)
    schemes = {
        q.meaning.indicator
        for c, q in columns.items()
        if since < c < column
        and q.read
        and q.meaning.measure == "participants"
        and _over(q.meaning.indicator, quantity.meaning.base)
    } - {""}
    return replace(quantity, meaning=replace(quantity.meaning, indicator=schemes.pop())) if len(schemes) == 1 else quantity


def _over(indicator: str, base: str) -> bool:
    """Whether a base is usual for the rate of a scheme; always true if no base is named."""
    kinds = terms("base")
    natural = kinds.get(terms("indicator").get(indicator, {}).get("base", ""), {}).get("kind", "")
    return (
        not base or kinds[base]["kind"] in (natural, "eligible") or (natural == "labour_force" and base == "population_working_age")
    )


def _leading_to(column: int, quantity: Quantity, columns: Mapping[int, Quantity], paths: Mapping[int, tuple[str, ...]]) -> Quantity:
    against = joined_moment(moment_of(text) for text in reversed(paths[column]))
    indicator = quantity.meaning.indicator
    counts = [
        c for c, q in columns.items()
        if q.read and q.meaning.measure == "participants" and q.meaning.indicator == indicator and q.meaning.period
    ]  # fmt: skip
    if quantity.moment.year:
        counts = [c for c in counts if columns[c].meaning.period == quantity.meaning.period]
        if not counts:
            return quantity
    elif against.year:
        counts = [c for c in counts if columns[c].meaning.period != last_day(against)]
    left = [c for c in counts if c < column]
    chosen = max(left) if left else min(counts, default=0)
    if not chosen:
        return replace(quantity, refused="column.increase_leads_to")
    lead = columns[chosen].meaning
    basis = quantity.meaning.basis if quantity.own_basis else lead.basis
    return replace(quantity, meaning=replace(quantity.meaning, period=lead.period, basis=basis))


def count_of_rate(column: int, quantity: Quantity, columns: Mapping[int, Quantity]) -> int:
    """The count of a rate: the nearest to its left for the same scheme, and the same period if the rate names one."""
    said = quantity.meaning
    fit = [
        c for c, q in columns.items()
        if c < column and q.read and q.meaning.measure == "participants" and q.meaning.indicator == said.indicator
        and (not quantity.moment.year or q.meaning.period == said.period)
        and (not quantity.own_basis or q.meaning.basis == said.basis)
    ]  # fmt: skip
    return max(fit, default=0)


def denominator_of_rate(column: int, quantity: Quantity, columns: Mapping[int, Quantity]) -> int:
    """The denominator of a rate: its named base, else the usual kind for its scheme, the nearest to its left."""
    said = quantity.meaning
    entry = terms("indicator").get(said.indicator, {})
    natural = terms("base").get(entry.get("base", ""), {}).get("kind", "")

    def fits(base: str) -> bool:
        if said.base:
            return base == said.base
        kind = terms("base")[base]["kind"]
        return (
            kind == natural
            or (kind == "eligible" and terms("base")[base].get("of") == said.indicator)
            or (base == "population_working_age" and natural == "labour_force")
        )

    found = [
        c for c, q in columns.items()
        if q.read and q.meaning.measure == "denominator" and q.meaning.base and q.meaning.period == said.period
        and fits(q.meaning.base)
    ]  # fmt: skip
    left = [c for c in found if c < column]
    bases = {columns[c].meaning.base for c in found}
    return max(left) if left else found[0] if len(bases) == 1 else 0
