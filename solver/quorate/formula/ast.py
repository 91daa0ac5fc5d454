"""Formulas: Boolean combinations of linear constraints over integer counts.

The constructors simplify while building: `all_of(TRUE, x)` is `x`, a constraint without counts is TRUE or FALSE,
`negate` of a constraint is a constraint. So what is always true is seen before any engine starts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """An integer unknown `low <= n <= high`; `high` is none where nothing bounds it. Equal keys are equal counts."""

    key: str
    low: int = 0
    high: int | None = 1

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Linear:
    """`sum(coefficient * count) + constant`, integers; terms sorted by count, coefficients not zero."""

    terms: tuple[tuple[Count, int], ...]
    constant: int = 0

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.terms, self.constant))

    @classmethod
    def of(cls, terms: Iterable[tuple[Count, int]] = (), constant: int = 0) -> "Linear":
        sums: dict[Count, int] = {}
        for count, coefficient in terms:
            sums[count] = sums.get(count, 0) + coefficient
        kept = sorted((item for item in sums.items() if item[1]), key=lambda item: item[0].key)
        return cls(tuple(kept), constant)

    def __add__(self, other: "Linear | int") -> "Linear":
        if isinstance(other, int):
            return Linear(self.terms, self.constant + other)
        if not other.terms or not self.terms:
            return Linear(self.terms or other.terms, self.constant + other.constant)
        return Linear.of((*self.terms, *other.terms), self.constant + other.constant)

    def __neg__(self) -> "Linear":
        return self * -1

    def __sub__(self, other: "Linear | int") -> "Linear":
        return self + -other

    def __mul__(self, factor: int) -> "Linear":
        if factor in (0, 1):
            return self if factor else Linear(())
        return Linear(tuple((count, coefficient * factor) for count, coefficient in self.terms), self.constant * factor)

    @cached_property
    def bounds(self) -> tuple[int | None, int | None]:
        """Least and greatest value the counts' bounds allow; none where unbounded."""
        low: int | None = self.constant
        high: int | None = self.constant
        for count, coefficient in self.terms:
            ends = (count.low, count.high) if coefficient > 0 else (count.high, count.low)
            low = None if low is None or ends[0] is None else low + coefficient * ends[0]
            high = None if high is None or ends[1] is None else high + coefficient * ends[1]
        return low, high


@dataclass(frozen=True, slots=True)
class Constant:
    value: bool


@dataclass(frozen=True, slots=True)
class AtLeastZero:
    """`linear >= 0`."""

    linear: Linear


@dataclass(frozen=True, slots=True)
class All:
    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    parts: "tuple[Formula, ...]"


Formula: TypeAlias = Constant | AtLeastZero | All | Some
TRUE = Constant(True)
FALSE = Constant(False)


def at_least(linear: Linear, bound: int = 0) -> Formula:
    """`linear >= bound`, coefficients divided by their common divisor.

    >>> at_least(Linear.of([(Count("a", 0, 3), 2)]), 3)
    AtLeastZero(linear=Linear(terms=((Count(key='a', low=0, high=3), 1),), constant=-2))
    """
    moved = linear - bound
    low, high = moved.bounds
    if low is not None and low >= 0:
        return TRUE
    if high is not None and high < 0:
        return FALSE
    divisor = gcd(*(coefficient for _, coefficient in moved.terms))
    if divisor > 1:
        terms = tuple((count, coefficient // divisor) for count, coefficient in moved.terms)
        moved = Linear(terms, moved.constant // divisor)
    return AtLeastZero(moved)


def equal(linear: Linear, value: int = 0) -> Formula:
    return all_of(at_least(linear, value), at_least(-linear, -value))


def negate(formula: Formula) -> Formula:
    """The formula that is true exactly where this one is false; negation never stands in a formula."""
    match formula:
        case Constant(value):
            return FALSE if value else TRUE
        case AtLeastZero(linear):
            return at_least(-linear, 1)
        case All(parts):
            return some_of(*(negate(part) for part in parts))
        case Some(parts):
            return all_of(*(negate(part) for part in parts))


def all_of(*parts: Formula) -> Formula:
    if len(parts) == 2:
        one, other = parts
        if one is TRUE or other is FALSE:
            return other
        if other is TRUE or one is FALSE:
            return one
    kept = _flatten(parts, All)
    if FALSE in kept:
        return FALSE
    kept.pop(TRUE, None)
    return TRUE if not kept else next(iter(kept)) if len(kept) == 1 else All(tuple(kept))


def some_of(*parts: Formula) -> Formula:
    if len(parts) == 2:
        one, other = parts
        if one is FALSE or other is TRUE:
            return other
        if other is FALSE or one is TRUE:
            return one
    kept = _flatten(parts, Some)
    if TRUE in kept:
        return TRUE
    kept.pop(FALSE, None)
    return FALSE if not kept else next(iter(kept)) if len(kept) == 1 else Some(tuple(kept))


def _flatten(parts: Iterable[Formula], kind: type[All] | type[Some]) -> dict[Formula, None]:
    kept: dict[Formula, None] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, kind) else (part,):
            kept[inner] = None
    return kept


def counts_of(formula: Formula) -> frozenset[Count]:
    """The counts a formula reads."""
    match formula:
        case Constant():
            return frozenset()
        case AtLeastZero(linear):
            return frozenset(count for count, _ in linear.terms)
        case All(parts) | Some(parts):
            return frozenset().union(*(counts_of(part) for part in parts))
