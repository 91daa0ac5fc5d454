"""Comparisons of one day, amount or fraction with what is known: true on one side of a threshold, which is looked up.

A day plus or minus a calendar amount never overtakes a later day, so such a comparison changes once at most; where it
changes is found by halving, and the reference evaluator says on which side it is true.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from quorate.cel.ast import Binary, Expr, Name, Select
from quorate.cel.evaluator import Context, evaluate
from quorate.cel.reading import walk
from quorate.cel.types import DATE, MONEY, NUMBER, Type
from quorate.cel.values import Money, Value
from quorate.formula.ast import Count, Formula, Linear, at_least, negate
from quorate.formula.symbolic import OutsideFragment

COMPARISONS = ("<", "<=", ">", ">=")
_FIRST, _LAST = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Ordered:
    """A fact with an order, as a whole number: days by their ordinal, money in hundredths, fractions in thousandths."""

    count: Count
    value: Callable[[int], Value]


def ordered(key: str, type_: Type) -> Ordered | None:
    """A fact of an ordered type as an unknown; days lie between 1900 and 2199."""
    if type_ == DATE:
        return Ordered(Count(key, _FIRST, _LAST), date.fromordinal)
    if type_ == MONEY:
        return Ordered(Count(key, 0, _LARGEST), lambda number: Money(Fraction(number, 100), "USD"))
    if type_ == NUMBER:
        return Ordered(Count(key, -_LARGEST, _LARGEST), lambda number: Fraction(number, 1000))
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _OneFact:
    """A thing of which one fact is stated."""

    kind: str
    key: str
    name: str
    value: Value

    def field(self, name: str) -> Value:
        if name != self.name:
            raise OutsideFragment(f"`{name}` beside `{self.name}`")
        return self.value


def threshold(
    expr: Expr, variable: str, facts: Mapping[str, Ordered], base: Mapping[str, Value], context: Context
) -> Formula | None:
    """Where a comparison is true, if it reads one ordered fact of the variable once, and nothing else of it."""
    if not isinstance(expr, Binary) or expr.op not in COMPARISONS:
        return None
    name = _only_fact(expr, variable)
    fact = facts.get(name or "")
    if name is None or fact is None or not _shifted(expr.left if _reads(expr.left, variable) else expr.right):
        return None

    def true(number: int) -> bool:
        thing = _OneFact("person", "anyone", name, fact.value(number))
        return evaluate(expr, {**base, variable: thing}, context) is True

    return _where(fact.count, true)


def _where(count: Count, true: Callable[[int], bool]) -> Formula:
    """The side of the threshold on which a test that changes once at most is true."""
    low, high = count.low, cast(int, count.high)
    rising = true(high)
    if true(low) == rising:
        return at_least(Linear((), 0 if rising else -1))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if true(middle) == rising else (middle, high)
    above = at_least(Linear(((count, 1),)), high)
    return above if rising else negate(above)


def _only_fact(expr: Expr, variable: str) -> str | None:
    """The only field of the variable that is read, where it is read once."""
    read = [part for part in walk(expr) if isinstance(part, Name) and part.name == variable]
    fields = [part.field for part in walk(expr) if isinstance(part, Select) and part.operand in read]
    return fields[0] if len(read) == len(fields) == 1 else None


def _reads(expr: Expr, variable: str) -> bool:
    return any(isinstance(part, Name) and part.name == variable for part in walk(expr))


def _shifted(expr: Expr) -> bool:
    """Whether an expression is a fact, or one with something added or taken away."""
    match expr:
        case Select(Name()):
            return True
        case Binary("+", left, right):
            return _shifted(left) or _shifted(right)
        case Binary("-", left, _):
            return _shifted(left)
        case _:
            return False
