"""What a symbolic value comes to once every count is known."""

from collections.abc import Mapping
from fractions import Fraction

from quorate.cel.values import Failure, Interval, Unknown, Value
from quorate.formula.ast import Count
from quorate.formula.evaluator import holds, value
from quorate.formula.symbolic import Cases, Known, Number, Truth


def finish(cases: Cases, assignment: Mapping[Count, int]) -> Value:
    """The value of the case that holds; a Boolean, a number or an interval, a plain value, `Unknown` or `Failure`."""
    (case,) = [case for case in cases if holds(case.guard, assignment)]
    match case.leaf:
        case Truth() as truth:
            return finish_truth(truth, assignment)
        case Number(low, high, scale):
            ends = Fraction(value(low, assignment), scale), Fraction(value(high, assignment), scale)
            return ends[0] if ends[0] == ends[1] else Interval(*ends)
        case Known(plain):
            return plain
        case _:
            raise TypeError(f"a {type(case.leaf).__name__} has no plain value")


def finish_truth(truth: Truth, assignment: Mapping[Count, int]) -> Value:
    """True, False, a `Failure`, or `Unknown`."""
    options: tuple[tuple[object, bool], ...] = (
        (True, holds(truth.true, assignment)),
        (False, holds(truth.false, assignment)),
        (Failure("an operand fails"), holds(truth.failed, assignment)),
        (Failure("nobody is in the chair", vacant=True), holds(truth.vacant, assignment)),
    )
    found = [option for option, does in options if does]
    if len(found) > 1:
        raise AssertionError("the cases of a truth exclude each other")
    return found[0] if found else Unknown(frozenset())
