"""Which elements are alike: they start as one class and part wherever a clause tells them from each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from quorate.cel.equality import kind
from quorate.cel.values import Failure, Group, Interval, Thing, Unknown, Value


@dataclass(slots=True)
class Watch:
    """What one partial evaluation saw: which elements it told apart, which sets it read, and which together."""

    apart: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    together: set[str] = field(default_factory=set)

    def compare(self, of: str, values: Sequence[Value]) -> Value:
        """The value that all elements of a class share; where they differ the class will be parted."""
        if len(values) == 1:
            return values[0]
        first = values[0]
        if (first is True or first is False) and all(value is first for value in values):
            return first
        signs = tuple(signature(value) for value in values)
        if any(sign != signs[0] for sign in signs[1:]):
            self.apart.setdefault(of, []).append(signs)
        return first

    def absorb(self, other: "Watch") -> None:
        """Take over what another saw."""
        for of, signs in other.apart.items():
            self.apart.setdefault(of, []).extend(signs)
        self.read |= other.read
        self.together |= other.together

    def single_out(self, of: str, ids: Sequence[str], one: str) -> None:
        self.compare(of, [each == one for each in ids])


def mark(value: Value) -> object:
    """A signature that is quick for the two truths; to be held against other marks alone."""
    return value if value is True or value is False else signature(value)


def signature(value: Value) -> object:
    """Equal signatures only for values that no clause can tell apart; in doubt a signature of its own."""
    match value:
        case Unknown():
            return "unknown"
        case Failure(vacant=vacant):
            return "vacant" if vacant else "failure"
        case None | bool() | int() | str() | float() | bytes() | Fraction():
            return type(value).__name__, value
        case Group(definite, possible):
            return "group", frozenset(map(_identity, definite)), frozenset(map(_identity, possible))
        case Interval(low, high):
            return "interval", low, high
        case tuple():
            return "list", tuple(signature(item) for item in value)
        case dict():
            return "map", frozenset((signature(key), signature(item)) for key, item in value.items())
        case _ if kind(value) == "thing":
            return _identity(cast(Thing, value))
        case _:
            return _plain(value)


def _identity(thing: Thing) -> object:
    return "thing", thing.kind, thing.key


def _plain(value: Value) -> object:
    try:
        hash(value)
    except TypeError:
        return "object", id(value)
    return type(value).__name__, value


def part(ids: Sequence[str], signs: Sequence[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """The elements of a class parted by what was seen of them, in their order."""
    parts: dict[tuple[object, ...], list[str]] = {}
    for index, each in enumerate(ids):
        parts.setdefault(tuple(sign[index] for sign in signs), []).append(each)
    return [tuple(found) for found in parts.values()]


def class_key(ids: Sequence[str]) -> str:
    """How a class is named: by its only element, or by its first and how many more there are."""
    return ids[0] if len(ids) == 1 else f"{ids[0]}+{len(ids) - 1}"


def parted(
    classes: Sequence[tuple[str, ...]], apart: Mapping[str, Sequence[tuple[object, ...]]]
) -> list[tuple[str, ...]]:
    """All classes, those told apart replaced by their parts."""
    return [piece for ids in classes for piece in part(ids, apart.get(class_key(ids), ()))]
