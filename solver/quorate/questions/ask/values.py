"""Answers that a question may be given: all of them where they are few, else those at which rules may change."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice, product
from typing import TypeVar

from quorate.cel.ast import Literal
from quorate.cel.reading import walk
from quorate.cel.types import (
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERSON,
    STRING,
    GroupOf,
    ListOf,
    OneOf,
    ThingType,
    Type,
)
from quorate.cel.values import Money
from quorate.charter.calendar import add_days
from quorate.charter.document import Expression, FactDeclaration
from quorate.charter.fact_values import FOREVER
from quorate.charter.state import State

MOST = 48  # answers tried of one fact
MOST_RECORDS = 96  # entries tried of a list of records
FEW = 4  # things of which every set is tried
_T = TypeVar("_T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Answers:
    """Values, as rosters keep them; `all` where no other is possible."""

    values: tuple[object, ...]
    all: bool = False


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The numbers and days at which rules change their mind, as far as they name them."""

    numbers: tuple[int, ...]
    days: tuple[date, ...]


def landmarks(rules: Iterable[Expression], state: State) -> Landmarks:
    """What the rules name, and the days about the state's."""
    numbers, days = {0, 1}, {date(1900, 1, 1), state.as_of}
    for rule in rules:
        for part in walk(rule.ast):
            if isinstance(part, Literal):
                _note(part.value, numbers, days)
    days |= {add_days(state.as_of, -365 * years) for years in (1, 2, 4, 6)}
    return Landmarks(tuple(sorted(numbers)), tuple(sorted(days)))


def _note(value: object, numbers: set[int], days: set[date]) -> None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**12:
        numbers.add(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        days.add(date.fromisoformat(value))


def answers(type_: Type, state: State, marks: Landmarks) -> Answers:
    """What a fact of a type may be."""
    match type_:
        case OneOf(values=values):
            return Answers(values, all=True)
        case GroupOf(thing=ThingType() as thing):
            return Answers(tuple(_sets(_ids(thing, state, ()))))
        case ListOf(element=ThingType(name=name)) if _fields(state, name):
            return Answers(((), *((entry,) for entry in _records(state, name, marks))))
        case ListOf(element=inner):
            return Answers(((), *((value,) for value in answers(inner, state, marks).values))[:MOST])
        case ThingType(name=name) if _fields(state, name):
            return Answers(tuple(_records(state, name, marks))[:MOST])
        case ThingType():
            return Answers((*_ids(type_, state, ()), None)[:MOST])
        case _:
            return Answers(_plain(type_, marks), all=type_ == BOOL)


def _plain(type_: Type, marks: Landmarks) -> tuple[object, ...]:
    beside = sorted({near for number in marks.numbers for near in (number - 1, number, number + 1)})
    if type_ == BOOL:
        return (True, False)
    if type_ == INT:
        return tuple(_spread(beside))
    if type_ == NUMBER:
        halves = [Fraction(2 * number + 1, 2) for number in marks.numbers]
        return tuple(_spread(sorted([*map(Fraction, beside), *halves])))
    if type_ == MONEY:
        cent = Fraction(1, 100)
        near = {amount for number in marks.numbers if number >= 0 for amount in (Fraction(number), number + cent)}
        return tuple(Money(amount, "USD") for amount in _spread(sorted(near)))
    if type_ == DATE:
        near_days = {add_days(day, number) for day in marks.days for number in (-1, 0, 1)}
        return (*_spread(sorted(near_days)), FOREVER)
    return ("", "something") if type_ == STRING else ()


def _spread(values: list[_T]) -> Iterator[_T]:
    """No more than so many of the values, from one end to the other."""
    step = max(1, -(-len(values) // MOST))
    return islice(values, 0, None, step)


def _ids(thing: ThingType, state: State, first: tuple[str, ...]) -> tuple[str, ...]:
    roster = state.roster
    known: Mapping[ThingType, Iterable[str]] = {
        PERSON: roster.people,
        BODY: roster.bodies,
        ORGANISATION: (roster.organisation.id, *roster.organisations),
    }
    return tuple(dict.fromkeys((*first, *known.get(thing, ()))))


def _sets(ids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(ids) <= FEW:
        for chosen in product((False, True), repeat=len(ids)):
            yield tuple(one for one, there in zip(ids, chosen, strict=True) if there)
        return
    yield ()
    yield from ((one,) for one in islice(ids, MOST))
    yield ids


def _fields(state: State, record: str) -> tuple[FactDeclaration, ...]:
    return tuple(fact for (holder, _), fact in state.facts.items() if holder == record)


def _records(state: State, record: str, marks: Landmarks) -> Iterator[Mapping[str, object]]:
    """Entries of a list of records: every way of filling it with few values for each field, spread where many."""
    fields = _fields(state, record)
    pools = [_pool(field, state, marks) for field in fields]
    many = 1
    for pool in pools:
        many *= len(pool)
    for place in range(min(many, MOST_RECORDS)):
        yield {field.name: value for field, value in zip(fields, _numbered(pools, place, many), strict=True)}


def _numbered(pools: list[tuple[object, ...]], place: int, many: int) -> Iterator[object]:
    """The combination of a number; the numbers taken are spread where there are more than are tried."""
    number = place if many <= MOST_RECORDS else (place * 7919) % many
    for pool in pools:
        number, index = divmod(number, len(pool))
        yield pool[index]


def _pool(field: FactDeclaration, state: State, marks: Landmarks) -> tuple[object, ...]:
    """The values tried of one field of a record."""
    ago = [add_days(state.as_of, -365 * years) for years in (0, 1, 3)]
    match field.type:
        case OneOf(values=values):
            return values
        case ThingType() as thing:
            own = state.roster.organisation.id
            return _ids(thing, state, (own,) if thing == ORGANISATION else ())[:3] or ("somebody",)
        case _ if field.type == BOOL:
            return (True, False) if not field.has_default else (field.default, not field.default)
        case _ if field.type == DATE:
            if field.has_default:
                return (field.default, ago[1])
            return (ago[1], ago[0], ago[2])
        case _ if field.type == MONEY:
            return (Money(Fraction(10 ** (len(str(max(marks.numbers))) + 1)), "USD"),)
        case _ if field.type == INT:
            return (state.as_of.year - 1, 1)
        case _ if field.type == NUMBER:
            return (Fraction(51), Fraction(1))
        case _:
            return ("",) if field.type == STRING else ((),)
