"""A roster as it would be with other facts of its people, or with people added: what a repair proposes, carried out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from quorate.charter.roster import Event, Membership, Person, Roster
from quorate.charter.timeline import facts_of

Changes = Mapping[tuple[str, str], object]
"""Facts of people, by person and name, with the values that rosters keep."""


def with_facts(roster: Roster, changes: Changes) -> Roster:
    """The roster in which these facts are so, and always were: the log sets them no more."""
    if not changes:
        return roster
    people = {
        name: replace(person, facts={**person.facts, **_of(changes, name)}) for name, person in roster.people.items()
    }
    return replace(roster, people=people, log=tuple(_silenced(event, changes) for event in roster.log))


def _of(changes: Changes, person: str) -> dict[str, object]:
    return {fact: value for (whose, fact), value in changes.items() if whose == person}


def _silenced(event: Event, changes: Changes) -> Event:
    """The event without what it says of facts that are changed."""
    told = {key for key, _ in facts_of(event)}
    gone = {name for kind, holder, name in told if kind == "person" and (holder, name) in changes}
    facts = event.details.get("facts")
    if not gone or not isinstance(facts, Mapping):
        return event
    kept = {name: value for name, value in facts.items() if name not in gone}
    return replace(event, details={**event.details, "facts": kept})


def with_people(roster: Roster, people: Iterable[Person], seats: Mapping[str, Membership]) -> Roster:
    """The roster with more people, who sit in the bodies of `seats`, with such a place."""
    added = {person.id: person for person in people}
    bodies = dict(roster.bodies)
    for name, place in seats.items():
        members = (*bodies[name].members, *_places(added, place))
        bodies[name] = replace(bodies[name], members=members)
    return replace(roster, people={**roster.people, **added}, bodies=bodies)


def _places(people: Iterable[str], place: Membership) -> Iterator[Membership]:
    return (replace(place, person=person) for person in people)
