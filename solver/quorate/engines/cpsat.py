"""The engine `cp-sat` (OR-Tools): large searches and optimisation; one worker, so the same answer every time.

Formulas become Booleans that are equivalent to them, never merely implied: half an equivalence would repeat solutions
when all are listed, and so would more than one worker.
"""

from collections.abc import Iterator
from math import prod
from threading import Event, Thread
from typing import Any

from quorate.engines.base import Capability, Clock, Found, Impossible, Limits, Outcome, OutOfTime, Undecided
from quorate.engines.interrupts import Interrupted, deferred
from quorate.engines.layout import atoms, conjuncts
from quorate.engines.problem import Assignment, Objective, Problem, domain, score, weight
from quorate.formula.ast import All, AtLeastZero, Constant, Formula, Linear, Some, all_of, equal, negate
from quorate.source.diagnostic import InternalError

_DIGITS = 2**40
"""Up to where the canonical order of several counts is packed into one objective; 64 bits must hold it with room."""

_GLANCE = 0.05
"""Seconds between looks for Ctrl-C while the solver works."""
_LARGEST = 2**60
_TOO_LARGE = "the numbers are too large for `cp-sat`"


class CpSat:
    """Searches with clauses learnt from failure; the clock is checked inside the solver."""

    name = "cp-sat"
    capabilities = frozenset(Capability)

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        if not _possible(problem):
            return Impossible()
        if not _fits(problem):
            return Undecided(_TOO_LARGE)
        return _Search(problem, Clock(limits), limits.seed).best(canonical=limits.canonical)

    def rank(self, problem: Problem, limits: Limits) -> Iterator[Found]:
        """Solves again and again, each time without what was found."""
        if not _possible(problem):
            return
        search = _searching(problem, limits)
        while True:
            outcome = search.best()
            if isinstance(outcome, Undecided):
                raise OutOfTime(outcome.why)
            if isinstance(outcome, Impossible):
                return
            yield outcome
            search.exclude(outcome.assignment)

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        if not _possible(problem):
            return
        found, cut_short = _searching(problem, limits).every()
        yield from found
        if cut_short:
            raise OutOfTime(cut_short)

    def count(self, problem: Problem, limits: Limits) -> int:
        return sum(weight(problem, assignment) for assignment in self.enumerate(problem, limits))


def _possible(problem: Problem) -> bool:
    return all(len(domain(count)) for count in problem.counts)


def _fits(problem: Problem) -> bool:
    """Whether no sum can come near 64 bits; the library turns larger numbers into floating point."""
    lines = [objective.linear for objective in problem.objectives]
    rewarded = [reward for objective in problem.objectives for reward in objective.rewards]
    formulas = [*conjuncts(problem), *(formula for _, formula in rewarded)]
    lines += [atom.linear for formula in formulas for atom in atoms(formula)]
    largest = max((max(abs(count.low), abs(domain(count)[-1])) for count in problem.counts), default=0)
    sums = [abs(line.constant) + largest * sum(abs(factor) for _, factor in line.terms) for line in lines]
    return max(sums, default=0) + sum(abs(worth) for worth, _ in rewarded) < _LARGEST


def _searching(problem: Problem, limits: Limits) -> "_Search":
    if not _fits(problem):
        raise OutOfTime(_TOO_LARGE)
    return _Search(problem, Clock(limits), limits.seed)


