"""Why a problem is impossible, and what would make it possible: cores and repairs, over what can be given up.

All constraints named by a soft are its group and are given up together; every other constraint of the problem is hard.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from quorate.engines.limits import Limits
from quorate.engines.problem import Assignment, Constraint, Problem


@dataclass(frozen=True, slots=True)
class Soft:
    """A name of constraints that can be given up, at a cost of one at least."""

    name: str
    cost: int = 1

    def __post_init__(self) -> None:
        if self.cost < 1:
            raise ValueError(f"giving up {self.name} costs less than one")


@dataclass(frozen=True, slots=True)
class Core:
    """Softs that with the hard constraints are impossible, and possible without any one of them.

    Names stand in the order in which softs are declared; none: the hard constraints alone are impossible.
    `smallest` says that there is none with fewer softs, as was proved.
    """

    names: tuple[str, ...]
    smallest: bool


@dataclass(frozen=True, slots=True)
class Repair:
    """Softs without which the rest is possible, as `assignment` shows, and is not if any one of them is kept."""

    names: tuple[str, ...]
    cost: int
    assignment: Assignment


class Explainer(Protocol):
    """Speaks of what is impossible. What takes too long raises `OutOfTime`, after what was found by then."""

    name: str

    def core(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Core | None:
        """A smallest core, the same each time; none if everything is possible together."""

    def cores(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Iterator[Core]:
        """Every core once, a smallest one first."""

    def repairs(
        self, problem: Problem, softs: tuple[Soft, ...], limits: Limits, most: int | None = None
    ) -> Iterator[Repair]:
        """Every repair once (of `most` softs at the largest): cheapest first, then fewest softs, then by declaration.

        Where everything is possible together the only repair gives up nothing; where the hard constraints alone are
        impossible there is none.
        """


def kept(problem: Problem, softs: Iterable[Soft], names: Iterable[str]) -> Problem:
    """The problem with its hard constraints and, of the softs, only those with these names."""
    given_up = {soft.name for soft in softs} - set(names)
    return Problem(problem.counts, tuple(each for each in problem.constraints if each.name not in given_up))


def groups(problem: Problem, softs: Iterable[Soft]) -> tuple[list[Constraint], dict[str, list[Constraint]]]:
    """The hard constraints, and the constraints of each soft."""
    soft: dict[str, list[Constraint]] = {each.name: [] for each in softs}
    hard: list[Constraint] = []
    for constraint in problem.constraints:
        soft.get(constraint.name, hard).append(constraint)
    return hard, soft


def cheapest_first(softs: tuple[Soft, ...], repairs: Iterable[Repair]) -> list[Repair]:
    """Repairs in their order: cost, number of softs, declaration."""
    place = {soft.name: number for number, soft in enumerate(softs)}
    return sorted(repairs, key=lambda each: (each.cost, len(each.names), [place[name] for name in each.names]))
