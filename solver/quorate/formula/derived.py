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


@dataclass(slots=True)
class Derivations:
    """The derived counts of one partial evaluation, each made once, in an order in which they can be computed."""

    made: dict[tuple[Formula, Linear], Derived] = field(default_factory=dict)

    def where(self, condition: Formula, linear: Linear) -> Linear:
        """The linear term where the condition holds, else zero."""
        if condition == TRUE or linear == ZERO:
            return linear
        if condition == FALSE:
            return ZERO
        bit = _bit(condition)
        if bit is not None and linear == ONE:
            return bit
        if _presence(condition, linear):
            return linear
        found = self.made.get((condition, linear)) or self._make(condition, linear)
        return Linear(((found.count, 1),))

    def _make(self, condition: Formula, linear: Linear) -> Derived:
        low, high = linear.bounds
        if low is None or high is None:
            raise ValueError("a conditional term needs bounds")
        count = Count(f"where[{len(self.made)}]", min(low, 0), max(high, 0))
        made = self.made[condition, linear] = Derived(count, condition, linear)
        return made

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


def _presence(condition: Formula, linear: Linear) -> bool:
    """Whether the condition only says that the linear term is not zero."""
    low, _ = linear.bounds
    return low is not None and low >= 0 and condition == at_least(linear, 1)
