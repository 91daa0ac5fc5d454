"""The engine `tables`: counts by summing over all paths of the diagram, ranks by taking its best path."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
from quorate.engines.problem import Assignment, Problem
from quorate.engines.tables.counting import slates, spread
from quorate.engines.tables.diagram import Diagram
from quorate.engines.tables.draws import draws
from quorate.engines.tables.rows import completions, rows_of, worths
from quorate.engines.tables.scale import scale_of
from quorate.engines.tables.shares import shares
from quorate.engines.weighing import Kind, Shares
from quorate.formula.ast import Linear


class Tables:
    """Exact, or out of time; never approximate."""

    name = "tables"
    capabilities = frozenset(Capability)

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        try:
            return next(self.rank(problem, limits), None) or Impossible()
        except OutOfTime as error:
            return Undecided(str(error))

    def rank(self, problem: Problem, limits: Limits) -> Iterator[Found]:
        clock = Clock(limits)
        scale = scale_of(problem)
        diagram = Diagram(problem, scale.rewards)
        units = [scale.units[count] for count in diagram.counts]
        for worth in worths(diagram, rows_of(diagram, clock), units, clock):
            values, assignment = scale.read(worth + diagram.gain + scale.base)
            yield Found(assignment, values)

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        clock = Clock(limits)
        diagram = Diagram(problem)
        for values in completions(diagram, rows_of(diagram, clock)):
            clock.tick()
            yield dict(zip(diagram.counts, values, strict=True))

    def shares(self, problem: Problem, kinds: Sequence[Kind], limits: Limits, *, pairs: bool) -> Shares:
        return shares(problem, kinds, Clock(limits), pairs=pairs)

    def spread(self, problem: Problem, linear: Linear, limits: Limits) -> Mapping[int, int]:
        return spread(problem, linear, Clock(limits))

    def draws(self, problem: Problem, limits: Limits, chance: Random) -> Iterator[Assignment]:
        return draws(problem, Clock(limits), chance)

    def count(self, problem: Problem, limits: Limits) -> int:
        return slates(problem, Clock(limits))
