"""What one thing that is asked does by itself: whom it keeps out, which sizes it leaves, who must be there for it."""

from collections.abc import Collection
from dataclasses import replace

from quorate.engines.base import (
    Capability,
    Constraint,
    Found,
    Impossible,
    Objective,
    OutOfTime,
    Problem,
    Soft,
    choose,
    engine,
)
from quorate.formula.ast import Linear, at_least
from quorate.formula.bag import Class, total
from quorate.formula.evaluator import value
from quorate.questions.explain.case import Case

TOGETHER = 3
"""People who are looked for in one group at first; it is hard to refute that there is one with very many."""


def greatest(case: Case, names: Collection[str], figure: Linear, *, pins: bool = True) -> int | None:
    """The greatest that a figure can be where these are asked; none where they cannot hold together."""
    found = _best(case, case.problem(names, objectives=(Objective("figure", figure),), pins=pins))
    return None if found is None else found.values[0] + 0


def least(case: Case, names: Collection[str], figure: Linear, *, pins: bool = True) -> int | None:
    most = greatest(case, names, -figure, pins=pins)
    return None if most is None else -most


def best(case: Case, names: Collection[str], *figures: Linear) -> Found | None:
    """What fulfils these best by the figures, in their order."""
    wanted = tuple(Objective(str(place), figure) for place, figure in enumerate(figures))
    return _best(case, case.problem(names, objectives=wanted))


def _best(case: Case, problem: Problem) -> Found | None:
    choice = choose(problem, Capability.OPTIMISE, case.desk.forced)
    match engine(choice.name).solve(problem, replace(case.desk.limits, canonical=True)):
        case Found() as found:
            return found
        case Impossible():
            return None
        case undecided:
            raise OutOfTime(undecided.why)


def possible(case: Case, names: Collection[str], *more: Constraint, pins: bool = True) -> bool:
    return case.desk.one(case.problem(names, more, pins=pins)) is not None


def sizes(case: Case, names: Collection[str], body: str) -> tuple[int, int] | None:
    """The least and the greatest size of a body, none where nothing will do."""
    size = case.search.world.size(body)
    low, high = least(case, names, size, pins=False), greatest(case, names, size, pins=False)
    return None if low is None or high is None else (low, high)


def kept_out(case: Case, names: Collection[str], body: str, part: str = "members") -> tuple[str, ...]:
    """Who sits in no group of which these hold, of whatever size and with whomever, though they could sit otherwise.

    With the part `chair`: who is never its chair.
    """
    able, otherwise = seatable(case, names, body, part), seatable(case, (), body, part)
    return case.in_order(person for each in otherwise if each not in able for person in each.ids)


def seatable(
    case: Case, names: Collection[str], body: str, part: str = "members", *, pins: bool = False
) -> tuple[Class, ...]:
    """The kinds of people who sit in some group of which these hold, or are its chair.

    Groups with several who are not known to sit are asked for first, so that fewer have to be found.
    """
    bag = case.search.world.world.bag
    left = {each: bag.size_in(each, f"{body}.{part}") for each in case.classes(body, part)}
    every, many = tuple(left), 1 if part == "chair" else min(len(left), TOGETHER)
    while left and many:
        found = case.desk.one(
            case.problem(names, (Constraint("inside", at_least(total(left.values()), many)),), pins=pins)
        )
        if found is None:
            many //= 2
            continue
        left = {each: inside for each, inside in left.items() if not value(inside, found.assignment)}
        many = min(many, len(left))
    return tuple(each for each in every if each not in left)


def needed(case: Case, names: Collection[str], body: str, *, pins: bool = True) -> tuple[Class, ...]:
    """The fewest kinds of people who cannot all be left out where these are asked."""
    bag = case.search.world.world.bag
    out = {f"out:{each.key}": each for each in case.classes(body)}
    without = tuple(Constraint(name, at_least(-bag.size_in(each, f"{body}.members"))) for name, each in out.items())
    problem = case.problem(names, without, pins=pins)
    core = case.explainer.core(problem, tuple(Soft(name) for name in out), case.desk.limits)
    return () if core is None else tuple(out[name] for name in core.names)


def number_of(case: Case, classes: Collection[Class], body: str, part: str = "members") -> Linear:
    """How many people of these classes are members, or the chair."""
    bag = case.search.world.world.bag
    return total(bag.size_in(each, f"{body}.{part}") for each in classes)
