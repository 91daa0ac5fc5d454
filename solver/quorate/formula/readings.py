"""What the reference evaluator said of single things: each test of each person is evaluated once for a whole world."""

from collections.abc import Mapping
from functools import lru_cache

from quorate.cel.ast import Expr, Name, Select
from quorate.cel.evaluator import Context, evaluate, field_of
from quorate.cel.reading import OF_CLAUSES, calls, fields_read, names
from quorate.cel.values import Value
from quorate.formula.scope import Overlay

Key = tuple[int, int, int]
Kept = tuple[Value, Expr, Value, Mapping[str, Value]]


class Readings:
    """The values of expressions that read one thing and names that never change; for one context.

    Parts are known as the objects they are, and kept, so that no other object can be taken for them.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Key, Kept] = {}

    def of(self, expr: Expr, name: str, thing: Value, base: Mapping[str, Value], context: Context) -> Value:
        """What the expression comes to where the name is that thing."""
        key = id(expr), id(thing), id(base)
        found = self._kept.get(key)
        if found is not None:
            return found[0]
        if isinstance(expr, Select) and isinstance(expr.operand, Name) and expr.operand.name == name:
            value = field_of(expr, thing)
        else:
            value = evaluate(expr, Overlay({name: thing}, base), context)
        self._kept[key] = value, expr, thing, base
        return value


@lru_cache(maxsize=4096)
def _reading(known: "_Same") -> tuple[tuple[str, ...], frozenset[str], bool]:
    reaches = any(calls(known.expr, function) for function in OF_CLAUSES)
    return tuple(sorted(names(known.expr))), fields_read(known.expr), reaches


def reading(expr: Expr) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """The free names and the fields of an expression, and whether it asks for clauses; each is walked once."""
    return _reading(_Same(expr))


class _Same:
    """An expression as the object it is: comparing two by their parts costs more than walking them."""

    __slots__ = ("expr",)

    def __init__(self, expr: Expr) -> None:
        self.expr = expr

    def __hash__(self) -> int:
        return id(self.expr)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.expr is other.expr
