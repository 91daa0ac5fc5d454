"""The values of expressions beside Python's own: things, groups, calendar amounts, and what is not known.

Python `bool`, `int`, `float`, `str`, `bytes`, `None`, `tuple` (list), `dict` (map), `Fraction` (exact number),
`datetime.date` (date), `datetime.datetime` and `timedelta` (core CEL only) stand for themselves.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias, runtime_checkable

from quorate.source.span import Span


class Uint(int):
    """An unsigned integer of core CEL; charters have none."""


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
