"""Conditional terms: a linear term that counts only where a formula holds becomes a count of its own.

Every such count is determined by the others, so that neither the number of solutions nor their weights change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quorate.formula.ast import (
    FALSE,
    TRUE,
    All,
    AtLeastZero,
    Count,
    Formula,
    Linear,
    all_of,
    at_least,
    equal,
    negate,
    some_of,
)
from quorate.formula.bag import ONE, ZERO, total
from quorate.formula.evaluator import holds, value


@dataclass(frozen=True, slots=True)
class Derived:
    """`count` is `linear` where the condition holds, and zero elsewhere."""

    count: Count
    condition: Formula
    linear: Linear

    @property
    def law(self) -> Formula:
        """That it is so, as a formula."""
        own = Linear(((self.count, 1),))
        bits = _bits(self.condition)
        if bits is not None and self.linear == ONE:
            together = at_least(own - total(bits), 1 - len(bits))
            return all_of(together, *(at_least(bit - own) for bit in bits))
        there = all_of(self.condition, equal(own - self.linear))
        return some_of(there, all_of(negate(self.condition), equal(own)))

    def given(self, assignment: Mapping[Count, int]) -> int:
        return value(self.linear, assignment) if holds(self.condition, assignment) else 0


@dataclass(frozen=True, slots=True)
class Quotient:
    """`count` is how many times the divisor goes into `linear`, which is not negative."""

    count: Count
    linear: Linear
    divisor: int

    @property
    def law(self) -> Formula:
        left = self.linear - Linear(((self.count, self.divisor),))
        return all_of(at_least(left), at_least(Linear((), self.divisor - 1) - left))

    def given(self, assignment: Mapping[Count, int]) -> int:
        return value(self.linear, assignment) // self.divisor


@dataclass(slots=True)
class Derivations:
    """The derived counts of one partial evaluation, each made once, in an order in which they can be computed.

    `prefix` keeps the names of several apart.
    """

    prefix: str = ""
    made: dict[tuple[Formula | int, Linear], Derived | Quotient] = field(default_factory=dict)

    def where(self, condition: Formula, linear: Linear) -> Linear:
        """The linear term where the condition holds, else zero."""
        if condition == TRUE or linear == ZERO:
            return linear
        if condition == FALSE or _never(condition):
            return ZERO
        bit = _bit(condition)
        if bit is not None and not linear.terms:
            return bit * linear.constant
        if _presence(condition, linear):
            return linear
        if linear.bounds[0] is None:
            return self._term_by_term(condition, linear)
        found = self.made.get((condition, linear)) or self._make(condition, linear)
        return Linear(((found.count, 1),))

    def _make(self, condition: Formula, linear: Linear) -> Derived:
        low, high = linear.bounds
        if low is None:
            raise ValueError("a conditional term needs a lower bound")
        name = f"{self.prefix}where[{len(self.made)}]"
        count = Count(name, min(low, 0), None if high is None else max(high, 0))
        made = self.made[condition, linear] = Derived(count, condition, linear)
        return made

    def quotient(self, linear: Linear, divisor: int) -> Linear:
        """How many times the divisor goes into a linear term that is not negative."""
        key = divisor, linear
        if key not in self.made:
            self.made[key] = Quotient(Count(f"{self.prefix}quotient[{len(self.made)}]", 0, None), linear, divisor)
        return Linear(((self.made[key].count, 1),))

    def _term_by_term(self, condition: Formula, linear: Linear) -> Linear:
        """What has no lower bound as a sum of terms that have one, some of them subtracted."""
        signed = [(count, abs(factor), factor > 0) for count, factor in linear.terms]
        parts = [(self.where(condition, Linear(((count, size),))), plus) for count, size, plus in signed]
        constant = self.where(condition, Linear((), abs(linear.constant)))
        signed_parts = [part if plus else -part for part, plus in parts]
        return total([*signed_parts, constant if linear.constant > 0 else -constant])

    def complete(self, assignment: Mapping[Count, int]) -> dict[Count, int]:
        """The assignment of a bag's counts with the derived ones added."""
        found = dict(assignment)
        for derived in self.made.values():
            found[derived.count] = derived.given(found)
        return found


def _bit(condition: Formula) -> Linear | None:
    """The linear term that is one where the condition holds and zero elsewhere, if there is one."""
    if isinstance(condition, AtLeastZero):
        bit = condition.linear + 1
        low, high = bit.bounds
        if low is not None and low >= 0 and high is not None and high <= 1:
            return bit
    return None


def _bits(condition: Formula) -> list[Linear] | None:
    parts = condition.parts if isinstance(condition, All) else (condition,)
    bits = [_bit(part) for part in parts]
    found = [bit for bit in bits if bit is not None]
    return found if len(found) == len(bits) else None


def _never(condition: Formula) -> bool:
    """Whether the condition asks for something and rules it out."""
    parts = condition.parts if isinstance(condition, All) else ()
    return any(isinstance(part, AtLeastZero) and negate(part) in parts for part in parts)


def _presence(condition: Formula, linear: Linear) -> bool:
    """Whether the condition only says that the linear term is not zero."""
    low, _ = linear.bounds
    return low is not None and low >= 0 and condition == at_least(linear, 1)
