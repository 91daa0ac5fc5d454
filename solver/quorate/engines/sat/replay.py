"""Formulas as they are asked of one assignment after another: counts by their place, no search, no encoding."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from quorate.engines.problem import Constraint
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula

Holds: TypeAlias = Callable[[Sequence[int]], bool]


class Replay:
    """Whether values, in the order of the counts, satisfy constraints."""

    def __init__(self, counts: Sequence[Count]) -> None:
        self._counts = counts
        self._places = {count.key: place for place, count in enumerate(counts)}

    def all_of(self, constraints: Iterable[Constraint]) -> Holds:
        checks = [self._holds(each.formula) for each in constraints]
        return lambda values: all(check(values) for check in checks)

    def _holds(self, formula: Formula) -> Holds:
        match formula:
            case Constant(truth):
                return lambda _: truth
            case AtLeastZero(linear):
                terms = [(self._places[count.key], factor) for count, factor in linear.terms]
                constant = linear.constant
                return lambda values: sum([values[place] * factor for place, factor in terms], constant) >= 0
            case All(parts):
                every = [self._holds(part) for part in parts]
                return lambda values: all(check(values) for check in every)
            case _:
                some = [self._holds(part) for part in formula.parts]
                return lambda values: any(check(values) for check in some)
