"""Masking MC/DC of expressions: which conditions of a decision are seen to decide it, with which value.

A decision is a rule, a `when`, or the body of a quantifier or filter, once for each item that it is asked of. Its
conditions are the operands of `&&`, `||`, `!` and `?:`. Charters are total, so every condition has a value even where
CEL would not look at it; what is not known decides nothing.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from quorate.cel.ast import Binary, Conditional, Expr, Macro, Unary
from quorate.cel.dates import Context
from quorate.cel.evaluator import evaluate
from quorate.cel.quantifiers import range_of
from quorate.cel.reading import children
from quorate.cel.values import Value

TESTS = ("all", "exists", "exists_one", "filter")
Truth: TypeAlias = bool | None
Seen: TypeAlias = dict[tuple[int, int], set[bool]]
"""By where a condition begins and ends in its source: the values with which it decided."""


def conditions(decision: Expr) -> Iterator[Expr]:
    """The conditions of a decision and of those inside it, in the order written."""
    for leaf in _leaves(decision):
        yield leaf
        for inner in _inner(leaf):
            yield from conditions(inner.body if inner.kind in TESTS else inner.test or inner.body)


def place(expr: Expr) -> tuple[int, int]:
    return expr.span.start, expr.span.end


def observe(decision: Expr, variables: Mapping[str, Value], context: Context, seen: Seen) -> None:
    """Note which conditions decide the decision here, and those inside it for every item they are asked of."""
    leaves = list(_leaves(decision))
    values = {place(leaf): _truth(evaluate(leaf, variables, context)) for leaf in leaves}
    for key in deciding(decision, values):
        value = values[key]
        if value is not None:
            seen.setdefault(key, set()).add(value)
    for leaf in leaves:
        for macro in _inner(leaf):
            _observe_items(macro, variables, context, seen)


def deciding(decision: Expr, values: Mapping[tuple[int, int], Truth]) -> Iterator[tuple[int, int]]:
    """The conditions without whose value the decision would come out otherwise."""
    outcome = _outcome(decision, values)
    if outcome is None:
        return
    for key, value in values.items():
        if value is not None and _outcome(decision, {**values, key: not value}) is (not outcome):
            yield key


def _observe_items(macro: Macro, variables: Mapping[str, Value], context: Context, seen: Seen) -> None:
    body = macro.body if macro.kind in TESTS else macro.test
    over = range_of(evaluate(macro.range, variables, context))
    if body is None or over is None or _settled(body, seen):
        return
    for item, sure in over.items:
        if sure:
            observe(body, ChainMap({macro.variable: item}, variables), context, seen)  # type: ignore[arg-type]
            if _settled(body, seen):
                return


def _settled(decision: Expr, seen: Seen) -> bool:
    return all(len(seen.get(place(leaf), ())) == 2 for leaf in conditions(decision))


def _leaves(expr: Expr) -> Iterator[Expr]:
    parts = _operands(expr)
    if parts is None:
        yield expr
    else:
        for part in parts:
            yield from _leaves(part)


def _operands(expr: Expr) -> tuple[Expr, ...] | None:
    match expr:
        case Binary(op="&&" | "||", left=left, right=right):
            return (left, right)
        case Unary(op="!", operand=operand):
            return (operand,)
        case Conditional(test=test, then=then, other=other):
            return (test, then, other)
        case _:
            return None


def _inner(leaf: Expr) -> Iterator[Macro]:
    """The macros in a condition that have a test, but for those inside their bodies."""
    waiting: list[Expr] = [leaf]
    while waiting:
        expr = waiting.pop(0)
        if isinstance(expr, Macro):
            if expr.second is None and (expr.kind in TESTS or expr.test is not None):
                yield expr
            waiting.insert(0, expr.range)
        else:
            waiting[:0] = children(expr)


def _outcome(expr: Expr, values: Mapping[tuple[int, int], Truth]) -> Truth:
    """The value of a decision, three-valued as Kleene has it."""
    match expr:
        case Binary(op="&&" | "||" as op, left=left, right=right):
            return _junction(op == "||", (_outcome(left, values), _outcome(right, values)))
        case Unary(op="!", operand=operand):
            inner = _outcome(operand, values)
            return None if inner is None else not inner
        case Conditional(test=test, then=then, other=other):
            chosen = _outcome(test, values)
            return None if chosen is None else _outcome(then if chosen else other, values)
        case _:
            return values[place(expr)]


def _junction(strong: bool, values: Iterable[Truth]) -> Truth:
    found = tuple(values)
    if strong in found:
        return strong
    return None if None in found else not strong


def _truth(value: Value) -> Truth:
    return value if isinstance(value, bool) else None
