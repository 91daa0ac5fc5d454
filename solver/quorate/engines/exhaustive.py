"""Brute force over every assignment within bounds: slow, obviously right, and so the engine that defines right."""

from collections.abc import Iterator
from itertools import product

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
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
