"""An occasion as if some members were none."""

from dataclasses import replace

from quorate.cel.values import Group, Value
from quorate.charter.occasions import Occasion
from quorate.charter.timeline import Seating
from quorate.charter.words import Words, common_words


def without(occasion: Occasion, people: frozenset[str]) -> Occasion:
    """The same occasion as if some members were none; a chair among them leaves a vacant chair."""
    body = occasion.body
    seated = occasion.state.seating(body)
    kept = {person: member for person, member in seated.members.items() if person not in people}
    chair = None if isinstance(seated.chair, str) and seated.chair in people else seated.chair
    acting = tuple(pair for pair in seated.acting if pair.alternate in kept)
    state = occasion.state.with_seating(body, Seating(kept, chair, acting))
    own = {name: _less(occasion.variables[name], people) for name in _own_words(occasion.variables)}
    words = common_words(occasion.policy, state, body).with_(**own)
    return replace(occasion, state=state, variables=words)


def _own_words(words: Words) -> tuple[str, ...]:
    """The words of an occasion that are not those of every scope, or that it gives outright."""
    given = ("present", "recused", "ayes", "noes", "abstentions", "meeting", "vote", "event", "year")
    there = tuple(name for name in given if name in words)
    return (*there, "meetings", "events") if "year" in there else there


def _less(value: Value, people: frozenset[str]) -> Value:
    """A group without some people; any other value as it is."""
    if not isinstance(value, Group):
        return value
    return Group(
        tuple(thing for thing in value.definite if thing.key not in people),
        tuple(thing for thing in value.possible if thing.key not in people),
        value.facts,
    )
