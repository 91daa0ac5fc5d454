"""Expressions as they are compared: bound variables are called by their depth, and facts may have other names."""

from collections.abc import Mapping
from dataclasses import replace

from quorate.cel.ast import Expr, Macro, Name, Select
from quorate.cel.reading import children, names
from quorate.cel.rewriting import with_children


def normal(expr: Expr) -> Expr:
    """The expression with its bound variables renamed by how deep they are bound, so that like ones are equal."""
    return _normal(expr, {}, names(expr), 1)


def _normal(expr: Expr, meant: Mapping[str, str], free: frozenset[str], depth: int) -> Expr:
    match expr:
        case Name(name=name):
            return replace(expr, name=meant.get(name, name))
        case Macro(variable=variable, second=second):
            bound = (variable,) if second is None else (variable, second)
            deeper = {**meant, **{name: _called(depth + place, free) for place, name in enumerate(bound)}}
            range_, *rest = children(expr)
            inner = (_normal(part, deeper, free, depth + len(bound)) for part in rest)
            rebuilt = with_children(expr, (_normal(range_, meant, free, depth), *inner))
            assert isinstance(rebuilt, Macro), "other parts make no other expression"
            return replace(rebuilt, variable=deeper[variable], second=None if second is None else deeper[second])
        case _:
            return with_children(expr, tuple(_normal(part, meant, free, depth) for part in children(expr)))


def _called(number: int, free: frozenset[str]) -> str:
    name = f"v{number}"
    return name if name not in free else f"{name}_"


def with_fields(expr: Expr, called: Mapping[str, str]) -> Expr:
    """The expression with other names for some of the fields it reads."""
    expr = with_children(expr, tuple(with_fields(part, called) for part in children(expr)))
    if isinstance(expr, Select) and expr.field in called:
        return replace(expr, field=called[expr.field])
    return expr
