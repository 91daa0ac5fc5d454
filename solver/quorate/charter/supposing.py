"""A state in which facts that nothing states are supposed to be so; what is stated stays as it is.

A place names what is supposed: a fact of somebody, or a part of it, such as a field of the second record.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from quorate.cel.types import INT, ListOf, MapOf, ThingType, Type
from quorate.charter.document import FactDeclaration
from quorate.charter.state import State
from quorate.charter.timeline import UNSTATED

_STEP = re.compile(r"\[(\d+)\]|\.([a-z_][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is missing: the fact of a holder, and the steps to the part of it; `name` is as messages have it.

    `type` is that of the missing value; `declaration` that of the fact, or of the field of a record.
    """

    name: str
    kind: str
    holder: str
    declaration: FactDeclaration
    field: FactDeclaration
    steps: tuple[object, ...]
    type: Type


Supposition = Mapping[Place, object]


@dataclass(frozen=True, slots=True, eq=False)
class Supposing(State):
    """The state in which these values are so on every day on which the roster and the log state none."""

    supposed: Mapping[tuple[str, str, str], tuple[tuple[Place, object], ...]] = field(default_factory=dict)

    def stated(self, kind: str, holder: str, fact: str) -> object:
        given = State.stated(self, kind, holder, fact)
        own = kind == "organisation" and holder == self.roster.organisation.id
        for place, value in self.supposed.get((kind, "" if own else holder, fact), ()):
            given = _filled(given, place.steps, value)
        return given


def supposing(state: State, values: Supposition) -> State:
    """The state with values supposed; nothing that was computed without them is kept."""
    if not values:
        return state
    grouped: dict[tuple[str, str, str], tuple[tuple[Place, object], ...]] = {}
    for place, value in sorted(values.items(), key=lambda pair: len(pair[0].steps)):
        key = (place.kind, place.holder, place.declaration.name)
        grouped[key] = (*grouped.get(key, ()), (place, value))
    timeline = copy(state.timeline)
    timeline.memory = {}
    return Supposing(
        timeline,
        state.as_of,
        state.horizon,
        state.position,
        state.policies,
        state.facts,
        state.holding_over,
        state.seatings,
        supposed=grouped,
    )


def _filled(given: object, steps: tuple[object, ...], value: object) -> object:
    """A stated value with a part filled in, where that part is missing and the rest is there."""
    if not steps:
        return value if given is UNSTATED else given
    first, rest = steps[0], steps[1:]
    if isinstance(first, int) and isinstance(given, tuple) and first < len(given):
        return (*given[:first], _filled(given[first], rest, value), *given[first + 1 :])
    if isinstance(given, Mapping):
        return {**given, first: _filled(given.get(first, UNSTATED), rest, value)}
    return {first: value} if given is UNSTATED and not rest else given


def places(state: State, names: frozenset[str]) -> Iterator[Place]:
    """The places that names of facts stand for; names of other things (a chair, a subject) have none."""
    for name in sorted(names):
        found = place_of(state, name)
        if found is not None:
            yield found


def place_of(state: State, name: str) -> Place | None:
    """What the name of a fact stands for, if it is a declared fact of a person, body or organisation."""
    for kind, holder, shown in _holders(state, name):
        head, *_ = re.split(r"[.\[]", name[len(shown) + 1 :], maxsplit=1)
        declaration = state.facts.get((kind, head))
        if declaration is not None:
            return _stepped(state, name, kind, holder, declaration, name[len(shown) + 1 + len(head) :])
    return None


def _holders(state: State, name: str) -> Iterator[tuple[str, str, str]]:
    """Whose fact a name may be, those with longer ids first: kind, id, and the id as the name has it."""
    roster = state.roster
    known = [("organisation", "", "organisation")]
    known += [("person", one, one) for one in roster.people]
    known += [("body", one, one) for one in roster.bodies]
    known += [("organisation", one, one) for one in roster.organisations]
    cut = [index for index, mark in enumerate(name) if mark == "."]
    for end in reversed(cut):
        yield from (entry for entry in known if entry[2] == name[:end])
    for end in cut[:1]:  # somebody of whom the roster has the id alone
        yield from (("organisation", name[:end], name[:end]), ("person", name[:end], name[:end]))


def _stepped(state: State, name: str, kind: str, holder: str, declaration: FactDeclaration, rest: str) -> Place | None:
    """The place at the end of the steps; none where the declared types do not have them."""
    type_, inner, steps = declaration.type, declaration, list[object]()
    while rest:
        found = _STEP.match(rest)
        match type_:
            case MapOf(key=key, value=value) if rest.startswith("."):
                text = rest[1:]
                steps.append(int(text) if key == INT and text.lstrip("-").isdigit() else text)
                type_, rest = value, ""
            case ListOf(element=element) if found is not None and found[1] is not None:
                steps.append(int(found[1]))
                type_, rest = element, rest[found.end() :]
            case ThingType(name=record) if found is not None and (record, found[2]) in state.facts:
                steps.append(found[2])
                inner = state.facts[(record, found[2])]
                type_, rest = inner.type, rest[found.end() :]
            case _:
                return None
    return Place(name, kind, holder, declaration, inner, tuple(steps), type_)
