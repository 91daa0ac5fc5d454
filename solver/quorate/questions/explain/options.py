"""Which values are worth trying for a fact: all of a closed list, and of numbers and days one between any two that
clauses compare with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from quorate.cel.ast import Binary, Expr, Literal, Name, Select
from quorate.cel.evaluator import Context
from quorate.cel.reading import fields_read, walk
from quorate.cel.types import (
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Type,
)
from quorate.cel.values import Money, Value
from quorate.charter.document import FactDeclaration
from quorate.charter.roster import Determination, Roster
from quorate.formula.ast import AtLeastZero, Count
from quorate.formula.open.thresholds import COMPARISONS, Ordered, ordered, threshold
from quorate.formula.symbolic import OutsideFragment

MOST = 12
"""Values that are tried of a fact whose values are not a closed list."""
ANOTHER = "another"
"""A text that no clause names."""


def options(
    fact: FactDeclaration, read: Sequence[Expr], base: Mapping[str, Value], context: Context, roster: Roster
) -> tuple[object, ...]:
    """Values (as rosters keep them) of which one at least does whatever any value does, as far as that can be seen.

    `read` are the expressions that read facts of people, whose words mean what `base` says.
    """
    concerned = [expr for expr in read if fact.name in fields_read(expr)]
    if fact.type in (INT, NUMBER, MONEY, DATE):
        return _around(fact, concerned, base, context, roster)
    return _listed(fact.type, fact, concerned, roster)


def _listed(kind: Type, fact: FactDeclaration, read: Sequence[Expr], roster: Roster) -> tuple[object, ...]:
    match kind:
        case OneOf(values):
            return values
        case GroupOf(thing) if thing == ORGANISATION:
            return ((), *((firm,) for firm in tuple(roster.organisations)[:MOST]))
        case GroupOf():
            return ((),)
        case ListOf(element):
            single = () if isinstance(element, ListOf) else _listed(element, fact, read, roster)
            return ((), *((each,) for each in single))
        case MapOf():
            return ()
        case _ if kind == BOOL:
            return (True, False)
        case _ if kind == STRING:
            return (*dict.fromkeys([*_texts(read), *_stated(fact, roster)][:MOST]), ANOTHER)
        case _ if kind == ORGANISATION:
            return (None, *tuple(roster.organisations)[:MOST])
        case _:
            return ()


def _texts(read: Iterable[Expr]) -> Iterator[str]:
    parts = (part for expr in read for part in walk(expr))
    return (part.value for part in parts if isinstance(part, Literal) and isinstance(part.value, str))


def _stated(fact: FactDeclaration, roster: Roster) -> list[object]:
    """The values that people have, each once, in order where they have one."""
    found = (person.facts[fact.name] for person in roster.people.values() if fact.name in person.facts)
    plain = [value.value if isinstance(value, Determination) else value for value in found]
    return list(dict.fromkeys(value for value in plain if value.__hash__ is not None))


def _around(
    fact: FactDeclaration, read: Sequence[Expr], base: Mapping[str, Value], context: Context, roster: Roster
) -> tuple[object, ...]:
    """On both sides of every threshold; where none is found, what people have and what is usual."""
    measure = _measure(fact)
    places = sorted({place for expr in read for place in _thresholds(expr, fact.name, measure, base, context)})
    around = dict.fromkeys(side for place in places for side in (place - 1, place))
    values = [measure.value(number) for number in around]
    given = [fact.usual] if fact.usual is not None else []
    if not values or _summed(read, fact.name):
        named = _numbers(fact, read)
        values += [*given, *_stated(fact, roster), *(each for each in named if each not in values)]
    return tuple(dict.fromkeys(values))[: 3 * MOST]


def _measure(fact: FactDeclaration) -> Ordered:
    found = ordered(fact.name, fact.type)
    return found if found is not None else Ordered(Count(fact.name, -(10**9), 10**9), lambda number: number)


def _thresholds(expr: Expr, fact: str, measure: Ordered, base: Mapping[str, Value], context: Context) -> Iterator[int]:
    """Where comparisons in an expression change, as whole numbers: the least at which they are as beyond it."""
    for part in walk(expr):
        if not isinstance(part, Binary) or part.op not in (*COMPARISONS, "==", "!="):
            continue
        variable = _variable(part, fact)
        for op in ("<", "<=") if part.op in ("==", "!=") else (part.op,):
            asked = Binary(op, part.left, part.right, part.span)
            try:
                found = threshold(asked, variable, {fact: measure}, base, context) if variable else None
            except OutsideFragment:
                continue
            if isinstance(found, AtLeastZero):
                ((_, factor),) = found.linear.terms
                yield -found.linear.constant if factor > 0 else found.linear.constant + 1


def _variable(expr: Expr, fact: str) -> str | None:
    """The name of whom a fact is read, where it is the fact of one name."""
    holders = {
        part.operand.name
        for part in walk(expr)
        if isinstance(part, Select) and part.field == fact and isinstance(part.operand, Name)
    }
    return holders.pop() if len(holders) == 1 else None


def _summed(read: Sequence[Expr], fact: str) -> bool:
    """Whether a fact is read otherwise than in a comparison by itself."""
    compared = {
        id(part)
        for expr in read
        for whole in walk(expr)
        if isinstance(whole, Binary) and whole.op in (*COMPARISONS, "==", "!=") and _variable(whole, fact)
        for part in walk(whole)
    }
    return any(
        isinstance(part, Select) and part.field == fact and id(part) not in compared
        for expr in read
        for part in walk(expr)
    )


def _numbers(fact: FactDeclaration, read: Sequence[Expr]) -> list[object]:
    """Zero, and what the expressions name or one more: what a sum may be asked to come to."""
    parts = (part.value for expr in read for part in walk(expr) if isinstance(part, Literal))
    found = sorted({0} | {each + more for each in parts if type(each) is int for more in (0, 1)})[: 2 * MOST]
    match fact.type:
        case _ if fact.type == INT:
            return list(found)
        case _ if fact.type == NUMBER:
            return [Fraction(each) for each in found]
        case _ if fact.type == MONEY:
            return [Money(Fraction(each), "USD") for each in found]
        case _:
            return []
