"""python-constraint: one variable per ordered seat, domains filtered beforehand, counts that prune as seats fill."""

from collections.abc import Iterator
from heapq import nlargest
from itertools import pairwise
from typing import Any

from constraint import Constraint, Problem

from bench.boards import Board, Body, Slates, lawful, worth
from bench.process import by_script

DISTRIBUTION = "python-constraint2"


class Ordered(Constraint):  # type: ignore[misc]
    """Each seat is taken by somebody after the one in the seat before, so that no set comes twice."""

    def __call__(
        self, variables: Any, domains: Any, assignments: Any, forwardcheck: bool = False, _: Any = None
    ) -> bool:
        one, other = variables
        return not (one in assignments and other in assignments) or assignments[one] < assignments[other]


class Between(Constraint):  # type: ignore[misc]
    """So many of those seated have a fact; a seat still free may yet be taken by one of them."""

    def __init__(self, having: frozenset[int], low: int, high: int) -> None:
        self.having, self.low, self.high = having, low, high

    def __call__(
        self, variables: Any, domains: Any, assignments: Any, forwardcheck: bool = False, _: Any = None
    ) -> bool:
        free = number = 0
        for variable in variables:
            if variable not in assignments:
                free += 1
            elif assignments[variable] in self.having:
                number += 1
        return number <= self.high and number + free >= self.low


class Apart(Constraint):  # type: ignore[misc]
    def __init__(self, pairs: tuple[tuple[int, int], ...]) -> None:
        self.pairs = pairs

    def __call__(
        self, variables: Any, domains: Any, assignments: Any, forwardcheck: bool = False, _: Any = None
    ) -> bool:
        seated = set(assignments.values())
        return not any(one in seated and other in seated for one, other in self.pairs)


def _problem(board: Board, body: Body) -> Problem | None:
    able = board.eligible(body)
    if len(able) < body.seats:
        return None
    problem = Problem()
    seats = list(range(body.seats))
    for seat in seats:
        problem.addVariable(seat, able[seat : len(able) - body.seats + seat + 1])
    for one, other in pairwise(seats):
        problem.addConstraint(Ordered(), [one, other])
    for fact, low, high in board.counted(body):
        problem.addConstraint(Between(frozenset(p for p in able if fact[p]), low, high), seats)
    if body.chair is not None:
        problem.addConstraint(Between(frozenset(p for p in able if board.facts[body.chair][p]), 1, body.seats), seats)
    if board.apart:
        problem.addConstraint(Apart(board.apart), seats)
    return problem


def _body(board: Board, body: Body) -> Iterator[tuple[tuple[int, ...], int | None]]:
    """The members of one body, with each chair they may have."""
    problem = _problem(board, body)
    seats = range(body.seats)
    for found in problem.getSolutionIter() if problem is not None else ():
        members = tuple(found[seat] for seat in seats)
        if body.chair is None:
            yield members, None
        else:
            yield from ((members, person) for person in members if board.facts[body.chair][person])


def _every(board: Board) -> Iterator[Slates]:
    if len(board.bodies) == 1:
        yield from ((seated,) for seated in _body(board, board.bodies[0]))
        return
    lists = [list(_body(board, body)) for body in board.bodies]
    partial: Iterator[Slates] = iter([()])
    for each in lists:
        partial = ((*before, seated) for before in partial for seated in each)
    yield from (slates for slates in partial if lawful(board, slates))


def first(board: Board) -> Slates | None:
    return next(_every(board), None)


def every(board: Board) -> list[Slates]:
    return list(_every(board))


def best(board: Board) -> Slates | None:
    """It has no objective: all are listed, and the best is kept."""
    return max(_every(board), key=lambda slates: worth(board, slates), default=None)


def ten(board: Board) -> list[Slates]:
    return nlargest(10, _every(board), key=lambda slates: worth(board, slates))


DOES = {"process": by_script, "first": first, "every": every, "best": best, "ten": ten}
