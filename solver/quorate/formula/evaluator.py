"""What a formula means under an assignment of its counts."""

from collections.abc import Mapping

from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some


def value(linear: Linear, assignment: Mapping[Count, int]) -> int:
    return linear.constant + sum(coefficient * assignment[count] for count, coefficient in linear.terms)


def holds(formula: Formula, assignment: Mapping[Count, int]) -> bool:
    match formula:
        case Constant(truth):
            return truth
        case AtLeastZero(linear):
            return value(linear, assignment) >= 0
        case All(parts):
            return all(holds(part, assignment) for part in parts)
        case Some(parts):
            return any(holds(part, assignment) for part in parts)
