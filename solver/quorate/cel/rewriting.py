"""An expression rebuilt with other parts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)
from quorate.cel.reading import children


def with_children(expr: Expr, parts: tuple[Expr, ...]) -> Expr:
    """The expression with other direct parts, in the order of `children`; the same object if they are the same."""
    if all(new is old for new, old in zip(parts, children(expr), strict=True)):
        return expr
    rest = iter(parts)
    match expr:
        case Literal() | Name():
            return expr
        case Select() | Unary():
            return replace(expr, operand=next(rest))
        case Binary():
            return replace(expr, left=next(rest), right=next(rest))
        case Conditional():
            return replace(expr, test=next(rest), then=next(rest), other=next(rest))
        case Call(target=target):
            return replace(expr, target=None if target is None else next(rest), args=tuple(rest))
        case Index():
            return replace(expr, operand=next(rest), index=next(rest))
        case ListLiteral():
            return replace(expr, items=parts)
        case MapLiteral():
            return replace(expr, entries=tuple(zip(rest, rest, strict=True)))
        case MessageLiteral(fields=fields):
            return replace(expr, fields=tuple((name, part) for (name, _), part in zip(fields, parts, strict=True)))
        case Macro():
            return _macro(expr, rest)
        case _:
            assert_never(expr)


def _macro(expr: Macro, parts: Iterator[Expr]) -> Macro:
    range_ = next(parts)
    test = None if expr.test is None else next(parts)
    return replace(expr, range=range_, test=test, body=next(parts))
