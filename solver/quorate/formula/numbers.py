"""Arithmetic and comparison of symbolic numbers: intervals of linear terms, exact fractions over one scale."""

from fractions import Fraction
from math import lcm

from quorate.cel.values import Interval
from quorate.formula.ast import Linear, all_of, at_least, some_of
from quorate.formula.symbolic import Known, Leaf, Number, OutsideFragment, Truth

LARGEST = 2**63 - 1


def number(leaf: Leaf) -> Number | None:
    """A leaf as a number, if it is one."""
    match leaf:
        case Number():
            return leaf
        case Known(bool()):
            return None
        case Known(int() | Fraction() as value):
            return _constant(Fraction(value), Fraction(value))
        case Known(Interval(low, high)):
            return _constant(Fraction(low), Fraction(high))
        case _:
            return None


def _constant(low: Fraction, high: Fraction) -> Number:
    scale = lcm(low.denominator, high.denominator)
    return Number(Linear((), int(low * scale)), Linear((), int(high * scale)), scale)


def exact(linear: Linear) -> Number:
    return Number(linear, linear)


def aligned(left: Number, right: Number) -> tuple[Number, Number]:
    """Both over the same scale."""
    scale = lcm(left.scale, right.scale)
    return _over(left, scale), _over(right, scale)


def _over(operand: Number, scale: int) -> Number:
    factor = scale // operand.scale
    return Number(operand.low * factor, operand.high * factor, scale)


def add(left: Number, right: Number) -> Number:
    left, right = aligned(left, right)
    return within(Number(left.low + right.low, left.high + right.high, left.scale))


def minus(operand: Number) -> Number:
    return within(Number(-operand.high, -operand.low, operand.scale))


def within(operand: Number) -> Number:
    """The number, if it surely fits into 64 bits; otherwise the evaluator might fail where a formula would not.

    Counts without an upper bound are taken to fit: no body has so many members.
    """
    for end in (*operand.low.bounds, *operand.high.bounds):
        if end is not None and abs(end) >= LARGEST * operand.scale:
            raise OutsideFragment("a number that may not fit into 64 bits")
    return operand


def times(left: Number, right: Number) -> Number:
    """A product, of which one side must be an exact constant."""
    if factor := _factor(right):
        return scaled(left, *factor)
    if factor := _factor(left):
        return scaled(right, *factor)
    raise OutsideFragment("a product of two numbers that both depend on the choice")


def _factor(operand: Number) -> tuple[int, int] | None:
    if operand.low != operand.high or operand.low.terms:
        return None
    return operand.low.constant, operand.scale


def scaled(operand: Number, numerator: int, denominator: int) -> Number:
    """The number times an exact fraction."""
    ends = operand.low * numerator, operand.high * numerator
    low, high = ends if numerator >= 0 else ends[::-1]
    return within(Number(low, high, operand.scale * denominator))


def less(left: Number, right: Number) -> Truth:
    """`left < right`: true or false only where the intervals leave no doubt."""
    left, right = aligned(left, right)
    return Truth(at_least(right.low - left.high, 1), at_least(left.low - right.high))


def at_most(left: Number, right: Number) -> Truth:
    """`left <= right`."""
    left, right = aligned(left, right)
    return Truth(at_least(right.low - left.high), at_least(left.low - right.high, 1))


def same(left: Number, right: Number) -> Truth:
    """`left == right`."""
    alike = all_of(at_most(left, right).true, at_most(right, left).true)
    return Truth(alike, some_of(less(left, right).true, less(right, left).true))
