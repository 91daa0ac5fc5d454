"""Slates drawn at random, each equally likely: from the start, every link in proportion to the slates through it."""

from collections.abc import Iterator
from random import Random

from quorate.engines.base import Clock
from quorate.engines.problem import Assignment, Problem
from quorate.engines.tables.splitting import by_size
from quorate.engines.tables.weighed import Weighed, weighed


def draws(problem: Problem, clock: Clock, chance: Random) -> Iterator[Assignment]:
    """Assignments without end, each as likely as it stands for slates; none if there is none."""
    nets = [_Net(weighed(part, clock), clock) for part in by_size(problem)]
    total = sum(net.total for net in nets)
    while total:
        number = chance.randrange(total)
        for net in nets:
            if number < net.total:
                yield net.drawn(number)
                break
            number -= net.total
        clock.tick()


class _Net:
    def __init__(self, net: Weighed, clock: Clock) -> None:
        self._net = net
        self._after = net.backward(clock)
        self._sums: dict[tuple[int, int, int], int] = {}
        self.total = net.packing.total(sum(self._after[0])) if net.possible else 0

    def drawn(self, number: int) -> Assignment:
        """The assignment under which the slate of that number stands, `0 <= number < total`."""
        net, place, sum_ = self._net, 0, 0
        chosen: list[int] = []
        for index, row in enumerate(net.rows):
            for value, target, many in row[place]:
                reached = sum_ + value * net.factors[index]
                through = many * self._following(index + 1, target, reached)
                if number < through:
                    number //= many
                    break
                number -= through
            chosen.append(value)
            place, sum_ = target, reached
        return dict(zip(net.counts, chosen, strict=True))

    def _following(self, index: int, place: int, reached: int) -> int:
        """How many ways lead on from a node if the packed form has come to that value."""
        key = index, place, reached
        found = self._sums.get(key)
        if found is None:
            window = self._net.packing.from_value(reached)
            found = self._sums[key] = window.total(self._after[index][place])
        return found