class _Search:
    """One solver problem, built once; objectives are set, solved and fixed one after the other on copies of it."""

    def __init__(self, problem: Problem, clock: Clock, seed: int) -> None:
        cp_model = _library()
        self._cp: Any = cp_model
        self._problem = problem
        self._clock = clock
        self._seed = seed
        self._clauses: Any = cp_model.CpModel()
        self._counts = {
            count: self._clauses.new_int_var(count.low, domain(count)[-1], f"{index}")
            for index, count in enumerate(problem.counts)
        }
        self._literals: dict[Formula, Any] = {}
        for formula in conjuncts(problem):
            self._require(formula)
        self._lines = [self._line(objective) for objective in problem.objectives]

    def _sum(self, linear: Linear) -> Any:
        return sum(factor * self._counts[count] for count, factor in linear.terms) + linear.constant

    def _line(self, objective: Objective) -> Any:
        paid = [(worth, self._literal(formula)) for worth, formula in objective.rewards]
        return self._sum(objective.linear) + sum(worth * literal for worth, literal in paid)

    def _require(self, formula: Formula) -> None:
        match formula:
            case Constant(truth):
                self._clauses.add_bool_or([truth])
            case AtLeastZero(linear):
                self._bound(linear)
            case All(parts):
                for part in parts:
                    self._require(part)
            case Some(parts):
                self._clauses.add_bool_or([self._literal(part) for part in parts])

    def _bound(self, linear: Linear) -> Any:
        """`linear >= 0`, as a constraint that may yet be made conditional."""
        if linear.terms:
            return self._clauses.add(self._sum(linear) >= 0)
        return self._clauses.add_bool_or([linear.constant >= 0])

    def _literal(self, formula: Formula) -> Any:
        """A Boolean that is true exactly if the formula is."""
        literal = self._literals.get(formula)
        if literal is None:
            literal = self._literals[formula] = self._clauses.new_bool_var("")
            self._define(literal, formula)
        return literal

    def _define(self, literal: Any, formula: Formula) -> None:
        match formula:
            case Constant(truth):
                self._clauses.add(literal == truth)
            case AtLeastZero(linear):
                self._bound(linear).only_enforce_if(literal)
                self._bound(-linear - 1).only_enforce_if(~literal)
            case All(parts):
                inner = [self._literal(part) for part in parts]
                self._clauses.add_bool_and(inner).only_enforce_if(literal)
                self._clauses.add_bool_or([~each for each in inner]).only_enforce_if(~literal)
            case Some(parts):
                inner = [self._literal(part) for part in parts]
                self._clauses.add_bool_or(inner).only_enforce_if(literal)
                self._clauses.add_bool_and([~each for each in inner]).only_enforce_if(~literal)

    def exclude(self, assignment: Assignment) -> None:
        same = all_of(*(equal(Linear.of([(count, 1)]), value) for count, value in assignment.items()))
        self._require(negate(same))

    def best(self, *, canonical: bool = True) -> Outcome:
        """The objectives one after the other, each held to its best before the next; then the canonical order."""
        held = self._clauses.clone()
        best: Assignment | None = None
        ties = list(self._canonical()) if canonical else []
        for line in [*self._lines, *ties] or [self._cp.LinearExpr.constant(0)]:
            try:
                solver = self._solver()
                held.maximize(line)
                status, best = self._improved(solver, held, best)
            except OutOfTime as error:
                return Undecided(str(error), self._found(best, optimal=False))
            if status == self._cp.INFEASIBLE:
                return Impossible()
            if status != self._cp.OPTIMAL:
                return Undecided(self._why(status), self._found(best, optimal=False))
            held.clear_objective()
            held.add(line == solver.value(line))
        return self._found(best) or Impossible()

    def _improved(self, solver: Any, held: Any, best: Assignment | None) -> tuple[Any, Assignment | None]:
        """How a solve ends, and the best assignment by then; Ctrl-C is told with it."""
        try:
            with deferred():
                status = _status(solver, held)
                if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
                    best = self._read(solver)
        except KeyboardInterrupt as stop:
            if best is None:
                raise
            raise Interrupted(best) from stop
        return status, best

    def _found(self, best: Assignment | None, *, optimal: bool = True) -> Found | None:
        return None if best is None else Found(best, score(self._problem, best), optimal)

    def _solver(self) -> Any:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.linearization_level = 2
        solver.parameters.catch_sigint_signal = False
        if (left := self._clock.left) is not None:
            solver.parameters.max_time_in_seconds = left
        return solver

    def _why(self, status: Any) -> str:
        if status == self._cp.MODEL_INVALID:
            return _TOO_LARGE
        try:
            _ = self._clock.left
        except OutOfTime as error:
            return str(error)
        return "the search was interrupted"

    def _read(self, solver: Any) -> Assignment:
        return {count: int(solver.value(unknown)) for count, unknown in self._counts.items()}

    def _canonical(self) -> Iterator[Any]:
        """The counts as digits, as many to one objective as are sure to fit; at least one objective, if a constant."""
        digits: list[tuple[Any, int]] = []
        for count, unknown in self._counts.items():
            digits.append((unknown, len(domain(count))))
            if prod(radix for _, radix in digits) > _DIGITS:
                yield _packed(digits[:-1])
                del digits[:-1]
        yield _packed(digits) + self._cp.LinearExpr.constant(0)

    def every(self) -> tuple[list[Assignment], str | None]:
        """All assignments, or those found until the search was cut short and why it was."""
        found: list[Assignment] = []
        counts = self._counts
        clock = self._clock

        class Collect(self._cp.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
            def on_solution_callback(self) -> None:
                clock.tick()
                found.append({count: int(self.value(unknown)) for count, unknown in counts.items()})

        solver = self._solver()
        solver.parameters.enumerate_all_solutions = True
        status = _status(solver, self._clauses, Collect())
        complete = status in (self._cp.OPTIMAL, self._cp.INFEASIBLE)
        return found, None if complete else self._why(status)


def _library() -> Any:
    """OR-Tools, which calls Ctrl-C during its import a failed one."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        raise
    return cp_model


def _status(solver: Any, *arguments: Any) -> Any:
    """What a solve comes to, in a thread of its own: Ctrl-C ends it soon, and is heard only when it has ended.

    OR-Tools' own handler would only end the solve in hand, and leaves none behind; a solve in the main thread would
    not see Python's. INVARIANT: nobody leaves while the thread works, since an exit of the process would abort it.
    """
    done, come_to = Event(), list[Any]()

    def work() -> None:
        try:
            come_to.append(solver.solve(*arguments))
        finally:
            done.set()

    with deferred() as heard:
        Thread(target=work, daemon=True).start()
        while not done.wait(_GLANCE):
            if heard:
                solver.stop_search()  # again at each look: a solve that has not begun yet does not hear it
    if not come_to:
        raise InternalError("CP-SAT gave up without a word")
    return come_to[0]


def _packed(digits: list[tuple[Any, int]]) -> Any:
    total: Any = 0
    for unknown, radix in digits:
        total = total * radix + unknown
    return total
