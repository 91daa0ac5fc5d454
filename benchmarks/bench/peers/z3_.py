"""Z3: pseudo-Boolean constraints, a fresh solver per question, its optimiser for the best."""

from typing import Any

import z3

from bench.boards import Board, Slates

DISTRIBUTION = "z3-solver"


class Encoding:
    def __init__(self, board: Board, solver: Any) -> None:
        self.board = board
        self.solver = solver
        self.inside: list[dict[int, Any]] = []
        self.chairs: list[dict[int, Any]] = []
        for place, body in enumerate(board.bodies):
            self._body(place, body)
        self._joint()

    def _body(self, place: int, body: Any) -> None:
        board = self.board
        able = board.eligible(body)
        inside = {p: z3.Bool(f"in{place}_{p}") for p in able}
        self.solver.add(z3.PbEq([(var, 1) for var in inside.values()], body.seats))
        for fact, low, high in board.counted(body):
            having = [inside[p] for p in able if fact[p]]
            if low > len(having):
                self.solver.add(False)
            elif low > 0:
                self.solver.add(z3.AtLeast(*having, low))
            if high < min(body.seats, len(having)):
                self.solver.add(z3.AtMost(*having, high))
        chairs: dict[int, Any] = {}
        if body.chair is not None:
            chairs = {p: z3.Bool(f"chair{place}_{p}") for p in able if board.facts[body.chair][p]}
            self.solver.add(z3.PbEq([(var, 1) for var in chairs.values()], 1) if chairs else False)
            self.solver.add(*(z3.Implies(chair, inside[person]) for person, chair in chairs.items()))
        pairs = [(a, b) for a, b in board.apart if a in inside and b in inside]
        self.solver.add(*(z3.Or(z3.Not(inside[a]), z3.Not(inside[b])) for a, b in pairs))
        self.inside.append(inside)
        self.chairs.append(chairs)

    def _joint(self) -> None:
        if self.board.most is None:
            return
        for person in range(self.board.people):
            places = [inside[person] for inside in self.inside if person in inside]
            if len(places) > self.board.most:
                self.solver.add(z3.AtMost(*places, self.board.most))
            taken = [chairs[person] for chairs in self.chairs if person in chairs]
            if len(taken) > 1:
                self.solver.add(z3.AtMost(*taken, 1))

    def maximise(self) -> None:
        bodies = zip(self.board.bodies, self.inside, strict=True)
        pairs = [(var, self.board.worth(body, p)) for body, inside in bodies for p, var in inside.items()]
        for var, worth in pairs:
            if worth:
                self.solver.add_soft(var, worth)

    def slates(self) -> Slates:
        values = self.solver.model()
        found = []
        for inside, chairs in zip(self.inside, self.chairs, strict=True):
            members = tuple(person for person, var in inside.items() if z3.is_true(values[var]))
            chair = next((person for person, var in chairs.items() if z3.is_true(values[var])), None)
            found.append((members, chair))
        return tuple(found)


def first(board: Board) -> Slates | None:
    encoding = Encoding(board, z3.Solver())
    return encoding.slates() if encoding.solver.check() == z3.sat else None


def every(board: Board) -> list[Slates]:
    encoding = Encoding(board, z3.Solver())
    found: list[Slates] = []
    while encoding.solver.check() == z3.sat:
        found.append(encoding.slates())
        encoding.solver.add(_otherwise(encoding, found[-1]))
    return found


def _otherwise(encoding: Encoding, slates: Slates) -> Any:
    chosen: list[Any] = []
    for inside, chairs, (members, chair) in zip(encoding.inside, encoding.chairs, slates, strict=True):
        chosen += [inside[person] for person in members]
        chosen += [] if chair is None else [chairs[chair]]
    return z3.Or(*(z3.Not(var) for var in chosen))


def best(board: Board) -> Slates | None:
    encoding = Encoding(board, z3.Optimize())
    encoding.maximise()
    return encoding.slates() if encoding.solver.check() == z3.sat else None


def ten(board: Board) -> list[Slates]:
    """A fresh optimiser each time, which is surer than one that is used again."""
    found: list[Slates] = []
    while len(found) < 10:
        encoding = Encoding(board, z3.Optimize())
        encoding.solver.add(*(_otherwise(encoding, slates) for slates in found))
        encoding.maximise()
        if encoding.solver.check() != z3.sat:
            break
        found.append(encoding.slates())
    return found


def departures(board: Board) -> tuple[int, ...]:
    solver = z3.Optimize()
    left = [z3.Bool(f"left{person}") for person in range(board.people)]
    broken = []
    for rule in board.bodies[0].rules:
        a, b, c = rule.linear
        coefficients = [a * has + b for has in board.facts[rule.fact]]
        terms = [(var, k) for var, k in zip(left, coefficients, strict=True) if k]
        broken.append(z3.PbGe(terms, sum(coefficients) - c + 1))
    solver.add(z3.Or(*broken))
    for var in left:
        solver.add_soft(z3.Not(var))
    assert solver.check() == z3.sat
    values = solver.model()
    return tuple(person for person, var in enumerate(left) if z3.is_true(values[var]))


DOES = {"first": first, "every": every, "best": best, "ten": ten, "departures": departures}
