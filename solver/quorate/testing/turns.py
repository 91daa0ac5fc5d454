"""What may befall a board in one turn, drawn by Hypothesis: departures, losses of independence, facts at an edge.

A turn is drawn as numbers, which are read modulo what there is when it is played, so that a story stays a story while
Hypothesis leaves turns out of it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from quorate.cel.values import Value
from quorate.charter.roster import Body, Membership, Person, Roster
from quorate.questions.fuzz import Happens, Turn
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.witness import PLACE

Numbers = tuple[int, int, int, int]
"""What happens, to whom, in which fact, to which value."""
MOST = 10_000
"""More than there are values of any fact that is tried."""
REFERRED = 8
"""How many of the people or sets of people to whom somebody may refer are drawn from, at most."""
VACANT = 2
"""How many seats may be vacant, at most."""
numbers: st.SearchStrategy[Numbers] = st.tuples(
    st.integers(0, 9), st.integers(0, 20), st.integers(0, MOST), st.integers(0, MOST)
)


@dataclass(frozen=True)
class Turns:
    """What can happen to the body of a charter whose clauses and claim read what is `tried`."""

    tried: Tried
    body: str
    largest: int

    def of(self, roster: Roster, drawn: Numbers) -> Turn | None:
        """What numbers say happens to the board; nothing where it can happen to nobody."""
        what, who, which, value = drawn
        people = tuple(roster.people)
        if what < 4:
            return self._fact(roster, people[who % len(people)] if people else None, which, value)
        if what == 4:
            return self._of_thing(which, value)
        return self._seating(roster, what, who)

    def _seating(self, roster: Roster, what: int, who: int) -> Turn | None:
        own = roster.bodies[self.body]
        seated = [member.person for member in own.members]
        if what == 5:
            return Turn(Happens.LEAVES, seated[who % len(seated)]) if len(seated) > 1 else None
        if what == 6:
            return Turn(Happens.JOINS, seated[who % len(seated)]) if 0 < len(seated) < self.largest else None
        if what > 7 and self.tried.seated:
            return Turn(Happens.SEATS, self.body, value=len(seated) + who % (VACANT + 1))
        options = [*roster.people, None]
        chair = options[who % len(options)]
        return Turn(Happens.CHAIRS, chair) if self.tried.chaired and chair != own.chair else None

    def _fact(self, roster: Roster, person: str | None, which: int, value: int) -> Turn | None:
        options = self._options(tuple(roster.people))
        if person is None or not options:
            return None
        return _becomes(person, options, which, value)

    def _of_thing(self, which: int, value: int) -> Turn | None:
        found = [(holder, options) for holder in ("organisation", "body") if (options := self.tried.edges(holder, 1))]
        if not found:
            return None
        holder, options = found[which % len(found)]
        return _becomes("" if holder == "organisation" else self.body, options, which // len(found), value)

    def _options(self, people: tuple[str, ...]) -> Mapping[str, Sequence[Value]]:
        own = self.tried.edges("person", self.largest)
        firsts = {name: _first(self.tried.references(name, people)) for name in self.tried.related}
        return {**own, **firsts, **{f"in {name}": (True, False) for name in self.tried.others}}


def _becomes(who: str, options: Mapping[str, Sequence[Value]], which: int, value: int) -> Turn | None:
    name = list(options)[which % len(options)]
    values = options[name]
    forgotten = (which // len(options)) % 8 == 7 and not name.startswith("in ") and name not in PLACE
    if forgotten:
        return Turn(Happens.FORGOTTEN, who, name)
    return Turn(Happens.BECOMES, who, name, values[value % len(values)]) if values else None


def _first(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(value for value, _ in zip(values, range(REFERRED), strict=False))


def played(roster: Roster, body: str, turn: Turn) -> Roster:
    """The board after one turn."""
    own = roster.bodies[body]
    match turn.happens:
        case Happens.LEAVES:
            left = tuple(member for member in own.members if member.person != turn.who)
            chair = None if own.chair == turn.who else own.chair
            return _with(roster, replace(own, members=left, chair=chair))
        case Happens.JOINS:
            return joined(roster, body, turn.who or "")
        case Happens.CHAIRS:
            return _with(roster, replace(own, chair=turn.who))
        case Happens.SEATS:
            return _with(roster, replace(own, seats=turn.value if isinstance(turn.value, int) else None))
        case _:
            return _changed(roster, body, turn)


def _with(roster: Roster, body: Body) -> Roster:
    return replace(roster, bodies={**roster.bodies, body.name: body})


def joined(roster: Roster, body: str, like: str, more: int = 1, *, without: Collection[str] = ()) -> Roster:
    """The board with more people, who are as another is, in all bodies where that one is but for those left out."""
    free = (f"person-{number}" for number in range(1, len(roster.people) + more + 1))
    names = [name for name in free if name not in roster.people][:more]
    known = roster.people[like].facts
    people = {name: Person(name, name.replace("-", " ").capitalize(), known) for name in names}
    bodies = {
        key: each if key in without else replace(each, members=(*each.members, *_as(each, like, names)))
        for key, each in roster.bodies.items()
    }
    own = bodies[body]
    seats = own.seats if own.seats is None else max(own.seats, len(own.members))
    return replace(roster, people={**roster.people, **people}, bodies={**bodies, body: replace(own, seats=seats)})


def _as(body: Body, like: str, names: Iterable[str]) -> Iterator[Membership]:
    place = next((member for member in body.members if member.person == like), None)
    return iter(()) if place is None else (replace(place, person=name) for name in names)


def _changed(roster: Roster, body: str, turn: Turn) -> Roster:
    """The board with another fact of a person, of the body or of the organisation, or without it."""
    if turn.fact.startswith("in "):
        return _seated(roster, turn.fact.removeprefix("in "), turn.who or "", bool(turn.value))
    if turn.who is not None and turn.who in roster.people:
        if turn.fact in PLACE:
            return _placed(roster, body, turn)
        person = roster.people[turn.who]
        return replace(roster, people={**roster.people, turn.who: replace(person, facts=_stated(person.facts, turn))})
    if turn.who == body:
        own = roster.bodies[body]
        return _with(roster, replace(own, facts=_stated(own.facts, turn)))
    firm = roster.organisation
    return replace(roster, organisation=replace(firm, facts=_stated(firm.facts, turn)))


def _stated(facts: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    kept = {name: fact for name, fact in facts.items() if name != turn.fact}
    return kept if turn.happens is Happens.FORGOTTEN else {**kept, turn.fact: turn.value}


def _placed(roster: Roster, body: str, turn: Turn) -> Roster:
    own = roster.bodies[body]
    value: Any = turn.value
    members = (_dated(replace(m, **{turn.fact: value})) if m.person == turn.who else m for m in own.members)
    return _with(roster, replace(own, members=tuple(members)))


def _dated(member: Membership) -> Membership:
    """The membership, which began on some day before its term ends."""
    early = member.since is not None and member.term_ends is not None and member.term_ends < member.since
    return replace(member, since=None) if early else member


def _seated(roster: Roster, other: str, person: str, seated: bool) -> Roster:
    there = roster.bodies.get(other)
    if there is None:
        return roster
    rest = tuple(member for member in there.members if member.person != person)
    return _with(roster, replace(there, members=(*rest, Membership(person)) if seated else rest))


def firms(roster: Roster) -> frozenset[str]:
    """The names of firms, as they are tried, that people of a board refer to."""
    facts = (fact for person in roster.people.values() for fact in person.facts.values())
    said = (item for fact in facts for item in (fact if isinstance(fact, tuple) else (fact,)))
    return frozenset(item for item in said if isinstance(item, str) and item.startswith("firm-"))
