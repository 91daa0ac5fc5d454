"""Exact counts: sums over the paths of the diagram, a row at a time, in Python's own integers.

The widest window, nearly always the size of the slate, is taken out of the states: each state carries one large integer
instead, whose digits say how many ways there are for each value of that form.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import comb, prod
from typing import TypeAlias

from quorate.engines.base import Clock, OutOfRoom
from quorate.engines.layout import Form, conjuncts, narrowed
from quorate.engines.problem import Constraint, Problem, domain
from quorate.engines.tables.diagram import START, Diagram, State
from quorate.engines.tables.merging import merged
from quorate.engines.tables.rows import ROOM
from quorate.engines.tables.splitting import by_size
from quorate.engines.tables.windows import grows, windows
from quorate.formula.ast import Count, Linear

Taken: TypeAlias = dict[int, int]
"""By how many people of the class in hand are taken, the packed number of ways."""

_DIGITS = 512
"""The longest window that is packed."""


@dataclass(frozen=True, slots=True)
class Packing:
    """Numbers of ways by value of `form`, as digits of `bits` bits; values above the window's end are cut off."""

    form: dict[Count, int]
    low: int
    high: int
    bits: int

    @property
    def mask(self) -> int:
        return (1 << self.bits * (self.high + 1)) - 1

    def total(self, packed: int) -> int:
        return sum(self.digits(packed).values())

    def from_value(self, reached: int) -> "Packing":
        """The same window seen from a value that is reached already."""
        return Packing(self.form, max(self.low - reached, 0), self.high - reached, self.bits)

    def digits(self, packed: int) -> dict[int, int]:
        """The numbers of ways by the values within the window."""
        digit = (1 << self.bits) - 1
        return {value: (packed >> self.bits * value) & digit for value in range(self.low, self.high + 1)}


def slates(problem: Problem, clock: Clock) -> int:
    """The number of assignments, each weighed by its `ways`."""
    return sum(_slates(part, clock) for part in by_size(problem))


def spread(problem: Problem, linear: Linear, clock: Clock) -> dict[int, int]:
    """The number of slates by the value of a sum that only grows."""
    found: dict[int, int] = defaultdict(int)
    for part in by_size(problem):
        small, stands_for = merged(part)
        form = tuple({stands_for[count]: factor for count, factor in linear.terms}.items())
        packing, rest = packed(small, Linear.of(form).terms)
        for value, ways in packing.digits(_paths(small, packing, rest, clock)).items():
            if ways:
                found[value + linear.constant] += ways
    return dict(found)


def _slates(problem: Problem, clock: Clock) -> int:
    small, _ = merged(problem)
    packing, rest = packed(small)
    return packing.total(_paths(small, packing, rest, clock))


def _paths(problem: Problem, packing: Packing, rest: Problem, clock: Clock) -> int:
    """The ways along all paths of the diagram, packed."""
    diagram = Diagram(rest)
    row: dict[State, Taken] = {START: {0: 1}} if diagram.possible else {}
    for index, column in enumerate(columns_of(problem, diagram.counts, packing)):
        row = _next_row(row, diagram, index, column, packing, clock)
    return sum(sum(taken.values()) for taken in row.values())


@dataclass(frozen=True, slots=True)
class Column:
    """The size of a count's class, if it has one, whether its cells end here, and what it adds to the packed form."""

    size: int | None
    last: bool
    factor: int


def _next_row(
    row: dict[State, Taken], diagram: Diagram, index: int, column: Column, packing: Packing, clock: Clock
) -> dict[State, Taken]:
    following: dict[State, Taken] = defaultdict(lambda: defaultdict(int))
    mask = packing.mask
    for state, taken in row.items():
        clock.tick()
        for value, target, _ in diagram.edges(index, state):
            if value * column.factor > packing.high:
                break
            reached = following[target]
            shift = value * column.factor * packing.bits
            for already, ways in taken.items():
                if column.size is None:
                    reached[0] += (ways << shift) & mask
                elif already + value <= column.size:
                    chosen = ways * comb(column.size - already, value)
                    reached[0 if column.last else already + value] += (chosen << shift) & mask
    if len(following) > ROOM:
        raise OutOfRoom(f"a table would need more than {ROOM:,} states in a row")
    return following


def columns_of(problem: Problem, counts: tuple[Count, ...], packing: Packing) -> Iterator[Column]:
    sizes = {cell: ways.size for ways in problem.ways for cell in ways.cells}
    position = {count: index for index, count in enumerate(counts)}
    last = {max(ways.cells, key=position.__getitem__) for ways in problem.ways if ways.cells}
    return (Column(sizes.get(count), count in last, packing.form.get(count, 0)) for count in counts)


def packed(problem: Problem, wanted: Form | None = None) -> tuple[Packing, Problem]:
    """The window over most counts that only grows and soon ends (or that of a form), and the problem without it."""
    limits, _ = windows(narrowed(problem)[1])
    able = [(form, low or 0, high) for form, (low, high) in limits.items() if high is not None and grows(form)]
    able = [(form, low, high) for form, low, high in able if 0 <= high <= _DIGITS]
    if wanted is not None:
        able = _whole(wanted, *limits.get(wanted, (None, None)))
    if not able:
        return Packing({}, 0, 0, _bits(problem, {}, 0)), problem
    form, low, high = max(able, key=lambda each: len(each[0]))
    rest = [formula for formula in conjuncts(problem) if form not in windows([formula])[0]]
    packing = Packing(dict(form), max(low, 0), high, _bits(problem, dict(form), high))
    return packing, replace(problem, constraints=tuple(Constraint("unpacked", formula) for formula in rest))


def _whole(form: Form, low: int | None, high: int | None) -> list[tuple[Form, int, int]]:
    """A form with all values that it may have."""
    most = Linear(form).bounds[1] if high is None else high
    if most is None or most > _DIGITS or not grows(form):
        raise OutOfRoom(f"only sums up to {_DIGITS} are told apart")
    return [(form, low or 0, most)] if form else []


def _bits(problem: Problem, form: dict[Count, int], high: int) -> int:
    """Enough for any number of ways: at most `high` of those the form counts, times all choices of the others."""
    classed = {cell for ways in problem.ways for cell in ways.cells}
    alone = [count for count in problem.counts if count not in classed]
    counted = sum(count in form for count in alone)
    free = prod(len(domain(count)) for count in alone if count not in form)
    for ways in problem.ways:
        inside = sum(cell in form for cell in ways.cells)
        counted += ways.size * inside
        free *= (1 + len(ways.cells) - inside) ** ways.size
    return (comb(counted + high, high) * free).bit_length() + 1
