"""Where an expression is evaluated: what its names mean, and which elements its bound variables have taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quorate.cel.values import Unknown, Value
from quorate.formula.ast import Formula, Linear
from quorate.formula.symbolic import Cases, Entry, Known, Place, Rest, Single, Token, just

Bound = Mapping[tuple[str, frozenset[str]], int]


@dataclass(frozen=True, slots=True)
class Scope:
    """`symbolic` names come before the plain ones of `base`; `bound` says how many elements of a cell are taken."""

    base: Mapping[str, Value]
    symbolic: Mapping[str, Cases]
    bound: Bound = field(default_factory=dict)

    def lookup(self, name: str) -> Cases:
        if name in self.symbolic:
            return self.symbolic[name]
        if name in self.base:
            return just(Known(self.base[name]))
        return just(Known(Unknown(frozenset({name}))))

    def taken(self, of: str, inside: frozenset[str]) -> int:
        return self.bound.get((of, inside), 0)

    def bind(self, name: str, value: Cases) -> "Scope":
        return Scope(self.base, {**self.symbolic, name: value}, self.bound)

    def take(self, place: Place | None) -> "tuple[Scope, Single | Token | None]":
        """One element of a place: itself, or a fresh token of the rest of a cell."""
        if not isinstance(place, Rest):
            return self, place
        token = Token(place.of, place.inside, place.taken, place.things)
        bound = {**self.bound, (place.of, place.inside): place.taken + 1}
        return Scope(self.base, self.symbolic, bound), token


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a range, or all like ones: what a variable bound to it is, and in which scope that is asked.

    `there` says where there is such an element at all, `count` how many like it.
    """

    entry: Entry | None
    definite: Formula
    possible: Formula
    there: Formula
    count: Linear
    value: Cases
    scope: Scope


class Overlay(Mapping[str, Value]):
    """Some names over a mapping that computes its values when they are read."""

    def __init__(self, own: Mapping[str, Value], base: Mapping[str, Value]) -> None:
        self._own = own
        self._base = base

    def __getitem__(self, name: str) -> Value:
        return self._own[name] if name in self._own else self._base[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._base

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys([*self._own, *self._base])

    def __len__(self) -> int:
        return len(set(self._own) | set(self._base))
