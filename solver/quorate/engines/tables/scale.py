"""Objectives and the canonical order packed into one integer, so that comparing two integers compares two rankings.

An assignment's worth is `sum(unit[count] * value) + gains of its true rewards + base`. Written in a mixed radix its
digits are the objectives, most important first, and then the counts in the problem's order: it names the assignment.
"""

from dataclasses import dataclass

from quorate.engines.problem import Assignment, Objective, Problem, domain
from quorate.formula.ast import Count, Formula


@dataclass(frozen=True, slots=True)
class Scale:
    """`digits` are (lowest value, radix) of objectives and then counts; `rewards` are formulas and their gain."""

    problem: Problem
    units: dict[Count, int]
    rewards: tuple[tuple[Formula, int], ...]
    base: int
    digits: tuple[tuple[int, int], ...]

    def read(self, worth: int) -> tuple[tuple[int, ...], Assignment]:
        """The objectives' values and the assignment that a worth stands for."""
        values: list[int] = []
        for low, radix in reversed(self.digits):
            worth, digit = divmod(worth, radix)
            values.append(low + digit)
        values.reverse()
        many = len(self.problem.objectives)
        return tuple(values[:many]), dict(zip(self.problem.counts, values[many:], strict=True))


def scale_of(problem: Problem) -> Scale:
    domains = [domain(count) for count in problem.counts]
    digits = [_extent(objective) for objective in problem.objectives]
    digits += [(count.low, max(len(values), 1)) for count, values in zip(problem.counts, domains, strict=True)]
    places = _places([radix for _, radix in digits])
    many = len(problem.objectives)
    units = dict(zip(problem.counts, places[many:], strict=True))
    base = -sum(low * place for (low, _), place in zip(digits, places, strict=True))
    rewards: list[tuple[Formula, int]] = []
    for objective, place in zip(problem.objectives, places[:many], strict=True):
        base += objective.linear.constant * place
        for count, coefficient in objective.linear.terms:
            units[count] += coefficient * place
        rewards += [(formula, worth * place) for worth, formula in objective.rewards]
    return Scale(problem, units, tuple(rewards), base, tuple(digits))


def _places(radices: list[int]) -> list[int]:
    """What one of each digit is worth: the product of the radices after it."""
    places = [1] * len(radices)
    for index in range(len(radices) - 2, -1, -1):
        places[index] = places[index + 1] * radices[index + 1]
    return places


def _extent(objective: Objective) -> tuple[int, int]:
    """The least value an objective could have, and how many there are."""
    low, high = objective.linear.bounds
    if low is None or high is None:
        raise ValueError(f"the objective {objective.name} is not bounded")
    low += sum(weight for weight, _ in objective.rewards if weight < 0)
    high += sum(weight for weight, _ in objective.rewards if weight > 0)
    return low, high - low + 1
