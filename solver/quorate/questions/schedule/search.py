"""The search for the best schedule of some bodies, in two steps that are both exact.

The first settles attendance and the number of meetings, the second lays them out evenly and holds what the first found.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from quorate.engines.base import (
    Assignment,
    Capability,
    Choice,
    Clock,
    Constraint,
    Found,
    Impossible,
    Interrupted,
    Limits,
    Outcome,
    OutOfTime,
    Problem,
    Undecided,
    choose,
    cross_check,
    engine,
)
from quorate.formula.ast import equal
from quorate.questions.schedule.nouns import Placed
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.tasks import one
from quorate.source.diagnostic import InternalError

MANY = 400  # counts from which on only one engine is worth trying
FEW = 2000  # counts up to which ties are broken canonically
SECOND_SECONDS = 20.0  # what a second opinion may take


@dataclass(frozen=True, slots=True)
class Best:
    """The best meetings found, and why it is `open` whether others are better (none: no others are).

    `settled`: at least none are better attended with as few meetings.
    """

    placed: tuple[Placed, ...]
    choice: Choice
    values: tuple[int, ...]
    open: str | None = None
    second: str | None = None
    settled: bool = True

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
Told: TypeAlias = Callable[[Best], None]
Read: TypeAlias = Callable[[Assignment], tuple[Placed, ...]]
PINNED = "schedule.found"
INTERRUPTED = "the search was interrupted"


def _unheard(_: Best) -> None: ...


@dataclass(frozen=True, slots=True)
class Search:
    """One way of searching: by which engine (none: as fits), checked by which other, until when.

    `told` hears of every meetings that were found on the way to the best.
    """

    clock: Clock
    limits: Limits
    forced: str | None = None
    other: str | None = None
    told: Told = _unheard

    def best(self, programme: Programme) -> Result:
        """The best meetings of a programme."""
        narrow = programme.narrowed()
        direct = self._direct(narrow)
        if direct is not None:
            return direct
        first = self._perfect(narrow)
        if isinstance(first, Best):
            return self._even(narrow, first) if first.optimal else first
        attended = self._attended(programme)
        return self._even(programme, attended) if isinstance(attended, Best) and attended.optimal else attended

    def exists(self, programme: Programme) -> bool | None:
        """Whether there is any schedule; none where that stays open."""
        outcome, _ = self._solve(programme.exists(), canonical=False)
        return None if isinstance(outcome, Undecided) else isinstance(outcome, Found)

    # perfect attendance

    def _direct(self, narrow: Programme) -> Best | None:
        """The best meetings, if as few as can be do it without an absence; then no others are better."""
        numbers = [task.least for task in narrow.tasks]
        if not any(numbers) or any(task.most is not None and task.most < task.least for task in narrow.tasks):
            return None
        fixed = narrow.numbered(numbers)
        values = (len(fixed.wished), 0, 0, -sum(numbers))
        problem = fixed.even(values)
        found = _Known(fixed.read_even, values)
        outcome, choice = self._solve(problem, found, canonical=len(problem.counts) <= FEW)
        if isinstance(outcome, Undecided) and outcome.best is not None:
            return Best(fixed.read_even(outcome.best.assignment), choice, values, outcome.why)
        if not isinstance(outcome, Found):
            return None
        second = self._second(problem, outcome)
        return Best(fixed.read_even(outcome.assignment), choice, (*values, *outcome.values), second=second)

    def _perfect(self, narrow: Programme) -> Best | None:
        """The fewest meetings that do it without an absence and keep every wish, if there are any."""
        problem = narrow.perfect()
        outcome, choice = self._solve(problem, _Known(narrow.read), canonical=False)
        if isinstance(outcome, Undecided) and outcome.best is not None:
            found = narrow.read(outcome.best.assignment)
            return Best(found, choice, outcome.best.values, outcome.why, settled=False)
        if not isinstance(outcome, Found):
            return None
        second = self._second(problem, outcome)
        values = (len(narrow.wished), 0, 0, *outcome.values)
        return Best(narrow.read(outcome.assignment), choice, values, second=second)

    # attendance as good as it can be

    def _attended(self, programme: Programme) -> Result:
        problem = programme.attended()
        outcome, choice = self._solve(problem, _Known(programme.read), canonical=False)
        match outcome:
            case Found(assignment, values):
                second = self._second(problem, outcome)
                return Best(programme.read(assignment), choice, values, second=second)
            case Impossible():
                self._second(problem, outcome)
                return Nothing(choice)
            case Undecided(why, best):
                if best is None:
                    return Cut(why, choice)
                return Best(programme.read(best.assignment), choice, best.values, why, settled=False)
            case _:
                assert_never(outcome)

    def _even(self, programme: Programme, first: Best) -> Best:
        """The same attendance and number of meetings, laid out as evenly as can be."""
        self.told(replace(first, open=INTERRUPTED))
        numbers = [sum(placed.slot.body == task.body for placed in first.placed) for task in programme.tasks]
        fixed = programme.numbered(numbers)
        problem = fixed.even(first.values)
        found = _Known(fixed.read_even, first.values)
        outcome, _ = self._solve(problem, found, canonical=len(problem.counts) <= FEW)
        match outcome:
            case Found(assignment, values):
                second = _both(first.second, self._second(problem, outcome))
                values = (*first.values, *values[-3:])
                return replace(first, placed=fixed.read_even(assignment), values=values, second=second)
            case Impossible():
                raise InternalError("the meetings that were found cannot be laid out")
            case Undecided(why, best):
                placed = first.placed if best is None else fixed.read_even(best.assignment)
                return replace(first, placed=placed, open=why)
            case _:
                assert_never(outcome)

    def _solve(self, problem: Problem, known: "_Known | None" = None, *, canonical: bool) -> tuple[Outcome, Choice]:
        goal = Capability.OPTIMISE if problem.objectives else Capability.FIND
        if self.forced is None and len(problem.counts) > MANY:
            choice = Choice("cp-sat", f"there are {len(problem.counts):,} counts")
        else:
            choice = choose(problem, goal, self.forced)
        try:
            limits = replace(self.limits.left(self.clock), canonical=canonical)
            return engine(choice.name).solve(problem, limits), choice
        except OutOfTime as error:
            return Undecided(str(error)), choice
        except Interrupted as stop:
            if known is not None:
                settled = known.values is not None
                self.told(Best(known.read(stop.best), choice, known.values or (), INTERRUPTED, settled=settled))
            raise

    def _second(self, problem: Problem, outcome: Outcome) -> str | None:
        """What another engine says: of the whole search where it is small enough, else of what was found alone."""
        if self.other is None:
            return None
        limits = replace(Limits(SECOND_SECONDS, self.limits.seed, canonical=False), reporter=self.limits.reporter)
        try:
            left = self.limits.left(self.clock)
        except OutOfTime as error:
            return f"`{self.other}` could not check: {error}"
        if left.seconds is not None and left.seconds < SECOND_SECONDS:
            limits = replace(left, canonical=False)
        if not isinstance(outcome, Found) or len(problem.counts) <= MANY:
            return cross_check(problem, outcome, self.other, limits)
        said = cross_check(_pinned(problem, outcome), outcome, self.other, limits)
        if said != f"`{self.other}` agrees":
            return said
        size = f"{len(problem.counts):,} counts"
        return f"`{self.other}` agrees that it keeps every demand; that none is better is beyond it, with {size}"


def _both(attendance: str | None, layout: str | None) -> str | None:
    """The second opinions on the two steps as one."""
    if attendance is None or layout is None or attendance == layout:
        return attendance or layout
    return f"on attendance {attendance}; on the layout {layout}"


def _pinned(problem: Problem, found: Found) -> Problem:
    """The problem with nothing left to choose but what was found."""
    pins = (Constraint(PINNED, equal(one(count), value)) for count, value in found.assignment.items())
    return replace(problem, constraints=(*problem.constraints, *pins))


@dataclass(frozen=True, slots=True)
class _Known:
    """How to read what a solve finds, and the `values` of attendance that are settled before it, if they are."""

    read: Read
    values: tuple[int, ...] | None = None
