"""Whether what is false today can still become true as more meetings and events follow.

Read off the shape of the expression: `size(meetings) >= 2` can, `size(meetings) <= 4` cannot once it is false.
"""

from collections.abc import Iterator, Mapping

from quorate.cel.ast import Binary, Call, Conditional, Expr, Macro, Name, Select, Unary
from quorate.cel.evaluator import Context, evaluate
from quorate.cel.reading import children
from quorate.cel.values import Value

GROWING = frozenset({"meetings", "events"})
_MORE_LEFT = {">": 1, ">=": 1, "<": -1, "<=": -1}


def can_still_come_true(expr: Expr, variables: Mapping[str, Value], context: Context) -> bool:
    """False only if some part that must hold is false and every further meeting or event can but keep it so."""
    return all(evaluate(part, variables, context) is not False or may_rise(part) for part in conjuncts(expr))


def conjuncts(expr: Expr) -> Iterator[Expr]:
    """The parts of a conjunction, whatever its brackets."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Binary) and part.op == "&&":
            waiting += [part.right, part.left]
        else:
            yield part


def may_rise(expr: Expr) -> bool:
    """Whether more meetings or events could make an expression true; if not, they can only keep it false."""
    signs = set(_signs(expr, 1, frozenset()))
    return signs != {-1}


def _signs(expr: Expr, sign: int, bound: frozenset[str]) -> Iterator[int]:
    """How more meetings or events move an expression, once for each place that reads them: up, down, or either (0)."""
    match expr:
        case Name(name=name):
            if name in GROWING and name not in bound:
                yield sign
        case Unary():
            yield from _signs(expr.operand, -sign, bound)
        case Binary(op=op) if op in ("&&", "||", "+"):
            yield from _signs(expr.left, sign, bound)
            yield from _signs(expr.right, sign, bound)
        case Binary(op=op) if op in _MORE_LEFT or op == "-":
            way = _MORE_LEFT.get(op, 1)
            yield from _signs(expr.left, sign * way, bound)
            yield from _signs(expr.right, -sign * way, bound)
        case Binary(op="in"):
            yield from _signs(expr.left, 0, bound)
            yield from _signs(expr.right, sign, bound)
        case Conditional():
            yield from _signs(expr.test, 0, bound)
            yield from _signs(expr.then, sign, bound)
            yield from _signs(expr.other, sign, bound)
        case Macro(kind=kind):
            yield from _signs(expr.range, _range_sign(kind, sign), bound)
            inner = 0 if kind in ("exists_one", "map") else sign
            yield from _signs(expr.body, inner, bound | {expr.variable})
        case Call(function="size"):
            for part in children(expr):
                yield from _signs(part, sign, bound)
        case Select():
            yield from _signs(expr.operand, 0, bound)
        case _:
            for part in children(expr):
                yield from _signs(part, 0, bound)


def _range_sign(kind: str, sign: int) -> int:
    match kind:
        case "all":
            return -sign
        case "exists_one":
            return 0
        case _:
            return sign
