"""Sets that meet every one of some sets, cheapest first."""

from collections.abc import Iterable, Iterator, Sequence

from quorate.engines.limits import Clock
from quorate.engines.sat.encoding import Encoding
from quorate.engines.sat.solver import Solver
from quorate.engines.sat.sums import Sum


class Hitting:
    """Sets of places of `costs` that meet all sets given to `meet`, and hold none that was given to `exclude`."""

    def __init__(self, costs: Sequence[int], clock: Clock, most: int | None = None) -> None:
        self._costs = costs
        self._most = len(costs) if most is None else most
        self._encoding = Encoding(())
        self._taken = [self._encoding.fresh() for _ in costs]
        self._encoding.reach(self._spared([1] * len(costs), self._most))
        self._solver = Solver(self._encoding, clock)
        self._bounds: dict[int, int] = {}

    def _spared(self, costs: Sequence[int], most: int) -> Sum:
        """What is taken costs so much at most: what is not costs the rest."""
        return Sum([-literal for literal in self._taken], list(costs), sum(costs) - most)

    def meet(self, places: Iterable[int]) -> None:
        self._add([self._taken[place] for place in sorted(places)])

    def exclude(self, places: Iterable[int]) -> None:
        self._add([-self._taken[place] for place in sorted(places)])

    def _add(self, clause: list[int]) -> None:
        self._encoding.clauses.append(clause)
        self._solver.update()

    def levels(self) -> Iterator[int]:
        """What sets can cost, from nothing up, as long as there may be one."""
        for level in _sums(self._costs, self._most):
            yield level
            if not self._solver.ask():
                return

    def within(self, level: int) -> frozenset[int] | None:
        """A set that costs so much at most."""
        if level not in self._bounds:
            self._bounds[level] = self._encoding.fresh()
            self._encoding.reach(self._spared(self._costs, level), self._bounds[level])
            self._solver.update()
        if not self._solver.ask([self._bounds[level]]):
            return None
        truths = self._solver.truths()
        return frozenset(place for place, literal in enumerate(self._taken) if truths[literal - 1] > 0)


def _sums(costs: Sequence[int], most: int) -> list[int]:
    """What at most so many of the costs can come to.

    >>> _sums([1, 1, 5], 2)
    [0, 1, 2, 5, 6]
    """
    fewest = {0: 0}
    for cost in costs:
        for total, taken in list(fewest.items()):
            if taken < most and fewest.get(total + cost, most) >= taken + 1:
                fewest[total + cost] = taken + 1
    return sorted(fewest)
