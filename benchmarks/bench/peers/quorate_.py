"""Quorate itself: from the roster and the policies as values to an answer replayed by the reference evaluator."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import calendars
from bench.boards import Board, Slates
from bench.files import number, preference, written
from bench.process import by_command
from quorate.api import Opened, opened
from quorate.engines.base import Clock, Found, Limits, Problem, engine
from quorate.engines.some import best as any_best
from quorate.formula.candidates import Slates as Named
from quorate.formula.strains import Strain
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import request
from quorate.questions.slates.search import Search, search
from quorate.questions.stress.figures import figure
from quorate.questions.stress.nouns import EVERYTHING
from quorate.questions.stress.search import Search as Stress

DISTRIBUTION = "quorate"


@dataclass(frozen=True)
class Case:
    """A board, and what was read from its files."""

    board: Board
    opened: Opened


def load() -> None:
    """Import the libraries that engines ask for late, as those of peers are imported before the clock runs."""
    for name in ("tables", "cp-sat", "pysat"):
        engine(name).solve(Problem((), ()), Limits())


def prepared(board: Any) -> Any:
    """The board as files, read again: what is measured begins after this."""
    if not isinstance(board, Board):
        return board
    with tempfile.TemporaryDirectory() as folder:
        sitting = board.bodies[0].seats == board.people
        return Case(board, opened(written(Path(folder), board, sitting=sitting)))


def _search(case: Case, *, prefer: bool = False) -> Search:
    preferences = [preference(case.board)] if prefer else []
    bodies = [body.name for body in case.board.bodies]
    return search(request(case.opened.roster, case.opened.policies, bodies, prefer=preferences))


def _desk() -> Desk:
    return Desk(None, Limits(), Clock(Limits()))


def _plain(board: Board, named: Named) -> Slates:
    found = []
    for body in board.bodies:
        slate = named[body.name]
        members = tuple(sorted(map(number, slate.members)))
        found.append((members, number(slate.chair) if slate.chair is not None and body.chair is not None else None))
    return tuple(found)


def first(case: Case) -> Slates | None:
    found = _search(case)
    one = _desk().one(found.problem(found.lawful()))
    if one is None:
        return None
    return _told(case, found, one)


def every(case: Case) -> list[Slates]:
    """As rows of people, which is how `slates --all` writes them."""
    found = _search(case)
    numbers = {person: number(person) for person in case.opened.roster.people}
    told: list[Slates] = []
    for one in _desk().enumerate(found.problem(found.lawful())):
        rows = found.world.rows(one.assignment)
        if len(case.board.bodies) == 1 and case.board.bodies[0].chair is None:
            told += [((tuple(sorted(map(numbers.__getitem__, row))), None),) for row in rows.rows]
        else:
            told += [_seated(case.board, rows.places, [numbers[each] for each in row]) for row in rows.rows]
    return told


def _seated(board: Board, places: Sequence[frozenset[str]], row: Sequence[int]) -> Slates:
    """Who sits in which body, and who chairs it, by the sets of each place of a row."""
    found = []
    for body in board.bodies:
        members = sorted(who for who, inside in zip(row, places, strict=True) if f"{body.name}.members" in inside)
        chairs = (who for who, inside in zip(row, places, strict=True) if f"{body.name}.chair" in inside)
        found.append((tuple(members), next(chairs, None) if body.chair is not None else None))
    return tuple(found)


def count(case: Case) -> int:
    found = _search(case)
    return _desk().count(found.problem(found.lawful()))


def _preferred(case: Case) -> tuple[Search, Problem]:
    """The best by the preference alone, as peers are asked for: Quorate's own ranking goes on to continuity."""
    found = _search(case, prefer=True)
    problem = found.problem(found.lawful(), ranked=True)
    wishes = tuple(each for each in problem.objectives if each.name.startswith("wish"))
    return found, replace(problem, objectives=wishes)


def _told(case: Case, search: Search, one: Found) -> Slates:
    named = next(search.world.named(one.assignment))
    assert verdicts_on(search.request, search.world.seated(named))[0] is True
    return _plain(case.board, named)


def best(case: Case) -> Slates | None:
    search, problem = _preferred(case)
    _, outcome = any_best(problem, Limits())
    return _told(case, search, outcome) if isinstance(outcome, Found) else None


def ten(case: Case) -> list[Slates]:
    """Ten slates, not ten assignments: an assignment may stand for many."""
    search, problem = _preferred(case)
    found: list[Slates] = []
    for one in _desk().ranked(problem):
        for named in islice(search.world.named(one.assignment), 10 - len(found)):
            assert verdicts_on(search.request, search.world.seated(named))[0] is True
            found.append(_plain(case.board, named))
        if len(found) == 10:
            break
    return found


def departures(case: Case) -> tuple[int, ...]:
    """The figure of a stress test for all clauses together: with the smallest sets, how many there are and of whom."""
    policy = case.opened.policies["pay"]
    state = request(case.opened.roster, case.opened.policies, ["pay"]).state.under("pay", policy)
    told = figure(EVERYTHING, policy.clauses, Strain.DEPARTURES, policy, state, "pay", Stress())
    assert told is not None
    assert told.breaks is not None
    return tuple(map(number, told.breaks.named[0]))


DOES = {
    "calendar": calendars.ours,
    "process": by_command,
    "first": first,
    "every": every,
    "count": count,
    "best": best,
    "ten": ten,
    "departures": departures,
}
