"""The engine `pysat` (MiniCard): finds an assignment, or learns that there is none."""

from collections.abc import Iterator

from quorate.engines.base import Capability, Found, Impossible, Limits, Outcome, Undecided
from quorate.engines.interrupts import Interrupted
from quorate.engines.limits import Clock, OutOfTime
from quorate.engines.problem import Assignment, Problem, score
from quorate.engines.sat.encoding import Encoding
from quorate.engines.sat.solver import Solver


class PySat:
    """Searches with clauses learnt from failure, over literals and cardinalities; objectives are only evaluated."""

    name = "pysat"
    capabilities = frozenset({Capability.FIND})

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        """An assignment; the canonical one where limits say so."""
        best: Assignment | None = None
        try:
            for found in _improving(problem, limits):
                best = found
        except OutOfTime as error:
            return Undecided(str(error), _found(problem, best, sure=False))
        except KeyboardInterrupt as stop:
            if best is None:
                raise
            raise Interrupted(best) from stop
        return _found(problem, best) or Impossible()


def _found(problem: Problem, best: Assignment | None, *, sure: bool = True) -> Found | None:
    return None if best is None else Found(best, score(problem, best), optimal=sure and not problem.objectives)


def _improving(problem: Problem, limits: Limits) -> Iterator[Assignment]:
    """An assignment, then ever earlier ones up to the canonical one where that is asked for."""
    clock = Clock(limits)
    encoding = Encoding(problem.counts)
    for constraint in problem.constraints:
        encoding.require(constraint.formula)
    solver = Solver(encoding, clock)
    if not solver.ask():
        return
    yield solver.assignment()
    if limits.canonical:
        yield from _canonical(encoding, solver)


def _canonical(encoding: Encoding, solver: Solver) -> Iterator[Assignment]:
    """Literal by literal, earlier counts first: true wherever it can be with those before it as they are."""
    held: list[int] = []
    truths = solver.truths()
    for step in encoding.steps():
        if truths[step - 1] < 0:
            if not solver.ask([*held, step]):
                held.append(-step)
                continue
            truths = solver.truths()
            yield encoding.assignment(truths)
        held.append(step)
