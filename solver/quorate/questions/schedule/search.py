"""The search for the best schedule of some bodies, in two steps that are both exact.

The first settles attendance and the number of meetings, the second lays them out evenly and holds what the first found.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from quorate.engines.base import (
    Capability,
    Choice,
    Clock,
    Constraint,
    Found,
    Impossible,
    Limits,
    Outcome,
    OutOfTime,
    Problem,
    Undecided,
    choose,
    cross_check,
    engine,
)
from quorate.formula.ast import at_least
from quorate.questions.schedule.problem import Placed, Programme
from quorate.source.diagnostic import InternalError

MANY = 400  # counts from which on only one engine is worth trying
FEW = 2000  # counts up to which ties are broken canonically
TRIED = 2  # numbers of meetings that are tried before it is asked whether any number will do
SECOND_SECONDS = 20.0  # what a second opinion may take
HELD = "schedule.held"


@dataclass(frozen=True, slots=True)
class Best:
    """The best meetings found, and whether it is known that none are better."""

    placed: tuple[Placed, ...]
    choice: Choice
    values: tuple[int, ...]
    open: str | None = None
    second: str | None = None

    @property
    def optimal(self) -> bool:
        return self.open is None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No meetings do what is asked."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Cut:
    """The search was cut short before it found anything."""

    why: str
    choice: Choice


Result: TypeAlias = Best | Nothing | Cut


@dataclass(frozen=True, slots=True)
class Search:
    """One way of searching: by which engine (none: as fits), checked by which other, until when."""

    clock: Clock
    limits: Limits
    forced: str | None = None
    other: str | None = None

    def best(self, programme: Programme) -> Result:
        """The best meetings of a programme."""
        perfect = self._perfect(programme)
        if perfect is not None:
            return perfect
        first = self._attendance(programme)
        return self._layout(programme, first) if isinstance(first, Best) and first.optimal else first

    def _perfect(self, programme: Programme) -> Result | None:
        """The best meetings, if there are some that nobody misses, that lose no wish, and that are few.

        None are better: fewer of them do not do without an absence. Nothing is said where there are none such.
        """
        if len(programme.tasks) != 1:
            return None
        task = programme.tasks[0].narrowed()
        for tried, number in enumerate(range(task.least, task.most + 1)):
            if tried == TRIED and not self._any_perfect(replace(programme, tasks=(task,))):
                return None
            fixed = replace(programme, tasks=(replace(task, fewest=number, most=number),))
            wishes = [Constraint(HELD, formula) for formula in fixed.wished]
            problem = fixed.problem(fixed.evenness, wishes)
            outcome, choice = self._solve(problem, canonical=len(problem.counts) <= FEW)
            values = (len(wishes), 0, 0, -number)
            if isinstance(outcome, Found):
                second = self._second(problem, outcome)
                return Best(fixed.read(outcome.assignment), choice, (*values, *outcome.values), second=second)
            if isinstance(outcome, Undecided):
                best = outcome.best
                placed = None if best is None else fixed.read(best.assignment)
                return Cut(outcome.why, choice) if placed is None else Best(placed, choice, values, outcome.why)
        return None

    def _any_perfect(self, narrow: Programme) -> bool:
        wishes = [Constraint(HELD, formula) for formula in narrow.wished]
        outcome, _ = self._solve(narrow.problem((), wishes), canonical=False)
        return isinstance(outcome, Found)

    def exists(self, programme: Programme) -> bool | None:
        """Whether there is any schedule; none where that stays open."""
        outcome, _ = self._solve(programme.problem(()), canonical=False)
        return None if isinstance(outcome, Undecided) else isinstance(outcome, Found)

    def _attendance(self, programme: Programme) -> Result:
        problem = programme.problem(programme.attendance)
        outcome, choice = self._solve(problem, canonical=False)
        match outcome:
            case Found(assignment, values):
                second = self._second(problem, outcome)
                return Best(programme.read(assignment), choice, values, second=second)
            case Impossible():
                self._second(problem, outcome)
                return Nothing(choice)
            case Undecided(why, best):
                cut = Cut(why, choice)
                return cut if best is None else Best(programme.read(best.assignment), choice, best.values, why)
            case _:
                assert_never(outcome)

    def _layout(self, programme: Programme, first: Best) -> Best:
        """The same attendance and number of meetings, laid out as evenly as can be."""
        fixed = _fixed(programme, first)
        held = [
            Constraint(HELD, at_least(each.linear, worth))
            for each, worth in zip(fixed.attendance[1:], first.values[1:], strict=True)
        ]
        objectives = fixed.evenness
        if first.values[0] == len(fixed.wished):
            held += [
                Constraint(HELD, at_least(fixed.attendance[0].linear)),
                *(Constraint(HELD, w) for w in fixed.wished),
            ]
        else:
            objectives = (fixed.attendance[0], *objectives)
        problem = fixed.problem(objectives, held)
        outcome, _ = self._solve(problem, canonical=len(problem.counts) <= FEW)
        match outcome:
            case Found(assignment, values):
                even = values[len(objectives) - len(fixed.evenness) :]
                return replace(first, placed=fixed.read(assignment), values=(*first.values, *even))
            case Impossible():
                raise InternalError("the meetings that were found cannot be laid out")
            case Undecided(why, best):
                placed = first.placed if best is None else fixed.read(best.assignment)
                return replace(first, placed=placed, open=why)
            case _:
                assert_never(outcome)

    def _solve(self, problem: Problem, *, canonical: bool) -> tuple[Outcome, Choice]:
        goal = Capability.OPTIMISE if problem.objectives else Capability.FIND
        if self.forced is None and len(problem.counts) > MANY:
            choice = Choice("cp-sat", f"there are {len(problem.counts):,} counts")
        else:
            choice = choose(problem, goal, self.forced)
        try:
            limits = replace(self.limits, seconds=self.clock.left, canonical=canonical)
            return engine(choice.name).solve(problem, limits), choice
        except OutOfTime as error:
            return Undecided(str(error)), choice

    def _second(self, problem: Problem, outcome: Outcome) -> str | None:
        if self.other is None:
            return None
        limits = Limits(SECOND_SECONDS, self.limits.seed, canonical=False)
        return cross_check(problem, outcome, self.other, limits)


def _fixed(programme: Programme, first: Best) -> Programme:
    """The programme with as many meetings as were found best; of one body alone that is its number."""
    if len(programme.tasks) > 1:
        return programme
    number = len(first.placed)
    return replace(programme, tasks=(replace(programme.tasks[0], fewest=number, most=number),))
