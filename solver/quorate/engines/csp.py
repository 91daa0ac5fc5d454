"""The engine `python-constraint`: backtracking over the counts, for small searches and independent second opinions.

Every search builds a fresh problem (solving one twice prunes its domains), constraints are Python functions, never
strings, and none is given an empty scope, which the library would read as "all variables".
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
from quorate.engines.interrupts import Interrupted
from quorate.engines.layout import Domains, narrowed
from quorate.engines.problem import Assignment, Problem, order, score, weight
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some, counts_of, negate
from quorate.formula.evaluator import holds

Values: TypeAlias = Sequence[int | None]
Check: TypeAlias = Callable[[Values], bool]
Most: TypeAlias = Callable[[Values], int]
Beats: TypeAlias = Callable[[list[int]], bool]


class PythonConstraint:
    """Looks at every assignment that no partial sum has ruled out; looking for the best, also at none that is worse."""

    name = "python-constraint"
    capabilities = frozenset(Capability)

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        best: Found | None = None
        worth: list[int] = []
        digits = len(problem.objectives) + (len(problem.counts) if limits.canonical else 0)

        def beats(most: list[int]) -> bool:
            return best is None or most[:digits] > worth

        try:
            for assignment in _assignments(problem, limits, beats):
                values = score(problem, assignment)
                found = [*values, *(assignment[count] for count in problem.counts)][:digits]
                if best is None or found > worth:  # a problem of one count is filtered before there is a best
                    best, worth = Found(assignment, values), found
                if not digits:
                    break
        except OutOfTime as error:
            return Undecided(str(error), best)
        except KeyboardInterrupt as stop:
            if best is None:
                raise
            raise Interrupted(best.assignment) from stop
        return best or Impossible()

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        return _assignments(problem, limits)

    def count(self, problem: Problem, limits: Limits) -> int:
        return sum(weight(problem, assignment) for assignment in self.enumerate(problem, limits))

    def rank(self, problem: Problem, limits: Limits) -> Iterator[Found]:
        every = sorted(self.enumerate(problem, limits), key=lambda assignment: order(problem, assignment))
        return (Found(assignment, score(problem, assignment)) for assignment in every)


def _assignments(problem: Problem, limits: Limits, beats: Beats | None = None) -> Iterator[Assignment]:
    """The assignments that satisfy the problem; with `beats`, only those whose worth it lets pass when it is asked."""
    clock = Clock(limits)
    domains, formulas = narrowed(problem)
    decided = {count: count.low for count in problem.counts}
    if not all(holds(formula, decided) for formula in formulas if not counts_of(formula)):
        return
    if not problem.counts:
        yield {}
    elif all(domains.values()):
        for solution in _search(problem, (domains, formulas), clock, beats):
            yield {count: solution[count] for count in problem.counts}


def _search(
    problem: Problem, narrow: tuple[Domains, list[Formula]], clock: Clock, beats: Beats | None
) -> Iterator[dict[Count, int]]:
    from constraint import FunctionConstraint, Unassigned
    from constraint import Problem as Search

    domains, formulas = narrow
    search = Search()
    for count, values in domains.items():
        search.addVariable(count, values)

    def require(scope: Sequence[Count], check: Check) -> None:
        def checked(*values: Any) -> bool:
            clock.tick()
            return check([None if value is Unassigned else value for value in values])

        search.addConstraint(FunctionConstraint(checked, assigned=False), scope)

    for formula in formulas:
        if scope := sorted(counts_of(formula)):
            require(scope, _possible(formula, _places(scope), domains))
    if beats:
        require(problem.counts, _improves(problem, domains, beats))
    yield from search.getSolutionIter()


def _places(scope: Sequence[Count]) -> dict[Count, int]:
    return {count: place for place, count in enumerate(scope)}


def _possible(formula: Formula, places: dict[Count, int], domains: Domains) -> Check:
    """A check of values some of which are not there yet: false only if the formula can no longer hold."""
    match formula:
        case Constant(truth):
            return lambda _: truth
        case AtLeastZero(linear):
            most = _most(linear, places, domains)
            return lambda values: most(values) >= 0
        case All(parts):
            checks = [_possible(part, places, domains) for part in parts]
            return lambda values: all(check(values) for check in checks)
        case Some(parts):
            checks = [_possible(part, places, domains) for part in parts]
            return lambda values: any(check(values) for check in checks)


def _most(linear: Linear, places: dict[Count, int], domains: Domains) -> Most:
    """The greatest value that is still within reach; the values of a domain ascend."""
    terms = [(places[count], factor, domains[count][-1 if factor > 0 else 0]) for count, factor in linear.terms]

    def most(values: Values) -> int:
        total = linear.constant
        for place, factor, best in terms:
            value = values[place]
            total += factor * (best if value is None else value)
        return total

    return most


def _improves(problem: Problem, domains: Domains, beats: Beats) -> Check:
    """Whether objectives and then counts, in canonical order, can still come to something that beats the best."""
    places = _places(problem.counts)
    lines = [_most(objective.linear, places, domains) for objective in problem.objectives]
    rewards = [
        [
            (worth, _possible(formula if worth > 0 else negate(formula), places, domains), worth > 0)
            for worth, formula in objective.rewards
        ]
        for objective in problem.objectives
    ]
    greatest = [domains[count][-1] for count in problem.counts]

    def improves(values: Values) -> bool:
        most = [
            line(values) + sum(worth for worth, check, good in paid if check(values) is good)
            for line, paid in zip(lines, rewards, strict=True)
        ]
        most += [best if value is None else value for value, best in zip(values, greatest, strict=True)]
        return beats(most)

    return improves
