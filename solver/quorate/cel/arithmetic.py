"""Numbers, money, text and lists under `+ - * / %`: exact, in 64 bits, an interval where not all is known."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import cast

from quorate.cel.dates import Context, earlier, later
from quorate.cel.equality import bounds, kind
from quorate.cel.literals import INT_MAX, INT_MIN, UINT_MAX
from quorate.cel.logic import facts_of, no_overload
from quorate.cel.moments import shifted, stretch
from quorate.cel.values import (
    Days,
    Duration,
    Failure,
    Interval,
    Money,
    Months,
    PartialList,
    Timestamp,
    Uint,
    Unknown,
    Value,
)

Number = int | Fraction
_OVERFLOW = Failure("the result does not fit into 64 bits")
_DIVIDED_BY_ZERO = Failure("division by zero")


def settled(value: Number) -> Value:
    """A number as a value: an integer outside 64 bits is a failure, as CEL has it."""
    return _OVERFLOW if type(value) is int and not INT_MIN <= value <= INT_MAX else value


def unsigned(value: int) -> Value:
    return Uint(value) if 0 <= value <= UINT_MAX else _OVERFLOW


def interval(low: Number, high: Number, facts: frozenset[str]) -> Value:
    """A number between two bounds, or the number itself if they meet."""
    for bound in (low, high):
        if isinstance(settled(bound), Failure):
            return _OVERFLOW
    return low if low == high else Interval(low, high, facts)


def add(context: Context, left: Value, right: Value) -> Value:
    match left, right:
        case (Interval() | int() | Fraction(), Interval()) | (Interval(), int() | Fraction()):
            low, high = bounds(left)
            other_low, other_high = bounds(right)
            return interval(low + other_low, high + other_high, facts_of(left, right))
        case str(), str():
            return left + right
        case bytes(), bytes():
            return left + right
        case tuple() | PartialList(), tuple() | PartialList():
            return _joined(left, right)
        case Timestamp(), Duration():
            return shifted(left, right.nanoseconds)
        case Duration(), Timestamp():
            return shifted(right, left.nanoseconds)
        case Duration(), Duration():
            return stretch(left.nanoseconds + right.nanoseconds)
        case Months() | Days(), _:
            return later(right, left, context)
        case _, Months() | Days():
            return later(left, right, context)
        case _:
            return _money_or_number("+", left, right, lambda a, b: a + b)


def subtract(context: Context, left: Value, right: Value) -> Value:
    match left, right:
        case (Interval() | int() | Fraction(), Interval()) | (Interval(), int() | Fraction()):
            low, high = bounds(left)
            other_low, other_high = bounds(right)
            return interval(low - other_high, high - other_low, facts_of(left, right))
        case Timestamp(), Duration():
            return shifted(left, -right.nanoseconds)
        case Timestamp(), Timestamp():
            return stretch(left.nanoseconds - right.nanoseconds)
        case Duration(), Duration():
            return stretch(left.nanoseconds - right.nanoseconds)
        case _, Months() | Days():
            return earlier(left, right, context)
        case _:
            return _money_or_number("-", left, right, lambda a, b: a - b)


def multiply(left: Value, right: Value) -> Value:
    match left, right:
        case Money(), int() | Fraction():
            return Money(left.amount * right, left.currency)
        case int() | Fraction(), Money():
            return Money(left * right.amount, right.currency)
        case (Money(), Interval()) | (Interval(), Money()):
            return Unknown(facts_of(left, right))
        case (Interval() | int() | Fraction(), Interval()) | (Interval(), int() | Fraction()):
            corners = [one * other for one in bounds(left) for other in bounds(right)]
            return interval(min(corners), max(corners), facts_of(left, right))
        case _:
            return _numbers("*", left, right, lambda a, b: a * b)


def divide(left: Value, right: Value) -> Value:
    """Integers are cut towards zero, fractions and doubles are not."""
    if isinstance(right, Interval | int | Fraction) and not isinstance(right, bool):
        low, high = bounds(right)
        if low <= 0 <= high:
            return _DIVIDED_BY_ZERO if low == high else Unknown(facts_of(left, right))
    if isinstance(left, Money) and isinstance(right, int | Fraction):
        return Money(left.amount / right, left.currency)
    if isinstance(left, float) and isinstance(right, float):
        return _divide_doubles(left, right)
    if isinstance(left, Money) and isinstance(right, Interval):
        return Unknown(right.facts)
    if isinstance(left, Interval) or isinstance(right, Interval):
        if not {kind(left), kind(right)} <= {"number"}:
            return no_overload("/", left, right)
        corners = [_quotient(one, other) for one in bounds(left) for other in bounds(right)]
        return interval(min(corners), max(corners), facts_of(left, right))
    return _numbers("/", left, right, _quotient)


def _quotient(dividend: Number, divisor: Number) -> Number:
    if isinstance(dividend, Fraction) or isinstance(divisor, Fraction):
        return Fraction(dividend) / divisor
    quotient = abs(dividend) // abs(divisor)
    return quotient if (dividend < 0) == (divisor < 0) else -quotient


def _divide_doubles(dividend: float, divisor: float) -> float:
    if divisor != 0:
        return dividend / divisor
    if dividend == 0 or math.isnan(dividend):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)


def remainder(left: Value, right: Value) -> Value:
    """The remainder of integers, with the sign of the dividend."""
    if {type(left), type(right)} <= {int, Interval} and isinstance(left, Interval) | isinstance(right, Interval):
        return Unknown(facts_of(left, right))
    if type(left) is not type(right) or type(left) not in (int, Uint):
        return no_overload("%", left, right)
    dividend, divisor = cast(int, left), cast(int, right)
    if divisor == 0:
        return Failure("remainder by zero")
    rest = abs(dividend) % abs(divisor)
    return type(dividend)(-rest if dividend < 0 else rest)


def negative(value: Value) -> Value:
    match value:
        case Interval(low=low, high=high, facts=facts):
            return interval(-high, -low, facts)
        case Money(amount=amount, currency=currency):
            return Money(-amount, currency)
        case float() | Fraction():
            return -value
        case _ if type(value) is int:
            return settled(-value)
        case _:
            return no_overload("-", value)


def _money_or_number(name: str, left: Value, right: Value, op: Callable[[Number, Number], Number]) -> Value:
    """The sum of no amounts is the number 0, which goes with every currency."""
    if isinstance(left, Money) and right == 0:
        return left
    if isinstance(left, Money) and isinstance(right, Money):
        if left.currency != right.currency:
            return Failure(f"{left.currency} and {right.currency} do not add up")
        return Money(Fraction(op(left.amount, right.amount)), left.currency)
    if left == 0 and isinstance(right, Money):
        return Money(Fraction(op(0, right.amount)), right.currency)
    return _numbers(name, left, right, op)


def _numbers(name: str, left: Value, right: Value, op: Callable[[Number, Number], Number]) -> Value:
    sorts = {type(left), type(right)}
    one, other = cast(int, left), cast(int, right)
    if sorts == {int} or sorts <= {int, Fraction}:
        return settled(op(one, other))
    if sorts == {Uint}:
        return unsigned(op(int(one), int(other)).__int__())
    if sorts == {float}:
        return op(one, other)
    return no_overload(name, left, right)


def _joined(left: tuple[Value, ...] | PartialList, right: tuple[Value, ...] | PartialList) -> Value:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    facts = frozenset().union(*(side.facts for side in (left, right) if isinstance(side, PartialList)))
    return PartialList((*_pairs(left), *_pairs(right)), facts)


def _pairs(items: tuple[Value, ...] | PartialList) -> tuple[tuple[Value, bool], ...]:
    return items.items if isinstance(items, PartialList) else tuple((item, True) for item in items)
