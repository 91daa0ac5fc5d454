"""OR-Tools CP-SAT: a Boolean per person and body, linear constraints, one worker where the search is short."""

from typing import Any

from ortools.sat.python import cp_model

import calendars
from bench.boards import Board, Slates

DISTRIBUTION = "ortools"


class Encoding:
    """`inside[b][p]`: person p sits in body b; `chairs[b][p]`: p takes its chair. Who may not has no variable."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.problem = cp_model.CpModel()
        self.inside: list[dict[int, Any]] = []
        self.chairs: list[dict[int, Any]] = []
        for body in board.bodies:
            self._body(body)
        self._joint()

    def _body(self, body: Any) -> None:
        problem, board = self.problem, self.board
        able = board.eligible(body)
        inside = {person: problem.new_bool_var("") for person in able}
        problem.add(sum(inside.values()) == body.seats)
        for fact, low, high in board.counted(body):
            problem.add_linear_constraint(sum(inside[p] for p in able if fact[p]), low, high)
        chairs: dict[int, Any] = {}
        if body.chair is not None:
            chairs = {p: problem.new_bool_var("") for p in able if board.facts[body.chair][p]}
            problem.add_exactly_one(chairs.values())
            for person, chair in chairs.items():
                problem.add_implication(chair, inside[person])
        for one, other in board.apart:
            if one in inside and other in inside:
                problem.add_at_most_one(inside[one], inside[other])
        self.inside.append(inside)
        self.chairs.append(chairs)

    def _joint(self) -> None:
        if self.board.most is None:
            return
        for person in range(self.board.people):
            places = [inside[person] for inside in self.inside if person in inside]
            if len(places) > self.board.most:
                self.problem.add(sum(places) <= self.board.most)
            taken = [chairs[person] for chairs in self.chairs if person in chairs]
            if len(taken) > 1:
                self.problem.add_at_most_one(taken)

    def maximise(self) -> None:
        worth = self.board.worth
        bodies = zip(self.board.bodies, self.inside, strict=True)
        self.problem.maximize(sum(worth(body, p) * var for body, inside in bodies for p, var in inside.items()))

    def slates(self, value: Any) -> Slates:
        found = []
        for inside, chairs in zip(self.inside, self.chairs, strict=True):
            members = tuple(person for person, var in inside.items() if value(var))
            found.append((members, next((person for person, var in chairs.items() if value(var)), None)))
        return tuple(found)


def _solver(workers: int = 1) -> Any:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    return solver


def first(board: Board) -> Slates | None:
    encoding, solver = Encoding(board), _solver()
    status = solver.solve(encoding.problem)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return encoding.slates(solver.value) if status == cp_model.OPTIMAL else None


class _Every(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    def __init__(self, encoding: Encoding) -> None:
        super().__init__()
        self.encoding = encoding
        self.found: list[Slates] = []

    def on_solution_callback(self) -> None:
        self.found.append(self.encoding.slates(self.boolean_value))


def every(board: Board) -> list[Slates]:
    encoding, solver = Encoding(board), _solver()
    solver.parameters.enumerate_all_solutions = True
    listing = _Every(encoding)
    solver.solve(encoding.problem, listing)
    return listing.found


def best(board: Board) -> Slates | None:
    encoding, solver = Encoding(board), _solver()
    encoding.maximise()
    status = solver.solve(encoding.problem)
    return encoding.slates(solver.value) if status == cp_model.OPTIMAL else None


def ten(board: Board) -> list[Slates]:
    """Solve, forbid what was found, solve again."""
    encoding = Encoding(board)
    encoding.maximise()
    found: list[Slates] = []
    for _ in range(10):
        solver = _solver()
        if solver.solve(encoding.problem) != cp_model.OPTIMAL:
            break
        found.append(encoding.slates(solver.value))
        seats = zip(encoding.inside, encoding.chairs, found[-1], strict=True)
        chosen = [var for inside, chairs, (members, chair) in seats for var in _chosen(inside, chairs, members, chair)]
        encoding.problem.add_bool_or([~var for var in chosen])
    return found


def _chosen(inside: Any, chairs: Any, members: tuple[int, ...], chair: int | None) -> list[Any]:
    return [*(inside[person] for person in members), *([] if chair is None else [chairs[chair]])]


def departures(board: Board) -> tuple[int, ...]:
    """The fewest who leave such that one rule, chosen by a Boolean, is broken."""
    problem = cp_model.CpModel()
    left = [problem.new_bool_var("") for _ in range(board.people)]
    broken = []
    for rule in board.bodies[0].rules:
        a, b, c = rule.linear
        coefficients = [a * has + b for has in board.facts[rule.fact]]
        breaks = problem.new_bool_var("")
        kept = sum(coefficients) - sum(k * var for k, var in zip(coefficients, left, strict=True))
        problem.add(kept <= c - 1).only_enforce_if(breaks)
        broken.append(breaks)
    problem.add_bool_or(broken)
    problem.minimize(sum(left))
    solver = _solver()
    status = solver.solve(problem)
    assert status == cp_model.OPTIMAL
    return tuple(person for person, var in enumerate(left) if solver.value(var))


DOES = {
    "calendar": calendars.by_hand,
    "first": first,
    "every": every,
    "best": best,
    "ten": ten,
    "departures": departures,
}
