"""How many slates have a given person, and two given persons: forward and backward sums meet at each count.

A count that is chosen `n` times out of a class of `k` like people has any one of them in `n / k` of its slates, and any
two of them in `n (n - 1) / k (k - 1)`: summed over all slates the division leaves nothing over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from operator import mul
from typing import TypeAlias

from quorate.engines.base import Clock
from quorate.engines.problem import Problem, domain
from quorate.engines.tables.merging import merged
from quorate.engines.tables.splitting import by_size
from quorate.engines.tables.weighed import weighed
from quorate.engines.weighing import Kind, Shares
from quorate.formula.ast import Count

Cells: TypeAlias = tuple[tuple[Count, int], ...]


@dataclass(frozen=True, slots=True)
class _Class:
    """A kind after classes were merged: of `many` people those in `cells`, or all but those (`sure` 1, factors -1)."""

    many: int
    sure: int
    cells: Cells


def shares(problem: Problem, kinds: Sequence[Kind], clock: Clock, *, pairs: bool) -> Shares:
    total = 0
    once = [0] * len(kinds)
    twice: dict[tuple[int, int], int] = {}
    for part in by_size(problem):
        small, stands_for = merged(part)
        classes = [_class(kind, small, stands_for) for kind in kinds]
        sums = _Sums(small, {count for each in classes for count, _ in each.cells}, clock, pairs=pairs)
        total += sums.total
        for number, each in enumerate(classes):
            once[number] += sums.one(each)
        if pairs:
            for first, second in combinations_with_replacement(range(len(kinds)), 2):
                if first != second or kinds[first].many > 1:
                    met = sums.two(classes[first], classes[second])
                    twice[first, second] = twice.get((first, second), 0) + met
    return Shares(total, tuple(once), twice)


def _class(kind: Kind, small: Problem, stands_for: dict[Count, Count]) -> _Class:
    cells = {stands_for[count]: factor for count, factor in kind.inside.terms}
    sizes = {cell: ways.size for ways in small.ways for cell in ways.cells}
    many = next((sizes[cell] for cell in cells if cell in sizes), kind.many)
    return _Class(many, kind.inside.constant // kind.many, tuple(cells.items()))


class _Sums:
    """Sums over all slates: of their number, of a count, of the product of two."""

    def __init__(self, problem: Problem, read: set[Count], clock: Clock, *, pairs: bool) -> None:
        net = weighed(problem, clock)
        most = max((domain(count)[-1] for count in read), default=1)
        packing = replace(net.packing, bits=net.packing.bits + 2 * most.bit_length() + 1)
        self._net = replace(net, packing=packing)
        self._clock = clock
        self._class_of = {cell: ways for ways in problem.ways for cell in ways.cells}
        self._after = self._net.backward(clock)
        self.total = packing.total(sum(self._after[0])) if net.possible else 0
        self._meeting = {
            index: self._net.meeting(index, self._after[index + 1])
            for index, count in enumerate(net.counts)
            if count in read
        }
        self._single: dict[Count, int] = {}
        self._double: dict[tuple[Count, Count], int] = {}
        self._sum(pairs=pairs)

    def _sum(self, *, pairs: bool) -> None:
        net, reached = self._net, [1] * len(self._net.rows[0] if self._net.rows else ())
        for index, count in enumerate(net.counts):
            if index in self._meeting:
                self._single[count] = self._met(reached, self._meeting[index])
                if pairs:
                    self._with(index, reached)
            self._clock.tick()
            reached = net.onward(index, reached)

    def _with(self, index: int, reached: list[int]) -> None:
        """The products of a count with itself and with each later one."""
        net, count = self._net, self._net.counts[index]
        twice = net.meeting(index, self._after[index + 1], power=2)
        self._double[count, count] = self._met(reached, twice)
        reached = net.onward(index, reached, power=1)
        for later in range(index + 1, len(net.counts)):
            if later in self._meeting:
                other = net.counts[later]
                met = self._met(reached, self._meeting[later])
                self._double[count, other] = self._double[other, count] = met
            self._clock.tick()
            if later < max(self._meeting):
                reached = net.onward(later, reached)

    def _met(self, reached: Iterable[int], meeting: Iterable[int]) -> int:
        return self._net.packing.total(sum(map(mul, reached, meeting)))

    def one(self, each: _Class) -> int:
        """How many slates have a given person of the class."""
        return self.total * each.sure + sum(factor * self._share(count, each) for count, factor in each.cells)

    def _share(self, count: Count, each: _Class) -> int:
        return _exact(self._single[count], each.many)

    def two(self, first: _Class, second: _Class) -> int:
        """How many slates have two given persons, one of each class."""
        sure = first.sure * self.one(second) + second.sure * self.one(first) - self.total * first.sure * second.sure
        return sure + sum(
            factor * other * self._pair(count, first, mate, second)
            for count, factor in first.cells
            for mate, other in second.cells
        )

    def _pair(self, count: Count, first: _Class, mate: Count, second: _Class) -> int:
        met = self._double[count, mate]
        if self._class_of.get(count, count) != self._class_of.get(mate, mate):
            return _exact(met, first.many * second.many)
        if count == mate:
            met -= self._single[count]
        return _exact(met, first.many * (first.many - 1)) if first.many > 1 else 0


def _exact(number: int, divisor: int) -> int:
    whole, left = divmod(number, divisor)
    if left:
        raise ArithmeticError(f"{number} slates are not shared evenly by {divisor}")
    return whole
