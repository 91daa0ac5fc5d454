"""Formulas once some counts are known: what is left of them."""

from collections.abc import Mapping

from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some, all_of, at_least, some_of


def settled(formula: Formula, known: Mapping[Count, int]) -> Formula:
    """What a formula comes to where these counts have these values.

    >>> settled(at_least(Linear.of([(Count("a"), 1), (Count("b"), 1)]), 1), {Count("a"): 1})
    Constant(value=True)
    """
    match formula:
        case Constant():
            return formula
        case AtLeastZero(linear):
            return _settled(formula, linear, known)
        case All(parts):
            return all_of(*(settled(part, known) for part in parts))
        case Some(parts):
            return some_of(*(settled(part, known) for part in parts))


def _settled(formula: Formula, linear: Linear, known: Mapping[Count, int]) -> Formula:
    kept = tuple(term for term in linear.terms if term[0] not in known)
    if len(kept) == len(linear.terms):
        return formula
    sure = sum(factor * known[count] for count, factor in linear.terms if count in known)
    return at_least(Linear(kept, linear.constant + sure))
