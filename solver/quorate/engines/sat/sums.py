"""Weighted sums of literals that must reach a bound, and what can be seen of them without a search."""

from dataclasses import dataclass

_SPARE = 64


@dataclass(frozen=True, slots=True)
class Sum:
    """Literals that are true weigh, together, at least `bound`; every weight is positive."""

    literals: list[int]
    weights: list[int]
    bound: int

    @property
    def total(self) -> int:
        return sum(self.weights)

    @property
    def is_clause(self) -> bool:
        """Any one literal is enough, and one is needed."""
        return 0 < self.bound <= min(self.weights, default=1)

    @property
    def is_light(self) -> bool:
        """Whether a literal can stand in it as often as it weighs."""
        return self.total <= 4 * len(self.weights) + _SPARE


def normal(asked: Sum) -> tuple[list[int], Sum] | None:
    """Literals that must be true, and what the others must reach, in the smallest numbers; none if out of reach.

    >>> normal(Sum([1, 2, 3], [9, 2, 2], 11))
    ([1], Sum(literals=[2, 3], weights=[1, 1], bound=1))
    """
    spare = asked.total - asked.bound
    if spare < 0:
        return None
    if all(weight == 1 for weight in asked.weights) and spare:
        return [], asked
    forced = [literal for literal, weight in zip(asked.literals, asked.weights, strict=True) if weight > spare]
    rest = [pair for pair in zip(asked.literals, asked.weights, strict=True) if pair[1] <= spare]
    bound = sum(weight for _, weight in rest) - spare
    if bound <= 0:
        return forced, Sum([], [], 0)
    weights = [min(weight, bound) for _, weight in rest]
    if min(weights) == max(weights):
        bound = -(-bound // weights[0])
        weights = [1] * len(weights)
    return forced, Sum([literal for literal, _ in rest], weights, bound)
