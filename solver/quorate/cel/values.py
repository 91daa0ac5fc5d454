"""The values of expressions beside Python's own: things, groups, calendar amounts, and what is not known.

Python `bool`, `int`, `float`, `str`, `bytes`, `None`, `tuple` (list), `Fraction` (exact number) and
`datetime.date` (date) stand for themselves. Lists and maps hold neither `Unknown` nor `Failure`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias, runtime_checkable

from quorate.source.span import Span


class Uint(int):
    """An unsigned integer of core CEL; charters have none."""


@dataclass(frozen=True, slots=True, order=True)
class Timestamp:
    """A moment of core CEL, in nanoseconds since 1970 UTC."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A stretch of time of core CEL, in nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class TypeValue:
    """A type as a value of core CEL, by its name: `int`, `list`, `google.protobuf.Timestamp`."""

    name: str


class Map:
    """A map with keys of bool, int, uint and string; `1`, `1u` and `1.0` are one key, `true` is another.

    With `fact` it is a fact stated by key (revenue by year): a key that is missing is then not known.
    """

    __slots__ = ("_entries", "fact")

    def __init__(self, pairs: "Iterable[tuple[object, Value]]" = (), fact: str | None = None) -> None:
        self._entries = {(isinstance(key, bool), key): (key, value) for key, value in pairs}
        self.fact = fact

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[object]:
        return (key for key, _ in self._entries.values())

    def __contains__(self, key: object) -> bool:
        return (isinstance(key, bool), key) in self._entries

    def items(self) -> "Iterable[tuple[object, Value]]":
        return self._entries.values()

    def get(self, key: object) -> "Value":
        """The value of a key, `Unknown` for a fact not stated, or a `Failure`."""
        entry = self._entries.get((isinstance(key, bool), key))
        if entry is not None:
            return entry[1]
        if self.fact is not None:
            return Unknown(frozenset((f"{self.fact}.{key}",)))
        return Failure(f"there is no key `{key}`")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(frozenset(self._entries))

    def __repr__(self) -> str:
        return f"Map({list(self._entries.values())!r})"


@dataclass(frozen=True, slots=True)
class Months:
    """A calendar amount: `months(6)`, `years(1)` is `Months(12)`. Adding one clamps to the month's end."""

    count: int


@dataclass(frozen=True, slots=True)
class Days:
    """A calendar amount; with `business`, days on which the roster's calendar is open."""

    count: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    amount: Fraction
    currency: str


@runtime_checkable
class Thing(Protocol):
    """Something with identity and fields: a person, a body, a meeting, a duty, an event, a period.

    Two things are the same iff `kind` and `key` are; `field` gives a value, `Unknown` or `Failure`.
    """

    @property
    def kind(self) -> str: ...

    @property
    def key(self) -> str: ...

    def field(self, name: str) -> "Value": ...


class Nobody:
    """`none`: the chair that is vacant. Equals nobody, is in no group; its facts are a vacant `Failure`."""

    _one: "Nobody | None" = None

    def __new__(cls) -> "Nobody":
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __repr__(self) -> str:
        return "none"


NOBODY = Nobody()


@dataclass(frozen=True, slots=True)
class Group:
    """A set of things: those surely in it, and those that may be (because a fact is not known).

    `definite` and `possible` are disjoint; order is the roster's and carries no meaning.
    `facts` names what would decide the possible ones.
    """

    definite: tuple[Thing, ...]
    possible: tuple[Thing, ...] = ()
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PartialList:
    """A list of which some items may be missing (because a fact is not known): pairs of an item and whether it is sure.

    `facts` names what would decide the others.
    """

    items: "tuple[tuple[Value, bool], ...]"
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known only to lie in `low <= x <= high`."""

    low: int | Fraction
    high: int | Fraction
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known; `facts` (such as `jane-roe.nyse_independent`) would decide it."""

    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """An evaluation error, a value as CEL has it: absorbed by `&&` and `||`, outranked by `Unknown`.

    `vacant` marks the reading of a fact of nobody, which makes a clause not applicable.
    """

    message: str
    span: Span | None = None
    vacant: bool = False


Value: TypeAlias = object
