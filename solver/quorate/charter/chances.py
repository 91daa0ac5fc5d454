"""Whether what is false today can still become true as more meetings and events follow.

Read off the shape of the expression: `size(meetings) >= 2` can, `size(meetings) <= 4` cannot once it is false, and
`meetings.exists(n, n.date <= date('2026-06-24'))` cannot once that day is over.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from quorate.cel.ast import Binary, Call, Conditional, Expr, Macro, Name, Select, Unary
from quorate.cel.evaluator import Context, evaluate
from quorate.cel.reading import children, walk
from quorate.cel.values import Value

GROWING = frozenset({"meetings", "events"})
_MORE_LEFT = {">": 1, ">=": 1, "<": -1, "<=": -1}
_LATER = frozenset({"minutes_prepared", "minutes_approved", "minutes_filed", "notice"})
"""What later events say of a meeting that was held."""

Closed = Callable[[Macro], bool]


def can_still_come_true(expr: Expr, variables: Mapping[str, Value], context: Context) -> bool:
    """False only if some part that must hold is false and every further meeting or event can but keep it so."""
    closed = closed_by(variables, context)
    return all(evaluate(part, variables, context) is not False or may_rise(part, closed) for part in conjuncts(expr))


def closed_by(variables: Mapping[str, Value], context: Context) -> Closed:
    """Knows the macros that ask for a day that is over by the day of the variables."""

    def closed(macro: Macro) -> bool:
        return any(_over(part, macro.variable, variables, context) for part in conjuncts(macro.body)) and not any(
            isinstance(part, Select) and part.field in _LATER for part in walk(macro.body)
        )

    return closed


def _over(part: Expr, variable: str, variables: Mapping[str, Value], context: Context) -> bool:
    """Whether a part asks for a day that is over: nothing that has yet to happen can have it for its date."""
    match part:
        case Binary(op="<=" | "<", left=Select(operand=Name(name=name), field="date"), right=right) if name == variable:
            last, today = evaluate(right, variables, context), variables.get("as_of")
            return isinstance(last, date) and isinstance(today, date) and last < today
        case _:
            return False


def conjuncts(expr: Expr) -> Iterator[Expr]:
    """The parts of a conjunction, whatever its brackets."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Binary) and part.op == "&&":
            waiting += [part.right, part.left]
        else:
            yield part


def may_rise(expr: Expr, closed: Closed = lambda _: False) -> bool:
    """Whether more meetings or events could make an expression true; if not, they can only keep it false.

    `closed` knows the macros that speak of nothing that has yet to happen.
    """
    signs = set(_signs(expr, 1, frozenset(), closed))
    return signs != {-1}


def _signs(expr: Expr, sign: int, bound: frozenset[str], closed: Closed) -> Iterator[int]:
    """How more meetings or events move an expression, once for each place that reads them: up, down, or either (0)."""
    match expr:
        case Name(name=name):
            if name in GROWING and name not in bound:
                yield sign
        case Unary():
            yield from _signs(expr.operand, -sign, bound, closed)
        case Binary(op=op) if op in ("&&", "||", "+"):
            yield from _signs(expr.left, sign, bound, closed)
            yield from _signs(expr.right, sign, bound, closed)
        case Binary(op=op) if op in _MORE_LEFT or op == "-":
            way = _MORE_LEFT.get(op, 1)
            yield from _signs(expr.left, sign * way, bound, closed)
            yield from _signs(expr.right, -sign * way, bound, closed)
        case Binary(op="in"):
            yield from _signs(expr.left, 0, bound, closed)
            yield from _signs(expr.right, sign, bound, closed)
        case Conditional():
            yield from _signs(expr.test, 0, bound, closed)
            yield from _signs(expr.then, sign, bound, closed)
            yield from _signs(expr.other, sign, bound, closed)
        case Macro(kind="exists" | "filter") if closed(expr):
            yield -1
            yield from _signs(expr.body, sign, bound | {expr.variable}, closed)
        case Macro(kind=kind):
            yield from _signs(expr.range, _range_sign(kind, sign), bound, closed)
            inner = 0 if kind in ("exists_one", "map") else sign
            yield from _signs(expr.body, inner, bound | {expr.variable}, closed)
        case Call(function="size"):
            for part in children(expr):
                yield from _signs(part, sign, bound, closed)
        case Select():
            yield from _signs(expr.operand, 0, bound, closed)
        case _:
            for part in children(expr):
                yield from _signs(part, 0, bound, closed)


def _range_sign(kind: str, sign: int) -> int:
    match kind:
        case "all":
            return -sign
        case "exists_one":
            return 0
        case _:
            return sign
