"""What the arithmetic of neighbouring columns says of a column: a ratio, what its header promises, or neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple, TypeAlias

from coverage_lib.clean.tables.column_quantities import Quantity, count_of_rate, denominator_of_rate
from coverage_lib.clean.text.printed_numbers import Figure

Read: TypeAlias = Mapping[int, tuple[Quantity, Sequence[Figure]]]
"""The columns of a table with their figures."""

_WHOLE = 100  # per cent
_FEWEST = 3  # rows in which an identity is tested before it counts for or against a column


def find_ratios(block: Read) -> dict[int, str]:
    """Bare rates that are not coverage: ``ratio`` if they are the ratio of two other columns, ``open`` if they may be.

    A column headed only 'Tỷ lệ %' next to a plan and an actual figure may be the completion of the plan.
    """
    found: dict[int, str] = {}
    quantities = {column: quantity for column, (quantity, _) in block.items()}
    for column, (quantity, rates) in block.items():
        if not quantity.bare:
            continue
        counts = [
            c
            for c, q in quantities.items()
            if q.meaning.measure == "participants" and q.meaning.indicator == quantity.meaning.indicator
        ]
        over, n = denominator_of_rate(column, quantity, quantities), count_of_rate(column, quantity, quantities)
        if n and over and _share(block[n][1], block[over][1], rates) > 0.5:
            continue
        pairs = [(a, b) for a in counts for b in counts if a != b]
        if any(_share(block[a][1], block[b][1], rates, growth) > 0.5 for a, b in pairs for growth in (False, True)):
            found[column] = "ratio"
        elif any(rate.kind == "number" and rate.value > _WHOLE for rate in rates):
            found[column] = "open"  # more than all: the completion of a plan, as it seems
        elif not over and len([c for c in counts if c < column and _near(c, column, quantities)]) > 1:
            found[column] = "open"
    return found


def _near(count: int, column: int, quantities: Mapping[int, Quantity]) -> bool:
    """Whether there is no other rate between a count and a rate."""
    return not any(count < c < column and q.meaning.measure == "rate_pct" for c, q in quantities.items())


def _share(parts: Iterable[Figure], wholes: Iterable[Figure], rates: Iterable[Figure], growth: bool = False) -> float:
    """The share of rows in which the printed rate equals the ratio of two columns, to the printed precision."""
    tests = [fits for fits in _rate_fits(parts, wholes, rates, growth) if fits is not None]
    return sum(tests) / len(tests) if tests else 0.0


def _rate_fits(
    parts: Iterable[Figure], wholes: Iterable[Figure], rates: Iterable[Figure], growth: bool = False
) -> Iterator[bool | None]:
    """Row by row whether the printed rate is the ratio of two columns; None where one of the three is missing."""
    for part, whole, rate in zip(parts, wholes, rates, strict=True):
        if part.kind == whole.kind == rate.kind == "number" and whole.value:
            ratio = 100 * part.value / whole.value - (100 if growth else 0)
            yield abs(ratio - rate.value) <= 0.51 * 10.0**-rate.decimals + 1e-9
        else:
            yield None


def _sum_fits(befores: Iterable[Figure], increases: Iterable[Figure], afters: Iterable[Figure]) -> Iterator[bool | None]:
    """Row by row whether before + increase = after; None where one of the three is missing."""
    for before, increase, after in zip(befores, increases, afters, strict=True):
        if before.kind == increase.kind == after.kind == "number":
            decimals = max(before.decimals, increase.decimals, after.decimals)
            yield abs(before.value + increase.value - after.value) <= 0.51 * 10.0**-decimals
        else:
            yield None


class Test(NamedTuple):
    """An identity of a column with two others, row by row: True, False, or None where a figure is missing."""

    columns: tuple[int, int]
    fits: tuple[bool | None, ...]

    @property
    def tested(self) -> int:
        """Rows with all three figures."""
        return sum(each is not None for each in self.fits)

    @property
    def mostly_fits(self) -> bool:
        """Whether the identity holds in most rows, and in enough to count."""
        return self.tested >= _FEWEST and 2 * sum(map(bool, self.fits)) > self.tested

    @property
    def mostly_fails(self) -> bool:
        """Whether the identity fails in most rows, and in enough to count."""
        return self.tested >= _FEWEST and 2 * sum(map(bool, self.fits)) < self.tested


def unconfirmed(block: Read) -> list[int]:
    """Columns supposed to count something of ours whose figures fit no neighbours: they stay outside the scope."""
    quantities = {column: quantity for column, (quantity, _) in block.items()}
    return [
        column
        for column, quantity in quantities.items()
        if quantity.supposed and not any(test.mostly_fits for test in _tests(column, quantities, block))
    ]


def proven_results(block: Read) -> dict[int, Quantity]:
    """Increases whose sums prove that they lead to another column than their headers suggest: with its period and basis."""
    quantities = {column: quantity for column, (quantity, _) in block.items()}
    found = {}
    for column, quantity in quantities.items():
        if quantity.meaning.measure != "increase" or quantity.moment.year:
            continue
        results = [quantities[test.columns[1]].meaning for test in _tests(column, quantities, block) if test.mostly_fits]
        said = (quantity.meaning.period, quantity.meaning.basis)
        if results and said not in [(result.period, result.basis) for result in results]:
            found[column] = replace(quantity, meaning=replace(quantity.meaning, period=results[0].period, basis=results[0].basis))
    return found


def contradicted(block: Read) -> dict[int, Test]:
    """Rates that are not the ratio of the count and the denominator their headers name, in most of their rows."""
    quantities = {column: quantity for column, (quantity, _) in block.items()}
    found = {}
    for column, quantity in quantities.items():
        if quantity.meaning.measure != "rate_pct" or quantity.bare:
            continue
        n, over = count_of_rate(column, quantity, quantities), denominator_of_rate(column, quantity, quantities)
        if n and over:
            test = Test((n, over), tuple(_rate_fits(block[n][1], block[over][1], block[column][1])))
            if test.mostly_fails:
                found[column] = test
    return found


def _tests(column: int, quantities: Mapping[int, Quantity], block: Read) -> Iterator[Test]:
    said, figures = quantities[column].meaning, block[column][1]
    same = [c for c, q in quantities.items() if c != column and q.meaning.indicator == said.indicator]
    if said.measure == "increase":
        counts = [c for c in same if quantities[c].meaning.measure == "participants"]
        for before, after in permutations(counts, 2):
            yield Test((before, after), tuple(_sum_fits(block[before][1], figures, block[after][1])))
    elif said.measure == "participants":
        for rate in same:
            if quantities[rate].meaning.measure != "rate_pct" or quantities[rate].bare:
                continue
            if over := denominator_of_rate(rate, quantities[rate], quantities):
                yield Test((over, rate), tuple(_rate_fits(figures, block[over][1], block[rate][1])))
