"""CPMpy: its matrix of Booleans and sums, solved by OR-Tools, which is its default and here its quickest."""

from typing import Any

import cpmpy as cp
from cpmpy.solvers.ortools import CPM_ortools

from bench.boards import Board, Slates

DISTRIBUTION = "cpmpy"


class Encoding:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.constraints: list[Any] = []
        self.inside: list[dict[int, Any]] = []
        self.chairs: list[dict[int, Any]] = []
        for body in board.bodies:
            self._body(body)
        self._joint()

    def _body(self, body: Any) -> None:
        board = self.board
        able = board.eligible(body)
        inside = _vars(able)
        self.constraints.append(cp.sum(list(inside.values())) == body.seats)
        for fact, low, high in board.counted(body):
            having = cp.sum([inside[p] for p in able if fact[p]])
            if low > 0:
                self.constraints.append(having >= low)
            if high < body.seats:
                self.constraints.append(having <= high)
        chairs: dict[int, Any] = {}
        if body.chair is not None:
            chairs = _vars([p for p in able if board.facts[body.chair][p]])
            self.constraints.append(cp.sum(list(chairs.values())) == 1)
            self.constraints += [chair.implies(inside[person]) for person, chair in chairs.items()]
        pairs = [(a, b) for a, b in board.apart if a in inside and b in inside]
        self.constraints += [~inside[a] | ~inside[b] for a, b in pairs]
        self.inside.append(inside)
        self.chairs.append(chairs)

    def _joint(self) -> None:
        if self.board.most is None:
            return
        for person in range(self.board.people):
            places = [inside[person] for inside in self.inside if person in inside]
            if len(places) > self.board.most:
                self.constraints.append(cp.sum(places) <= self.board.most)
            taken = [chairs[person] for chairs in self.chairs if person in chairs]
            if len(taken) > 1:
                self.constraints.append(cp.sum(taken) <= 1)

    def worth(self) -> Any:
        bodies = zip(self.board.bodies, self.inside, strict=True)
        pairs = [(self.board.worth(body, p), var) for body, inside in bodies for p, var in inside.items()]
        return cp.sum([worth * var for worth, var in pairs if worth])

    def slates(self) -> Slates:
        found = []
        for inside, chairs in zip(self.inside, self.chairs, strict=True):
            members = tuple(person for person, var in inside.items() if var.value())
            found.append((members, next((person for person, var in chairs.items() if var.value()), None)))
        return tuple(found)


def _vars(people: list[int]) -> dict[int, Any]:
    made = cp.boolvar(shape=len(people)) if len(people) != 1 else [cp.boolvar()]
    return dict(zip(people, made, strict=True))


def first(board: Board) -> Slates | None:
    encoding = Encoding(board)
    found = cp.Model(encoding.constraints).solve(solver="ortools", num_workers=1)
    return encoding.slates() if found else None


def every(board: Board) -> list[Slates]:
    encoding = Encoding(board)
    found: list[Slates] = []
    cp.Model(encoding.constraints).solveAll(display=lambda: found.append(encoding.slates()))
    return found


def best(board: Board) -> Slates | None:
    encoding = Encoding(board)
    found = cp.Model(encoding.constraints, maximize=encoding.worth()).solve(solver="ortools", num_workers=1)
    return encoding.slates() if found else None


def ten(board: Board) -> list[Slates]:
    """One solver object, to which what was found is forbidden."""
    encoding = Encoding(board)
    solver = CPM_ortools(cp.Model(encoding.constraints, maximize=encoding.worth()))
    found: list[Slates] = []
    while len(found) < 10 and solver.solve(num_workers=1):
        found.append(encoding.slates())
        chosen: list[Any] = []
        for inside, chairs, (members, chair) in zip(encoding.inside, encoding.chairs, found[-1], strict=True):
            chosen += [inside[person] for person in members]
            chosen += [] if chair is None else [chairs[chair]]
        solver += cp.sum(chosen) < len(chosen)
    return found


def departures(board: Board) -> tuple[int, ...]:
    left = cp.boolvar(shape=board.people)
    broken = []
    for rule in board.bodies[0].rules:
        a, b, c = rule.linear
        coefficients = [a * has + b for has in board.facts[rule.fact]]
        lost = cp.sum([k * var for k, var in zip(coefficients, left, strict=True) if k])
        broken.append(lost >= sum(coefficients) - c + 1)
    cp.Model([cp.any(broken)], minimize=cp.sum(left)).solve(solver="ortools", num_workers=1)
    return tuple(person for person, var in enumerate(left) if var.value())


DOES = {"first": first, "every": every, "best": best, "ten": ten, "departures": departures}
