"""The smallest board: made smaller until a question of its own proves that none comes before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from quorate.engines.base import Assignment, NotDecided, OutOfTime, Satisfied, Sought
from quorate.formula.ast import FALSE, Formula, Linear, all_of, at_least, some_of
from quorate.formula.evaluator import value


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the time of one property is over; none for no limit."""

    end: float | None = None

    @classmethod
    def of(cls, seconds: float | None) -> "Deadline":
        return cls(None if seconds is None else monotonic() + seconds)

    def check(self) -> None:
        """Raises `OutOfTime` when there is no time left."""
        if self.end is not None and monotonic() > self.end:
            raise OutOfTime("the time limit was reached")

    @property
    def left(self) -> float | None:
        return None if self.end is None else max(0.001, self.end - monotonic())


NEAR = 4
"""A value that is no further than this from the least there could be is gone down from step by step."""


def smallest(
    sought: Sought, first: Assignment, goals: Sequence[Linear], fixed: Sequence[Formula], deadline: Deadline
) -> tuple[Assignment, bool]:
    """The assignment with the least values of the goals, in their order, and whether that was proved.

    One question asks of all goals at once whether anything comes before; only where a value is far from the least that
    it could be, what is left is halved.
    """
    best = first
    while True:
        sooner = _before(goals, best)
        if sooner == FALSE:
            return best, True
        match sought.ask(*fixed, sooner, seconds=deadline.left):
            case Satisfied(assignment):
                place = next(n for n, goal in enumerate(goals) if value(goal, assignment) != value(goal, best))
                best = _nearer(sought, assignment, goals[: place + 1], fixed, deadline)
            case other:
                return best, not isinstance(other, NotDecided)


def no_more(goals: Iterable[Linear], than: Assignment) -> list[Formula]:
    """That no goal is greater than in an assignment."""
    return [_at_most(goal, value(goal, than)) for goal in goals]


def _at_most(goal: Linear, most: int) -> Formula:
    return at_least(Linear((), most) - goal)


def _before(goals: Sequence[Linear], than: Assignment) -> Formula:
    """That a goal is less than in an assignment, and none before it is more."""
    held = no_more(goals, than)
    less = (_at_most(goal, value(goal, than) - 1) for goal in goals)
    return some_of(*(all_of(*held[:place], one) for place, one in enumerate(less)))


def _nearer(
    sought: Sought, best: Assignment, goals: Sequence[Linear], fixed: Sequence[Formula], deadline: Deadline
) -> Assignment:
    """The last goal brought near to the least that it can be while those before it are no more, by halving."""
    *others, goal = goals
    low = goal.bounds[0]
    while low is not None and value(goal, best) - low > NEAR:
        most = (low + value(goal, best)) // 2
        match sought.ask(*fixed, *no_more(others, best), _at_most(goal, most), seconds=deadline.left):
            case Satisfied(assignment):
                best = assignment
            case NotDecided():
                return best
            case _:
                low = most + 1
    return best
