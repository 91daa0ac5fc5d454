"""What a search is about: counts, constraints, objectives, and how many slates an assignment stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, prod
from typing import TypeAlias

from quorate.formula.ast import Count, Formula, Linear
from quorate.formula.evaluator import holds, value

NOTHING = Linear(())


@dataclass(frozen=True, slots=True)
class Constraint:
    """A named formula; the name (a clause id, `search.size`, …) is what a core speaks of."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Objective:
    """Something to maximise: `linear` plus the weight of every formula that holds. Integers."""

    name: str
    linear: Linear = NOTHING
    rewards: tuple[tuple[int, Formula], ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """In how many ways a class of `size` like elements can fill its disjoint cells: a multinomial coefficient.

    No count stands in two `Ways`; more than `size` in the cells is no way at all.
    """

    size: int
    cells: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Counts within bounds, constraints that must all hold, objectives in lexicographic order.

    `ways` weighs an assignment when slates rather than assignments are counted; a count in no `Ways` weighs one.
    """

    counts: tuple[Count, ...]
    constraints: tuple[Constraint, ...]
    objectives: tuple[Objective, ...] = ()
    ways: tuple[Ways, ...] = ()


Assignment: TypeAlias = Mapping[Count, int]


def domain(count: Count) -> range:
    """The values of a count; engines that search need every count bounded."""
    if count.high is None:
        raise ValueError(f"the count {count.key} has no upper bound")
    return range(count.low, count.high + 1)


def satisfies(problem: Problem, assignment: Assignment) -> bool:
    return all(holds(constraint.formula, assignment) for constraint in problem.constraints)


def score(problem: Problem, assignment: Assignment) -> tuple[int, ...]:
    """The values of the objectives, in their order."""
    return tuple(
        value(objective.linear, assignment)
        + sum(weight for weight, formula in objective.rewards if holds(formula, assignment))
        for objective in problem.objectives
    )


def weight(problem: Problem, assignment: Assignment) -> int:
    """How many slates an assignment stands for: the product of its multinomial coefficients."""
    return prod(_multinomial(ways.size, [assignment[cell] for cell in ways.cells]) for ways in problem.ways)


def _multinomial(size: int, cells: list[int]) -> int:
    result = 1
    for cell in cells:
        if not 0 <= cell <= size:
            return 0
        result *= comb(size, cell)
        size -= cell
    return result


def canonical(problem: Problem, assignment: Assignment) -> tuple[int, ...]:
    """The order among equally good assignments: those that use earlier counts more come first."""
    return tuple(-assignment[count] for count in problem.counts)


def order(problem: Problem, assignment: Assignment) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sort key of a ranking: best first, ties canonical."""
    return tuple(-each for each in score(problem, assignment)), canonical(problem, assignment)
