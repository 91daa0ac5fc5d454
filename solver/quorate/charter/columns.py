"""A fact of many people at once: what `PersonThing.field` gives of each, with what is common to all looked up once."""

from collections.abc import Iterator, Sequence

from quorate.cel.types import OneOf, Primitive
from quorate.cel.values import Value
from quorate.charter.roster import Determination
from quorate.charter.state import State
from quorate.charter.things import OWN, PersonThing
from quorate.charter.timeline import UNSTATED


def column(things: Sequence[Value], name: str) -> list[Value] | None:
    """The field of each, where they are people seen on one state and it is declared as a plain fact; else none."""
    first = things[0] if things else None
    if not isinstance(first, PersonThing) or name in OWN:
        return None
    state = first.state
    declaration = state.facts.get(("person", name))
    if declaration is None or not isinstance(declaration.type, Primitive | OneOf):
        return None
    people = [thing for thing in things if isinstance(thing, PersonThing) and thing.state is state]
    return list(_values(people, name, state)) if len(people) == len(things) else None


def _values(people: Sequence[PersonThing], name: str, state: State) -> Iterator[Value]:
    """What is stated plainly is taken from the roster; the rest is asked of each person."""
    changed = state.timeline.at(state.position).facts
    known = state.roster.people
    for thing in people:
        person = known.get(thing.key)
        if person is None or changed.get(("person", thing.key, name)) is not None:
            yield thing.field(name)
            continue
        value = person.facts.get(name, UNSTATED)
        if value is None or value is UNSTATED or isinstance(value, Determination):
            yield thing.field(name)
        else:
            yield value
