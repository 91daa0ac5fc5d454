"""HiGHS: the same linear constraints as a mixed integer program, passed row by row with one thread."""

from typing import Any

import highspy

from bench.boards import Board, Slates

DISTRIBUTION = "highspy"


class Encoding:
    """Columns are added with their worth; rows by column index, which is the quick way in."""

    def __init__(self, board: Board, *, worth: bool = False) -> None:
        self.board = board
        self.solver: Any = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.columns = 0
        self.inside: list[dict[int, int]] = []
        self.chairs: list[dict[int, int]] = []
        for body in board.bodies:
            self._body(body, worth)
        self._joint()

    def column(self, cost: float = 0.0) -> int:
        self.solver.addVar(0, 1)
        self.solver.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
        if cost:
            self.solver.changeColCost(self.columns, cost)
        self.columns += 1
        return self.columns - 1

    def row(self, low: float, high: float, columns: list[int], values: list[float] | None = None) -> None:
        self.solver.addRow(low, high, len(columns), columns, values or [1.0] * len(columns))

    def _body(self, body: Any, worth: bool) -> None:
        board = self.board
        able = board.eligible(body)
        inside = {p: self.column(-float(board.worth(body, p)) if worth else 0.0) for p in able}
        self.row(body.seats, body.seats, list(inside.values()))
        for fact, low, high in board.counted(body):
            self.row(low, high, [inside[p] for p in able if fact[p]])
        chairs: dict[int, int] = {}
        if body.chair is not None:
            chairs = {p: self.column() for p in able if board.facts[body.chair][p]}
            self.row(1, 1, list(chairs.values()))
            for person, chair in chairs.items():
                self.row(-1, 0, [chair, inside[person]], [1.0, -1.0])
        for one, other in board.apart:
            if one in inside and other in inside:
                self.row(0, 1, [inside[one], inside[other]])
        self.inside.append(inside)
        self.chairs.append(chairs)

    def _joint(self) -> None:
        if self.board.most is None:
            return
        for person in range(self.board.people):
            places = [inside[person] for inside in self.inside if person in inside]
            if len(places) > self.board.most:
                self.row(0, self.board.most, places)
            taken = [chairs[person] for chairs in self.chairs if person in chairs]
            if len(taken) > 1:
                self.row(0, 1, taken)

    def solve(self) -> Slates | None:
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value = list(self.solver.getSolution().col_value)
        found = []
        for inside, chairs in zip(self.inside, self.chairs, strict=True):
            members = tuple(person for person, var in inside.items() if value[var] > 0.5)
            found.append((members, next((person for person, var in chairs.items() if value[var] > 0.5), None)))
        return tuple(found)


def first(board: Board) -> Slates | None:
    return Encoding(board).solve()


def best(board: Board) -> Slates | None:
    return Encoding(board, worth=True).solve()


def ten(board: Board) -> list[Slates]:
    """Solve, cut off what was found, solve again."""
    encoding = Encoding(board, worth=True)
    found: list[Slates] = []
    for _ in range(10):
        slates = encoding.solve()
        if slates is None:
            break
        found.append(slates)
        chosen: list[int] = []
        for inside, chairs, (members, chair) in zip(encoding.inside, encoding.chairs, slates, strict=True):
            chosen += [inside[person] for person in members]
            chosen += [] if chair is None else [chairs[chair]]
        encoding.row(0, len(chosen) - 1, chosen)
    return found


def departures(board: Board) -> tuple[int, ...]:
    """Which rule is broken is a Boolean; a rule that is not is freed by the smallest sufficient constant."""
    encoding = Encoding(Board(0, {}, (), {}))
    left = [encoding.column(1.0) for _ in range(board.people)]
    broken = []
    for rule in board.bodies[0].rules:
        a, b, c = rule.linear
        coefficients = [a * has + b for has in board.facts[rule.fact]]
        whole, breaks = sum(coefficients), encoding.column()
        room = whole - sum(k for k in coefficients if k < 0) - (c - 1)
        encoding.row(whole - (c - 1) - room, float("inf"), [*left, breaks], [*map(float, coefficients), -float(room)])
        broken.append(breaks)
    encoding.row(1, len(broken), broken)
    encoding.solver.run()
    value = list(encoding.solver.getSolution().col_value)
    return tuple(person for person, var in enumerate(left) if value[var] > 0.5)


DOES = {"first": first, "best": best, "ten": ten, "departures": departures}
