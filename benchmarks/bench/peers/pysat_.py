"""PySAT: MiniCard's own cardinality constraints to find, list and refute; RC2 over encoded ones for the best."""

from itertools import count
from typing import Any

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2, RC2Stratified
from pysat.formula import WCNF
from pysat.solvers import Solver

from bench.boards import Board, Slates

DISTRIBUTION = "python-sat"
AtMost = tuple[list[int], int]


class Encoding:
    """Clauses, and at-most constraints as pairs of literals and a bound; at least is at most of the negations."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._free = count(1)
        self.clauses: list[list[int]] = []
        self.most: list[AtMost] = []
        self.inside: list[dict[int, int]] = []
        self.chairs: list[dict[int, int]] = []
        for body in board.bodies:
            self._body(body)
        self._joint()

    @property
    def top(self) -> int:
        return sum(map(len, (*self.inside, *self.chairs)))

    def between(self, literals: list[int], low: int, high: int) -> None:
        if high < len(literals):
            self.most.append((literals, high))
        if low == 1:
            self.clauses.append(literals)
        elif low > len(literals):
            self.clauses.append([])
        elif low > 0:
            self.most.append(([-literal for literal in literals], len(literals) - low))

    def _body(self, body: Any) -> None:
        board = self.board
        able = board.eligible(body)
        inside = dict(zip(able, self._free, strict=False))
        self.between(list(inside.values()), body.seats, body.seats)
        for fact, low, high in board.counted(body):
            self.between([inside[p] for p in able if fact[p]], low, high if high < body.seats else len(able))
        chairs: dict[int, int] = {}
        if body.chair is not None:
            chairs = {p: next(self._free) for p in able if board.facts[body.chair][p]}
            self.between(list(chairs.values()), 1, 1)
            self.clauses += [[-chair, inside[person]] for person, chair in chairs.items()]
        self.clauses += [[-inside[a], -inside[b]] for a, b in board.apart if a in inside and b in inside]
        self.inside.append(inside)
        self.chairs.append(chairs)

    def _joint(self) -> None:
        if self.board.most is None:
            return
        for person in range(self.board.people):
            places = [inside[person] for inside in self.inside if person in inside]
            self.between(places, 0, self.board.most)
            self.between([chairs[person] for chairs in self.chairs if person in chairs], 0, 1)

    def native(self) -> Any:
        solver = Solver(name="minicard")
        for clause in self.clauses:
            solver.add_clause(clause)
        for literals, bound in self.most:
            solver.add_atmost(literals, bound)
        return solver

    def weighted(self) -> WCNF:
        formula = WCNF()
        formula.extend(self.clauses)
        encoded(formula, self.most, self.top)
        for body, inside in zip(self.board.bodies, self.inside, strict=True):
            for person, literal in inside.items():
                if worth := self.board.worth(body, person):
                    formula.append([literal], weight=worth)
        return formula

    def slates(self, values: list[int]) -> Slates:
        found = []
        for inside, chairs in zip(self.inside, self.chairs, strict=True):
            members = tuple(person for person, var in inside.items() if values[var - 1] > 0)
            found.append((members, next((person for person, var in chairs.items() if values[var - 1] > 0), None)))
        return tuple(found)


def encoded(formula: WCNF, most: list[AtMost], top: int) -> int:
    for literals, bound in most:
        made = CardEnc.atmost(literals, bound, top_id=top, encoding=EncType.seqcounter)
        top = max(top, made.nv)
        formula.extend(made.clauses)
    return top


def first(board: Board) -> Slates | None:
    encoding = Encoding(board)
    with encoding.native() as solver:
        return encoding.slates(solver.get_model()) if solver.solve() else None


def every(board: Board) -> list[Slates]:
    """Find, block, find again: only positive literals need blocking, as sizes are fixed."""
    encoding = Encoding(board)
    found: list[Slates] = []
    with encoding.native() as solver:
        while solver.solve():
            values = solver.get_model()
            found.append(encoding.slates(values))
            solver.add_clause([-literal for literal in values[: encoding.top] if literal > 0])
    return found


def best(board: Board) -> Slates | None:
    encoding = Encoding(board)
    with RC2Stratified(encoding.weighted(), solver="cadical153", adapt=True, exhaust=True) as solver:
        values = solver.compute()
        return None if values is None else encoding.slates(values)


def ten(board: Board) -> list[Slates]:
    """The plain algorithm, to which clauses may be added between optima, as the stratified one does not allow."""
    encoding = Encoding(board)
    found: list[Slates] = []
    with RC2(encoding.weighted(), solver="cadical153") as solver:
        while len(found) < 10 and (values := solver.compute()) is not None:
            found.append(encoding.slates(values))
            solver.add_clause([-literal for literal in values[: encoding.top] if literal > 0])
    return found


DOES = {"first": first, "every": every, "best": best, "ten": ten}
