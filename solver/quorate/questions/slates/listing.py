"""Every lawful slate as a row, as quickly as they can be written down: unranked, and checked kind by kind.

Slates of one assignment have equally many people of each kind, and no clause tells people of a kind apart. So one slate
of each assignment is judged by the reference evaluator, and with `thorough` every one of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from quorate.engines.base import Assignment, OutOfTime, Problem
from quorate.engines.layout import table_size
from quorate.formula.candidates import Slate, Slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.replay import checked
from quorate.questions.slates.search import Search
from quorate.source.reporter import Reporter

Listed: TypeAlias = tuple[Seated, ...]
QUICK = 200_000
"""Edges of a table, by a quick upper bound, up to which rows are counted before they are written."""


def listed(search: Search, desk: Desk, *, thorough: bool, reporter: Reporter) -> Iterator[Listed]:
    """The lawful slates, members in the order of the roster; raises `OutOfTime` when the limit strikes.

    The `reporter` is told how many there will be, where that is known quickly.
    """
    every = thorough or bool(search.replayed)
    problem = search.problem(search.unbroken() if search.replayed else search.lawful())
    reporter.stage("writing slates", None if search.replayed else _total(problem, desk))
    place = {person: index for index, person in enumerate(search.request.state.roster.people)}
    for found in desk.enumerate(problem):
        for number, row in enumerate(_rows(search, found.assignment, place.__getitem__)):
            desk.clock.tick()
            if (number and not every) or _confirmed(search, desk, row):
                yield row


def _total(problem: Problem, desk: Desk) -> int | None:
    """How many there will be, where that is known quickly."""
    try:
        return desk.count(problem) if desk.forced is None and table_size(problem) <= QUICK else None
    except OutOfTime:
        return None


def _confirmed(search: Search, desk: Desk, row: Listed) -> bool:
    slates: Slates = {seated.body: Slate(seated.members, seated.chair) for seated in row}
    return checked(search, desk.choice.name, slates).lawful is True


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a row the members of a body stand, and its chair."""

    body: str
    members: Callable[[tuple[str, ...]], tuple[str, ...]]
    chair: int | None

    @classmethod
    def of(cls, body: str, places: tuple[frozenset[str], ...]) -> "_Columns":
        inside = [index for index, sets in enumerate(places) if f"{body}.members" in sets]
        chairs = [index for index, sets in enumerate(places) if f"{body}.chair" in sets]
        return cls(body, _taker(inside), chairs[0] if chairs else None)

    def seated(self, row: tuple[str, ...], order: Callable[[str], int]) -> Seated:
        chair = None if self.chair is None else row[self.chair]
        return Seated(self.body, tuple(sorted(self.members(row), key=order)), chair)


def _taker(inside: list[int]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    if len(inside) > 1:
        return itemgetter(*inside)
    return lambda row: tuple(row[index] for index in inside)


def _rows(search: Search, assignment: Assignment, order: Callable[[str], int]) -> Iterator[Listed]:
    found = search.world.rows(assignment)
    columns = [_Columns.of(place.body, found.places) for place in search.request.places]
    return (tuple([each.seated(row, order) for each in columns]) for row in found.rows)
