"""Hypothesis strategies for what expressions read: values of a type, and worlds of things with some facts hidden."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from quorate.cel.types import (
    ACTOR,
    AMOUNT,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
)
from quorate.cel.values import NOBODY, Days, Failure, Group, Map, Money, Months, Unknown, Value

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
_ACTORS = ("person", "body")


@dataclass(frozen=True, slots=True)
class Described:
    """A thing that is what its dictionary says; `hidden` fields are not known."""

    kind: str
    key: str
    fields: dict[str, Value] = field(default_factory=dict, compare=False)
    hidden: frozenset[str] = field(default=frozenset(), compare=False)

    def field(self, name: str) -> Value:
        if name in self.hidden:
            return Unknown(frozenset((f"{self.key}.{name}",)))
        return self.fields[name] if name in self.fields else Failure(f"`{self.key}` has no `{name}`")

    def __repr__(self) -> str:
        return self.key


_PLAIN: Mapping[Type, st.SearchStrategy[Value]] = {
    BOOL: st.booleans(),
    INT: st.integers(-2, 9),
    NUMBER: st.fractions(-3, 5, max_denominator=6) | st.integers(-2, 9),
    STRING: st.sampled_from(("", "a", "b", "abc")),
    DATE: st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    MONEY: st.integers(0, 200_000).map(lambda amount: Money(Fraction(amount), "USD")),
    AMOUNT: st.integers(-12, 12).flatmap(lambda count: st.sampled_from((Days(count), Months(count)))),
}


@dataclass(frozen=True, slots=True)
class World:
    """Variables over things, as they are and as far as they are known: the second differs only by what is hidden."""

    whole: Mapping[str, Value]
    known: Mapping[str, Value]


@st.composite
def worlds(draw: Draw, variables: Mapping[str, Type], schema: Schema, each: int = 2) -> World:
    """A world with up to `each` things of every kind in the schema, and values for the variables."""
    keys = {kind: [f"{kind}-{number}" for number in range(draw(st.integers(1, each)))] for kind in schema.things}
    drawn = {
        (kind, key): {name: draw(_plan(type_, keys)) for name, type_ in schema.things[kind].types.items()}
        for kind, found in keys.items()
        for key in found
    }
    outer = {name: draw(_plan(type_, keys)) for name, type_ in variables.items()}
    places = [(place, name) for place, fields in drawn.items() for name in fields]
    veils = draw(st.sets(st.sampled_from(places), max_size=6)) if places else set()
    hidden = {place: frozenset(name for at, name in veils if at == place) for place in drawn}
    names = st.sampled_from(sorted(outer) or [""])
    veiled, doubtful = draw(st.frozensets(names, max_size=2)), draw(st.frozensets(names, max_size=3))
    whole = _built(drawn, {}, outer, frozenset(), frozenset())
    return World(whole, _built(drawn, hidden, outer, veiled, doubtful))


@dataclass(frozen=True, slots=True)
class _To:
    """A reference to a thing by kind and key, to be resolved when all things are there."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class _Several:
    references: tuple[_To, ...]


def _plan(type_: Type, keys: Mapping[str, list[str]]) -> st.SearchStrategy[Any]:
    """What a value of a type is, with references in the place of things."""
    match type_:
        case OneOf(values=values):
            return st.sampled_from(values)
        case ThingType():
            kinds = _ACTORS if type_ == ACTOR else (type_.name,)
            references = [_To(kind, key) for kind in kinds for key in keys.get(kind, ())]
            return st.sampled_from([*references, NOBODY])
        case GroupOf(thing=thing):
            references = [_To(thing.name, key) for key in keys[thing.name]]
            return st.lists(st.sampled_from(references), unique=True).map(lambda found: _Several(tuple(found)))
        case ListOf(element=element):
            return st.lists(_plan(element, keys), max_size=3).map(tuple)
        case MapOf(key=key, value=value):
            pairs = st.dictionaries(_plan(key, keys), _plan(value, keys), max_size=2)
            return pairs.map(lambda found: Map(found.items(), fact="map"))
        case _:
            return _PLAIN[type_]


def _built(
    drawn: Mapping[tuple[str, str], Mapping[str, Any]],
    hidden: Mapping[tuple[str, str], frozenset[str]],
    outer: Mapping[str, Any],
    veiled: frozenset[str],
    doubtful: frozenset[str],
) -> Mapping[str, Value]:
    things = {place: Described(*place, {}, hidden.get(place, frozenset())) for place in drawn}
    for place, fields in drawn.items():
        things[place].fields.update({name: _resolved(value, things) for name, value in fields.items()})
    variables: dict[str, Value] = {}
    for name, value in outer.items():
        found = _resolved(value, things)
        if name in doubtful and isinstance(found, Group):
            found = _doubted(name, found, things)
        variables[name] = Unknown(frozenset((name,))) if name in veiled else found
    return variables


def _doubted(name: str, group: Group, things: Mapping[tuple[str, str], Described]) -> Group:
    """The group with its last member only possibly in it, and beside it somebody who in truth is not."""
    kinds = {thing.kind for thing in group.definite}
    others = tuple(thing for thing in things.values() if thing.kind in kinds and thing not in group.definite)
    return Group(group.definite[:-1], (*group.definite[-1:], *others[:1]), frozenset((name,)))


def _resolved(value: Any, things: Mapping[tuple[str, str], Described]) -> Value:
    match value:
        case _To(kind=kind, key=key):
            return things[kind, key]
        case _Several(references=references):
            return Group(tuple(things[one.kind, one.key] for one in references))
        case tuple():
            return tuple(_resolved(item, things) for item in value)
        case _:
            return value
