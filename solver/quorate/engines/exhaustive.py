"""Brute force over every assignment within bounds: slow, obviously right, and so the engine that defines right."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
from quorate.engines.explaining import Core, Repair, Soft, cheapest_first, kept
from quorate.engines.problem import Assignment, Problem, domain, order, satisfies, score, weight


class Exhaustive:
    """Looks at every assignment."""

    name = "exhaustive"
    capabilities = frozenset(Capability)

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        best: Found | None = None
        try:
            for assignment in self.enumerate(problem, limits):
                if best is None or order(problem, assignment) < order(problem, best.assignment):
                    best = Found(assignment, score(problem, assignment))
        except OutOfTime as error:
            return Undecided(str(error), best)
        return best or Impossible()

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        clock = Clock(limits)
        for values in product(*(domain(count) for count in problem.counts)):
            clock.tick()
            assignment = dict(zip(problem.counts, values, strict=True))
            if satisfies(problem, assignment):
                yield assignment

    def count(self, problem: Problem, limits: Limits) -> int:
        return sum(weight(problem, assignment) for assignment in self.enumerate(problem, limits))

    def rank(self, problem: Problem, limits: Limits) -> Iterator[Found]:
        every = sorted(self.enumerate(problem, limits), key=lambda assignment: order(problem, assignment))
        return (Found(assignment, score(problem, assignment)) for assignment in every)


class ExhaustiveExplainer:
    """Looks at every set of softs, and for each at every assignment."""

    name = "exhaustive"

    def core(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Core | None:
        return next(self.cores(problem, softs, limits), None)

    def cores(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Iterator[Core]:
        """By size and then by declaration."""
        clock, found = Clock(limits), list[tuple[str, ...]]()
        for names in _sets(softs, len(softs)):
            if not any(set(core) <= set(names) for core in found) and _some(problem, softs, names, clock) is None:
                found.append(names)
                yield Core(names, smallest=len(names) == len(found[0]))

    def repairs(
        self, problem: Problem, softs: tuple[Soft, ...], limits: Limits, most: int | None = None
    ) -> Iterator[Repair]:
        clock, found = Clock(limits), list[Repair]()
        cost = {soft.name: soft.cost for soft in softs}
        for names in _sets(softs, len(softs) if most is None else most):
            if any(set(each.names) <= set(names) for each in found):
                continue
            assignment = _some(problem, softs, set(cost) - set(names), clock)
            if assignment is not None:
                found.append(Repair(names, sum(cost[name] for name in names), assignment))
        yield from cheapest_first(softs, found)


def _sets(softs: tuple[Soft, ...], most: int) -> Iterator[tuple[str, ...]]:
    """Every set of at most so many names, smaller ones first."""
    for size in range(min(most, len(softs)) + 1):
        yield from combinations([soft.name for soft in softs], size)


def _some(problem: Problem, softs: tuple[Soft, ...], names: Iterable[str], clock: Clock) -> Assignment | None:
    """The first assignment of the hard constraints and of the softs with these names."""
    left = kept(problem, softs, names)
    return next(Exhaustive().enumerate(left, Limits().left(clock)), None)
