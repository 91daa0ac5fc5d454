"""The smallest board: one count after the other made as small as can be, each step proved by a question of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from quorate.engines.base import Assignment, NotDecided, OutOfTime, Satisfied, Sought
from quorate.formula.ast import Formula, Linear, at_least
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


def smallest(
    sought: Sought, first: Assignment, goals: Sequence[Linear], fixed: Iterable[Formula], deadline: Deadline
) -> tuple[Assignment, bool]:
    """The assignment with the least values of the goals, in their order, and whether that was proved."""
    best, held, proved = first, list(fixed), True
    for goal in goals:
        best, sure = _least(sought, best, goal, held, deadline)
        proved = proved and sure
        held += no_more([goal], best)
    return best, proved


def no_more(goals: Iterable[Linear], than: Assignment) -> list[Formula]:
    """That no goal is greater than in an assignment."""
    return [at_least(Linear((), value(goal, than)) - goal) for goal in goals]


def _least(
    sought: Sought, best: Assignment, goal: Linear, held: Sequence[Formula], deadline: Deadline
) -> tuple[Assignment, bool]:
    """One goal made as small as can be, and whether that was proved: its bound first, then halving what is left."""
    low = most = goal.bounds[0]
    while low is None or value(goal, best) > low:
        most = value(goal, best) - 1 if most is None else most
        match sought.ask(*held, at_least(Linear((), most) - goal), seconds=deadline.left):
            case Satisfied(assignment):
                best = assignment
            case NotDecided():
                return best, False
            case _:
                low = most + 1
        most = None if low is None else (low + value(goal, best)) // 2
    return best, True
