"""Every board of so many people with the facts that are tried; of those that differ in names alone, one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations_with_replacement, product
from math import prod
from typing import Any

from quorate.cel.values import Value
from quorate.charter.document import Charter
from quorate.charter.roster import Body, Membership, Organisation, Person, Roster
from quorate.questions.prove.bounded.people import Options, Tried
from quorate.questions.prove.witness import PLACE, bare, body_name

Facts = Mapping[str, Value]
SPARE = 2
"""How many seats may be vacant, at most."""
KINDS = 2_000
"""How many kinds of people there are at most."""


class TooMany(Exception):
    """There are more boards than are tried."""


@dataclass(frozen=True, slots=True)
class Seating:
    """A board: its roster, and groups of members whom nothing tells apart."""

    roster: Roster
    like: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Rosters:
    """The boards under a charter on a day, as far as they are tried.

    `looked` is called for each combination of people that is looked at, and may raise to end it.
    """

    charter: Charter
    day: date
    tried: Tried
    looked: Callable[[], None]

    def of(self, size: int) -> Iterator[Seating]:
        """Those of so many people, members and others."""
        own = _combined(self.tried.own(size))
        things = [dict(facts) for facts in _combined(self.tried.of_thing("organisation"))]
        bodies = [dict(facts) for facts in _combined(self.tried.of_thing("body"))]
        for members in range(size, 0, -1):
            if members == size or self.tried.related or (self.tried.chaired and members == size - 1):
                for people in self._people(own, members, size):
                    for firm, body in product(things, bodies):
                        yield from self._seated(people, members, firm, body)

    def _people(self, own: Sequence[Facts], members: int, size: int) -> Iterator[tuple[Facts, ...]]:
        """What each person is: members first, then others."""
        for seated in combinations_with_replacement(own, members):
            for beside in combinations_with_replacement(own, size - members):
                self.looked()
                people = (*seated, *beside)
                if _first_firms(people):
                    yield from self._relations(people)

    def _relations(self, people: tuple[Facts, ...]) -> Iterator[tuple[Facts, ...]]:
        if not self.tried.related:
            yield people
            return
        ids = _ids(len(people))
        related = _combined({name: tuple(self.tried.references(name, ids)) for name in self.tried.related})
        for chosen in product(related, repeat=len(people)):
            yield tuple({**facts, **more} for facts, more in zip(people, chosen, strict=True))

    def _seated(self, people: Sequence[Facts], members: int, firm: Facts, own: Facts) -> Iterator[Seating]:
        ids = _ids(len(people))
        chairs: list[str | None] = [*self._chairs(people, members)]
        seats = range(members, members + SPARE + 1) if self.tried.seated else (members,)
        for chair, number in product(chairs, seats):
            roster = self._roster(dict(zip(ids, people, strict=True)), ids[:members], chair, number, firm)
            body = replace(roster.bodies[body_name(self.charter)], facts=own)
            yield Seating(
                replace(roster, bodies={**roster.bodies, body.name: body}), self._like(people, members, chair)
            )

    def _chairs(self, people: Sequence[Facts], members: int) -> Iterator[str | None]:
        """Nobody, or a member, of like ones the first; somebody else if there are others to chair."""
        ids = _ids(len(people))
        beside = ids[members:]
        if not beside or self.tried.related:
            yield None
            if self.tried.chaired:
                firsts = [index for index in range(members) if self.tried.related or people[index] != people[index - 1]]
                yield from (ids[index] for index in dict.fromkeys((0, *firsts)))
        yield from beside if self.tried.chaired else ()

    def _like(self, people: Sequence[Facts], members: int, chair: str | None) -> tuple[tuple[str, ...], ...]:
        found: list[tuple[str, ...]] = []
        before: Facts | None = None
        for person, facts in zip(_ids(members), people, strict=False):
            if facts == before and not self.tried.related and person != chair and found[-1][0] != chair:
                found[-1] = (*found[-1], person)
            else:
                found.append((person,))
            before = facts
        return tuple(found)

    def _roster(
        self, people: Mapping[str, Facts], members: Sequence[str], chair: str | None, seats: int, firm: Facts
    ) -> Roster:
        name = body_name(self.charter)
        kind = self.charter.kind or "body"
        body = Body(name, kind, self.charter.id, seats, tuple(self._member(one, people[one]) for one in members), chair)
        others = {each: self._other(each, people) for each in self.tried.others}
        known = {one: Person(one, one.replace("-", " ").capitalize(), _told(facts)) for one, facts in people.items()}
        firms = sorted(set(chain.from_iterable(map(_firms, people.values()))))
        return replace(
            bare(self.charter, self.day),
            title=f"A board for {self.charter.title}",
            organisation=Organisation("", "An illustrative organisation", firm),
            organisations={each: Organisation(each, each.replace("-", " ").capitalize()) for each in firms},
            people=known,
            bodies={name: body, **others},
            uses=tuple(self.charter.uses),
        )

    def _member(self, person: str, facts: Mapping[str, Any]) -> Membership:
        place = {name: value for name, value in facts.items() if name in PLACE}
        return replace(Membership(person, since=self.day), **place)

    def _other(self, name: str, people: Mapping[str, Facts]) -> Body:
        seated = (Membership(person, since=self.day) for person, facts in people.items() if facts[f"in {name}"])
        return Body(name, name, members=tuple(seated))


def _ids(size: int) -> tuple[str, ...]:
    return tuple(f"person-{number + 1}" for number in range(size))


def _combined(options: Options) -> list[Facts]:
    """Every combination of the values of facts."""
    if prod(map(len, options.values())) > KINDS:
        raise TooMany
    return [dict(zip(options, values, strict=True)) for values in product(*options.values())]


def _told(facts: Facts) -> Facts:
    """What is stated of a person beside their place in bodies."""
    return {name: value for name, value in facts.items() if name not in PLACE and not name.startswith("in ")}


def _firms(facts: Facts) -> Iterator[str]:
    for value in facts.values():
        items = value if isinstance(value, tuple) else (value,)
        yield from (item for item in items if isinstance(item, str) and item.startswith("firm-"))


def _first_firms(people: Sequence[Facts]) -> bool:
    """Firms are met in the order of their numbers: of boards that differ in the names of firms, one is tried."""
    met = list(dict.fromkeys(firm for facts in people for firm in _firms(facts)))
    return met == [f"firm-{number + 1}" for number in range(len(met))]
