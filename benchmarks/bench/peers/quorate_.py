"""Quorate itself: from the roster and the policies as values to an answer replayed by the reference evaluator."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.boards import Board, Slates
from bench.files import number, preference, written
from quorate.api import Opened, opened
from quorate.engines.base import Clock, Limits
from quorate.formula.candidates import Slates as Named
from quorate.formula.strains import Strain
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.ranking import ranked
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import request
from quorate.questions.slates.search import Search, search
from quorate.questions.stress.answer import stress_body
from quorate.questions.stress.nouns import EVERYTHING
from quorate.questions.stress.search import Search as Stress

DISTRIBUTION = "quorate"


@dataclass(frozen=True)
class Case:
    """A board, and what was read from its files."""

    board: Board
    opened: Opened


def prepared(board: Board) -> Case:
    """The board as files, read again: what is measured begins after this."""
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
    named = next(found.world.named(one.assignment))
    assert verdicts_on(found.request, found.world.seated(named))[0] is True
    return _plain(case.board, named)


def every(case: Case) -> list[Slates]:
    found = _search(case)
    each = _desk().enumerate(found.problem(found.lawful()))
    return [_plain(case.board, named) for one in each for named in found.world.named(one.assignment)]


def count(case: Case) -> int:
    found = _search(case)
    return _desk().count(found.problem(found.lawful()))


def _ranked(case: Case) -> Iterator[Slates]:
    found = _search(case, prefer=True)
    for slate in ranked(found, _desk(), found.problem(found.lawful(), ranked=True)):
        chaired = {body.name: body.chair is not None for body in case.board.bodies}
        yield tuple(
            (
                tuple(sorted(map(number, each.members))),
                number(each.chair) if each.chair is not None and chaired[each.body] else None,
            )
            for each in slate.seats
        )


def best(case: Case) -> Slates | None:
    return next(_ranked(case), None)


def ten(case: Case) -> list[Slates]:
    return list(islice(_ranked(case), 10))


def departures(case: Case) -> tuple[int, ...]:
    """The whole stress test of the body, of which the smallest set that breaks anything is one figure."""
    state = request(case.opened.roster, case.opened.policies, ["pay"]).state
    told = stress_body(case.opened.policies["pay"], state, "pay", Stress(), aftermaths=False)
    figure = told.figure(EVERYTHING, Strain.DEPARTURES)
    assert figure is not None
    assert figure.breaks is not None
    return tuple(map(number, figure.breaks.named[0]))


DOES = {"first": first, "every": every, "count": count, "best": best, "ten": ten, "departures": departures}
