"""The engine `tables`: counts by summing over all paths of the diagram, ranks by taking its best path."""

from collections import defaultdict
from collections.abc import Iterator
from math import comb

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
from quorate.engines.problem import Assignment, Problem
from quorate.engines.tables.diagram import Diagram, State
from quorate.engines.tables.rows import ROOM, completions, rows_of, worths
from quorate.engines.tables.scale import scale_of
from quorate.formula.ast import Count


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

    def count(self, problem: Problem, limits: Limits) -> int:
        """Sums over paths, a row at a time; inside a class a state also says how many of its people are taken."""
        clock = Clock(limits)
        diagram = Diagram(problem)
        row = {diagram.start: {0: 1}} if diagram.possible else {}
        for index, (size, last) in enumerate(_classes(problem, diagram.counts)):
            following: dict[State, dict[int, int]] = defaultdict(lambda: defaultdict(int))
            for state, taken in row.items():
                clock.tick()
                for edge in diagram.edges(index, state):
                    _pass_on(taken, edge.value, size, last, following[edge.target])
            if len(following) > ROOM:
                raise OutOfTime(f"a table would need more than {ROOM:,} states in a row")
            row = following
        return sum(sum(taken.values()) for taken in row.values())


def _classes(problem: Problem, counts: tuple[Count, ...]) -> Iterator[tuple[int | None, bool]]:
    """For each count the size of its class (none: it is in no class) and whether it is the last of its cells."""
    sizes = {cell: ways.size for ways in problem.ways for cell in ways.cells}
    last = {max(ways.cells, key=counts.index) for ways in problem.ways if ways.cells}
    return ((sizes.get(count), count in last) for count in counts)


def _pass_on(taken: dict[int, int], value: int, size: int | None, last: bool, target: dict[int, int]) -> None:
    """Add to `target` in how many ways `value` more of the class are chosen from those not yet taken."""
    if size is None:
        target[0] += sum(taken.values())
        return
    for already, ways in taken.items():
        if already + value <= size:
            target[0 if last else already + value] += ways * comb(size - already, value)
